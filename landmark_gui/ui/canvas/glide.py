"""Landmarks slide to where the model sees them now; a ghost stays for a while where they were."""

from collections.abc import Mapping
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, QVariantAnimation
from PySide6.QtWidgets import QAbstractScrollArea
from typing_extensions import override

from landmark_gui.domain.geometry import Point
from landmark_gui.ui.canvas.landmark_layer import LandmarkLayer

if TYPE_CHECKING:
    from landmark_gui.document.case import Case
    from landmark_gui.ui.canvas.landmark_item import LandmarkItem

GLIDE_MS = 1200  # until the ghosts are gone
SLIDING = 0.3  # of that time the landmarks are on their way
GHOSTLY = 0.7  # opacity of a ghost that has just appeared


class Glide(QObject):
    """One slide at a time; it ends at once when something else is drawn or taken hold of."""

    def __init__(self, layer: LandmarkLayer, view: QAbstractScrollArea) -> None:
        super().__init__(view)
        self._layer = layer
        self._before: dict[str, Point] = {}
        self._ghosts: list[LandmarkItem] = []
        self._case: Case | None = None
        self._animation = QVariantAnimation(self)
        self._animation.setStartValue(0.0)
        self._animation.setEndValue(1.0)
        self._animation.setDuration(GLIDE_MS)
        self._animation.valueChanged.connect(self._show)
        self._animation.finished.connect(self.end)
        view.viewport().installEventFilter(self)

    @property
    def ghosts(self) -> tuple[Point, ...]:
        """Where ghosts stand."""
        return tuple(Point(ghost.pos().x(), ghost.pos().y()) for ghost in self._ghosts)

    def show_change(self, before: "Case", after: "Case") -> None:
        """Let landmarks slide from where they were in one state of a film to where they are."""
        self.begin(
            {
                name: said.point
                for name, said in before.annotations.items()
                if said.point is not None and after.annotations[name] != said
            }
        )

    def begin(self, before: Mapping[str, Point]) -> None:
        """Let landmarks slide from where they were to where they are drawn."""
        self.end()
        self._case, self._before = self._layer.case, dict(before)
        ghosts = (self._layer.ghost(name, point) for name, point in before.items())
        self._ghosts = [ghost for ghost in ghosts if ghost is not None]
        self._animation.start()

    def end(self) -> None:
        """Put the landmarks where they belong and the ghosts away."""
        self._animation.stop()
        for name in self._before:
            if item := self._layer.item(name):
                item.move_to(item.marker.point)
        for ghost in self._ghosts:
            ghost.scene().removeItem(ghost)
        self._before, self._ghosts, self._case = {}, [], None

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() is QEvent.Type.MouseButtonPress:
            self.end()
        return False

    def _show(self, share: float) -> None:
        if self._layer.case is not self._case:
            self.end()
            return
        way = min(share / SLIDING, 1.0)
        for name, start in self._before.items():
            if item := self._layer.item(name):
                goal = item.marker.point
                item.move_to(start.moved(way * (goal.x - start.x), way * (goal.y - start.y)))
        for ghost in self._ghosts:
            ghost.setOpacity(GHOSTLY * (1 - share))
