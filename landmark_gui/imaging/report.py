"""What the reader understood of a file, as values that may be shown and logged.

Nothing in here is text out of the file: headers carry patients' names. Those are in `identity`.
"""

from dataclasses import dataclass, field

from landmark_gui.domain.cephalogram import FilmInfo, Window
from landmark_gui.domain.orientation import Finding
from landmark_gui.domain.ruler import Ruler

UNIFORM = 1.0


@dataclass(frozen=True, slots=True)
class Storage:
    """How a file stores its picture, and what was applied to it.

    Attributes:
        kind: DICOM, PNG, JPEG, TIFF, BMP or WEBP.
        compression: name of the transfer syntax, or of the compression where there are several.
        colours: photometric interpretation in DICOM, Pillow's mode otherwise.
        bits: stored per sample.
        signed: stored values may be negative.
        applied: tables and functions applied to the stored values, in their order.
        turned_round: low stored values were bright.
        pages: pictures in the file.
        page: the one that was read, counted from 1.
        pixel_aspect: height of a pixel divided by its width, as stated apart from a spacing.
        magnification: estimated radiographic magnification; never applied without consent.
        presets: the windows that the file offers, in grey values as read.
    """

    kind: str = ""
    compression: str = ""
    colours: str = ""
    bits: int = 0
    signed: bool = False
    applied: tuple[str, ...] = ()
    turned_round: bool = False
    pages: int = 1
    page: int = 1
    pixel_aspect: float = UNIFORM
    magnification: float | None = None
    presets: tuple[Window, ...] = ()


@dataclass(frozen=True, slots=True)
class FilmReport:
    """A film as it was read, how it was stored, its ruler if that was looked for, how it lies."""

    info: FilmInfo
    window: Window
    storage: Storage
    ruler: Ruler | None = None
    finding: Finding = field(default_factory=Finding)
