"""The sign that is seen while films are dragged over the window."""

from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDragLeaveEvent, QDropEvent
from PySide6.QtWidgets import QApplication, QFrame

from landmark_gui.exchange.picture.png import write_png
from tests.ui.conftest import Bench, phantom

COPY, LEFT, NONE = Qt.DropAction.CopyAction, Qt.MouseButton.LeftButton, Qt.KeyboardModifier(0)


@pytest.fixture
def films(tmp_path: Path) -> QMimeData:
    write_png(tmp_path / "a.png", phantom(1))
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(tmp_path / "a.png"))])
    return data


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
