"""Records that can be read but not written, or not be understood: what they hold is not lost."""

from collections.abc import Callable
from pathlib import Path

import pytest

from landmark_gui.document.case import Case
from landmark_gui.domain.geometry import Point
from landmark_gui.records.errors import DiskFull
from landmark_gui.records.record import Record
from landmark_gui.records.verify import verify
from tests.records.one_film import write_as_a_newer_version
from tests.ui.conftest import Bench

Open = Callable[[], Bench]


@pytest.fixture
def decided(another: Open, tmp_path: Path) -> Path:
    """Return a record in which a reader has decided on film-1; its window is closed."""
    bench = with_film(another())
    bench.window.correcting.move("S", Point(30, 40))
    bench.window.leave()
    return tmp_path / "record.sqlite"


def with_film(bench: Bench) -> Bench:
    bench.open(1)
    bench.until_shown()
    return bench


def case(bench: Bench) -> Case:
    assert bench.window.session.case is not None
    return bench.window.session.case


def test_what_was_decided_is_shown_though_the_disk_is_full_and_goes_on_once_it_is_freed(
    another: Open, decided: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object, **__: object) -> Record:
        raise DiskFull("The disk that holds the record is full.")

    monkeypatch.setattr("landmark_gui.ui.recording.recorder.RETRY_MS", 50)
    with monkeypatch.context() as full:
        full.setattr(Record, "open", refuse)
        bench = with_film(another())
        assert bench.window.recorder.text == "Not saved: the disk is full"
        assert case(bench).annotations["S"].point == Point(30, 40)
        bench.window.correcting.move("N", Point(50, 60))
    bench.until(lambda: bench.window.recorder.text == "Saved")
    with Record.open(decided) as record:
        kept = record.restore(case(bench).film, case(bench).scheme).history
    assert kept.current.annotations == case(bench).annotations
    assert kept.undo().current.annotations["S"].point == Point(30, 40)
    assert verify(decided).whole


def test_a_record_of_a_newer_version_is_not_to_be_set_aside(another: Open, decided: Path) -> None:
    with Record.open(decided) as record:
        (film,) = record.films()
    write_as_a_newer_version(decided, film.sha256)
    events = verify(decided).events
    bench = with_film(another())
    said = bench.window.messages.current
    assert said is not None
    assert "newer version" in said.text
    assert said.remedies == ()
    bench.window.correcting.move("N", Point(50, 60))
    assert bench.window.recorder.text == "Not saved: a film is from a newer version"
    assert verify(decided).events == events


def test_a_film_that_a_newer_version_has_changed_hinders_no_other_film(
    another: Open, decided: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with Record.open(decided) as record:
        (film,) = record.films()
    write_as_a_newer_version(decided, film.sha256)
    monkeypatch.setattr("landmark_gui.ui.recording.recorder.RETRY_MS", 20)
    bench = another()
    bench.open(3)
    bench.until(lambda: all(entry.case for entry in bench.window.session.worklist.entries))
    assert bench.said.startswith("film-1 was changed by a newer version of this program; ")
    for later in (1, 2):
        bench.window.session.show(later)
        bench.until_shown()
        bench.window.correcting.move("N", Point(50, 60))
        bench.until(lambda: holds_n(decided, case(bench)))
    assert bench.window.recorder.text == "Not saved: a film is from a newer version"
    assert not bench.window.recorder.save_now()
    assert bench.window.close()
    assert verify(decided).whole


def test_who_has_decided_on_a_film_that_a_newer_version_has_changed_does_not_lose_it_unasked(
    another: Open, decided: Path
) -> None:
    with Record.open(decided) as record:
        (film,) = record.films()
    write_as_a_newer_version(decided, film.sha256)
    bench = another()
    bench.open(2)
    for shown in (1, 0):
        bench.window.session.show(shown)
        bench.until_shown()
        bench.window.correcting.move("N", Point(50, 60))
    assert not bench.window.close()
    assert bench.said.startswith("Your work on 1 film is neither in the record nor exported.")


def holds_n(path: Path, now: Case) -> bool:
    with Record.open_to_read(path) as record:
        kept = record.restore(now.film, now.scheme).history.current
    return kept.annotations["N"].point == Point(50, 60)
