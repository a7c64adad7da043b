"""What is seen of a film: what is brought into view, and how films are seen again."""

from dataclasses import replace

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from landmark_gui.document.case import Case
from landmark_gui.domain.annotation import Stamp
from landmark_gui.domain.cephalogram import Cephalogram, Window
from landmark_gui.domain.geometry import Point
from landmark_gui.domain.landmarks import LandmarkScheme
from landmark_gui.ui.canvas.annotated_film import MARGIN
from landmark_gui.ui.canvas.film_view import FilmView
from landmark_gui.ui.canvas.gestures import shift_window
from landmark_gui.ui.canvas.looks import REMEMBERED
from landmark_gui.ui.canvas.pyramid import ShownFilm
from landmark_gui.ui.canvas.viewport import MARGIN as FREE
from landmark_gui.ui.canvas.viewport import ScreenPoint
from tests.ui.canvas.views import view_of
from tests.ui.conftest import phantom

STAMP = Stamp.now("r")
SELLA, NASION = Point(180.25, 200.75), Point(300.0, 150.0)
LEFT, NONE = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier


@pytest.fixture
def case(film: Cephalogram, scheme: LandmarkScheme) -> Case:
    return Case.new(film.info, scheme).moved("S", SELLA, STAMP).moved("N", NASION, STAMP)


@pytest.fixture
def view(qtbot: QtBot, film: Cephalogram, case: Case) -> FilmView:
    made = view_of(qtbot, film)
    made.show_case(case, "S")
    return made


def put(view: FilmView, point: Point, x: float, y: float, scale: float = 4.0) -> None:
    """Enlarge the film so that one of its points lies there on the screen."""
    made = view.viewport_now.zoomed(scale / view.viewport_now.scale, ScreenPoint(0, 0))
    at = made.to_screen(point)
    view.look_at(made.panned(x - at.x, y - at.y))


def seen(view: FilmView, point: Point) -> tuple[float, float]:
    at = view.viewport_now.to_screen(point)
    return round(at.x, 6), round(at.y, 6)


@pytest.mark.parametrize(("x", "y"), [(10, 200), (490, 200), (250, 10), (250, 390), (900, 200)])
def test_a_landmark_that_is_selected_at_the_very_edge_comes_to_the_middle(
    view: FilmView, case: Case, x: float, y: float
) -> None:
    put(view, NASION, x, y)
    view.show_case(case, "N")
    assert seen(view, NASION) == (250, 200)


def test_a_landmark_that_is_selected_well_within_the_view_leaves_the_film_where_it_is(
    view: FilmView, case: Case
) -> None:
    put(view, NASION, MARGIN + 1, 400 - MARGIN - 1)
    before = view.viewport_now
    view.show_case(case, "N")
    assert view.viewport_now == before


def test_nothing_is_brought_into_view_behind_what_covers_the_foot(
    view: FilmView, case: Case
) -> None:
    cover = QWidget(view)
    view.set_cover(cover)
    put(view, NASION, 250, 340)
    cover.setGeometry(0, 340, 500, 60)
    view.show_case(case, "N")
    assert seen(view, NASION) == (250, 340)  # it is not shown
    view.show_case(case, "S")
    put(view, NASION, 250, 340)
    cover.show()
    view.show_case(case, "N")
    assert seen(view, NASION) == (250, 170)


def test_a_film_that_is_wholly_shown_stays_so(view: FilmView, case: Case) -> None:
    cover = QWidget(view)
    cover.setGeometry(0, 100, 500, 300)
    cover.show()
    view.set_cover(cover)
    before = view.viewport_now
    view.show_case(case, "N")
    view.show_case(case.moved("N", Point(1, 1), STAMP), "N")
    assert view.viewport_now == before


def test_a_film_stays_when_a_bar_comes_over_it_and_is_fitted_beside_it_when_asked(
    view: FilmView, film: Cephalogram
) -> None:
    cover = QWidget(view)
    view.set_cover(cover)
    cover.setGeometry(0, 300, 500, 100)
    before = view.viewport_now
    cover.show()
    assert view.viewport_now == before
    for fit in (view.fit, lambda: view.show_film(ShownFilm.of(phantom(2)))):
        fit()
        info = film.info
        foot = view.viewport_now.to_screen(Point(0, info.height_px))
        assert foot.y <= 300 - FREE
        assert view.viewport_now.top >= FREE
    cover.hide()
    assert view.viewport_now != before
    view.fit()
    assert view.viewport_now == before


