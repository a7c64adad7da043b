"""The command that judges expected errors of measurements, on figures that are known."""

import json
from math import hypot
from pathlib import Path

import numpy as np
import pytest

from landmark_gui.__main__ import main
from landmark_gui.bench import measurements
from landmark_gui.cli.outcome import CommandFailed
from landmark_gui.document.case import Case
from landmark_gui.domain.cephalogram import FilmInfo
from landmark_gui.exchange.formats.csv import write_csv
from tests.bench.test_bench_review import reader_table
from tests.document.cases import SCHEME, SHAPE, found
from tests.domain.test_shape import placed

MOVED_PX = 40.0


def tables(folder: Path, error_px: float) -> list[str]:
    """Write a reader, and predictions of two films; N of the second lies further to the front."""
    reader_table(folder / "reader.csv", np.zeros((2, len(SCHEME))))
    points = placed(SHAPE)
    wrong = points | {"N": points["N"].moved(MOVED_PX, 0)}
    cases = [
        Case.new(FilmInfo(f"{film}.png", f"{film}", 1935, 2400), SCHEME).detected(
            found(said, error_px)
        )
        for film, said in enumerate((points, wrong))
    ]
    write_csv(folder / "found.csv", cases)
    return [str(folder / "found.csv"), "--truth", str(folder / "reader.csv"), "--spacing", "0.1"]


def test_errors_are_those_of_what_was_predicted_beside_the_readers(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    words = tables(tmp_path, error_px=5.0)
    assert main(["bench", "measurements", *words, "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    s, n = placed(SHAPE)["S"], placed(SHAPE)["N"]
    longer = 0.1 * (hypot(n.x + MOVED_PX - s.x, n.y - s.y) - hypot(n.x - s.x, n.y - s.y))
    length = told["measurements"]["S-N"]
    assert (told["films"], length["values"], length["within_twice"]) == (2, 2, 0.5)
    assert length["bias"] == pytest.approx(longer / 2)
    assert told["measurements"]["Go-Me"]["mean_absolute"] == pytest.approx(0, abs=1e-9)
    assert measurements.run(words) == 0
    assert "all in mm" in capsys.readouterr().out


def test_larger_expected_errors_hold_more(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    words = tables(tmp_path, error_px=2 * MOVED_PX)
    assert measurements.run([*words, "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["measurements"]["S-N"]["within"] == 1.0


def test_nothing_to_compare_is_told_in_a_sentence(tmp_path: Path) -> None:
    words = tables(tmp_path, error_px=5.0)
    (tmp_path / "none.txt").write_text("other\n")
    with pytest.raises(CommandFailed, match="no film has both"):
        measurements.run([*words, "--films", str(tmp_path / "none.txt")])
