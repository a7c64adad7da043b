"""The film's pixels as an item that is sharp for whoever paints it, the loupe too."""

import numpy as np
import pyqtgraph as pg
from PySide6.QtCore import QRectF
from PySide6.QtGui import QImage, QPainter
from typing_extensions import override

from landmark_gui.ui.canvas.pyramid import Pixels, ShownFilm

FULL = 255.0


class FineItem(pg.ImageItem):  # type: ignore[misc]  # pyqtgraph has no types
    """Draws one copy of a film, and from a finer one where it is painted larger than that allows.

    The view shows one copy as a whole. The loupe paints the same scene enlarged, in which that copy
    would be squares; there, only the part that is asked for is taken from the finer copy.
    """

    def __init__(self) -> None:
        super().__init__(axisOrder="row-major")
        self.film: ShownFilm | None = None
        self.level = 0

    @override
    def paint(self, painter: QPainter, *args: object) -> None:
        finer = self._finer(painter)
        if finer is None or self.film is None:
            super().paint(painter, *args)
        else:
            self._paint_part(painter, self.film.levels[finer], 2 ** (self.level - finer))

    def _finer(self, painter: QPainter) -> int | None:
        if self.film is None:
            return None
        seen = painter.worldTransform()
        per_pixel = max(seen.m11(), seen.m22()) * painter.device().devicePixelRatioF()
        level = self.film.level_for(per_pixel / 2**self.level)
        return level if level < self.level else None

    def _paint_part(self, painter: QPainter, pixels: Pixels, per_pixel: int) -> None:
        """Draw what is asked for; `per_pixel` finer pixels lie along one of the item's own."""
        wanted = painter.clipBoundingRect() if painter.hasClipping() else self.boundingRect()
        part = wanted.intersected(self.boundingRect()).toAlignedRect()
        left, top = max(part.left(), 0) * per_pixel, max(part.top(), 0) * per_pixel
        crop = pixels[top : (part.bottom() + 1) * per_pixel, left : (part.right() + 1) * per_pixel]
        if crop.size == 0:
            return
        image = _grey(crop, *self.levels)
        height, width = crop.shape
        where = (left / per_pixel, top / per_pixel, width / per_pixel, height / per_pixel)
        painter.drawImage(QRectF(*where), image)


def _grey(pixels: Pixels, black: float, white: float) -> QImage:
    """Return pixels in a window of grey values; black above white inverts."""
    share = (pixels.astype(np.float32) - black) / ((white - black) or 1.0)
    grey = (np.clip(share, 0.0, 1.0) * FULL).astype(np.uint8)
    height, width = grey.shape
    return QImage(grey.tobytes(), width, height, width, QImage.Format.Format_Grayscale8).copy()
