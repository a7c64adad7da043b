"""The note about the film that our files carry where a format leaves room for one.

It states the film's size, its identity, the spacing with its source or the shape of its pixels, and
the convention of the coordinates, so that the file means the same to whoever finds it.
"""

from landmark_gui.domain.cephalogram import FilmInfo
from landmark_gui.domain.geometry import (
    MAX_SIDE_PX,
    PLAUSIBLE_ASPECT,
    PixelSpacing,
    SpacingSource,
)
from landmark_gui.exchange.structure import Node
from landmark_gui.exchange.text import shown

Value = str | float | int

#: The key under which the note stands.
NOTE = "landmark_gui"
CONVENTION = "x, y in pixels, y down, (0.0, 0.0) is the top-left corner of the first pixel"


def note_of(film: FilmInfo, convention: str = CONVENTION) -> dict[str, Value]:
    """Return the note as JSON values."""
    note: dict[str, Value] = {
        "image": film.name,
        "image_sha256": film.sha256,
        "image_width_px": film.width_px,
        "image_height_px": film.height_px,
        "coordinates": convention,
    }
    if film.pixel_aspect != 1:
        note["pixel_aspect"] = float(film.pixel_aspect)
    if film.spacing is not None:
        note["spacing_x_mm"] = float(film.spacing.x_mm)
        note["spacing_y_mm"] = float(film.spacing.y_mm)
        note["spacing_source"] = film.spacing.source.value
    return note


def film_of(note: Node) -> FilmInfo:
    """Return the film of a note.

    Raises:
        UnreadableLabels: the note contradicts itself.
    """
    return FilmInfo(
        note["image"].text(),
        note["image_sha256"].text(),
        size_px(note["image_width_px"]),
        size_px(note["image_height_px"]),
        _spacing(note),
        _aspect(note),
    )


def size_px(node: Node) -> int:
    """Return a film's width or height; 0 where none is stated.

    Raises:
        UnreadableLabels: not a size that a film can have.
    """
    size = node.whole()
    if size > MAX_SIDE_PX:
        raise node.refusal("is not a film size")
    return size


def _aspect(note: Node) -> float:
    aspect = note["pixel_aspect"].number_or_none()
    low, high = PLAUSIBLE_ASPECT
    if aspect is not None and not low <= aspect <= high:
        raise note["pixel_aspect"].refusal("is not the shape of a pixel")
    return aspect or 1.0


def _spacing(note: Node) -> PixelSpacing | None:
    x_mm, y_mm = note["spacing_x_mm"].number_or_none(), note["spacing_y_mm"].number_or_none()
    if x_mm is None or y_mm is None:
        return None
    try:
        return PixelSpacing(x_mm, y_mm, SpacingSource(shown(note["spacing_source"].text())))
    except ValueError as error:
        raise note.refusal(f"holds an impossible spacing: {error}") from error
