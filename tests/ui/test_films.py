"""The worklist: what it shows, how one goes through it, what happens to films that fail."""

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from PIL import Image
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from landmark_gui.document.worklist import Progress
from landmark_gui.domain.cephalogram import Cephalogram
from landmark_gui.domain.geometry import Point
from landmark_gui.imaging.errors import UnreadableFilm
from landmark_gui.ui.canvas.film_view import FilmView
from landmark_gui.ui.sources import FilmSource, added

if TYPE_CHECKING:
    from tests.conftest import Records
    from tests.ui.conftest import Bench


def write_film(path: Path, film: Cephalogram) -> Path:
    Image.fromarray(film.pixels).save(path)
    return path


def names(bench: "Bench") -> list[str]:
    return [entry.name for entry in bench.window.session.worklist.entries]


def list_texts(bench: "Bench") -> list[str]:
    model = bench.window.panels.films.list.model()
    role = Qt.ItemDataRole.AccessibleTextRole
    return [model.index(row, 0).data(role) for row in range(model.rowCount())]


def test_without_films_the_window_invites_to_open_some(bench: "Bench") -> None:
    assert bench.window.panels.area.currentWidget() is bench.window.panels.area._empty
    assert not bench.window.menus["export"].isEnabled()


def test_a_folder_is_searched_and_its_first_film_shown(
    bench: "Bench", tmp_path: Path, film: Cephalogram
) -> None:
    for name in ("b.png", "a.png"):
        write_film(tmp_path / name, film)
    (tmp_path / "notes.txt").write_text("no film")
    bench.dialogs.folder = tmp_path
    bench.window.menus["open_folder"].trigger()
    bench.until_shown()
    assert names(bench) == ["a.png", "b.png"]
    assert bench.window.panels.area.currentWidget() is bench.window.view


def test_films_dropped_on_the_window_are_opened(
    bench: "Bench", tmp_path: Path, film: Cephalogram
) -> None:
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(write_film(tmp_path / "x.png", film)))])
    copy = Qt.DropAction.CopyAction
    buttons, keys = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    target = bench.window.panels.area._empty
    enter = QDragEnterEvent(QPoint(50, 40), copy, data, buttons, keys)
    QApplication.sendEvent(target, enter)
    QApplication.sendEvent(target, QDropEvent(QPointF(50, 40), copy, data, buttons, keys))
    bench.until_shown()
    assert names(bench) == ["x.png"]


def test_a_place_without_films_is_said_in_words(bench: "Bench", tmp_path: Path) -> None:
    bench.window.session.open_paths([tmp_path])
    bench.until(lambda: bench.window.messages.current is not None)
    assert names(bench) == []


def test_opening_more_keeps_what_is_there_and_lists_no_film_twice(bench: "Bench") -> None:
    bench.open(2)
    bench.until_shown()
    bench.window.correcting.move("S", Point(3, 4))
    bench.open(3)
    assert names(bench) == ["film-1", "film-2", "film-3"]
    case = bench.window.session.worklist.entries[0].case
    assert case is not None
    assert case.annotations["S"].point == Point(3, 4)


def test_whoever_has_gone_on_stays_there_when_the_films_of_a_folder_are_found(
    bench: "Bench", tmp_path: Path, film: Cephalogram
) -> None:
    bench.open(2)
    bench.until_shown()
    write_film(tmp_path / "a.png", film)
    bench.window.session.open_paths([tmp_path])
    bench.window.session.show(1)
    bench.until(lambda: names(bench) == ["film-1", "film-2", "a.png"])
    assert bench.window.session.worklist.current == 1


def test_of_two_folders_the_one_that_was_opened_last_is_shown(
    bench: "Bench", tmp_path: Path, film: Cephalogram
) -> None:
    bench.open(2)
    bench.until_shown()
    for name in ("a", "b"):
        (tmp_path / name).mkdir()
        write_film(tmp_path / name / f"{name}.png", film)
        bench.window.session.open_paths([tmp_path / name])
    bench.until(lambda: {"a.png", "b.png"} <= set(names(bench)))
    bench.until(lambda: bench.window.session.worklist.current == names(bench).index("b.png"))


def test_a_slow_folder_does_not_take_away_the_films_opened_meanwhile(
    bench: "Bench", tmp_path: Path, film: Cephalogram
) -> None:
    write_film(tmp_path / "a.png", film)
    bench.window.session.open_paths([tmp_path])
    bench.window.session.open_demo()
    bench.until(lambda: "a.png" in names(bench))
    assert bench.window.session.worklist.current == 0
    assert names(bench)[0].startswith("demo")


def test_a_folder_opened_again_shows_its_new_films_and_says_how_many_came(
    bench: "Bench", tmp_path: Path, film: Cephalogram
) -> None:
    session = bench.window.session
    for name in ("a.png", "c.png"):
        write_film(tmp_path / name, film)
    bench.window.session.open_paths([tmp_path])
    bench.until_shown()
    assert bench.said == ""
    session.show(1)
    bench.window.session.open_paths([tmp_path])
    bench.until(lambda: bench.said == f"No new films in {tmp_path.name}.")
    assert session.worklist.current == 1
    write_film(tmp_path / "b.png", film)
    bench.window.session.open_paths([tmp_path])
    bench.until(lambda: bench.said == "1 film was added.")
    assert names(bench)[session.worklist.current] == "b.png"


