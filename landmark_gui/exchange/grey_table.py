"""Tables by which the grey values of a DICOM film become brightness, as libraries know them."""

import numpy as np
from pydicom import Dataset

_MOST_ENTRIES = 1 << 16  # for which a table says 0
_SAYS = 3  # numbers: how many entries, the first grey value, the bits of an entry
_BITS = range(8, 17)


def grey_table(item: Dataset, *, little: bool) -> Dataset | None:
    """Return a table of grey values with entries of 16 bits, as bytes; None if no state takes it.

    X-ray units write 8 to 16 bits, in numbers or bytes. Libraries know bytes alone, and take 10 or
    12 bits for 16, which is much too dark; and they know no grey values below 0.

    Args:
        item: the table as a film states it; its entries may be larger than its bits say.
        little: whether the film is little-endian.
    """
    if "LUTDescriptor" not in item or item["LUTDescriptor"].VM != _SAYS:
        return None
    count, first, bits = (int(value) for value in item.LUTDescriptor)
    if first < 0 or bits not in _BITS:
        return None
    length = count or _MOST_ENTRIES
    data = item.LUTData
    order = "<u2" if little else ">u2"
    if not isinstance(data, bytes):
        data = np.asarray(data, order).tobytes()
    one_by_one = len(data) < 2 * length
    entries = np.frombuffer(data, np.uint8 if one_by_one else order)[:length]
    table = Dataset()
    table.LUTDescriptor = [count, first, 16]
    high = max((1 << bits) - 1, int(entries.max(initial=0)))
    full = np.rint(entries * (0xFFFF / high))
    table.add_new("LUTData", "OW", full.astype("<u2").tobytes())
    return table
