"""Millimetres from the user: ruler tool, magnification, typed numbers, and a ruler that is seen."""

import csv
import threading
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest

from landmark_gui.domain.cephalogram import Cephalogram
from landmark_gui.domain.geometry import PixelSpacing, Point, SpacingSource
from landmark_gui.ui import words
from landmark_gui.ui.calibration.ways import Way
from tests.ui.calibrating import (
    DETECTOR,
    bar,
    begun,
    opened,
    press,
    source,
    spacing,
    spacings,
)
from tests.ui.conftest import Bench
from tests.ui.hand import CTRL, KEY, LEFT, NONE, SHIFT

MIDDLE = Qt.MouseButton.MiddleButton


def click(bench: Bench, point: Point) -> None:
    view = bench.window.view
    at = view.viewport_now.to_screen(point)
    QTest.mouseClick(view.viewport(), LEFT, pos=QPoint(round(at.x), round(at.y)))


def said(bench: Bench) -> str:
    return bar(bench)._text.text()


def test_two_clicks_and_a_length_calibrate_the_film_as_one_step_of_undo(bench: Bench) -> None:
    calibrating = begun(bench)
    click(bench, Point(100, 100))
    assert "one more mark" in said(bench)
    click(bench, Point(100, 300))
    bar(bench).number.setValue(40.0)
    first, last = calibrating.tool.marks
    press(bench, KEY.Key_Return)
    found = spacing(bench)
    assert found is not None
    assert found.source is SpacingSource.RULER
    assert found.distance_mm(first, last) == pytest.approx(40.0)
    assert "calibrated by ruler" in bench.window.panels.status._spacing.text()
    assert not bar(bench).isVisible()
    bench.window.correcting.undo()
    assert spacing(bench) is None
    assert "pixels only" in bench.window.panels.status._spacing.text()
    bench.window.correcting.redo()
    assert spacing(bench) == found


def test_more_clicks_are_fitted_and_their_residual_is_shown(bench: Bench) -> None:
    begun(bench)
    for y in (50, 100, 150, 200):
        click(bench, Point(80, y))
    bar(bench).number.setValue(15.0)
    assert "4 marks" in said(bench)
    assert "residual" in said(bench)
    assert "not equal" not in said(bench)
    click(bench, Point(80, 330))
    assert "the steps are not equal" in said(bench)


def test_escape_leaves_everything_as_it_was(bench: Bench) -> None:
    calibrating = begun(bench)
    click(bench, Point(100, 100))
    click(bench, Point(100, 300))
    press(bench, KEY.Key_Escape)
    assert spacing(bench) is None
    assert not calibrating.open
    assert calibrating.tool.marks == ()
    assert bench.window.session.worklist.entry is not None
    history = bench.window.session.worklist.entry.history
    assert history is not None
    assert history.undo_label is None


@pytest.mark.parametrize("way", [Way.RULER, Way.TYPED])
def test_escape_leaves_off_one_thing_at_a_time(bench: Bench, way: Way) -> None:
    calibrating, session = begun(bench), bench.window.session
    calibrating.set_way(way)
    session.see(placing=True)
    bench.window.messages.warn("Something was not found.")
    press(bench, KEY.Key_Escape)
    assert (calibrating.open, session.display.placing) == (False, True)
    press(bench, KEY.Key_Escape)
    assert not session.display.placing
    assert bench.said == "Something was not found."
    press(bench, KEY.Key_Escape)
    assert not bench.said


def test_the_keyboard_alone_is_enough(bench: Bench) -> None:
    calibrating = begun(bench)
    press(bench, KEY.Key_N)
    (first,) = calibrating.tool.marks
    press(bench, KEY.Key_N)
    for _ in range(6):
        press(bench, KEY.Key_Down, SHIFT)
    press(bench, KEY.Key_Right)
    assert calibrating.tool.marks == (first, first.moved(1, 60))
    press(bench, KEY.Key_N)
    press(bench, KEY.Key_Backspace)
    press(bench, KEY.Key_Left)
    press(bench, KEY.Key_Tab)
    assert bar(bench).number.hasFocus()
    bar(bench).number.selectAll()
    QTest.keyClicks(bar(bench).number, "12")
    QTest.keyClick(bar(bench).number, KEY.Key_Return)
    found = spacing(bench)
    assert found is not None
    assert found.y_mm == pytest.approx(12 / 60)


def test_the_keys_are_the_films_again_after_calibrating(bench: Bench) -> None:
    begun(bench)
    click(bench, Point(100, 100))
    click(bench, Point(100, 300))
    press(bench, KEY.Key_Tab)
    QTest.keyClick(bar(bench).number, KEY.Key_Return)
    assert spacing(bench) is not None
    assert bench.window.view.hasFocus()


