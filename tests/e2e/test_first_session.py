"""A first session through the real `main()`: open, look, correct, undo, export.

The detector is the real one with untrained weights of the smallest preset: where it puts the
landmarks does not matter here, that nothing happens to them on the way does.
"""

from collections.abc import Callable
from pathlib import Path

import pytest
import torch
from PIL import Image
from PySide6.QtCore import QPoint, QPointF, Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QFileDialog
from pytestqt.qtbot import QtBot
from safetensors.torch import save_file

from landmark_gui.__main__ import main
from landmark_gui.diffusion.checkpoint import write_manifest
from landmark_gui.diffusion.config import PRESETS
from landmark_gui.diffusion.network import LandmarkModel
from landmark_gui.document.case import Case
from landmark_gui.document.worklist import Progress
from landmark_gui.domain.annotation import Status
from landmark_gui.domain.geometry import Point
from landmark_gui.exchange.dicom import write_dicom
from landmark_gui.exchange.formats.csv import read_csv
from landmark_gui.exchange.labelled import LabelledFilm
from landmark_gui.phantom.phantom import make_phantom
from landmark_gui.ui.main_window import MainWindow
from landmark_gui.ui.transfers.export_dialog import ExportDialog

LEFT = Qt.MouseButton.LeftButton
CTRL, SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier
DRAG = QPoint(41, -23)  # screen pixels
PREDICTED, FAILED = Progress.PREDICTED, Progress.FAILED


@pytest.fixture
def weights(tmp_path: Path) -> Path:
    folder = tmp_path / "weights"
    folder.mkdir()
    torch.manual_seed(0)
    save_file(LandmarkModel(PRESETS["tiny"]).state_dict(), folder / "tiny.safetensors")
    write_manifest(folder, "tiny", PRESETS["tiny"], {})
    return folder


@pytest.fixture
def films(tmp_path: Path) -> Path:
    folder = tmp_path / "films"
    folder.mkdir()
    for seed in (1, 2):
        Image.fromarray(make_phantom(seed, height_px=480).film.pixels).save(folder / f"{seed}.png")
    write_dicom(folder / "3.dcm", make_phantom(3, height_px=480).film, patient="Test^Phantom")
    (folder / "4.dcm").write_bytes(b"this is no film" * 99)
    return folder


