"""While a folder is searched: what is said, and what can be done all the same."""

import threading
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from landmark_gui.ui import sources
from landmark_gui.ui.sources import FilmSource
from tests.ui.conftest import source

if TYPE_CHECKING:
    from tests.ui.conftest import Bench

NAS = Path("nas")


@dataclass
class SlowFolder:
    """A folder that takes its time; all others are searched at once, and hold one film."""

    searched: list[Path] = field(default_factory=list)
    begun: threading.Event = field(default_factory=threading.Event)
    goes_on: threading.Event = field(default_factory=threading.Event)
    stopped: threading.Event = field(default_factory=threading.Event)

    def find(self, paths: Sequence[Path], goes_on: Callable[[], bool]) -> list[FilmSource]:
        self.searched += paths
        if NAS not in paths:
            return [source(2)]
        self.begun.set()
        while goes_on() and not self.goes_on.wait(0.01):
            pass
        if not goes_on():
            self.stopped.set()
        return [source(1)]


@pytest.fixture
def folder(monkeypatch: pytest.MonkeyPatch) -> Iterator[SlowFolder]:
    slow = SlowFolder()
    monkeypatch.setattr("landmark_gui.ui.searching.PATIENCE_MS", 20)
    monkeypatch.setattr(sources, "find", slow.find)
    yield slow
    slow.goes_on.set()


def names(bench: "Bench") -> list[str]:
    return [entry.name for entry in bench.window.session.worklist.entries]


def test_a_search_that_lasts_is_said_until_it_ends(folder: SlowFolder, bench: "Bench") -> None:
    bench.window.session.open_paths([NAS])
    bench.until(lambda: bench.said == "Looking for films in nas.")
    folder.goes_on.set()
    bench.until(lambda: names(bench) == ["film-1"])
    assert bench.said == ""


def test_a_place_is_not_searched_twice_at_a_time(folder: SlowFolder, bench: "Bench") -> None:
    for _ in range(3):
        bench.window.session.open_paths([NAS])
    assert folder.begun.wait(8)
    folder.goes_on.set()
    bench.until(lambda: names(bench) == ["film-1"])
    assert folder.searched == [NAS]
    bench.window.session.open_paths([NAS])
    bench.until(lambda: bench.said == "No new films in nas.")


def test_other_films_are_opened_and_read_meanwhile(folder: SlowFolder, bench: "Bench") -> None:
    bench.window.session.open_paths([NAS])
    assert folder.begun.wait(8)
    bench.window.session.open_paths([Path("here")])
    bench.until_shown()
    assert names(bench) == ["film-2"]
    folder.goes_on.set()
    bench.until(lambda: names(bench) == ["film-2", "film-1"])
    assert bench.window.session.worklist.current == 0


def test_a_search_that_is_stopped_adds_nothing_and_can_begin_anew(
    folder: SlowFolder, bench: "Bench"
) -> None:
    bench.window.session.open_paths([NAS])
    bench.until(lambda: bench.said.startswith("Looking"))
    message = bench.window.messages.current
    assert message is not None
    message.remedies[0].verb()
    assert folder.stopped.wait(8)
    bench.until(lambda: bench.window.session.background.resting)
    assert (names(bench), bench.said) == ([], "")
    folder.goes_on.set()
    bench.window.session.open_paths([NAS])
    bench.until(lambda: names(bench) == ["film-1"])


def test_what_needs_a_decision_stays_said_and_the_search_is_told_after_it(
    folder: SlowFolder, bench: "Bench"
) -> None:
    bench.window.messages.warn("Important.")
    bench.window.session.open_paths([NAS])
    assert folder.begun.wait(8)
    with bench.qtbot.waitSignal(bench.window.session.searching._timer.timeout):
        pass
    assert bench.said == "Important."
    bench.window.messages.say(None)
    bench.until(lambda: bench.said.startswith("Looking"))


def test_a_search_is_told_again_when_its_folder_is_opened_again(
    folder: SlowFolder, bench: "Bench"
) -> None:
    bench.window.session.open_paths([NAS])
    bench.until(lambda: bench.said.startswith("Looking"))
    bench.window.messages.info("Something else.")
    bench.window.session.open_paths([NAS])
    bench.until(lambda: bench.said.startswith("Looking"))
    assert folder.searched == [NAS]


def test_what_is_searched_already_is_no_longer_named(folder: SlowFolder, bench: "Bench") -> None:
    quick = threading.Event()

    def find(paths: Sequence[Path], goes_on: Callable[[], bool]) -> list[FilmSource]:
        if NAS not in paths:
            quick.wait(8)
        return folder.find(paths, goes_on)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(sources, "find", find)
        bench.window.session.open_paths([NAS])
        bench.window.session.open_paths([Path("usb")])
        bench.until(lambda: bench.said == "Looking for films in nas, usb.")
        quick.set()
        bench.until(lambda: bench.said == "Looking for films in nas.")
