"""Saving the film shown as a picture, without ever replacing a file unasked."""

from dataclasses import dataclass
from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject

from landmark_gui.document.case import Case
from landmark_gui.domain.cephalogram import Cephalogram
from landmark_gui.domain.tracing import Line
from landmark_gui.exchange.analyses import analysis_of
from landmark_gui.exchange.errors import ExchangeError
from landmark_gui.exchange.labelled import labelled
from landmark_gui.exchange.measurements import measured
from landmark_gui.exchange.outgoing import Sent
from landmark_gui.exchange.picture.beside import with_measurements
from landmark_gui.exchange.picture.layout import Style, lay_out
from landmark_gui.exchange.picture.render import PictureFormat, write_picture
from landmark_gui.exchange.text import stem
from landmark_gui.paths import home
from landmark_gui.ui.background import expecting
from landmark_gui.ui.messages import Remedy
from landmark_gui.ui.session import Session
from landmark_gui.ui.transfers.dialogs import Dialogs
from landmark_gui.ui.transfers.exchange_words import in_the_way_text, replace_text
from landmark_gui.ui.transfers.in_the_way import ask_again, free_path, is_taken

A_FILM = "a film itself; give the picture another name"


@dataclass(frozen=True, slots=True, eq=False)
class _Subject:
    """What the picture is of, as it was when it was asked for; no later edit gets into it."""

    film: Cephalogram
    case: Case
    with_measurements: bool  # beside the film
    traced: tuple[Line, ...]  # on it


class Picturing(QObject):
    """Asks where to, draws in the background, and says where the picture is."""

    def __init__(self, session: Session, dialogs: Dialogs, parent: QObject) -> None:
        super().__init__(parent)
        self._session = session
        self._dialogs = dialogs
        self._folder = home()

    def ask(self, *, with_measurements: bool = False, traced: tuple[Line, ...] = ()) -> None:
        """Ask where the picture of the film shown is to be saved, and save it."""
        shown, case = self._session.film, self._session.case
        if shown is None or case is None:
            return
        name = f"{Path(stem(case.film.name)).name}-landmarks.{PictureFormat.PNG}"
        chosen = self._dialogs.ask_picture(free_path(self._folder / name))
        if chosen is not None:
            path = with_ending(chosen)
            self._folder = path.parent
            self._save(_Subject(shown.film, case, with_measurements, traced), path)

    def ask_measured(self, traced: tuple[Line, ...]) -> None:
        """Do the same with what the landmarks measure beside the film, and lines on it."""
        self.ask(with_measurements=True, traced=traced)

    def _save(self, subject: _Subject, path: Path, *, overwrite: bool = False) -> None:
        films = [source.path for source in self._session.shelf.sources if source.path]
        work = partial(_drawn, subject, path, films, overwrite=overwrite)
        then = partial(self._on_drawn, subject, path)
        self._session.background.keep(work, then, expecting(ExchangeError, self._refuse))

    def _on_drawn(self, subject: _Subject, path: Path, sent: Sent) -> None:
        if sent.in_the_way:
            other = free_path(path)
            ask_again(
                self._session.messages,
                in_the_way_text(sent, path),
                Remedy(replace_text(sent), partial(self._save, subject, path, overwrite=True)),
                (other, partial(self._save, subject, other)),
            )
            return
        bare = "" if subject.case.film.spacing else " It has no scale bar: no spacing is known."
        self._session.messages.info(f"The picture was saved as {path}.{bare}")

    def _refuse(self, error: ExchangeError) -> None:
        self._session.messages.error(str(error))


def with_ending(path: Path) -> Path:
    """Return the path with an ending that says what the picture is written as; PNG if none does."""
    known = path.suffix.lower().removeprefix(".") in set(PictureFormat)
    return path if known else path.with_name(f"{path.name}.{PictureFormat.PNG}")


def _drawn(subject: _Subject, path: Path, films: list[Path], *, overwrite: bool) -> Sent:
    """Draw and write, in any thread; nothing is written if something is in the way."""
    if is_taken(path, films, A_FILM) and not overwrite:
        return Sent(in_the_way=[path])
    case = subject.case
    tissues = {mark.abbreviation: mark.group for mark in case.scheme}
    style = Style(regions=True, scale=case.film.spacing, tissues=tissues, traced=subject.traced)
    scene = lay_out(subject.film, labelled(case), style)
    if subject.with_measurements:
        analysis = analysis_of(case.scheme)
        found = measured(labelled(case), analysis, None)
        scene = with_measurements(scene, found, analysis, case.film.spacing)
    kind = PictureFormat(path.suffix.lower().removeprefix("."))
    write_picture(path, scene, kind, overwrite=overwrite)
    return Sent({case.film.name: path})
