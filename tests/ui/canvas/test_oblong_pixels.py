"""Pixels twice as high as wide are seen as they lie in the head; places are those of the film."""

from dataclasses import replace
from math import sqrt

import numpy as np
import pytest
from numpy.typing import NDArray
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QImage, QPainter, QTransform
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from landmark_gui.detection.detector import FakeDetector, detected
from landmark_gui.detection.events import Request
from landmark_gui.document.case import Case
from landmark_gui.domain.annotation import Stamp
from landmark_gui.domain.cephalogram import Cephalogram
from landmark_gui.domain.geometry import PixelSpacing, Point, SpacingSource
from landmark_gui.domain.landmarks import LandmarkScheme
from landmark_gui.domain.tracing import Line
from landmark_gui.ui.canvas.film_view import FilmView
from landmark_gui.ui.canvas.labels import MARKER_RADIUS
from landmark_gui.ui.canvas.pyramid import ShownFilm
from landmark_gui.ui.canvas.region_item import _way
from landmark_gui.ui.canvas.tracing_item import CLEAR, _clear
from landmark_gui.ui.canvas.viewport import ScreenPoint
from tests.ui.canvas.views import view_of

LEFT, NONE = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
SELLA, NASION = Point(180.25, 100.375), Point(300.0, 75.0)
STAMP = Stamp.now("r")


