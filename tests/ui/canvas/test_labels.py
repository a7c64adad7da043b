from collections.abc import Callable, Iterator
from functools import cache
from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QPointF, QRectF, QSizeF
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QApplication, QGraphicsRectItem
from pytestqt.qtbot import QtBot

from landmark_gui.domain.geometry import Point
from landmark_gui.phantom.phantom import Phantom, make_phantom
from landmark_gui.ui.canvas.labels import Box, Size, place_labels
from landmark_gui.ui.canvas.landmark_item import LARGER, LandmarkItem, Marker, label
from landmark_gui.ui.canvas.markers import Shape
from landmark_gui.ui.canvas.viewport import ScreenPoint, Viewport

SIZE = Size(22.0, 14.0)


@pytest.fixture
def letters(qapp: QApplication) -> Iterator[Callable[[int], None]]:
    """Return what makes the letters of the window as large as so many points."""
    del qapp  # there must be one
    usual = QApplication.font()

    def of(points: int) -> None:
        font = QApplication.font()
        font.setPointSize(points)
        QApplication.setFont(font)

    yield of
    QApplication.setFont(usual)


def boxes(markers: dict[str, ScreenPoint]) -> list[Box]:
    shifts = place_labels(markers, dict.fromkeys(markers, SIZE))
    return [box(markers[name], shifts[name], SIZE) for name in markers]


def box(at: ScreenPoint, shift: ScreenPoint, size: Size) -> Box:
    left, top = at.x + shift.x, at.y + shift.y
    return Box(left, top, left + size.width, top + size.height)


def test_a_lonely_label_stands_to_the_right() -> None:
    (box,) = boxes({"A": ScreenPoint(0, 0)})
    assert box.left > 0
    assert box.top < 0 < box.bottom


def test_labels_of_close_neighbours_do_not_cover_each_other() -> None:
    placed = boxes(
        {"Pog": ScreenPoint(0, 0), "Gn": ScreenPoint(-4, 12), "Me": ScreenPoint(-16, 16)}
    )
    assert all(a.overlap(b) == 0 for a, b in combinations(placed, 2))


def test_a_label_stands_clear_of_a_larger_marker() -> None:
    markers = {"A": ScreenPoint(0, 0), "B": ScreenPoint(0, 60)}
    shifts = place_labels(markers, dict.fromkeys(markers, SIZE), {"A": 2.0})
    assert shifts["A"].x == 2.0 * shifts["B"].x


@pytest.mark.parametrize("points", [9, 24])
def test_a_name_that_finds_no_room_close_by_is_within_what_is_painted_anew(
    letters: Callable[[int], None], points: int
) -> None:
    letters(points)
    marker = Marker("Pog'", Point(0, 0), Shape.DIAMOND, QColor(), True, True, True)
    item = LandmarkItem(marker, QGraphicsRectItem())
    markers = {str(number): ScreenPoint(0, 0) for number in range(40)}
    sizes = dict.fromkeys(markers, item.label_size)
    for shift in place_labels(markers, sizes, dict.fromkeys(markers, marker.scale)).values():
        assert item.boundingRect().contains(QRectF(QPointF(*shift), QSizeF(*item.label_size)))


@given(st.lists(st.tuples(st.floats(-50, 50), st.floats(-50, 50)), max_size=19))
def test_every_marker_gets_a_label(places: list[tuple[float, float]]) -> None:
    markers = {str(i): ScreenPoint(*at) for i, at in enumerate(places)}
    assert len(boxes(markers)) == len(markers)


@cache  # drawn once for all views
def phantom(seed: int) -> Phantom:
    return make_phantom(seed, height_px=480)


@pytest.mark.parametrize("larger", ["", "N", "Pog"])
@pytest.mark.parametrize("view", [(500, 400), (1400, 900)])
def test_no_label_of_a_fitted_film_covers_another(
    qtbot: QtBot, view: tuple[int, int], larger: str
) -> None:
    del qtbot  # letters need an application
    for seed in range(10):
        made = phantom(seed)
        viewport = Viewport.fitted(made.film.info.size_px, view)
        markers = {name: viewport.to_screen(at) for name, at in made.landmarks.items()}
        sizes = {name: label(name, locked=False)[1] for name in markers}
        shifts = place_labels(markers, sizes, {larger: LARGER})
        placed = [box(markers[name], shifts[name], sizes[name]) for name in markers]
        assert all(a.overlap(b) == 0 for a, b in combinations(placed, 2))
