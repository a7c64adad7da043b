"""Saving the figures of a comparison as a table, without ever replacing a file unasked."""

from functools import partial
from pathlib import Path

from landmark_gui.exchange.errors import ExchangeError
from landmark_gui.exchange.outgoing import Sent
from landmark_gui.exchange.replacing import write_new, write_over
from landmark_gui.paths import home
from landmark_gui.ui.background import expecting
from landmark_gui.ui.messages import Remedy
from landmark_gui.ui.session import Session
from landmark_gui.ui.transfers.comparison import Answer
from landmark_gui.ui.transfers.dialogs import Dialogs
from landmark_gui.ui.transfers.exchange_words import in_the_way_text, replace_text
from landmark_gui.ui.transfers.in_the_way import ask_again, free_path, is_taken

A_TABLE = "one of the tables compared; give the figures another name"


class SavingFigures:
    """Asks where to, writes in the background, and says where the table is."""

    def __init__(self, session: Session, dialogs: Dialogs) -> None:
        self._session = session
        self._dialogs = dialogs
        self._folder = home()

    def ask(self, found: Answer) -> None:
        """Ask where the figures of a comparison are to be saved, and save them."""
        path = self._dialogs.ask_table(free_path(self._folder / "comparison.csv"))
        if path is not None:
            self._folder = path.parent
            self._save(found, path)

    def _save(self, found: Answer, path: Path, *, overwrite: bool = False) -> None:
        work = partial(_written, found, path, overwrite=overwrite)
        then = partial(self._on_written, found, path)
        self._session.background.keep(work, then, expecting(ExchangeError, self._refuse))

    def _on_written(self, found: Answer, path: Path, sent: Sent) -> None:
        if not sent.in_the_way:
            self._session.messages.info(f"The figures of all readers were saved as {path}.")
            return
        other = free_path(path)
        ask_again(
            self._session.messages,
            in_the_way_text(sent, path),
            Remedy(replace_text(sent), partial(self._save, found, path, overwrite=True)),
            (other, partial(self._save, found, other)),
        )

    def _refuse(self, error: ExchangeError) -> None:
        self._session.messages.error(str(error))


def _written(found: Answer, path: Path, *, overwrite: bool) -> Sent:
    """Write the table, in any thread; nothing is written if something is in the way."""
    if is_taken(path, found.tables, A_TABLE) and not overwrite:
        return Sent(in_the_way=[path])
    (write_over if overwrite else write_new)(path, found.csv)
    return Sent()
