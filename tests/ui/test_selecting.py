"""Several films selected in the worklist, and what goes out of them."""

import json
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest

from landmark_gui.exchange.formats.csv import read_csv
from landmark_gui.exchange.outgoing import Wish
from landmark_gui.exchange.registry import FORMATS
from landmark_gui.ui.canvas.film_view import FilmView
from landmark_gui.ui.transfers.dialogs import SystemDialogs
from landmark_gui.ui.transfers.export_dialog import ExportDialog
from landmark_gui.ui.transfers.export_offer import Asked, Scope

if TYPE_CHECKING:
    from tests.ui.conftest import Bench

CTRL, SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier
PLAIN = Qt.KeyboardModifier.NoModifier


@pytest.fixture
def five(bench: "Bench") -> "Bench":
    bench.open(5)
    bench.until_shown()
    return bench


@pytest.fixture
def detected_five(five: "Bench") -> "Bench":
    five.start()
    session = five.window.session
    five.until(lambda: all(e.case and e.case.detection for e in session.worklist.entries))
    return five


def click(bench: "Bench", row: int, keys: Qt.KeyboardModifier = PLAIN) -> None:
    films = bench.window.panels.films.list
    at = films.visualRect(films.model().index(row, 0)).center()
    QTest.mouseClick(films.viewport(), Qt.MouseButton.LeftButton, keys, at)


def selected(bench: "Bench") -> set[int]:
    rows = {index.row() for index in bench.window.panels.films.list.selectedIndexes()}
    assert bench.window.session.marked == rows
    return rows


def shown(bench: "Bench") -> int:
    current = bench.window.session.worklist.current
    assert bench.window.panels.films.list.currentIndex().row() == current
    return current


def test_the_film_shown_is_selected_to_begin_with(five: "Bench") -> None:
    assert selected(five) == {0}


def test_ctrl_click_adds_and_takes_away_films_while_the_same_one_stays_shown(
    five: "Bench",
) -> None:
    click(five, 2, CTRL)
    click(five, 4, CTRL)
    assert (shown(five), selected(five)) == (0, {0, 2, 4})
    click(five, 2, CTRL)
    click(five, 0, CTRL)  # the film shown is always among them
    assert (shown(five), selected(five)) == (0, {0, 4})
    five.window.grab()  # draws them


@pytest.mark.parametrize("button", [Qt.MouseButton.MiddleButton, Qt.MouseButton.RightButton])
@pytest.mark.parametrize("keys", [CTRL, SHIFT])
def test_other_buttons_show_a_film_with_any_key_and_never_unselect_it(
    five: "Bench", button: Qt.MouseButton, keys: Qt.KeyboardModifier
) -> None:
    films = five.window.panels.films.list
    at = films.visualRect(films.model().index(1, 0)).center()
    for press in (QTest.mouseClick, QTest.mouseClick, QTest.mouseDClick):
        press(films.viewport(), button, keys, at)
        assert shown(five) == 1
        assert selected(five) == {1}


@pytest.mark.parametrize("button", [Qt.MouseButton.LeftButton, Qt.MouseButton.RightButton])
def test_a_film_that_moves_up_under_the_mouse_as_it_is_shown_stays_selected(
    five: "Bench", button: Qt.MouseButton
) -> None:
    films = five.window.panels.films
    films.filter.search.setText("film-3")  # listed below film-1, which goes as it is left
    at = films.list.visualRect(films.list.model().index(2, 0)).center()
    QTest.mouseClick(films.list.viewport(), button, PLAIN, at)
    assert shown(five) == 2
    assert selected(five) == {2}


def test_a_film_that_another_takes_the_place_of_as_it_is_shown_is_selected_alone(
    bench: "Bench",
) -> None:
    bench.open(12)
    bench.window.session.show(1)
    films = bench.window.panels.films
    films.filter.search.setText("film-1")  # and the second one, as it is shown
    at = films.list.visualRect(films.list.model().index(9, 0)).center()
    QTest.mouseClick(films.list.viewport(), Qt.MouseButton.LeftButton, PLAIN, at)
    assert films.list.indexAt(at).row() == 10
    assert shown(bench) == 9
    assert selected(bench) == {9}


def test_shift_click_selects_all_films_from_the_one_shown(five: "Bench") -> None:
    click(five, 2)
    click(five, 4, SHIFT)
    assert (shown(five), selected(five)) == (2, {2, 3, 4})
    click(five, 1, SHIFT)
    assert (shown(five), selected(five)) == (2, {1, 2})
    click(five, 4, SHIFT | CTRL)
    assert selected(five) == {1, 2, 3, 4}


@pytest.mark.parametrize("one", [Qt.Key.Key_Down, Qt.Key.Key_Up])
def test_shift_and_the_arrow_keys_select_films_beside_the_one_shown(
    five: "Bench", one: Qt.Key
) -> None:
    films, (step, other) = five.window.panels.films.list, (1, Qt.Key.Key_Up)
    if one is Qt.Key.Key_Up:
        step, other = -1, Qt.Key.Key_Down
    five.window.session.show(2)
    films.setFocus()
    grown = []
    for key in (one, one, other, other, other):
        QTest.keyClick(films, key, SHIFT)
        grown.append(selected(five))
        assert shown(five) == 2
    near, far = 2 + step, 2 + 2 * step
    assert grown == [{2, near}, {2, near, far}, {2, near}, {2}, {2, 2 - step}]


