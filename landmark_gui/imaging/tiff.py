"""What Pillow does not do of TIFF: 16 bits, big endian, white is zero; a quick count of pages."""

import struct
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from itertools import islice, takewhile
from typing import TypeAlias

from landmark_gui.imaging.limits import MOST_PAGES

_Entries: TypeAlias = dict[int, tuple[int, int | None]]  # by tag: where its value stands, and it

_BIG_ENDIAN = b"MM\x00*"
_MOST_ENTRIES = 1 << 18  # of all directories; a page has some twenty
_WIDTH, _HEIGHT, _BITS, _PHOTOMETRIC = 256, 257, 258, 262  # tags
_WHITE_IS_ZERO, _BLACK_IS_ZERO, _DEEP = 0, 1, 16


@dataclass(frozen=True, slots=True)
class _Layout:
    """How a variety of TIFF writes its directories.

    Attributes:
        start: where the pointer to the first one stands.
        pointer: format of that, and of the one to the next, which ends a directory.
        count: format of the number of entries, which begins it.
        entry_bytes: length of an entry.
    """

    start: int
    pointer: struct.Struct
    count: struct.Struct
    entry_bytes: int


_LITTLE = _Layout(4, struct.Struct("<I"), struct.Struct("<H"), 12)
_BIG = _Layout(4, struct.Struct(">I"), struct.Struct(">H"), 12)
_LAYOUTS = {
    b"II*\x00": _LITTLE,
    b"II\x00*": _LITTLE,  # as some write it, and Pillow reads it
    b"MM\x00*": _BIG,
    b"MM*\x00": _BIG,
    b"II+\x00": _Layout(8, struct.Struct("<Q"), struct.Struct("<Q"), 20),
    b"MM\x00+": _Layout(8, struct.Struct(">Q"), struct.Struct(">Q"), 20),
}
MARKS = tuple(_LAYOUTS)


def page_count(data: bytes) -> int:
    """Return how many pages a TIFF has, as far as MOST_PAGES.

    Pillow compares every directory with all before it, for minutes in a file of some megabytes.
    What the last pointer leads to may be no page at all: it does not state a size.
    """
    stating = takewhile(lambda places: _states_size(data, places), _places(data))
    return sum(1 for _ in islice(stating, MOST_PAGES))


def stated_black_is_zero(data: bytes) -> tuple[bytes, frozenset[int]]:
    """Return the file as if all its pages counted from black, and the pages that do not.

    Pillow then reads their values as they are stored, and the caller turns them round.
    """
    if data[:4] != _BIG_ENDIAN:
        return data, frozenset()
    changed, from_white = bytearray(data), set()
    for page, entries in enumerate(_directories(data)):
        photometric, bits = (entries.get(tag, (0, None)) for tag in (_PHOTOMETRIC, _BITS))
        if photometric[1] == _WHITE_IS_ZERO and bits[1] == _DEEP:
            struct.pack_into(">H", changed, photometric[0], _BLACK_IS_ZERO)
            from_white.add(page)
    return bytes(changed), frozenset(from_white)


def _directories(data: bytes) -> Iterator[_Entries]:
    """Yield the directories of a big-endian file, one a page, as far as they can be read."""
    with suppress(struct.error):
        for places in _places(data):
            yield dict(_short_entry(data, place) for place in places)


def _places(data: bytes) -> Iterator[range]:
    """Yield where the entries of each directory begin, until one is not there or comes again."""
    layout, seen = _LAYOUTS[data[:4]], set[int]()
    pointer, entries_left = layout.start, _MOST_ENTRIES
    with suppress(struct.error, OverflowError):
        while (directory := layout.pointer.unpack_from(data, pointer)[0]) and directory not in seen:
            seen.add(directory)
            (count,) = layout.count.unpack_from(data, directory)
            entries_left -= count + 1
            if entries_left < 0:  # directories one over the other
                return
            start = directory + layout.count.size
            pointer = start + count * layout.entry_bytes
            yield range(start, pointer, layout.entry_bytes)


def _states_size(data: bytes, places: range) -> bool:
    """Tell whether a directory is all inside the file, and of a picture."""
    order = _LAYOUTS[data[:4]].count.format[0]
    inside = places.stop <= len(data)
    tags = {struct.unpack_from(f"{order}H", data, place)[0] for place in places if inside}
    return {_WIDTH, _HEIGHT} <= tags


def _short_entry(data: bytes, place: int) -> tuple[int, tuple[int, int | None]]:
    """Return the tag of an entry, the place of its value, and the value if it is a short one."""
    (tag,) = struct.unpack_from(">H", data, place)
    (value,) = struct.unpack_from(">H", data, place + 8)
    return tag, (place + 8, value)