class Reader:
    """Someone at the window."""

    def __init__(self, window: MainWindow, qtbot: QtBot) -> None:
        self.window, self.qtbot = window, qtbot

    def until(self, holds: Callable[[], bool]) -> None:
        self.qtbot.waitUntil(holds, timeout=60_000)

    @property
    def progress(self) -> list[Progress]:
        return [entry.progress for entry in self.window.session.worklist.entries]

    @property
    def case(self) -> Case:
        assert self.window.session.case is not None
        return self.window.session.case

    def point(self, name: str) -> Point:
        at = self.case.annotations[name].point
        assert at is not None
        return at

    def key(self, key: Qt.Key, keys: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
        QTest.keyClick(self.window.view, key, keys)

    def drag(self, name: str) -> Point:
        """Drag a landmark with the mouse and return where it must be now."""
        view = self.window.view
        self.window.panels.table.picked.emit(name)  # of two that lie together, it is the one taken
        before, scale = self.point(name), view.viewport_now.scale
        start = QPointF(*view.viewport_now.to_screen(before)).toPoint()
        QTest.mousePress(view.viewport(), LEFT, pos=start)
        QTest.mouseMove(view.viewport(), start + DRAG / 2)
        QTest.mouseMove(view.viewport(), start + DRAG)
        QTest.mouseRelease(view.viewport(), LEFT, pos=start + DRAG)
        return before.moved(DRAG.x() / scale, DRAG.y() / scale)


def in_main(words: list[str], qtbot: QtBot, session: Callable[[Reader], None]) -> int:
    """Run the program and let someone work on its window; their failure is the test's."""
    failures: list[BaseException] = []
    worked_on: list[MainWindow] = []

    def work() -> None:
        (window,) = (
            w for w in QApplication.topLevelWidgets() if isinstance(w, MainWindow) and w.isVisible()
        )
        try:
            session(Reader(window, qtbot))
        except BaseException as failure:  # noqa: BLE001 - an assertion must leave the event loop
            failures.append(failure)
        window.leave()
        worked_on.append(window)

    QTimer.singleShot(50, work)
    code = main(words)
    for window in worked_on:
        window.deleteLater()  # the program would end here; the tests go on
    if failures:
        raise failures[0]
    return code


def test_open_correct_undo_redo_and_export(
    qtbot: QtBot, films: Path, weights: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    table = tmp_path / "out.csv"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_, **__: (str(table), ""))
    before: dict[str, Case] = {}
    after: dict[str, Point] = {}

    def session(reader: Reader) -> None:
        reader.until(lambda: reader.progress == [PREDICTED, PREDICTED, PREDICTED, FAILED])
        _look_at_the_broken_film(reader)
        before["1.png"] = reader.case
        after["Go"] = reader.drag("Go")
        assert reader.point("Go").distance_px(after["Go"]) < 1e-6
        reader.key(Qt.Key.Key_Z, CTRL)
        assert reader.case.annotations == before["1.png"].annotations
        reader.key(Qt.Key.Key_Z, CTRL | SHIFT)
        assert reader.point("Go").distance_px(after["Go"]) < 1e-6
        reader.key(Qt.Key.Key_E, CTRL)
        (dialog,) = reader.window.findChildren(ExportDialog)
        QTest.keyClick(dialog, Qt.Key.Key_Return)
        reader.until(table.exists)
        reader.until(lambda: len(reader.window.session.unexported) == 0)

    words = [str(films), "--device", "cpu", "--weights", str(weights)]
    assert in_main(words, qtbot, session) == 0
    _compare(read_csv(table), before["1.png"], after["Go"])


def test_the_work_is_there_after_closing_and_opening_again(
    qtbot: QtBot, films: Path, weights: Path
) -> None:
    left: dict[str, Case] = {}

    def first(reader: Reader) -> None:
        reader.until(lambda: reader.progress == [PREDICTED, PREDICTED, PREDICTED, FAILED])
        reader.drag("Go")
        reader.key(Qt.Key.Key_M)
        left["1.png"] = reader.case
        assert reader.window.close()  # nothing to ask about

    def second(reader: Reader) -> None:
        edited = Progress.EDITED
        reader.until(lambda: reader.progress == [edited, PREDICTED, PREDICTED, FAILED])
        assert reader.case.annotations == left["1.png"].annotations
        reader.key(Qt.Key.Key_Z, CTRL)
        reader.key(Qt.Key.Key_Z, CTRL)
        assert reader.case.decided == 0

    words = [str(films), "--device", "cpu", "--weights", str(weights)]
    assert in_main(words, qtbot, first) == 0
    assert in_main(words, qtbot, second) == 0
    assert main(["records", "verify"]) == 0


def _look_at_the_broken_film(reader: Reader) -> None:
    session = reader.window.session
    session.show(3)
    entry = session.worklist.entries[3]
    assert entry.name == "4.dcm"
    assert entry.failure.endswith(".")
    shown = reader.window.panels.area.currentWidget()
    assert shown is reader.window.panels.area._failure
    assert reader.window.panels.area._failure._text.text() == entry.failure
    session.show(0)
    reader.until(lambda: session.film is not None)


def _compare(read: dict[str, LabelledFilm], before: Case, moved_to: Point) -> None:
    assert sorted(read) == ["1.png", "2.png", "3.dcm"]
    film = read["1.png"]
    assert before.detection is not None
    for name, said in film.annotations.items():
        predicted = before.detection[name].point
        assert film.predicted[name].distance_px(predicted) < 0.01
        expected = moved_to if name == "Go" else predicted
        assert said.point is not None
        assert said.point.distance_px(expected) < 0.01
        assert said.status is (Status.MOVED if name == "Go" else Status.PREDICTED)
    for other in ("2.png", "3.dcm"):
        statuses = {said.status for said in read[other].annotations.values()}
        assert statuses == {Status.PREDICTED}
