"""Decoding in a process of its own: a decoder that crashes or hangs costs one film.

The libraries that decode are C and C++, fed with files from anywhere. One spawned process serves
all films of the program, one after another. It gets frames and never a header, so no patient's name
goes there; it answers in JSON and raw bytes, so nothing that it sends is ever executed. After a
death or a time-out the next film gets a fresh one. It starts with the first compressed film, and
ends with the program: by `close`, or because its end of the pipe breaks.
"""

import atexit
import json
import os
from contextlib import suppress
from math import prod
from multiprocessing import current_process, get_context
from multiprocessing.connection import Connection
from threading import Lock
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from landmark_gui.imaging.decoders import CompressedFrame, decode
from landmark_gui.imaging.decoding_process import NO_MEMORY, READY, Decode, serve
from landmark_gui.imaging.errors import UnreadableFilm

if TYPE_CHECKING:
    from multiprocessing.process import BaseProcess

_START_S = 60.0  # a slow disk and a virus scanner included
_LEAVE_S = 1.0
_BASE_S, _S_PER_MEGAPIXEL = 10.0, 0.5  # some ten times what the slowest decoder takes
_ANSWER_BYTES = 1 << 12
_DTYPES = frozenset({"|u1", "|i1", "<u2", "<i2", "<u4", "<i4"})
_COLOURS = 4
CRASHED = (
    "The picture in the file is damaged and could not be decoded; other films are not affected."
)
HANGS = "The picture in the file could not be decoded in a reasonable time; it is probably damaged."
_NO_START = "The part of the program that decodes compressed pictures could not be started."


class DecodingFailed(Exception):  # noqa: N818 - states the fact
    """The decoder refused the frame."""


class IsolatedDecoder:
    """Decodes frames in one other process, which is started when first needed."""

    def __init__(self, work: Decode = decode, limit_s: float | None = None) -> None:
        self._work = work
        self._limit_s = limit_s
        self._lock = Lock()
        self._process: BaseProcess | None = None
        self._pipe: Connection | None = None
        self._owner = 0

    def decode(self, frame: CompressedFrame) -> NDArray[Any]:
        """Return the stored values of a frame, writable.

        Raises:
            DecodingFailed: the decoder refused the frame.
            UnreadableFilm: the decoder crashed or hung; the next film gets a fresh one.
            MemoryError: there is not enough of it.
        """
        with self._lock:
            answer = self._asked(self._connected(), frame)
        if isinstance(answer, str):
            raise MemoryError if answer == NO_MEMORY else DecodingFailed
        return answer

    def close(self) -> None:
        """End the process, also in the middle of a frame."""
        process, pipe, self._process, self._pipe = self._process, self._pipe, None, None
        if pipe is not None:
            pipe.close()
        if process is not None and self._owner == os.getpid():
            with suppress(OSError, ValueError):  # gone meanwhile
                process.kill()
                process.join(_LEAVE_S)

    def _asked(self, pipe: Connection, frame: CompressedFrame) -> NDArray[Any] | str:
        limit_s = self._limit_s or _time_limit_s(frame)
        try:
            pipe.send((frame, limit_s))
            return _received(pipe, frame, limit_s)
        except (EOFError, OSError, ValueError, LookupError, TypeError):
            self.close()
            raise UnreadableFilm(CRASHED) from None
        except BaseException:  # an interrupt: its answer would be taken for the next film's
            self.close()
            raise

    def _connected(self) -> Connection:
        ours = self._process is not None and self._owner == os.getpid()  # not after a fork
        if self._pipe is not None and ours and self._process and self._process.is_alive():
            return self._pipe
        self.close()
        try:
            self._pipe = self._started()
        except (OSError, EOFError, RuntimeError):
            self.close()
            raise UnreadableFilm(_NO_START) from None
        return self._pipe

    def _started(self) -> Connection:
        spawn = get_context("spawn")
        ours, theirs = spawn.Pipe()
        process = spawn.Process(target=serve, args=(theirs, self._work), daemon=True)
        with theirs:
            process.start()
        self._process, self._pipe, self._owner = process, ours, os.getpid()
        if not ours.poll(_START_S) or ours.recv_bytes(_ANSWER_BYTES) != READY:
            raise OSError(_NO_START)
        return ours


def _time_limit_s(frame: CompressedFrame) -> float:
    rows, columns = frame.size_px
    return _BASE_S + _S_PER_MEGAPIXEL * rows * columns / 1e6


def _received(pipe: Connection, frame: CompressedFrame, limit_s: float) -> NDArray[Any] | str:
    """Return the answer, believing nothing that could not be the frame asked for."""
    if not pipe.poll(limit_s):
        raise UnreadableFilm(HANGS)
    answer = json.loads(pipe.recv_bytes(_ANSWER_BYTES))
    if "failed" in answer:
        return str(answer["failed"])
    dtype, shape = answer["dtype"], tuple(int(side) for side in answer["shape"])
    if dtype not in _DTYPES or shape[:2] != frame.size_px or prod(shape[2:]) > _COLOURS:
        raise ValueError("not the frame that was asked for")
    pixels = np.empty(shape, dtype)
    if pipe.recv_bytes_into(pixels.reshape(-1).view(np.uint8).data) != pixels.nbytes:
        raise ValueError("not as many pixels as announced")
    return pixels


_shared = IsolatedDecoder()
atexit.register(_shared.close)


def decode_apart(frame: CompressedFrame) -> NDArray[Any]:
    """Return the stored values of a frame, decoded in the program's decoding process.

    Raises:
        DecodingFailed: the decoder refused the frame.
        UnreadableFilm: the decoder crashed or hung.
        MemoryError: there is not enough of it.
    """
    if not current_process().daemon:
        return _shared.decode(frame)
    try:  # a worker process that may have none of its own, and may itself be lost
        return decode(frame)
    except MemoryError:
        raise
    except Exception:  # noqa: BLE001 - the decoders' own dozen kinds
        raise DecodingFailed from None
