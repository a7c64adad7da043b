"""The wheel on its way over fields and boxes."""

from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtWidgets import QAbstractSpinBox, QApplication, QComboBox, QLineEdit, QWidget

from landmark_gui.domain.geometry import Point
from landmark_gui.ui.calibration.ways import Way
from landmark_gui.ui.transfers.dialogs import SystemDialogs
from landmark_gui.ui.transfers.export_dialog import ExportDialog
from landmark_gui.ui.transfers.export_offer import Asked, Offer, Scope
from landmark_gui.ui.transfers.readers_window import ReadersWindow
from tests.ui.hand import NONE, Hand

NOTCH = 120


def turn(widget: QWidget, by: int) -> None:
    at = QPointF(widget.rect().center())
    event = QWheelEvent(
        at,
        widget.mapToGlobal(at),
        QPoint(),
        QPoint(0, by),
        Qt.MouseButton.NoButton,
        NONE,
        Qt.ScrollPhase.NoScrollPhase,
        False,
    )
    QApplication.sendEvent(widget, event)


def turn_all(top: QWidget) -> list[str]:
    """Turn the wheel over all fields and boxes; return those that show something else by it."""
    changed = []
    widgets: list[QAbstractSpinBox | QComboBox] = []
    widgets += top.findChildren(QAbstractSpinBox)
    widgets += top.findChildren(QComboBox)
    for widget in widgets:
        for by in (NOTCH, -NOTCH):
            before = text(widget)
            for under in [widget, *widget.findChildren(QLineEdit)]:
                turn(under, by)
            if text(widget) != before:
                changed.append(widget.objectName())
    return changed


def text(widget: QAbstractSpinBox | QComboBox) -> str:
    return widget.currentText() if isinstance(widget, QComboBox) else widget.text()


def test_the_wheel_changes_no_number_and_no_choice_in_the_window(two: Hand) -> None:
    calibrating = two.window.calibrating
    two.window.menus["calibrate"].trigger()
    calibrating.tool.show([Point(10, 10), Point(90, 10)])
    page = two.window.panels.page_bar
    page.show_page(0, 3)
    assert turn_all(two.window) == []
    assert (calibrating.way, len(calibrating.tool.marks)) == (Way.RULER, 2)


def test_the_wheel_changes_nothing_beside_the_readers(two: Hand) -> None:
    SystemDialogs(two.window).show_readers(two.window._verbs._comparing)
    (readers,) = two.window.findChildren(ReadersWindow)
    readers.pairs.addItems(["A and B", "A and C"])
    assert turn_all(readers) == []
    readers.close()


def test_the_wheel_changes_nothing_where_an_export_is_asked_for(two: Hand) -> None:
    counts = {Scope.FILM: 1, Scope.ALL: 2}
    schemes = {"isbi19": "ISBI", "aariz29": "Aariz"}
    dialog = ExportDialog(Offer(counts, schemes, Asked()), two.window)
    assert turn_all(dialog) == []
