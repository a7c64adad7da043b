"""The line at the foot of the window: place and grey value, spacing, model, enlargement."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QStatusBar

from landmark_gui.detection.events import Ready
from landmark_gui.domain.cephalogram import Cephalogram, FilmInfo
from landmark_gui.domain.geometry import Point
from landmark_gui.ui import words
from landmark_gui.ui.detections import Engine
from landmark_gui.ui.menus import Menus
from landmark_gui.ui.widgets.divider import divider
from landmark_gui.ui.widgets.named import named
from landmark_gui.ui.widgets.tips import as_tip

PERCENT = 100


class StatusLine(QStatusBar):
    """Facts; nothing here is a message."""

    def __init__(self, menus: Menus) -> None:
        super().__init__()
        self.setSizeGripEnabled(False)
        self._zoom = named(QLabel(alignment=Qt.AlignmentFlag.AlignCenter), "zoom")
        self._zoom.setMinimumWidth(52)
        self._place = named(QLabel(), "place")
        self._spacing = named(QLabel(), "spacing")
        self._engine = named(QLabel(textFormat=Qt.TextFormat.PlainText), "engine")
        self._saving = named(QLabel(), "saving")
        self.addWidget(self._place, 1)
        self.addPermanentWidget(self._spacing)
        self.addPermanentWidget(self._engine)
        self.addPermanentWidget(self._saving)
        self.addPermanentWidget(divider())
        for widget in (menus.button("zoom_out"), self._zoom, menus.button("zoom_in")):
            self.addPermanentWidget(widget)
        self.addPermanentWidget(menus.button("fit"))

    def show_place(self, film: Cephalogram | None, point: Point | None) -> None:
        """Show what is under the cursor."""
        if film is None or point is None:
            self._place.clear()
            return
        info = film.info
        column, row = min(int(point.x), info.width_px - 1), min(int(point.y), info.height_px - 1)
        grey = film.pixels[row, column]
        self._place.setText(f"x {point.x:z.1f}  y {point.y:z.1f} px   grey {grey:g}")

    def show_zoom(self, scale: float | None) -> None:
        """Show the enlargement; None without a film."""
        self._zoom.setText(words.DASH if scale is None else f"{scale * PERCENT:.0f} %")

    def show_film(self, film: FilmInfo | None) -> None:
        """Show what a millimetre rests on."""
        self._spacing.setText(words.spacing_text(film.spacing) if film else "")

    def show_engine(self, engine: Engine, ready: Ready | None) -> None:
        """Show which model computes where."""
        self._engine.setText(words.engine_text(engine, ready))
        self._engine.setToolTip(as_tip(words.calibration_text(ready)))

    def show_saving(self, text: str, why: str) -> None:
        """Show whether everything is in the record; `why` explains what is not."""
        self._saving.setText(text)
        self._saving.setToolTip(as_tip(why))
