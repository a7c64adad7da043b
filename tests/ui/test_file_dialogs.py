"""What file dialogs give, and leave behind."""

import sys
from pathlib import Path

import pytest
from PySide6.QtCore import QSettings
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from landmark_gui.exchange.registry import FORMATS
from landmark_gui.ui.transfers.dialogs import SystemDialogs
from landmark_gui.ui.transfers.file_dialogs import leaving_no_trace


def noted() -> QSettings:
    """Qt's own notes, as a dialog opens them."""
    return QSettings(QSettings.Scope.UserScope, "QtProject")


@pytest.mark.skipif(sys.platform != "linux", reason="the user's own notes would be touched")
def test_the_folder_of_a_dialog_is_not_noted_and_other_notes_stay(tmp_path: Path) -> None:
    QSettings.setPath(QSettings.Format.NativeFormat, QSettings.Scope.UserScope, str(tmp_path))
    notes = noted()
    notes.setValue("FileDialog/history", ["file:///before"])
    with leaving_no_trace():
        dialog = noted()
        dialog.setValue("FileDialog/history", ["file:///patients/smith"])
        dialog.setValue("FileDialog/lastVisited", "file:///patients/smith")
        dialog.setValue("FileDialog/viewMode", "Detail")
        dialog.sync()
    assert noted().value("FileDialog/history") == ["file:///before"]
    assert noted().value("FileDialog/lastVisited") is None
    assert noted().value("FileDialog/viewMode") == "Detail"
    assert "smith" not in "".join(f.read_text() for f in tmp_path.rglob("*") if f.is_file())


@pytest.mark.parametrize(
    ("typed", "saved"), [("A.CSV", "A.CSV"), ("a.csv", "a.csv"), ("a.txt", "a.txt.csv")]
)
def test_an_ending_in_capitals_is_the_ending(
    typed: str, saved: str, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    def answer(*_: object, **__: object) -> tuple[str, str]:
        return typed, ""

    dialog = "landmark_gui.ui.transfers.dialogs.QFileDialog.getSaveFileName"
    monkeypatch.setattr(dialog, answer)
    window = QWidget()
    qtbot.addWidget(window)
    assert SystemDialogs(window).ask_export(Path("a.csv"), FORMATS["csv"]) == Path(saved)
