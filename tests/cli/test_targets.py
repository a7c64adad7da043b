"""What no command replaces, and what it keeps when it comes to nothing."""

import errno
import os
import sys
from pathlib import Path
from typing import NoReturn

import pytest
from PIL import Image

from landmark_gui.__main__ import main
from landmark_gui.cli import growing_table
from landmark_gui.cli.outcome import CommandFailed
from landmark_gui.cli.targets import check_target, is_record
from landmark_gui.document.case import Case
from landmark_gui.domain.cephalogram import FilmInfo
from landmark_gui.exchange.errors import CannotWrite
from landmark_gui.exchange.formats import csv
from landmark_gui.records.record import Record
from tests.exchange.labelled_films import ISBI, complete_film, context


@pytest.mark.parametrize("name", ["a.png", "a.dcm", "record.sqlite"])
def test_a_film_or_a_record_is_never_replaced(tmp_path: Path, name: str) -> None:
    (tmp_path / name).write_bytes(b"SQLite format 3\0" if name.endswith("sqlite") else b"film")
    with pytest.raises(CommandFailed, match="is a film or a record"):
        check_target(tmp_path / name, overwrite=True)


@pytest.mark.skipif(sys.platform == "win32", reason="its pipes lie in no folder")
def test_nobody_waits_for_a_pipe_and_no_file_takes_its_place(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    with pytest.raises(CommandFailed, match="pipe is not a file"):
        check_target(tmp_path / "pipe", overwrite=True)


def test_what_is_read_is_never_replaced(tmp_path: Path) -> None:
    table = tmp_path / "corrected.csv"
    table.write_text("a reader's work")
    with pytest.raises(CommandFailed, match="is also an input"):
        check_target(table, overwrite=True, read=[tmp_path / "." / "corrected.csv"])
    with pytest.raises(CommandFailed, match="--overwrite replaces it"):
        check_target(table, overwrite=False)
    check_target(table, overwrite=True)
    assert table.read_text() == "a reader's work"


@pytest.mark.parametrize(
    ("target", "reason"), [("no/where.csv", "there is no folder"), ("folder", "is a folder")]
)
def test_a_place_that_is_none_is_said(tmp_path: Path, target: str, reason: str) -> None:
    (tmp_path / "folder").mkdir()
    with pytest.raises(CommandFailed, match=reason):
        check_target(tmp_path / target, overwrite=False)


def test_what_the_system_refuses_is_said_of_the_file_that_was_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    too_long = tmp_path / f"{'r' * 300}.csv"
    with pytest.raises(CommandFailed, match=r"/r+\.csv could not be written: File name too long\."):
        check_target(too_long, overwrite=False)

    def refuse(**_: object) -> None:
        raise PermissionError(13, "Permission denied", "/folder/tmp4khacxc_")

    monkeypatch.setattr("tempfile.TemporaryFile", refuse)
    with pytest.raises(CommandFailed, match=r"/out\.csv could not be written: Permission denied\."):
        check_target(tmp_path / "out.csv", overwrite=False)


def test_what_the_system_refuses_without_a_word_has_a_reason_all_the_same(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object) -> None:
        raise TimeoutError

    (tmp_path / "map.json").write_text("{}", "utf-8")
    (tmp_path / "a.csv").write_text("image,1_x,1_y\na,10,20\n", "utf-8")
    monkeypatch.setattr("landmark_gui.cli.convert.read_label_map", refuse)
    words = ["--to", "csv", "--label-map", str(tmp_path / "map.json")]
    assert main(["convert", str(tmp_path / "a.csv"), str(tmp_path / "b.csv"), *words]) == 2
    assert "map.json could not be read: TimeoutError." in capsys.readouterr().err


def test_a_copy_of_a_record_may_be_made_anew_but_never_over_the_record(
    data_folder: Path, tmp_path: Path
) -> None:
    record, copy = data_folder / "record.sqlite", tmp_path / "copy.sqlite"
    with Record.open(record):
        pass
    assert main(["records", "backup", str(copy)]) == 0
    assert main(["records", "backup", str(copy), "--overwrite"]) == 0
    assert main(["records", "backup", str(record), "--overwrite"]) == 2
    assert main(["records", "export", "--csv", str(record), "--overwrite"]) == 2
    assert is_record(record)


def test_a_copy_of_a_record_is_never_made_over_a_film(data_folder: Path, tmp_path: Path) -> None:
    with Record.open(data_folder / "record.sqlite"):
        pass
    film = tmp_path / "a.dcm"
    film.write_bytes(b"film")
    assert main(["records", "backup", str(film), "--overwrite"]) == 2
    assert film.read_bytes() == b"film"


def test_a_place_that_cannot_be_written_to_is_said_before_the_work(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refused(**_: object) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr("tempfile.TemporaryFile", refused)
    with pytest.raises(CommandFailed, match="Permission denied"):
        check_target(tmp_path / "out.csv", overwrite=False)


def test_the_table_of_what_is_decided_is_not_replaced_by_what_is_detected(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    Image.new("L", (300, 300)).save(tmp_path / "a.png")
    given = tmp_path / "given.csv"
    given.write_text("a reader's work")
    table = ["--given", str(given), "--csv", str(given), "--overwrite"]
    assert main(["detect", str(tmp_path / "a.png"), *table]) == 2
    assert "is also an input" in capsys.readouterr().err
    assert given.read_text() == "a reader's work"


def test_a_full_disk_is_no_mistake_of_who_typed_a_conversion(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    source, out = tmp_path / "labels.csv", tmp_path / "out.tps"
    source.write_bytes(csv.render([complete_film("a.png", ISBI)], context(ISBI)))

    def full(_: int) -> NoReturn:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(os, "fsync", full)
    assert main(["convert", str(source), str(out), "--to", "tps"]) == 1
    assert f"{out} could not be written: No space left" in capsys.readouterr().err
    assert not out.exists()


def test_where_a_table_cannot_be_written_beside_either_the_one_that_is_wanted_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(path: Path, _: object) -> NoReturn:
        raise CannotWrite(f"{path.name} could not be written: No space left.")

    monkeypatch.setattr(growing_table, "write_csv", full)
    table = growing_table.GrowingTable(tmp_path / "out.csv", ours=True)
    with pytest.raises(CommandFailed, match=r"^out\.csv could not") as failed:
        table.finish([Case.new(FilmInfo("a.png", "", 9, 9), ISBI)], interrupted=False)
    assert failed.value.code == 1
