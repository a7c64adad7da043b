"""Pixels in the scene: the film with its window, and the heatmap over it."""

from collections.abc import Sequence
from functools import cache

import numpy as np
import pyqtgraph as pg
from numpy.typing import NDArray
from PySide6.QtCore import QRectF
from PySide6.QtWidgets import QGraphicsItem

from landmark_gui.domain.cephalogram import Window
from landmark_gui.domain.prediction import Heatmap
from landmark_gui.ui.canvas.fine_item import FineItem
from landmark_gui.ui.canvas.pyramid import ShownFilm

Rgba = NDArray[np.uint8]
FULL = 255
DECADES = 2.0  # probability is shown from a map's maximum down to 1 % of it


class FilmImage:
    """One image item whose pixels are swapped; the window acts on stored values."""

    def __init__(self, parent: QGraphicsItem) -> None:
        self._item = FineItem()
        self._item.setParentItem(parent)
        self._film: ShownFilm | None = None
        self._shown: tuple[int, tuple[float, float]] | None = None  # level and levels of grey

    def show_film(self, film: ShownFilm | None) -> None:
        """Swap the film; None shows nothing."""
        self._film, self._shown, self._item.film = film, None, film
        if film is None:
            self._item.clear()

    def show_at(self, scale: float, window: Window, *, inverted: bool) -> None:
        """Choose the copy of the film that fits an enlargement, and the window."""
        if self._film is None:
            return
        levels = (window.high, window.low) if inverted else (window.low, window.high)
        level = self._film.level_for(scale)
        before, self._shown = self._shown, (level, levels)
        if before == self._shown:
            return  # panned or zoomed: the pixels stay as they are
        if before is not None and before[0] == level:
            self._item.setLevels(levels)
            return
        self._item.level = level
        pixels = self._film.levels[level]
        self._item.setImage(pixels, autoLevels=False, levels=levels)
        side = 2**level
        self._item.setRect(QRectF(0, 0, pixels.shape[1] * side, pixels.shape[0] * side))


class HeatmapImage:
    """A second image item: colour for probability, clear where there is none."""

    def __init__(self, parent: QGraphicsItem) -> None:
        self._item = pg.ImageItem(axisOrder="row-major")
        self._item.setParentItem(parent)
        self._item.setZValue(1)
        self._shown: tuple[Heatmap, tuple[str, ...]] | None = None

    def show_heatmap(self, heatmap: Heatmap | None, landmarks: Sequence[str]) -> None:
        """Show the maps of some landmarks together; None shows nothing."""
        asked = None if heatmap is None or not landmarks else (heatmap, tuple(landmarks))
        if asked is not None and self._is_shown(*asked):
            return
        self._shown = asked
        self._item.setVisible(asked is not None)
        if asked is not None:
            self._item.setImage(coloured(*asked), autoLevels=False, levels=(0, FULL))
            self._item.setRect(QRectF(*asked[0].grid.rect_px))

    def set_opacity(self, opacity: float) -> None:
        """Fade the overlay, 0 ... 1."""
        self._item.setOpacity(opacity)

    def _is_shown(self, heatmap: Heatmap, landmarks: tuple[str, ...]) -> bool:
        shown = self._shown
        return shown is not None and shown[0] is heatmap and shown[1] == landmarks


def coloured(heatmap: Heatmap, landmarks: Sequence[str]) -> Rgba:
    """Return the overlay `(grid.height, grid.width, 4)` uint8, RGBA.

    Colour and density follow the logarithm of probability, so that the doubtful fringe is seen and
    not only the peak, which its marker covers. Each map is scaled to its own maximum, or a certain
    landmark would outshine all doubtful ones.
    """
    wanted = [heatmap.landmarks.index(name) for name in landmarks if name in heatmap.landmarks]
    maps = heatmap.maps[wanted]
    peaks = maps.max(axis=(1, 2), keepdims=True, initial=1e-12)
    share = np.log10((maps / peaks).max(axis=0, initial=10.0**-DECADES)) / DECADES + 1.0
    rgba: Rgba = _table()[(share * FULL).astype(np.uint8)]
    return rgba


@cache
def _table() -> Rgba:
    """Return 256 RGBA colours, perceptually uniform, alpha growing with probability."""
    rgb = pg.colormap.get("inferno").getLookupTable(0.25, 1.0, FULL + 1)
    share = np.linspace(0.0, 1.0, FULL + 1)
    return np.column_stack([rgb[:, :3], share * FULL]).astype(np.uint8)
