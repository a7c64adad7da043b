"""Detections as the record keeps them."""

import json

from landmark_gui.detection.detector import FakeDetector
from landmark_gui.detection.events import Finished, Request
from landmark_gui.domain.cephalogram import Cephalogram
from landmark_gui.phantom.phantom import make_phantom
from landmark_gui.records.packing import canonical, pack_detection, unpack_detection


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
