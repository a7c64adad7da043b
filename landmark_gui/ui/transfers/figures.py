"""What a comparison leaves as a table."""

from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Figures:
    """The figures of a comparison.

    Attributes:
        tables: that were compared.
        csv: all that `compare --csv` would write of them.
    """

    tables: tuple[Path, ...]
    csv: bytes
