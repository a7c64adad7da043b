"""What a DICOM file comes to in memory, told before anybody builds it there."""

import zlib

MOST_ITEMS = 200_000  # of sequences: pydicom takes seconds for so many, and films have some dozens
_ITEMS = (b"\xfe\xff\x00\xe0", b"\xff\xfe\xe0\x00")  # how one begins, in either byte order


def inflated(deflated: bytes, most: int) -> bytes | None:
    """Return raw deflated data (RFC 1951) unpacked, or None where they are more than so many bytes.

    Raises:
        zlib.error: they are damaged.
    """
    plain = zlib.decompressobj(-zlib.MAX_WBITS).decompress(deflated, most + 1)
    return plain if len(plain) <= most else None


def too_many_items(data: bytes) -> bool:
    """Tell whether the sequences of a DICOM file hold more items than any film or report."""
    return items_in(data) > MOST_ITEMS


def items_in(data: bytes) -> int:
    """Return how many items the sequences of a DICOM file, or of a part of it, hold.

    What begins like an item is counted wherever it stands: pixels do once in gigabytes.
    """
    return sum(map(data.count, _ITEMS))
