"""Place as I do: what is learnt from corrected films, where it goes, and how it is taken back."""

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from landmark_gui.domain.annotation import Status
from landmark_gui.domain.geometry import PixelSpacing, Point, SpacingSource
from landmark_gui.domain.landmarks import LandmarkScheme
from landmark_gui.exchange.schemes import read_scheme
from landmark_gui.records.record import Record
from tests.ui.hand import CTRL, KEY, Hand

if TYPE_CHECKING:
    from tests.ui.conftest import Bench

FILMS, CORRECTED = 5, 3
UP_PX = 9.0


def desk(bench: "Bench", corrected: int = CORRECTED) -> Hand:
    """Return a hand over a list whose first films have porion corrected, the last one shown."""
    bench.open(FILMS)
    bench.start()
    hand = Hand(bench)
    session, correcting = hand.session, hand.correcting
    bench.until(lambda: all(e.case and e.case.detection for e in session.worklist.entries))
    for film in range(corrected):
        session.show(film)
        bench.until(lambda: session.film is not None)
        correcting.move("Po", hand.point("Po").moved(0, -UP_PX))
        session.select("S")
        correcting.confirm()
    show(hand, FILMS - 1)
    return hand


def show(hand: Hand, film: int) -> None:
    hand.session.show(film)
    hand.bench.until(lambda: hand.session.film is not None)


def seen(hand: Hand, name: str = "Po") -> Point:
    assert hand.case.detection is not None
    return hand.case.detection[name].point


def toggle(hand: Hand) -> None:
    hand.window.menus["alike"].trigger()


def until_looked_at(hand: Hand) -> None:
    hand.bench.until(lambda: not hand.window.alike._due.isActive())


def told(hand: Hand) -> str:
    message = hand.session.messages.current
    return message.text if message else ""


def test_films_nobody_has_begun_are_placed_as_the_corrected_ones(bench: "Bench") -> None:
    hand = desk(bench)
    toggle(hand)
    assert hand.point("Po").distance_px(seen(hand).moved(0, -UP_PX)) < 0.5
    assert hand.point("S") == seen(hand, "S")
    assert hand.status("Po") is Status.PREDICTED
    show(hand, FILMS - 2)
    bench.until(lambda: hand.point("Po") != seen(hand))
    assert hand.point("Po").distance_px(seen(hand).moved(0, -UP_PX)) < 0.5


def test_a_film_that_is_detected_again_is_placed_again(bench: "Bench") -> None:
    hand = desk(bench)
    toggle(hand)
    before = hand.case.detection
    hand.key(KEY.Key_D, CTRL)
    bench.until(lambda: hand.case.detection is not before)
    bench.until(lambda: hand.point("Po") != seen(hand))
    assert hand.point("Po").distance_px(seen(hand).moved(0, -UP_PX)) < 0.5


def test_it_is_off_until_it_is_chosen_and_kept_for_the_next_start(bench: "Bench") -> None:
    hand = desk(bench)
    until_looked_at(hand)
    assert not hand.window.menus["alike"].isChecked()
    assert hand.point("Po") == seen(hand)
    toggle(hand)
    assert hand.window.menus["alike"].isChecked()
    assert hand.window.alike.on


def test_switched_off_the_predictions_are_where_the_model_saw_them(bench: "Bench") -> None:
    hand = desk(bench)
    toggle(hand)
    show(hand, FILMS - 2)
    bench.until(lambda: hand.point("Po") != seen(hand))
    toggle(hand)
    for film in (FILMS - 1, FILMS - 2):
        show(hand, film)
        assert hand.point("Po") == seen(hand)


def test_switched_off_a_film_that_was_begun_stays_as_it_was_placed(bench: "Bench") -> None:
    hand = desk(bench)
    toggle(hand)
    placed = hand.point("Po")
    hand.session.select("S")
    hand.correcting.confirm()
    toggle(hand)
    assert hand.point("Po") == placed != seen(hand)


def test_switched_off_no_undo_brings_the_places_back(bench: "Bench") -> None:
    hand = desk(bench)
    toggle(hand)
    stated = PixelSpacing(0.1, 0.1, SpacingSource.STATED_BY_USER)
    hand.session.calibrate("Set spacing", stated, [FILMS - 1])
    toggle(hand)
    hand.key(KEY.Key_Z, CTRL)
    assert hand.case.film.spacing != stated
    assert hand.point("Po") == seen(hand)


def test_a_film_that_was_begun_stays_as_it_is_even_if_undo_took_it_back(bench: "Bench") -> None:
    hand = desk(bench)
    hand.session.select("S")
    hand.correcting.confirm()
    hand.key(KEY.Key_Z, CTRL)
    toggle(hand)
    until_looked_at(hand)
    assert hand.point("Po") == seen(hand)


def test_too_few_corrected_films_are_said_and_enough_begin_to_count(bench: "Bench") -> None:
    hand = desk(bench, corrected=2)
    toggle(hand)
    assert "once you have corrected 3 films" in told(hand)
    assert hand.point("Po") == seen(hand)
    hand.correcting.move("Po", seen(hand).moved(0, -UP_PX))
    show(hand, FILMS - 2)
    bench.until(lambda: hand.point("Po") != seen(hand))
    assert "Placed as on 3 films you corrected: Po." in told(hand)


def test_the_region_goes_with_the_landmark(bench: "Bench") -> None:
    hand = desk(bench)
    hand.session.select("Po")
    before = hand.view._landmarks._regions["Po"].boundingRect().center()
    toggle(hand)
    after = hand.view._landmarks._regions["Po"].boundingRect().center()
    assert abs(before.y() - after.y() - UP_PX) < 0.6
    hand.correcting.confirm()
    assert hand.view._landmarks._regions["Po"].boundingRect().center() == after


def test_the_card_says_how_far_from_the_model_a_landmark_was_placed(bench: "Bench") -> None:
    hand = desk(bench)
    hand.session.select("Po")
    text = hand.window.panels.card._position.text
    assert "from where the model sees it" not in text()
    toggle(hand)
    assert "from where the model sees it" in text()
    hand.correcting.confirm()
    assert "from where the model sees it" not in text()


def test_the_record_holds_the_place_and_what_the_model_saw(bench: "Bench", tmp_path: Path) -> None:
    path = tmp_path / "record.sqlite"
    bench.window.open_record(path)
    hand = desk(bench)
    toggle(hand)
    assert bench.window.recorder.save_now()
    record = Record.open(path)
    case = record.restore(hand.case.film, hand.case.scheme).history.current
    record.close()
    assert case.annotations["Po"].point == hand.point("Po")
    assert case.detection is not None
    assert case.detection["Po"].point == seen(hand)


@pytest.mark.parametrize(
    ("scheme", "arranged"), [(read_scheme("isbi19"), True), (read_scheme("aariz29"), False)]
)
def test_what_goes_by_the_arrangement_of_landmarks_is_offered_where_that_is_known(
    bench: "Bench", scheme: LandmarkScheme, *, arranged: bool
) -> None:
    assert bench.window.session.scheme is scheme
    for action in (bench.window.menus[name] for name in ("alike", "follow")):
        assert action.isEnabled() is arranged
        assert ("no model of how their landmarks" in action.toolTip()) is not arranged
