"""How far measurements may be off: against what can be computed by hand."""

from collections.abc import Callable
from dataclasses import replace
from math import degrees, hypot, pi

import numpy as np
import pytest

from landmark_gui.domain.geometry import PixelSpacing, Point, SpacingSource
from landmark_gui.domain.measurement import Kind
from landmark_gui.domain.measurement_error import Doubt, expected_errors
from landmark_gui.domain.region import Ellipse
from tests.domain.test_measurement import HEAD, SOME, SPACING, analysis


def ellipse(major_px: float, minor_px: float, angle_rad: float) -> Ellipse:
    return Ellipse(Point(0, 0), major_px, minor_px, angle_rad)  # its place does not count


LENGTH = analysis(("S-N", Kind.LENGTH, ("S", "N")))
LEVEL = {"S": Point(100, 100), "N": Point(800, 100)}
DOUBTS = {
    "S": Doubt(3.0),
    "N": Doubt(4.0, ellipse(5, 2, 0.3)),
    "A": Doubt(6.0, ellipse(50, 20, 2.0)),
    "B": Doubt(5.0),
    "Me": Doubt(7.0, ellipse(9, 3, 1.0)),
    "Go": Doubt(9.0, ellipse(9, 8, 3.0)),
}
ON_AVERAGE = 2 / pi  # of an error in any direction, what is seen of it along one axis


def test_a_length_is_off_by_what_its_end_is_off_along_it() -> None:
    assert expected_errors(LENGTH, LEVEL, {"N": Doubt(10.0)}, SPACING) == pytest.approx(
        {"S-N": ON_AVERAGE * 1.0}, rel=1e-3
    )


def test_errors_of_several_landmarks_add_up_as_independent_ones_do() -> None:
    assert expected_errors(
        LENGTH, LEVEL, {"S": Doubt(3.0), "N": Doubt(4.0)}, SPACING
    ) == pytest.approx({"S-N": ON_AVERAGE * 0.5}, rel=1e-3)


def test_an_angle_is_off_by_what_its_landmarks_are_off_across_its_sides() -> None:
    points = {"S": Point(0, 0), "N": Point(1000, 0), "A": Point(1000, 500)}
    angle = analysis(("SNA", Kind.ANGLE, ("S", "N", "A")))
    # at the end of a side it is seen over the side; the vertex turns both, at a right angle apart
    for name, over in (("S", 1 / 1000), ("A", 1 / 500), ("N", hypot(1 / 1000, 1 / 500))):
        told = expected_errors(angle, points, {name: Doubt(2.0)}, None)
        assert told == pytest.approx({"SNA": ON_AVERAGE * degrees(2.0 * over)}, rel=1e-3)


def test_what_two_measurements_share_does_not_count_in_their_difference() -> None:
    points = {"S": Point(0, 0), "N": Point(700, 0), "A": Point(700, 500), "B": Point(600, 1000)}
    both = analysis(
        ("SNA", Kind.ANGLE, ("S", "N", "A")),
        ("SNB", Kind.ANGLE, ("S", "N", "B")),
        ("ANB", Kind.DIFFERENCE, ("SNA", "SNB")),
    )
    told = expected_errors(both, points, {"S": Doubt(5.0)}, None)
    assert told["SNA"] == pytest.approx(told["SNB"])
    assert told["ANB"] == pytest.approx(0, abs=1e-9)


def test_an_angle_that_goes_beyond_180_degrees_is_off_by_no_more_than_before() -> None:
    forth, back = (
        analysis(("plane", Kind.SLOPE, ("S", "N", *line)), ("twice", Kind.SUM, ("plane", "plane")))
        for line in (("Go", "Me"), ("Me", "Go"))
    )
    jaw = {"Go": Point(300, 900), "Me": Point(700, 900)}
    for points in (LEVEL | jaw, LEVEL | jaw | {"Me": Point(700, 903)}):
        told = expected_errors(forth, points, DOUBTS, SPACING)
        assert expected_errors(back, points, DOUBTS, SPACING) == pytest.approx(told)
        assert told["twice"] == pytest.approx(2 * told["plane"])


