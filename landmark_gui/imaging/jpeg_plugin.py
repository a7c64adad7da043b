"""JPEG Lossless and 12-bit JPEG for pydicom, by the libjpeg-turbo inside imagecodecs.

The free decoders that pydicom knows for them are under the GPL or kill the process on broken files.
imagecodecs has three that read JPEG Lossless: libjpeg-turbo is the fastest, takes every predictor,
and 12-bit JPEG Extended as well, and is the most widely tested against hostile files.
"""

from importlib.util import find_spec

import numpy as np
from numpy.typing import NDArray
from pydicom.pixels.decoders.base import DecodeRunner
from pydicom.uid import JPEGExtended12Bit, JPEGLossless, JPEGLosslessSV1

SYNTAXES = (JPEGExtended12Bit, JPEGLossless, JPEGLosslessSV1)
# pydicom asks a plugin for these two names
DECODER_DEPENDENCIES = dict.fromkeys(SYNTAXES, ("numpy", "imagecodecs"))
_BITS_PER_BYTE = 8


def is_available(uid: str) -> bool:
    """Tell pydicom whether a transfer syntax can be decoded."""
    return uid in SYNTAXES and find_spec("imagecodecs") is not None


def decode_frame(frame: bytes, runner: DecodeRunner) -> bytes:
    """Return the samples of a frame whose stated size has been checked, colours by pixel.

    Raises:
        Exception: whatever imagecodecs raises on damaged frames.
    """
    from imagecodecs import jpeg8_decode  # noqa: PLC0415 - takes 0.2 s

    if runner.samples_per_pixel > 1:
        runner.set_option("planar_configuration", 0)
        if runner.transfer_syntax == JPEGExtended12Bit:
            runner.set_option("photometric_interpretation", "RGB")  # libjpeg converts YCbCr
    samples = np.ascontiguousarray(jpeg8_decode(frame))
    runner.set_option("bits_allocated", _BITS_PER_BYTE * samples.itemsize)
    return (
        _signed(samples, runner.bits_stored) if runner.pixel_representation else samples
    ).tobytes()


def _signed(samples: NDArray[np.unsignedinteger], bits: int) -> NDArray[np.signedinteger]:
    """Return the samples with their sign, which JPEG does not know, carried to the full word."""
    unused = max(0, _BITS_PER_BYTE * samples.itemsize - bits)
    shifted: NDArray[np.signedinteger] = (samples << unused).view(f"i{samples.itemsize}")
    return shifted >> unused
