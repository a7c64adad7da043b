"""Comparing readers' tables, away from the GUI thread."""

from collections.abc import Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from landmark_gui.domain.landmarks import LandmarkScheme
from landmark_gui.exchange.errors import ExchangeError
from landmark_gui.exchange.schemes import USUAL, unnumbered
from landmark_gui.ui.background import Background, expecting
from landmark_gui.ui.words import sentence

if TYPE_CHECKING:
    from landmark_gui.evaluation.readers import Comparison

SPACING_REMEDY = "enter the millimetres per pixel of all films above"


class Comparing(QObject):
    """Between the window that shows a comparison and the room that makes it."""

    ready = Signal(object)  # Comparison
    refused = Signal(str)

    def __init__(self, background: Background, scheme: LandmarkScheme, parent: QObject) -> None:
        super().__init__(parent)
        self._background = background
        self._scheme = scheme
        self._over = False

    def compare(self, paths: Sequence[Path], spacing_mm: float) -> None:
        """Compare tables; 0 stands for each film's own millimetres per pixel."""
        work = partial(_compared, tuple(paths), self._scheme, spacing_mm or None)
        self._background.run(work, self._tell, expecting(ExchangeError, self._refuse))

    def end(self) -> None:
        """Go with the window; what is still compared is told to nobody."""
        self._over = True
        self.deleteLater()

    def _tell(self, comparison: "Comparison") -> None:
        if not self._over:
            self.ready.emit(comparison)

    def _refuse(self, error: ExchangeError) -> None:
        if not self._over:
            self.refused.emit(sentence(str(error)))


def _compared(
    paths: tuple[Path, ...], scheme: LandmarkScheme, spacing_mm: float | None
) -> "Comparison":
    # imported here, in the thread that computes: scipy takes 0.2 s
    from landmark_gui.evaluation.readers import ComparisonError  # noqa: PLC0415 - see above
    from landmark_gui.evaluation.scale import NoSpacing  # noqa: PLC0415 - see above
    from landmark_gui.evaluation.truth import TruthError  # noqa: PLC0415 - see above
    from landmark_gui.exchange.readings import (  # noqa: PLC0415 - see above
        TwoSpacings,
        Wanted,
        compared,
    )

    named = scheme if scheme.name == USUAL else unnumbered(scheme)
    try:
        return compared(paths, named, Wanted(spacing_mm=spacing_mm))
    except (TwoSpacings, NoSpacing) as error:
        raise ExchangeError(f"{error}; {SPACING_REMEDY}.") from error
    except (ComparisonError, TruthError) as error:
        raise ExchangeError(str(error)) from error
