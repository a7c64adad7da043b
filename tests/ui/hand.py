"""Someone's hands at mouse and keyboard."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from landmark_gui.document.case import Case
from landmark_gui.domain.annotation import Status
from landmark_gui.domain.geometry import Point
from landmark_gui.ui.canvas.film_view import FilmView

if TYPE_CHECKING:
    from tests.ui.conftest import Bench

KEY, LEFT = Qt.Key, Qt.MouseButton.LeftButton
NONE, CTRL, SHIFT = (
    Qt.KeyboardModifier.NoModifier,
    Qt.KeyboardModifier.ControlModifier,
    Qt.KeyboardModifier.ShiftModifier,
)
BY = QPoint(40, -30)


class Hand:
    """Works on a window; keys go to whatever has the focus."""

    def __init__(self, bench: "Bench") -> None:
        self.bench, self.window, self.session = bench, bench.window, bench.window.session
        self.correcting = bench.window.correcting

    @property
    def view(self) -> FilmView:
        return self.window.view

    @property
    def case(self) -> Case:
        assert self.session.case is not None
        return self.session.case

    def point(self, name: str) -> Point:
        at = self.case.annotations[name].point
        assert at is not None
        return at

    def status(self, name: str) -> Status:
        return self.case.annotations[name].status

    def key(self, key: Qt.Key, held: Qt.KeyboardModifier = NONE) -> None:
        QTest.keyClick(self.focused(), key, held)

    def focused(self) -> QWidget:
        focused = self.window.focusWidget()
        assert focused is not None
        return focused

    def on_screen(self, point: Point) -> QPoint:
        return QPointF(*self.view.viewport_now.to_screen(point)).toPoint()

    def click(self, point: Point) -> None:
        QTest.mouseClick(self.view.viewport(), LEFT, pos=self.on_screen(point))

    def hold(
        self,
        at: QPoint,
        by: QPoint = BY,
        button: Qt.MouseButton = LEFT,
        held: Qt.KeyboardModifier = NONE,
    ) -> None:
        """Press and drag without letting go."""
        QTest.mousePress(self.view.viewport(), button, held, at)
        for share in (0.5, 1.0):
            QTest.mouseMove(self.view.viewport(), at + by * share)

    def drag(
        self,
        at: QPoint,
        by: QPoint = BY,
        button: Qt.MouseButton = LEFT,
        held: Qt.KeyboardModifier = NONE,
    ) -> None:
        self.hold(at, by, button, held)
        QTest.mouseRelease(self.view.viewport(), button, held, at + by)

    def wheel(
        self, turn: int, at: QPoint, slide: QPoint | None = None, held: Qt.KeyboardModifier = NONE
    ) -> None:
        """Turn the wheel, or slide two fingers on a touchpad."""
        pad = (
            (Qt.ScrollPhase.ScrollUpdate, False) if slide else (Qt.ScrollPhase.NoScrollPhase, False)
        )
        where = QPointF(at)
        event = QWheelEvent(
            where,
            self.view.mapToGlobal(where),
            slide or QPoint(),
            QPoint(0, turn),
            Qt.MouseButton.NoButton,
            held,
            *pad,
        )
        QApplication.sendEvent(self.view.viewport(), event)
