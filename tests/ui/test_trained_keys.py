"""Keys that hands from other programs press without a thought."""

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from PySide6.QtCore import Qt

from landmark_gui.domain.annotation import Status
from landmark_gui.ui.keymap import Keymap
from tests.ui.hand import CTRL, KEY, Hand


@pytest.mark.parametrize("key", [KEY.Key_Plus, KEY.Key_Equal])
def test_ctrl_plus_enlarges_and_ctrl_minus_reduces(hand: Hand, key: Qt.Key) -> None:
    before = hand.view.viewport_now.scale
    hand.key(key, CTRL)
    assert hand.view.viewport_now.scale > before
    hand.key(KEY.Key_Minus, CTRL)
    assert hand.view.viewport_now.scale == pytest.approx(before)


def test_ctrl_0_shows_actual_pixels(hand: Hand) -> None:
    hand.key(KEY.Key_0, CTRL)
    assert hand.view.viewport_now.scale * hand.view.devicePixelRatioF() == pytest.approx(1.0)


def test_delete_forgets_a_correction_as_backspace_does(hand: Hand) -> None:
    hand.key(KEY.Key_Right)
    hand.key(KEY.Key_Delete)
    assert hand.status("S") is Status.PREDICTED


def test_delete_in_the_list_means_a_film_and_forgets_no_correction(hand: Hand) -> None:
    hand.key(KEY.Key_Right)
    moved = hand.case
    hand.window._films.list.setFocus()
    hand.key(KEY.Key_Delete)
    assert hand.case is moved
    hand.window.table.setFocus()
    hand.key(KEY.Key_Delete)
    assert hand.status("S") is Status.PREDICTED


def test_ctrl_s_says_that_all_is_saved_and_offers_a_file(hand: Hand, tmp_path: Path) -> None:
    hand.window.open_record(tmp_path / "record.sqlite")
    hand.key(KEY.Key_S, CTRL)
    assert hand.bench.said == "Every step is saved as you make it."
    message = hand.window.messages.current
    assert message is not None
    (export,) = message.remedies
    export.verb()
    assert hand.bench.dialogs.offer is not None


def test_ctrl_s_says_so_where_something_could_not_be_saved(hand: Hand, tmp_path: Path) -> None:
    path = tmp_path / "record.sqlite"
    hand.window.open_record(path)
    with closing(sqlite3.connect(path, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        hand.key(KEY.Key_Right)
        why = hand.window.recorder.why
        assert why
        hand.key(KEY.Key_S, CTRL)
        assert hand.bench.said == f"Not everything is saved. {why}"
        other.execute("ROLLBACK")
    hand.bench.until(lambda: not hand.window.recorder.why)


def test_ctrl_s_says_so_where_the_record_is_gone(hand: Hand, tmp_path: Path) -> None:
    hand.window.open_record(tmp_path / "away" / "record.sqlite")
    (tmp_path / "away").rename(tmp_path / "elsewhere")
    hand.key(KEY.Key_S, CTRL)
    assert hand.bench.said.startswith("Not everything is saved. ")


def test_keys_beyond_the_two_that_can_be_changed_stay_when_those_are_changed() -> None:
    keymap = Keymap().given("zoom_in", 1, "Alt+Z")
    assert keymap.of("zoom_in") == ("+", "Alt+Z", "Ctrl++", "Ctrl+=")
    assert Keymap.read(keymap.chosen) == keymap
    assert keymap.given("labels", 0, "Ctrl++").of("zoom_in") == ("+", "Alt+Z", "Ctrl+=")
