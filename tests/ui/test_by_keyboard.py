"""A reader without a mouse, and one who hears the window instead of seeing it."""

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QAccessible, QKeyEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QAbstractSlider,
    QAbstractSpinBox,
    QApplication,
    QComboBox,
    QDialog,
    QHeaderView,
    QLineEdit,
    QListView,
    QProgressBar,
    QPushButton,
    QScrollBar,
    QWidget,
)

from landmark_gui.document.worklist import Progress
from landmark_gui.domain.annotation import Status
from landmark_gui.domain.geometry import Point
from landmark_gui.domain.shape import Expectation
from landmark_gui.exchange.formats.csv import read_csv
from landmark_gui.ui import words
from landmark_gui.ui.canvas.film_view import FilmView
from landmark_gui.ui.messages import Remedy
from landmark_gui.ui.panels.key_dialog import KeyDialog
from landmark_gui.ui.panels.landmark_table import STATUS, Row
from landmark_gui.ui.transfers.dialogs import SystemDialogs
from landmark_gui.ui.transfers.exchange_words import Section
from landmark_gui.ui.transfers.import_dialog import ImportDialog
from landmark_gui.ui.transfers.readers_window import ReadersWindow
from tests.ui.conftest import source
from tests.ui.hand import Hand

if TYPE_CHECKING:
    from tests.ui.conftest import Bench

KEY = Qt.Key
NONE, CTRL, SHIFT = (
    Qt.KeyboardModifier.NoModifier,
    Qt.KeyboardModifier.ControlModifier,
    Qt.KeyboardModifier.ShiftModifier,
)
INTERACTIVE = (
    QAbstractButton,
    QAbstractItemView,
    QAbstractSlider,
    QAbstractSpinBox,
    QComboBox,
    QLineEdit,
    QProgressBar,
    FilmView,
)


def press(bench: "Bench", key: Qt.Key, held: Qt.KeyboardModifier = NONE) -> None:
    focused = bench.window.focusWidget()
    assert focused is not None
    QTest.keyClick(focused, key, held)


def panel(bench: "Bench") -> str:
    focused = QApplication.focusWidget()
    assert focused is not None
    assert bench.window.isAncestorOf(focused)
    return focused.objectName()


def test_a_whole_correction_goes_by_keyboard_alone(bench: "Bench", tmp_path: Path) -> None:
    session = bench.window.session
    bench.dialogs.folder = Path("films")
    bench.dialogs.export = tmp_path / "landmarks.csv"
    bench.open(2)
    bench.start()
    bench.until(lambda: bench.progress() == [Progress.PREDICTED] * 2)
    bench.until_shown()
    press(bench, KEY.Key_Tab)
    name = session.selected
    assert name is not None
    assert session.case is not None
    before = session.case.annotations[name].point
    assert before is not None
    press(bench, KEY.Key_Right, SHIFT)
    press(bench, KEY.Key_Up)
    press(bench, KEY.Key_Tab)
    press(bench, KEY.Key_Return)
    for _ in session.case.annotations:
        press(bench, KEY.Key_Tab)
    press(bench, KEY.Key_Return, CTRL)
    first = session.case
    assert first.annotations[name].point == before.moved(10, -1)
    assert first.complete
    press(bench, KEY.Key_Space)
    assert session.worklist.current == 1
    press(bench, KEY.Key_E, CTRL)
    bench.until((tmp_path / "landmarks.csv").exists)
    bench.until(lambda: len(session.unexported) == 0)
    assert read_csv(tmp_path / "landmarks.csv")["film-1"].points[name] == before.moved(10, -1)


def test_f6_goes_through_all_panels_and_back_to_the_film(detected: "Bench") -> None:
    detected.window.view.setFocus()
    seen = []
    for _ in range(7):
        press(detected, KEY.Key_F6)
        seen.append(panel(detected))
    assert seen[:3] == ["landmarks", "button_confirm_next", "worklist"]
    assert "film_view" in seen
    there = panel(detected)
    press(detected, KEY.Key_F6)
    press(detected, KEY.Key_F6, SHIFT)
    assert panel(detected) == there


def test_f6_passes_by_lists_in_which_there_is_nothing_until_there_is(bench: "Bench") -> None:
    window = bench.window
    window.messages.info("Last time you worked on something.", Remedy("Continue there", print))
    bench.until(lambda: any(map(QPushButton.isVisible, window.findChildren(QPushButton))))
    window.panels.area.take_focus()
    press(bench, KEY.Key_F6)
    focused = window.focusWidget()
    assert isinstance(focused, QPushButton)
    assert focused.text() == "Continue there"
    window.messages.say(None)
    bench.open(1)
    bench.until_shown()
    window.view.setFocus()
    press(bench, KEY.Key_F6)
    assert panel(bench) == "landmarks"
    for _ in range(2):
        press(bench, KEY.Key_F6)
    assert panel(bench) == "worklist"


