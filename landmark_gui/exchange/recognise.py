"""Which format a file is, told from its first look and not from the user's memory."""

import csv
import io
import re
from codecs import BOM_UTF16_BE, BOM_UTF16_LE
from collections.abc import Sequence
from pathlib import Path

from landmark_gui.exchange.errors import UnreadableLabels
from landmark_gui.exchange.registry import FORMATS, Format, UnknownFormat
from landmark_gui.exchange.rows import separator
from landmark_gui.exchange.structure import Node, parse_json

_PAIR_LINE = re.compile(r"\s*[-+0-9.]+(?:\s*[,;]\s*|\s+)[-+0-9.]+\s*")
# Not \s: from each of many empty lines on, it would look through all that follow
_LM_LINE = re.compile(r"^[^\S\n]*LM[^\S\n]*=", re.IGNORECASE | re.MULTILINE)
_MODALITIES = {"SR": "dicom-sr", "PR": "dicom-gsps"}
_DICOM_MARK = slice(128, 132)


def recognised(data: bytes, file: str) -> Format:
    """Return the format of a file.

    Raises:
        UnknownFormat: it is none of ours; the remedy is to name it.
    """
    name = _name(data, file)
    if name is None:
        remedy = f"name it with --from ({', '.join(FORMATS)})"
        raise UnknownFormat(f"{file} is in no format that we know; {remedy}.")
    return FORMATS[name]


def _name(data: bytes, file: str) -> str | None:
    if data[_DICOM_MARK] == b"DICM":
        return _dicom(data, file)
    if data.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"{"):
        try:
            return _json(parse_json(data, file))
        except UnreadableLabels:
            return None
    # UTF-16, as spreadsheets call Unicode, is recognised to be refused where tables are read
    encoding = "utf-16" if data.startswith((BOM_UTF16_LE, BOM_UTF16_BE)) else "utf-8-sig"
    return _text(data.decode(encoding, "replace"))


def _dicom(data: bytes, file: str) -> str | None:
    # pydicom takes 0.2 s, and only here it is wanted
    from landmark_gui.exchange.dicom_header import modality  # noqa: PLC0415

    return _MODALITIES.get(modality(io.BytesIO(data), file))


def is_another_object(path: Path) -> bool:
    """Tell whether a file is a DICOM object that holds no labels, as films do; reads no pixels.

    Raises:
        OSError: it cannot be read.
    """
    from landmark_gui.exchange.dicom_header import modality  # noqa: PLC0415 - see above

    try:
        with path.open("rb") as file:
            return modality(file, path.name) not in _MODALITIES
    except UnreadableLabels:
        return False


def _json(root: Node) -> str | None:
    if root["markups"].given:
        return "mrk"
    if root["annotations"].given and root["categories"].given:
        return "coco"
    if root["shapes"].given:
        return "xanylabeling" if any(_is_x(shape) for shape in root["shapes"]) else "labelme"
    if root["landmarks"].given:
        return "aariz"
    return "cl-detection" if root["points"].given else None


def _is_x(shape: Node) -> bool:
    return not {"score", "difficult", "attributes"}.isdisjoint(shape.keys())


def _text(text: str) -> str | None:
    first = next((line for line in text.splitlines() if line.strip()), "")
    header = _header(first)
    if "landmark" in header and "x_px" in header:
        return "csv"
    if "image" in header and _is_wide(header):
        return "csv-wide"
    if _LM_LINE.search(text):
        return "tps"
    return "isbi" if _PAIR_LINE.fullmatch(first) else None


def _header(line: str) -> list[str]:
    try:
        header = next(csv.reader([line]), [])
    except csv.Error:  # longer than any cell may be
        return []
    # A table with other separators is refused where tables are read, with the remedy
    sign = separator(header)
    return line.split(sign) if sign else header


def _is_wide(header: Sequence[str]) -> bool:
    return any(f"{column[:-2]}_y" in header for column in header if column.endswith("_x"))
