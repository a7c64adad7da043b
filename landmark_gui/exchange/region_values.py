"""The region that holds a landmark with 90 %, as numbers with names: in tables and in JSON."""

from collections.abc import Callable
from math import degrees, radians

from landmark_gui.domain.geometry import MAX_SIDE_PX, Point
from landmark_gui.domain.region import Ellipse

NAMES = (
    "region90_x_px",
    "region90_y_px",
    "region90_major_px",
    "region90_minor_px",
    "region90_angle_deg",
)
_DECIMALS = 4  # derived, as radii are


def values_of(ellipse: Ellipse) -> dict[str, float]:
    """Return the numbers of an ellipse, by name."""
    e = ellipse
    numbers = (e.centre.x, e.centre.y, e.major_px, e.minor_px, degrees(e.angle_rad))
    return {name: round(float(n), _DECIMALS) for name, n in zip(NAMES, numbers, strict=True)}


def ellipse_of(number: Callable[[str], float | None]) -> Ellipse | None:
    """Return the ellipse that such numbers describe, or None if all are absent.

    Args:
        number: gives the number of a name, None where it is absent.

    Raises:
        ValueError: some are absent, or no film has such an ellipse.
    """
    x, y, major, minor, angle = numbers = [*map(number, NAMES)]
    if numbers == [None] * len(NAMES):
        return None
    if x is None or y is None or major is None or minor is None or angle is None:
        raise ValueError(f"only some of {', '.join(NAMES)} are filled")
    if not 0 <= minor <= major <= MAX_SIDE_PX or max(abs(x), abs(y)) > MAX_SIDE_PX:
        raise ValueError("no film has a region90 like this")
    return Ellipse(Point(x, y), major, minor, radians(angle))
