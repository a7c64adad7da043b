"""The sign that is seen while films are dragged over the window."""

from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDragLeaveEvent, QDropEvent
from PySide6.QtWidgets import QApplication, QFrame

from landmark_gui.document.case import Case
from landmark_gui.domain.annotation import Stamp
from landmark_gui.domain.geometry import Point
from landmark_gui.exchange.formats.csv import write_csv
from landmark_gui.exchange.picture.png import write_png
from landmark_gui.ui.film_drop import FILMS_FIRST, ONE_BY_ONE
from landmark_gui.ui.transfers.dialogs import SystemDialogs
from landmark_gui.ui.transfers.import_dialog import ImportDialog
from tests.ui.conftest import Bench, phantom
from tests.ui.exchanging import cases, told

COPY, LEFT, NONE = Qt.DropAction.CopyAction, Qt.MouseButton.LeftButton, Qt.KeyboardModifier(0)


@pytest.fixture
def films(tmp_path: Path) -> QMimeData:
    write_png(tmp_path / "a.png", phantom(1))
    return files(tmp_path / "a.png")


def files(*paths: Path) -> QMimeData:
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(path)) for path in paths])
    return data


def drop(bench: Bench, data: QMimeData) -> None:
    enter(bench, data)
    QApplication.sendEvent(bench.window, QDropEvent(QPointF(9, 9), COPY, data, LEFT, NONE))


def placed(bench: Bench) -> Case:
    return cases(bench)[0].moved("S", Point(9, 8), Stamp.now("Dr. B"))


def enter(bench: Bench, data: QMimeData) -> None:
    QApplication.sendEvent(bench.window, QDragEnterEvent(QPoint(9, 9), COPY, data, LEFT, NONE))


def sign(bench: Bench) -> QFrame:
    found = bench.window.findChild(QFrame, "drop_sign")
    assert found is not None
    return found


def test_a_frame_says_that_films_may_be_dropped_until_they_are_away(
    bench: Bench, films: QMimeData
) -> None:
    assert sign(bench).isHidden()
    enter(bench, films)
    assert sign(bench).isVisible()
    assert sign(bench).geometry() == bench.window.rect()
    QApplication.sendEvent(bench.window, QDragLeaveEvent())
    assert sign(bench).isHidden()


def test_the_frame_goes_with_the_drop(bench: Bench, films: QMimeData) -> None:
    enter(bench, films)
    QApplication.sendEvent(bench.window, QDropEvent(QPointF(9, 9), COPY, films, LEFT, NONE))
    assert sign(bench).isHidden()
    bench.until_shown()


def test_text_that_is_dragged_over_the_window_is_not_invited(bench: Bench) -> None:
    text = QMimeData()
    text.setText("sella")
    enter(bench, text)
    assert sign(bench).isHidden()


def test_a_picture_that_lies_on_no_drive_is_not_invited(bench: Bench) -> None:
    data = QMimeData()
    data.setUrls([QUrl("https://example.org/a.png")])
    enter(bench, data)
    assert sign(bench).isHidden()


def test_a_table_of_landmarks_is_imported_and_becomes_no_film(bench: Bench, tmp_path: Path) -> None:
    bench.open(1)
    bench.until_shown()
    write_csv(tmp_path / "L.CSV", [placed(bench)])
    drop(bench, files(tmp_path / "L.CSV"))
    assert told(bench).text.startswith("Imported 1 landmark of 1 film from L.CSV")
    assert len(bench.window.session.worklist) == 1


def test_the_import_window_shows_what_was_dropped_before_it_comes_in(
    bench: Bench, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    bench.open(1)
    bench.until_shown()
    write_csv(tmp_path / "labels.csv", [placed(bench)])
    monkeypatch.setattr(bench.dialogs, "ask_import", SystemDialogs(bench.window).ask_import)
    drop(bench, files(tmp_path / "labels.csv"))
    (dialog,) = bench.window.findChildren(ImportDialog)
    bench.until(lambda: "1 landmark of 1 film will be imported" in dialog.preview.text)
    dialog.reject()


def test_landmarks_without_their_films_are_told_to_come_later(bench: Bench) -> None:
    drop(bench, files(Path("a.csv")))
    assert bench.said == FILMS_FIRST


def test_of_several_files_of_landmarks_one_or_their_folder_is_asked_for(bench: Bench) -> None:
    bench.open(1)
    bench.until_shown()
    drop(bench, files(Path("a.json"), Path("b.json")))
    assert bench.said == ONE_BY_ONE


def test_landmarks_that_lie_beside_films_become_no_films(bench: Bench, tmp_path: Path) -> None:
    write_png(tmp_path / "a.png", phantom(1))
    (tmp_path / "a.json").write_text("{}")
    drop(bench, files(tmp_path / "a.json", tmp_path / "a.png"))
    bench.until_shown()
    assert [entry.name for entry in bench.window.session.worklist.entries] == ["a.png"]


def test_landmarks_that_are_dropped_with_their_film_are_offered_once_it_is_open(
    bench: Bench, tmp_path: Path
) -> None:
    bench.open(1)
    bench.until_shown()
    write_csv(tmp_path / "labels.csv", [placed(bench)])
    write_png(tmp_path / "b.png", phantom(2))
    drop(bench, files(tmp_path / "b.png", tmp_path / "labels.csv"))
    message = told(bench)
    assert message.text == "labels.csv came with the films and is not imported yet."
    message.remedies[0].verb()
    assert told(bench).text.startswith("Imported 1 landmark of 1 film from labels.csv")
    (tmp_path / "b.json").write_text("{}")
    drop(bench, files(tmp_path / "labels.csv", tmp_path / "b.png", tmp_path / "b.json"))
    assert told(bench).text == (
        f"2 files of landmarks came with the films and are not imported yet. {ONE_BY_ONE}"
    )
    with bench.qtbot.waitSignal(bench.window.session.searching.ended):
        bench.window.session.open_paths([tmp_path / "b.png"])
    assert bench.said == ""


def test_a_folder_of_landmarks_that_is_dropped_can_be_imported(
    bench: Bench, tmp_path: Path
) -> None:
    bench.open(1)
    bench.until_shown()
    folder = tmp_path / "labels"
    folder.mkdir()
    write_csv(folder / "labels.csv", [placed(bench)])
    drop(bench, files(folder))
    message = told(bench)
    assert message.text.startswith("No films found in labels.")
    message.remedies[0].verb()
    assert told(bench).text.startswith("Imported 1 landmark of 1 film from labels")