def test_f6_reaches_the_film_though_a_message_lies_over_it(detected: "Bench") -> None:
    detected.window.view.setFocus()
    detected.window.messages.warn("Something was not found.")
    seen = []
    for _ in range(8):
        press(detected, KEY.Key_F6)
        seen.append(panel(detected))
    assert {"message_close", "film_view"} <= set(seen)


def test_esc_in_any_panel_brings_the_keys_back_to_the_film(detected: "Bench") -> None:
    detected.window.view.setFocus()
    for count in (1, 2, 3, 4):
        for _ in range(count):
            press(detected, KEY.Key_F6)
        press(detected, KEY.Key_Escape)
        assert panel(detected) == "film_view"


def test_arrows_in_the_table_select_landmarks_and_in_the_list_show_films(bench: "Bench") -> None:
    bench.open(2)
    bench.until_shown()
    session = bench.window.session
    bench.window.panels.table.setFocus()
    press(bench, KEY.Key_Down)
    assert session.selected == "N"
    bench.window.panels.films.list.setFocus()
    press(bench, KEY.Key_Down)
    assert session.worklist.current == 1


def test_enter_on_a_button_presses_it_and_confirms_nothing(detected: "Bench") -> None:
    button = detected.window.findChild(QAbstractButton, "button_missing")
    assert button is not None
    button.setFocus()
    press(detected, KEY.Key_Return)
    assert detected.window.session.case is not None
    assert detected.window.session.case.annotations["S"].status is Status.MISSING


def test_an_enter_key_that_is_held_presses_a_button_once(detected: "Bench") -> None:
    button = detected.window.findChild(QAbstractButton, "button_lock")
    assert button is not None
    button.setFocus()
    press(detected, KEY.Key_Return)
    held = QKeyEvent(QEvent.Type.KeyPress, KEY.Key_Return, NONE, "", True)
    QApplication.sendEvent(button, held)
    assert detected.window.session.case is not None
    assert detected.window.session.case.annotations["S"].locked


def test_a_button_that_greys_out_gives_its_keys_to_the_film(detected: "Bench") -> None:
    button = detected.window.findChild(QAbstractButton, "button_confirm")
    assert button is not None
    button.setFocus()
    press(detected, KEY.Key_Return)
    assert not button.isEnabled()
    assert detected.window.view.hasFocus()


def test_a_second_enter_is_not_for_the_film(detected: "Bench") -> None:
    session, correcting = detected.window.session, detected.window.correcting
    correcting.move("S", Point(30, 40))
    undo = detected.window.findChild(QAbstractButton, "button_undo")
    assert undo is not None
    undo.setFocus()
    QTest.keyClick(undo, KEY.Key_Return)
    detected.until(detected.window.view.hasFocus)
    QTest.keyClick(detected.window.view, KEY.Key_Return)
    assert session.case is not None
    assert session.case.decided == 0


def test_what_greys_out_in_a_dialog_leaves_the_windows_keys_where_they_are(
    detected: "Bench",
) -> None:
    table = detected.window.panels.table
    table.setFocus()
    dialog = QDialog(detected.window)
    first, second = QPushButton("a", dialog), QPushButton("b", dialog)
    dialog.show()
    first.setFocus()
    first.setEnabled(False)
    assert not second.isHidden()
    assert detected.window.focusWidget() is table
    dialog.close()


def test_tab_on_a_button_goes_to_the_next_one(detected: "Bench") -> None:
    button = detected.window.findChild(QAbstractButton, "button_missing")
    assert button is not None
    button.setFocus()
    press(detected, KEY.Key_Tab)
    assert panel(detected) == "button_not_visible"
    assert detected.window.session.selected == "S"


def test_what_has_the_focus_is_seen(detected: "Bench") -> None:
    for name in ("button_missing", "landmarks", "worklist", "opacity"):
        widget = detected.window.findChild(QWidget, name)
        assert widget is not None
        widget.setEnabled(True)
        plain = widget.grab().toImage()
        widget.setFocus(Qt.FocusReason.ShortcutFocusReason)
        assert widget.grab().toImage() != plain, name


def nameless(top: QWidget) -> list[str]:
    found = []
    for widget in top.findChildren(QWidget):
        if not isinstance(widget, INTERACTIVE) or isinstance(widget, (QScrollBar, QHeaderView)):
            continue
        if widget.objectName().startswith("qt_"):  # parts that Qt puts into its own widgets
            continue
        if not widget.isVisibleTo(top):
            continue
        spoken = QAccessible.queryAccessibleInterface(widget)
        if not spoken.text(QAccessible.Text.Name).strip():
            found.append(f"{type(widget).__name__} {widget.objectName()}")
    return found


def test_a_screen_reader_finds_a_name_for_everything_one_can_use(detected: "Bench") -> None:
    assert nameless(detected.window) == []
    detected.window.menus["calibrate"].trigger()
    assert nameless(detected.window) == []
    detected.window.menus["edit_keys"].trigger()
    (dialog,) = detected.window.findChildren(KeyDialog)
    assert nameless(dialog) == []
    dialog.close()


