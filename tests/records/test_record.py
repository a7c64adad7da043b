"""The record as a file: what is appended is there, in order, and comes back."""

import os
import shutil
import subprocess
import sys
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest

from landmark_gui.domain.annotation import Stamp
from landmark_gui.domain.cephalogram import FilmInfo
from landmark_gui.domain.geometry import Point
from landmark_gui.in_use import is_held
from landmark_gui.records import chain, errors, schema
from landmark_gui.records.event import Kind
from landmark_gui.records.record import Record
from landmark_gui.records.replay import Writer, difference
from landmark_gui.records.schema import MIGRATIONS
from landmark_gui.records.verify import verify
from tests.document.cases import SCHEME, detection
from tests.exchange.test_replacing import scanned
from tests.records.one_film import (
    ALL,
    DETECTED,
    FILM,
    FRESH,
    MOVED,
    STAMP,
    WRITER,
    raw,
    write,
    write_as_a_newer_version,
)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "data" / "record.sqlite"


def test_what_was_appended_comes_back_with_its_undo_steps(path: Path) -> None:
    write(path, DETECTED, MOVED, ALL, ALL.undo())
    with Record.open(path) as record:
        back = record.restore(FILM, SCHEME).history
    assert back.current.annotations == MOVED.current.annotations
    assert (back.undo_label, back.redo_label) == ("Move S", "Confirm all")
    assert back.redo().current.annotations == ALL.current.annotations
    assert back.undo().current.annotations == DETECTED.current.annotations


def test_a_detection_comes_back_without_its_maps(path: Path) -> None:
    write(path, DETECTED)
    with Record.open(path) as record:
        back = record.restore(FILM, SCHEME).history.current.detection
    said = detection()
    assert back is not None
    assert (back.predictions, back.provenance) == (said.predictions, said.provenance)
    assert back.heatmap.maps.size == 0


def test_what_was_said_in_another_scheme_says_nothing_in_this_one(path: Path) -> None:
    write(path, MOVED)
    elsewhere = MOVED.current.marked_missing("N", STAMP)
    with Record.open(path) as record:
        record.append(FILM, Writer(STAMP, "aariz29").step("Missing N", MOVED.current, elsewhere))
        back = record.restore(FILM, SCHEME).history
    assert back.current.annotations == MOVED.current.annotations
    assert back.undo_label == "Move S"


def test_an_unknown_film_comes_back_as_a_fresh_case(path: Path) -> None:
    with Record.open(path) as record:
        back = record.restore(FILM, SCHEME)
    assert back.last == 0
    assert back.history.current.annotations == FRESH.current.annotations


def test_films_are_kept_with_name_size_and_spacing(path: Path) -> None:
    write(path, MOVED)
    with Record.open(path) as record:
        assert record.films() == [FILM]


def test_films_are_kept_with_the_shape_of_their_pixels(path: Path) -> None:
    oblong = FilmInfo("a.dcm", "y", 10, 10, pixel_aspect=2.0)
    with Record.open(path) as record:
        record.append(oblong, [WRITER.event(Kind.UNCHANGED)])
        assert record.films() == [oblong]


def test_a_name_that_is_no_unicode_is_kept(path: Path) -> None:
    odd = FilmInfo("caf\udce9.png", "y", 10, 10)
    with Record.open(path) as record:
        record.append(odd, [WRITER.event(Kind.UNCHANGED)])
        assert record.films() == [odd]
    assert verify(path).whole


def test_a_reader_whose_name_is_no_unicode_is_kept(path: Path) -> None:
    writer = Writer(Stamp("M\udcfcller", STAMP.utc), SCHEME.name)
    with Record.open(path) as record:
        record.append(FILM, [writer.event(Kind.UNCHANGED)])
        assert {event.reader for event in record.events("x")} == {r"M\udcfcller"}
    assert verify(path).whole


def test_nothing_is_written_over_what_the_writer_has_not_seen(path: Path) -> None:
    with Record.open(path) as one, Record.open(path) as other:
        last = one.append(FILM, difference(FRESH, MOVED, WRITER), after=0)
        with pytest.raises(errors.ChangedElsewhere):
            other.append(FILM, difference(FRESH, DETECTED, WRITER), after=0)
        assert other.restore(FILM, SCHEME).last == last
    assert verify(path).whole


def test_a_locked_record_is_said_so_and_taken_up_again(path: Path) -> None:
    with Record.open(path, patience_s=0.05) as record:
        with raw(path) as other:
            other.execute("BEGIN IMMEDIATE")
            with pytest.raises(errors.RecordLocked):
                record.append(FILM, difference(FRESH, MOVED, WRITER))
        record.append(FILM, difference(FRESH, MOVED, WRITER))
    assert verify(path).whole


def test_a_full_disk_loses_nothing_that_was_written_and_can_be_freed(path: Path) -> None:
    write(path, MOVED)
    with Record.open(path) as record:
        (pages,) = record._connection.execute("PRAGMA page_count").fetchone()
        record._connection.execute(f"PRAGMA max_page_count = {pages}")
        with pytest.raises(errors.DiskFull):
            record.append(FILM, [WRITER.predicted(detection(shift)) for shift in range(40)])
        record._connection.execute("PRAGMA max_page_count = 1000000")
        record.append(FILM, difference(MOVED, ALL, WRITER))
        assert record.restore(FILM, SCHEME).history.current.complete
    assert verify(path).whole


