"""From stored values to grey values, in the standard's order (PS3.3 section C.11).

stored values -> Modality LUT or rescale -> VOI LUT or window -> polarity. The window is not applied
but handed on, so that the full depth stays.
"""

from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray
from pydicom import Dataset

from landmark_gui.domain.cephalogram import Window
from landmark_gui.imaging.dicom_header import number, numbers, whole, word
from landmark_gui.imaging.grey import Picture, Values, fitted_window, kept_depth
from landmark_gui.imaging.report import Storage

_SIGN_BIT, _WORD, _BYTE = 1 << 15, 1 << 16, 8
_FUNCTIONS = ("LINEAR", "LINEAR_EXACT", "SIGMOID")
_NO_PADDING = 1 << 40  # beyond every stored value
_NARROWEST = 1e-6  # of an exact window, which may be narrower than one grey value
_WIDEST = 1000.0  # times the range of the values: they would all be one grey


@dataclass(frozen=True, slots=True, eq=False)
class _Grey:
    """`(H, W)` values, the range they may take, windows in the same unit, and how it came to be.

    The first window is the one to show.
    """

    values: Values
    low: float
    high: float
    windows: tuple[Window, ...] = ()
    applied: tuple[str, ...] = ()
    turned_round: bool = False


def grey_picture(frame: NDArray[Any], ds: Dataset) -> Picture:
    """Return a frame of stored values `(H, W)` as a picture in which bright is dense.

    Raises:
        ValueError, TypeError, AttributeError: a look-up table that is none.
    """
    grey = _upright_polarity(_windowed(_modality(_stored(frame, ds), ds), ds), ds)
    grey = _without_padding(grey, _padding(frame, ds))
    pixels = kept_depth(grey.values)
    full = Window(grey.low, grey.high)
    plain = full if pixels.dtype == np.uint8 else fitted_window(pixels)
    storage = Storage(applied=grey.applied, turned_round=grey.turned_round, presets=grey.windows)
    return Picture(pixels, grey.windows[0] if grey.windows else plain, storage=storage)


def _stored(frame: NDArray[Any], ds: Dataset) -> _Grey:
    finite = frame[np.isfinite(frame)] if frame.dtype.kind == "f" else frame
    low, high = float(finite.min()), float(finite.max())
    if frame.dtype.kind == "f":
        return _Grey(frame, low, high)
    bits = whole(ds, "BitsStored", whole(ds, "BitsAllocated"))
    lowest = -(1 << bits - 1) if whole(ds, "PixelRepresentation") else 0
    # decoders may return more than BitsStored promises; nothing is cut off for that
    return _Grey(frame, min(low, lowest), max(high, lowest + (1 << bits) - 1))


def _modality(grey: _Grey, ds: Dataset) -> _Grey:
    """Apply the Modality LUT, or rescale (C.11.1)."""
    if table := _table(ds, "ModalityLUTSequence"):
        return _looked_up(grey, table, ds, "Modality LUT")
    slope = number(ds, "RescaleSlope", 1.0)
    if abs(slope) * (grey.high - grey.low) < _NARROWEST:
        slope = 1.0  # or it would erase the picture
    intercept = number(ds, "RescaleIntercept", 0.0)
    if (slope, intercept) == (1.0, 0.0):
        return grey
    ends = (grey.low * slope + intercept, grey.high * slope + intercept)
    values = grey.values.astype(np.float64) * slope + intercept
    return _Grey(values, min(ends), max(ends), applied=(f"rescale {slope:g} x {intercept:+g}",))


def _windowed(grey: _Grey, ds: Dataset) -> _Grey:
    """Apply the VOI LUT, or find the window (C.11.2)."""
    if table := _table(ds, "VOILUTSequence"):
        shown = _looked_up(grey, table, ds, "VOI LUT")
        return replace(shown, windows=(Window(shown.low, shown.high),))
    windows = _windows(grey, ds)
    if not windows or windows[0].low >= grey.values.max() or windows[0].high <= grey.values.min():
        return grey  # a window beside all grey values would show an empty film
    function = _function(ds)
    step = f"window {function if function in _FUNCTIONS else 'of an unknown kind'}"
    return replace(grey, windows=windows, applied=(*grey.applied, step))


def _windows(grey: _Grey, ds: Dataset) -> tuple[Window, ...]:
    """Return the windows that the file offers, or none if the first makes no sense."""
    widest = _WIDEST * (grey.high - grey.low)
    pairs = zip(numbers(ds, "WindowCenter"), numbers(ds, "WindowWidth"), strict=False)
    found = [
        _window(centre, width, _function(ds)) if width <= widest else None
        for centre, width in pairs
    ]
    return tuple(window for window in found if window) if found and found[0] else ()


