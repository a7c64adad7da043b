"""Whether a drive answers: one that hangs would hold up whoever touches it, maybe for ever."""

import os
from contextlib import suppress
from pathlib import Path
from threading import Thread


class Drive:
    """Asks the drive of a folder for a sign of life, in a thread that may wait in our place."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._asking: Thread | None = None

    def answers(self, patience_s: float) -> bool:
        """Tell whether it answers in time; while an older question is open, without waiting."""
        if self._asking is not None and self._asking.is_alive():
            return False
        self._asking = Thread(target=self._ask, name="drive", daemon=True)
        self._asking.start()
        self._asking.join(patience_s)
        return not self._asking.is_alive()

    def _ask(self) -> None:
        # Not the record itself: closing it here would drop the locks that SQLite holds on it. A
        # folder that is gone is an answer too.
        with suppress(OSError), os.scandir(self._folder):
            pass