def test_all_films_listed_are_selected_by_key_and_no_others(five: "Bench") -> None:
    films = five.window.panels.films.list
    films.setRowHidden(3, True)
    films.setFocus()
    QTest.keyClick(films, Qt.Key.Key_A, CTRL)
    assert (shown(five), selected(five)) == (0, {0, 1, 2, 4})
    QTest.keyClick(films, Qt.Key.Key_Down)
    five.until(lambda: selected(five) == {1})
    for key, there in ((Qt.Key.Key_End, {1, 2, 4}), (Qt.Key.Key_Home, {0, 1})):
        QTest.keyClick(films, key, SHIFT)
        assert selected(five) == there


def test_a_plain_click_or_another_film_shown_leaves_that_one_selected(five: "Bench") -> None:
    click(five, 3, SHIFT)
    click(five, 2)
    assert (shown(five), selected(five)) == (2, {2})
    click(five, 3, SHIFT)
    click(five, 2)
    assert (shown(five), selected(five)) == (2, {2})
    click(five, 3, SHIFT)
    QTest.keyClick(five.window.view, Qt.Key.Key_D)
    assert (shown(five), selected(five)) == (3, {3})
    click(five, 0, SHIFT)
    QTest.mouseClick(
        five.window.panels.films.list.viewport(),
        Qt.MouseButton.LeftButton,
        pos=QPoint(20, five.window.panels.films.list.viewport().height() - 2),
    )
    assert selected(five) == {0, 1, 2, 3}


def test_a_selection_outlives_decisions_and_films_that_are_added(five: "Bench") -> None:
    click(five, 2, CTRL)
    five.window.correcting.missing()
    assert selected(five) == {0, 2}
    five.window.session.listed.emit()
    assert selected(five) == {0, 2}


def test_selecting_leaves_the_keys_with_the_film(five: "Bench") -> None:
    click(five, 2, CTRL)
    click(five, 3, SHIFT)
    assert isinstance(five.window.focusWidget(), FilmView)
    assert five.window.panels.films.list.focusPolicy() is Qt.FocusPolicy.TabFocus  # not by a click


def test_the_selected_films_go_out_and_no_others(detected_five: "Bench", tmp_path: Path) -> None:
    click(detected_five, 1, CTRL)
    click(detected_five, 4, CTRL)
    dialogs = detected_five.dialogs
    dialogs.asked, dialogs.export = Asked(Scope.SELECTED), tmp_path / "a.csv"
    detected_five.window.menus["export"].trigger()
    detected_five.until((tmp_path / "a.csv").exists)
    assert set(read_csv(tmp_path / "a.csv")) == {"film-1", "film-2", "film-5"}
    assert dialogs.offer is not None
    assert (dialogs.offer.counts[Scope.SELECTED], dialogs.offer.selected) == (3, 3)


def test_one_film_alone_is_not_offered_as_a_selection(
    detected_five: "Bench", tmp_path: Path
) -> None:
    click(detected_five, 1, CTRL)
    dialogs = detected_five.dialogs
    dialogs.asked, dialogs.export = Asked(Scope.SELECTED), tmp_path / "a.csv"
    detected_five.window.menus["export"].trigger()
    detected_five.until((tmp_path / "a.csv").exists)
    click(detected_five, 3)
    dialogs.asked, dialogs.export = None, None
    detected_five.window.menus["export"].trigger()
    assert dialogs.offer is not None
    assert Scope.SELECTED not in dialogs.offer.counts
    assert dialogs.offer.asked.scope is Scope.ALL


def test_the_dialog_offers_the_selected_films_after_this_film(
    detected_five: "Bench", monkeypatch: pytest.MonkeyPatch
) -> None:
    system = SystemDialogs(detected_five.window)
    monkeypatch.setattr(detected_five.dialogs, "ask_how", system.ask_how)
    detected_five.window.menus["export"].trigger()
    (dialog,) = detected_five.window.findChildren(ExportDialog)
    assert list(dialog.scopes) == [Scope.ALL, Scope.DECIDED, Scope.FILM]
    dialog.reject()
    dialog.setParent(None)
    click(detected_five, 2, SHIFT)
    detected_five.window.menus["export"].trigger()
    dialog = detected_five.window.findChildren(ExportDialog)[-1]
    texts = [button.text() for button in dialog.scopes.values()]
    assert texts[-2:] == ["This film", "The 3 selected films"]
    assert texts[0] == "All with landmarks (5)"
    dialog.scopes[Scope.SELECTED].click()
    detected_five.until(lambda: "3 films will" in dialog.preview.text)
    dialog.reject()


def test_what_replaces_a_file_is_what_was_asked_for_though_another_film_is_shown_by_now(
    detected_five: "Bench", tmp_path: Path
) -> None:
    there = tmp_path / "a.json"
    there.write_text("precious")
    dialogs, window = detected_five.dialogs, detected_five.window
    dialogs.asked, dialogs.export = Asked(Scope.FILM, Wish(FORMATS["labelme"])), there
    window.menus["export"].trigger()
    detected_five.until(lambda: window.messages.current is not None)
    message = window.messages.current
    assert message is not None
    window.session.show(3)
    message.remedies[0].verb()
    detected_five.until(lambda: there.read_text() != "precious")
    assert json.loads(there.read_text())["imagePath"] == "film-1"
