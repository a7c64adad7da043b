"""The lines of measurements in the picture of a film."""

from landmark_gui.domain.geometry import PixelSpacing, Point, SpacingSource
from landmark_gui.domain.tracing import BEYOND, End
from landmark_gui.domain.tracing import Line as Traced
from landmark_gui.exchange.picture.layout import Style, lay_out
from landmark_gui.exchange.picture.scene import Line
from tests.exchange.pictures import film, labels


def drawn(*lines: Traced, points: dict[str, Point]) -> list[Line]:
    """The lines of measurements in a picture, below all else."""
    scene = lay_out(film(), labels(points), Style(traced=lines))
    first = scene.groups[0]
    assert first.kind == "tracing"
    return [shape for shape in first.shapes if isinstance(shape, Line)]


def test_a_plane_is_whole_between_its_landmarks_and_dashed_beyond_them() -> None:
    start, end = Point(100, 100), Point(300, 100)
    whole, *dashes = drawn(Traced(start, end), points={"S": start, "N": end})
    assert start.x < whole.points[0].x < whole.points[1].x < end.x  # markers stay readable
    assert len(dashes) > 2
    assert all(len(line.points) == 2 for line in (whole, *dashes))
    reach = BEYOND * 200
    for dash in dashes:
        assert all(100 - reach <= p.x <= 100 or 300 <= p.x <= 300 + reach for p in dash.points)
    assert drawn(Traced(start, end, End.LANDMARK), points={"S": start, "N": end}) == [whole]


def test_no_line_leaves_the_film() -> None:
    start, end = Point(150, 100), Point(395, 100)
    for line in drawn(Traced(start, end), points={"S": start, "N": end}):
        assert all(0 <= p.x <= 400 for p in line.points)


def test_landmarks_on_one_place_have_no_line() -> None:
    one = Point(150, 100)
    scene = lay_out(film(), labels({"S": one}), Style(traced=(Traced(one, one),)))
    assert {group.kind for group in scene.groups} == {"marker", "label"}


def test_lines_of_a_film_of_oblong_pixels_lie_where_its_landmarks_do() -> None:
    spacing = PixelSpacing(0.1, 0.2, SpacingSource.CALIBRATED)
    style = Style(labels=False, traced=(Traced(Point(150, 50), Point(150, 250)),))
    scene = lay_out(film(spacing=spacing), labels({"S": Point(10, 10)}), style)
    whole = scene.groups[0].shapes[0]
    assert isinstance(whole, Line)
    assert [(p.x, p.y) for p in whole.points] == [(150, 100), (150, 500)]
