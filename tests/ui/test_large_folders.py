"""Thousands of films: what is known shows at once, what is not looked at costs next to nothing."""

from collections.abc import Callable, Iterator
from pathlib import Path
from threading import Semaphore
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import QModelIndex
from PySide6.QtWidgets import QToolButton
from pytestqt.qtbot import QtBot

from landmark_gui.document.worklist import Progress, Worklist
from landmark_gui.domain.cephalogram import Cephalogram
from landmark_gui.domain.geometry import Point
from landmark_gui.domain.packed import PackedPredictions
from landmark_gui.exchange.picture.png import write_png
from landmark_gui.imaging.thumbnail import thumbnail
from landmark_gui.ui import over_film
from landmark_gui.ui.background import Background, Urgency
from landmark_gui.ui.canvas.pyramid import ShownFilm
from landmark_gui.ui.panels.worklist import WorklistPanel
from landmark_gui.ui.shelf import CAPACITY, Shelf
from landmark_gui.ui.sources import THUMBNAIL_PX, FilmSource
from tests.ui.conftest import phantom

if TYPE_CHECKING:
    from tests.ui.conftest import Bench

Open = Callable[[], "Bench"]


@pytest.fixture
def films(tmp_path: Path) -> Path:
    folder = tmp_path / "films"
    folder.mkdir()
    for seed in range(3):
        write_png(folder / f"{seed}.png", phantom(seed + 1))
    return folder


def all_detected(another: Open, films: Path) -> "Bench":
    """Return a window on the films, all of which the model has seen."""
    bench = another()
    bench.window.session.open_paths([films])
    bench.until_shown()
    bench.start()
    bench.until(lambda: bench.progress()[1:] == [Progress.PREDICTED] * 2)
    bench.until(lambda: bench.window.queue.detections.job is None)
    return bench


def holding_maps(bench: "Bench") -> list[int]:
    entries = bench.window.session.worklist.entries
    cases = {index: entry.case for index, entry in enumerate(entries)}
    return [i for i, c in cases.items() if c and c.detection and c.detection.heatmap.landmarks]