def test_letters_typed_into_the_bar_are_no_shortcuts_and_escape_leaves_it(bench: Bench) -> None:
    calibrating = begun(bench)
    press(bench, KEY.Key_Tab)
    QTest.keyClick(bar(bench).number, KEY.Key_P)
    assert not bench.window.session.display.placing
    QTest.keyClick(bar(bench).number, KEY.Key_Escape)
    assert not calibrating.open


@pytest.mark.parametrize(("button", "held"), [(MIDDLE, NONE), (LEFT, CTRL)])
def test_the_film_can_still_be_zoomed_and_panned_with_the_tool_in_the_hand(
    bench: Bench, button: Qt.MouseButton, held: Qt.KeyboardModifier
) -> None:
    calibrating, view = begun(bench), bench.window.view
    before = view.viewport_now
    QTest.mousePress(view.viewport(), button, held, QPoint(200, 200))
    QTest.mouseMove(view.viewport(), QPoint(220, 210))
    QTest.mouseRelease(view.viewport(), button, held, QPoint(220, 210))
    assert view.viewport_now != before
    assert calibrating.tool.marks == ()


def test_another_film_takes_the_tool_out_of_the_hand(bench: Bench) -> None:
    calibrating = begun(bench, source(1), source(2))
    click(bench, Point(100, 100))
    bench.window.reviewing.step_film(1)
    bench.until_shown()
    assert not calibrating.open
    assert calibrating.tool.marks == ()


def test_all_films_of_folder_size_and_spacing_are_calibrated_when_asked_for(bench: Bench) -> None:
    other = PixelSpacing(0.1, 0.1, SpacingSource.CALIBRATED)
    films = source(1), source(2), source(3, folder="elsewhere"), source(4, other)
    calibrating = begun(bench, *films)
    assert bar(bench).all.text() == "Both films of this size"
    calibrating.set_way(Way.TYPED)
    calibrating.set_value(0.25)
    bar(bench).all.setChecked(True)
    calibrating.apply()
    stated = PixelSpacing(0.25, 0.25, SpacingSource.STATED_BY_USER)
    assert spacings(bench) == [stated, stated, None, other]


def test_while_films_are_yet_to_be_read_all_are_said_to_be_those_read_so_far(bench: Bench) -> None:
    due, last, session = threading.Event(), source(3), bench.window.session

    def read(name: str) -> Cephalogram:
        assert due.wait(8)
        return last.read(name)

    session.add([source(1), source(2), replace(last, read=read)])
    bench.until(lambda: session.worklist.entries[1].case is not None)
    bench.window.menus["calibrate"].trigger()
    offered = bar(bench).all.text()
    due.set()
    assert offered == "Both films of this size read so far"
    bench.until(lambda: bar(bench).all.text() == "All 3 films of this size")


def test_films_that_measure_the_same_are_alike_whatever_that_rests_on(bench: Bench) -> None:
    ways = (SpacingSource.GEOMETRY, SpacingSource.CALIBRATED, SpacingSource.FIDUCIAL)
    films = [source(seed, PixelSpacing(0.2, 0.2, way)) for seed, way in enumerate(ways, 1)]
    calibrating = opened(bench, *films, source(4))
    assert calibrating.films_alike == 3


def test_one_film_is_calibrated_when_nothing_else_is_asked_for(bench: Bench) -> None:
    calibrating = begun(bench, source(1), source(2))
    calibrating.set_way(Way.TYPED)
    calibrating.apply()
    assert spacings(bench)[1] is None


def test_a_magnification_is_offered_but_applied_only_with_consent(bench: Bench) -> None:
    calibrating = begun(bench, source(1, DETECTOR, 1.25))
    bar(bench).way.setCurrentText(Way.MAGNIFICATION)
    assert bar(bench).number.value() == 1.25
    assert "The file estimates 1.25" in said(bench)
    assert spacing(bench) == DETECTOR
    calibrating.apply()
    assert spacing(bench) == PixelSpacing(0.16, 0.16, SpacingSource.MAGNIFICATION)


def test_a_ruler_at_the_detector_is_divided_as_a_step_of_its_own(bench: Bench) -> None:
    calibrating = begun(bench)
    calibrating.tool.show([Point(50, 50), Point(50, 150)])
    calibrating.set_value(50.0)
    calibrating.apply()
    by_ruler = spacing(bench)
    calibrating.begin()
    calibrating.set_way(Way.MAGNIFICATION)
    calibrating.set_value(1.25)
    assert "(calibrated by ruler) ÷ 1.25" in said(bench)
    calibrating.apply()
    assert spacing(bench) == PixelSpacing(0.4, 0.4, SpacingSource.MAGNIFICATION)
    bench.window.correcting.undo()
    assert spacing(bench) == by_ruler


