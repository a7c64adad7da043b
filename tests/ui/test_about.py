"""What the program says of itself."""

from typing import TYPE_CHECKING

from PySide6.QtGui import QGuiApplication

from landmark_gui import __version__
from landmark_gui.ui.about import COPIED
from tests.ui.hand import KEY

if TYPE_CHECKING:
    from tests.ui.conftest import Bench


def test_the_details_are_copied_from_a_message_that_stays(bench: "Bench") -> None:
    bench.window.about.details = lambda: "VERSIONS"
    bench.window.menus["about"].trigger()
    message = bench.window.messages.current
    assert message is not None
    assert __version__ in message.text
    assert not bench.window.panels.message_bar._timer.isActive()
    (remedy,) = message.remedies
    assert remedy.text == "Copy details"
    remedy.verb()
    bench.until(lambda: bench.said == COPIED)
    assert QGuiApplication.clipboard().text() == "VERSIONS"


def test_esc_closes_it(detected: "Bench") -> None:
    detected.window.menus["about"].trigger()
    detected.hand.key(KEY.Key_Escape)
    assert detected.window.messages.current is None
