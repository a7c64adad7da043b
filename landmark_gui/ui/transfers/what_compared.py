"""The choice of what is compared: where landmarks lie or what they measure, read blind or not."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QButtonGroup, QCheckBox, QHBoxLayout, QToolButton, QWidget

BLIND = (
    "What readers had decided before they saw a prediction, instead of their last word. "
    "A single table is compared with what became of it."
)


class WhatCompared(QWidget):
    """Two buttons, of which one is down, and a box to tick."""

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
        self.blind = QCheckBox("Read blind")
        self.blind.setToolTip(BLIND)
        row.addSpacing(16)
        row.addWidget(self.blind)
        self.landmarks.setChecked(True)
        self.measurements.toggled.connect(self.changed)
        self.blind.toggled.connect(self.changed)

    @property
    def measured(self) -> bool:
        """Whether it is what landmarks measure."""
        return self.measurements.isChecked()

    @property
    def read_blind(self) -> bool:
        """Whether it is what readers had decided before they saw a prediction."""
        return self.blind.isChecked()
