"""A row of widgets that breaks into several where it is narrow."""

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QPoint, QRect, QSize
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QWidget
from typing_extensions import override


class Flow(QWidget):
    """Shows widgets beside each other from the left, and those that find no room below.

    It is a widget and no layout, whose items Python and Qt would both own.
    """

    def __init__(self, widgets: Sequence[QWidget], spacing: int) -> None:
        super().__init__()
        self._widgets, self._spacing = tuple(widgets), spacing
        for widget in widgets:
            widget.setParent(self)
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    @override
    def heightForWidth(self, width: int) -> int:
        rows = self._rows(width)
        return sum(map(_height, rows)) + self._spacing * max(0, len(rows) - 1)

    @override
    def sizeHint(self) -> QSize:
        shown = self._shown()
        across = sum(widget.sizeHint().width() for widget in shown)
        return QSize(across + self._spacing * max(0, len(shown) - 1), _height(shown))

    @override
    def minimumSizeHint(self) -> QSize:
        """Return the room for the widest of them alone."""
        shown = self._shown()
        return QSize(max((w.sizeHint().width() for w in shown), default=0), _height(shown))

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        self._place()

    @override
    def event(self, event: QEvent) -> bool:
        if event.type() is QEvent.Type.LayoutRequest:  # one comes, goes, or has another size
            self.updateGeometry()
            self._place()
        return super().event(event)

    def _place(self) -> None:
        y = 0
        for row in self._rows(self.width()):
            x, height = 0, _height(row)
            for widget in row:
                size = widget.sizeHint()
                widget.setGeometry(QRect(QPoint(x, y + (height - size.height()) // 2), size))
                x += size.width() + self._spacing
            y += height + self._spacing

    def _shown(self) -> list[QWidget]:
        return [widget for widget in self._widgets if not widget.isHidden()]

    def _rows(self, width: int) -> list[list[QWidget]]:
        rows: list[list[QWidget]] = []
        left = 0
        for widget in self._shown():
            wanted = widget.sizeHint().width()
            if not rows or wanted > left:
                rows.append([])
                left = width
            rows[-1].append(widget)
            left -= wanted + self._spacing
        return rows


def _height(row: Sequence[QWidget]) -> int:
    return max((widget.sizeHint().height() for widget in row), default=0)
