"""Which files may be films, told from their names and first bytes."""

from pathlib import PurePath

from landmark_gui.domain.film_file import DICOM_ENDINGS, RASTER_ENDINGS

HEAD_BYTES = 132  # 128 of preamble and the four letters

_FIRST_GROUPS = (b"\x02\x00", b"\x08\x00")  # file meta or identification, little endian
_RASTER_MARKS = (b"\x89PNG\r\n", b"\xff\xd8\xff", b"II*\x00", b"MM\x00*")
_FIRST_VRS = frozenset({b"UL", b"OB", b"UI", b"CS", b"DA", b"TM", b"SH", b"LO"})


def has_film_suffix(name: str) -> bool:
    """Tell whether a file is called like a film; case does not matter."""
    return PurePath(name).suffix.lower() in RASTER_ENDINGS | DICOM_ENDINGS


def has_no_suffix(name: str) -> bool:
    """Tell whether the name leaves the kind open: DICOM files are often called by a number."""
    suffix = PurePath(name).suffix
    return not suffix or suffix[1:].isdigit()


def looks_like_raster(head: bytes) -> bool:
    """Tell whether the first bytes of a file are those of a PNG, JPEG, TIFF or WebP."""
    return head.startswith(_RASTER_MARKS) or (head[:4] == b"RIFF" and head[8:12] == b"WEBP")


def looks_like_dicom(head: bytes) -> bool:
    """Tell whether the first bytes of a file are DICOM, with or without its preamble."""
    if head[128:132] == b"DICM":
        return True
    low_element = head[3:4] == b"\x00"
    explicit, implicit = head[4:6] in _FIRST_VRS, head[6:8] == b"\x00\x00"
    return head[:2] in _FIRST_GROUPS and low_element and (explicit or implicit)
