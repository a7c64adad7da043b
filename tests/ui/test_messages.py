"""The bar that tells the user something: how long it stays, who hears it, how its remedies look."""

import ast
from collections.abc import Iterator
from pathlib import Path
from typing import TypeGuard

import pytest
from PySide6.QtCore import QPoint, QPointF, QRect, Qt, QTimer
from PySide6.QtGui import QAccessible, QTextLayout
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from landmark_gui import ui
from landmark_gui.domain.geometry import Point
from landmark_gui.ui.canvas.loupe import MARGIN
from landmark_gui.ui.messages import Messages, Remedy
from landmark_gui.ui.panels.message_bar import LONGEST, MessageBar, RemedyButton
from landmark_gui.ui.review.read_before import REMEDY
from landmark_gui.ui.words import OTHER_RECORD
from tests.ui.conftest import Bench
from tests.ui.hand import Hand

KEY = Qt.Key
UI = Path(ui.__file__).parent
PANELS = 10  # no more than that


def bar(bench: Bench) -> MessageBar:
    return bench.window.panels.message_bar


def timer(bench: Bench) -> QTimer:
    return bar(bench)._timer


def test_f6_leads_to_the_first_remedy_and_tab_to_the_next_and_to_close(detected: Bench) -> None:
    done: list[str] = []
    remedies = [Remedy(text, lambda text=text: done.append(text)) for text in ("One", "Other")]  # type: ignore[misc]
    detected.window.messages.warn("Something is in the way.", *remedies)
    detected.until(bar(detected)._remedies[0].isVisible)
    for _ in range(PANELS):
        focused = QApplication.focusWidget()
        assert focused is not None
        if bar(detected).isAncestorOf(focused):
            break
        QTest.keyClick(focused, KEY.Key_F6)
    seen = []
    for _ in range(3):
        focused = QApplication.focusWidget()
        assert focused is not None
        seen.append(focused)
        QTest.keyClick(focused, KEY.Key_Tab)
    assert [each.accessibleName() for each in seen] == ["One", "Other", "Close the message"]
    seen[0].setFocus()
    QTest.keyClick(seen[0], KEY.Key_Return)
    assert done == ["One"]


def test_a_long_information_stays_until_it_can_have_been_read(bench: Bench) -> None:
    bench.window.messages.info("Short.")
    assert timer(bench).interval() == 6000
    bench.window.messages.info("x" * 200)
    assert timer(bench).interval() == 18000


def test_an_information_stays_while_somebody_is_at_it(detected: Bench) -> None:
    detected.window.messages.info("Something was done.")
    bar(detected)._close.setFocus()
    timer(detected).timeout.emit()
    assert bar(detected).isVisible()
    detected.window.view.setFocus()
    timer(detected).timeout.emit()
    assert not bar(detected).isVisible()


def test_every_message_is_read_out(bench: Bench, heard: list[str]) -> None:
    for _ in range(2):
        bench.window.messages.info("No other film is waiting for review.")
    assert heard == ["No other film is waiting for review."] * 2


def test_an_error_that_comes_back_from_below_is_not_read_out_again(
    bench: Bench, heard: list[str]
) -> None:
    messages = bench.window.messages
    messages.error("Nothing is being saved.", holds=lambda: True)
    messages.info("A film was added.")
    messages.say(None)
    assert bench.said == "Nothing is being saved."
    assert heard == ["Nothing is being saved.", "A film was added."]


def test_a_long_name_in_a_remedy_is_cut_in_its_middle_and_told_whole(bench: Bench) -> None:
    whole = f"Save as {'a' * 40}&{'b' * 40}.csv"
    bench.window.messages.warn("Something is in the way.", Remedy(whole, print))
    button = bar(bench).findChild(RemedyButton)
    assert button is not None
    assert len(button.text()) == LONGEST
    assert button.text().startswith("Save as a")
    assert button.text().endswith("b.csv")
    assert button.toolTip() == whole
    spoken = QAccessible.queryAccessibleInterface(button)
    assert spoken.text(QAccessible.Text.Name) == whole


def test_no_remedy_of_ours_is_cut() -> None:
    texts = [text for file in UI.rglob("*.py") for text in fixed_remedies(file)]
    assert "Try again" in texts
    assert [text for text in texts if len(text) > LONGEST] == []


def fixed_remedies(file: Path) -> Iterator[str]:
    """Yield the texts of remedies that stand in the source, but for those with a name in them."""
    calls = (node for node in ast.walk(ast.parse(file.read_text("utf-8"))) if is_remedy(node))
    texts = (part for call in calls for part in ast.walk(call.args[0]))
    for text in texts:
        if isinstance(text, ast.Constant) and isinstance(text.value, str):
            yield text.value


