import csv
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from landmark_gui.__main__ import main
from landmark_gui.cli.outcome import Exit
from landmark_gui.domain.annotation import Status
from landmark_gui.exchange.formats.csv import read_csv
from landmark_gui.records.record import Record
from landmark_gui.records.replay import difference
from landmark_gui.records.verify import verify
from tests.cli.test_convert import Terminal
from tests.records.one_film import (
    DETECTED,
    FRESH,
    MOVED,
    WRITER,
    tamper,
    write,
    write_as_a_newer_version,
)


@pytest.fixture
def path(data_folder: Path) -> Path:
    path = data_folder / "record.sqlite"  # where the user's own record is
    write(path, DETECTED, MOVED)
    return path


def test_a_whole_record_is_said_to_be_whole(path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["records", "verify"]) == Exit.OK
    said = "3 events; no single one is damaged, missing or changed."
    assert f"{path}: {said}" in capsys.readouterr().out


def test_the_first_event_that_was_tampered_with_is_named(
    path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    tamper(path, "UPDATE event SET reader = 'someone' WHERE id = 2")
    assert main(["records", "verify", "--records", str(path)]) == Exit.FAILED
    assert "event 2: it was changed after it was written" in capsys.readouterr().out


def test_what_a_newer_version_wrote_is_whole_and_for_that_one_to_export(
    path: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    write_as_a_newer_version(path)
    assert main(["records", "verify"]) == Exit.OK
    assert main(["records", "export", "--csv", str(tmp_path / "out.csv")]) == Exit.FAILED
    assert "a.png was changed by a newer version of this program" in capsys.readouterr().err
    assert not (tmp_path / "out.csv").exists()


def test_a_film_that_a_newer_version_has_changed_keeps_no_other_from_the_table(
    path: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    other = replace(MOVED.current.film, name="b.png", sha256="b" * 64)
    with Record.open(path) as record:
        record.append(other, difference(FRESH, MOVED, WRITER))
    write_as_a_newer_version(path)
    table = tmp_path / "out.csv"
    assert main(["records", "export", "--csv", str(table)]) == Exit.FAILED
    said = capsys.readouterr()
    assert said.out == f"1 film written to {table}.\n"
    assert said.err.startswith("landmark-gui: a.png was changed by a newer version")
    assert list(read_csv(table)) == ["b.png"]


def test_what_the_record_holds_is_exported_as_a_table(
    path: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    table = tmp_path / "out.csv"
    assert path.is_file()
    assert main(["records", "export", "--csv", str(table)]) == Exit.OK
    assert capsys.readouterr().out == f"1 film written to {table}.\n"
    film = read_csv(table)["a.png"]
    assert film.annotations["S"].status is Status.MOVED
    assert film.annotations["S"].stamp == MOVED.current.annotations["S"].stamp
    assert film.annotations["N"].status is Status.PREDICTED
    assert main(["records", "export", "--csv", str(table)]) == Exit.USAGE
    assert main(["records", "export", "--csv", str(table), "--overwrite"]) == Exit.OK


def test_films_of_one_name_in_the_record_are_told_apart_in_the_table(
    path: Path, tmp_path: Path
) -> None:
    films = [replace(MOVED.current.film, sha256=f"{number}f" * 32) for number in range(3)]
    with Record.open(path) as record:
        for film in films:
            record.append(film, difference(FRESH, MOVED, WRITER))
    table = tmp_path / "out.csv"
    assert main(["records", "export", "--csv", str(table)]) == Exit.OK
    told = read_csv(table)
    assert list(told) == ["a.png", "a (2).png", "a (3).png", "a (4).png"]
    assert {film.film.sha256 for film in told.values()} >= {film.sha256 for film in films}


def test_the_table_goes_to_stdout(
    path: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    out = Terminal()
    monkeypatch.setattr(sys, "stdout", out)
    words = ["records", "export", "--records", str(path), "--csv"]
    assert main([*words, "-"]) == Exit.OK
    told = out.buffer.getvalue()
    assert main([*words, "table.csv"]) == Exit.OK
    assert told == (tmp_path / "table.csv").read_bytes()
    assert not (tmp_path / "-").exists()


def test_a_copy_is_a_whole_record_and_replaces_nothing_unasked(path: Path, tmp_path: Path) -> None:
    copy = tmp_path / "copy.sqlite"
    assert main(["records", "backup", str(copy), "--records", str(path)]) == Exit.OK
    assert verify(copy).events == 3
    assert main(["records", "backup", str(copy)]) == Exit.USAGE


def test_a_copy_is_put_back_in_the_place_of_the_record(
    path: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    copy = str(tmp_path / "copy.sqlite")
    assert main(["records", "backup", copy]) == Exit.OK
    write(path, DETECTED)
    assert main(["records", "restore", copy]) == Exit.OK
    said = capsys.readouterr().out
    assert f"{copy} put in place of {path}." in said
    assert f"The previous record is now {path.with_stem('record-replaced-1')}." in said
    assert verify(path).events == 3
    with Record.open(path):
        assert main(["records", "restore", copy]) == Exit.FAILED
    assert "close the window" in capsys.readouterr().err


@pytest.mark.parametrize("verb", [["verify"], ["export", "--csv", "x.csv"], ["backup", "x"]])
def test_without_a_record_each_verb_says_so_and_makes_none(
    data_folder: Path, capsys: pytest.CaptureFixture[str], verb: list[str]
) -> None:
    assert main(["records", *verb]) == Exit.FAILED
    assert "There is no record record.sqlite" in capsys.readouterr().err
    assert not (data_folder / "record.sqlite").exists()
    assert not Path(verb[-1]).exists()


def test_a_record_that_is_not_there_is_named_with_its_whole_folder(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    assert main(["records", "verify", "--records", "nothing.sqlite"]) == Exit.FAILED
    assert f"There is no record nothing.sqlite in {tmp_path}." in capsys.readouterr().err


def test_the_window_is_given_the_record_that_was_named(monkeypatch: pytest.MonkeyPatch) -> None:
    seen: list[object] = []

    def run_window(*_: object, **options: object) -> int:
        seen.append(options["records"])
        return 0

    monkeypatch.setattr("landmark_gui.app.run_window", run_window)
    assert main(["demo", "--records", "mine.sqlite"]) == Exit.OK
    assert main(["open"]) == Exit.OK
    assert seen == [Path("mine.sqlite"), None]


@pytest.mark.parametrize("folder", ["", ".", "/"])
@pytest.mark.parametrize("words", [["demo"], ["records", "verify"], ["records", "restore", "a"]])
def test_a_folder_is_no_file_of_a_record(
    words: list[str],
    folder: str,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setattr("landmark_gui.app.run_window", lambda *_, **__: Exit.OK)
    assert main([*words, "--records", folder]) == Exit.USAGE
    assert f"{folder or '.'} is a folder; name the record's file" in capsys.readouterr().err


def test_every_event_is_written_beside_the_table_with_its_time(
    path: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    table, events = tmp_path / "out.csv", tmp_path / "events.csv"
    assert path.is_file()
    words = ["records", "export", "--csv", str(table), "--events", str(events)]
    assert main(words) == Exit.OK
    assert f"3 events written to {events}." in capsys.readouterr().out
    with events.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert [row["kind"] for row in rows] == ["opened", "predicted", "moved"]
    assert rows[2]["utc"] == "2024-01-02T03:04:05Z"
    assert (rows[2]["event"], rows[2]["session"], rows[2]["seconds"]) == ("3", "1", "")
    assert (rows[2]["image"], rows[2]["image_sha256"]) == ("a.png", "x")
    assert (rows[2]["reader"], rows[2]["scheme"]) == ("reader", "isbi19")
    assert (rows[2]["landmark"], rows[2]["x_px"], rows[2]["y_px"]) == ("S", "3.0", "4.0")
    assert rows[2]["step"] == "Move S"
    assert main(words) == Exit.USAGE


def test_the_table_and_the_events_come_from_one_opening_of_the_record(
    path: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened: list[Path] = []
    read = Record.open_to_read

    def open_to_read(record: Path) -> Record:
        opened.append(record)
        return read(record)

    monkeypatch.setattr(Record, "open_to_read", open_to_read)
    table, events = tmp_path / "out.csv", tmp_path / "events.csv"
    assert main(["records", "export", "--csv", str(table), "--events", str(events)]) == Exit.OK
    assert opened == [path]


def test_the_table_and_the_events_are_two_files(path: Path, tmp_path: Path) -> None:
    one, same = str(tmp_path / "one.csv"), str(tmp_path / "films" / ".." / "one.csv")
    (tmp_path / "films").mkdir()
    assert path.is_file()
    for events in (one, same, "-"):
        assert main(["records", "export", "--csv", one, "--events", events]) == Exit.USAGE
    assert not Path(one).exists()


def test_events_are_written_beside_a_table_on_stdout(
    path: Path, tmp_path: Path, capfdbinary: pytest.CaptureFixture[bytes]
) -> None:
    events = tmp_path / "events.csv"
    words = ["records", "export", "--records", str(path), "--csv", "-", "--events", str(events)]
    assert main(words) == Exit.OK
    out = capfdbinary.readouterr().out
    assert out.startswith(b"image,")
    assert b"written" not in out
    assert events.read_bytes().count(b"\r\n") == 4


def test_a_film_set_aside_is_written_only_on_request(
    path: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    other, table = replace(MOVED.current.film, name="b.png", sha256="f" * 64), tmp_path / "out.csv"
    aside = MOVED.rewritten(lambda case: case.set_aside(on=True))
    with Record.open(path) as record:
        record.append(other, difference(FRESH, aside, WRITER))
    assert main(["records", "export", "--csv", str(table)]) == Exit.OK
    assert list(read_csv(table)) == ["a.png"]
    assert "1 film that was set aside left out" in capsys.readouterr().err
    assert main(["records", "export", "--csv", str(table), "--overwrite", "--set-aside"]) == Exit.OK
    assert list(read_csv(table)) == ["a.png", "b.png"]
    assert "left out" not in capsys.readouterr().err
