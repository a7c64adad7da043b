"""What `convert` never replaces, and what it says to be lost of films that stay behind."""

import json
import os
import sqlite3
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from landmark_gui.domain.annotation import Annotation, Status
from landmark_gui.exchange.formats import csv, labelme
from tests.cli.test_convert import convert
from tests.exchange.labelled_films import ISBI, complete_film, context


@pytest.fixture
def table(tmp_path: Path) -> Path:
    """A table of two films, of which the first lacks nasion."""
    films = [complete_film(name, ISBI) for name in ("a.png", "b.png")]
    missing = {**films[0].annotations, "N": Annotation("N", Status.MISSING)}
    films[0] = replace(films[0], annotations=missing)
    (tmp_path / "labels.csv").write_bytes(csv.render(films, context(ISBI)))
    return tmp_path / "labels.csv"


@pytest.mark.parametrize("name", ["labels.csv", "link.csv", "other.csv"])
def test_what_is_read_is_never_replaced(
    table: Path, name: str, capsys: pytest.CaptureFixture[str]
) -> None:
    before = table.read_bytes()
    (table.parent / "link.csv").symlink_to(table)
    (table.parent / "other.csv").hardlink_to(table)
    assert convert(table, table.parent / name, "--to", "tps", "--overwrite") == 2
    assert "is also an input; write to another file" in capsys.readouterr().err
    assert table.read_bytes() == before


def test_a_folder_that_is_read_keeps_its_files(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    label = tmp_path / "in" / "a.json"
    label.parent.mkdir()
    label.write_bytes(labelme.render([complete_film("a.png", ISBI)], context(ISBI)))
    before = label.read_bytes()
    assert convert(label.parent, label.parent, "--to", "xanylabeling", "--overwrite") == 2
    assert "a.json is also an input" in capsys.readouterr().err
    assert label.read_bytes() == before
    assert convert(label.parent, label.parent, "--to", "isbi", "--overwrite") == 0


def test_a_record_is_never_replaced(table: Path, capsys: pytest.CaptureFixture[str]) -> None:
    record = table.parent / "record.sqlite"
    with sqlite3.connect(record) as database:
        database.execute("create table events (n)")
    before = record.read_bytes()
    assert convert(table, record, "--to", "csv", "--overwrite") == 2
    assert "is a record; write to another file" in capsys.readouterr().err
    assert record.read_bytes() == before


@pytest.mark.skipif(sys.platform == "win32", reason="its pipes lie in no folder")
def test_a_pipe_is_not_replaced_by_a_file(table: Path, capsys: pytest.CaptureFixture[str]) -> None:
    pipe = table.parent / "pipe"
    os.mkfifo(pipe)
    assert convert(table, pipe, "--to", "csv", "--overwrite") == 1
    assert "pipe could not be written: it is not a file" in capsys.readouterr().err
    assert pipe.is_fifo()


def test_another_file_is_replaced(table: Path) -> None:
    other = table.parent / "other.csv"
    other.write_text("old")
    assert convert(table, other, "--to", "csv", "--overwrite") == 0
    assert set(csv.read_csv(other)) == {"a.png", "b.png"}


def test_only_what_films_that_are_written_lose_is_said_to_be_lost(
    table: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert convert(table, tmp_path / "out", "--to", "isbi", "--json") == 1
    lost = json.loads(capsys.readouterr().out)["not_carried"]
    assert "who read a landmark (1 of 1 film)" in lost
    assert not any("missing" in words for words in lost)


def test_a_name_that_no_file_can_have_is_said(
    table: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    name = tmp_path / f"{'x' * 300}.csv"
    assert convert(table, name, "--to", "csv") == 1
    err = capsys.readouterr().err
    assert f"{name} could not be written: " in err
    assert "Errno" not in err
