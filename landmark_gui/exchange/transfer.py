"""Labels out of files and folders, and into them: what the window and the command line share."""

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from collections.abc import Set as AbstractSet
from contextlib import suppress
from dataclasses import dataclass, field, replace
from functools import partial
from importlib import import_module
from os.path import relpath
from pathlib import Path
from typing import Protocol, TypeVar, cast

from landmark_gui.domain.film_file import RASTER_ENDINGS
from landmark_gui.exchange.context import Context
from landmark_gui.exchange.errors import (
    CannotHold,
    CannotWrite,
    ExchangeError,
    Unfit,
    UnknownLabels,
    Unwritable,
    reason,
    writing,
)
from landmark_gui.exchange.fact import Fact
from landmark_gui.exchange.labelled import LabelledFilm
from landmark_gui.exchange.recognise import is_another_object, recognised
from landmark_gui.exchange.registry import FORMATS, Format, UnknownFormat
from landmark_gui.exchange.replacing import write_new, write_over
from landmark_gui.exchange.schemes import unnumbered
from landmark_gui.exchange.text import folded, posix, stem
from landmark_gui.in_place import is_there
from landmark_gui.in_use import check_free, file_id, is_held

_SUFFIXES = tuple(sorted({f.suffix for f in FORMATS.values()}))
_FORBIDDEN = frozenset('<>:"|?*')

Understood = TypeVar("Understood", bound=Context)


class Codec(Protocol):
    """What every format's file offers."""

    def parse(self, data: bytes, file: str, context: Context) -> list[LabelledFilm]:
        """Return the films in a file's contents."""
        ...

    def render(self, films: Sequence[LabelledFilm], context: Context) -> bytes:
        """Return the contents of a file; of one film where the format has a file per film."""
        ...


@dataclass(frozen=True, slots=True)
class LabelFile:
    """A file that is read when it is needed: a folder may hold pictures of gigabytes.

    Attributes:
        name: relative to the folder given, with forward slashes.
        read: gives its contents; raises OSError.
    """

    name: str
    read: Callable[[], bytes]

    @property
    def data(self) -> bytes:
        """Its contents.

        Raises:
            ExchangeError: it could not be read.
        """
        try:
            return self.read()
        except OSError as error:
            raise _unreadable(error, self.name) from error


class SeveralFormats(UnknownFormat):
    """A folder holds files of several formats."""

    def __init__(self, formats: Sequence[Format]) -> None:
        names = ", ".join(found.name for found in formats)
        super().__init__(
            f"the folder holds files of several formats ({names}); say which with --from."
        )
        self.titles = [found.title for found in formats]


@dataclass(slots=True)
class Reading:
    """What came of files: films, and the files that could not be understood, with the reason."""

    format: Format
    films: list[LabelledFilm] = field(default_factory=list)
    broken: list[tuple[str, ExchangeError]] = field(default_factory=list)

    @property
    def of_another_scheme(self) -> bool:
        """Whether some labels are none of the scheme's."""
        return any(isinstance(error, UnknownLabels) for _, error in self.broken)


@dataclass(frozen=True, slots=True)
class Outcome:
    """A film went out to `path`, or could not; then `reason` says why."""

    film: str
    path: Path | None
    reason: str = ""


def codec(wanted: Format) -> Codec:
    """Return the format's file of this room."""
    return cast("Codec", import_module(f"landmark_gui.exchange.formats.{wanted.module}"))


def label_files(path: Path, wanted: Format | None = None) -> list[LabelFile]:
    """Return a file, or all files in a folder that may hold labels.

    Raises:
        ExchangeError: something could not be read.
    """
    try:
        if not path.is_dir():
            path.stat()
            return [LabelFile(path.name, partial(_contents, path))]
        suffixes = (wanted.suffix,) if wanted else _SUFFIXES
        found = sorted(p for p in path.rglob("*") if _may_hold_labels(p, path, suffixes))
        return [LabelFile(p.relative_to(path).as_posix(), p.read_bytes) for p in found]
    except OSError as error:
        raise _unreadable(error, path) from error


