"""What the program says of itself."""

from typing import TYPE_CHECKING

from PySide6.QtGui import QGuiApplication

from landmark_gui import __version__
from landmark_gui.app import open_window
from landmark_gui.detection.detector import FakeDetector
from landmark_gui.exchange.schemes import USUAL, read_scheme
from landmark_gui.ui.about import COPIED

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot

    from tests.ui.conftest import Bench


def test_the_details_are_copied_from_a_message_that_stays(bench: "Bench") -> None:
    bench.window.about.details = lambda: "VERSIONS"
    bench.window.menus["about"].trigger()
    message = bench.window.messages.current
    assert message is not None
    assert __version__ in message.text
    assert not bench.window._message_bar._timer.isActive()
    (remedy,) = message.remedies
    assert remedy.text == "Copy details"
    remedy.verb()
    bench.until(lambda: bench.said == COPIED)
    assert QGuiApplication.clipboard().text() == "VERSIONS"


def test_the_details_are_those_of_the_doctor(qtbot: "QtBot") -> None:
    names = read_scheme(USUAL).abbreviations
    window = open_window([], lambda: FakeDetector(names))
    qtbot.addWidget(window)
    said = window.about.details()
    for section in ("VERSIONS", "COMPUTING", "WEIGHTS", "FOLDERS"):
        assert section in said
    window.leave()
