"""Comparing readers' tables, away from the GUI thread."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject, Signal

from landmark_gui.domain.geometry import PixelSpacing, SpacingSource
from landmark_gui.domain.landmarks import LandmarkScheme
from landmark_gui.exchange.analyses import analysis_of
from landmark_gui.exchange.errors import ExchangeError
from landmark_gui.exchange.schemes import USUAL, unnumbered
from landmark_gui.ui.background import Background, expecting
from landmark_gui.ui.transfers.agreement_rows import sheets
from landmark_gui.ui.transfers.figures import Figures
from landmark_gui.ui.transfers.measured_rows import measured_sheets
from landmark_gui.ui.transfers.sheet import Sheet
from landmark_gui.ui.words import sentence

WHOSE_REMEDY = "choose above whose millimetres per pixel count"
SPACING_REMEDY = "enter the millimetres per pixel of all films above"


@dataclass(frozen=True, slots=True)
class Asked:
    """What is to be compared.

    Attributes:
        tables: of the readers.
        measurements: whether what landmarks measure is compared, and not where they lie.
        spacing_mm: how wide the pixels of all films are; each film's own if None.
        spacing_of: a table whose spacings count, whatever the others state.
    """

    tables: tuple[Path, ...]
    measurements: bool = False
    spacing_mm: float | None = None
    spacing_of: Path | None = None


@dataclass(frozen=True, slots=True)
class Answer:
    """What a comparison comes to: sheets to be shown, and all figures as a table."""

    sheets: list[Sheet]
    figures: Figures


class Comparing(QObject):
    """Between the window that shows a comparison and the room that makes it."""

    ready = Signal(object)  # sheets
    to_save = Signal(object)  # Figures
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
        work = partial(_compared, asked, self._scheme)
        refuse = expecting(ExchangeError, partial(self._refuse, asked))
        self._background.run(work, partial(self._tell, asked), refuse)

    def save(self) -> None:
        """Have the figures shown saved, those of all readers."""
        if self._answer is not None:
            self.to_save.emit(self._answer.figures)

    def end(self) -> None:
        """Go with the window; what is still compared is told to nobody."""
        self._asked = None
        self.deleteLater()

    def _tell(self, asked: Asked, answer: Answer) -> None:
        if asked is self._asked:
            self._answer = answer
            self.ready.emit(answer.sheets)

    def _refuse(self, asked: Asked, error: ExchangeError) -> None:
        if asked is self._asked:
            self._answer = None
            self.refused.emit(sentence(str(error)))


def _compared(asked: Asked, scheme: LandmarkScheme) -> Answer:
    # imported here, in the thread that computes: scipy takes 0.2 s
    from landmark_gui.exchange.figures import comparison_csv  # noqa: PLC0415 - see above
    from landmark_gui.exchange.measured_figures import measured_csv  # noqa: PLC0415 - see above
    from landmark_gui.exchange.measured_readings import (  # noqa: PLC0415 - see above
        compared_measurements,
    )
    from landmark_gui.exchange.readings import Wanted, compared  # noqa: PLC0415 - see above

    wanted = Wanted(spacing_mm=asked.spacing_mm, spacing_of=asked.spacing_of)
    _check(asked.spacing_mm)
    with _offering_a_remedy():
        if asked.measurements:
            analysis = analysis_of(scheme)
            measured = compared_measurements(asked.tables, scheme, analysis, wanted)
            figures = Figures(asked.tables, measured_csv(measured))
            return Answer(measured_sheets(measured, analysis), figures)
        found = compared(asked.tables, scheme, wanted)
        return Answer(sheets(found), Figures(asked.tables, comparison_csv(found)))


def _check(spacing_mm: float | None) -> None:
    """Check that pixels may be so wide.

    Raises:
        ExchangeError: no film has such a spacing.
    """
    if spacing_mm is not None:
        try:
            PixelSpacing(spacing_mm, spacing_mm, SpacingSource.STATED_BY_USER)
        except ValueError as error:
            raise ExchangeError(f"{error}.") from error


@contextmanager
def _offering_a_remedy() -> Iterator[None]:
    """Say why nothing can be compared, and what helps.

    Raises:
        ExchangeError: nothing can.
    """
    from landmark_gui.evaluation.readers import ComparisonError  # noqa: PLC0415 - scipy
    from landmark_gui.evaluation.scale import NoSpacing  # noqa: PLC0415 - see above
    from landmark_gui.evaluation.truth import TruthError  # noqa: PLC0415 - see above
    from landmark_gui.exchange.readings import TwoSpacings  # noqa: PLC0415 - see above

    try:
        yield
    except TwoSpacings as error:
        raise ExchangeError(f"{error}; {WHOSE_REMEDY}.") from error
    except NoSpacing as error:
        raise ExchangeError(f"{error}; {SPACING_REMEDY}.") from error
    except (ComparisonError, TruthError) as error:
        raise ExchangeError(str(error)) from error
