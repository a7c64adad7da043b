"""What a long command says on stderr while it works."""

import shutil
from dataclasses import dataclass
from typing import TextIO

from landmark_gui.cli.outcome import printable


@dataclass(frozen=True, slots=True)
class Progress:
    """Tells of films: one line that updates itself on a terminal, else one line per film.

    Attributes:
        stream: where to say it.
        total: number of films.
    """

    stream: TextIO
    total: int

    def working(self, number: int, name: str, note: str) -> None:
        """Show what happens to a film right now; said only where it can be taken back."""
        if self.stream.isatty():
            self._draw(f"{number}/{self.total}  {printable(name)}  {note}")

    def finished(self, number: int, name: str, seconds: float) -> None:
        """Tell that a film is done."""
        self._line(f"{number}/{self.total}  {printable(name)}  {seconds:.1f} s")

    def remarked(self, number: int, name: str, remark: str) -> None:
        """Tell what was noticed on a film."""
        self._line(f"{number}/{self.total}  {printable(name)}  {remark}")
        self._keep()

    def failed(self, number: int, name: str, reason: str) -> None:
        """Tell that a film could not be done."""
        self._line(f"{number}/{self.total}  {printable(name)}  FAILED: {printable(reason)}")
        self._keep()

    def summary(self, sentence: str) -> None:
        """Say how it ended."""
        self._keep()
        print(printable(sentence), file=self.stream)

    def _line(self, text: str) -> None:
        if self.stream.isatty():
            self._draw(text)
        else:
            print(text, file=self.stream, flush=True)

    def _draw(self, text: str) -> None:
        width = shutil.get_terminal_size().columns - 1
        self.stream.write("\r" + text[:width].ljust(width))
        self.stream.flush()

    def _keep(self) -> None:
        if self.stream.isatty():
            self.stream.write("\n")
