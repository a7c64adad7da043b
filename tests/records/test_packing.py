import json
from dataclasses import replace

import pytest

from landmark_gui.domain.orientation import Facing, Finding, Orientation, Polarity, Remark
from landmark_gui.records.packing import pack_detection, unpack_detection
from tests.document.test_case import detection

FINDINGS = (
    Finding(),
    Finding(Orientation(Facing.LEFT, Polarity.INVERTED, 3), (Remark.FACES_LEFT, Remark.STRANGE)),
    Finding(facing=Facing.RIGHT, polarity=Polarity.INVERTED),
)


@pytest.mark.parametrize("finding", FINDINGS, ids=str)
def test_what_was_recognised_of_a_film_is_kept(finding: Finding) -> None:
    said = replace(detection(3), finding=finding)
    assert unpack_detection(pack_detection(said), said.film_sha256).finding == finding


def test_a_detection_of_a_time_before_recognition_is_read() -> None:
    packed = json.loads(pack_detection(detection(3)))
    del packed["finding"]
    assert unpack_detection(json.dumps(packed), "x").finding == Finding()
