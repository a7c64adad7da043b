"""Compressed frames to stored values, by the decoders that were chosen and no others.

pydicom takes whatever decoder happens to be installed. Of those, python-gdcm and pylibjpeg-rle kill
the process on broken files, so every transfer syntax names its decoder here.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from numpy.typing import NDArray
from pydicom.encaps import encapsulate
from pydicom.pixels.decoders.base import Decoder, get_decoder
from pydicom.uid import (
    HTJ2K,
    JPEG2000,
    UID,
    HTJ2KLossless,
    HTJ2KLosslessRPCL,
    JPEG2000Lossless,
    JPEGBaseline8Bit,
    JPEGLSLossless,
    JPEGLSNearLossless,
    RLELossless,
)

from landmark_gui.imaging import jpeg_plugin

_OWN = "landmark_gui"
_END_OF_IMAGE = b"\xff\xd9"
_JPEG_LS = (JPEGLSLossless, JPEGLSNearLossless)
JPEG_2000 = frozenset({JPEG2000Lossless, JPEG2000, HTJ2KLossless, HTJ2KLosslessRPCL, HTJ2K})
_PLUGINS: Mapping[str, str] = {
    JPEGBaseline8Bit: "pillow",
    **dict.fromkeys(jpeg_plugin.SYNTAXES, _OWN),
    **dict.fromkeys(_JPEG_LS, "pyjpegls"),
    **dict.fromkeys(JPEG_2000, "pylibjpeg"),  # with its OpenJPEG part
    RLELossless: "pydicom",
}


@dataclass(frozen=True, slots=True)
class CompressedFrame:
    """One frame and what its header says of it: all that decoding needs, and no patient.

    Attributes:
        syntax: UID of the transfer syntax.
        data: the codestream.
        header: pydicom's decoding options, by its names.
    """

    syntax: str
    data: bytes
    header: Mapping[str, str | int]

    @property
    def size_px(self) -> tuple[int, int]:
        """Rows and columns."""
        return int(self.header["rows"]), int(self.header["columns"])


def can_decode(syntax: str) -> bool:
    """Tell whether there is a decoder for compressed pictures of this transfer syntax."""
    return syntax in _PLUGINS


def decode(frame: CompressedFrame) -> NDArray[Any]:
    """Return the stored values: `(H, W)`, or `(H, W, 3)` red, green, blue.

    Raises:
        Exception: whatever pydicom raises on damaged frames.
    """
    options: dict[str, Any] = {
        **frame.header,
        "number_of_frames": 1,
        "pixel_keyword": "PixelData",
        "decoding_plugin": _PLUGINS[frame.syntax],
    }
    data = frame.data
    if frame.syntax in _JPEG_LS and not data.rstrip(b"\0").endswith(_END_OF_IMAGE):
        data += _END_OF_IMAGE  # without one, CharLS can take seconds to notice
    source = encapsulate([data], has_bot=False)
    pixels, _ = _decoder(frame.syntax).as_array(source, index=0, **options)
    if frame.syntax == JPEGLSLossless and pixels.dtype.kind == "i":
        # JPEG-LS knows no sign, and writers fill the bits above the stored ones as they like
        unused = 8 * pixels.itemsize - int(frame.header["bits_stored"])
        pixels = pixels << unused >> unused if unused > 0 else pixels
    return pixels


@cache
def _decoder(syntax: str) -> Decoder:
    decoder = get_decoder(UID(syntax))
    if _PLUGINS[syntax] == _OWN:
        decoder.add_plugin(_OWN, (jpeg_plugin.__name__, jpeg_plugin.decode_frame.__name__))
    return decoder
