"""Ctrl+C and the system's wish to end, heard between the steps of a training."""

import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def heard_between_steps() -> Iterator[threading.Event]:
    """Yield what is set when the program is asked to end: half a step must not be kept.

    Only signals that would raise KeyboardInterrupt are heard so, and in the main thread alone.
    """
    asked = threading.Event()
    there = threading.current_thread() is threading.main_thread()
    raising = [
        number
        for number in (signal.valid_signals() if there else ())
        if signal.getsignal(number) is signal.default_int_handler
    ]
    for number in raising:
        signal.signal(number, lambda *_: asked.set())
    try:
        yield asked
    finally:
        for number in raising:
            signal.signal(number, signal.default_int_handler)
