"""Whether a drive answers: one that hangs would hold up whoever touches it, maybe for ever."""

import os
from contextlib import suppress
from pathlib import Path
from queue import SimpleQueue
from threading import Event, Thread


class Drive:
    """Asks the drive of a folder for a sign of life, in a thread that may wait in our place.

    One thread for all questions: to start one for each would hold up a busy window now and then.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._questions: SimpleQueue[Path | None] = SimpleQueue()
        self._answered = Event()
        self._answered.set()
        Thread(target=self._work, name="drive", daemon=True).start()

    def answers(self, patience_s: float) -> bool:
        """Tell whether it answers in time; while an older question is open, without waiting."""
        if not self._answered.is_set():
            return False
        self._answered.clear()
        self._questions.put(self._folder)
        return self._answered.wait(patience_s)

    def close(self) -> None:
        """Ask no more."""
        self._questions.put(None)

    def _work(self) -> None:
        while (folder := self._questions.get()) is not None:
            # Not the record itself: closing it here would drop the locks that SQLite holds on it.
            # A folder that is gone is an answer too.
            with suppress(OSError), os.scandir(folder):
                pass
            self._answered.set()
