"""The table of a long run: what is done is in it before the run ends, however that may be."""

import time
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Self
from uuid import uuid4

from landmark_gui.cli.outcome import CommandFailed, Exit, complain
from landmark_gui.cli.streams import STREAM, to_stdout
from landmark_gui.document.case import Case
from landmark_gui.exchange.errors import CannotWrite
from landmark_gui.exchange.formats.csv import Rows, table_of, write_csv

SAVE_S = 30.0  # to write the table of 5,000 films takes a second


@dataclass(slots=True)
class GrowingTable:
    """A table that is written again and again, whole each time.

    Attributes:
        wanted: where it is to be.
        ours: nothing was there, or the run goes on with what was. Else what was there gives way
            only to a run that came to its end and found something.
    """

    wanted: Path
    ours: bool
    _written_at: float = field(default_factory=time.monotonic, init=False)

    @classmethod
    def at(cls, wanted: Path, *, resumed: bool) -> Self:
        """Return the table to write to a file, or for `-` to stdout."""
        return cls(wanted, wanted != STREAM and (resumed or not wanted.exists()))

    def grow(self, films: Sequence[Case | Rows]) -> None:
        """Write what is done, if that was not done for a while; what fails is tried again."""
        if self.ours and time.monotonic() - self._written_at >= SAVE_S:
            with suppress(CannotWrite):
                write_csv(self.wanted, films)
            self._written_at = time.monotonic()

    def finish(self, films: Sequence[Case | Rows], *, interrupted: bool) -> Path | None:
        """Write all and return where it is; None where there is nothing to write.

        Hours of work must not end with an open spreadsheet: it may be written beside.

        Raises:
            CommandFailed: nothing can be written there either.
        """
        spared = interrupted and not self.ours
        if self.wanted.exists() and (spared or not films):
            complain(f"{self.wanted} was left as it was.")
            return self._beside(films) if films else None
        if not films:
            return None
        if self.wanted == STREAM:
            to_stdout(table_of(films))
            return self.wanted
        try:
            write_csv(self.wanted, films)
        except CannotWrite as error:
            spare = self._beside(films, error)
            complain(str(error))
            return spare
        return self.wanted

    def _beside(self, films: Sequence[Case | Rows], refused: CannotWrite | None = None) -> Path:
        """Write to another file, and if that is refused, say why the one that is wanted was."""
        spare = self.wanted.with_stem(f"{self.wanted.stem}-{uuid4().hex[:6]}")
        try:
            write_csv(spare, films)
        except CannotWrite as error:
            raise CommandFailed(str(refused or error), Exit.FAILED) from error
        return spare
