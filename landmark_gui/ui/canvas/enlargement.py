"""How large the film is painted in the direction of a line: oblong pixels are stretched."""

from math import hypot

from PySide6.QtCore import QLineF
from PySide6.QtGui import QTransform


def scale_along(line: QLineF, to_screen: QTransform) -> float:
    """Return screen pixels per film pixel in the direction of a line, in the view or the loupe."""
    across, down = to_screen.m11(), to_screen.m22()
    length = hypot(line.dx(), line.dy())
    if not length:
        return across
    return across * hypot(line.dx(), line.dy() * (down / across)) / length
