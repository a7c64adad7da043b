"""The bar of the calibration: what is typed there, which films are meant, what the table says."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from landmark_gui.domain.geometry import PixelSpacing, Point, SpacingSource
from landmark_gui.ui.calibration.ways import Way
from tests.ui.calibrating import DETECTOR, bar, begun, opened, source, spacings
from tests.ui.conftest import Bench

STATED = PixelSpacing(0.25, 0.25, SpacingSource.STATED_BY_USER)


def test_what_is_being_typed_stays_though_something_else_is_shown(bench: Bench) -> None:
    known = PixelSpacing(0.1234567, 0.1234567, SpacingSource.DETECTOR)  # the field rounds it
    begun(bench, source(1, known)).set_way(Way.TYPED)
    field = bar(bench).number
    field.selectAll()
    QTest.keyClicks(field, "0.")
    typed = field.text()
    bench.window.session.changed.emit()
    assert field.text() == typed


def test_the_spacing_that_is_known_is_proposed_to_be_typed_over(bench: Bench) -> None:
    begun(bench, source(1, DETECTOR)).set_way(Way.TYPED)
    assert bar(bench).number.value() == DETECTOR.x_mm


def test_the_hand_has_its_cursor_back_after_calibrating(bench: Bench) -> None:
    calibrating = opened(bench, source(1))
    bench.window.session.see(placing=True)
    bench.window.menus["calibrate"].trigger()
    calibrating.cancel()
    assert bench.window.view.viewport().cursor().shape() is Qt.CursorShape.CrossCursor


def test_the_spacing_of_the_file_is_had_back_on_the_film_shown_alone(bench: Bench) -> None:
    calibrating = begun(bench, source(1, DETECTOR), source(2, DETECTOR))
    calibrating.set_way(Way.TYPED)
    calibrating.set_value(0.25)
    bar(bench).all.setChecked(True)
    calibrating.apply()
    assert spacings(bench) == [STATED, STATED]
    calibrating.begin()
    bar(bench).all.setChecked(True)
    calibrating.set_way(Way.FILE)
    calibrating.apply()
    assert spacings(bench) == [DETECTOR, STATED]


def test_the_head_of_the_table_goes_over_to_millimetres_with_the_film(bench: Bench) -> None:
    begun(bench)
    model = bench.window.panels.table.model()
    with bench.qtbot.waitSignal(model.headerDataChanged, timeout=8000):
        bench.window.session.calibrate("Set spacing", STATED, [0])


def test_whoever_leaves_a_film_while_calibrating_it_is_told_that_nothing_came_of_it(
    bench: Bench,
) -> None:
    begun(bench, source(1), source(2))
    bench.window.session.show(1)
    bench.until_shown()
    message = bench.window.messages.current
    assert message is not None
    assert message.text == "Calibration of film-1 was cancelled."
    bench.window.messages.say(None)
    bench.window.session.show(0)
    assert bench.window.messages.current is None


def test_the_buttons_stand_beside_the_text_where_that_covers_less_of_the_film(
    bench: Bench,
) -> None:
    begun(bench)
    window, said = bench.window, bar(bench)
    heights = []
    for width in (1800, window.minimumSizeHint().width()):
        window.resize(width, 800)
        bench.qtbot.wait(50)
        text, buttons = said._text.geometry(), said._parts.geometry()
        assert said.rect().contains(text.united(buttons))
        assert not text.intersects(buttons)
        assert (buttons.left() > text.right()) is (width == 1800)
        assert text.height() >= said._text.heightForWidth(text.width())
        heights.append(said.height())
    assert heights[0] < heights[1]


def test_a_film_that_is_fitted_is_seen_whole_above_the_bar(bench: Bench) -> None:
    begun(bench)
    window = bench.window
    window.menus["fit"].trigger()
    for width in (1800, 1000):  # the bar is higher where it is narrow
        window.resize(width, 800)
        bench.qtbot.wait(50)
        assert window.session.film is not None
        seen, foot = window.view.viewport_now, Point(0, window.session.film.film.info.height_px)
        assert seen.top + seen.to_screen(foot).y == pytest.approx(bar(bench).y())  # in the middle
