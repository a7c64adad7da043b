"""How a name may be meant whose file does not state its character set.

Many devices in Asia and the Middle East write the bytes of their system and leave the character set
out. A few bytes can be Chinese, Japanese and Russian at once, so likely readings are offered and
none is taken for granted. A reading is likely when all its letters are of the script that the
character set is for, and are written as names of that script are.
"""

import unicodedata
from collections.abc import Callable
from dataclasses import dataclass, field

_ESCAPE = b"\x1b"
_KANA = ("HIRAGANA", "KATAKANA")


@dataclass(frozen=True, slots=True)
class NameReading:
    """A name as it reads in a character set; the `repr` does not show it."""

    character_set: str
    name: str = field(repr=False)


def likely_readings(raw: bytes) -> tuple[NameReading, ...]:
    """Return the likely readings of a name's bytes, the likeliest first; none for plain letters."""
    if _ESCAPE in raw:
        return _read(raw, "iso2022_jp_2", _any_letters) or _read(raw, "iso2022_kr", _any_letters)
    if raw.isascii():
        return ()
    if certain := _read(raw, "utf-8", _any_letters):  # hardly anything else is valid UTF-8
        return certain
    found = [reading for name, test in _CHARACTER_SETS for reading in _read(raw, name, test)]
    return tuple(found)


def _read(raw: bytes, codec: str, plausible: Callable[[str], bool]) -> tuple[NameReading, ...]:
    try:
        text = raw.decode(codec)
    except UnicodeError:
        return ()
    spoken = " ".join(text.replace("^", " ").replace("=", " ").split())
    return (NameReading(codec, spoken),) if plausible(spoken) else ()


def _any_letters(text: str) -> bool:
    return all(char.isalpha() or unicodedata.combining(char) or char in " .-'" for char in text)


def _of(*scripts: str) -> Callable[[str], bool]:
    """Return a test that all letters beyond ASCII are of a script, by their Unicode names."""

    def test(text: str) -> bool:
        foreign = [char for char in text if not char.isascii()]
        return _any_letters(text) and all(
            unicodedata.name(char, "").startswith(scripts) for char in foreign
        )

    return test


def _capitalised(script: str) -> Callable[[str], bool]:
    """Return a test that also wants words of a large and small letters, or of large ones only.

    The character sets of Cyrillic and Latin differ in what is large, so this tells them apart.
    """
    of_script = _of(script)

    def test(text: str) -> bool:
        return of_script(text) and all(word.istitle() or word.isupper() for word in text.split())

    return test


_CHARACTER_SETS: tuple[tuple[str, Callable[[str], bool]], ...] = (
    ("cp1251", _capitalised("CYRILLIC")),
    ("koi8_r", _capitalised("CYRILLIC")),
    ("iso8859_5", _capitalised("CYRILLIC")),
    ("gb2312", _of("CJK UNIFIED")),
    ("shift_jis", _of("CJK UNIFIED", *_KANA)),
    ("euc_jp", _of("CJK UNIFIED", *_KANA)),
    ("euc_kr", _of("HANGUL")),
    ("cp1256", _of("ARABIC")),  # Persian too
    ("iso8859_6", _of("ARABIC")),
    ("big5", _of("CJK UNIFIED")),
    ("iso8859_1", _capitalised("LATIN")),
)