def _window(centre: float, width: float, function: str) -> Window | None:
    if width < (1.0 if function == "LINEAR" else _NARROWEST):
        return None
    if function == "LINEAR":  # C.11.2.1.2.1 counts grey values, the first and the last included
        middle, half = centre - 0.5, (width - 1) / 2
    else:  # LINEAR_EXACT; a sigmoid is stood in for by its tangent at the centre, of equal width
        middle, half = centre, width / 2
    return Window(middle - half, middle + half)


def _function(ds: Dataset) -> str:
    return word(ds, "VOILUTFunction") or "LINEAR"


def _upright_polarity(grey: _Grey, ds: Dataset) -> _Grey:
    """Turn the values round where low ones are meant to be bright.

    A presentation shape INVERSE *belongs* to MONOCHROME1 (C.8.11.3.1.2): both together turn once.
    """
    low_is_bright = word(ds, "PhotometricInterpretation") == "MONOCHROME1"
    if not low_is_bright and word(ds, "PresentationLUTShape") != "INVERSE":
        return grey
    mirror = grey.low + grey.high
    values = mirror - grey.values.astype(np.float64)
    windows = tuple(Window(mirror - one.high, mirror - one.low) for one in grey.windows)
    kept = values.astype(grey.values.dtype) if grey.low >= 0 else values
    return replace(grey, values=kept, windows=windows, turned_round=True)


def _padding(frame: NDArray[Any], ds: Dataset) -> NDArray[np.bool_]:
    """Return `(H, W)`: where there is no film but what fills the rectangle (C.7.5.1.1.2).

    That is at the edges: inside the film the same value is metal, say.
    """
    value = whole(ds, "PixelPaddingValue", _NO_PADDING)
    stated = (value, whole(ds, "PixelPaddingRangeLimit", value))
    ends = sorted(end for one in stated if (end := _fitting(one, frame)) is not None)
    if len(ends) < len(stated):
        return np.zeros(frame.shape, np.bool_)
    filled: NDArray[np.bool_] = (frame >= ends[0]) & (frame <= ends[1])
    if not filled.any():
        return filled
    from scipy import ndimage  # noqa: PLC0415 - takes 0.3 s, and few films are padded

    pieces, _ = ndimage.label(filled)
    rim = np.unique(np.concatenate([pieces[0], pieces[-1], pieces[:, 0], pieces[:, -1]]))
    return filled & np.isin(pieces, rim)


def _fitting(value: int, frame: NDArray[Any]) -> int | None:
    """Return a value of the header as the frame may hold it, or None if it cannot.

    A writer may have noted a negative value as an unsigned one, or the other way round.
    """
    if frame.dtype.kind == "f":
        return None
    limits = np.iinfo(frame.dtype)
    ways = (value, value - _WORD, value + _WORD)
    return next((way for way in ways if limits.min <= way <= limits.max), None)


def _without_padding(grey: _Grey, padding: NDArray[np.bool_]) -> _Grey:
    """Make padding as dark as the darkest of the film, so that it widens neither range nor window.

    To the model it would be the brightest bone there is.
    """
    if padding.all() or not padding.any():
        return grey
    values = np.where(padding, grey.values[~padding].min(), grey.values)
    return replace(grey, values=values)


def _table(ds: Dataset, keyword: str) -> Dataset | None:
    sequence = ds.get(keyword)
    item: Dataset | None = sequence[0] if sequence else None
    return item if item and item.get("LUTData") is not None else None


def _looked_up(grey: _Grey, item: Dataset, ds: Dataset, name: str) -> _Grey:
    """Return the values that a table gives; values beyond its ends get its end values.

    Written out here because pydicom refuses tables of 10 or 12 bits, which X-ray units write.
    """
    entries, first, bits = (int(value) for value in item.LUTDescriptor)
    if first >= _SIGN_BIT and grey.low < 0:
        first -= _WORD  # a negative start, read as unsigned
    data, count = item.LUTData, entries or _WORD
    if bits <= _BYTE and not isinstance(data, bytes) and np.size(data) < count:
        data = np.asarray(data, "<u2").tobytes()  # two entries a word
    table = _entries(data, count, little=bool(ds.original_encoding[1]))
    index = np.clip(np.rint(grey.values).astype(np.int64) - first, 0, table.size - 1)
    step = f"{name}, {table.size} entries of {bits} bits"
    high = max((1 << bits) - 1, int(table.max()))
    return _Grey(table[index], 0, high, applied=(*grey.applied, step))


def _entries(data: Any, count: int, *, little: bool) -> NDArray[np.uint16]:  # noqa: ANN401 - as pydicom gives it
    if not isinstance(data, bytes):
        return np.atleast_1d(np.asarray(data, np.int64)).astype(np.uint16)[:count]
    if len(data) < 2 * count:  # entries of 8 bits
        return np.frombuffer(data, np.uint8).astype(np.uint16)[:count]
    return np.frombuffer(data[: 2 * count], "<u2" if little else ">u2").astype(np.uint16)
