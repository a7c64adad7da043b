"""What a right click offers."""

from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QContextMenuEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractItemView, QApplication, QMenu, QWidget

from landmark_gui.domain.annotation import Status
from tests.ui.conftest import Bench
from tests.ui.hand import CTRL, KEY, LEFT, NONE, SHIFT, Hand

FREE = QPoint(100, 100)  # no landmark is near
RIGHT = Qt.MouseButton.RightButton


def opened(hand: Hand) -> list[str]:
    """Return the texts of the menu that is open, and close it."""
    menus = [m for m in hand.window.findChildren(QMenu, "context_menu") if m.isVisible()]
    texts = [a.text() for menu in menus for a in menu.actions() if not a.isSeparator()]
    for menu in menus:
        menu.close()
    return texts


def click(hand: Hand, at: QPoint) -> list[str]:
    QTest.mouseClick(hand.view.viewport(), RIGHT, NONE, at)
    return opened(hand)


def click_row(hand: Hand, listing: QAbstractItemView, row: int) -> list[str]:
    at, screen = listing.visualRect(listing.model().index(row, 0)).center(), listing.viewport()
    QTest.mouseClick(screen, RIGHT, NONE, at)
    ask(listing.viewport(), at)
    return opened(hand)


def ask(
    widget: QWidget,
    at: QPoint,
    reason: QContextMenuEvent.Reason = QContextMenuEvent.Reason.Mouse,
) -> None:
    QApplication.sendEvent(widget, QContextMenuEvent(reason, at, QPoint(500, 500)))


def test_a_right_click_selects_the_landmark_that_its_menu_is_about(hand: Hand) -> None:
    case = hand.case
    texts = click(hand, hand.on_screen(hand.point("Go")))
    assert texts[0] == "Go  ·  Gonion"
    assert {"Confirm", "Back to prediction", "Missing", "Not visible", "Locked"} < set(texts)
    assert hand.session.selected == "Go"
    assert hand.case is case


def test_what_is_chosen_there_is_done_to_it(hand: Hand) -> None:
    QTest.mouseClick(hand.view.viewport(), RIGHT, NONE, hand.on_screen(hand.point("Go")))
    (menu,) = hand.window.findChildren(QMenu, "context_menu")
    next(a for a in menu.actions() if a.text() == "Missing").trigger()
    menu.close()
    assert (hand.status("Go"), hand.status("S")) == (Status.MISSING, Status.PREDICTED)


def test_beside_all_landmarks_it_is_about_the_film(hand: Hand) -> None:
    texts = click(hand, FREE)
    assert "Fit film" in texts
    assert "Missing" not in texts
    assert hand.session.selected == "S"


def test_a_drag_and_a_click_that_aborts_one_open_no_menu(hand: Hand) -> None:
    hand.drag(FREE, button=RIGHT)
    assert opened(hand) == []
    hand.hold(hand.on_screen(hand.point("S")))
    assert click(hand, FREE) == []
    QTest.mouseRelease(hand.view.viewport(), LEFT, NONE, FREE)
    assert hand.status("S") is Status.PREDICTED


def test_the_system_asks_by_key_for_the_selected_landmark_and_by_mouse_for_nothing_more(
    hand: Hand,
) -> None:
    hand.session.select("N")
    ask(hand.view, FREE, QContextMenuEvent.Reason.Keyboard)
    assert opened(hand)[0] == "N  ·  Nasion"
    ask(hand.view.viewport(), FREE)
    assert opened(hand) == []


def test_no_key_opens_a_menu_over_what_is_in_the_hand(hand: Hand) -> None:
    at = hand.on_screen(hand.point("S"))
    hand.hold(at)
    ask(hand.view, at, QContextMenuEvent.Reason.Keyboard)
    assert opened(hand) == []


def test_with_the_ruler_in_the_hand_no_menu_is_about_a_landmark(hand: Hand) -> None:
    hand.window.menus["calibrate"].trigger()
    assert "Missing" not in click(hand, hand.on_screen(hand.point("Go")))
    hand.window.menus["calibrate"].trigger()


def test_the_table_offers_the_same_for_the_row_that_is_clicked(hand: Hand) -> None:
    texts = click_row(hand, hand.window.panels.table, 9)
    assert texts[0].startswith("Go")
    assert hand.session.selected == "Go"
    ask(hand.window.panels.table.horizontalHeader().viewport(), QPoint(5, 5))
    assert opened(hand) == []
    place = hand.window.panels.table.visualRect(hand.window.panels.table.currentIndex()).center()
    ask(hand.window.panels.table, place, QContextMenuEvent.Reason.Keyboard)
    assert opened(hand)[0].startswith("Go")


def test_the_list_offers_what_can_be_done_with_a_film_which_is_shown(two: Hand) -> None:
    films = two.window.panels.films.list
    assert {"Set aside", "Detect landmarks again"} < set(click_row(two, films, 1))
    assert two.session.worklist.current == 1
    ask(films.viewport(), films.viewport().rect().bottomLeft())  # below the last row
    assert opened(two) == []


def test_a_film_that_is_not_at_hand_has_no_menu_of_its_landmarks(hand: Hand) -> None:
    hand.session.update_worklist(hand.session.worklist.failed(0, "It is gone."))
    hand.session.shelf.forget(0)
    hand.session.changed.emit()
    assert click_row(hand, hand.window.panels.table, 9) == []


def test_several_films_selected_stay_so_and_are_what_the_menu_is_about(two: Hand) -> None:
    films, shown = two.window.panels.films.list, two.session.worklist.current
    QTest.keyClick(films, KEY.Key_A, CTRL)
    for row in (0, 1):
        assert click_row(two, films, row) == ["2 films", "Set aside", "Export landmarks…"]
        assert two.session.marked == {0, 1}
        assert two.session.worklist.current == shown


def test_a_film_beside_those_selected_is_shown_and_alone_selected(bench: Bench) -> None:
    bench.open(3)
    bench.until_shown()
    films = bench.window.panels.films.list
    QTest.keyClick(films, KEY.Key_Down, SHIFT)
    assert bench.window.session.marked == {0, 1}
    click_row(bench.hand, films, 2)
    assert bench.window.session.marked == {2}
    assert bench.current == 2
