"""One file to one cephalogram: the boundary where every failure becomes a sentence."""

import errno
import logging
import traceback
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from PIL import Image

from landmark_gui.domain.cephalogram import Cephalogram, FilmInfo, film_identity
from landmark_gui.domain.film_file import DICOM_ENDINGS
from landmark_gui.domain.geometry import PixelSpacing
from landmark_gui.domain.page import page_name
from landmark_gui.domain.ruler import Ruler
from landmark_gui.imaging.errors import UndeliveredFilm, UnreadableFilm
from landmark_gui.imaging.grey import Picture, Values, fitted_window, kept_depth
from landmark_gui.imaging.kinds import looks_like_dicom, looks_like_raster
from landmark_gui.imaging.limits import MAX_BYTES
from landmark_gui.imaging.raster import read_raster
from landmark_gui.imaging.recognition import recognise
from landmark_gui.imaging.report import FilmReport
from landmark_gui.imaging.silence import Silence
from landmark_gui.in_use import HeldFile, check_free

_log = logging.getLogger(__name__)
_SILENCE = Silence()

_DAMAGED = "The file is damaged or cut off; its picture could not be read."
_SYSTEM_REASONS = {
    errno.ENOENT: "The file is no longer there.",
    errno.EACCES: "This account is not allowed to read the file.",
    errno.EPERM: "This account is not allowed to read the file.",
    errno.EISDIR: "This is a folder, not a film.",
}


def read_film(path: Path | str, name: str | None = None, page: int = 0) -> Cephalogram:
    """Return the film in a file, bright is dense, in full depth.

    Args:
        path: the file.
        name: what the film is called; the file name if None.
        page: which picture of the file, counted from 0.

    Raises:
        UnreadableFilm: for whatever reason the file could not be read; nothing else is raised.
    """
    path = Path(path)
    with refusing():
        picture = _understood(path, page)
        return _film(picture, name or page_name(path.name, page))


def film_of(values: Values, name: str, spacing: PixelSpacing | None = None) -> Cephalogram:
    """Return `(height, width)` grey values of any kind of number as a film; bright is dense.

    It is the same film as one read from a file with these grey values and this spacing.

    Raises:
        ValueError: not one number a pixel, or none of them is finite.
    """
    if values.ndim != 2 or not values.size:  # noqa: PLR2004 - rows and columns
        raise ValueError("a film has one grey value a pixel, in rows and columns")
    pixels = kept_depth(values)
    return _film(Picture(pixels, fitted_window(pixels), spacing), name)


def inspect_film(
    path: Path | str, name: str | None = None, page: int = 0, *, ruler: bool = False
) -> FilmReport:
    """Return what the reader understands of the film in a file, without its pixels.

    Args:
        path: the file.
        name: what the film is called; the file name if None.
        page: which picture of the file, counted from 0.
        ruler: whether to look for a millimetre ruler as well, which takes some seconds.

    Raises:
        UnreadableFilm: for whatever reason the file could not be read; nothing else is raised.
    """
    path = Path(path)
    with refusing():
        picture = _understood(path, page)
        film = _film(picture, name or page_name(path.name, page))
    seen = _ruler(film) if ruler else None
    return FilmReport(film.info, film.window, picture.storage, seen, recognise(film))


@contextmanager
def refusing() -> Iterator[None]:
    """Turn every failure of reading a file into a sentence.

    Raises:
        UnreadableFilm: whatever went wrong; UndeliveredFilm where the system gave no file.
    """
    try:
        with _SILENCE:  # the libraries' remarks on odd files may quote patients
            yield
    except UnreadableFilm:
        raise
    except Exception as error:  # noqa: BLE001 - pydicom and Pillow raise a dozen kinds on bad files
        # without its cause: the libraries' messages may quote what stands in the header
        last = traceback.extract_tb(error.__traceback__)[-1]
        _log.info("%s in line %d of %s", type(error).__name__, last.lineno, last.name)
        by_system = isinstance(error, OSError) and error.errno is not None
        raise (UndeliveredFilm if by_system else UnreadableFilm)(_sentence(error)) from None


def is_dicom(path: Path, data: bytes) -> bool:
    """Tell whether a file is to be read as DICOM."""
    named = path.suffix.lower() in DICOM_ENDINGS
    return looks_like_dicom(data) or (named and not looks_like_raster(data))


def contents(path: Path) -> bytes:
    """Return what is in a file, within limits.

    Raises:
        UnreadableFilm: empty, or larger than any film.
        OSError: the system does not let us.
    """
    check_free(path)
    size = path.stat().st_size
    if size == 0:
        raise UnreadableFilm("The file is empty.")
    if size > MAX_BYTES:
        raise UnreadableFilm("The file is larger than any film; it was not opened.")
    return path.read_bytes()


def _understood(path: Path, page: int) -> Picture:
    data = contents(path)
    if is_dicom(path, data):
        from landmark_gui.imaging.dicom import read_dicom  # noqa: PLC0415 - takes 0.2 s

        return read_dicom(data, page)
    return read_raster(data, page)


def _ruler(film: Cephalogram) -> Ruler | None:
    from landmark_gui.imaging.ruler import find_ruler  # noqa: PLC0415 - scipy takes 0.3 s

    return find_ruler(film.normalised())


def _film(picture: Picture, name: str) -> Cephalogram:
    storage = picture.storage
    return Cephalogram(
        _info(picture, name),
        picture.pixels,
        picture.window,
        storage.magnification,
        storage.pages,
        storage.presets,
    )


def _info(picture: Picture, name: str) -> FilmInfo:
    height_px, width_px = picture.pixels.shape
    sha256 = film_identity(picture.pixels, picture.spacing)
    aspect = picture.storage.pixel_aspect
    return FilmInfo(name, sha256, width_px, height_px, picture.spacing, aspect)


def _sentence(error: Exception) -> str:
    """Return the reason in words, without anything that stood in the file."""
    match error:
        case HeldFile():
            return "This is the record of your decisions, not a film."
        case MemoryError():
            return "There is not enough memory to open this film."
        case Image.DecompressionBombError() | Image.DecompressionBombWarning():
            return "The file states a picture that is larger than this program opens."
        case OSError(errno=int() as number):
            return _SYSTEM_REASONS.get(number, "The drive or network did not deliver the file.")
        case _:
            return _DAMAGED