def test_a_film_that_is_opened_by_its_own_name_is_shown_though_it_is_listed(
    bench: "Bench", tmp_path: Path, film: Cephalogram
) -> None:
    for name in ("a.png", "b.png"):
        write_film(tmp_path / name, film)
    bench.window.session.open_paths([tmp_path])
    bench.until_shown()
    bench.window.session.open_paths([tmp_path / "b.png"])
    bench.until(lambda: bench.window.session.worklist.current == 1)
    assert names(bench) == ["a.png", "b.png"]


def test_films_of_the_same_name_are_told_apart_by_their_folder() -> None:
    def read(_: str) -> Cephalogram:
        raise AssertionError

    places = ["/p/one/a.png", "/p/two/a.png", "/q/two/a.png"]
    fresh = added([], [FilmSource("a.png", key, read) for key in places])
    assert [source.name for source in fresh] == ["a.png", "two/a.png", "two/a.png (2)"]


def test_a_broken_film_stays_in_the_list_with_its_reason_and_the_others_load(
    bench: "Bench",
) -> None:
    bench.open(2, broken=True)
    bench.start()
    bench.until(
        lambda: bench.progress() == [Progress.PREDICTED, Progress.PREDICTED, Progress.FAILED]
    )
    reason = "The file is damaged or cut off."
    assert list_texts(bench)[2] == f"broken\n{reason}"
    bench.window.session.show(2)
    page = bench.window.panels.area._failure
    assert bench.window.panels.area.currentWidget() is page
    assert page._text.text() == reason


def test_a_long_name_of_a_film_that_cannot_be_read_stays_within_its_page(bench: "Bench") -> None:
    name = "a_long_name_" * 9 + ".dcm"
    bench.window.panels.area.show_failure(name, "The file is damaged.")
    bench.qtbot.wait(1)  # the layout
    title = bench.window.panels.area._failure._title
    page = title.parentWidget()
    assert page
    assert page.rect().contains(title.geometry())
    assert title.toolTip() == name


def test_the_list_says_where_each_film_stands(detected: "Bench") -> None:
    assert list_texts(detected) == ["film-1\n19 doubtful · 0 of 19"]
    detected.window.correcting.confirm()
    assert list_texts(detected) == ["film-1\n18 doubtful · 1 of 19"]
    detected.window.correcting.confirm_all()
    assert list_texts(detected) == ["film-1\ncomplete"]


def test_a_film_has_a_small_picture_once_it_was_read(bench: "Bench") -> None:
    bench.open(3)
    bench.until(lambda: len(bench.window.session.shelf.thumbnails) == 3)
    assert bench.window.session.shelf.thumbnails[2].shape[0] == 112
    bench.window.grab()  # draws them


def test_a_click_in_the_list_shows_the_film_and_leaves_the_keys_with_the_film(
    bench: "Bench",
) -> None:
    bench.open(3)
    bench.until_shown()
    films = bench.window.panels.films.list
    at = films.visualRect(films.model().index(2, 0)).center()
    QTest.mouseClick(films.viewport(), Qt.MouseButton.LeftButton, pos=at)
    assert bench.window.session.worklist.current == 2
    bench.until_shown()  # a film that is being read is a page without the view
    assert isinstance(bench.window.focusWidget(), FilmView)


def test_only_a_few_films_are_kept_in_full_and_each_comes_back(bench: "Bench") -> None:
    bench.open(8)
    session = bench.window.session
    for index in (0, 1, 2, 3, 4, 5, 6, 7, 0):
        session.show(index)
        bench.until_shown()
    assert len(session.shelf._films) <= 4


def test_a_film_that_changed_on_the_disk_is_not_drawn_under_old_landmarks(
    bench: "Bench", film: Cephalogram
) -> None:
    bench.open(1)
    bench.until_shown()
    session, correcting = bench.window.session, bench.window.correcting
    correcting.move("S", Point(3, 4))
    other = replace(film, info=replace(film.info, sha256="another"))
    session.shelf.arrived.emit(0, other)
    assert bench.progress() == [Progress.FAILED]
    assert session.case is not None
    assert session.case.annotations["S"].point == Point(3, 4)


def test_a_film_that_is_put_back_is_shown_again_and_never_detected_as_another(
    bench: "Bench", film: Cephalogram
) -> None:
    on_disk = [film]
    bench.window.session.add([FilmSource("film", "key", lambda _: on_disk[0])])
    bench.until_shown()
    session, correcting = bench.window.session, bench.window.correcting
    correcting.move("S", Point(3, 4))
    on_disk[0] = replace(film, info=replace(film.info, sha256="another"))
    session.shelf._films.clear()
    session.show(0)
    bench.until(lambda: bench.progress() == [Progress.FAILED])
    bench.start()
    bench.window.menus["retry"].trigger()
    bench.until(lambda: bench.progress() == [Progress.FAILED])
    assert bench.window.queue.detections.job is None
    on_disk[0] = film
    bench.window.menus["retry"].trigger()
    assert bench.until_detected().annotations["S"].point == Point(3, 4)