def read_labels(
    files: Sequence[LabelFile], context: Context, wanted: Format | None = None
) -> Reading:
    """Return what the files say; a file that is broken does not stop the others.

    Raises:
        UnknownFormat: no file is of a format we know, or they are of several.
        ExchangeError: a file could not be read, and its format is not stated.
    """
    chosen, files = (wanted, files) if wanted else of_one_format(files)
    reading, parse = Reading(chosen), codec(chosen).parse
    names: set[str] = set()
    for file in files:
        try:
            films = parse(file.data, file.name, context)
            understood = {film.film.name for film in films if film.film not in context.refused}
            _check_new(understood & names)
        except ExchangeError as error:
            reading.broken.append((file.name, error))
        else:
            names |= understood
            reading.films += films
    return reading


def read_in_a_scheme(
    files: Sequence[LabelFile], contexts: Iterable[Understood], wanted: Format | None = None
) -> tuple[Reading, Understood]:
    """Return what the files say in the first context whose scheme has their labels, with it.

    A scheme after the first is a guess: it is known by its names alone, since any list of points
    has numbers. Where none has all labels, that is the first of all.

    Raises:
        ExchangeError: as `read_labels`.
    """
    tried: list[tuple[Reading, Understood]] = []
    for context in contexts:
        guess = replace(context, scheme=unnumbered(context.scheme)) if tried else context
        tried.append((read_labels(files, guess, wanted), context))
        if not tried[-1][0].of_another_scheme:
            return tried[-1]
    return tried[0]


def render(films: Sequence[LabelledFilm], wanted: Format, context: Context) -> bytes:
    """Return the contents of one file.

    Raises:
        CannotHold: a film lacks what the format needs, or there is not exactly one.
        UnknownFormat: a distribution that the format needs is not installed.
    """
    if wanted.missing_extra:
        raise UnknownFormat(wanted.missing_extra)
    if wanted.per_film and len(films) != 1:
        raise CannotHold(f"{wanted.title} has one file per film; name a folder.")
    for film in films:
        _check_needs(film, wanted)
    return codec(wanted).render(films, context)


def targets(
    films: Sequence[LabelledFilm], wanted: Format, out: Path, context: Context
) -> list[Path]:
    """Return where each film will go; one path where a single file holds them all.

    Raises:
        CannotWrite: OUT is a folder where a file is meant, two films would be one file, a film
            itself lies there, or the system has refused a look.
    """
    with writing(out):
        paths = _targets(films, wanted, out)
        _check_no_film(paths, context.films.paths())
    return paths


def _targets(films: Sequence[LabelledFilm], wanted: Format, out: Path) -> list[Path]:
    alone = len(films) == 1 and out.name.lower().endswith(wanted.suffix) and not out.is_dir()
    if not wanted.per_film or alone:
        if out.is_dir():
            raise CannotWrite(f"{out} is a folder; {wanted.title} is one file.")
        return [out]
    if out.exists() and not out.is_dir():
        raise CannotWrite(f"{out} is a file; {wanted.title} wants a folder, one file per film.")
    paths = [out / f"{_safe(stem(film.film.name))}{wanted.suffix}" for film in films]
    counted = Counter(map(folded, paths))
    twice = next((path for path in paths if counted[folded(path)] > 1), None)
    if twice is not None:
        raise CannotWrite(f"two films would be written to {twice}.")
    return paths


def write_labels(
    films: Sequence[LabelledFilm],
    wanted: Format,
    out: Path,
    context: Context,
    *,
    overwrite: bool = False,
) -> Iterator[Outcome]:
    """Write films and yield what came of each; nothing is written if something is in the way.

    Raises:
        CannotWrite: a file is there already, and nobody said to overwrite it; a film never is.
        CannotHold: one file holds all films, and one of them lacks what it needs.
    """
    paths = targets(films, wanted, out, context)
    there = [path for path in paths if is_there(path)]
    if there and not overwrite:
        raise CannotWrite(f"{there[0]} exists; --overwrite replaces it.")
    write = write_over if overwrite else write_new
    if not wanted.per_film:
        _put(paths[0], render(films, wanted, context), write)
        yield from (Outcome(film.film.name, paths[0]) for film in films)
        return
    for film, path in zip(films, paths, strict=True):
        yield _write_one(film, wanted, path, context, write)


