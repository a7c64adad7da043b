"""What a long command says while it works, to whoever listens."""

import io

import pytest
from typing_extensions import override

from landmark_gui.cli.progress import Progress


class Terminal(io.StringIO):
    @override
    def isatty(self) -> bool:
        return True


def test_on_a_terminal_one_line_updates_itself(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "41")
    terminal = Terminal()
    progress = Progress(terminal, 2)
    progress.working(1, "a\x1b[2J.png", "step 1 of 8")
    progress.finished(1, "a.png", 1.25)
    progress.summary("Done.")
    first, second = terminal.getvalue().removeprefix("\r").split("\r")
    assert first == "1/2  a?[2J.png  step 1 of 8".ljust(40)
    assert second == "1/2  a.png  1.2 s".ljust(40) + "\nDone.\n"


def test_elsewhere_there_is_one_line_per_film() -> None:
    stream = io.StringIO()
    progress = Progress(stream, 2)
    progress.working(1, "a.png", "step 1 of 8")
    progress.finished(1, "a.png", 1.25)
    progress.failed(2, "b.png", "The file is empty.")
    progress.summary("Done.")
    assert stream.getvalue() == "1/2  a.png  1.2 s\n2/2  b.png  FAILED: The file is empty.\nDone.\n"


class Gone(io.StringIO):
    """A pipe whose reader has gone."""

    writes = 0

    @override
    def write(self, text: str) -> int:
        del text
        self.writes += 1
        raise BrokenPipeError


def test_where_nobody_listens_any_more_it_falls_silent() -> None:
    gone = Gone()
    progress = Progress(gone, 2)
    progress.finished(1, "a.png", 1.25)
    progress.failed(2, "b.png", "The file is empty.")
    progress.summary("Done.")
    assert gone.writes == 1


def test_a_stream_that_is_closed_is_no_error() -> None:
    stream = io.StringIO()
    stream.close()
    Progress(stream, 2).finished(1, "a.png", 1.25)
