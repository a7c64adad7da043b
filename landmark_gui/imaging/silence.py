"""Python's warnings switched off while files are read, in however many threads."""

import warnings
from contextlib import ExitStack
from threading import Lock

from PIL import Image


class Silence:
    """Nobody is warned while any thread is within; a picture too large for any film is an error.

    Python keeps one list of filters for all threads: if each restored what it had found, the last
    one out would leave warnings off for good. Here the first one in notes them, and the last
    one out restores them.
    """

    def __init__(self) -> None:
        self._lock, self._within, self._former = Lock(), 0, ExitStack()

    def __enter__(self) -> None:
        with self._lock:
            if not self._within:
                self._former.enter_context(warnings.catch_warnings())
                warnings.simplefilter("ignore")
                warnings.simplefilter("error", Image.DecompressionBombWarning)
            self._within += 1

    def __exit__(self, *_: object) -> None:
        with self._lock:
            self._within -= 1
            if not self._within:
                self._former.close()
