"""Memory goes back to the system though something lies on top of what was freed."""

import ctypes
import sys

import pytest

from landmark_gui import heap
from landmark_gui.bench.memory import memory_mb

glibc = sys.platform == "linux" and hasattr(ctypes.CDLL(None), "malloc_trim")


@pytest.mark.skipif(not glibc, reason="only glibc keeps what was freed")
def test_what_was_freed_below_what_stays_is_given_back() -> None:
    blocks = [b"x" * (60_000 + number % 7) for number in range(2000)]
    stays = b"x" * 60_000
    del blocks
    before = memory_mb()
    heap.trim()
    after = memory_mb()
    assert before is not None
    assert after is not None
    assert before - after > 80
    assert stays


def test_elsewhere_nothing_is_done(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ctypes, "CDLL", lambda _: object())
    heap.trim()
