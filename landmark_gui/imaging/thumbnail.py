"""Small pictures for the worklist."""

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from landmark_gui.domain.cephalogram import Cephalogram

WIDEST = 4  # times the height


def thumbnail(film: Cephalogram, height_px: int) -> NDArray[np.uint8]:
    """Return the film in its window as `(height_px, w)` uint8, sides as they are in the head.

    A strip, which can be no film, is squeezed to four times its height.
    """
    grey = np.rint(film.normalised() * 255).astype(np.uint8)
    info = film.info
    proportion = min(info.width_px / (info.height_px * info.drawn_aspect), WIDEST)
    width_px = max(1, round(height_px * proportion))
    small = Image.fromarray(grey).resize((width_px, height_px), Image.Resampling.BOX)
    return np.array(small, np.uint8)
