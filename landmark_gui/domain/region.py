"""Where on a film a landmark lies with a stated probability."""

from dataclasses import dataclass, field
from math import atan2, cos, pi, sin
from typing import Self

import numpy as np
from numpy.typing import NDArray

from landmark_gui.domain.geometry import ImageGrid, Point

SHARES = (0.5, 0.9, 0.95)


@dataclass(frozen=True, slots=True)
class Ellipse:
    """An ellipse on the film.

    Attributes:
        centre: in pixels.
        major_px: the longer semi-axis.
        minor_px: the shorter one.
        angle_rad: of the longer axis, from x towards y.
    """

    centre: Point
    major_px: float
    minor_px: float
    angle_rad: float

    @classmethod
    def spanned(cls, centre: Point, axes: NDArray[np.float64]) -> Self:
        """Return what has become of an ellipse whose semi-axes `(2, 2)` were skewed to these."""
        directions, (major, minor), _ = np.linalg.svd(axes.T)
        angle = atan2(directions[1, 0], directions[0, 0]) % pi
        return cls(centre, float(major), float(minor), angle)

    def seen(self, point: Point) -> Point:
        """Return where a point lies if the ellipse is the circle of radius 1 around (0, 0)."""
        dx, dy = point.x - self.centre.x, point.y - self.centre.y
        c, s = cos(self.angle_rad), sin(self.angle_rad)
        return Point((dx * c + dy * s) / self.major_px, (dy * c - dx * s) / self.minor_px)

    def holds(self, point: Point) -> bool:
        """Tell whether a point lies inside or on the edge."""
        there = self.seen(point)
        return there.x**2 + there.y**2 <= 1

    def edge(self, pieces: int) -> NDArray[np.float64]:
        """Return points on the edge, `(pieces + 1, 2)`: once around and back to the first."""
        angles = np.linspace(0, 2 * pi, pieces + 1)
        circle = np.stack([np.cos(angles), np.sin(angles)], axis=1)
        return np.asarray(circle @ self.axes + [self.centre.x, self.centre.y])

    @property
    def axes(self) -> NDArray[np.float64]:
        """Its semi-axes as vectors, `(2, 2)`: x and y of the longer one, then of the shorter."""
        c, s = cos(self.angle_rad), sin(self.angle_rad)
        return np.array([[c, s], [-s, c]]) * [[self.major_px], [self.minor_px]]

    @property
    def area_px2(self) -> float:
        """Its area."""
        return pi * self.major_px * self.minor_px


@dataclass(frozen=True, slots=True, eq=False)
class Cells:
    """The cells of a grid that belong to a region: `inside` is `(grid.height, grid.width)` bool."""

    grid: ImageGrid
    inside: NDArray[np.bool_]

    @property
    def area_px2(self) -> float:
        """Their area."""
        return float(self.inside.sum()) * self.grid.cell_px**2

    def holds(self, point: Point) -> bool:
        """Tell whether a point lies in one of the cells."""
        cell = self.grid.to_grid(point)
        if not (0 <= cell.x < self.grid.width and 0 <= cell.y < self.grid.height):
            return False
        return bool(self.inside[int(cell.y), int(cell.x)])


@dataclass(frozen=True, slots=True)
class Region:
    """The smallest region that holds a landmark with that probability.

    Attributes:
        share: the probability, 0 ... 1.
        area_px2: of the cells of highest density.
        ellipse: their stand-in for display; holds as much probability as they do.
        cells: the cells themselves; None where only the record remembers the region.
    """

    share: float
    area_px2: float
    ellipse: Ellipse
    cells: Cells | None = field(default=None, compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Candidate:
    """Another place where the landmark may be, with the probability around it."""

    point: Point
    probability: float
