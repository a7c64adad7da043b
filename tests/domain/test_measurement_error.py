"""How far measurements may be off: against what can be computed by hand."""

from math import degrees, hypot, pi

import pytest

from landmark_gui.domain.geometry import PixelSpacing, Point, SpacingSource
from landmark_gui.domain.measurement import Kind
from landmark_gui.domain.measurement_error import expected_errors
from tests.domain.test_measurement import HEAD, SOME, SPACING, analysis

LENGTH = analysis(("S-N", Kind.LENGTH, ("S", "N")))
LEVEL = {"S": Point(100, 100), "N": Point(800, 100)}
ON_AVERAGE = 2 / pi  # of an error in any direction, what is seen of it along one axis


def test_a_length_is_off_by_what_its_end_is_off_along_it() -> None:
    assert expected_errors(LENGTH, LEVEL, {"N": 10.0}, SPACING) == pytest.approx(
        {"S-N": ON_AVERAGE * 1.0}, rel=1e-3
    )


def test_errors_of_several_landmarks_add_up_as_independent_ones_do() -> None:
    assert expected_errors(LENGTH, LEVEL, {"S": 3.0, "N": 4.0}, SPACING) == pytest.approx(
        {"S-N": ON_AVERAGE * 0.5}, rel=1e-3
    )


def test_an_angle_is_off_by_what_its_landmarks_are_off_across_its_sides() -> None:
    points = {"S": Point(0, 0), "N": Point(1000, 0), "A": Point(1000, 500)}
    angle = analysis(("SNA", Kind.ANGLE, ("S", "N", "A")))
    # at the end of a side it is seen over the side; the vertex turns both, at a right angle apart
    for name, over in (("S", 1 / 1000), ("A", 1 / 500), ("N", hypot(1 / 1000, 1 / 500))):
        told = expected_errors(angle, points, {name: 2.0}, None)
        assert told == pytest.approx({"SNA": ON_AVERAGE * degrees(2.0 * over)}, rel=1e-3)


def test_an_angle_that_goes_over_from_one_sign_to_the_other_has_not_made_a_turn() -> None:
    points = {**LEVEL, "Me": Point(800, 900), "A": Point(900, 500), "B": Point(400, 500)}
    back = analysis(("back", Kind.SLOPE, ("S", "N", "A", "B")))
    told = expected_errors(back, points, {"B": 2.0}, None)
    assert told == pytest.approx({"back": ON_AVERAGE * degrees(2.0 / 500)}, rel=1e-3)


def test_what_two_measurements_share_does_not_count_in_their_difference() -> None:
    points = {"S": Point(0, 0), "N": Point(700, 0), "A": Point(700, 500), "B": Point(600, 1000)}
    both = analysis(
        ("SNA", Kind.ANGLE, ("S", "N", "A")),
        ("SNB", Kind.ANGLE, ("S", "N", "B")),
        ("ANB", Kind.DIFFERENCE, ("SNA", "SNB")),
    )
    told = expected_errors(both, points, {"S": 5.0}, None)
    assert told["SNA"] == pytest.approx(told["SNB"])
    assert told["ANB"] == pytest.approx(0, abs=1e-9)


def test_decided_landmarks_count_as_certain() -> None:
    told = expected_errors(SOME, HEAD, {"Me": 5.0}, SPACING)
    assert told.keys() == {"plane", "N-Me", "less", "more", "part"}  # none of the others is of Me
    assert expected_errors(SOME, HEAD, {}, SPACING) == {}


def test_no_error_is_told_where_one_is_not_known_or_there_is_no_value() -> None:
    assert expected_errors(LENGTH, LEVEL, {"S": None, "N": 4.0}, SPACING) == {}
    assert expected_errors(LENGTH, LEVEL, {"N": 4.0}, None) == {}
    assert expected_errors(LENGTH, {"N": LEVEL["N"]}, {"S": 3.0, "N": 4.0}, SPACING) == {}


@pytest.mark.parametrize(
    "lying",
    [
        lambda p: Point(2000 - p.x, p.y),
        lambda p: Point(p.x, 2000 - p.y),
        lambda p: Point(2000 - p.y, p.x),
    ],
    ids=["faces left", "upside down and mirrored", "on its side"],
)
def test_errors_do_not_depend_on_how_the_film_lies(lying: object) -> None:
    assert callable(lying)
    doubts = {"S": 3.0, "N": 4.0, "A": 6.0, "B": 5.0, "Me": 7.0, "Go": 9.0}
    upright = expected_errors(SOME, HEAD, doubts, SPACING)
    assert upright.keys() == {m.name for m in SOME.measurements}
    mirrored = {name: lying(p) for name, p in HEAD.items()}
    assert expected_errors(SOME, mirrored, doubts, SPACING) == pytest.approx(upright)


@pytest.mark.parametrize("known", [True, False], ids=["in millimetres", "by their shape"])
def test_oblong_pixels_make_no_difference(known: bool) -> None:  # noqa: FBT001 - a parameter
    flat = {name: Point(p.x, p.y / 4) for name, p in HEAD.items()}
    spacing = PixelSpacing(0.1, 0.4, SpacingSource.CALIBRATED) if known else None
    square = SPACING if known else None
    found = expected_errors(SOME, flat, {"Go": 4.5}, spacing, 4.0)
    # a pixel is four times as high: as a length without direction it counts twice
    assert found == pytest.approx(expected_errors(SOME, HEAD, {"Go": 9.0}, square))
