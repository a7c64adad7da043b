"""Films as PNG, without loss."""

from pathlib import Path

import numpy as np
from PIL import Image

from landmark_gui.domain.cephalogram import Cephalogram
from landmark_gui.exchange.replacing import replacing

_WHITE_16_BIT = 65535


def write_png(path: Path, film: Cephalogram) -> None:
    """Write the pixels as an 8- or 16-bit grey picture; float32 goes through the film's window.

    Raises:
        CannotWrite: the file could not be written.
    """
    pixels = film.pixels
    if pixels.dtype == np.float32:
        pixels = np.rint(film.normalised() * _WHITE_16_BIT).astype(np.uint16)
    with replacing(path) as temporary:
        Image.fromarray(pixels).save(temporary, format="PNG")
