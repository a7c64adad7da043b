"""The measurements of the lateral analysis mean what textbooks say, on a head drawn by hand."""

import pytest

from landmark_gui.domain.geometry import PixelSpacing, Point, SpacingSource
from landmark_gui.domain.landmarks import LandmarkScheme
from landmark_gui.domain.measurement import Analysis
from landmark_gui.paths import analysis_file, scheme_file

SPACING = PixelSpacing(0.1, 0.1, SpacingSource.CALIBRATED)
#: It faces right; Frankfort horizontal is level, x to the front, y down.
HEAD = {
    "Po": Point(0, 0),
    "Or": Point(600, 0),
    "S": Point(100, -100),
    "N": Point(700, -200),  # S-N rises to the front by atan(100 / 600) = 9.4623
    "PNS": Point(200, 200),
    "ANS": Point(700, 250),  # the palatal plane falls by atan(50 / 500) = 5.7106
    "A": Point(720, 300),  # N-A leans to the front by atan(20 / 500) = 2.2906
    "B": Point(600, 700),  # A-B to the back by atan(120 / 400) = 16.6992, N-B by 6.3402
    "Pog": Point(650, 800),  # N-Pog to the back by atan(50 / 1000) = 2.8624
    "Gn": Point(560, 900),
    "Me": Point(450, 900),
    "Go": Point(-50, 700),  # the mandibular plane falls by atan(200 / 500) = 21.8014
    "Ar": Point(-50, 100),
}
INCISORS = {"U1": Point(760, 550), "L1": Point(720, 520)}
AARIZ = {
    "UIT": INCISORS["U1"],
    "UIA": Point(680, 350),  # the axis leans by atan(80 / 200) = 21.8014
    "LIT": INCISORS["L1"],
    "LIA": Point(620, 720),  # by atan(100 / 200) = 26.5651
    "UMT": Point(400, 520),
    "LMT": Point(420, 480),  # midway: 410, 500
    "UPM": Point(500, 540),
    "LPM": Point(520, 500),  # midway: 510, 520; the plane falls by atan(20 / 100) = 11.3099
    "Co": Point(-80, -300),
    "Pn": Point(850, 250),
    "Ls": Point(820, 500),
    "Li": Point(855, 600),
    "Pog'": Point(850, 850),
}
TEXTBOOK = {
    "SNPog": 90 - 9.4623 - 2.8624,
    "Facial angle": 90 - 2.8624,
    "Maxillary depth": 90 + 2.2906,
    "A-B plane": -(16.6992 - 2.8624),  # below 0 where A lies further in front than B
    "APDI": (90 - 2.8624) - (16.6992 - 2.8624) + 5.7106,  # facial angle, A-B plane, FH-PP
    "SN-MP": 9.4623 + 21.8014,
    "FH-PP": 5.7106,  # above 0 where ANS lies lower than PNS
    "AB-MP": 90 + 16.6992 - 21.8014,
    "ODI": 90 + 16.6992 - 21.8014 + 5.7106,
    "Upper gonial angle": 39.8056,  # atan(750 / 900)
    "Lower gonial angle": 90 - 39.8056 + 21.8014,
    "S-Ar": 25.0,  # 150, 200
    "Ar-Go": 60.0,
    "A to N perpendicular": 2.0,
    "Pog to N perpendicular": -5.0,
    "U1 to A-Pog": 7.4276,  # (70 x 250 + 500 x 40) / hypot(70, 500)
    "L1 to A-Pog": 3.0503,  # 70 x 220 / hypot(70, 500)
}
TEXTBOOK_OF_AARIZ = {
    "UIT to A-Pog": 7.4276,
    "LIT to A-Pog": 3.0503,
    "U1-PP": 90 + 21.8014 + 5.7106,
    "U1-NA": 21.8014 - 2.2906,
    "L1-NB": 26.5651 - 6.3402,
    "IMPA": 90 + 26.5651 - 21.8014,
    "FMIA": 90 - 26.5651,  # with FMA and IMPA it is Tweed's triangle: 180
    "FH-OP": 6.0543,  # from 410, 500 to 740, 535
    "SN-OP": 9.4623 + 11.3099,
    "Wits": 3.9223,  # (120 x 100 - 400 x 20) / hypot(100, 20)
    "Overjet": 4.5107,  # (40 x 100 + 30 x 20) / hypot(100, 20)
    "Co-A": 100.0,  # 800, 600
    "Co-Gn": 136.0,  # 640, 1200
    "Ls to E line": -3.0,
    "Li to E line": 0.5,
}
#: Who has no menton, no nasion, and so on; as (missing, signed measurements that do not use it).
WITHOUT = [
    ("Me", {"Convexity", "SN-GoGn", "SN-PP", "U1 to N-A", "L1 to N-B", "Pog to N-B", "A-B plane"}),
    ("N", {"FMA", "FH-PP", "PP-MP", "U1 to A-Pog"}),
    ("S", {"Convexity", "FMA", "FH-PP", "Pog to N-B", "UL to Sn-Pog'"}),
]


def lateral(scheme: str) -> Analysis:
    return Analysis.read(analysis_file()).of(LandmarkScheme.read(scheme_file(scheme)))


def measured(scheme: str, head: dict[str, Point], facing: int) -> dict[str, float | None]:
    points = {name: Point(1000 + facing * p.x, 500 + p.y) for name, p in head.items()}
    return lateral(scheme).values(points, SPACING)


@pytest.mark.parametrize("facing", [1, -1], ids=["right", "left"])
@pytest.mark.parametrize(
    ("scheme", "more", "textbook"),
    [
        ("isbi19", INCISORS, TEXTBOOK),
        ("aariz29", AARIZ, TEXTBOOK_OF_AARIZ),
    ],
)
def test_measurements_are_those_of_the_textbook(
    scheme: str, more: dict[str, Point], textbook: dict[str, float], facing: int
) -> None:
    found = measured(scheme, HEAD | more, facing)
    assert {name: found[name] for name in textbook} == pytest.approx(textbook, abs=1e-3)


@pytest.mark.parametrize("facing", [1, -1], ids=["right", "left"])
@pytest.mark.parametrize(("missing", "signed"), WITHOUT)
def test_what_does_not_use_a_landmark_is_measured_without_it(
    missing: str, signed: set[str], facing: int
) -> None:
    lips = {"UL": Point(820, 500), "Sn": Point(800, 350), "Pog'": Point(800, 850)}
    head = HEAD | INCISORS | lips
    whole = measured("isbi19", head, facing)
    found = measured("isbi19", {n: p for n, p in head.items() if n != missing}, facing)
    assert {n: found[n] for n in signed} == pytest.approx({n: whole[n] for n in signed})


def test_a_midpoint_that_a_scheme_has_no_landmarks_for_is_of_no_use() -> None:
    assert "Wits" not in [m.name for m in lateral("isbi19").measurements]
    (wits,) = (m for m in lateral("aariz29").measurements if m.name == "Wits")
    assert lateral("aariz29").landmarks(wits) == {"A", "B", "UMT", "LMT", "UPM", "LPM"}
