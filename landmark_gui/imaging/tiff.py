"""A variety of TIFF that Pillow leaves out: 16 bits, big endian, white is zero."""

import struct
from collections.abc import Iterator
from contextlib import suppress
from typing import TypeAlias

_Entries: TypeAlias = dict[int, tuple[int, int | None]]  # by tag: where its value stands, and it

_BIG_ENDIAN = b"MM\x00*"
_ENTRY_BYTES = 12
_MOST_ENTRIES = 1 << 16  # of all directories; a page has some twenty
_PHOTOMETRIC, _BITS = 262, 258  # tags
_WHITE_IS_ZERO, _BLACK_IS_ZERO, _DEEP = 0, 1, 16


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
    """Yield the directories, one a page, as far as they can be read."""
    pointer, entries_left = 4, _MOST_ENTRIES
    with suppress(struct.error):
        while directory := struct.unpack_from(">I", data, pointer)[0]:
            (count,) = struct.unpack_from(">H", data, directory)
            entries_left -= count + 1
            if entries_left < 0:  # directories in a circle, or one over the other
                return
            start, end = directory + 2, directory + 2 + count * _ENTRY_BYTES
            yield dict(_short_entry(data, place) for place in range(start, end, _ENTRY_BYTES))
            pointer = end


def _short_entry(data: bytes, place: int) -> tuple[int, tuple[int, int | None]]:
    """Return the tag of an entry, the place of its value, and the value if it is a short one."""
    (tag,) = struct.unpack_from(">H", data, place)
    (value,) = struct.unpack_from(">H", data, place + 8)
    return tag, (place + 8, value)
