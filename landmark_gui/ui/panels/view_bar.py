"""What is laid over the film, and in which grey values it is shown."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QSlider

from landmark_gui.ui.display import Display, Heat
from landmark_gui.ui.menus import Menus
from landmark_gui.ui.widgets.divider import divider
from landmark_gui.ui.widgets.focus import by_keyboard
from landmark_gui.ui.widgets.giving_way import GivingWay
from landmark_gui.ui.widgets.named import named

PERCENT = 100


class ViewBar(GivingWay):
    """Switches for the overlay on the left, for the grey values on the right."""

    opacity_changed = Signal(float)

    def __init__(self, menus: Menus) -> None:
        super().__init__("view_bar")
        self._title = named(QLabel("Heatmap"), "muted")
        self._title.setContentsMargins(0, 0, 6, 0)
        self._opacity = by_keyboard(named(QSlider(Qt.Orientation.Horizontal), "opacity"))
        self._opacity.setRange(5, PERCENT)
        self._opacity.setMinimumWidth(36)
        self._opacity.setMaximumWidth(90)
        self._opacity.setToolTip("Opacity of the heatmap")
        self._opacity.setAccessibleName("Opacity of the heatmap")
        self._opacity.valueChanged.connect(self._on_opacity)
        row = QHBoxLayout(self)
        row.setContentsMargins(16, 5, 12, 5)
        row.setSpacing(2)
        self._add_overlay(row, menus)
        row.addStretch(1)
        for action in ("reset_window", "invert"):
            row.addWidget(menus.button(action))
        self.give_way(row, (self._title, self._opacity))

    def _add_overlay(self, row: QHBoxLayout, menus: Menus) -> None:
        row.addWidget(self._title)
        segments = ("heat_off", "heat_selected", "heat_all")
        for action, place in zip(segments, ("first", "middle", "last"), strict=True):
            button = menus.button(action, "text")
            button.setProperty("segment", place)
            row.addWidget(button)
            row.addSpacing(-2)  # segments touch each other
        row.addSpacing(8)
        row.addWidget(self._opacity, 4)
        row.addSpacing(4)
        row.addWidget(divider())
        row.addSpacing(2)
        for action in ("rings", "labels", "place"):
            row.addWidget(menus.button(action))

    def show_display(self, display: Display) -> None:
        """Show what is laid over the film."""
        self._opacity.setEnabled(display.heat is not Heat.OFF)
        self._opacity.setValue(round(display.opacity * PERCENT))

    def _on_opacity(self, percent: int) -> None:
        self.opacity_changed.emit(percent / PERCENT)
