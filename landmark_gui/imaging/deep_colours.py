"""PNG with colours of 16 bits, of which Pillow keeps the high bytes only.

So it is decoded twice: told that the samples are little endian, Pillow keeps the other byte.
"""

from collections.abc import Mapping
from io import BytesIO
from typing import Any

import numpy as np
from numpy.typing import NDArray
from PIL import Image

_LOW_BYTES: Mapping[str, str] = {"RGB;16B": "RGB;16L", "RGBA;16B": "RGBA;16L"}  # Pillow's layouts
_GREY_WITH_ALPHA, _FOUR_BYTES = "LA;16B", "RGBA"  # of as many bytes a pixel
_RGB = 3


def has_deep_colours(image: Image.Image) -> bool:
    """Tell whether this is a PNG, not yet decoded, whose pixels have several samples of 16 bits."""
    return image.format == "PNG" and _layout(image) in (*_LOW_BYTES, _GREY_WITH_ALPHA)


def deep_colours(data: bytes) -> NDArray[np.uint16]:
    """Return what such a file holds, without its alpha: `(H, W, 3)` red, green, blue; grey thrice.

    Raises:
        Exception: whatever Pillow raises on damaged files.
    """
    with Image.open(BytesIO(data), formats=("PNG",)) as image:
        layout = _layout(image)
    if layout == _GREY_WITH_ALPHA:
        samples = _decoded(data, _FOUR_BYTES)
        return np.repeat(_joined(samples[..., :1], samples[..., 1:2]), _RGB, axis=2)
    high, low = _decoded(data, layout), _decoded(data, _LOW_BYTES[layout])
    return _joined(high[..., :_RGB], low[..., :_RGB])


def _layout(image: Image.Image) -> str:
    tiles = getattr(image, "tile", ())
    return str(tiles[0].args) if tiles else ""


def _decoded(data: bytes, layout: str) -> NDArray[Any]:
    with Image.open(BytesIO(data), formats=("PNG",)) as image:
        image.tile = [tile._replace(args=layout) for tile in image.tile]
        return np.asarray(image)


def _joined(high: NDArray[np.uint8], low: NDArray[np.uint8]) -> NDArray[np.uint16]:
    return high.astype(np.uint16) * np.uint16(256) + low