def is_remedy(node: ast.AST) -> TypeGuard[ast.Call]:
    if not isinstance(node, ast.Call) or not isinstance(node.func, ast.Name):
        return False
    return node.func.id == "Remedy" and not isinstance(node.args[0], ast.JoinedStr)


def test_an_error_comes_back_from_below_other_messages_while_it_holds() -> None:
    messages, holds = Messages(), [True]
    messages.error("Nothing is being saved.", holds=lambda: holds[0])
    error = messages.current
    messages.info("A film was added.")
    messages.warn("Something else.")
    messages.say(None)
    assert messages.current is error
    messages.say(None)  # whoever closes it has read it
    assert messages.current is None
    messages.say(error)
    messages.info("All is well again.")
    holds[0] = False
    messages.say(None)
    assert messages.current is None


def test_an_error_that_does_not_tell_until_when_it_is_so_is_said_once() -> None:
    messages = Messages()
    messages.error("The table could not be written.")
    messages.info("A film was added.")
    messages.say(None)
    assert messages.current is None


def test_an_ampersand_in_a_name_is_no_key(bench: Bench) -> None:
    bench.window.messages.warn("It is there.", Remedy("Save as a&b.csv", print))
    button = bar(bench).findChild(RemedyButton)
    assert button is not None
    assert button.text() == "Save as a&&b.csv"
    assert button.shortcut().isEmpty()


@pytest.mark.usefixtures("qapp")
@pytest.mark.parametrize("width_px", range(60, 400, 20))
def test_no_line_of_a_message_ends_within_the_option_that_is_to_be_typed(width_px: int) -> None:
    layout = QTextLayout(REMEDY)
    layout.beginLayout()
    lines = []
    while (line := layout.createLine()).isValid():
        line.setLineWidth(width_px)
        lines.append(layout.text()[line.textStart() :][: line.textLength()])
    layout.endLayout()
    assert any(OTHER_RECORD in line for line in lines)


def test_no_message_lies_over_the_landmark_that_is_selected(detected: Bench) -> None:
    session, view = detected.window.session, detected.window.view
    assert session.film is not None
    width, height = session.film.film.info.size_px
    detected.window.correcting.move("Me", Point(width / 2, height - 1))
    detected.window.messages.warn("Something is in the way.")
    hidden = []
    for name in session.scheme.abbreviations:
        session.select(name)
        QApplication.processEvents()
        place = view.selected_place
        assert place is not None
        if over_film(detected).contains(QPointF(*place).toPoint()):
            hidden.append(name)
    assert hidden == []


def test_a_message_lies_at_the_foot_of_the_film_unless_the_landmark_looked_at_is_there(
    detected: Bench,
) -> None:
    session, view = detected.window.session, detected.window.view
    detected.window.messages.warn("Something is in the way.")
    QApplication.processEvents()
    area = detected.window.panels.area.rect()
    assert over_film(detected).bottom() == area.bottom()
    place = view.selected_place
    assert place is not None
    view.look_at(view.viewport_now.panned(0, area.bottom() - 15 - place.y))
    assert over_film(detected).top() == 0
    session.select("N")
    assert over_film(detected).bottom() == area.bottom()


def test_the_loupe_is_seen_whole_below_a_message_at_the_head_of_the_film(detected: Bench) -> None:
    session, view = detected.window.session, detected.window.view
    detected.window.messages.warn("Something is in the way.")
    detected.window.menus["loupe"].trigger()
    place = view.selected_place
    assert place is not None
    view.look_at(view.viewport_now.panned(0, view.height() - 15 - place.y))
    QTest.mouseMove(view.viewport(), QPoint(50, 300))
    assert view._loupe.isVisible()
    assert over_film(detected).top() == 0
    assert not over_film(detected).intersects(view._loupe.geometry())
    session.select("N")
    assert view._loupe.y() == MARGIN


def over_film(bench: Bench) -> QRect:
    """Return where the bar lies in the area of the film."""
    return QRect(bar(bench).mapTo(bench.window.panels.area, QPoint()), bar(bench).size())


def test_esc_closes_what_was_only_told_once_nothing_else_is_left_off(hand: Hand) -> None:
    messages = hand.window.messages
    messages.warn("Something was not found.")
    hand.session.see(placing=True)
    hand.key(KEY.Key_Escape)
    assert not hand.session.display.placing
    assert messages.current is not None
    hand.hold(hand.on_screen(hand.point("S")))
    hand.key(KEY.Key_Escape)
    assert messages.current is not None
    hand.key(KEY.Key_Escape)
    assert messages.current is None


def test_esc_closes_no_question(hand: Hand) -> None:
    hand.window.messages.warn("Something is in the way.", Remedy("Replace it", print))
    hand.key(KEY.Key_Escape)
    assert hand.window.messages.current is not None
