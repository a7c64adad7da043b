"""A film with its landmarks as a picture, in the format that is asked for."""

from enum import StrEnum
from pathlib import Path

from landmark_gui.exchange.picture.film_png import png_bytes
from landmark_gui.exchange.picture.pdf import pdf_bytes
from landmark_gui.exchange.picture.scene import Scene
from landmark_gui.exchange.picture.svg import svg_bytes
from landmark_gui.exchange.replacing import write_new, write_over


class PictureFormat(StrEnum):
    """What a picture can be written as; the value is also the ending of the file."""

    PNG = "png"
    SVG = "svg"
    PDF = "pdf"


_BYTES = {
    PictureFormat.PNG: png_bytes,
    PictureFormat.SVG: svg_bytes,
    PictureFormat.PDF: pdf_bytes,
}


def write_picture(path: Path, scene: Scene, kind: PictureFormat, *, overwrite: bool = True) -> None:
    """Write a picture, whole or not at all.

    Raises:
        CannotWrite: the file could not be written, or is there already and must not be
            overwritten; what was there before is untouched.
    """
    write = write_over if overwrite else write_new
    write(path, _BYTES[kind](scene))
