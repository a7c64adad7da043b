"""A bar whose lesser parts go where it is narrow."""

from collections.abc import Sequence

from PySide6.QtCore import QSize
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QLayout, QWidget
from typing_extensions import override


class GivingWay(QFrame):
    """Can be as narrow as without them; what they do can be done from the menus too."""

    def __init__(self, name: str) -> None:
        super().__init__()
        self.setObjectName(name)
        self._row: QLayout | None = None
        self._lesser: Sequence[QWidget] = ()
        self._kept_px = 0

    def give_way(self, row: QLayout, lesser: Sequence[QWidget], kept_px: int = 0) -> None:
        """Take the parts of a row that go first, and how much room elided texts keep from them."""
        self._row, self._lesser, self._kept_px = row, lesser, kept_px

    @override
    def minimumSizeHint(self) -> QSize:
        whole = super().minimumSizeHint()
        return QSize(whole.width() - self._taken, whole.height())

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        room = self.width() - self.minimumSizeHint().width() - self._kept_px
        seen = room >= sum(map(self._width, self._lesser))
        for part in self._lesser:
            part.setVisible(seen)
        super().resizeEvent(event)

    @property
    def _taken(self) -> int:
        return sum(self._width(part) for part in self._lesser if not part.isHidden())

    def _width(self, part: QWidget) -> int:
        least = max(part.minimumWidth(), part.minimumSizeHint().width())
        return least + (self._row.spacing() if self._row else 0)
