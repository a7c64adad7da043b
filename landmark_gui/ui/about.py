"""What the program is, and the details that a report of a fault needs."""

from typing import TYPE_CHECKING

from PySide6.QtGui import QGuiApplication

from landmark_gui import __version__
from landmark_gui.ui.background import Background
from landmark_gui.ui.messages import Messages, Remedy

if TYPE_CHECKING:
    from collections.abc import Callable

TEXT = (
    f"Landmark GUI {__version__}. A diffusion model (after arXiv 2407.09192) proposes landmarks; "
    "a reader decides. For research use only; not a medical device. The films the weights were "
    "trained on may not be used commercially."
)
COPIED = "Versions, device, weights and folders were copied to the clipboard. No patient is named."


class About:
    """Says it, and copies the details.

    Attributes:
        details: returns them; asked in the background, as torch may have to be loaded for them.
    """

    def __init__(self, messages: Messages, background: Background) -> None:
        self._messages, self._background = messages, background
        self.details: Callable[[], str] = lambda: TEXT

    def show(self) -> None:
        """Say what the program is; with a remedy it stays until it is closed."""
        self._messages.info(TEXT, Remedy("Copy details", self._copy))

    def _copy(self) -> None:
        self._background.run(self.details, self._on_details)

    def _on_details(self, details: str) -> None:
        QGuiApplication.clipboard().setText(details)
        self._messages.info(COPIED)
