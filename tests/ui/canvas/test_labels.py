from collections.abc import Callable, Iterator, Mapping
from functools import cache
from itertools import combinations
from random import Random
from types import MappingProxyType

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QPointF, QRectF, QSizeF
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QApplication, QGraphicsRectItem
from pytestqt.qtbot import QtBot

from landmark_gui.domain.geometry import Point
from landmark_gui.exchange.picture import labels
from landmark_gui.exchange.picture.labels import Box
from landmark_gui.phantom.phantom import Phantom, make_phantom
from landmark_gui.ui.canvas.labels import MARKER_RADIUS, Size, Written, place_labels
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
    written = place_labels(markers, dict.fromkeys(markers, SIZE))
    return [box(markers[name], written[name], SIZE) for name in markers]


def box(marker: ScreenPoint, written: Written, size: Size) -> Box:
    left, top = marker.x + written.at.x, marker.y + written.at.y
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
    written = place_labels(markers, dict.fromkeys(markers, SIZE), {"A": 2.0})
    assert written["A"].at.x == written["B"].at.x + MARKER_RADIUS


@pytest.mark.parametrize("points", [9, 24])
def test_a_name_that_finds_no_room_close_by_is_within_what_is_painted_anew(
    letters: Callable[[int], None], points: int
) -> None:
    letters(points)
    marker = Marker("Pog'", Point(0, 0), Shape.DIAMOND, QColor(), True, True, True)
    film = QGraphicsRectItem()
    item = LandmarkItem(marker, film)
    markers = {str(number): ScreenPoint(0, 0) for number in range(40)}
    sizes = dict.fromkeys(markers, item.label_size)
    for written in place_labels(markers, sizes, dict.fromkeys(markers, marker.scale)).values():
        item.show_label(written, visible=True)
        room = item.boundingRect()
        assert room.contains(QRectF(QPointF(*written.at), QSizeF(*item.label_size)))
        assert all(room.contains(QPointF(*end)) for end in written.leader or ())


@given(st.lists(st.tuples(st.floats(-50, 50), st.floats(-50, 50)), max_size=19))
def test_every_marker_gets_a_label(places: list[tuple[float, float]]) -> None:
    markers = {str(i): ScreenPoint(*at) for i, at in enumerate(places)}
    assert len(boxes(markers)) == len(markers)


def test_markers_out_of_reach_change_no_place(monkeypatch: pytest.MonkeyPatch) -> None:
    def layout(seed: int) -> dict[str, Written]:
        random = Random(seed)
        markers = {
            str(number): ScreenPoint(random.uniform(0, 200), random.uniform(0, 100))
            for number in range(29)
        }
        scales = {name: random.choice([0.5, 1.0, LARGER]) for name in markers}
        return place_labels(markers, dict.fromkeys(markers, SIZE), scales)

    placed = [layout(seed) for seed in range(10)]
    monkeypatch.setattr(labels, "_within_reach", lambda _, names, __: names)
    assert placed == [layout(seed) for seed in range(10)]


@cache  # drawn once for all views
def phantom(seed: int) -> Phantom:
    return make_phantom(seed, height_px=480)


def fitted(
    seed: int, view: tuple[int, int], scales: Mapping[str, float] = MappingProxyType({})
) -> tuple[dict[str, ScreenPoint], dict[str, Written], dict[str, Box]]:
    """Return the markers of a phantom seen whole, what is written where, and the boxes of that."""
    made = phantom(seed)
    viewport = Viewport.fitted(made.film.info.size_px, view)
    markers = {name: viewport.to_screen(at) for name, at in made.landmarks.items()}
    sizes = {name: label(name, locked=False)[1] for name in markers}
    written = place_labels(markers, sizes, scales)
    boxes = {name: box(markers[name], written[name], sizes[name]) for name in markers}
    return markers, written, boxes


@pytest.mark.parametrize("larger", ["", "N", "Pog"])
@pytest.mark.parametrize("view", [(500, 400), (1400, 900)])
def test_no_label_of_a_fitted_film_covers_another(
    qtbot: QtBot, view: tuple[int, int], larger: str
) -> None:
    del qtbot  # letters need an application
    for seed in range(10):
        markers, _, boxes = fitted(seed, view, {larger: LARGER})
        assert all(a.overlap(b) == 0 for a, b in combinations(boxes.values(), 2))
        for name, marker in markers.items():
            others = (box for other, box in boxes.items() if other != name)
            assert all(box.distance_px(Point(*marker)) >= MARKER_RADIUS for box in others)


@pytest.mark.parametrize("larger", ["", "Gn"])
@pytest.mark.parametrize("view", [(500, 400), (710, 633), (1400, 900)])
def test_a_name_is_nearest_to_its_own_marker_or_has_a_leader(
    qtbot: QtBot, view: tuple[int, int], larger: str
) -> None:
    del qtbot  # letters need an application
    for seed in range(10):
        markers, written, boxes = fitted(seed, view, {larger: LARGER})
        for name, box in boxes.items():
            far = {other: box.distance_px(Point(*at)) for other, at in markers.items()}
            assert written[name].leader or min(far, key=far.__getitem__) == name


def test_a_leader_leads_from_the_edge_of_its_own_marker_to_its_name(qtbot: QtBot) -> None:
    del qtbot  # letters need an application
    markers, written, boxes = fitted(0, (500, 400))
    leaders = {name: label.leader for name, label in written.items() if label.leader}
    assert leaders
    for name, (begin, end) in leaders.items():
        middle = ScreenPoint(0.0, 0.0)
        assert MARKER_RADIUS < begin.distance(middle) < end.distance(middle)
        at = markers[name]
        assert boxes[name].distance_px(Point(at.x + end.x, at.y + end.y)) < 3.0
        others = [Point(*place) for other, place in markers.items() if other != name]
        for step in range(11):
            x, y = (near + step / 10 * (far - near) for near, far in zip(begin, end, strict=True))
            on_it = Point(at.x + x, at.y + y)
            assert all(on_it.distance_px(other) >= MARKER_RADIUS for other in others)
