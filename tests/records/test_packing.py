"""Detections as the record keeps them."""

import json
from dataclasses import replace

import pytest

from landmark_gui.detection.detector import FakeDetector
from landmark_gui.detection.events import Finished, Request, Settings
from landmark_gui.domain.annotation import Annotation, Stamp, Status
from landmark_gui.domain.cephalogram import Cephalogram
from landmark_gui.domain.geometry import PixelSpacing, Point, SpacingSource
from landmark_gui.domain.orientation import Facing, Finding, Orientation, Polarity, Remark
from landmark_gui.domain.prediction import ReadOut
from landmark_gui.phantom.phantom import make_phantom
from landmark_gui.records.errors import RecordTooNew
from landmark_gui.records.packing import (
    canonical,
    pack_annotations,
    pack_detection,
    pack_spacing,
    unpack_annotations,
    unpack_detection,
    unpack_spacing,
)
from tests.document.cases import detection

FINDINGS = (
    Finding(),
    Finding(Orientation(Facing.LEFT, Polarity.INVERTED, 3), (Remark.FACES_LEFT, Remark.STRANGE)),
    Finding(facing=Facing.RIGHT, polarity=Polarity.INVERTED),
)


@pytest.mark.parametrize(
    "words",
    [
        {"provenance": {"mode": "twice"}},
        {"provenance": {"read_out": "by eye"}},
        {"finding": {"orientation": ["up", "normal", 0]}},
        {"finding": {"orientation": ["right", "half", 0]}},
        {"finding": {"remarks": ["is not of a head"]}},
        {"finding": {"stated": {"facing": "up"}}},
        {"finding": {"stated": {"polarity": "half"}}},
    ],
    ids=str,
)
def test_a_word_of_a_newer_version_is_no_damage(words: dict[str, dict[str, object]]) -> None:
    packed = json.loads(pack_detection(replace(detection(3), finding=FINDINGS[1])))
    ((part, word),) = words.items()
    packed[part] |= word
    with pytest.raises(RecordTooNew):
        unpack_detection(canonical(packed), "0")


def test_what_was_said_in_a_word_of_a_newer_version_is_no_damage() -> None:
    with pytest.raises(RecordTooNew):
        unpack_annotations('[["S","doubted",1.0,2.0,null,null,false]]')
    with pytest.raises(ValueError, match="no text"):
        unpack_annotations('[["S",7,1.0,2.0,null,null,false]]')


@pytest.mark.parametrize("finding", FINDINGS, ids=str)
def test_what_was_recognised_of_a_film_is_kept(finding: Finding) -> None:
    said = replace(detection(3), finding=finding)
    assert unpack_detection(pack_detection(said), said.film_sha256).finding == finding


def test_a_detection_of_a_time_before_recognition_is_read() -> None:
    packed = json.loads(pack_detection(detection(3)))
    del packed["finding"]
    assert unpack_detection(json.dumps(packed), "x").finding == Finding()


def film() -> Cephalogram:
    return make_phantom(1, height_px=200).film


def packed() -> tuple[str, object]:
    *_, last = FakeDetector().detect(Request(1, film()))
    assert isinstance(last, Finished)
    return pack_detection(last.detection), last.detection.predictions


def test_regions_and_candidates_come_back_as_they_were() -> None:
    text, predictions = packed()
    assert unpack_detection(text, "").predictions == predictions


def test_a_detection_of_an_earlier_version_says_nothing_of_regions() -> None:
    said = json.loads(packed()[0])
    said["predictions"] = [values[:6] for values in said["predictions"]]
    old = unpack_detection(canonical(said), "").predictions
    assert [p.landmark for p in old] == ["S", "N"]
    assert all(p.regions == () and p.candidates == () for p in old)


@pytest.mark.parametrize("read_out", ReadOut)
def test_how_points_were_read_comes_back_and_is_noted_where_unusual(read_out: ReadOut) -> None:
    *_, last = FakeDetector().detect(Request(1, film(), Settings(read_out=read_out)))
    assert isinstance(last, Finished)
    text = pack_detection(last.detection)
    assert unpack_detection(text, "").provenance == last.detection.provenance
    assert ("read_out" in text) is (read_out is ReadOut.HOTTEST)  # older versions know no such word


@pytest.mark.parametrize("source", SpacingSource)
def test_a_spacing_comes_back(source: SpacingSource) -> None:
    spacing = PixelSpacing(0.1, 0.2, source)
    assert unpack_spacing(pack_spacing(spacing)) == spacing


@pytest.mark.parametrize(
    ("source", "read_before"),
    [
        (SpacingSource.GEOMETRY, "calibrated"),
        (SpacingSource.FIDUCIAL, "calibrated"),
        (SpacingSource.STATED_BY_FILE, "calibrated, type unknown"),
    ],
)
def test_a_source_that_older_versions_do_not_know_is_a_word_that_they_pass_over(
    source: SpacingSource, read_before: str
) -> None:
    spacing = PixelSpacing(0.1, 0.2, source)
    assert json.loads(pack_spacing(spacing))[:3] == [0.1, 0.2, read_before]
    assert unpack_spacing(f'[0.1,0.2,"{source.value}"]') == spacing


def test_what_was_said_blind_comes_back_whole() -> None:
    stamp = Stamp.now("reader")
    said = {
        "S": Annotation("S", Status.MOVED, Point(1.25, 2.5), stamp, locked=True),
        "N": Annotation("N", Status.MISSING, None, stamp),
        "A": Annotation("A"),
    }
    assert unpack_annotations(pack_annotations(said)) == said
