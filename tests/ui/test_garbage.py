import gc
import threading
from typing import TYPE_CHECKING

from pytestqt.qtbot import QtBot

from landmark_gui.ui.garbage import collect_due

if TYPE_CHECKING:
    from tests.ui.conftest import Bench


class Knot:
    """Garbage that only the collector finds, and that tells in which thread it did."""

    def __init__(self, found_in: list[str]) -> None:
        self.itself, self.found_in = self, found_in

    def __del__(self) -> None:
        self.found_in.append(threading.current_thread().name)


def allocate(kept: list[list[int]]) -> None:
    """Cross every threshold; what is kept counts, what is freed again would not."""
    kept.extend([index] for index in range(200_000))


def test_garbage_of_the_window_is_not_collected_in_a_thread_but_by_the_window(
    bench: "Bench", qtbot: QtBot
) -> None:
    assert bench.window.isVisible()
    assert not gc.isenabled()
    found_in: list[str] = []
    Knot(found_in)
    kept: list[list[int]] = []
    worker = threading.Thread(target=allocate, args=[kept], name="worker")
    worker.start()
    worker.join()
    assert found_in == []
    qtbot.waitUntil(lambda: found_in == ["MainThread"], timeout=5000)


def test_what_has_survived_everything_is_not_looked_at_again(bench: "Bench") -> None:
    assert bench.window.isVisible()
    kept: list[list[int]] = []
    before = gc.get_freeze_count()
    for _ in range(200):  # as often as it takes to cross the thresholds of all generations
        kept.extend([index] for index in range(2000))
        collect_due()
    assert gc.get_freeze_count() > before
    assert len(gc.get_objects()) < len(kept)
