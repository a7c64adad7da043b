"""One landmark through all films: the next one opens as much enlarged, with it in the middle."""

from dataclasses import replace

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest

from landmark_gui.paths import config_folder
from landmark_gui.ui.canvas.pyramid import ShownFilm
from landmark_gui.ui.canvas.viewport import Viewport
from landmark_gui.ui.preferences import Preferences
from tests.ui.conftest import Bench, phantom
from tests.ui.hand import KEY, LEFT, NONE, Hand


def enlarge(hand: Hand, name: str) -> Viewport:
    hand.session.select(name)
    for _ in range(8):
        hand.key(KEY.Key_Plus)
    return hand.view.viewport_now


def go(hand: Hand, key: Qt.Key) -> None:
    hand.key(key)
    hand.bench.until_shown()


def is_in_the_middle(hand: Hand, name: str) -> bool:
    at, view = hand.on_screen(hand.point(name)), hand.view
    middle = QPoint(view._free_size()[0] // 2, view._free_size()[1] // 2)
    return (at - middle).manhattanLength() <= 2


@pytest.fixture
def keeping(two: Hand) -> Hand:
    two.window.menus["keep_enlargement"].trigger()
    return two


def test_without_the_switch_a_film_opens_whole(two: Hand) -> None:
    enlarge(two, "Go")
    go(two, KEY.Key_D)
    assert two.view.is_fitted


def test_a_film_not_seen_yet_opens_as_the_one_before_at_the_same_landmark(keeping: Hand) -> None:
    before = enlarge(keeping, "Go")
    go(keeping, KEY.Key_D)
    assert keeping.view.viewport_now.scale == before.scale
    assert keeping.session.selected == "Go"
    assert is_in_the_middle(keeping, "Go")


def test_one_that_was_seen_is_shown_as_it_was_left(keeping: Hand) -> None:
    before = enlarge(keeping, "Go")
    go(keeping, KEY.Key_D)
    keeping.key(KEY.Key_F)
    go(keeping, KEY.Key_A)
    assert keeping.view.viewport_now == before
    go(keeping, KEY.Key_D)
    assert keeping.view.is_fitted


def test_after_a_film_that_is_wholly_shown_comes_another_that_is(keeping: Hand) -> None:
    go(keeping, KEY.Key_D)
    assert keeping.view.is_fitted


@pytest.fixture
def opened(bench: Bench) -> Hand:
    """The second film, opened as the first one was left; the model has seen neither."""
    bench.open(2)
    bench.until_shown()
    hand = bench.hand
    hand.session.see(keep_enlargement=True)
    enlarge(hand, "Go")
    go(hand, KEY.Key_D)
    hand.session.select("Go")
    return hand


def test_the_landmark_comes_to_the_middle_once_it_is_detected(opened: Hand) -> None:
    before = opened.view.viewport_now
    opened.bench.start()
    opened.bench.until_detected()
    assert opened.view.viewport_now.scale == before.scale
    assert is_in_the_middle(opened, "Go")


def test_a_film_that_was_moved_meanwhile_is_not_moved_again(opened: Hand) -> None:
    opened.view.look_at(opened.view.viewport_now.panned(5, 5))
    moved = opened.view.viewport_now
    opened.bench.start()
    opened.bench.until_detected()
    assert opened.view.viewport_now == moved


def test_the_film_stays_under_the_hand_that_places_a_landmark(opened: Hand) -> None:
    before = opened.view.viewport_now
    middle = opened.view.middle_now
    assert middle is not None
    opened.correcting.move("Go", middle.moved(20, 20))
    assert opened.view.viewport_now == before


def test_the_film_stays_under_a_hand_that_holds_something(opened: Hand) -> None:
    before = opened.view.viewport_now
    QTest.mousePress(opened.view.viewport(), LEFT, NONE, QPoint(100, 100))
    opened.bench.start()
    opened.bench.until_detected()
    assert opened.view.viewport_now == before


def test_of_a_smaller_film_something_is_seen(keeping: Hand) -> None:
    enlarge(keeping, "Me")
    view, film = keeping.view, phantom(2)
    small = replace(
        film, pixels=film.pixels[:40, :40], info=replace(film.info, width_px=40, height_px=40)
    )
    view.show_film(ShownFilm.of(small))
    assert view.middle_now is not None


def test_the_switch_is_remembered(keeping: Hand) -> None:
    assert keeping.window.menus["keep_enlargement"].isChecked()
    keeping.window.close()
    assert Preferences(config_folder()).display().keep_enlargement
