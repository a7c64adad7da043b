"""PNG, JPEG, TIFF, BMP and WebP to pictures."""

from collections.abc import Callable, Mapping
from io import BytesIO
from typing import Any

import numpy as np
from PIL import ExifTags, Image, UnidentifiedImageError

from landmark_gui.domain.geometry import PixelSpacing, SpacingSource
from landmark_gui.imaging.errors import UnreadableFilm
from landmark_gui.imaging.grey import Picture, Values, fitted_window, kept_depth
from landmark_gui.imaging.limits import MAX_PIXELS, check_size

FORMATS = ("PNG", "JPEG", "TIFF", "BMP", "WEBP")  # Pillow's other fifty are attack surface only
Image.MAX_IMAGE_PIXELS = MAX_PIXELS  # Pillow checks frames within files that we do not see

DEEP_MODES = ("I;16", "I;16L", "I;16B", "I;16N", "I", "F")  # 16 bits and more; kept as they are
PHOTOMETRIC = 262  # TIFF tag
WHITE_IS_ZERO = 0
MM_PER_INCH = 25.4

_TIFF_MARKS = (b"II*\x00", b"MM\x00*")
_UNKNOWN_TIFF = "This variety of TIFF cannot be read; save the picture as PNG."
_UNKNOWN = "This is no picture the program reads: it takes DICOM, PNG, JPEG, TIFF, BMP and WebP."

# What programs write when nothing was measured: 72 is the default of JPEG and of old Macs, 96 that
# of Windows, and screens have these densities. No film scanner is set to either.
PLACEHOLDER_DPI = frozenset({72, 96})

# The EXIF orientation says how the stored array has to be turned to stand upright.
_UPRIGHT: Mapping[int, Callable[[Values], Values]] = {
    2: lambda stored: stored[:, ::-1],
    3: lambda stored: stored[::-1, ::-1],
    4: lambda stored: stored[::-1],
    5: lambda stored: stored.T,
    6: lambda stored: stored[::-1].T,
    7: lambda stored: stored[::-1, ::-1].T,
    8: lambda stored: stored[:, ::-1].T,
}
_TURNED_SIDEWAYS = (5, 6, 7, 8)


def read_raster(data: bytes) -> Picture:
    """Return the first picture of a raster file.

    Raises:
        UnreadableFilm: none of the formats, or too large.
        Exception: whatever Pillow raises on damaged files; `film.read_film` words it.
    """
    try:
        image: Image.Image = Image.open(BytesIO(data), formats=FORMATS)
    except UnidentifiedImageError:
        raise UnreadableFilm(_UNKNOWN_TIFF if data[:4] in _TIFF_MARKS else _UNKNOWN) from None
    with image:
        check_size(*image.size)
        spacing = _spacing(image.info.get("dpi"), sideways=_orientation(image) in _TURNED_SIDEWAYS)
        pixels = kept_depth(_upright(image))
    return Picture(pixels, fitted_window(pixels), spacing)


def _upright(image: Image.Image) -> Values:
    stored = _grey(image)
    # asked after loading, since Pillow turns TIFF files while it loads them and drops the mark
    turn = _UPRIGHT.get(_orientation(image))
    return turn(stored) if turn else stored


def _grey(image: Image.Image) -> Values:
    """Return the brightness as `(H, W)`; alpha is dropped, as it says nothing of density."""
    image.load()
    if image.mode not in DEEP_MODES:
        colours = image.convert("RGB") if image.mode in ("P", "PA", "CMYK") else image
        return np.asarray(colours.convert("L"))
    values: Values = np.asarray(image)
    values = values.astype(values.dtype.newbyteorder("="))
    white_is_zero = values.dtype == np.uint16 and _white_is_zero(image)
    return np.iinfo(np.uint16).max - values if white_is_zero else values


def _white_is_zero(image: Image.Image) -> bool:
    # Pillow turns such TIFF files round at 8 bits, but not at 16
    tags: Mapping[int, Any] = getattr(image, "tag_v2", {})
    return tags.get(PHOTOMETRIC) == WHITE_IS_ZERO


def _orientation(image: Image.Image) -> int:
    value: object = image.getexif().get(ExifTags.Base.Orientation, 1)
    return value if isinstance(value, int) else 1


def _spacing(dpi: tuple[float, float] | None, *, sideways: bool) -> PixelSpacing | None:
    """Return the scan resolution, or None where the file only has a placeholder or nonsense."""
    try:
        x_dpi, y_dpi = (float(value) for value in dpi or ())
        if {round(x_dpi), round(y_dpi)} & PLACEHOLDER_DPI:
            return None
        x_mm, y_mm = MM_PER_INCH / x_dpi, MM_PER_INCH / y_dpi
        if sideways:
            x_mm, y_mm = y_mm, x_mm
        return PixelSpacing(x_mm, y_mm, SpacingSource.SCAN_RESOLUTION)
    except (ArithmeticError, TypeError, ValueError):
        return None
