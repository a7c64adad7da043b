from itertools import combinations

from hypothesis import given
from hypothesis import strategies as st

from landmark_gui.ui.canvas.labels import Box, Size, place_labels
from landmark_gui.ui.canvas.viewport import ScreenPoint

SIZE = Size(22.0, 14.0)


def boxes(markers: dict[str, ScreenPoint]) -> list[Box]:
    shifts = place_labels(markers, dict.fromkeys(markers, SIZE))
    return [
        Box(at.x + s.x, at.y + s.y, at.x + s.x + SIZE.width, at.y + s.y + SIZE.height)
        for at, s in ((markers[name], shifts[name]) for name in markers)
    ]


def test_a_lonely_label_stands_to_the_right() -> None:
    (box,) = boxes({"A": ScreenPoint(0, 0)})
    assert box.left > 0
    assert box.top < 0 < box.bottom


def test_labels_of_close_neighbours_do_not_cover_each_other() -> None:
    placed = boxes(
        {"Pog": ScreenPoint(0, 0), "Gn": ScreenPoint(-4, 12), "Me": ScreenPoint(-16, 16)}
    )
    assert all(a.overlap(b) == 0 for a, b in combinations(placed, 2))


@given(st.lists(st.tuples(st.floats(-50, 50), st.floats(-50, 50)), max_size=19))
def test_every_marker_gets_a_label(places: list[tuple[float, float]]) -> None:
    markers = {str(i): ScreenPoint(*at) for i, at in enumerate(places)}
    assert len(boxes(markers)) == len(markers)