def test_decided_landmarks_count_as_certain() -> None:
    told = expected_errors(SOME, HEAD, {"Me": Doubt(5.0)}, SPACING)
    assert told.keys() == {"plane", "N-Me", "less", "more", "part"}  # none of the others is of Me
    assert expected_errors(SOME, HEAD, {}, SPACING) == {}


def test_no_error_is_told_where_one_is_not_known_or_there_is_no_value() -> None:
    assert expected_errors(LENGTH, LEVEL, {"S": None, "N": Doubt(4.0)}, SPACING) == {}
    assert expected_errors(LENGTH, LEVEL, {"N": Doubt(4.0)}, None) == {}
    assert (
        expected_errors(LENGTH, {"N": LEVEL["N"]}, {"S": Doubt(3.0), "N": Doubt(4.0)}, SPACING)
        == {}
    )


@pytest.mark.parametrize(
    ("lying", "turned"),
    [
        (lambda p: Point(2000 - p.x, p.y), lambda angle: pi - angle),
        (lambda p: Point(p.x, 2000 - p.y), lambda angle: -angle),
        (lambda p: Point(2000 - p.y, p.x), lambda angle: angle + pi / 2),
    ],
    ids=["faces left", "upside down and mirrored", "on its side"],
)
def test_errors_do_not_depend_on_how_the_film_lies(
    lying: Callable[[Point], Point], turned: Callable[[float], float]
) -> None:
    upright = expected_errors(SOME, HEAD, DOUBTS, SPACING)
    assert upright.keys() == {m.name for m in SOME.measurements}
    mirrored = {name: lying(p) for name, p in HEAD.items()}
    doubts = {
        name: replace(doubt, region=e and replace(e, angle_rad=turned(e.angle_rad)))
        for name, doubt in DOUBTS.items()
        for e in (doubt.region,)
    }
    assert expected_errors(SOME, mirrored, doubts, SPACING) == pytest.approx(upright)


@pytest.mark.parametrize("known", [True, False], ids=["in millimetres", "by their shape"])
@pytest.mark.parametrize(
    ("there", "here"),
    [
        (None, None),
        (ellipse(20, 6, pi / 2), ellipse(6, 5, 0)),
        (ellipse(8, 2, 0), ellipse(8, 0.5, 0)),
    ],
    ids=["a circle", "down", "across"],
)
def test_oblong_pixels_make_no_difference(
    there: Ellipse | None, here: Ellipse | None, *, known: bool
) -> None:
    flat = {name: Point(p.x, p.y / 4) for name, p in HEAD.items()}
    spacing = PixelSpacing(0.1, 0.4, SpacingSource.CALIBRATED) if known else None
    square = SPACING if known else None
    found = expected_errors(SOME, flat, {"Go": Doubt(4.5, here)}, spacing, 4.0)
    # a pixel is four times as high: as a length without direction it counts twice
    assert found == pytest.approx(expected_errors(SOME, HEAD, {"Go": Doubt(9.0, there)}, square))


def test_a_length_is_off_by_the_whole_error_of_an_end_that_errs_along_it_alone() -> None:
    along, across = ellipse(10, 0, 0), ellipse(10, 0, pi / 2)
    told = [expected_errors(LENGTH, LEVEL, {"N": Doubt(10.0, e)}, SPACING) for e in (along, across)]
    assert told[0]["S-N"] == pytest.approx(1.0, rel=0.01)
    assert told[1]["S-N"] == pytest.approx(0.0, abs=0.01)


@pytest.mark.parametrize("long", [1, 1.5, 3, 8])
def test_the_mean_distance_stays_however_long_the_ellipse_is(long: float) -> None:
    turn = np.linspace(0, 2 * pi, 1000, endpoint=False)
    around = np.column_stack([np.cos(turn), np.sin(turn)])
    for size in (0.1, 30.0):
        reach = around @ Doubt(7.0, ellipse(long * size, size, 0.4)).axes(aspect=1.0)
        assert np.hypot(*reach.T).mean() == pytest.approx(7.0, rel=2e-3)


def test_an_ellipse_without_a_size_tells_no_direction() -> None:
    nothing = {"Go": Doubt(4.5, ellipse(0, 0, 1))}
    assert expected_errors(SOME, HEAD, nothing, SPACING) == expected_errors(
        SOME, HEAD, {"Go": Doubt(4.5)}, SPACING
    )
