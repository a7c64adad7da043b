"""Bytes, names and numbers of files from outside."""

from math import isfinite
from pathlib import PurePath, PurePosixPath

from landmark_gui.domain.film_file import composed, without_ending
from landmark_gui.exchange.errors import UnreadableLabels

LABEL_ENDINGS = (".mrk.json", ".json", ".txt", ".csv", ".tps")
_MOST_SHOWN = 40


def decoded(data: bytes, file: str) -> str:
    """Return the text of a file.

    Raises:
        UnreadableLabels: it is not UTF-8.
    """
    try:
        return data.decode("utf-8-sig", "surrogatepass")
    except UnicodeDecodeError as error:
        raise UnreadableLabels(f"{file} is not UTF-8 text.") from error


def finite(text: str) -> float:
    """Return the number that a text is.

    Raises:
        ValueError: it is none, an infinite one, or 1_0, which is 10 in Python alone.
    """
    number = float(text)
    if "_" in text or not isfinite(number):
        raise ValueError(text)
    return number


def posix(name: str) -> PurePosixPath:
    """Return a path that another system may have written, with forward slashes."""
    return PurePosixPath(name.replace("\\", "/"))


def stem(file: str) -> str:
    """Return what a label file calls its film: its own path without the ending of either."""
    path = posix(file)
    ending = next((e for e in LABEL_ENDINGS if path.name.lower().endswith(e)), "")
    plain = path.name[: len(path.name) - len(ending)]
    if ending and plain:
        return path.with_name(plain).as_posix()
    return without_ending(path).as_posix() if path.name else file


def folded(path: PurePath) -> str:
    """Return a path as drives compare paths that tell no small letters from capital ones."""
    return composed(str(path)).casefold()


def shown(text: str) -> str:
    """Return words of a file as a sentence quotes them: they may be as long as the file."""
    return text if len(text) <= _MOST_SHOWN else f"{text[: _MOST_SHOWN - 1]}…"


def beside(file: str, picture: str) -> str:
    """Return the film's name out of a label file's: the file's own folder, the picture's name.

    The path to the picture leads through folders of the machine it was written on.
    """
    name = posix(picture).name
    return posix(file).with_name(name).as_posix() if name else stem(file)
