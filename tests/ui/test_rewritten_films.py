"""A film's file holds another picture while the window is open."""

from collections.abc import Callable
from typing import TYPE_CHECKING

import pytest

from landmark_gui.document.worklist import Progress
from landmark_gui.domain.cephalogram import Cephalogram
from landmark_gui.domain.geometry import Point
from landmark_gui.domain.orientation import Facing
from landmark_gui.ui.menus import NEW_PICTURE
from landmark_gui.ui.session import FILE_CHANGED
from landmark_gui.ui.sources import FilmSource
from tests.ui.conftest import phantom

if TYPE_CHECKING:
    from tests.ui.conftest import Bench


class Disk:
    """Holds one film, which can be rewritten."""

    def __init__(self, film: Cephalogram) -> None:
        self.film = film
        self.source = FilmSource("film", "key", lambda _: self.film)


@pytest.fixture
def disk() -> Disk:
    return Disk(phantom(1))


@pytest.fixture
def rewritten(another: Callable[[], "Bench"], disk: Disk) -> "Bench":
    """A window with a record, in which sella of a film was placed that was rewritten then."""
    bench = another()
    return with_a_film_rewritten(bench, disk)


def with_a_film_rewritten(bench: "Bench", disk: Disk) -> "Bench":
    session, correcting = bench.window.session, bench.window.correcting
    session.add([disk.source])
    bench.until_shown()
    correcting.move("S", Point(3, 4))
    rewrite(bench, disk, phantom(2))
    bench.until(lambda: bench.progress() == [Progress.FAILED])
    assert session.worklist.entries[0].failure == FILE_CHANGED
    return bench


def rewrite(bench: "Bench", disk: Disk, film: Cephalogram) -> None:
    """Put another picture in the place of the film, which is read again."""
    disk.film = film
    bench.window.session.shelf.forget(0)
    bench.window.session.show(0)


def sella(bench: "Bench") -> Point | None:
    case = bench.window.session.case
    return case.annotations["S"].point if case else None


def test_the_new_picture_is_opened_with_nothing_said_of_it(rewritten: "Bench") -> None:
    again = rewritten.window.menus["retry"]
    assert (again.text(), again.iconText()) == (NEW_PICTURE, NEW_PICTURE)
    again.trigger()
    rewritten.until_shown()
    session = rewritten.window.session
    assert session.case is not None
    assert session.case.film.sha256 == phantom(2).info.sha256
    assert session.case.decided == 0
    assert "are saved in the record" in rewritten.said
    assert again.text() != NEW_PICTURE
    rewritten.start()
    rewritten.until_detected()


def test_what_was_decided_on_the_picture_before_comes_back_with_it(
    rewritten: "Bench", disk: Disk
) -> None:
    retry = rewritten.window.menus["retry"].trigger
    retry()
    rewritten.until_shown()
    rewritten.window.correcting.move("S", Point(50, 60))
    rewrite(rewritten, disk, phantom(1))
    rewritten.until(lambda: rewritten.progress() == [Progress.FAILED])
    retry()
    rewritten.until_shown()
    assert sella(rewritten) == Point(3, 4)
    assert rewritten.window.recorder.text == "Saved"
    rewrite(rewritten, disk, phantom(2))
    rewritten.until(lambda: rewritten.progress() == [Progress.FAILED])
    retry()
    rewritten.until_shown()
    assert sella(rewritten) == Point(50, 60)


def test_what_is_not_in_the_record_is_not_given_up_for_another_picture(
    bench: "Bench", disk: Disk
) -> None:
    with_a_film_rewritten(bench, disk)
    bench.window.menus["retry"].trigger()
    bench.until(lambda: bench.progress() == [Progress.FAILED])
    assert "not saved yet" in bench.said
    assert sella(bench) == Point(3, 4)


@pytest.fixture
def predicted(another: Callable[[], "Bench"], disk: Disk) -> "Bench":
    """A window with a record and a model, which has seen the film."""
    bench = another()
    bench.window.session.add([disk.source])
    bench.start()
    bench.until_detected()
    return bench


def open_another_picture(bench: "Bench", disk: Disk) -> None:
    rewrite(bench, disk, phantom(2))
    bench.until(lambda: bench.window.session.worklist.entries[0].failure == FILE_CHANGED)
    bench.window.menus["retry"].trigger()


def test_what_was_looked_at_and_stated_of_the_picture_before_does_not_count(
    predicted: "Bench", disk: Disk
) -> None:
    window = predicted.window
    least = window.session.review.of(predicted.until_detected()).order[-1]
    window.session.select(least)
    window.queue.orienting.state_facing(0, Facing.LEFT)
    predicted.until_detected()
    assert least in window.reviewing._looked[0]
    open_another_picture(predicted, disk)
    predicted.until_shown()
    assert window.queue.orienting.stated(0).facing is None
    assert least not in window.reviewing._looked.get(0, set())


def test_the_round_through_the_landmarks_begins_anew_on_another_picture(
    predicted: "Bench", disk: Disk
) -> None:
    window = predicted.window
    for _ in range(4):
        window.menus["next_doubtful"].trigger()
    open_another_picture(predicted, disk)
    order = window.session.review.of(predicted.until_detected()).order
    assert window.session.selected == order[0]
    window.menus["next_doubtful"].trigger()
    assert window.session.selected == order[1]
