"""Angles and lengths that landmarks give."""

import json
from pathlib import Path

import pytest

from landmark_gui.domain.geometry import PixelSpacing, Point, SpacingSource
from landmark_gui.domain.landmarks import Group, Landmark, LandmarkScheme
from landmark_gui.domain.measurement import Analysis, Kind, Measurement, Unit
from landmark_gui.paths import analysis_file, scheme_file

SPACING = PixelSpacing(0.1, 0.1, SpacingSource.CALIBRATED)
#: A head that faces right; x to the front, y down.
HEAD = {
    "S": Point(0, 0),
    "N": Point(700, 0),
    "A": Point(700, 500),
    "B": Point(600, 1000),
    "Me": Point(500, 1200),
    "Go": Point(-100, 800),
}


def analysis(*measurements: tuple[str, Kind, tuple[str, ...]]) -> Analysis:
    made = (Measurement(name, kind, of, "") for name, kind, of in measurements)
    return Analysis((("S", "N", "Me"),), tuple(made))


SOME = analysis(
    ("SNA", Kind.ANGLE, ("S", "N", "A")),
    ("lines", Kind.BETWEEN, ("N", "S", "A", "B")),
    ("plane", Kind.SLOPE, ("S", "N", "Go", "Me")),
    ("convexity", Kind.SLOPE, ("N", "A", "A", "B")),
    ("S-N", Kind.LENGTH, ("S", "N")),
    ("N-Me", Kind.LENGTH, ("N", "Me")),
    ("A to N-B", Kind.OFFSET, ("A", "N", "B")),
    ("less", Kind.DIFFERENCE, ("SNA", "plane")),
    ("more", Kind.SUM, ("SNA", "plane", "plane")),
    ("part", Kind.SHARE, ("S-N", "N-Me")),
)


def values(points: dict[str, Point], of: Analysis = SOME) -> dict[str, float | None]:
    return of.values(points, SPACING)


def test_angles_lengths_and_what_is_made_of_them_are_those_of_the_drawing() -> None:
    found = values(HEAD)
    plane = 33.690068  # atan(400 / 600)
    assert found["SNA"] == pytest.approx(90)
    assert found["lines"] == pytest.approx(78.690068)  # A-B leans backwards by atan(100 / 500)
    assert found["plane"] == pytest.approx(plane)
    assert found["convexity"] == pytest.approx(11.309932)
    assert found["S-N"] == pytest.approx(70)
    assert found["A to N-B"] == pytest.approx(4.975186)  # 50 mm x 10 / hypot(10, 100)
    assert found["less"] == pytest.approx(90 - plane)
    assert found["more"] == pytest.approx(90 + 2 * plane)
    assert found["part"] == pytest.approx(100 * 700 / 1216.552506)


@pytest.mark.parametrize(
    "lying",
    [
        lambda p: Point(2000 - p.x, p.y),
        lambda p: Point(p.x, 2000 - p.y),
        lambda p: Point(2000 - p.y, p.x),
        lambda p: Point(p.y, p.x),
    ],
    ids=["faces left", "upside down and mirrored", "on its side", "on its side, mirrored"],
)
def test_measurements_do_not_depend_on_how_the_film_lies(lying: object) -> None:
    assert callable(lying)
    assert values({name: lying(p) for name, p in HEAD.items()}) == pytest.approx(values(HEAD))


def test_what_lacks_a_landmark_is_not_measured_and_the_rest_is() -> None:
    found = values({name: p for name, p in HEAD.items() if name not in {"Go", "Me"}})
    lacking = {name for name, value in found.items() if value is None}
    # nothing else tells here which way the head faces, and what has a sign is not told either
    assert lacking == {"plane", "convexity", "N-Me", "A to N-B", "less", "more", "part"}


def test_the_first_three_landmarks_that_are_there_tell_which_way_the_head_faces() -> None:
    fronts = (("S", "N", "Me"), ("S", "N", "B"))
    found = values(
        {n: p for n, p in HEAD.items() if n != "Me"}, Analysis(fronts, SOME.measurements)
    )
    for name in ("convexity", "A to N-B"):
        assert found[name] == pytest.approx(values(HEAD)[name])


def test_what_lacks_nothing_but_the_front_is_told_apart_from_what_lacks_landmarks() -> None:
    known = {name: p for name, p in HEAD.items() if name not in {"S", "Me"}}
    lacking = {m.name for m in SOME.measurements if SOME.lacks_front(m, known)}
    assert lacking == {"convexity", "A to N-B"}
    assert not [m for m in SOME.measurements if SOME.lacks_front(m, HEAD)]


def test_a_midpoint_is_of_use_where_both_its_landmarks_are_there() -> None:
    to_middle = Measurement("S-m", Kind.LENGTH, ("S", "m"), "")
    of = Analysis((), (to_middle,), {"m": ("N", "A")})
    assert of.values(HEAD, SPACING)["S-m"] == pytest.approx(74.330344)  # hypot(700, 250)
    assert of.values({"S": Point(0, 0), "N": Point(9, 9)}, SPACING) == {"S-m": None}
    assert of.landmarks(to_middle) == {"S", "N", "A"}


def test_how_far_one_lies_in_front_of_another_needs_no_front() -> None:
    ahead = Measurement("ahead", Kind.ALONG, ("A", "B", "S", "N"), "")
    of = Analysis((), (ahead,))
    assert of.values(HEAD, SPACING)["ahead"] == pytest.approx(10)
    left = {name: Point(-p.x, p.y) for name, p in HEAD.items()}
    assert of.values(left, SPACING)["ahead"] == pytest.approx(10)
    assert of.values(dict.fromkeys(HEAD, Point(5, 5)), SPACING)["ahead"] == 0


