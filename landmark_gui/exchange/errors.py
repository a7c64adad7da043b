"""What can go wrong between our files and the outside."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


def reason(error: OSError | ValueError) -> str:
    """Return in the system's words why it has refused something, or why no file is called so."""
    if isinstance(error, UnicodeEncodeError):  # as under LC_ALL=C with PYTHONUTF8=0
        return f"this system names files in {error.encoding}, which lacks some of these characters"
    return getattr(error, "strerror", None) or type(error).__name__


class ExchangeError(Exception):
    """Base of this room's expected failures; the text is a sentence for the user."""


class UnreadableTable(ExchangeError):  # noqa: N818 - says what is wrong, as UnreadableFilm does
    """A table that cannot be read; the sentence names file, line and remedy."""


class LacksColumns(UnreadableTable):
    """A table without all the columns that are needed, as one of an earlier version may be."""


class UnreadableLabels(ExchangeError):  # noqa: N818 - says what is wrong, as UnreadableFilm does
    """A file of landmarks that cannot be read; the sentence names file, place and remedy."""


class UnknownLabels(UnreadableLabels):
    """Names of landmarks that the scheme does not have; `what` leaves out a command's remedy."""

    def __init__(self, what: str, remedy: str = "") -> None:
        super().__init__(f"{what}; {remedy}." if remedy else f"{what}.")
        self.what = what


class CannotWrite(ExchangeError):  # noqa: N818 - says what is wrong, as UnreadableFilm does
    """A file that could not be written; what was there before is untouched."""


class Unwritable(CannotWrite):
    """The system lets nothing be written there: the disk is full, the folder is read-only."""


class CannotHold(ExchangeError):  # noqa: N818 - says what is wrong, as UnreadableFilm does
    """Landmarks that a format cannot hold at all; the sentence names the film and the remedy."""


@contextmanager
def writing(path: Path) -> Iterator[None]:
    """Say in words what the system does not let us do with the place of a file.

    Raises:
        Unwritable: the system has refused something.
    """
    try:
        yield
    except (OSError, UnicodeEncodeError) as error:
        raise Unwritable(f"{path} could not be written: {reason(error)}.") from error


class Unfit(CannotHold):
    """A film of which a format can hold nothing; `reason` says why without its name."""

    def __init__(self, film: str, reason: str) -> None:
        super().__init__(f"{film}: {reason}.")
        self.reason = reason
