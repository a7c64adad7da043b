"""Weights of another list of landmarks, from the window to the figures."""

from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from PIL import Image
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QFileDialog
from pytestqt.qtbot import QtBot

from landmark_gui.__main__ import main
from landmark_gui.document.worklist import Progress
from landmark_gui.domain.annotation import Status
from landmark_gui.exchange.formats.csv import read_csv
from landmark_gui.exchange.schemes import read_scheme
from landmark_gui.phantom.phantom import make_phantom
from landmark_gui.ui.transfers.export_dialog import ExportDialog
from tests.e2e.test_first_session import CTRL, Reader, in_main
from tests.weights import write_tiny

if TYPE_CHECKING:
    from landmark_gui.document.case import Case

AARIZ = read_scheme("aariz29")


@pytest.fixture
def films(tmp_path: Path) -> Path:
    folder = tmp_path / "films"
    folder.mkdir()
    Image.fromarray(make_phantom(1, height_px=480).film.pixels).save(folder / "1.png")
    return folder


@pytest.fixture
def words(films: Path, tmp_path: Path) -> list[str]:
    """Return what is typed to open the films with weights that find Aariz' landmarks."""
    folder = tmp_path / "aariz"
    folder.mkdir()
    return [str(films), "--device", "cpu", "--weights", str(write_tiny(folder, "aariz29", 29))]


@pytest.fixture
def usual(films: Path, tmp_path: Path) -> list[str]:
    """Return what is typed to open the same films with weights that find the usual landmarks."""
    folder = tmp_path / "isbi"
    folder.mkdir()
    return [str(films), "--device", "cpu", "--weights", str(write_tiny(folder))]


def until_detected(reader: Reader) -> None:
    reader.until(lambda: bool(reader.window.session.case and reader.case.detection))


def test_the_window_works_with_the_landmarks_that_its_weights_find(
    qtbot: QtBot, words: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    table = tmp_path / "out.csv"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_, **__: (str(table), ""))
    left: dict[str, Case] = {}

    def first(reader: Reader) -> None:
        until_detected(reader)
        assert tuple(reader.case.annotations) == AARIZ.abbreviations
        reader.drag("R")
        reader.window.correcting.confirm_all()
        left["1.png"] = reader.case
        assert reader.case.complete
        reader.key(Qt.Key.Key_E, CTRL)
        (dialog,) = reader.window.findChildren(ExportDialog)
        QTest.keyClick(dialog, Qt.Key.Key_Return)
        reader.until(table.exists)
        reader.until(lambda: len(reader.window.session.unexported) == 0)

    def second(reader: Reader) -> None:
        reader.until(lambda: reader.progress == [Progress.COMPLETE])
        assert reader.case.annotations == left["1.png"].annotations

    assert in_main(words, qtbot, first) == 0
    said = read_csv(table)["1.png"].annotations
    assert said["R"].status is Status.MOVED
    assert said["LPM"].status is Status.CONFIRMED
    assert in_main(words, qtbot, second) == 0


def test_readings_of_two_lists_lie_apart_in_one_record(
    qtbot: QtBot,
    words: list[str],
    usual: list[str],
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:
    def one(reader: Reader) -> None:
        until_detected(reader)
        reader.window.session.select("Go")
        reader.window.correcting.confirm_all()

    def other(reader: Reader) -> None:
        until_detected(reader)
        assert reader.case.decided == 0
        reader.drag("Go")

    def one_again(reader: Reader) -> None:
        reader.until(lambda: reader.progress == [Progress.COMPLETE])
        assert reader.case.annotations["Go"].status is Status.CONFIRMED

    assert in_main(words, qtbot, one) == 0
    assert in_main(usual, qtbot, other) == 0
    assert in_main(words, qtbot, one_again) == 0
    assert main(["records", "verify"]) == 0
    statuses = {}
    for scheme in ("isbi19", "aariz29"):
        table = tmp_path / f"{scheme}.csv"
        assert main(["records", "export", "--csv", str(table), "--scheme", scheme]) == 0
        statuses[scheme] = read_csv(table)["1.png"].annotations["Go"].status
    assert "the record also has landmarks of aariz29; --scheme exports" in capsys.readouterr().err
    assert statuses == {"isbi19": Status.MOVED, "aariz29": Status.CONFIRMED}