@pytest.mark.parametrize("opens", ["import", "export", "shortcuts"])
def test_a_screen_reader_finds_a_name_for_everything_in_the_dialogs(
    detected: "Bench", opens: str
) -> None:
    system = SystemDialogs(detected.window)
    for asks in ("ask_how", "ask_import"):
        setattr(detected.dialogs, asks, getattr(system, asks))
    detected.window.menus[opens].trigger()
    dialog = detected.window.findChildren(QDialog)[-1]
    assert dialog.isVisible()
    assert nameless(dialog) == []
    dialog.close()


def test_a_screen_reader_finds_a_name_for_everything_beside_the_readers(bench: "Bench") -> None:
    SystemDialogs(bench.window).show_readers(bench.window._verbs._comparing)
    (readers,) = bench.window.findChildren(ReadersWindow)
    assert nameless(readers) == []
    readers.close()


def test_a_screen_reader_is_told_whose_heatmap_a_button_shows(bench: "Bench") -> None:
    texts = ["No heatmap", "Heatmap of the selected landmark", "Heatmap of all landmarks"]
    for which, text in zip(("off", "selected", "all"), texts, strict=True):
        button = bench.window.findChild(QAbstractButton, f"button_heat_{which}")
        assert button is not None
        spoken = QAccessible.queryAccessibleInterface(button)
        assert spoken.text(QAccessible.Text.Name) == text


def test_what_is_going_to_happen_is_reached_and_scrolled_by_keyboard(
    detected: "Bench",
) -> None:
    dialog = ImportDialog(detected.window)
    dialog.show()
    lines = tuple(f"film {number}" for number in range(100))
    dialog.preview.show_sections((Section("Films", lines),))
    dialog._folder.setFocus()
    detected.until(dialog._folder.hasFocus)
    reached = []
    for _ in range(4):
        QTest.keyClick(dialog.focusWidget(), KEY.Key_Tab)
        reached.append(dialog.focusWidget())
    assert dialog.preview in reached
    QTest.keyClick(dialog.preview, KEY.Key_PageDown)
    assert dialog.preview.verticalScrollBar().value() > 0
    dialog.close()


def test_a_screen_reader_is_told_of_the_selected_landmark(detected: "Bench") -> None:
    view, session = detected.window.view, detected.window.session
    correcting = detected.window.correcting
    session.select("N")
    assert view.accessibleDescription().startswith("N, Nasion: predicted at x ")
    correcting.missing()
    correcting.lock()
    assert view.accessibleDescription() == "N, Nasion: missing, locked. 1 of 19 decided."


@pytest.mark.parametrize(("row", "said"), [(0, "confirmed, locked"), (1, "predicted")])
def test_a_screen_reader_hears_the_state_in_the_table(
    detected: "Bench", row: int, said: str
) -> None:
    detected.window.correcting.confirm()
    detected.window.correcting.lock()
    index = detected.window.panels.table.model().index(row, 2)
    assert index.data(Qt.ItemDataRole.AccessibleTextRole) == said


def test_a_screen_reader_is_told_what_is_unlikely(detected: "Bench") -> None:
    session, correcting = detected.window.session, detected.window.correcting
    correcting.move("S", Point(0, 0))
    case = session.case
    assert case is not None
    far = Expectation(Point(30, 40), 99.0, (1.0, 0.0, 1.0))
    row = Row.of(case.scheme["S"], case, {"S": far})
    unlikely = words.implausible_text(case, "S", far)
    assert unlikely.startswith("unlikely: ")
    assert row.spoken(STATUS) == f"moved, {unlikely}"
    assert f", {unlikely}." in words.spoken(case, "S", {"S": far})
    assert "unlikely" not in words.spoken(case, "N", {"S": far})


@pytest.mark.parametrize("listed", ["worklist", "landmarks"])
def test_a_list_with_the_focus_leaves_the_films_keys_to_the_film(two: Hand, listed: str) -> None:
    widget = two.window.findChild(QWidget, listed)
    assert widget is not None
    widget.setFocus()
    assert two.focused() is widget
    two.session.select("S")
    two.key(KEY.Key_M)
    assert two.status("S") is Status.MISSING
    QTest.keyPress(two.focused(), KEY.Key_H)
    assert two.view._landmarks._items == {}
    QTest.keyRelease(two.focused(), KEY.Key_H)
    two.key(KEY.Key_Space)
    assert two.session.worklist.current == 1
    two.key(KEY.Key_A)
    assert two.session.worklist.current == 0
    assert two.focused() is widget


def test_typing_in_the_list_of_films_does_not_search_it(bench: "Bench") -> None:
    bench.window.session.add([source(1), replace(source(2), name="noon")])
    bench.until_shown()
    films = bench.window.findChild(QListView, "worklist")
    assert films is not None
    films.setFocus()
    QTest.keyClicks(films, "no")
    assert bench.window.session.worklist.current == 0
