"""What the landmarks of a film measure, written beside it in its picture."""

from collections.abc import Iterator, Sequence
from math import ceil

import numpy as np

from landmark_gui.domain.geometry import PixelSpacing, Point
from landmark_gui.domain.measurement import Analysis, Measurement, Unit
from landmark_gui.exchange.measurements import Measured
from landmark_gui.exchange.picture.font import width_px
from landmark_gui.exchange.picture.scene import Group, Scene, Text
from landmark_gui.exchange.picture.sizes import Sizes

HEADER = ("Measurement", "Value", "Expected error", "Rests on predictions of")
_COLOUR = "#FFFFFF"
_UNITS = {Unit.DEGREES: "deg"}  # the fonts of pictures know no sign for it
_PITCH, _GAP = 1.4, 1.2  # of the size of the letters: from line to line, and between columns
_SMALLEST_PX = 10.0  # letters that are still read with a pixel of the picture on one of the screen

Row = tuple[str, ...]


def with_measurements(
    scene: Scene, found: Measured, analysis: Analysis, spacing: PixelSpacing | None
) -> Scene:
    """Return a picture that is wider by a table of what was measured in that spacing.

    It is taller too where the film has too few rows for letters that can be read.
    """
    rows: list[Row] = [HEADER, *(_row(found, analysis, one) for one in analysis.measurements)]
    rows += [("",), *_foot(spacing)]
    width, height = scene.size_px
    lines = _PITCH * (len(rows) + 1)
    size_px = max(min(Sizes.of_height(height).text, height / lines), _SMALLEST_PX)
    words = tuple(_words(rows, Point(width + size_px, 2 * size_px), size_px))
    wide = max(text.start.x + text.width_px for text in words) + size_px - width
    tall = max(0, ceil(lines * size_px - height))
    grey = np.pad(scene.grey, ((0, tall), (0, round(wide))))
    return Scene(grey, (*scene.groups, Group("measurements", words)))


def _foot(spacing: PixelSpacing | None) -> list[Row]:
    """Return the lines that say what lengths rest on."""
    if spacing is None:
        return [("No millimetres: no spacing is known",)]
    known, caution = f"Millimetres: {spacing.source}", spacing.source.caution
    return [(f"{known};",), (caution,)] if caution else [(known,)]


def _row(found: Measured, analysis: Analysis, measurement: Measurement) -> Row:
    value, error = found.values[measurement.name], found.errors.get(measurement.name)
    return (
        measurement.name,
        "-" if value is None else _told(measurement, value),
        "" if error is None else _told(measurement, error),
        ", ".join(found.rests_on(measurement, analysis)),
    )


def _told(measurement: Measurement, value: float) -> str:
    return f"{value:z.1f} {_UNITS.get(measurement.unit, measurement.unit)}"


def _words(rows: Sequence[Row], start: Point, size_px: float) -> Iterator[Text]:
    """Yield the words of a table, whose columns are as wide as their cells in whole rows."""
    stroke = Sizes(1.0).stroke(_COLOUR)
    left = [start.x]
    for cells in zip(*(row for row in rows if len(row) == len(HEADER)), strict=True):
        left.append(left[-1] + max(width_px(cell, size_px) for cell in cells) + _GAP * size_px)
    for number, row in enumerate(rows):
        y = start.y + number * _PITCH * size_px
        for x, cell in zip(left, row, strict=False):
            if cell:
                yield Text(Point(x, y), cell, size_px, width_px(cell, size_px), stroke)
