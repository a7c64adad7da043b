"""Numbers as they are typed behind an option, each checked before anything begins."""

from argparse import ArgumentTypeError

LARGEST_SEED = 2**63 - 1
_HEIGHTS_PX = (150, 10_000)  # below, the structures of a phantom melt into each other


def count(text: str) -> int:
    """Return a whole number from 1 on.

    Raises:
        ArgumentTypeError: something else was typed.
    """
    value = int(text) if text.isdecimal() else 0
    if value < 1:
        raise ArgumentTypeError(f"{text} is not a whole number of 1 or more")
    return value


def seed(text: str) -> int:
    """Return a whole number from 0 to the largest that makers of chance take.

    Raises:
        ArgumentTypeError: something else was typed.
    """
    value = int(text) if text.isdecimal() else -1
    if not 0 <= value <= LARGEST_SEED:
        raise ArgumentTypeError(f"{text} is not a whole number from 0 to {LARGEST_SEED}")
    return value


def length(text: str) -> float:
    """Return a number above 0.

    Raises:
        ArgumentTypeError: something else was typed.
    """
    try:
        value = float(text)
    except ValueError:
        value = 0.0
    if not 0 < value < float("inf"):
        raise ArgumentTypeError(f"{text} is not a number above 0")
    return value


def spacing(text: str) -> float:
    """Return millimetres per pixel of a film.

    Raises:
        ArgumentTypeError: something else was typed, or no film has such a spacing.
    """
    from landmark_gui.domain.geometry import PixelSpacing, SpacingSource  # noqa: PLC0415 - numpy

    mm = length(text)
    try:
        PixelSpacing(mm, mm, SpacingSource.STATED_BY_USER)
    except ValueError as error:
        raise ArgumentTypeError(str(error)) from error
    return mm


def film_height(text: str) -> int:
    """Return the height of a computed film in pixels.

    Raises:
        ArgumentTypeError: something else was typed.
    """
    value, (least, most) = count(text), _HEIGHTS_PX
    if not least <= value <= most:
        raise ArgumentTypeError(f"{text} is not between {least} and {most}")
    return value