def test_a_deleted_file_is_noticed_and_written_again_whole(path: Path) -> None:
    with Record.open(path) as record:
        record.append(FILM, difference(FRESH, DETECTED, WRITER))
        path.unlink()
        with pytest.raises(errors.RecordVanished):
            record.append(FILM, difference(DETECTED, MOVED, WRITER))
        assert record.put_back()
    with Record.open(path) as record:
        assert record.restore(FILM, SCHEME).history.current.detection is not None
    assert verify(path).whole


def test_a_deleted_file_that_cannot_be_written_again_at_once_is_so_later(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with Record.open(path) as record:
        record.append(FILM, difference(FRESH, DETECTED, WRITER))
        (mine := path.with_name("record.sqlite.rescued")).write_text("mine")
        path.unlink()
        with monkeypatch.context() as refusing:
            refusing.setattr("landmark_gui.records.record.put_in_place", refuse)
            for _ in range(2):
                with pytest.raises(errors.RecordUnwritable):
                    record.put_back()
        assert record.put_back()
        assert not is_held(path)
    assert verify(path).events == 2
    assert mine.read_text() == "mine"
    assert sorted(path.parent.iterdir()) == [path, mine]


def test_what_goes_into_a_file_that_vanishes_meanwhile_is_not_called_written(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    stored = chain.stored

    def unplugged(row: chain.Row, previous: str) -> tuple[Any, ...]:
        with suppress(FileNotFoundError):
            path.rename(path.with_name("elsewhere.sqlite"))
        return stored(row, previous)

    monkeypatch.setattr(chain, "stored", unplugged)
    with Record.open(path) as record, pytest.raises(errors.RecordVanished):
        record.append(FILM, difference(FRESH, MOVED, WRITER))


def test_a_deleted_file_is_not_put_into_another_folder_of_that_name(path: Path) -> None:
    with Record.open(path) as record:
        path.parent.rename(path.parent.with_name("unplugged"))
        path.parent.mkdir()  # as the empty mount point of a drive
        with pytest.raises(errors.RecordVanished):
            record.put_back()
    assert list(path.parent.iterdir()) == []


def test_a_file_that_is_no_record_is_refused_and_left_alone(path: Path) -> None:
    path.parent.mkdir()
    path.write_bytes(b"not a database" * 99)
    with pytest.raises(errors.RecordDamaged):
        Record.open(path)
    assert path.read_bytes() == b"not a database" * 99


def test_the_database_of_another_program_is_refused(path: Path) -> None:
    path.parent.mkdir()
    with raw(path) as other:
        other.execute("CREATE TABLE precious (a)")
    with pytest.raises(errors.RecordDamaged):
        Record.open(path)


def test_a_record_of_a_newer_version_is_refused(path: Path) -> None:
    write(path, MOVED)
    with raw(path) as other:
        other.execute(f"PRAGMA user_version = {len(MIGRATIONS) + 1}")
    with pytest.raises(errors.RecordTooNew):
        Record.open(path)


@pytest.mark.parametrize(
    ("kind", "detail"),
    [("tilted", ""), (Kind.CALIBRATED, '[0.1,0.1,"guessed"]')],
    ids=["what happened", "how a spacing came to be known"],
)
def test_events_of_a_newer_version_are_no_damage(path: Path, kind: str, detail: str) -> None:
    write(path, MOVED)
    write_as_a_newer_version(path, kind=kind, detail=detail)
    assert verify(path).whole
    with Record.open(path) as record:
        with pytest.raises(errors.RecordTooNew, match="newer version"):
            record.restore(FILM, SCHEME)
        with pytest.raises(errors.RecordTooNew, match="newer version"):
            record.events(FILM.sha256)


def test_a_folder_that_cannot_be_made_is_said_so(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(errors.RecordUnwritable):
        Record.open(tmp_path / "file" / "record.sqlite")


def test_an_older_record_is_backed_up_and_brought_to_the_present_version(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as past:
        past.setattr(schema, "MIGRATIONS", MIGRATIONS[:1])
        write(path, MOVED)
    with Record.open(path) as record:
        assert record.restore(FILM, SCHEME).history.undo_label == "Move S"
        assert schema._version(record._connection) == len(MIGRATIONS)
    backup = path.with_name("record.sqlite.version-1.backup")
    with raw(backup) as old:
        assert schema._version(old) == 1
        assert old.execute("SELECT events FROM head").fetchone() == (3,)


def test_the_record_is_durable_and_guarded(path: Path) -> None:
    with Record.open(path) as record:
        asked = ("journal_mode", "synchronous", "foreign_keys")
        said = [record._connection.execute(f"PRAGMA {name}").fetchone()[0] for name in asked]
    assert said == ["wal", 2, 1]


def test_over_a_network_there_is_no_shared_memory(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(schema, "over_network", lambda _: True)
    write(path, MOVED)
    with Record.open(path) as record:
        assert record._connection.execute("PRAGMA journal_mode").fetchone() == ("delete",)
    assert verify(path).whole


def refuse(*_: object, **__: object) -> None:
    raise PermissionError


def test_a_copy_that_is_in_place_is_no_failure_though_its_folder_refuses_from_then_on(
    path: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(path, MOVED)
    monkeypatch.setattr(Path, "unlink", refuse)
    with Record.open(path) as record:
        record.back_up(tmp_path / "copy.sqlite")
    assert verify(tmp_path / "copy.sqlite").whole


def test_a_backup_is_a_whole_record_of_its_own(path: Path, tmp_path: Path) -> None:
    write(path, MOVED)
    copy = tmp_path / "copy.sqlite"
    with Record.open(path) as record:
        record.back_up(copy)
    assert verify(copy).whole
    with Record.open(copy) as record:
        assert record.films() == [FILM]


def test_each_event_names_landmark_place_reader_time_and_weights(path: Path) -> None:
    write(path, DETECTED, MOVED)
    with Record.open(path) as record:
        opened, predicted, moved = record.events("x")
    assert [opened.kind, predicted.kind] == [Kind.OPENED, Kind.PREDICTED]
    assert predicted.model_sha256 == "0"
    assert (moved.kind, moved.landmark, moved.point) == (Kind.MOVED, "S", Point(3, 4))
    assert (moved.reader, moved.utc) == ("reader", STAMP.utc)


MANY = """
import sys
from pathlib import Path
from landmark_gui.records.record import Record
from landmark_gui.records.replay import difference
from tests.records.one_film import DETECTED, FILM, FRESH, MOVED, WRITER
with Record.open(Path(sys.argv[1])) as record:
    for _ in range(100):
        record.append(FILM, difference(DETECTED, MOVED, WRITER))
"""


def test_programs_that_write_at_the_same_time_lose_nothing(path: Path) -> None:
    root = Path(__file__).parents[2]
    words = [sys.executable, "-c", MANY, str(path)]
    programs = [
        subprocess.Popen(words, cwd=root, env=os.environ | {"PYTHONPATH": str(root)})
        for _ in range(3)
    ]
    assert [program.wait(60) for program in programs] == [0, 0, 0]
    assert verify(path).events == 1 + 300


def test_a_record_that_is_only_read_stays_as_it_is_byte_by_byte(path: Path, tmp_path: Path) -> None:
    write(path, MOVED)
    copy = tmp_path / "copy.sqlite"
    with Record.open(path) as record:
        record.back_up(copy)
    with raw(copy) as connection:  # as an older version left it
        connection.execute("DROP INDEX event_of_film")
        connection.execute("PRAGMA user_version = 1")
    before = copy.read_bytes()
    with Record.open_to_read(copy) as record:
        back = record.restore(FILM, SCHEME).history
        with pytest.raises(errors.RecordError):
            record.append(FILM, difference(FRESH, MOVED, WRITER))
    assert back.current.annotations == MOVED.current.annotations
    assert copy.read_bytes() == before


def test_a_copy_that_a_scanner_holds_for_moments_is_put_in_place(
    path: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(path, MOVED)
    pauses = scanned(monkeypatch, refusals=3)
    with Record.open(path) as record:
        record.back_up(tmp_path / "copy.sqlite")
    assert verify(tmp_path / "copy.sqlite").whole
    assert len(pauses) == 3


def test_a_copy_takes_nothing_away_that_lies_beside_it(path: Path, tmp_path: Path) -> None:
    write(path, MOVED)
    (tmp_path / "copy.sqlite.tmp").write_text("mine")
    with Record.open(path) as record:
        record.back_up(tmp_path / "copy.sqlite")
    assert (tmp_path / "copy.sqlite.tmp").read_text() == "mine"
    assert len(list(tmp_path.glob(".landmark-gui-*"))) == 0


def test_a_cell_nested_without_end_is_damage(path: Path) -> None:
    write(path, MOVED)
    with raw(path) as connection:
        connection.execute("DROP TRIGGER event_is_never_changed")
        connection.execute("UPDATE event SET detail = ?", ("[" * 200_000,))
    with Record.open_to_read(path) as record, pytest.raises(errors.RecordDamaged):
        record.restore(FILM, SCHEME)


def test_what_a_dead_program_left_in_the_journal_is_read(path: Path, tmp_path: Path) -> None:
    with Record.open(path) as record:
        record.append(FILM, difference(FRESH, MOVED, WRITER))
        left = tmp_path / "left behind #1"
        shutil.copytree(path.parent, left)
    assert any(file.stat().st_size for file in left.glob("*-wal"))
    with Record.open_to_read(left / path.name) as record:
        back = record.restore(FILM, SCHEME).history
    assert back.current.annotations == MOVED.current.annotations
    assert [file.name for file in left.iterdir()] == [path.name]


def test_an_empty_file_is_no_record_to_read(path: Path) -> None:
    path.parent.mkdir()
    path.touch()
    with pytest.raises(errors.RecordDamaged, match="no record in it"):
        Record.open_to_read(path)