def test_nothing_is_undone_on_a_film_that_is_not_seen(bench: "Bench", film: Cephalogram) -> None:
    bench.open(1)
    bench.until_shown()
    session, correcting = bench.window.session, bench.window.correcting
    correcting.move("S", Point(3, 4))
    session.shelf.arrived.emit(0, replace(film, info=replace(film.info, sha256="another")))
    session.shelf.forget(0)
    session.show(0)
    assert not bench.window.menus["undo"].isEnabled()
    correcting.undo()
    assert session.case is not None
    assert session.case.annotations["S"].point == Point(3, 4)


def test_nothing_is_confirmed_on_a_film_that_is_not_seen(
    detected: "Bench", film: Cephalogram
) -> None:
    window, session = detected.window, detected.window.session
    assert window.menus["confirm"].isEnabled()
    session.shelf.arrived.emit(0, replace(film, info=replace(film.info, sha256="another")))
    session.shelf.forget(0)
    session.show(0)
    assert session.film is None
    assert not window.menus["confirm"].isEnabled()
    assert not window.menus["confirm_all"].isEnabled()
    window.reviewing.confirm_film()
    assert window.messages.current is None
    assert session.case is not None
    assert session.case.decided == 0


def test_an_unexpected_reading_error_is_logged_and_worded(
    bench: "Bench", log_records: "Records"
) -> None:
    def read(_: str) -> Cephalogram:
        raise ZeroDivisionError

    bench.window.session.add([FilmSource("odd", "odd", read)])
    bench.until(lambda: bench.progress() == [Progress.FAILED])
    assert "ZeroDivisionError" in bench.window.session.worklist.entries[0].failure
    assert len(log_records.take()) == 1


def test_a_film_that_can_be_read_by_now_is_shown_and_detected_when_tried_again(
    bench: "Bench", film: Cephalogram
) -> None:
    films: list[Cephalogram] = []

    def read(_: str) -> Cephalogram:
        if not films:
            raise UnreadableFilm("The drive did not deliver the file.")
        return films[0]

    bench.window.session.add([FilmSource("film", "key", read)])
    bench.start()
    bench.until(lambda: bench.progress() == [Progress.FAILED])
    films.append(film)
    bench.window.menus["retry"].trigger()
    bench.until_detected()


@pytest.mark.parametrize("count", [1, 200])
def test_demo_films_are_opened_once(bench: "Bench", count: int) -> None:
    for _ in range(count):
        bench.window.menus["open_demo"].trigger()
    assert names(bench) == ["demo-11", "demo-23", "demo-42"]


def test_a_search_that_finds_nothing_says_so(bench: "Bench") -> None:
    bench.open(2)
    bench.until_shown()
    films = bench.window.panels.films
    QTest.keyClicks(films.filter.search, "xyz")
    assert films._count.text() == "none found"
    QTest.keyClick(films.filter.search, Qt.Key.Key_Return)
    assert bench.said == "No film has “xyz” in its name."
    films.filter.search.setText("film-2")
    assert films._count.text() == "0 of 2 complete"
    films.filter.search.setText("xyz")
    films.filter.search.clear()
    assert films._count.text() == "0 of 2 complete"


def test_films_whose_folder_was_away_are_there_again_when_they_are_shown(
    bench: "Bench", tmp_path: Path, film: Cephalogram
) -> None:
    folder, away = tmp_path / "films", tmp_path / "unplugged"
    folder.mkdir()
    paths = [write_film(folder / f"{name}.png", film) for name in "ab"]
    session, correcting = bench.window.session, bench.window.correcting
    bench.window.session.open_paths(paths)
    bench.until_shown()
    bench.until(lambda: len(session.shelf.thumbnails) == 2)
    correcting.move("S", Point(3, 4))
    folder.rename(away)
    for index in range(2):
        session.shelf.forget(index)
        session.show(index)
        bench.until(lambda index=index: bench.progress()[index] is Progress.FAILED)  # type: ignore[misc]
    away.rename(folder)
    session.show(0)
    bench.until_shown()
    assert session.case is not None
    assert session.case.annotations["S"].point == Point(3, 4)
    assert session.worklist.entries[0].failure == ""
    session.show(1)
    bench.until_shown()


def test_a_damaged_film_is_not_read_again_each_time_it_is_shown(
    bench: "Bench", tmp_path: Path, film: Cephalogram
) -> None:
    (damaged := tmp_path / "a.png").write_bytes(b"\x89PNG\r\n\x1a\n and no more")
    session = bench.window.session
    bench.window.session.open_paths([damaged, write_film(tmp_path / "b.png", film)])
    bench.until(lambda: bench.progress()[:1] == [Progress.FAILED])
    write_film(damaged, film)
    session.show(1)
    bench.until_shown()
    session.show(0)
    assert bench.progress()[0] is Progress.FAILED