@pytest.fixture
def oblong(film: Cephalogram) -> Cephalogram:
    """The film with half as many rows."""
    rows = film.pixels.reshape(film.info.height_px // 2, 2, -1).mean(axis=1)
    spacing = PixelSpacing(0.2, 0.4, SpacingSource.CALIBRATED)
    info = replace(film.info, height_px=len(rows), spacing=spacing, sha256="oblong")
    return replace(film, info=info, pixels=rows.astype(film.pixels.dtype))


@pytest.fixture
def case(oblong: Cephalogram, scheme: LandmarkScheme) -> Case:
    return Case.new(oblong.info, scheme).moved("S", SELLA, STAMP).moved("N", NASION, STAMP)


@pytest.fixture
def view(qtbot: QtBot, oblong: Cephalogram, case: Case) -> FilmView:
    made = view_of(qtbot, oblong)
    made.show_case(case, "S")
    return made


def grey(image: QImage) -> NDArray[np.float32]:
    shown = image.convertToFormat(QImage.Format.Format_Grayscale8)
    rows = np.frombuffer(shown.constBits(), np.uint8).reshape(shown.height(), -1)
    return rows[:, : shown.width()].astype(np.float32)


def place(view: FilmView, point: Point) -> QPoint:
    return QPointF(*view.viewport_now.to_screen(point)).toPoint()


def drag(view: FilmView, start: QPoint, by: QPoint) -> None:
    QTest.mousePress(view.viewport(), LEFT, NONE, start)
    QTest.mouseMove(view.viewport(), start + by / 2)
    QTest.mouseMove(view.viewport(), start + by)
    QTest.mouseRelease(view.viewport(), LEFT, NONE, start + by)


def test_it_looks_like_the_same_film_with_square_pixels(
    qtbot: QtBot, film: Cephalogram, oblong: Cephalogram
) -> None:
    square, stretched = view_of(qtbot, film), view_of(qtbot, oblong)
    for view in (square, stretched):
        view.set_loupe(always=True)
        view._loupe.point_at(view.viewport_now.to_film(ScreenPoint(250, 230)))
    assert stretched.viewport_now.scale == square.viewport_now.scale
    for one, other in ((square, stretched), (square._loupe, stretched._loupe)):
        difference = grey(one.grab().toImage()) - grey(other.grab().toImage())
        assert np.abs(difference).mean() < 3


def test_a_drag_moves_a_landmark_by_what_the_hand_moved_in_pixels_of_the_film(
    view: FilmView,
) -> None:
    dropped: list[Point] = []
    view.dropped.connect(lambda _, point: dropped.append(point))
    view.look_at(view.viewport_now.zoomed(3.7, ScreenPoint(250, 200)))
    drag(view, place(view, SELLA), QPoint(32, -18))
    scale = view.viewport_now.scale
    (point,) = dropped
    assert point.distance_px(SELLA.moved(32 / scale, -18 / scale / 2)) < 1e-9


def test_names_have_the_room_that_is_seen_between_markers(
    view: FilmView, case: Case, qtbot: QtBot, film: Cephalogram, scheme: LandmarkScheme
) -> None:
    view.show_case(case.moved("N", SELLA.moved(1, 16), STAMP), "S")
    square = view_of(qtbot, film)
    below = Point(SELLA.x, 2 * SELLA.y)
    there = Case.new(film.info, scheme).moved("S", below, STAMP)
    square.show_case(there.moved("N", below.moved(1, 32), STAMP), "S")
    for name in ("S", "N"):
        one, other = (shown._landmarks._items[name].label_box for shown in (view, square))
        assert one.getRect() == pytest.approx(other.getRect())


@pytest.mark.parametrize("by", [QPoint(12, 0), QPoint(0, 12)])
def test_a_landmark_is_taken_hold_of_from_as_far_above_as_beside(
    view: FilmView, by: QPoint
) -> None:
    picked: list[str] = []
    view.picked.connect(picked.append)
    at = place(view, NASION)
    QTest.mouseClick(view.viewport(), LEFT, NONE, at + by * 2)
    assert picked == []
    QTest.mouseClick(view.viewport(), LEFT, NONE, at + by)
    assert picked == ["N"]


def test_a_click_places_a_landmark_where_the_film_has_what_is_seen_there(view: FilmView) -> None:
    placed: list[Point] = []
    view.placed.connect(placed.append)
    view.set_placing(on=True)
    frame = view.viewport_now
    QTest.mouseClick(view.viewport(), LEFT, NONE, QPoint(250, 300))
    assert placed == [Point((250 - frame.left) / frame.scale, (300 - frame.top) / frame.scale / 2)]


def test_it_is_seen_again_as_it_was_left(
    view: FilmView, film: Cephalogram, oblong: Cephalogram
) -> None:
    view.look_at(view.viewport_now.zoomed(4.0, ScreenPoint(120, 90)).panned(7, -30))
    left = view.viewport_now
    view.show_film(ShownFilm.of(film))
    assert view.viewport_now.aspect == 1
    view.show_film(ShownFilm.of(oblong))
    now = view.viewport_now
    assert (now.scale, now.left, now.top, now.aspect) == pytest.approx(
        (left.scale, left.left, left.top, left.aspect)
    )


def test_a_reduced_film_is_drawn_from_the_copy_that_has_a_row_for_each_on_the_screen(
    view: FilmView,
) -> None:
    level = view._image._item
    view.look_at(replace(view.viewport_now, scale=0.5))
    assert level.level == 0
    view.look_at(replace(view.viewport_now, scale=0.25))
    assert level.level == 1


def test_the_loupe_takes_the_copy_that_has_a_row_for_each_on_the_screen(view: FilmView) -> None:
    item = view._image._item
    item.level = 2
    screen = QImage(8, 8, QImage.Format.Format_RGB32)
    painter = QPainter(screen)
    painter.setWorldTransform(QTransform.fromScale(4 * 0.375, 4 * 0.75))
    level = item._finer(painter)
    painter.end()
    assert level == 0


def test_a_circle_of_the_head_is_one_on_the_screen(
    view: FilmView, oblong: Cephalogram, case: Case, scheme: LandmarkScheme
) -> None:
    found = detected(FakeDetector(scheme.abbreviations), Request(1, oblong))
    without = tuple(replace(said, regions=()) for said in found.predictions)
    view.show_case(case.detected(replace(found, predictions=without)), "S")
    ring = view._landmarks._regions["S"]
    drawn = ring.sceneTransform().map(ring._path).boundingRect()
    side = 2 * 10 * sqrt(2) * view.viewport_now.scale  # the radius is a mean of both directions
    assert (drawn.width(), drawn.height()) == pytest.approx((side, side))


@pytest.mark.parametrize("end", [Point(280.25, 100.375), Point(180.25, 200.375), NASION])
def test_lines_end_at_the_edge_of_a_marker_whatever_their_direction(
    view: FilmView, case: Case, scheme: LandmarkScheme, oblong: Cephalogram, end: Point
) -> None:
    seen = view.tracing.sceneTransform()
    line = Line(SELLA, end)
    share = _clear(line, seen) / SELLA.distance_px(end)
    start, far = (view.viewport_now.to_screen(point) for point in (SELLA, end))
    assert share * start.distance(far) == pytest.approx(CLEAR)

    found = detected(FakeDetector(scheme.abbreviations), Request(1, oblong))
    view.show_case(case.moved("S", end, STAMP).detected(found), "S")
    way = _way(view._landmarks._regions["S"]._region, seen)
    assert way is not None
    stop = view.viewport_now.to_screen(Point(way.x2(), way.y2()))
    assert stop.distance(far) == pytest.approx(MARKER_RADIUS)
