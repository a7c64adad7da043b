"""The window and its record: what is shown as saved is saved, and nothing is lost on the way."""

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from landmark_gui.document.case import Case
from landmark_gui.domain.annotation import Status
from landmark_gui.domain.geometry import PixelSpacing, Point, SpacingSource
from landmark_gui.domain.landmarks import LandmarkScheme
from landmark_gui.paths import config_folder
from landmark_gui.records.record import Record
from landmark_gui.records.verify import verify
from landmark_gui.ui.main_window import MainWindow
from landmark_gui.ui.messages import Tone
from landmark_gui.ui.preferences import Preferences

if TYPE_CHECKING:
    from tests.ui.conftest import Bench

Open = Callable[[], "Bench"]
CTRL = Qt.KeyboardModifier.ControlModifier
SPACING = PixelSpacing(0.1, 0.1, SpacingSource.STATED_BY_USER)


@pytest.fixture(autouse=True)
def _impatience(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("landmark_gui.ui.recording.recorder.RETRY_MS", 50)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "data" / "record.sqlite"


@pytest.fixture
def another(bench: "Bench", qtbot: QtBot, scheme: LandmarkScheme, path: Path) -> Iterator[Open]:
    """Makes windows with film-1 open and the record at `path`."""
    made: list[MainWindow] = []

    def make() -> "Bench":
        window = MainWindow(scheme, "reader", Preferences(config_folder()), bench.dialogs)
        window.recorder.open(path)
        window.show()
        made.append(window)
        again = type(bench)(window, bench.dialogs, qtbot)
        again.open(1)
        again.until_shown()
        return again

    yield make
    for window in made:
        window.leave()
        window.deleteLater()


def case(bench: "Bench") -> Case:
    assert bench.window.session.case is not None
    return bench.window.session.case


def kept(path: Path, bench: "Bench") -> Case:
    with Record.open(path) as record:
        shown = case(bench)
        return record.restore(shown.film, shown.scheme).history.current


def is_kept(path: Path, bench: "Bench") -> bool:
    return kept(path, bench).annotations == case(bench).annotations


def status(bench: "Bench") -> str:
    return bench.window.panels.status._saving.text()


def close(bench: "Bench") -> None:
    assert bench.window.close()


def test_every_verb_is_in_the_record_as_soon_as_it_is_done(another: Open, path: Path) -> None:
    bench = another()
    bench.start()
    bench.until_detected()
    correcting = bench.window.correcting
    verbs: list[Callable[[], object]] = [
        lambda: correcting.move("S", Point(30, 40)),
        lambda: correcting.nudge(1, 0),
        lambda: correcting.nudge(1, 0, True),
        correcting.confirm,
        correcting.undo,
        correcting.redo,
        correcting.missing,
        correcting.not_visible,
        correcting.back,
        correcting.confirm_all,
        correcting.undo,
    ]
    for verb in verbs:
        verb()
        assert is_kept(path, bench)
    assert status(bench) == "Saved"
    assert verify(path).whole


def test_what_was_done_is_there_when_the_film_is_opened_again_with_its_undo_steps(
    another: Open,
) -> None:
    bench = another()
    bench.start()
    bench.until_detected()
    bench.window.correcting.move("N", Point(30, 40))
    bench.window.session.select("Or")
    bench.window.correcting.missing()
    before = case(bench).annotations
    close(bench)
    again = another()
    assert case(again).annotations == before
    assert status(again) == "Saved"
    view = again.window.view
    QTest.keyClick(view, Qt.Key.Key_Z, CTRL)
    assert case(again).annotations["Or"].status is Status.PREDICTED
    QTest.keyClick(view, Qt.Key.Key_Z, CTRL)
    assert case(again).annotations["N"].status is Status.PREDICTED
    QTest.keyClick(view, Qt.Key.Key_Y, CTRL)
    assert case(again).annotations["N"].point == Point(30, 40)


def test_a_film_that_was_detected_is_not_detected_again(another: Open) -> None:
    bench = another()
    bench.start()
    bench.until_detected()
    close(bench)
    again = another()
    again.start()
    again.until_detected()
    assert again.window.queue.detections.job is None
    assert again.window.queue.waiting == 0
    again.window.menus["heat_all"].trigger()  # the record keeps no maps; that is said, no error
    again.window.grab()
    assert "Ctrl+D detects again" in again.window.panels.area._chip.text()
    again.window.menus["detect"].trigger()
    again.until(lambda: bool(_maps(again)))
    assert again.window.panels.area._chip.text() == ""


def _maps(bench: "Bench") -> tuple[str, ...]:
    detection = case(bench).detection
    return detection.heatmap.landmarks if detection else ()


def test_a_window_with_everything_in_the_record_closes_without_asking(another: Open) -> None:
    bench = another()
    bench.window.correcting.move("S", Point(3, 4))
    assert len(bench.window.session.unexported) == 1
    assert bench.window.close()


def test_a_locked_record_is_said_and_taken_up_when_it_is_free(another: Open, path: Path) -> None:
    bench = another()
    with closing(sqlite3.connect(path, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        bench.window.correcting.move("S", Point(3, 4))
        assert status(bench) == "Not saved: the record is in use"
        assert "Nothing is lost" in bench.said
        bench.window.correcting.move("N", Point(5, 6))
        assert not bench.window.close()
        assert "neither in the record nor exported" in bench.said
        other.execute("ROLLBACK")
    bench.until(lambda: status(bench) == "Saved")
    assert is_kept(path, bench)
    assert bench.said == "Everything is saved again."


@pytest.mark.parametrize("last", ["taken back", "calibrated"])
def test_closing_asks_for_whatever_a_record_in_use_did_not_take(
    another: Open, path: Path, last: str
) -> None:
    bench = another()
    session, correcting = bench.window.session, bench.window.correcting
    correcting.move("S", Point(3, 4))
    if last == "calibrated":
        correcting.undo()
    with closing(sqlite3.connect(path, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        if last == "calibrated":
            session.calibrate("Set spacing", SPACING, [0])
        else:
            correcting.undo()
        assert len(session.unexported) == 0
        assert not bench.window.close()
        assert "Your work on 1 film is neither in the record" in bench.said
        other.execute("ROLLBACK")


def test_what_was_calibrated_after_an_export_is_not_lost_unasked(another: Open, path: Path) -> None:
    bench = another()
    session, correcting = bench.window.session, bench.window.correcting
    correcting.move("S", Point(3, 4))
    session.note_exported(session.worklist.exportable)
    with closing(sqlite3.connect(path, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        session.calibrate("Set spacing", SPACING, [0])
        assert not bench.window.close()
        other.execute("ROLLBACK")


def test_when_something_breaks_the_work_is_saved_before_it_is_told(
    another: Open, path: Path
) -> None:
    bench = another()
    with closing(sqlite3.connect(path, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        bench.window.correcting.move("S", Point(3, 4))
        other.execute("ROLLBACK")
    bench.window.crash._tell("ZeroDivisionError in paint", "in full")
    assert is_kept(path, bench)
    assert "ZeroDivisionError in paint" in bench.said


def test_a_full_disk_is_said_and_nothing_is_lost_once_it_is_freed(
    another: Open, path: Path
) -> None:
    bench = another()
    record = bench.window.recorder._record
    assert record is not None
    (pages,) = record._connection.execute("PRAGMA page_count").fetchone()
    record._connection.execute(f"PRAGMA max_page_count = {pages}")
    correcting = bench.window.correcting
    for step in range(400):
        correcting.move("S", Point(step / 10, 4))
        if status(bench) != "Saved":
            break
    assert status(bench) == "Not saved: the disk is full"
    correcting.move("N", Point(5, 6))
    record._connection.execute("PRAGMA max_page_count = 100000")
    bench.until(lambda: status(bench) == "Saved")
    assert is_kept(path, bench)
    assert verify(path).whole


def test_a_record_that_is_deleted_while_it_is_open_is_written_again(
    another: Open, path: Path
) -> None:
    bench = another()
    bench.window.correcting.move("S", Point(3, 4))
    path.unlink()
    bench.window.correcting.move("N", Point(5, 6))
    assert status(bench) == "Not saved: the record is gone"
    bench.until(lambda: status(bench) == "Saved")
    assert is_kept(path, bench)
    assert verify(path).whole
    bench.window.correcting.undo()
    assert is_kept(path, bench)


def test_a_record_that_comes_back_with_its_drive_gets_what_was_done_meanwhile(
    another: Open, path: Path
) -> None:
    bench = another()
    bench.window.correcting.move("S", Point(3, 4))
    away = path.parent.with_name("unplugged")
    path.parent.rename(away)
    bench.window.correcting.move("N", Point(5, 6))
    assert status(bench) == "Not saved: the record is gone"
    away.rename(path.parent)
    bench.until(lambda: status(bench) == "Saved")
    assert is_kept(path, bench)
    assert verify(path).whole


def test_what_was_taken_back_or_unlocked_while_the_record_was_away_stays_so(
    another: Open, path: Path
) -> None:
    bench = another()
    session, correcting = bench.window.session, bench.window.correcting
    correcting.move("N", Point(5, 6))
    correcting.move("S", Point(3, 4))
    correcting.lock()
    away = path.parent.with_name("unplugged")
    path.parent.rename(away)
    correcting.lock()
    correcting.move("S", Point(9, 9))
    session.select("N")
    correcting.back()
    before = case(bench)
    away.rename(path.parent)
    bench.until(lambda: status(bench) == "Saved")
    assert case(bench).annotations == before.annotations
    assert is_kept(path, bench)
    assert session.worklist.entry is not None
    assert session.worklist.entry.history is not None
    assert session.worklist.entry.history.undo_label == "Back to prediction N"
    assert bench.said
    assert "another window" not in bench.said


def test_without_a_record_one_can_work_and_is_told_that_nothing_is_saved(
    bench: "Bench", tmp_path: Path
) -> None:
    (tmp_path / "file").touch()
    bench.window.recorder.open(tmp_path / "file" / "record.sqlite")
    assert bench.said.startswith("Nothing is being saved.")
    bench.open(1)
    bench.until_shown()
    bench.window.correcting.move("S", Point(3, 4))
    assert case(bench).annotations["S"].point == Point(3, 4)
    assert status(bench) == "Not saved: the record cannot be written"
    (tmp_path / "file").unlink()
    bench.until(lambda: status(bench) == "Saved")
    assert is_kept(tmp_path / "file" / "record.sqlite", bench)


def test_a_damaged_record_is_set_aside_on_request_and_a_new_one_gets_everything(
    bench: "Bench", path: Path
) -> None:
    path.parent.mkdir(exist_ok=True)
    path.write_bytes(b"no database" * 999)
    bench.window.recorder.open(path)
    bench.open(1)
    bench.until_shown()
    bench.window.correcting.move("S", Point(3, 4))
    message = bench.window.messages.current
    assert message is not None
    assert message.tone is Tone.ERROR
    message.remedies[0].verb()
    assert status(bench) == "Saved"
    assert is_kept(path, bench)
    aside = path.with_stem("record-damaged-1")
    assert aside.read_bytes() == b"no database" * 999


def test_two_windows_on_one_film_lose_nothing_and_say_so(another: Open, path: Path) -> None:
    one, other = another(), another()
    one.window.correcting.move("S", Point(3, 4))
    other.window.correcting.move("N", Point(5, 6))
    assert "also changed in another window" in other.said
    both = kept(path, other).annotations
    assert (both["S"].point, both["N"].point) == (Point(3, 4), Point(5, 6))
    assert is_kept(path, other)
    other.window.correcting.undo()
    assert case(other).annotations["S"].point == Point(3, 4)
    assert case(other).annotations["N"].point is None
    one.window.correcting.confirm_all()
    one.window.correcting.move("N", Point(7, 8))
    assert is_kept(path, one)
    assert verify(path).whole


def test_blind_first_in_one_window_takes_nothing_from_what_the_other_decided(
    another: Open, path: Path
) -> None:
    one, other = another(), another()
    one.start()
    one.until_detected()
    other.start()
    other.until_detected()
    one.window.correcting.confirm_all()
    other.window.reviewing.set_blind_first(on=True)
    assert case(other).complete
    assert is_kept(path, other)
    assert is_kept(path, one)


def test_two_windows_that_detect_the_same_film_have_nothing_to_say(another: Open) -> None:
    one, other = another(), another()
    one.start()
    one.until_detected()
    other.start()
    other.until_detected()
    other.window.correcting.confirm()
    assert other.said == ""
    assert case(other).decided == 1


def test_one_film_under_two_names_in_one_window_loses_nothing(another: Open, path: Path) -> None:
    bench = another()
    session, correcting = bench.window.session, bench.window.correcting
    (first,) = session.shelf.sources
    session.add([type(first)("copy", "key-copy", first.read)])
    bench.until_shown()
    session.show(0)
    bench.until_shown()
    correcting.move("S", Point(3, 4))
    session.show(1)
    bench.until_shown()
    correcting.move("N", Point(5, 6))
    both = case(bench).annotations
    assert (both["S"].point, both["N"].point) == (Point(3, 4), Point(5, 6))
    assert is_kept(path, bench)
