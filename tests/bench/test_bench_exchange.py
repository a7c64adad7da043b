import json
from functools import partial
from itertools import accumulate, cycle
from types import SimpleNamespace

import pytest

from landmark_gui.bench import command, exchange
from landmark_gui.exchange.registry import FORMATS


def test_every_text_format_is_measured_out_and_in(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    clock = accumulate(cycle((1.0, 2.0, 3.0)))  # 1 s between formats, 2 s out, 3 s in
    monkeypatch.setattr(exchange, "time", SimpleNamespace(perf_counter=partial(next, clock)))
    assert command.run(["exchange", "--count", "2", "--json"]) == 0
    figures = json.loads(capsys.readouterr().out)
    assert set(figures) == {f.name for f in FORMATS.values() if f.extra is None}
    assert all(seconds == {"out_s": 2.0, "in_s": 3.0} for seconds in figures.values())


def test_dicom_is_measured_when_named(capsys: pytest.CaptureFixture[str]) -> None:
    pytest.importorskip("highdicom")
    assert exchange.run(["dicom-gsps", "--count", "1"]) == 0
    assert "dicom-gsps" in capsys.readouterr().out


def test_an_unknown_format_is_refused(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        exchange.run(["vott"])
    assert "vott is not a format" in capsys.readouterr().err
