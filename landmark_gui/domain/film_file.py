"""What files of films are called."""

import unicodedata
from pathlib import PurePosixPath

RASTER_ENDINGS = frozenset(
    {".png", ".jpg", ".jpeg", ".jpe", ".jfif", ".tif", ".tiff", ".bmp", ".webp"}
)
DICOM_ENDINGS = frozenset({".dcm", ".dicom", ".dic", ".ima"})  # the last of Siemens


def without_ending(film: PurePosixPath) -> PurePosixPath:
    """Return what a film is called without its ending; the number of a page stays.

    Only what ends a film's name is taken off: `1.2.840.1001` and `1.2.840.1002` are two films.
    """
    ending, mark, page = film.suffix.partition("#")
    if ending.lower() not in RASTER_ENDINGS | DICOM_ENDINGS:
        return film
    return film.with_name(f"{film.stem}{mark}{page}")


def composed(name: str) -> str:
    """Return a film's name as names are compared: macOS stores an é as two characters."""
    return unicodedata.normalize("NFC", name)


def possible_names(name: str) -> tuple[str, str, str, str]:
    """Return what a film may be called, the most exact first.

    That is as it stands, without its ending, without its folder, without both; whichever system
    wrote it. The pages of a file are several films: `images/151.tif#2` may be called `151#2`.
    """
    path = PurePosixPath(composed(name).strip().replace("\\", "/"))
    plain = without_ending(path)
    return path.as_posix(), plain.as_posix(), path.name, plain.name
