"""What a decoder can do to the program: nothing."""

import ctypes
import os
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray
from pydicom.uid import RLELossless

from landmark_gui.imaging.decoders import CompressedFrame
from landmark_gui.imaging.decoding_process import Decode
from landmark_gui.imaging.errors import UnreadableFilm
from landmark_gui.imaging.isolated import DecodingFailed, IsolatedDecoder

ROOT = Path(__file__).parents[2]
PIXELS = np.arange(6, dtype="<u2").reshape(2, 3)


def frame(word: bytes = b"") -> CompressedFrame:
    return CompressedFrame(RLELossless, word, {"rows": 2, "columns": 3})


def misbehave(asked: CompressedFrame) -> NDArray[Any]:
    """Stand in for a decoder; the frame says what goes wrong."""
    match asked.data:
        case b"crash":
            ctypes.string_at(0)
        case b"abort":
            os.abort()
        case b"hang":
            time.sleep(60)
        case b"memory":
            raise MemoryError
        case b"error":
            raise KeyError("Canary^Patient")
        case b"shape":
            return np.zeros((9, 9), "<u2")
        case b"type":
            return np.zeros((2, 3), "<f8")
        case _:
            pass
    return PIXELS


@contextmanager
def decoder(work: Decode = misbehave, limit_s: float = 20.0) -> Iterator[IsolatedDecoder]:
    isolated = IsolatedDecoder(work, limit_s)
    yield isolated
    isolated.close()


@pytest.fixture(scope="module")
def isolated() -> Iterator[IsolatedDecoder]:
    with decoder() as one:
        yield one


def process_id(asked: CompressedFrame) -> NDArray[Any]:
    return np.full(asked.size_px, os.getpid(), "<i4")


def test_pixels_come_back_and_can_be_written_to(isolated: IsolatedDecoder) -> None:
    pixels = isolated.decode(frame())
    np.testing.assert_array_equal(pixels, PIXELS)
    assert pixels.dtype == PIXELS.dtype
    assert pixels.flags.writeable


@pytest.mark.parametrize("word", [b"crash", b"abort", b"shape", b"type"])
def test_a_decoder_that_dies_or_lies_costs_one_film(isolated: IsolatedDecoder, word: bytes) -> None:
    with pytest.raises(UnreadableFilm, match="other films are not affected"):
        isolated.decode(frame(word))
    np.testing.assert_array_equal(isolated.decode(frame()), PIXELS)


def test_a_decoder_that_refuses_or_runs_out_of_memory_says_so_and_goes_on(
    isolated: IsolatedDecoder,
) -> None:
    with pytest.raises(DecodingFailed):
        isolated.decode(frame(b"error"))
    with pytest.raises(MemoryError):
        isolated.decode(frame(b"memory"))
    np.testing.assert_array_equal(isolated.decode(frame()), PIXELS)


def test_a_decoder_that_hangs_is_ended_at_its_time_limit() -> None:
    with decoder(limit_s=0.2) as hanging:
        hanging.decode(frame())
        started = time.monotonic()
        with pytest.raises(UnreadableFilm, match="reasonable time"):
            hanging.decode(frame(b"hang"))
        assert time.monotonic() - started < 5


def test_all_films_share_one_process_that_is_not_this_one() -> None:
    with decoder(process_id) as telling:
        first, second = telling.decode(frame()), telling.decode(frame())
    assert first[0, 0] == second[0, 0] != os.getpid()


@pytest.mark.skipif(sys.platform == "win32", reason="signals are told differently there")
def test_closing_ends_the_process() -> None:
    with decoder(process_id) as telling:
        number = int(telling.decode(frame())[0, 0])
        os.kill(number, 0)
    with pytest.raises(ProcessLookupError):
        os.kill(number, 0)


def test_a_program_that_decodes_ends_by_itself_and_says_nothing() -> None:
    code = """
from pydicom.uid import RLELossless
from landmark_gui.imaging.decoders import CompressedFrame
from landmark_gui.imaging.isolated import DecodingFailed, decode_apart
try:
    decode_apart(CompressedFrame(RLELossless, b"", {"rows": 2, "columns": 3}))
except DecodingFailed:
    print("refused")
"""
    done = subprocess.run(
        [sys.executable, "-c", code],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )
    assert (done.returncode, done.stdout, done.stderr) == (0, "refused\n", "")
