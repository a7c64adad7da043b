"""The films of a recipe as they lie on the disk, less those that a fold leaves out."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

from landmark_gui.diffusion.training.settings import FOLDS, DataSettings, FilmSource
from landmark_gui.domain.landmarks import LandmarkScheme
from landmark_gui.evaluation.truth import Reading, by_stem, film_stem, read_film_list, some_of
from landmark_gui.exchange.readings import mean_of_readers
from landmark_gui.imaging.folder import FilmFile, find_films

Readings = dict[str, Reading]


@dataclass(frozen=True, slots=True)
class FoundSource:
    """A source of films, looked up once: all that a run says and does follows from this.

    Attributes:
        source: what the recipe says of it.
        readings: what each reader says, by the stem of the film.
        files: the films to train on, by their stems.
        left_out: stems that the fold of a cross-validation leaves out.
        missing: stems that have labels, but no film.
        unread: stems of films, or of a list if there is one, that have no labels.
        fingerprint: the same as long as labels, list and films are.
    """

    source: FilmSource
    readings: list[Readings]
    files: dict[str, FilmFile]
    left_out: list[str]
    missing: list[str]
    unread: list[str]
    fingerprint: str


def found_sources(
    settings: DataSettings, folder: Path, scheme: LandmarkScheme, fold: int | None = None
) -> list[FoundSource]:
    """Return the sources of a recipe as they lie in a folder.

    Raises:
        ValueError: a source has no labelled film there, or two of one name, or a list cannot be
            read, or a fold leaves no film.
        UnreadableTable: a table cannot be read.
    """
    sources = [_found(source, folder, scheme, fold) for source in settings.sources]
    if not settings.phantoms and not any(found.files for found in sources):
        raise ValueError(f"Fold {fold} leaves no film to train on.")
    return sources


def _found(
    source: FilmSource, folder: Path, scheme: LandmarkScheme, fold: int | None
) -> FoundSource:
    readings = [mean_of_readers([folder / name], scheme) for name in source.labels]
    read: set[str] = set().union(*readings)
    listed = set(read_film_list(folder / source.list)) if source.list else None
    wanted = sorted(read if listed is None else read & listed)
    films = folder / source.films
    there = {film_stem(film.name) for film in find_films([films] if films.exists() else [])}
    files = files_of(source, folder, wanted)
    if not files:
        raise ValueError(_no_film(source, folder, scheme, there, read))
    out = left_out(source, wanted, fold)
    return FoundSource(
        source,
        readings,
        {stem: file for stem, file in files.items() if stem not in out},
        out,
        [stem for stem in wanted if stem not in files],
        sorted((there if listed is None else listed) - read),
        _fingerprint(source, folder, files.values()),
    )


def files_of(source: FilmSource, folder: Path, wanted: Collection[str]) -> dict[str, FilmFile]:
    """Return the films of a source with these stems, by their stems.

    Raises:
        TruthError: two films have the same one.
    """
    films = find_films([folder / source.films])
    return by_stem(((film.name, film) for film in films), frozenset(wanted))


def left_out(source: FilmSource, stems: list[str], fold: int | None) -> list[str]:
    """Return which of its films a fold of the cross-validation leaves out of a source."""
    return [] if fold is None or not source.folds else stems[fold::FOLDS]


def _no_film(
    source: FilmSource, folder: Path, scheme: LandmarkScheme, there: set[str], read: set[str]
) -> str:
    """Return why a source has no film to learn from."""
    if not there:
        return f"There is no film of '{source.name}' in {folder / source.films}."
    if not read:
        return f"The tables of '{source.name}' have no landmark of {scheme.name}."
    lists = "the tables and the list" if source.list else "the tables"
    named = f"is called as in {lists} of '{source.name}' ({some_of(sorted(read))})"
    return f"None of the {len(there)} films in {folder / source.films} {named}."


def _fingerprint(source: FilmSource, folder: Path, files: Iterable[FilmFile]) -> str:
    tables = [*source.labels, *([source.list] if source.list else [])]
    said = [sha256((folder / name).read_bytes()).hexdigest() for name in tables]
    films = [(file.name, file.path.stat().st_size) for file in files]
    return sha256(repr((said, films)).encode(errors="surrogatepass")).hexdigest()
