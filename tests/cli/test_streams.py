"""`-` in place of a table, in every command that reads or writes one."""

import errno
import io
import json
import os
import sys
import tempfile
from pathlib import Path

import pytest
from PIL import Image

from landmark_gui.__main__ import main
from landmark_gui.cli import detect
from landmark_gui.detection.detector import FakeDetector
from landmark_gui.exchange.formats.csv import read_csv
from landmark_gui.exchange.reader_table import write_reader_table
from landmark_gui.imaging.film import read_film
from tests.cli.test_compare import ISBI, SENIOR, ours
from tests.cli.test_convert import Terminal

FULL = Path("/dev/full")
Captured = pytest.CaptureFixture[str]


def type_in(monkeypatch: pytest.MonkeyPatch, data: bytes) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(data)))


@pytest.fixture
def films(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(detect, "_load", lambda _weights, _device: FakeDetector(ISBI.abbreviations))
    folder = tmp_path / "films"
    folder.mkdir()
    Image.new("L", (500, 400), 90).save(folder / "000.png")
    return folder


def test_detect_writes_its_table_to_stdout(
    films: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    out = Terminal()
    monkeypatch.setattr(sys, "stdout", out)
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "nowhere"))  # others may look there
    assert main(["detect", str(films), "--csv", "-"]) == 0
    table = tmp_path / "kept.csv"
    table.write_bytes(out.buffer.getvalue())
    assert set(read_csv(table)["000.png"].points) == set(ISBI.abbreviations)
    assert not Path("-").exists()


def test_a_table_and_a_report_do_not_share_stdout(films: Path, capsys: Captured) -> None:
    assert main(["detect", str(films), "--csv", "-", "--json"]) == 2
    assert "cannot both go to stdout" in capsys.readouterr().err


def test_evaluate_reads_from_stdin(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: Captured
) -> None:
    junior = ours(tmp_path / "junior.csv", 0.1)
    truth = tmp_path / "truth.csv"
    write_reader_table(truth, ISBI, SENIOR)
    assert main(["evaluate", str(junior), "--truth", str(truth), "--json"]) == 0
    from_file = json.loads(capsys.readouterr().out)
    type_in(monkeypatch, junior.read_bytes())
    assert main(["evaluate", "-", "--truth", str(truth), "--json"]) == 0
    from_stdin = json.loads(capsys.readouterr().out)
    names = [told["made_by"]["tables"][0].pop("table") for told in (from_file, from_stdin)]
    assert names == ["junior.csv", "stdin.csv"]
    assert from_stdin == from_file


def test_compare_takes_one_reader_from_stdin(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: Captured
) -> None:
    junior = ours(tmp_path / "junior.csv")
    type_in(monkeypatch, junior.read_bytes())
    assert main(["compare", "-", str(junior), "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["readers"] == ["stdin", "junior"]


def test_a_picture_takes_its_landmarks_from_stdin(
    films: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (identity,) = (read_film(path).info.sha256 for path in films.glob("*.png"))
    table = ours(tmp_path / "junior.csv").read_text("utf-8")
    type_in(monkeypatch, table.replace(".png,0,", f".png,{identity},").encode())
    words = ["picture", str(films), "--landmarks", "-", "--out", str(tmp_path / "pictures")]
    assert main(words) == 0
    assert (tmp_path / "pictures" / "000-landmarks.png").is_file()


def test_nothing_on_stdin_is_said(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: Captured
) -> None:
    type_in(monkeypatch, b"")
    assert main(["compare", "-", str(ours(tmp_path / "junior.csv"))]) == 2
    assert "stdin.csv" in capsys.readouterr().err


def test_json_is_json_on_a_terminal_that_lacks_letters(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    film = tmp_path / "S\u00e3o.png"
    Image.new("L", (500, 400), 90).save(film)
    tables = [tmp_path / f"{name}.csv" for name in ("S\u00e3o", "truth")]
    for table in tables:
        write_reader_table(table, ISBI, {"S\u00e3o": SENIOR["000"]})
    one, other = map(str, tables)
    for words in (
        ["inspect", str(film)],
        ["compare", one, other],
        ["evaluate", one, "--truth", other, "--spacing", "1", "--without", "S"],
        ["picture", str(film), "--landmarks", one, "--out", str(tmp_path / "out")],
    ):
        out = io.TextIOWrapper(io.BytesIO(), "cp437", "backslashreplace")
        monkeypatch.setattr(sys, "stdout", out)
        assert main([*words, "--json"]) == 0
        out.flush()
        text = out.buffer.getvalue().decode("ascii")
        assert json.loads(text)


@pytest.mark.skipif(not FULL.exists(), reason="only Linux has a disk that is always full")
@pytest.mark.parametrize("words", [["detect", "--csv", "-"], ["inspect"]])
def test_a_full_disk_behind_stdout_is_named(
    films: Path, words: list[str], monkeypatch: pytest.MonkeyPatch, capsys: Captured
) -> None:
    with FULL.open("w", encoding="utf-8") as full:
        monkeypatch.setattr(sys, "stdout", full)
        assert main([*words, str(films)]) == 1
    said = f"landmark-gui: stdout could not be written: {os.strerror(errno.ENOSPC)}.\n"
    assert capsys.readouterr().err.endswith(said)
