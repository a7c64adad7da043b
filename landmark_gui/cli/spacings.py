"""Films whose tables do not agree on a spacing, in commands that take one with `--spacing`."""

from collections.abc import Iterator
from contextlib import contextmanager

from landmark_gui.cli.outcome import CommandFailed
from landmark_gui.exchange.readings import TwoSpacings


@contextmanager
def offering_spacing() -> Iterator[None]:
    """Say what to do where tables state two spacings for a film.

    Raises:
        CommandFailed: they do.
    """
    try:
        yield
    except TwoSpacings as error:
        raise CommandFailed(f"{error}; --spacing takes one for all films.") from error
