import json

import pytest

from landmark_gui.bench import command, exchange
from landmark_gui.exchange.registry import FORMATS


def test_every_text_format_is_measured_out_and_in(capsys: pytest.CaptureFixture[str]) -> None:
    assert command.run(["exchange", "--count", "2", "--json"]) == 0
    figures = json.loads(capsys.readouterr().out)
    assert set(figures) == {f.name for f in FORMATS.values() if f.extra is None}
    assert all(seconds["out_s"] >= 0 and seconds["in_s"] >= 0 for seconds in figures.values())


def test_dicom_is_measured_when_named(capsys: pytest.CaptureFixture[str]) -> None:
    pytest.importorskip("highdicom")
    assert exchange.run(["dicom-gsps", "--count", "1"]) == 0
    assert "dicom-gsps" in capsys.readouterr().out


def test_an_unknown_format_is_refused(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        exchange.run(["vott"])
    assert "vott is no format" in capsys.readouterr().err
