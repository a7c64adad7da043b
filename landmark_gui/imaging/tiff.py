"""A variety of TIFF that Pillow leaves out: 16 bits, big endian, white is zero."""

import struct
from collections.abc import Iterator

_BIG_ENDIAN = b"MM\x00*"
_ENTRY_BYTES = 12
_PHOTOMETRIC, _BITS = 262, 258  # tags
_WHITE_IS_ZERO, _BLACK_IS_ZERO, _DEEP = 0, 1, 16


def stated_black_is_zero(data: bytes) -> bytes | None:
    """Return the file as if it counted from black, or None where it is not of this variety.

    Pillow then reads the values as they are stored, and the caller turns them round.
    """
    entries = dict(_short_entries(data))
    photometric, bits = (entries.get(tag, (0, None)) for tag in (_PHOTOMETRIC, _BITS))
    if photometric[1] != _WHITE_IS_ZERO or bits[1] != _DEEP:
        return None
    changed = bytearray(data)
    struct.pack_into(">H", changed, photometric[0], _BLACK_IS_ZERO)
    return bytes(changed)


def _short_entries(data: bytes) -> Iterator[tuple[int, tuple[int, int | None]]]:
    """Yield the tag, the place of the value and the value of entries of the first directory."""
    if data[:4] != _BIG_ENDIAN:
        return
    try:
        (directory,) = struct.unpack_from(">I", data, 4)
        (count,) = struct.unpack_from(">H", data, directory)
        for number in range(count):
            place = directory + 2 + number * _ENTRY_BYTES
            (tag,) = struct.unpack_from(">H", data, place)
            (value,) = struct.unpack_from(">H", data, place + 8)
            yield tag, (place + 8, value)
    except struct.error:
        return
