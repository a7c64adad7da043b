"""What tells a reader whether the film shown is read blind, and what keys do then."""

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt

from landmark_gui.domain.annotation import Annotation, Stamp, Status
from landmark_gui.domain.geometry import Point
from landmark_gui.exchange.formats.csv import write_csv
from landmark_gui.ui import words
from landmark_gui.ui.panels.landmark_table import STATUS
from landmark_gui.ui.widgets.elided import ElidedLabel
from tests.ui.exchanging import cases, imported
from tests.ui.films import place_all
from tests.ui.hand import CTRL, KEY, SHIFT

if TYPE_CHECKING:
    from tests.ui.conftest import Bench

BEGUN = "Not blind: reading had already begun"


def chip(bench: "Bench") -> str:
    return bench.window.panels.area._chip.text()


def test_a_film_that_was_begun_before_says_that_it_is_not_blind(detected: "Bench") -> None:
    detected.window.correcting.confirm()
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


def test_an_import_takes_decisions_and_no_predictions_to_a_film_that_is_read_blind(
    bench: "Bench", tmp_path: Path
) -> None:
    bench.window.reviewing.set_blind_first(on=True)
    bench.open(1)
    bench.until_shown()
    (case,) = cases(bench)
    seen = [Annotation(name, Status.PREDICTED, Point(3, 4)) for name in case.annotations]
    found = case.taken_over(seen).moved("S", Point(5, 6), Stamp.now("Dr. B"))
    write_csv(tmp_path / "found.csv", [found])
    message = imported(bench, tmp_path / "found.csv")
    hidden = "18 predictions: left out because the film is read blind"
    assert any(hidden in section.lines for section in bench.dialogs.shown)
    assert hidden in message.text
    assert list(cases(bench)[0].points) == ["S"]
    assert "Blind reading" in chip(bench)


def test_where_no_prediction_is_shown_none_is_promised(detected: "Bench") -> None:
    back = detected.window.menus["back"]
    assert "show the prediction" in back.toolTip()
    detected.hand.key(KEY.Key_B, CTRL)
    assert back.toolTip().endswith("Discard what you placed")
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
    correcting = window.correcting
    correcting.move("S", Point(100.0, 100.0))
    session.select("S")
    correcting.lock()
    cell = window.panels.table.model().index(0, STATUS)
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


def test_a_film_is_read_blind_by_keyboard_alone(detected: "Bench") -> None:
    session, view = detected.window.session, detected.window.view
    detected.hand.key(KEY.Key_B, CTRL)
    detected.hand.key(KEY.Key_N)
    assert session.case is not None
    assert session.case.decided == 0
    detected.hand.key(KEY.Key_P)
    assert "key N puts it in the middle of the view" in chip(detected)
    middle = view.middle_now
    assert middle is not None
    for number, name in enumerate(session.scheme.abbreviations, 1):
        detected.hand.key(KEY.Key_N)
        detected.hand.key(KEY.Key_Right, SHIFT)
        detected.hand.key(KEY.Key_Up)
        assert (session.selected, session.case.decided) == (name, number)
        assert session.case.annotations[name].point == middle.moved(10, -1)
    assert not session.display.placing


def test_a_landmark_chosen_by_key_is_put_where_the_film_is_seen(detected: "Bench") -> None:
    session, view = detected.window.session, detected.window.view
    detected.hand.key(KEY.Key_B, CTRL)
    detected.hand.key(KEY.Key_P)
    session.select("Go")
    film = view.viewport_now
    view.look_at(film.zoomed(4.0, film.to_screen(Point(0, 0))).panned(-30, 0))
    detected.hand.key(KEY.Key_N)
    assert session.case is not None
    placed = session.case.annotations["Go"].point
    assert placed is not None
    assert session.case.film.holds(placed)
    assert view.rect().contains(*map(int, view.viewport_now.to_screen(placed)))
    view.look_at(view.viewport_now.panned(9999, 0))
    detected.hand.key(KEY.Key_N)
    assert session.case.decided == 1
