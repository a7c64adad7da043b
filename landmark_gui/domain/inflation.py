"""How large deflated data become, told before anybody unpacks them into memory."""

import zlib

_STEP = 1 << 24


def inflates_beyond(deflated: bytes, most: int) -> bool:
    """Tell whether raw deflated data (RFC 1951) unpack to more than so many bytes.

    Raises:
        zlib.error: they are damaged.
    """
    inflate, rest, size = zlib.decompressobj(-zlib.MAX_WBITS), deflated, 0
    while rest and not inflate.eof and size <= most:
        size += len(inflate.decompress(rest, _STEP))
        rest = inflate.unconsumed_tail
    return size > most
