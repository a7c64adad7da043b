"""What a long command says on stderr while it works."""

import shutil
from dataclasses import dataclass, field
from typing import TextIO

from landmark_gui.cli.outcome import printable


@dataclass(slots=True)
class Progress:
    """Tells of films: one line that updates itself on a terminal, else one line per film.

    Falls silent when nobody listens any more: the work is worth more than what is said of it.

    Attributes:
        stream: where to say it.
        total: number of films.
    """

    stream: TextIO
    total: int
    _silent: bool = field(default=False, init=False)

    def working(self, number: int, name: str, note: str) -> None:
        """Show what happens to a film right now; said only where it can be taken back."""
        if self._on_terminal():
            self._draw(f"{number}/{self.total}  {printable(name)}  {note}")

    def finished(self, number: int, name: str, seconds: float) -> None:
        """Tell that a film is done."""
        self._line(f"{number}/{self.total}  {printable(name)}  {seconds:.1f} s")

    def taken_over(self, number: int, name: str) -> None:
        """Tell that a film was done by an earlier run."""
        self._line(f"{number}/{self.total}  {printable(name)}  from an earlier run")

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
        self._write(f"{printable(sentence)}\n")

    def _line(self, text: str) -> None:
        if self._on_terminal():
            self._draw(text)
        else:
            self._write(f"{text}\n")

    def _draw(self, text: str) -> None:
        width = shutil.get_terminal_size().columns - 1
        self._write("\r" + text[:width].ljust(width))

    def _keep(self) -> None:
        if self._on_terminal():
            self._write("\n")

    def _on_terminal(self) -> bool:
        return not (self._silent or self.stream.closed) and self.stream.isatty()

    def _write(self, text: str) -> None:
        if self._silent:
            return
        try:
            self.stream.write(text)
            self.stream.flush()
        except (OSError, ValueError):  # the terminal was closed, or the reader of a pipe is gone
            self._silent = True
