import zlib

import numpy as np
import pytest

from landmark_gui.domain.inflation import MOST_ITEMS, inflated, too_many_items


def deflated(size: int) -> bytes:
    deflate = zlib.compressobj(wbits=-zlib.MAX_WBITS)
    return deflate.compress(bytes(size)) + deflate.flush()


def test_data_that_unpack_beyond_a_limit_are_not_unpacked() -> None:
    assert inflated(deflated(40_000_000), 39_999_999) is None
    assert inflated(deflated(40_000_000), 40_000_000) == bytes(40_000_000)
    assert inflated(deflated(5) + b"what follows", 10) == bytes(5)
    assert inflated(b"", 0) == b""


def test_damaged_data_are_said_to_be() -> None:
    with pytest.raises(zlib.error):
        inflated(b"\xff\xff\xff", 10)


@pytest.mark.parametrize("item", [b"\xfe\xff\x00\xe0", b"\xff\xfe\xe0\x00"])
def test_items_of_sequences_are_counted_in_either_byte_order(item: bytes) -> None:
    assert not too_many_items((item + bytes(4)) * MOST_ITEMS)
    assert too_many_items((item + bytes(4)) * (MOST_ITEMS + 1))


def test_the_pixels_of_a_large_film_are_no_items() -> None:
    pixels = np.random.default_rng(0).integers(0, 1 << 16, 10_000_000, np.uint16)
    assert not too_many_items(pixels.tobytes())