def test_a_folder_opened_again_shows_where_films_stand_before_they_are_read(
    another: Open, films: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = all_detected(another, films)
    first.window.correcting.move("S", Point(30, 40))
    stood = [entry.standing for entry in first.window.session.worklist.entries]
    assert first.window.close()

    def wait_for_ever(*_: object) -> None:
        """Stand for a background that has not come to reading yet."""

    again = another()
    monkeypatch.setattr(again.window.session.shelf, "fetch", wait_for_ever)
    again.window.session.open_paths([films])
    again.until(lambda: again.progress() == [Progress.EDITED, *[Progress.PREDICTED] * 2])
    entries = again.window.session.worklist.entries
    assert [entry.standing for entry in entries] == stood
    assert all(entry.case is None for entry in entries)
    assert again.window.queue.waiting == 0
    again.window.grab()
    shown = again.window.panels.films._model
    assert shown.progress(shown.index(0)) == "1 of 19 decided"


def test_where_films_stood_is_shown_a_portion_at_a_time(
    another: Open, films: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = all_detected(another, films)
    assert first.window.close()
    monkeypatch.setattr("landmark_gui.ui.recording.standings.AT_ONCE", 2)
    again = another()
    taken: list[list[int]] = []
    session = again.window.session
    monkeypatch.setattr(session, "take_notes", lambda known: taken.append(sorted(known)))
    again.window.session.open_paths([films])
    again.until(lambda: len(taken) == 2)
    assert taken == [[0, 1], [2]]


def test_to_show_another_film_asks_nothing_of_the_drive(
    another: Open, films: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    bench = all_detected(another, films)
    bench.until(lambda: bench.window.session.background.resting)
    asked: list[float] = []
    monkeypatch.setattr("landmark_gui.records.drive.Drive.answers", lambda _, s: asked.append(s))
    bench.window.session.show(1)
    assert asked == []


def test_a_film_that_was_replaced_by_another_stands_nowhere(another: Open, films: Path) -> None:
    first = all_detected(another, films)
    assert first.window.close()
    write_png(films / "2.png", phantom(4))
    again = another()
    again.window.session.open_paths([films])
    again.until(lambda: Progress.PREDICTED in again.progress())
    assert again.progress()[2] is Progress.WAITING


def test_the_film_shown_and_those_used_last_hold_their_maps_and_landmarks_stay(
    another: Open, films: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("landmark_gui.ui.map_shelf.CAPACITY", 2)
    bench = all_detected(another, films)
    assert holding_maps(bench) == [0, 2]
    assert all(progress is Progress.PREDICTED for progress in bench.progress())
    cases = [entry.case for entry in bench.window.session.worklist.entries]
    said = [case.detection.predictions for case in cases if case and case.detection]
    assert [isinstance(each, PackedPredictions) for each in said] == [False, True, False]


def test_maps_come_back_when_their_film_is_shown(
    another: Open, films: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("landmark_gui.ui.map_shelf.CAPACITY", 1)
    bench = all_detected(another, films)
    bench.window.menus["heat_all"].trigger()
    for film in (1, 0):
        bench.window.session.show(film)
        bench.until(lambda film=film: holding_maps(bench) == [film])  # type: ignore[misc]
        bench.until(lambda: bench.window.panels.area._chip.text() == "")
    assert over_film.overlay(bench.window.session, bench.window.queue.preview).heatmap is not None


def test_maps_that_are_let_go_do_not_make_an_exported_film_unexported(
    another: Open, films: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("landmark_gui.ui.map_shelf.CAPACITY", 1)
    bench = another()
    session, correcting = bench.window.session, bench.window.correcting
    bench.window.session.open_paths([films])
    bench.start()
    bench.until_detected()
    correcting.confirm_all()
    session.note_exported(session.worklist.exportable)
    assert len(session.unexported) == 0
    session.show(1)
    bench.until(lambda: holding_maps(bench) == [1])
    assert len(session.unexported) == 0


def test_small_pictures_that_were_let_go_come_back_when_their_row_is_seen(
    bench: "Bench", monkeypatch: pytest.MonkeyPatch
) -> None:
    one = thumbnail(phantom(1), THUMBNAIL_PX).nbytes
    monkeypatch.setattr("landmark_gui.ui.shelf.THUMBNAIL_BYTES", 30 * one)
    session, films = bench.window.session, bench.window.panels.films.list
    session.add([numbered(number) for number in range(60)])
    films.scrollToBottom()
    bench.until(lambda: session.background.resting)
    assert 0 not in session.shelf.thumbnails
    films.scrollToTop()
    bench.until(lambda: 0 in session.shelf.thumbnails)
    assert len(session.shelf.thumbnails) == 30


def test_a_row_on_the_screen_gets_its_picture_before_the_rest_of_the_folder(
    bench: "Bench",
) -> None:
    order: list[int] = []
    session = bench.window.session
    session.shelf.pictured.connect(order.append)
    session.add([numbered(number) for number in range(60)])
    bench.window.panels.films.list.scrollToBottom()
    bench.window.grab()
    bench.until(lambda: 59 in order)
    assert len(order) < 60


def numbered(number: int) -> FilmSource:
    return FilmSource(f"film-{number}", f"key-{number}", lambda _: phantom(1))


def test_the_film_that_is_looked_at_stays_at_hand_whatever_is_read_ahead(qtbot: QtBot) -> None:
    background = Background()
    shelf = Shelf(background)
    shelf.add([numbered(number) for number in range(CAPACITY + 3)])
    shelf.fetch(0, Urgency.ASKED)
    for number in range(1, CAPACITY + 3):
        shelf.fetch(number, Urgency.NEXT)
    qtbot.waitUntil(lambda: background.resting, timeout=8000)
    background.close(1.0)
    assert shelf.film(0) is not None
    assert sum(shelf.film(number) is not None for number in range(CAPACITY + 3)) == CAPACITY


def test_large_films_are_let_go_sooner(qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("landmark_gui.ui.shelf.FILM_BYTES", 2.5 * ShownFilm.of(phantom(1)).nbytes)
    background = Background()
    shelf = Shelf(background)
    shelf.add([numbered(number) for number in range(5)])
    shelf.fetch(0, Urgency.ASKED)
    for number in range(1, 5):
        shelf.fetch(number, Urgency.NEXT)
    qtbot.waitUntil(lambda: background.resting, timeout=8000)
    background.close(1.0)
    assert [number for number in range(5) if shelf.film(number)] == [0, 4]


def test_films_too_large_to_lie_beside_the_one_shown_are_detected_all_the_same(
    bench: "Bench", monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("landmark_gui.ui.shelf.FILM_BYTES", 1)
    bench.open(4)
    bench.start()
    bench.until(lambda: bench.progress() == [Progress.PREDICTED] * 4)
    bench.until(lambda: bench.window.session.background.resting)
    assert bench.window.session.film is not None


def test_thousands_of_selected_films_are_few_ranges_and_not_read_again_while_they_stay(
    qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    panel = WorklistPanel(QToolButton())
    qtbot.addWidget(panel)
    worklist = Worklist().added(tuple(f"{number}.png" for number in range(3000)))
    marked = frozenset(range(3000)) - {1000}
    panel.show_worklist(worklist, None, {}, marked)
    films = panel.list
    assert films._selected() == marked
    assert films.selectionModel().selection().count() == 2
    monkeypatch.setattr(films, "_selected", lambda: pytest.fail("asked again"))
    panel.show_worklist(worklist.failed(1, "cannot be read"), None, {}, marked)


def test_a_film_that_changes_is_drawn_anew_without_laying_out_all_rows(
    qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    panel = WorklistPanel(QToolButton())
    qtbot.addWidget(panel)
    panel.show()
    worklist = Worklist().added(tuple(f"{number}.png" for number in range(3000)))
    panel.show_worklist(worklist, None, {}, frozenset())
    qtbot.wait(50)
    asked: list[object] = []
    counted = panel._model.rowCount

    def row_count(*parent: QModelIndex) -> int:
        asked.append(parent)
        return counted(*parent)

    monkeypatch.setattr(panel._model, "rowCount", row_count)
    panel.show_worklist(worklist.failed(1, "cannot be read"), None, {}, frozenset())
    qtbot.wait(50)
    assert 0 < len(asked) < 1000


def test_the_list_is_kept_up_while_films_are_read_one_after_another(bench: "Bench") -> None:
    refreshed: list[bool] = []
    bench.window._list_due.timeout.connect(lambda: refreshed.append(True))
    for _ in range(20):
        bench.window.session.listed.emit()
        bench.qtbot.wait(10)
    assert refreshed


class SlowDrive:
    """Gives films one by one, when it is told to, and notes which were read."""

    def __init__(self) -> None:
        self.read: list[int] = []
        self.begun, self.may = Semaphore(0), Semaphore(0)

    def source(self, number: int) -> FilmSource:
        def read(_: str) -> Cephalogram:
            self.read.append(number)
            self.begun.release()
            self.may.acquire(timeout=8)
            return phantom(1)

        return FilmSource(f"film-{number}", f"key-{number}", read)

    def let_go(self) -> None:
        """Hold nothing back any more."""
        self.may.release(1000)


@pytest.fixture
def drive() -> SlowDrive:
    return SlowDrive()


@pytest.fixture
def slow(qtbot: QtBot, drive: SlowDrive) -> Iterator[Shelf]:
    """A shelf of ten films on a slow drive."""
    del qtbot
    background = Background()
    shelf = Shelf(background)
    shelf.add([drive.source(number) for number in range(10)])
    yield shelf
    drive.let_go()
    background.close(8.0)


def page_to(shelf: Shelf, film: int) -> None:
    shelf.fetch(film, Urgency.ASKED)
    shelf.fetch(film + 1, Urgency.NEXT)


def test_whoever_pages_quickly_waits_for_no_film_passed_by(
    slow: Shelf, drive: SlowDrive, qtbot: QtBot
) -> None:
    page_to(slow, 0)
    assert drive.begun.acquire(timeout=8)
    for film in range(1, 8):
        page_to(slow, film)
        slow.see(film - 1)  # its row is on the screen
    drive.let_go()
    qtbot.waitUntil(lambda: slow.film(7) is not None, timeout=8000)
    assert drive.read[:2] == [0, 7]
    # their small pictures come when there is time
    qtbot.waitUntil(lambda: len(slow.thumbnails) == 10, timeout=8000)
    assert sorted(drive.read) == list(range(10))


def test_a_film_that_was_passed_by_and_is_shown_again_comes(
    slow: Shelf, drive: SlowDrive, qtbot: QtBot
) -> None:
    page_to(slow, 0)
    assert drive.begun.acquire(timeout=8)
    page_to(slow, 5)
    page_to(slow, 2)
    drive.may.release()
    assert drive.begun.acquire(timeout=8)  # the worker has passed 5 by, which nobody has heard yet
    page_to(slow, 5)
    drive.let_go()
    qtbot.waitUntil(lambda: slow.film(5) is not None, timeout=8000)


def test_a_film_whose_drive_hangs_holds_up_no_film_of_another(
    slow: Shelf, drive: SlowDrive, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    slow.fetch(0, Urgency.ASKED)
    assert drive.begun.acquire(timeout=8)
    slow.sources[5] = numbered(5)
    slow.fetch(5, Urgency.NEXT)
    monkeypatch.setattr("landmark_gui.ui.background.HANGS_S", -1.0)
    slow.fetch(5, Urgency.ASKED)
    qtbot.waitUntil(lambda: slow.film(5) is not None, timeout=8000)
    assert slow.film(0) is None
    drive.let_go()
    qtbot.waitUntil(lambda: slow.film(0) is not None, timeout=8000)
    qtbot.waitUntil(lambda: len(slow.thumbnails) == 10, timeout=8000)


def test_a_film_that_hangs_holds_up_no_small_picture_though_nobody_turns_to_another(
    slow: Shelf, drive: SlowDrive, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("landmark_gui.ui.background.HANGS_S", 0.1)
    slow.sources[1:] = [numbered(number) for number in range(1, 10)]
    slow.fetch_thumbnails()
    qtbot.waitUntil(lambda: set(slow.thumbnails) == set(range(1, 10)), timeout=8000)
    assert slow.hanging == {0}
    drive.let_go()
    qtbot.waitUntil(lambda: len(slow.thumbnails) == 10, timeout=8000)
    assert not slow.hanging


def test_a_film_that_is_asked_for_while_it_is_read_for_its_small_picture_is_read_once(
    slow: Shelf, drive: SlowDrive, qtbot: QtBot
) -> None:
    page_to(slow, 0)
    drive.let_go()
    qtbot.waitUntil(lambda: slow.film(1) is not None, timeout=8000)
    drive.may = Semaphore(0)
    while drive.begun.acquire(blocking=False):
        pass
    slow.see(6)
    assert drive.begun.acquire(timeout=8)
    slow.fetch(6, Urgency.ASKED)
    drive.let_go()
    qtbot.waitUntil(lambda: slow.film(6) is not None, timeout=8000)
    qtbot.waitUntil(lambda: len(slow.thumbnails) == 10, timeout=8000)
    assert drive.read.count(6) == 1