def test_a_calibration_that_can_hardly_be_is_warned_of_and_stands(bench: Bench) -> None:
    calibrating = begun(bench)
    calibrating.tool.show([Point(50, 50), Point(50, 150)])
    assert "hardly a cephalogram" in said(bench)
    press(bench, KEY.Key_Return)
    assert "hardly a cephalogram" in bench.said
    assert spacing(bench) is not None
    calibrating.begin()
    calibrating.set_way(Way.TYPED)
    calibrating.set_value(0.5)
    assert "hardly" not in said(bench)


@pytest.mark.parametrize(
    ("known", "factor", "hint"),
    [
        (None, 1.1, "no millimetres to divide yet"),
        (PixelSpacing(0.1, 0.1, SpacingSource.CALIBRATED), 1.1, "these millimetres are calibrated"),
        (DETECTOR, 1.0, "Type how many times larger"),
        (PixelSpacing(0.01, 0.01, SpacingSource.DETECTOR), 2.0, "No film can have that spacing"),
    ],
)
def test_where_there_is_nothing_to_apply_the_bar_says_why(
    bench: Bench, known: PixelSpacing | None, factor: float, hint: str
) -> None:
    calibrating = begun(bench, source(1, known))
    calibrating.set_way(Way.MAGNIFICATION)
    calibrating.set_value(factor)
    assert hint in said(bench)
    assert not bar(bench).agree.isEnabled()
    calibrating.apply()
    assert spacing(bench) == known


def test_the_spacing_of_the_file_can_be_had_back(bench: Bench) -> None:
    calibrating = begun(bench, source(1, DETECTOR))
    calibrating.set_way(Way.TYPED)
    calibrating.set_value(0.3)
    calibrating.apply()
    calibrating.begin()
    calibrating.set_way(Way.FILE)
    assert not bar(bench).number.isVisible()
    calibrating.apply()
    assert spacing(bench) == DETECTOR


def test_pixels_that_are_not_square_stay_so_under_the_ruler(bench: Bench) -> None:
    flat = PixelSpacing(0.1, 0.2, SpacingSource.DETECTOR)
    calibrating = begun(bench, source(1, flat))
    calibrating.tool.show([Point(50, 50), Point(50, 150)])
    calibrating.set_value(15.0)
    calibrating.apply()
    assert spacing(bench) == PixelSpacing(0.075, 0.15, SpacingSource.RULER)
    case = bench.window.session.case
    assert case is not None
    bench.start()
    placed = bench.until_detected()
    predicted = placed.annotations["S"].point
    assert predicted is not None
    bench.window.correcting.move("S", predicted.moved(4, 3))
    case = bench.window.session.case
    assert case is not None
    assert words.moved(case, "S") == pytest.approx((0.3**2 + 0.45**2) ** 0.5)


def test_exports_carry_the_calibration_and_its_source(bench: Bench, tmp_path: Path) -> None:
    calibrating = opened(bench, source(1))
    bench.start()
    bench.until_detected()
    calibrating.begin()
    calibrating.tool.show([Point(50, 50), Point(50, 150)])
    calibrating.apply()
    bench.dialogs.export = tmp_path / "out.csv"
    bench.window.menus["export"].trigger()
    bench.until((tmp_path / "out.csv").exists)
    with (tmp_path / "out.csv").open(encoding="utf-8", newline="") as file:
        row = next(csv.DictReader(file))
    assert float(row["spacing_x_mm"]) == pytest.approx(0.1)
    assert row["spacing_source"] == "calibrated by ruler"
    assert float(row["x_mm"]) == pytest.approx(0.1 * float(row["x_px"]), abs=1e-3)


def test_a_reopened_film_is_calibrated_as_it_was_left_and_can_be_undone(
    another: Callable[[], Bench],
) -> None:
    before = another()
    calibrating = opened(before, source(1))
    calibrating.begin()
    calibrating.tool.show([Point(50, 50), Point(50, 150)])
    calibrating.apply()
    left = spacing(before)
    assert before.window.close()
    again = another()
    opened(again, source(1))
    assert spacing(again) == left
    again.window.correcting.undo()
    assert spacing(again) is None
    assert again.window.close()
    once_more = another()
    opened(once_more, source(1))
    assert spacing(once_more) is None
    once_more.window.correcting.redo()
    assert spacing(once_more) == left