def _write_one(
    film: LabelledFilm,
    wanted: Format,
    path: Path,
    context: Context,
    write: Callable[[Path, bytes], None],
) -> Outcome:
    name = film.film.name
    # Its own name is not to be told where it goes out under another one
    picture = None if name in context.originals else context.films.path(name)
    if picture is not None:
        with suppress(ValueError):  # from one drive of Windows there is no way to another
            beside = posix(relpath(picture.absolute(), path.parent.absolute()))
            context = replace(context, pictures={name: beside.as_posix()})
    try:
        _put(path, render([film], wanted, context), write)
    except Unfit as error:
        return Outcome(name, None, error.reason)
    except ExchangeError as error:
        return Outcome(name, None, str(error))
    return Outcome(name, path)


def _check_no_film(paths: Sequence[Path], films: Collection[Path]) -> None:
    """Refuse to write where a film lies, whatever was said of overwriting.

    Raises:
        CannotWrite: one would be replaced.
    """
    there = [path for path in paths if is_there(path) and path.is_file()]
    if not there:
        return
    # By number, since a file may have several names, and small and capital letters may be the same
    numbers = set(map(file_id, films))
    for path in there:
        if file_id(path) in numbers or path.suffix.lower() in RASTER_ENDINGS:
            raise CannotWrite(f"{path} is a film itself; choose another folder.")


def _check_new(twice: AbstractSet[str]) -> None:
    if twice:
        raise ExchangeError(f"{min(twice)} has labels in another file already.")


def _put(path: Path, data: bytes, write: Callable[[Path, bytes], None]) -> None:
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise Unwritable(f"{path.parent} could not be made: {reason(error)}.") from error
    write(path, data)


def of_one_format(files: Sequence[LabelFile]) -> tuple[Format, Sequence[LabelFile]]:
    """Return the format of the files that are of one, and these files.

    Raises:
        UnknownFormat: no file is of a format we know, or they are of several.
        ExchangeError: a file could not be read.
    """
    if len(files) == 1:
        return recognised(files[0].data, files[0].name), files
    by_format: dict[str, list[LabelFile]] = {}
    for file in files:
        data = file.data
        with suppress(ExchangeError):  # a folder may hold anything else as well
            by_format.setdefault(recognised(data, file.name).name, []).append(file)
    if "xanylabeling" in by_format:  # where nothing is said of any shape, the two look the same
        by_format["xanylabeling"] += by_format.pop("labelme", [])
    if len(by_format) > 1:
        raise SeveralFormats([FORMATS[name] for name in by_format])
    if not by_format:
        raise UnknownFormat("the folder holds no labels; say which with --from.")
    ((name, of_format),) = by_format.items()
    return FORMATS[name], of_format


def _may_hold_labels(path: Path, folder: Path, suffixes: tuple[str, ...]) -> bool:
    hidden = any(part.startswith(".") for part in path.relative_to(folder).parts)
    if hidden or not path.name.lower().endswith(suffixes) or not path.is_file():
        return False
    if is_held(path):
        return False
    return path.suffix.lower() != ".dcm" or not is_another_object(path)


def _contents(path: Path) -> bytes:
    check_free(path)
    return path.read_bytes()


def _unreadable(error: OSError, path: object) -> ExchangeError:
    return ExchangeError(f"{error.filename or path} could not be read: {reason(error)}.")


def _check_needs(film: LabelledFilm, wanted: Format) -> None:
    if Fact.SIZE in wanted.needs and not film.film.size_known:
        remedy = "name the folder of the films with --films"
        raise CannotHold(
            f"{wanted.title} states the size of {film.film.name}, which is not known; {remedy}."
        )
    if Fact.SPACING in wanted.needs and film.film.spacing is None:
        remedy = "state the millimetres per pixel with --spacing"
        raise CannotHold(
            f"{wanted.title} is in millimetres, but {film.film.name} has none; {remedy}."
        )


def _safe(name: str) -> str:
    """Return a film's name as a path that stays inside of the folder, on every system."""
    parts = [part for part in posix(name).parts if part not in ("/", "..", ".")]
    return "/".join(_safe_part(part) for part in parts) or "film"


def _safe_part(part: str) -> str:
    plain = "".join("_" if c in _FORBIDDEN or not c.isprintable() else c for c in part)
    return plain.strip().rstrip(".") or "film"
