"""Cyclic garbage is collected in the GUI thread only.

Python collects wherever an allocation happens to cross the threshold, which here is often the
detector's thread. Widgets in a cycle would then be destroyed outside of the GUI thread, and Qt
takes the process down for that, some time later and somewhere else.
"""

import gc
import time

from PySide6.QtCore import QObject, QTimer

INTERVAL_MS = 200
OLDEST = 2
OFTEN = 2  # collections of the middle generation before one of all; Python waits for 10
LONG_S = 0.02  # of computing


class GarbageCollection(QObject):
    """Takes the collection over for the rest of the process; looks as often as Python would."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        gc.disable()
        self._timer = QTimer(self)
        self._timer.timeout.connect(collect_due)
        self._timer.start(INTERVAL_MS)


def collect_due() -> None:
    """Collect the oldest generation whose threshold has been crossed, much as Python does itself.

    What survives a long collection of all generations is put aside for good: the landmarks of
    thousands of films are millions of values, and to look at them again each time took a second.
    They are no cycles, so they go away as before; a cycle that was put aside stays, which is a
    dialog or two. All generations come often, so that what is new of them is soon looked at.
    """
    due = [n for n, (count, limit) in enumerate(_generations()) if limit and count > limit]
    if not due:
        return
    begun = time.thread_time()
    gc.collect(due[-1])
    if due[-1] == OLDEST and time.thread_time() - begun > LONG_S:
        gc.freeze()


def _generations() -> list[tuple[int, int]]:
    youngest, middle, oldest = gc.get_threshold()
    return list(zip(gc.get_count(), (youngest, middle, min(oldest, OFTEN)), strict=True))
