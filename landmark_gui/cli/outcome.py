"""How a command ends: exit codes, and the one sentence that goes with a failure."""

import os
import signal
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from enum import IntEnum

from landmark_gui.diffusion.memory import NO_MEMORY, is_full, is_full_device
from landmark_gui.exchange.errors import reason

#: The signals by which a command is asked to end; Windows has no SIGHUP.
ENDING = tuple(
    signal.Signals[name] for name in ("SIGINT", "SIGTERM", "SIGHUP") if hasattr(signal, name)
)


class Exit(IntEnum):
    """What the shell is told."""

    OK = 0
    FAILED = 1  # some of the work could not be done
    USAGE = 2  # the command makes no sense as it was typed
    INTERRUPTED = 130  # Ctrl+C, as shells count it


class CommandFailed(Exception):  # noqa: N818 - a sentence for the user, not a programming error
    """The command ends here; the text is one sentence with the remedy."""

    def __init__(self, sentence: str, code: Exit = Exit.USAGE) -> None:
        super().__init__(sentence)
        self.code = code


@contextmanager
def undisturbed() -> Iterator[None]:
    """Leave Ctrl+C, a closed terminal and a request to end without effect.

    A closed terminal sends its signal twice, and who is impatient presses Ctrl+C again: what is
    done is to be written all the same.
    """
    if threading.current_thread() is not threading.main_thread():  # has no signals
        yield
        return
    before = {number: signal.signal(number, signal.SIG_IGN) for number in ENDING}
    try:
        yield
    finally:
        for number, reaction in before.items():
            signal.signal(number, reaction)


@contextmanager
def failing_with(code: Exit, *expected: type[Exception]) -> Iterator[None]:
    """Turn a room's expected exceptions, which carry a sentence, into the end of the command.

    Raises:
        CommandFailed: one of the expected exceptions came up.
    """
    try:
        yield
    except expected as error:
        raise CommandFailed(str(error) or type(error).__name__, code) from error


@contextmanager
def failing_when_full() -> Iterator[None]:
    """End the command in a sentence when memory does not suffice.

    Raises:
        CommandFailed: it does not.
    """
    try:
        yield
    except (RuntimeError, MemoryError) as error:
        if not is_full(error):
            raise
        on_device = "the device has too little memory; use `--device cpu`."
        sentence = on_device if is_full_device(error) else NO_MEMORY
        raise CommandFailed(sentence, Exit.FAILED) from error


def printable(text: str) -> str:
    """Return text without control characters: a file name must not steer the terminal."""
    return "".join(char if char.isprintable() else "?" for char in text)


def complain(sentence: str) -> None:
    """Say one sentence on stderr, if anybody listens."""
    with suppress(OSError, ValueError):  # the terminal was closed, or the reader of a pipe is gone
        print(f"landmark-gui: {printable(sentence)}", file=sys.stderr)  # noqa: T201 - a command line


@contextmanager
def writing_stdout() -> Iterator[None]:
    """Name stdout where it takes no more, as on a full disk.

    Raises:
        OSError: with that sentence; BrokenPipeError where whoever read it has gone.
    """
    try:
        yield
    except BrokenPipeError:
        raise
    except OSError as error:
        raise OSError(f"stdout could not be written: {reason(error)}") from error


def say(text: str) -> None:
    """Print a result on stdout."""
    with writing_stdout():
        print(text)  # noqa: T201 - a command line


def say_lines(text: str) -> None:
    """Print a report on stdout, in which names stand that others wrote."""
    say("\n".join(map(printable, text.splitlines())))


def speak_any_language() -> None:
    """Keep a film's name from ending the program on a terminal that cannot show it, or on none."""
    for name in ("stdout", "stderr"):
        if getattr(sys, name) is None:  # a window program on Windows, or `2>&-`
            setattr(sys, name, open(os.devnull, "w", encoding="utf-8"))  # noqa: PTH123, SIM115 - stays
        reconfigure = getattr(getattr(sys, name), "reconfigure", None)
        if reconfigure is not None:
            reconfigure(errors="backslashreplace")
