"""Tables of readers, and the window that compares them."""

from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from landmark_gui.document.case import Case
from landmark_gui.domain.annotation import Stamp
from landmark_gui.domain.cephalogram import FilmInfo
from landmark_gui.domain.geometry import PixelSpacing, Point, SpacingSource
from landmark_gui.domain.landmarks import LandmarkScheme
from landmark_gui.exchange.formats.csv import write_csv
from landmark_gui.ui.transfers.dialogs import SystemDialogs
from landmark_gui.ui.transfers.readers_window import ReadersWindow
from landmark_gui.ui.transfers.whose_spacing import ONE

if TYPE_CHECKING:
    from tests.ui.conftest import Bench

HEAD = {"S": Point(100, 100), "N": Point(800, 120), "A": Point(790, 600), "B": Point(700, 1100)}
SPACING = PixelSpacing(0.1, 0.1, SpacingSource.CALIBRATED)


def table(path: Path, scheme: LandmarkScheme, shift: float, spacing: PixelSpacing | None) -> Path:
    """Four films on which sella lies that far to the right of where it lies without a shift."""
    cases = []
    for number in range(4):
        film = FilmInfo(f"{number}.png", "0", 500, 400, spacing)
        case = Case.new(film, scheme)
        case = case.moved("S", Point(100 + 7 * number + shift, 90 - number), Stamp.now("r"))
        cases.append(case.moved("N", Point(300 - 5 * number, 60 + number), Stamp.now("r")))
    write_csv(path, cases)
    return path


def heads(
    path: Path,
    scheme: LandmarkScheme,
    spacing: PixelSpacing | None,
    films: str = "0123",
    landmarks: str = "SNAB",
) -> Path:
    """Films on which S, N, A and B lie elsewhere with every reader, by chance."""
    chance = np.random.default_rng(len(path.stem))
    cases = []
    for name in films:
        case = Case.new(FilmInfo(f"{name}.png", "0", 1000, 1200, spacing), scheme)
        for landmark in landmarks:
            there = HEAD[landmark].moved(*map(float, chance.normal(0, 5, 2)))
            case = case.moved(landmark, there, Stamp.now("r"))
        cases.append(case)
    write_csv(path, cases)
    return path


def opened(bench: "Bench") -> ReadersWindow:
    """Open one more window of the kind."""
    SystemDialogs(bench.window).show_readers(bench.window._verbs._comparing)
    return bench.window.findChildren(ReadersWindow)[-1]


def enter_spacing(readers: ReadersWindow, mm: float) -> None:
    """Choose one spacing for all films, and enter it."""
    readers.spacing.whose.setCurrentText(ONE)
    readers.spacing.number.setValue(mm)
