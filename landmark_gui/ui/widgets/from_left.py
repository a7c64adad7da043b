"""Sentences of ours that begin with a name in a script that is read from the right."""

from unicodedata import bidirectional

_FROM_LEFT, _FROM_RIGHT = frozenset({"L"}), frozenset({"R", "AL"})
_MARK = "\N{LEFT-TO-RIGHT MARK}"


def from_left(text: str) -> str:
    """Return sentences that are laid out from the left, in whatever script their first words are.

    Qt goes by the first letter of a line: after a Persian name, what follows would stand before it.
    """
    return "\n".join(map(_line, text.split("\n")))


def _line(text: str) -> str:
    ways = (bidirectional(sign) for sign in text)
    first = next((way for way in ways if way in _FROM_LEFT | _FROM_RIGHT), "L")
    return f"{_MARK}{text}" if first in _FROM_RIGHT else text
