"""Films set aside before they were read: the record knows films by their pictures alone."""

from collections.abc import Iterator
from dataclasses import replace
from threading import Semaphore
from typing import TYPE_CHECKING

import pytest

from landmark_gui.document.worklist import Progress
from landmark_gui.domain.cephalogram import Cephalogram
from landmark_gui.ui.sources import FilmSource
from tests.ui.conftest import broken_source, source
from tests.ui.exchanging import told
from tests.ui.films import set_aside

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.ui.conftest import Bench

ASIDE = Progress.SET_ASIDE


class Held:
    """Films of which each is read only when it is told to be."""

    def __init__(self) -> None:
        self.begun: list[str] = []
        self._goes_on = Semaphore(0)

    def go(self, films: int = 100) -> None:
        self._goes_on.release(films)

    def film(self, seed: int, *, broken: bool = False) -> FilmSource:
        held = broken_source() if broken else source(seed)

        def read(name: str) -> Cephalogram:
            self.begun.append(name)
            assert self._goes_on.acquire(timeout=8)
            return held.read(name)

        return replace(source(seed), read=read)


@pytest.fixture
def held() -> Iterator[Held]:
    made = Held()
    yield made
    made.go()


@pytest.fixture
def unread(another: "Callable[[], Bench]", held: Held) -> "Bench":
    """A window with a record and five films, of which the first is being read."""
    bench = another()
    bench.window.session.add([held.film(seed) for seed in range(1, 6)])
    bench.until(lambda: held.begun == ["film-1"])
    return bench


def test_a_film_set_aside_before_it_was_read_is_so_in_the_record(
    another: "Callable[[], Bench]",
) -> None:
    first = another()
    first.open(1)
    set_aside(first, 0)
    assert first.window.session.case is None
    assert first.said.endswith("exported. What is not read yet is saved as soon as it is.")
    first.until_shown()
    second = another()
    second.open(1)
    second.until_shown()
    assert second.progress() == [ASIDE]


def test_what_is_set_aside_unread_is_read_before_what_nobody_sees(
    another: "Callable[[], Bench]", held: Held
) -> None:
    bench = another()
    bench.window.session.add([held.film(seed, broken=True) for seed in range(1, 41)])
    bench.until(lambda: held.begun == ["film-1"])
    set_aside(bench, 30)
    held.go(19)
    bench.until(lambda: len(held.begun) == 20)
    assert "film-31" in held.begun  # after some of the dozen rows in sight


def test_the_window_stays_until_what_was_set_aside_unread_is_saved(
    unread: "Bench", held: Held, another: "Callable[[], Bench]"
) -> None:
    set_aside(unread, 0, 4)
    assert not unread.window.close()
    assert unread.said == (
        "2 films that were set aside or taken back are still being read. "
        "The window closes when this is saved."
    )
    held.go()
    unread.until(lambda: not unread.window.isVisible())
    later = another()
    later.open(5)
    later.until(lambda: all(entry.case for entry in later.window.session.worklist.entries))
    assert [progress is ASIDE for progress in later.progress()] == [True, *[False] * 3, True]


def test_nothing_is_called_saved_before_what_was_set_aside_unread_is(
    unread: "Bench", held: Held
) -> None:
    saving = unread.window.panels.status._saving
    assert saving.text() == "Saved"
    set_aside(unread, 4)
    assert saving.text() == "Not saved: still reading"
    unread.window.menus["save"].trigger()
    assert unread.said.startswith("Not everything is saved.")
    held.go()
    unread.until(lambda: saving.text() == "Saved")
    unread.window.menus["save"].trigger()
    assert unread.said == "Every step is saved as you make it."


def test_who_takes_that_sentence_away_stays_though_all_is_saved(
    unread: "Bench", held: Held
) -> None:
    set_aside(unread, 0)
    assert not unread.window.close()
    unread.window.messages.say(None)
    held.go()
    unread.until(lambda: len(held.begun) == 5 and unread.window.session.background.resting)
    assert unread.window.recorder.unsaved == frozenset()
    assert unread.window.isVisible()


def test_who_does_not_want_to_wait_closes_without_it(unread: "Bench") -> None:
    set_aside(unread, 0)
    assert not unread.window.close()
    told(unread).remedies[0].verb()
    assert not unread.window.isVisible()


def test_no_film_is_waited_for_that_cannot_be_read(another: "Callable[[], Bench]") -> None:
    bench = another()
    bench.open(1, broken=True)
    bench.until(lambda: bench.progress()[1] is Progress.FAILED)
    set_aside(bench, 1)
    assert bench.window.close()


def test_what_was_set_aside_unread_is_lost_without_a_record_and_that_is_asked_about(
    bench: "Bench", held: Held
) -> None:
    bench.window.session.add([held.film(1)])
    set_aside(bench, 0)
    assert not bench.window.close()
    assert bench.said.startswith("Your work on 1 film is neither in the record nor exported.")
