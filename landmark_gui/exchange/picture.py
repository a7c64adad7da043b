"""A film with its landmarks as a picture, in the format that is asked for."""

from enum import StrEnum
from pathlib import Path

from landmark_gui.exchange.picture_pdf import write_picture_pdf
from landmark_gui.exchange.picture_png import write_picture_png
from landmark_gui.exchange.picture_scene import Scene
from landmark_gui.exchange.picture_svg import write_picture_svg


class PictureFormat(StrEnum):
    """What a picture can be written as; the value is also the ending of the file."""

    PNG = "png"
    SVG = "svg"
    PDF = "pdf"


_WRITERS = {
    PictureFormat.PNG: write_picture_png,
    PictureFormat.SVG: write_picture_svg,
    PictureFormat.PDF: write_picture_pdf,
}


def write_picture(path: Path, scene: Scene, kind: PictureFormat) -> None:
    """Write a picture, whole or not at all.

    Raises:
        CannotWrite: the file could not be written; what was there before is untouched.
    """
    _WRITERS[kind](path, scene)
