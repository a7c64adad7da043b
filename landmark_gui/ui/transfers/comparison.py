"""What is asked where readers are compared, and what the answer is."""

from dataclasses import dataclass
from pathlib import Path

from landmark_gui.ui.transfers.sheet import Sheet


@dataclass(frozen=True, slots=True)
class Asked:
    """What is to be compared.

    Attributes:
        tables: of the readers.
        measurements: whether what landmarks measure is compared, and not where they lie.
        spacing_mm: how wide the pixels of all films are; each film's own if None.
        spacing_of: a table whose spacings count, whatever the others state.
        blind: whether what readers had decided before they saw a prediction counts, and not their
            last word.
    """

    tables: tuple[Path, ...]
    measurements: bool = False
    spacing_mm: float | None = None
    spacing_of: Path | None = None
    blind: bool = False


@dataclass(frozen=True, slots=True)
class Answer:
    """What a comparison comes to.

    Attributes:
        tables: that were compared.
        sheets: to be shown.
        csv: all figures, as `compare --csv` would write them.
    """

    tables: tuple[Path, ...]
    sheets: list[Sheet]
    csv: bytes
