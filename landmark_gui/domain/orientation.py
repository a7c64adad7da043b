"""How a film lies and which greys it has, compared with one that faces right and stands upright."""

from dataclasses import dataclass, replace
from enum import StrEnum
from math import pi
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from landmark_gui.domain.geometry import ImageGrid, PixelSpacing, Point
from landmark_gui.domain.region import Ellipse

_QUARTERS = 4
_T = TypeVar("_T", bound=np.generic)


class Facing(StrEnum):
    """Where the face looks on the upright film."""

    RIGHT = "right"
    LEFT = "left"


class Polarity(StrEnum):
    """Whether dense structures are bright, as on a film before a light box, or dark."""

    NORMAL = "normal"
    INVERTED = "inverted"


@dataclass(frozen=True, slots=True)
class Orientation:
    """What was done to an upright film that faces right to make it the film as it is stored.

    It was mirrored if it faces left, and then turned.

    Attributes:
        facing: where the face looks.
        polarity: whether bone is bright.
        quarter_turns: anticlockwise, 0 ... 3.
    """

    facing: Facing = Facing.RIGHT
    polarity: Polarity = Polarity.NORMAL
    quarter_turns: int = 0

    def __post_init__(self) -> None:
        if not 0 <= self.quarter_turns < _QUARTERS:
            raise ValueError("a film is turned by 0 to 3 quarters")

    @property
    def sideways(self) -> bool:
        """Whether width and height of the stored film are those of the upright one exchanged."""
        return self.quarter_turns % 2 == 1

    def upright(self, pixels: NDArray[_T]) -> NDArray[_T]:
        """Return stored pixels `(..., H, W)` upright and facing right; grey values stay."""
        turned = np.rot90(pixels, -self.quarter_turns, (-2, -1))
        return turned[..., ::-1] if self.facing is Facing.LEFT else turned

    def stored(self, pixels: NDArray[_T]) -> NDArray[_T]:
        """Return upright pixels `(..., H, W)` as the film is stored; grey values stay."""
        facing = pixels[..., ::-1] if self.facing is Facing.LEFT else pixels
        return np.rot90(facing, self.quarter_turns, (-2, -1))

    def point_as_stored(self, point: Point, upright_size: tuple[float, float]) -> Point:
        """Return where a point of the upright film, of that width and height, is stored."""
        width, height = upright_size
        x = width - point.x if self.facing is Facing.LEFT else point.x
        y = point.y
        for _ in range(self.quarter_turns):
            x, y, width, height = y, width - x, height, width
        return Point(x, y)

    def point_upright(self, point: Point, stored_size: tuple[float, float]) -> Point:
        """Return where a point of the stored film, of that width and height, lies upright."""
        width, height = stored_size
        x, y = point.x, point.y
        for _ in range(self.quarter_turns):
            x, y, width, height = height - y, x, height, width
        return Point(width - x if self.facing is Facing.LEFT else x, y)

    def ellipse_as_stored(self, ellipse: Ellipse, upright_size: tuple[float, float]) -> Ellipse:
        """Return an ellipse of the upright film as it lies on the stored one."""
        angle = pi - ellipse.angle_rad if self.facing is Facing.LEFT else ellipse.angle_rad
        angle = (angle - self.quarter_turns * pi / 2) % pi
        centre = self.point_as_stored(ellipse.centre, upright_size)
        return replace(ellipse, centre=centre, angle_rad=angle)

    def grid_as_stored(self, grid: ImageGrid, upright_size: tuple[int, int]) -> ImageGrid:
        """Return a grid over the upright film as it lies over the stored one."""
        left, top, width, height = grid.rect_px
        corners = [Point(left, top), Point(left + width, top + height)]
        here = [self.point_as_stored(corner, upright_size) for corner in corners]
        size = (grid.height, grid.width) if self.sideways else (grid.width, grid.height)
        return ImageGrid(*size, grid.cell_px, min(p.x for p in here), min(p.y for p in here))

    def upright_spacing(self, spacing: PixelSpacing | None) -> PixelSpacing | None:
        """Return the spacing of the upright film."""
        if spacing is None or not self.sideways:
            return spacing
        return PixelSpacing(spacing.y_mm, spacing.x_mm, spacing.source)


class Remark(StrEnum):
    """What a reader should know of a film before trusting the landmarks on it."""

    FACES_LEFT = "faces left"
    INVERTED = "inverted"
    TURNED = "turned"
    STRANGE = "strange"  # it does not look like a whole lateral cephalogram
    IMPLAUSIBLE = "implausible"  # the landmarks contradict each other

    @property
    def sentence(self) -> str:
        """What a reader is told."""
        return _SENTENCES[self]

    @property
    def is_warning(self) -> bool:
        """Whether the landmarks may be wrong; else the model was shown the film as it should be."""
        return self in (Remark.STRANGE, Remark.IMPLAUSIBLE)


_SENTENCES = {
    Remark.FACES_LEFT: "The film faces left; the model sees it mirrored.",
    Remark.INVERTED: "Bone is dark on this film; the model sees it inverted.",
    Remark.TURNED: "The film is turned; the model sees it upright.",
    Remark.STRANGE: "This does not look like a whole lateral cephalogram: check every landmark.",
    Remark.IMPLAUSIBLE: "The landmarks do not fit together as on a usual film: check every one.",
}


@dataclass(frozen=True, slots=True)
class Finding:
    """What was recognised of a film before its landmarks were searched.

    Attributes:
        orientation: as the model was shown the film.
        remarks: what should be said of it.
        facing: what the user has stated; None leaves it to recognition.
        polarity: the same.
    """

    orientation: Orientation = Orientation()
    remarks: tuple[Remark, ...] = ()
    facing: Facing | None = None
    polarity: Polarity | None = None

    @property
    def warns(self) -> bool:
        """Whether the landmarks may be wrong."""
        return any(remark.is_warning for remark in self.remarks)
