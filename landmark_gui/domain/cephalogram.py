"""A lateral skull film as values: what is known of it, and its pixels."""

import hashlib
from dataclasses import dataclass
from math import isclose
from typing import Self

import numpy as np
from numpy.typing import NDArray

from landmark_gui.domain.geometry import PLAUSIBLE_ASPECT, PixelSpacing, Point, SpacingSource

_SQUARE = 0.01  # share by which both sides of a pixel may differ and it is drawn as a square


@dataclass(frozen=True, slots=True)
class FilmInfo:
    """What is known of a film without its pixels; small enough to keep for a whole folder.

    Attributes:
        name: file name relative to the folder that was opened, with forward slashes.
        sha256: hash of pixels and geometry; the same film under another name has the same one.
        width_px: columns.
        height_px: rows.
        spacing: millimetres per pixel with their source, or None where the file says nothing.
        pixel_aspect: height of a pixel divided by its width, where there is no spacing.
    """

    name: str
    sha256: str
    width_px: int
    height_px: int
    spacing: PixelSpacing | None = None
    pixel_aspect: float = 1.0

    @classmethod
    def named(cls, name: str) -> Self:
        """Return a film of which only the name is known: no hash, and 0 x 0 pixels."""
        return cls(name, "", 0, 0)

    @property
    def aspect(self) -> float:
        """Height of a pixel divided by its width; a spacing is believed before a stated ratio."""
        return self.spacing.aspect if self.spacing else self.pixel_aspect

    @property
    def drawn_aspect(self) -> float:
        """The same where the film is drawn: 1 if nearly 1, or if no pixel has such a shape."""
        low, high = PLAUSIBLE_ASPECT
        square = isclose(self.aspect, 1.0, rel_tol=_SQUARE)
        return 1.0 if square or not low <= self.aspect <= high else self.aspect

    def stated(self, width_mm: float) -> PixelSpacing:
        """Return the spacing that a reader states as one number: pixels keep their shape.

        Raises:
            ValueError: no plausible spacing.
        """
        return PixelSpacing(width_mm, width_mm * self.aspect, SpacingSource.STATED_BY_USER)

    @property
    def size_px(self) -> tuple[int, int]:
        """Width and height."""
        return (self.width_px, self.height_px)

    @property
    def size_known(self) -> bool:
        """Whether width and height are known, which some formats do not state."""
        return 0 not in self.size_px

    def holds(self, point: Point) -> bool:
        """Tell whether a position lies on the film."""
        return 0 <= point.x <= self.width_px and 0 <= point.y <= self.height_px

    def nearest(self, point: Point) -> Point:
        """Return the position on the film that is nearest to another, which may lie beside it."""
        x = min(max(point.x, 0.0), float(self.width_px))
        y = min(max(point.y, 0.0), float(self.height_px))
        return Point(x, y)


@dataclass(frozen=True, slots=True)
class Window:
    """The grey values shown as black and as white."""

    low: float
    high: float


@dataclass(frozen=True, slots=True, eq=False)
class Cephalogram:
    """A film with its pixels.

    Attributes:
        info: size, spacing, identity.
        pixels: `(height, width)` uint8, uint16 or float32; bright is dense (bone), whatever
            polarity the file used; full stored depth, no windowing applied.
        window: the window the file asks for, or one fitted to the grey values.
        magnification: of the patient at the detector as the file estimates it; never applied
            without consent.
        pages: how many films its file holds.
        presets: the windows that the file offers, in grey values; the first is `window`.
    """

    info: FilmInfo
    pixels: NDArray[np.uint8 | np.uint16 | np.float32]
    window: Window
    magnification: float | None = None
    pages: int = 1
    presets: tuple[Window, ...] = ()

    def __post_init__(self) -> None:
        if self.pixels.shape != (self.info.height_px, self.info.width_px):
            raise ValueError(f"pixels {self.pixels.shape} do not match {self.info.size_px}")

    def normalised(self) -> NDArray[np.float32]:
        """Return the pixels in the file's window as `(height, width)` float32 in 0 ... 1."""
        span = max(self.window.high - self.window.low, 1e-6)
        scaled = (self.pixels.astype(np.float32) - np.float32(self.window.low)) / np.float32(span)
        return np.clip(scaled, 0.0, 1.0, out=scaled)


def film_identity(
    pixels: NDArray[np.uint8 | np.uint16 | np.float32], spacing: PixelSpacing | None
) -> str:
    """Return the SHA-256 over type, shape, spacing and pixels, as hexadecimal digits."""
    size_mm = (spacing.x_mm, spacing.y_mm) if spacing else None
    little_endian = np.ascontiguousarray(pixels, pixels.dtype.newbyteorder("<"))
    digest = hashlib.sha256(f"{little_endian.dtype.str} {pixels.shape} {size_mm}".encode())
    digest.update(little_endian.data)
    return digest.hexdigest()
