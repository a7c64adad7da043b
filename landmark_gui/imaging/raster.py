"""PNG, JPEG, TIFF, BMP and WebP to pictures."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from io import BytesIO
from typing import Any

import numpy as np
from PIL import ExifTags, Image, UnidentifiedImageError

from landmark_gui.domain.geometry import PLAUSIBLE_ASPECT, PixelSpacing, SpacingSource
from landmark_gui.imaging.codestream import jpeg_scans
from landmark_gui.imaging.deep_colours import deep_colours, has_deep_colours
from landmark_gui.imaging.errors import UnreadableFilm
from landmark_gui.imaging.grey import Picture, Values, fitted_window, kept_depth, luminance
from landmark_gui.imaging.limits import MAX_PIXELS, MOST_PAGES, MOST_SCANS, check_page, check_size
from landmark_gui.imaging.report import UNIFORM, Storage
from landmark_gui.imaging.tiff import MARKS, page_count, stated_black_is_zero

FORMATS = ("PNG", "JPEG", "TIFF", "BMP", "WEBP")  # Pillow's other fifty are attack surface only
Image.MAX_IMAGE_PIXELS = MAX_PIXELS  # Pillow checks frames within files that we do not see

DEEP_MODES = ("I;16", "I;16L", "I;16B", "I;16N", "I", "F")  # 16 bits and more; kept as they are
BITS, PHOTOMETRIC, PLANAR, SAMPLE_FORMAT = 258, 262, 284, 339  # TIFF tags
SIGNED, IN_PLANES = 2, 2
WHITE_IS_ZERO = 0
MM_PER_INCH = 25.4

_DEEP, _DEEPEST = 16, 32
_SIXTEEN = ("I;16", "I;16L", "I;16B", "I;16N")
_BITS = {"1": 1, **dict.fromkeys(_SIXTEEN, _DEEP), "I": 32, "F": 32}

_ANIMATED = ("PNG", "WEBP")  # to show one frame, Pillow decodes all before it
_BYTES_OF_A_FRAME = 4  # per pixel
_BYTES_OF_DEEP_COLOURS = 6  # per pixel
_MEASURES = ("dpi", "aspect", "jfif_density", "resolution")  # of page 1; Pillow keeps them
_JPEG = ("JPEG", "MPO")
_JFIF_UNITS = (1, 2)  # inch, cm
_PER_INCH = {2: 1.0, 3: 2.54}  # by the unit that EXIF states; 1 is none
_JPEG_MARK = b"\xff\xd8\xff"
_UNKNOWN_JPEG = "This variety of JPEG cannot be read; save the picture as PNG."
_UNKNOWN_TIFF = "This variety of TIFF cannot be read; save the picture as PNG."
_UNKNOWN = (
    "This is not a picture the program can read: it reads DICOM, PNG, JPEG, TIFF, BMP and WebP."
)

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


def read_raster(data: bytes, page: int = 0) -> Picture:
    """Return one picture of a raster file, counted from 0.

    Raises:
        UnreadableFilm: none of the formats, too large, or no such page.
        Exception: whatever Pillow raises on damaged files; `film.read_film` words it.
    """
    image, counts_from_white = _opened(data, page)
    with image:
        check_size(*image.size)
        _check_scans(image, data)
        # first: asking for the orientation may decode
        storage, deep = _storage(image), page == 0 and has_deep_colours(image)
        sideways = _orientation(image) in _TURNED_SIDEWAYS
        spacing = _spacing(image, sideways=sideways)
        stored = _deep_grey(image, data) if deep else _grey(image)
        pixels = kept_depth(_upright(stored, image, turn_round=counts_from_white))
        pages = _pages(image, data)
    aspect = 1 / storage.pixel_aspect if sideways else storage.pixel_aspect
    storage = replace(
        storage,
        pages=pages,
        page=page + 1,
        applied=() if deep else storage.applied,
        turned_round=counts_from_white,
        pixel_aspect=aspect,
    )
    return Picture(pixels, fitted_window(pixels), spacing, storage)


def _opened(data: bytes, page: int) -> tuple[Image.Image, bool]:
    """Return the picture, not yet decoded, and whether 16-bit values of it count from white."""
    stated, from_white = stated_black_is_zero(data)
    try:
        image = _at_page(stated, page)
    except (UnidentifiedImageError, SyntaxError):  # the latter is what Pillow says of later pages
        raise UnreadableFilm(_unknown(data)) from None
    return image, page in from_white or _white_is_zero(image)


def _unknown(data: bytes) -> str:
    """Return why Pillow takes a file for no picture, as far as its first bytes tell."""
    if data.startswith(_JPEG_MARK):
        return _UNKNOWN_JPEG  # of 12 bits, say
    return _UNKNOWN_TIFF if data[:4] in MARKS else _UNKNOWN


def _at_page(data: bytes, page: int) -> Image.Image:
    image = _first_page(data)
    if page == 0:
        return image
    check_page(page, _pages(image, data))
    if image.format in _ANIMATED:
        width_px, height_px = image.size
        check_size(width_px, height_px, (page + 1) * width_px * height_px * _BYTES_OF_A_FRAME)
    for measure in _MEASURES:
        image.info.pop(measure, None)
    image.seek(page)
    return image


def _first_page(data: bytes) -> Image.Image:
    return Image.open(BytesIO(data), formats=FORMATS)


def _check_scans(image: Image.Image, data: bytes) -> None:
    """Refuse a JPEG of less than a megabyte whose decoding takes minutes."""
    pieces = getattr(image, "tile", ()) if image.format in _JPEG else ()
    if any(jpeg_scans(data, start, MOST_SCANS + 1) > MOST_SCANS for _, _, start, _ in pieces):
        raise UnreadableFilm(
            f"The JPEG builds up its picture in more than {MOST_SCANS} steps, which no film does; "
            "it was not opened."
        )


def _storage(image: Image.Image) -> Storage:
    compression = image.info.get("compression")
    reduced = image.mode not in DEEP_MODES and _stored_deep(image)
    return Storage(
        kind=image.format or "",
        compression=compression if isinstance(compression, str) else "",
        colours=image.mode,
        bits=_DEEP if reduced else _BITS.get(image.mode, 8),
        applied=("colours reduced to 8 bits",) if reduced else (),
        pixel_aspect=_pixel_aspect(image),
    )


def _stored_deep(image: Image.Image) -> bool:
    """Tell whether Pillow halves the depth: it has no 16-bit colours."""
    return any(";16" in str(tile.args) for tile in getattr(image, "tile", ()))


def _pages(image: Image.Image, data: bytes) -> int:
    """Return the number of pages; a file whose further pages are damaged counts as one."""
    if image.format == "TIFF":
        return max(1, page_count(data))
    try:
        return min(int(getattr(image, "n_frames", 1)), MOST_PAGES)
    except Exception:  # noqa: BLE001 - the page that was asked for has been read
        return 1


def _upright(stored: Values, image: Image.Image, *, turn_round: bool) -> Values:
    if turn_round:
        stored = np.iinfo(np.uint16).max - stored
    # asked after loading, since Pillow turns TIFF files while it loads them and drops the mark
    turn = _UPRIGHT.get(_orientation(image))
    return turn(stored) if turn else stored


def _grey(image: Image.Image) -> Values:
    """Return the brightness as `(H, W)`; alpha is dropped, as it says nothing of density."""
    _check_kind(image)
    tags = _tags(image)
    signed = tags.get(SAMPLE_FORMAT) == (SIGNED,)
    image.load()
    if image.mode == "L" and signed:
        return np.asarray(image).view(np.int8)
    if image.mode not in DEEP_MODES:
        colours = image.convert("RGB") if image.mode in ("P", "PA", "CMYK") else image
        return np.asarray(colours.convert("L"))
    values: Values = np.asarray(image)
    if image.mode == "I" and tags.get(BITS) == (_DEEPEST,) and not signed:
        return values.view(np.uint32)  # Pillow knows signed ones only
    return values.astype(values.dtype.newbyteorder("="))


def _check_kind(image: Image.Image) -> None:
    """Refuse what Pillow would read as another picture: LAB, and planes of 16 bits as of 8."""
    tags = _tags(image)
    planes = tags.get(PLANAR) == IN_PLANES and tags.get(BITS, (8,))[0] == _DEEP
    if image.mode == "LAB" or (planes and image.info.get("compression") == "raw"):
        raise UnreadableFilm(_UNKNOWN_TIFF)


def _tags(image: Image.Image) -> Mapping[int, Any]:
    """Return the tags of a TIFF file; others have none."""
    return getattr(image, "tag_v2", {})


def _deep_grey(image: Image.Image, data: bytes) -> Values:
    check_size(*image.size, image.width * image.height * _BYTES_OF_DEEP_COLOURS)
    return luminance(deep_colours(data))


def _white_is_zero(image: Image.Image) -> bool:
    # Pillow turns such TIFF files round at 8 bits, but not at 16
    return image.mode in _SIXTEEN and _tags(image).get(PHOTOMETRIC) == WHITE_IS_ZERO


def _orientation(image: Image.Image) -> int:
    value: object = image.getexif().get(ExifTags.Base.Orientation, 1)
    return value if isinstance(value, int) else 1


def _pixel_aspect(image: Image.Image) -> float:
    """Return height by width of a pixel where densities are stated without a unit."""
    low, high = PLAUSIBLE_ASPECT
    unitless = image.info.get("jfif_unit") == 0
    others = image.info.get("aspect") or image.info.get("resolution")  # of PNG, of TIFF
    stated = image.info.get("jfif_density") if unitless else others
    try:
        x_density, y_density = stated or (1, 1)
        ratio = float(x_density) / float(y_density)
    except (ArithmeticError, TypeError, ValueError):
        return UNIFORM
    return ratio if low <= ratio <= high else UNIFORM


def _spacing(image: Image.Image, *, sideways: bool) -> PixelSpacing | None:
    """Return the scan resolution, or None where the file only has a placeholder or nonsense."""
    try:
        x_dpi, y_dpi = (float(value) for value in _dpi(image) or ())
        if {round(x_dpi), round(y_dpi)} & PLACEHOLDER_DPI:
            return None
        x_mm, y_mm = MM_PER_INCH / x_dpi, MM_PER_INCH / y_dpi
        if sideways:
            x_mm, y_mm = y_mm, x_mm
        return PixelSpacing(x_mm, y_mm, SpacingSource.SCAN_RESOLUTION)
    except (ArithmeticError, TypeError, ValueError):
        return None


def _dpi(image: Image.Image) -> Sequence[float] | None:
    """Return the densities across and down; of EXIF's, Pillow takes the first one for both."""
    if image.format not in _JPEG or image.info.get("jfif_unit") in _JFIF_UNITS:
        return image.info.get("dpi")
    exif: Mapping[int, Any] = image.getexif()
    per_inch = _PER_INCH.get(exif.get(ExifTags.Base.ResolutionUnit, 0))
    across, down = exif.get(ExifTags.Base.XResolution), exif.get(ExifTags.Base.YResolution)
    return (across * per_inch, down * per_inch) if per_inch and across and down else None
