"""Films whose spacing is in doubt or unknown, in commands that take one with `--spacing`."""

from collections.abc import Iterator
from contextlib import contextmanager

from landmark_gui.cli.outcome import CommandFailed
from landmark_gui.evaluation.scale import NoSpacing
from landmark_gui.exchange.readings import TwoSpacings


@contextmanager
def offering_spacing() -> Iterator[None]:
    """Say what to do where tables state two spacings for a film, or none.

    Raises:
        CommandFailed: they do.
    """
    try:
        yield
    except TwoSpacings as error:
        remedy = "--spacing sets one for all films, --spacing-of takes those of one table"
        raise CommandFailed(f"{error}; {remedy}.") from error
    except NoSpacing as error:
        remedy = "--spacing sets one for all films, --films names those to use"
        raise CommandFailed(f"{error}; {remedy}.") from error