def test_a_landmark_that_a_key_moves_out_of_view_is_followed(view: FilmView, case: Case) -> None:
    put(view, SELLA, 490, 200)
    before, near, far = view.viewport_now, SELLA.moved(2, 0), SELLA.moved(3, 0)
    view.show_case(case.moved("S", near, STAMP), "S")
    assert view.viewport_now == before
    view.show_case(case.moved("S", far, STAMP), "S")
    assert seen(view, far) == (250, 200)


def test_a_landmark_that_is_taken_at_the_edge_or_dropped_there_leaves_the_film_where_it_is(
    view: FilmView, case: Case
) -> None:
    def take(name: str) -> None:
        view.show_case(case, name)

    def drop(name: str, point: Point) -> None:
        view.show_case(case.moved(name, point, STAMP), name)

    view.picked.connect(take)
    view.dropped.connect(drop)
    put(view, NASION, 10, 200)
    before, at = view.viewport_now, QPoint(10, 200)
    QTest.mousePress(view.viewport(), LEFT, NONE, at)
    assert view.viewport_now == before
    for x in (20, 5):
        QTest.mouseMove(view.viewport(), QPoint(x, 200))
    QTest.mouseRelease(view.viewport(), LEFT, NONE, QPoint(5, 200))
    assert view.viewport_now == before
    assert round(view.viewport_now.to_screen(view._landmarks.point("N") or SELLA).x) == 5


def test_a_film_is_seen_again_as_it_was_left_and_another_one_anew(
    view: FilmView, film: Cephalogram, case: Case
) -> None:
    put(view, SELLA, 250, 200)
    view.set_window(Window(0.25, 0.5))
    viewport = view.viewport_now
    other = ShownFilm.of(phantom(2))
    view.show_film(other)
    assert view.window_now == other.film.window
    fitted = view.viewport_now
    assert fitted != viewport
    view.show_case(case, "S")
    view.show_film(None)
    view.show_film(ShownFilm.of(replace(film, info=replace(film.info, name="as it is called now"))))
    view.show_case(case, "S")
    assert (view.viewport_now, view.window_now) == (viewport, Window(0.25, 0.5))
    view.show_film(other)
    assert view.viewport_now == fitted
    view.resize(600, 600)
    assert view.viewport_now != fitted  # it was fitted and still is
    view.show_film(ShownFilm.of(film))
    assert seen(view, SELLA) == (300, 300)  # what was in the middle is


def test_of_films_left_long_ago_nothing_is_remembered(view: FilmView, film: Cephalogram) -> None:
    others = [
        ShownFilm.of(replace(film, info=replace(film.info, sha256=str(number))))
        for number in range(REMEMBERED)
    ]
    fitted = view.viewport_now
    view.zoom_in()
    for other in others[1:]:
        view.show_film(other)
    view.show_film(ShownFilm.of(film))
    assert view.viewport_now.scale > fitted.scale
    for other in others:
        view.show_film(other)
    view.show_film(ShownFilm.of(film))
    assert view.viewport_now == fitted


def brightness(view: FilmView) -> float:
    """Return how bright the middle of the film is seen."""
    at = QPointF(*view.viewport_now.to_screen(SELLA)).toPoint() + QPoint(40, 0)
    return view.grab().toImage().pixelColor(at).lightnessF()


def test_up_is_brighter_and_down_is_darker_inverted_or_not(view: FilmView) -> None:
    for _ in range(2):
        before = brightness(view)
        shift_window(view, 0, -1)
        assert brightness(view) > before
        shift_window(view, 0, 1)
        shift_window(view, 0, 1)
        assert brightness(view) < before
        view.invert()


def test_right_is_more_contrast_and_left_is_less(view: FilmView) -> None:
    before = view.window_now
    shift_window(view, 1, 0)
    narrow = view.window_now
    assert narrow.high - narrow.low < before.high - before.low
    shift_window(view, -1, 0)
    assert view.window_now.high == pytest.approx(before.high)
