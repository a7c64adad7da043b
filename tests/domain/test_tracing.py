"""The lines that measurements are of."""

import pytest

from landmark_gui.domain.geometry import Point
from landmark_gui.domain.landmarks import LandmarkScheme
from landmark_gui.domain.measurement import Analysis, Kind, Measurement
from landmark_gui.domain.tracing import End, Line, traced
from landmark_gui.paths import analysis_file, scheme_file

HEAD = {
    "S": Point(0, 0),
    "N": Point(700, 0),
    "A": Point(700, 500),
    "B": Point(600, 1000),
    "U1": Point(740, 700),
}
SOME = (
    Measurement("SNA", Kind.ANGLE, ("S", "N", "A"), ""),
    Measurement("SNB", Kind.ANGLE, ("S", "N", "B"), ""),
    Measurement("ANB", Kind.DIFFERENCE, ("SNA", "SNB"), ""),
    Measurement("planes", Kind.BETWEEN, ("N", "S", "A", "B"), ""),
    Measurement("falling", Kind.SLOPE, ("A", "B", "S", "N"), ""),
    Measurement("N-S", Kind.LENGTH, ("N", "S"), ""),
    Measurement("U1 to N-A", Kind.OFFSET, ("U1", "N", "A"), ""),
)
ANALYSIS = Analysis((("S", "N", "B"),), SOME)


def lines(*names: str, without: str = "") -> set[frozenset[Point]]:
    """Return the lines of measurements, whichever way they run."""
    points = {name: point for name, point in HEAD.items() if name != without}
    found = traced(ANALYSIS, [m for m in SOME if m.name in names], points)
    assert len(set(found)) == len(found)
    return {frozenset((line.start, line.end)) for line in found}


def between(a: str, b: str) -> frozenset[Point]:
    return frozenset((HEAD[a], HEAD[b]))


@pytest.mark.parametrize(
    ("name", "through"),
    [
        ("SNA", {"SN", "NA"}),
        ("ANB", {"SN", "NA", "NB"}),
        ("planes", {"SN", "AB"}),
        ("falling", {"SN", "AB"}),
        ("N-S", {"SN"}),
    ],
)
def test_a_measurement_is_of_the_lines_through_its_landmarks(name: str, through: set[str]) -> None:
    assert lines(name) == {between(*ends) for ends in through}


def test_measurements_together_have_each_line_once_whichever_way_it_is_named() -> None:
    assert lines("SNA", "ANB", "planes", "N-S") == {
        between(*ends) for ends in ("SN", "NA", "NB", "AB")
    }


def test_a_measurement_that_lacks_a_landmark_has_no_lines() -> None:
    assert lines("SNA", "ANB", without="A") == set()
    assert lines("ANB", "N-S", without="A") == {between("S", "N")}


def test_an_offset_is_the_way_to_a_line_that_is_drawn_until_both_meet() -> None:
    foot = Point(700, 700)  # 200 below A on the upright line from N
    line, way, onward = traced(ANALYSIS, SOME[-1:], HEAD)
    assert line == Line(HEAD["A"], HEAD["N"])
    assert way == Line(HEAD["U1"], foot, End.FOOT)
    assert onward == Line(HEAD["A"], foot, End.FOOT)


def test_a_length_ends_at_its_landmarks_where_no_plane_is_the_same_line() -> None:
    angle, length = SOME[0], SOME[5]
    assert traced(ANALYSIS, [length], HEAD) == (Line(HEAD["N"], HEAD["S"], End.LANDMARK),)
    for both in ([angle, length], [length, angle]):
        assert Line(HEAD["N"], HEAD["S"], End.BEYOND) in traced(ANALYSIS, both, HEAD)


def test_a_share_of_lengths_ends_as_they_do() -> None:
    share = Measurement("share", Kind.SHARE, ("N-S", "N-S"), "")
    of = Analysis((), (*SOME, share))
    assert [line.ends for line in traced(of, [share], HEAD)] == [End.LANDMARK]


def test_what_lies_along_a_line_is_measured_between_two_feet() -> None:
    wits = Measurement("Wits", Kind.ALONG, ("A", "B", "S", "m"), "")
    of = Analysis((), (wits,), {"m": ("A", "N")})
    points = HEAD | {"A": Point(700, 0)}  # the line is level
    level, *ways = traced(of, [wits], points)
    assert level == Line(Point(0, 0), Point(700, 0))
    assert {(way.end, way.ends) for way in ways} == {
        (Point(700, 0), End.FOOT),
        (Point(600, 0), End.FOOT),
    }


@pytest.mark.parametrize("aspect", [1.0, 2.0])
def test_the_way_meets_the_line_at_right_angles_in_the_patient(aspect: float) -> None:
    leaning = {
        "U1": Point(900, 800 / aspect), "N": Point(700, 0), "A": Point(600, 1000 / aspect)
    }  # fmt: skip
    foot = traced(ANALYSIS, SOME[-1:], leaning, aspect)[1].end
    x, y = foot.x, foot.y * aspect
    assert (x - 900) * (600 - 700) + (y - 800) * (1000 - 0) == pytest.approx(0, abs=1e-6)
    assert (x - 700) * 1000 - y * (600 - 700) == pytest.approx(0, abs=1e-6)


def test_landmarks_on_one_place_end_in_a_line_there() -> None:
    found = traced(ANALYSIS, SOME, dict.fromkeys(HEAD, Point(5, 5)))
    assert {point for line in found for point in (line.start, line.end)} == {Point(5, 5)}


@pytest.mark.parametrize("scheme", ["isbi19", "aariz29"])
def test_lines_go_through_the_landmarks_that_a_measurement_rests_on(scheme: str) -> None:
    analysis = Analysis.read(analysis_file()).of(LandmarkScheme.read(scheme_file(scheme)))
    for measurement in analysis.measurements:
        lines = (line for part in analysis.parts(measurement) for line in part.lines)
        through = (name for line in lines for name in line)
        marks = {mark for name in through for mark in analysis.midpoints.get(name, (name,))}
        assert marks == analysis.landmarks(measurement)
