import zlib

import pytest

from landmark_gui.domain.inflation import inflates_beyond


def deflated(size: int) -> bytes:
    deflate = zlib.compressobj(wbits=-zlib.MAX_WBITS)
    return deflate.compress(bytes(size)) + deflate.flush()


def test_data_that_unpack_beyond_a_limit_are_told() -> None:
    assert inflates_beyond(deflated(40_000_000), 39_999_999)
    assert not inflates_beyond(deflated(40_000_000), 40_000_000)
    assert not inflates_beyond(deflated(5) + b"what follows", 10)
    assert not inflates_beyond(b"", 0)


def test_damaged_data_are_said_to_be() -> None:
    with pytest.raises(zlib.error):
        inflates_beyond(b"\xff\xff\xff", 10)
