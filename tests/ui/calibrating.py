"""Films with and without millimetres, and a calibration that has begun."""

from dataclasses import replace
from functools import cache

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from landmark_gui.domain.cephalogram import Cephalogram, film_identity
from landmark_gui.domain.geometry import PixelSpacing, SpacingSource
from landmark_gui.ui.calibration.calibrating import Calibrating
from landmark_gui.ui.calibration.calibration_bar import CalibrationBar
from landmark_gui.ui.sources import FilmSource
from tests.imaging.drawn_rulers import Drawn
from tests.ui.conftest import Bench, phantom
from tests.ui.hand import NONE

DETECTOR = PixelSpacing(0.2, 0.2, SpacingSource.DETECTOR)
DRAWN = Drawn(4.1, (290, 60), length_mm=30.0)


@cache
def film(seed: int, spacing: PixelSpacing | None, *, ruler: bool) -> Cephalogram:
    made = phantom(seed)
    grey = DRAWN.on(made.normalised()) if ruler else made.normalised()
    pixels = (grey * 255).astype("uint8")
    info = replace(made.info, sha256=film_identity(pixels, spacing), spacing=spacing)
    return replace(made, info=info, pixels=pixels)


def source(
    seed: int,
    spacing: PixelSpacing | None = None,
    magnification: float | None = None,
    *,
    ruler: bool = False,
    folder: str = "folder",
) -> FilmSource:
    def read(name: str) -> Cephalogram:
        made = film(seed, spacing, ruler=ruler)
        return replace(made, info=replace(made.info, name=name), magnification=magnification)

    return FilmSource(f"film-{seed}", f"/{folder}/film-{seed}", read)


def opened(bench: Bench, *films: FilmSource) -> Calibrating:
    bench.window.session.add(films)
    bench.until_shown()
    entries = bench.window.session.worklist.entries
    bench.until(lambda: all(e.case for e in bench.window.session.worklist.entries))
    assert len(entries) == len(films)
    return bench.window.calibrating


def spacing(bench: Bench) -> PixelSpacing | None:
    case = bench.window.session.case
    assert case is not None
    return case.film.spacing


def spacings(bench: Bench) -> list[PixelSpacing | None]:
    return [e.case.film.spacing if e.case else None for e in bench.window.session.worklist.entries]


def press(bench: Bench, key: Qt.Key, modifier: Qt.KeyboardModifier | None = None) -> None:
    QTest.keyClick(bench.window.view, key, modifier or NONE)


def bar(bench: Bench) -> CalibrationBar:
    return bench.window.panels.calibration_bar


def begun(bench: Bench, *films: FilmSource) -> Calibrating:
    calibrating = opened(bench, *(films or (source(1),)))
    bench.window.menus["calibrate"].trigger()
    return calibrating
