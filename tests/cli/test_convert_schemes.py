"""`landmark-gui convert` with labels of a scheme that nobody has named."""

import json
from pathlib import Path

import pytest

from landmark_gui.__main__ import main
from landmark_gui.domain.landmarks import LandmarkScheme
from landmark_gui.exchange.formats import labelme
from tests.exchange.labelled_films import AARIZ, ISBI, complete_film, context


@pytest.mark.parametrize(("scheme", "told"), [(AARIZ, True), (ISBI, False)])
def test_a_scheme_that_was_guessed_is_told_and_keeps_its_numbers(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], scheme: LandmarkScheme, *, told: bool
) -> None:
    (tmp_path / "a.json").write_bytes(
        labelme.render([complete_film("a.png", scheme)], context(scheme))
    )
    words = ["convert", str(tmp_path / "a.json"), str(tmp_path / "cl.json")]
    assert main([*words, "--to", "cl-detection", "--json"]) == 0
    said = capsys.readouterr()
    assert ("read as aariz29" in said.err) is told
    assert json.loads(said.out)["read_as"] == scheme.name
    points = json.loads((tmp_path / "cl.json").read_bytes())["points"]
    assert [point["name"] for point in points] == [str(mark.id) for mark in scheme]
