"""What earlier versions have written, letter by letter, is read by this one."""

from datetime import UTC, datetime

import pytest

from landmark_gui.domain.annotation import Annotation, Stamp, Status
from landmark_gui.domain.cephalogram import FilmInfo
from landmark_gui.domain.geometry import ImageGrid, PixelSpacing, Point, SpacingSource
from landmark_gui.domain.orientation import Facing, Finding, Orientation, Polarity, Remark
from landmark_gui.domain.prediction import Mode, Prediction, Provenance, ReadOut
from landmark_gui.domain.region import Candidate, Ellipse, Region
from landmark_gui.records.packing import (
    unpack_annotations,
    unpack_detection,
    unpack_film,
    unpack_spacing,
)

STAMP = Stamp("reader", datetime(2026, 5, 17, 12, tzinfo=UTC))
STAMPED = '"reader","2026-05-17T12:00:00+00:00"'
GRID = '"grid":[40,50,8.0,-4.0,0.0]'
MADE = (
    '"device":"cpu","mode":"multi","model":"general","model_sha256":"0","samples":8,"seed":1,'
    '"steps":4'
)
PLAIN = Prediction("S", Point(10.5, 20.25), 1.0, 2.5, 1.5)
REGION = Region(0.5, 9.0, Ellipse(Point(10.0, 20.0), 3.0, 1.0, 0.25))
RICH = Prediction("S", PLAIN.point, 1.0, 2.5, 1.5, (REGION,), (Candidate(Point(10.0, 20.0), 0.75),))
FINDING = Finding(Orientation(Facing.LEFT, Polarity.INVERTED, 3), (Remark.FACES_LEFT,), Facing.LEFT)
FOUND = (
    '"finding":{"orientation":["left","inverted",3],"remarks":["faces left"],'
    '"stated":{"facing":"left"}},'
)
SAID = '["S",10.5,20.25,1.0,2.5,1.5]'
SAID_WITH_REGIONS = (
    '["S",10.5,20.25,1.0,2.5,1.5,[[0.5,9.0,10.0,20.0,3.0,1.0,0.25]],[[10.0,20.0,0.75]]]'
)


@pytest.mark.parametrize(
    ("row", "locked"),
    [
        (f'["S","moved",1.25,2.5,{STAMPED}]', False),
        (f'["S","moved",1.25,2.5,{STAMPED},false]', False),
        (f'["S","moved",1.25,2.5,{STAMPED},true]', True),
    ],
    ids=["before there were locks", "unlocked", "locked"],
)
def test_what_was_said_blind_is_read(row: str, *, locked: bool) -> None:
    said = Annotation("S", Status.MOVED, Point(1.25, 2.5), STAMP, locked)
    assert unpack_annotations(f"[{row}]") == {"S": said}


@pytest.mark.parametrize(
    ("finding", "said", "made", "expected"),
    [
        ("", SAID, MADE, (Finding(), PLAIN, ReadOut.LEAST_ERROR)),
        (FOUND, SAID, MADE, (FINDING, PLAIN, ReadOut.LEAST_ERROR)),
        (FOUND, SAID_WITH_REGIONS, MADE, (FINDING, RICH, ReadOut.LEAST_ERROR)),
        (
            FOUND,
            SAID_WITH_REGIONS,
            f'{MADE},"read_out":"hottest"',
            (FINDING, RICH, ReadOut.HOTTEST),
        ),
    ],
    ids=["at first", "recognised films", "regions", "points read otherwise"],
)
def test_a_detection_is_read(
    finding: str, said: str, made: str, expected: tuple[Finding, Prediction, ReadOut]
) -> None:
    text = f'{{{finding}{GRID},"predictions":[{said}],"provenance":{{{made}}}}}'
    back = unpack_detection(text, "x")
    assert (back.finding, *back.predictions, back.provenance.read_out) == expected
    assert back.provenance == Provenance(
        "general", "0", Mode.MULTI, 4, 8, 1, "cpu", back.provenance.read_out
    )
    assert back.heatmap.grid == ImageGrid(40, 50, 8.0, -4.0, 0.0)


def test_films_and_spacings_are_read() -> None:
    spacing = PixelSpacing(0.1, 0.2, SpacingSource.STATED_BY_USER)
    mm = '[0.1,0.2,"stated by the user"]'
    film = f'{{"name":"a.png","size_px":[100,200],"spacing":{mm}}}'
    assert unpack_film(film, "x") == FilmInfo("a.png", "x", 100, 200, spacing)
    assert (unpack_spacing(mm), unpack_spacing("null")) == (spacing, None)
