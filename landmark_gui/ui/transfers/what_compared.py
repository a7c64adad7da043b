"""The choice of what readers are compared in: where landmarks lie, or what they measure."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QToolButton, QWidget


class WhatCompared(QWidget):
    """Two buttons, of which one is down."""

    changed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.landmarks, self.measurements = QToolButton(), QToolButton()
        self.landmarks.setText("Landmarks")
        self.measurements.setText("Measurements")
        self.measurements.setToolTip("Angles, ratios and lengths instead of positions")
        self._group, row = QButtonGroup(self), QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        for button, segment in ((self.landmarks, "first"), (self.measurements, "last")):
            button.setCheckable(True)
            button.setProperty("segment", segment)
            self._group.addButton(button)
            row.addWidget(button)
        self.landmarks.setChecked(True)
        self.measurements.toggled.connect(self.changed)

    @property
    def measured(self) -> bool:
        """Whether it is what landmarks measure."""
        return self.measurements.isChecked()