def test_without_a_spacing_angles_and_shares_are_measured_and_lengths_are_not() -> None:
    found, known = SOME.values(HEAD, None), values(HEAD)
    lengths = {"S-N", "N-Me", "A to N-B"}
    assert {name for name, value in found.items() if value is None} == lengths
    assert found == pytest.approx(known | dict.fromkeys(lengths))


def test_oblong_pixels_are_measured_as_the_patient_is() -> None:
    squeezed = {name: Point(p.x, p.y / 2) for name, p in HEAD.items()}
    oblong = PixelSpacing(0.1, 0.2, SpacingSource.CALIBRATED)
    assert SOME.values(squeezed, oblong) == pytest.approx(values(HEAD))
    by_shape = SOME.values(squeezed, None, aspect=2.0)
    assert by_shape["plane"] == pytest.approx(values(HEAD)["plane"])


def test_landmarks_on_one_place_end_in_a_number() -> None:
    found = values(dict.fromkeys(HEAD, Point(5, 5)))
    assert found["S-N"] == 0
    assert found["part"] == 0
    assert found["A to N-B"] == 0


def test_a_measurement_rests_on_the_landmarks_of_those_it_is_made_of() -> None:
    rests = {m.name: SOME.landmarks(m) for m in SOME.measurements}
    assert rests["plane"] == {"S", "N", "Go", "Me"}
    assert rests["less"] == {"S", "N", "A", "Go", "Me"}


def test_a_scheme_leaves_what_its_landmarks_suffice_for() -> None:
    scheme = LandmarkScheme.read(scheme_file("isbi19"))
    names = [m.name for m in Analysis.read(analysis_file()).of(scheme).measurements]
    assert {"SNA", "ANB", "Björk sum", "S-Go : N-Me"} <= set(names)
    assert "IMPA" not in names  # the apex of the incisor is no landmark there
    other = LandmarkScheme.read(scheme_file("aariz29"))
    assert "IMPA" in [m.name for m in Analysis.read(analysis_file()).of(other).measurements]


def test_every_landmark_of_isbi19_is_of_use_to_some_measurement() -> None:
    scheme = LandmarkScheme.read(scheme_file("isbi19"))
    analysis = Analysis.read(analysis_file()).of(scheme)
    used = frozenset[str]().union(*map(analysis.landmarks, analysis.measurements))
    assert used == set(scheme.abbreviations)


@pytest.mark.parametrize("facing", [1, -1], ids=["right", "left"])
@pytest.mark.parametrize(("scheme", "lips"), [("isbi19", ("UL", "LL")), ("aariz29", ("Ls", "Li"))])
def test_a_lip_in_front_of_the_line_from_subnasale_to_the_chin_is_above_0(
    scheme: str, lips: tuple[str, str], facing: int
) -> None:
    of = Analysis.read(analysis_file()).of(LandmarkScheme.read(scheme_file(scheme)))
    profile = {"Sn": Point(800, 500), "Pog'": Point(800, 1100)}
    mouth = dict(zip(lips, (Point(835, 700), Point(778, 800)), strict=True))
    head = {name: Point(facing * p.x, p.y) for name, p in (HEAD | profile | mouth).items()}
    upper, lower = (values(head, of)[f"{lip} to Sn-Pog'"] for lip in lips)
    assert upper == pytest.approx(3.5)
    assert lower == pytest.approx(-2.2)


def test_a_landmark_that_is_called_as_a_measurement_is_not_taken_for_it() -> None:
    marks = (
        Landmark(number, name, name, Group.SKELETAL, name)
        for number, name in enumerate(("S", "N", "B", "SNA", "SNB"))
    )
    names = [m.name for m in SOME.of(LandmarkScheme("own", "Own", tuple(marks))).measurements]
    assert names == ["S-N"]


def test_landmarks_that_are_called_otherwise_measure_the_same() -> None:
    to_middle = Measurement("S-m", Kind.LENGTH, ("S", "m"), "")
    usual = Analysis(SOME.front, (*SOME.measurements, to_middle), {"m": ("N", "A")})
    names = {"S": "Sella", "N": "Nas", "Me": "S", "SNA": "no landmark"}
    own = usual.naming(names)
    head = {names.get(name, name): point for name, point in HEAD.items()}
    assert values(head, own) == values(HEAD, usual)
    assert own.landmarks(own.measurements[-1]) == {"Sella", "Nas", "A"}


def test_what_is_made_of_others_comes_after_them() -> None:
    known: set[str] = set()
    for measurement in Analysis.read(analysis_file()).measurements:
        if measurement.kind in {Kind.DIFFERENCE, Kind.SUM, Kind.SHARE}:
            assert known.issuperset(measurement.of)
        assert measurement.name not in known
        known.add(measurement.name)


def test_the_analysis_is_read_as_it_stands(tmp_path: Path) -> None:
    entry = {"name": "S-N", "kind": "length", "of": ["S", "N"], "meaning": "Cranial base"}
    file = tmp_path / "one.json"
    file.write_text(json.dumps({"front": [["S", "N", "Me"]], "measurements": [entry]}), "utf-8")
    (only,) = Analysis.read(file).measurements
    assert only == Measurement("S-N", Kind.LENGTH, ("S", "N"), "Cranial base")
    assert only.unit is Unit.MILLIMETRES
