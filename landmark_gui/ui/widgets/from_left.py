"""Names in scripts that are read from the right, in a window that is read from the left."""

from unicodedata import bidirectional

_DIRECTED = frozenset({"L", "R", "AL"})  # Latin, Hebrew, Arabic; numbers go with what is before
_DOTS = "…"


def from_left(text: str) -> str:
    """Return sentences that are laid out from the left, in whatever script their first words are.

    Qt goes by the first letter of a line: after a Persian name, what follows would stand before it.
    """
    return "\n".join(map(_line, text.split("\n")))


def after_the_dots(shown: str, name: str) -> str:
    """Return a name without its beginning, with what follows the dots in the order of the whole.

    A number at the start of what is left of a Persian name would stand at its end.
    """
    if not shown.startswith(_DOTS) or not _is_from_right(name):
        return shown
    return f"{_DOTS}\N{RIGHT-TO-LEFT MARK}{shown.removeprefix(_DOTS)}"


def _line(text: str) -> str:
    return f"\N{LEFT-TO-RIGHT MARK}{text}" if _is_from_right(text) else text


def _is_from_right(text: str) -> bool:
    ways = (bidirectional(sign) for sign in text)
    return next((way != "L" for way in ways if way in _DIRECTED), False)
