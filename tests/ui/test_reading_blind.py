"""What tells a reader whether the film shown is read blind, and what keys do then."""

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt

from landmark_gui.domain.geometry import Point
from landmark_gui.ui import words
from landmark_gui.ui.panels.elided import ElidedLabel
from landmark_gui.ui.panels.landmark_table import STATUS
from tests.ui.films import place_all
from tests.ui.hand import CTRL, KEY

if TYPE_CHECKING:
    from tests.ui.conftest import Bench

BEGUN = "Not blind: this film was begun before"


def chip(bench: "Bench") -> str:
    return bench.window._area._chip.text()


def test_a_film_that_was_begun_before_says_that_it_is_not_blind(detected: "Bench") -> None:
    detected.window.session.confirm()
    detected.hand.key(KEY.Key_B, CTRL)
    assert chip(detected) == BEGUN
    detected.hand.key(KEY.Key_B, CTRL)
    assert chip(detected) != BEGUN


def test_a_film_that_was_read_blind_is_not_said_to_be_begun_before(bench: "Bench") -> None:
    bench.window.reviewing.set_blind_first(on=True)
    bench.open(1)
    bench.until_shown()
    assert "Blind reading" in chip(bench)
    bench.start()
    place_all(bench)
    bench.hand.key(KEY.Key_R, CTRL)
    bench.until_detected()
    bench.until(lambda: not chip(bench).startswith("Detecting"))
    assert chip(bench) != BEGUN


def test_where_no_prediction_is_shown_none_is_promised(detected: "Bench") -> None:
    back = detected.window.menus["back"]
    assert "show the prediction" in back.toolTip()
    detected.hand.key(KEY.Key_B, CTRL)
    assert back.toolTip().endswith("Forget what was placed")
    assert "Backspace" in back.toolTip()
    detected.hand.key(KEY.Key_B, CTRL)
    assert "show the prediction" in back.toolTip()


def test_what_a_hand_has_put_there_is_placed_and_not_moved_until_a_prediction_is_seen(
    bench: "Bench",
) -> None:
    bench.window.reviewing.set_blind_first(on=True)
    bench.open(1)
    bench.until_shown()
    window, session = bench.window, bench.window.session
    session.move("S", Point(100.0, 100.0))
    session.select("S")
    session.lock()
    cell = window.table.model().index(0, STATUS)
    title = window.findChild(ElidedLabel, "landmark_title")
    assert title is not None
    assert cell.data() == "placed"
    assert cell.data(Qt.ItemDataRole.AccessibleTextRole) == "placed, locked"
    assert title.text() == "S  ·  Sella  ·  placed, locked"
    assert "Sella: placed, locked at" in words.spoken(session.case, "S", {})
    bench.start()
    bench.hand.key(KEY.Key_R, CTRL)
    window.reviewing.reveal_now()
    bench.until_detected()
    bench.until(lambda: cell.data() == "moved")
