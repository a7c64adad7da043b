"""Comparing readers' tables, away from the GUI thread."""

from functools import partial

from PySide6.QtCore import QObject, Signal

from landmark_gui.domain.landmarks import LandmarkScheme
from landmark_gui.exchange.errors import ExchangeError
from landmark_gui.exchange.schemes import USUAL, unnumbered
from landmark_gui.ui.background import Background, expecting
from landmark_gui.ui.transfers.comparison import Answer, Asked
from landmark_gui.ui.words import sentence


class Comparing(QObject):
    """Between the window that shows a comparison and the room that makes it."""

    ready = Signal(object)  # sheets
    to_save = Signal(object)  # Answer
    refused = Signal(str)

    def __init__(self, background: Background, scheme: LandmarkScheme, parent: QObject) -> None:
        super().__init__(parent)
        self._background = background
        self._scheme = scheme if scheme.name == USUAL else unnumbered(scheme)
        self._asked: Asked | None = None  # what an answer is still wanted to
        self._answer: Answer | None = None

    def compare(self, asked: Asked) -> None:
        """Compare tables; what was asked before is no longer answered."""
        self._asked = asked
        work = partial(_answer, asked, self._scheme)
        refuse = expecting(ExchangeError, partial(self._refuse, asked))
        self._background.run(work, partial(self._tell, asked), refuse)

    def save(self) -> None:
        """Have the figures shown saved, those of all readers."""
        if self._answer is not None:
            self.to_save.emit(self._answer)

    def forget(self) -> None:
        """Leave what was asked unanswered; the figures shown stay."""
        self._asked = None

    def end(self) -> None:
        """Go with the window; what is still compared is told to nobody."""
        self.forget()
        self.deleteLater()

    def _tell(self, asked: Asked, answer: Answer) -> None:
        if asked is self._asked:
            self._answer = answer
            self.ready.emit(answer.sheets)

    def _refuse(self, asked: Asked, error: ExchangeError) -> None:
        if asked is self._asked:
            self._answer = None
            self.refused.emit(sentence(str(error)))


def _answer(asked: Asked, scheme: LandmarkScheme) -> Answer:
    # imported here, in the thread that computes: scipy takes 0.2 s
    from landmark_gui.ui.transfers.compared import answer  # noqa: PLC0415 - see above

    return answer(asked, scheme)
