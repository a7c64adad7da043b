"""A thin bar that tells how far something is."""

from PySide6.QtWidgets import QProgressBar


class Bar(QProgressBar):
    """A progress bar without a number, which is painted together with all the rest."""

    def __init__(self, name: str, spoken: str) -> None:
        super().__init__(textVisible=False)
        self.setObjectName(name)
        self.setAccessibleName(spoken)

    def show_share(self, done: int, total: int) -> None:
        """Show that much of a total."""
        if (done, total) == (self.value(), self.maximum()):
            return
        # Qt's own way is to paint at once, and with the bar whatever else is due in the window
        self.setUpdatesEnabled(False)
        self.setRange(0, total)
        self.setValue(done)
        self.setUpdatesEnabled(True)
