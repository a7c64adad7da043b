"""Which thread comes first: the window's. The others step back behind it."""

import os
import sys
import threading
from contextlib import suppress

FILES, MODEL, RULER = 5, 10, 15  # of 19; an idle processor is used in full all the same


def step_back(niceness: int) -> None:
    """Let other threads come before the calling one, and before what it will start.

    A thread that stands further back already, as all do under `nice`, stays there. Elsewhere
    than on Linux a priority is the whole program's, and nothing is done.
    """
    if sys.platform == "linux":
        with suppress(OSError):  # where it is forbidden, the thread works all the same
            own = threading.get_native_id()
            now = os.getpriority(os.PRIO_PROCESS, own)
            os.setpriority(os.PRIO_PROCESS, own, max(niceness, now))
