"""A distance between two points on the film: told, and not kept."""

from dataclasses import replace

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel

from landmark_gui.domain.cephalogram import FilmInfo
from landmark_gui.domain.geometry import PixelSpacing, Point, SpacingSource
from landmark_gui.ui import words
from landmark_gui.ui.calibration.ways import Way
from tests.ui.calibrating import bar, opened, press, source, spacing
from tests.ui.conftest import Bench
from tests.ui.hand import KEY, LEFT, SHIFT

FILM = FilmInfo("a.png", "", 400, 500)
START, ACROSS, DOWN = Point(100, 100), Point(130, 100), Point(100, 140)
OBLONG = PixelSpacing(0.1, 0.2, SpacingSource.DETECTOR)


@pytest.mark.parametrize(
    ("film", "end", "told"),
    [
        (FILM, Point(130, 140), "50.0 px"),
        (replace(FILM, spacing=OBLONG), ACROSS, "30.0 pixel widths = 3.0 mm (at the detector, "),
        (replace(FILM, spacing=OBLONG), DOWN, "80.0 pixel widths = 8.0 mm (at the detector, "),
        (replace(FILM, pixel_aspect=1.5), DOWN, "60.0 pixel widths"),
    ],
)
def test_a_distance_keeps_to_the_shape_of_the_pixels_and_says_what_millimetres_rest_on(
    film: FilmInfo, end: Point, told: str
) -> None:
    assert words.distance(film, START, end).startswith(told)


def begun(bench: Bench, *spacings: PixelSpacing | None) -> QLabel:
    opened(bench, *(source(seed, mm) for seed, mm in enumerate(spacings or (None,), 1)))
    bench.window.menus["distance"].trigger()
    return bench.window._verbs.distance.bar


def click(bench: Bench, point: Point) -> None:
    QTest.mouseClick(bench.window.view.viewport(), LEFT, pos=on_screen(bench, point))


def on_screen(bench: Bench, point: Point) -> QPoint:
    at = bench.window.view.viewport_now.to_screen(point)
    return QPoint(round(at.x), round(at.y))


def test_two_clicks_tell_a_distance_and_change_nothing(bench: Bench) -> None:
    said = begun(bench)
    assert said.isVisible()
    assert "two points" in said.text()
    click(bench, Point(60, 100))
    assert "the other point" in said.text()
    click(bench, Point(60, 200))
    assert said.text().endswith(" px")
    assert float(said.text().split()[0]) == pytest.approx(100, abs=2)
    click(bench, Point(80, 200))
    assert "the other point" in said.text()
    assert spacing(bench) is None
    assert bench.window.session.worklist.entry is not None
    history = bench.window.session.worklist.entry.history
    assert history is not None
    assert history.undo_label is None


def test_the_distance_follows_the_mouse_the_keys_and_the_calibration(bench: Bench) -> None:
    said, view = begun(bench, PixelSpacing(0.5, 0.5, SpacingSource.RULER)), bench.window.view
    press(bench, KEY.Key_N)
    QTest.mouseMove(view.viewport(), on_screen(bench, Point(60, 100)))
    assert " mm (calibrated by ruler)" in said.text()
    QTest.mouseMove(view.viewport(), QPoint(2, 2))
    assert "the other point" in said.text()
    press(bench, KEY.Key_N)
    assert said.text().startswith("0.0 px")
    press(bench, KEY.Key_Right, SHIFT)
    assert said.text() == "10.0 px = 5.0 mm (calibrated by ruler)"
    bench.window.session.calibrate("Forget", None, [0])
    assert said.text() == "10.0 px"


@pytest.mark.parametrize("key", [KEY.Key_Escape, KEY.Key_Return, None])
def test_esc_enter_or_the_action_itself_ends_it(bench: Bench, key: Qt.Key | None) -> None:
    said = begun(bench)
    press(bench, KEY.Key_N)
    press(bench, key) if key else bench.window.menus["distance"].trigger()
    assert not said.isVisible()
    assert not bench.window.view.tool_in_hand


def test_another_film_ends_it(bench: Bench) -> None:
    said = begun(bench, None, None)
    bench.window.reviewing.step_film(1)
    bench.until_shown()
    assert not said.isVisible()
    assert not bench.window.session.display.marking


def test_one_tool_at_a_time_is_in_the_hand(bench: Bench) -> None:
    said = begun(bench)
    click(bench, Point(60, 100))
    bench.window.menus["calibrate"].trigger()
    assert not said.isVisible()
    assert bench.window.view.tool_in_hand
    click(bench, Point(60, 100))
    assert len(bench.window.calibrating.tool.marks) == 1
    bench.window.menus["distance"].trigger()
    assert said.isVisible()
    assert not bar(bench).isVisible()
    assert bench.window.view.tool_in_hand


@pytest.mark.parametrize("tool", ["distance", "calibrate"])
def test_where_a_click_marks_nobody_is_told_to_place_a_landmark(bench: Bench, tool: str) -> None:
    opened(bench, source(1))
    menus, chip = bench.window.menus, bench.window.panels.area._chip
    menus["place"].trigger()
    assert chip.text().startswith("Click where S is")
    for _ in range(2):  # the action begins and ends it
        menus[tool].trigger()
        assert chip.isVisible() is not bench.window.view.tool_in_hand
    assert chip.text().startswith("Click where S is")


def test_a_distance_goes_on_while_millimetres_are_typed(bench: Bench) -> None:
    opened(bench, source(1))
    window = bench.window
    window.menus["calibrate"].trigger()
    window.calibrating.set_way(Way.TYPED)
    window.menus["distance"].trigger()
    window.calibrating.set_way(Way.MAGNIFICATION)
    assert window.session.display.marking
    window.calibrating.cancel()
    assert window.session.display.marking
    click(bench, Point(60, 100))
    assert "the other point" in window._verbs.distance.bar.text()
