"""The inside of the decoding process: gets frames, answers with pixels, and knows nothing else."""

import faulthandler
import json
import os
import signal
from collections.abc import Callable
from contextlib import suppress
from multiprocessing.connection import Connection
from typing import Any, TypeAlias

import numpy as np
from numpy.typing import NDArray

from landmark_gui.imaging.decoders import CompressedFrame

Decode: TypeAlias = Callable[[CompressedFrame], NDArray[Any]]

READY = b"ready"
DAMAGED, NO_MEMORY = "damaged", "no memory"
_MEMORY_BYTES = 4 << 30  # the largest film as OpenJPEG's 32-bit values, twice, and the libraries
_GRACE_S = 5.0


def serve(pipe: Connection, work: Decode) -> None:
    """Answer every frame that comes with its time limit, until the other end of the pipe closes."""
    _settle()
    # a file of its own: the watchdog writes where it ends the process
    with open(os.devnull, "w") as nowhere, suppress(EOFError, OSError):  # noqa: PTH123 - no path
        pipe.send_bytes(READY)
        while True:
            frame, limit_s = pipe.recv()
            # the one watchdog that also ends a C loop holding the lock, should the program be gone
            faulthandler.dump_traceback_later(limit_s + _GRACE_S, exit=True, file=nowhere)
            _answer(pipe, work, frame)
            faulthandler.cancel_dump_traceback_later()


def _settle() -> None:
    """Leave the terminal to the program: its Ctrl+C, and what libraries print on bad files."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    with suppress(OSError):
        nowhere = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nowhere, 1)
        os.dup2(nowhere, 2)
    with suppress(ImportError, OSError, ValueError):
        _limit_memory()


def _limit_memory() -> None:
    import resource  # noqa: PLC0415 - not on Windows

    for kind, wanted in ((resource.RLIMIT_AS, _MEMORY_BYTES), (resource.RLIMIT_CORE, 0)):
        _, most = resource.getrlimit(kind)
        allowed = wanted if most == resource.RLIM_INFINITY else min(wanted, most)
        resource.setrlimit(kind, (allowed, most))


def _answer(pipe: Connection, work: Decode, frame: CompressedFrame) -> None:
    try:
        pixels = np.ascontiguousarray(work(frame))
    except MemoryError:
        _say(pipe, {"failed": NO_MEMORY})
    except Exception:  # noqa: BLE001 - the rim of the process; decoders raise whatever they like
        _say(pipe, {"failed": DAMAGED})
    else:
        _say(pipe, {"dtype": pixels.dtype.str, "shape": pixels.shape})
        pipe.send_bytes(pixels.reshape(-1).view(np.uint8).data)


def _say(pipe: Connection, answer: dict[str, object]) -> None:
    pipe.send_bytes(json.dumps(answer).encode())
