"""The memory that the C library keeps for later."""

import ctypes
import sys
from contextlib import suppress


def trim() -> None:
    """Give back to the system what was freed.

    What a detection needed is freed in pieces, between others that stay. glibc keeps it all for
    the process then, some hundred MB for as long as the window is open; other C libraries do not.
    """
    if sys.platform == "linux":
        with suppress(AttributeError):  # it is not glibc
            ctypes.CDLL(None).malloc_trim(0)
