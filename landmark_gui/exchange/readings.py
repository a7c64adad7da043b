"""Readers' tables against each other: what they say, and what makes millimetres of pixels."""

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import chain, islice
from pathlib import Path

from landmark_gui.domain.geometry import PixelSpacing
from landmark_gui.domain.landmarks import LandmarkScheme
from landmark_gui.evaluation.crossing import Absent
from landmark_gui.evaluation.readers import Comparison, compare
from landmark_gui.evaluation.same_films import same_films
from landmark_gui.evaluation.scale import Chosen, Scale
from landmark_gui.evaluation.truth import (
    FilmPoints,
    Reading,
    by_stem,
    in_scheme_order,
    mean_reading,
)
from landmark_gui.exchange.any_table import read_marks
from landmark_gui.exchange.blind_readings import blind_readings
from landmark_gui.exchange.errors import ExchangeError
from landmark_gui.exchange.labelled import LabelledFilm, Table


class TwoSpacings(ExchangeError):  # noqa: N818 - says what is wrong, as UnreadableTable does
    """Tables that contradict each other; the sentence lacks the remedy, which is the caller's."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """What of readers' tables counts.

    Attributes:
        films: those that count; all if None.
        spacing_mm: how wide the pixels of all films are; each film's own if None.
        spacing_of: a table whose spacings count, whatever the others state.
        blind: whether not the last word of readers counts, but what they had decided before they
            saw a prediction.
    """

    films: Collection[str] | None = None
    spacing_mm: float | None = None
    spacing_of: Path | None = None
    blind: bool = False


EVERYTHING = Wanted()


@dataclass(frozen=True, slots=True)
class Readings:
    """What readers' tables say, each film under one name.

    Attributes:
        by_reader: what counts of each table.
        films: those that count; all if None.
        scale: what makes millimetres of pixels; None if no film's spacing is known.
        undecided: readers in whose tables nothing is decided.
    """

    by_reader: Mapping[str, Table]
    films: tuple[str, ...] | None
    scale: Scale
    undecided: tuple[str, ...]


def compared(
    paths: Sequence[Path], scheme: LandmarkScheme, wanted: Wanted = EVERYTHING
) -> Comparison:
    """Return what tables say of each other, in pixels if no film's spacing is known.

    Raises:
        ExchangeError, TwoSpacings, TruthError: as `readings`.
        ComparisonError: nothing can be compared.
        NoSpacing: some films have a spacing and others have none.
    """
    read = readings(paths, scheme, wanted)
    comparison = compare(
        {reader: points_of(table) for reader, table in read.by_reader.items()},
        read.scale,
        films=read.films,
        absent={reader: absent_of(table) for reader, table in read.by_reader.items()},
    )
    return replace(comparison, taken_as_model=read.undecided)


def readings(paths: Sequence[Path], scheme: LandmarkScheme, wanted: Wanted) -> Readings:
    """Return what tables say.

    Of a reader's table only what they have decided counts; one without any decision is the model's.

    Raises:
        ExchangeError: a table cannot be read, is named twice, or has no blind reading.
        TwoSpacings: tables state two spacings for a film, and the caller states none.
        TruthError: a name may mean several films.
    """
    marks = (read_marks(path, scheme) for path in paths)
    given: Mapping[str, Table] = dict(zip(_readers(paths), marks, strict=True))
    if wanted.blind:
        given = blind_readings(given)
    measure = [] if wanted.spacing_of is None else [read_marks(wanted.spacing_of, scheme)]
    (tables, measures), films = matched_groups([[*given.values()], measure], wanted.films)
    read = [read_or_found(table) for table in tables]
    chosen = chosen_scale(replace(wanted, films=films), read, measures)
    scale = _own_scale(read, films) if chosen is None else chosen
    undecided = [name for name, table in zip(given, tables, strict=True) if not any_decided(table)]
    return Readings(dict(zip(given, read, strict=True)), films, scale, tuple(undecided))


def mean_of_readers(paths: Sequence[Path], scheme: LandmarkScheme) -> dict[str, Reading]:
    """Return the mean of what readers say of a scheme in tables of either kind, by film stem.

    Of our own tables only what a reader has decided counts.

    Raises:
        UnreadableTable: a table cannot be read.
        TruthError: one has two films of one name.
    """
    return mean_of_known(tables_by_stem(paths, scheme), scheme)


def tables_by_stem(paths: Sequence[Path], scheme: LandmarkScheme) -> list[Table]:
    """Return tables of either kind, by film stem.

    Raises:
        UnreadableTable: a table cannot be read.
        TruthError: one has two films of one name.
    """
    return [by_stem(read_marks(path, scheme).items()) for path in paths]


def mean_of_known(tables: Sequence[Table], scheme: LandmarkScheme) -> dict[str, Reading]:
    """Return the mean of what readers have decided on landmarks of a scheme, where it is any."""
    means = mean_of_tables(tables, scheme)
    known = {
        film: {name: point for name, point in points.items() if name in scheme.abbreviations}
        for film, points in means.items()
    }
    return {film: points for film, points in known.items() if points}


def found_and_read(
    found: Sequence[Table],
    truth: Sequence[Path],
    scheme: LandmarkScheme,
    films: Collection[str] | None = None,
) -> tuple[list[dict[str, LabelledFilm]], list[dict[str, LabelledFilm]], tuple[str, ...] | None]:
    """Return what tables have found, readers' tables, and a list of films: each has one name.

    Raises:
        TruthError: a name may mean several films.
        ExchangeError: a table cannot be read, or tables state different sizes for a film.
    """
    read = [read_marks(path, scheme) for path in truth]
    (renamed, readers), films = matched_groups([found, read], films)
    return renamed, readers, films


def matched_groups(
    groups: Sequence[Sequence[Table]], films: Collection[str] | None = None
) -> tuple[list[list[dict[str, LabelledFilm]]], tuple[str, ...] | None]:
    """Return groups of tables, and a list of films, in which each film has one name.

    Raises:
        TruthError: a name may mean several films.
        ExchangeError: tables state different sizes for a film, of the list if there is one.
    """
    tables, films = matched([*chain(*groups)], films)
    rest = iter(tables)
    return [list(islice(rest, len(group))) for group in groups], films


def matched(
    tables: Sequence[Table], films: Collection[str] | None = None
) -> tuple[list[dict[str, LabelledFilm]], tuple[str, ...] | None]:
    """Return tables, and a list of films, in which each film has one name.

    Raises:
        TruthError: a name may mean several films.
        ExchangeError: tables state different sizes for a film, of the list if there is one.
    """
    renamed, listed = same_films(tables, films, lambda film: film.film.sha256)
    _check_sizes(renamed, listed)
    return renamed, listed


def mean_of_tables(tables: Sequence[Table], scheme: LandmarkScheme) -> dict[str, Reading]:
    """Return the mean of what readers have decided, landmarks of a scheme first.

    A film has one name in all tables.
    """
    decided = ({name: film.decided for name, film in table.items()} for table in tables)
    return in_scheme_order(mean_reading(decided), scheme)


def _check_sizes(tables: Sequence[Table], wanted: Collection[str] | None) -> None:
    sizes: dict[str, tuple[int, int]] = {}
    for table in tables:
        for name, film in table.items():
            size = film.film.size_px
            if wanted is not None and name not in wanted:
                continue
            if film.film.size_known and sizes.setdefault(name, size) != size:
                both = " and ".join(f"{w} x {h}" for w, h in (sizes[name], size))
                raise ExchangeError(
                    f"the tables use the name {name} for two pictures of {both} pixels."
                )


def any_decided(table: Table) -> bool:
    """Tell whether a reader has decided anything in a table; else it is the model's."""
    return any(film.by_reader.annotations for film in table.values())


def read_or_found(table: Table) -> dict[str, LabelledFilm]:
    """Return what a reader has decided, of the films with a decision; else what a model found."""
    read = {name: film.by_reader for name, film in table.items()}
    return {name: film for name, film in read.items() if film.annotations} or dict(table)


def undecided_in(table: Table, wanted: Collection[str] | None = None) -> int:
    """Return how many positions of a table no reader has decided, on films of a list if any."""
    films = (film for name, film in table.items() if wanted is None or name in wanted)
    return sum(len(film.points) - len(film.decided) for film in films)


def points_of(table: Table) -> FilmPoints:
    """Return where the landmarks of each film are."""
    return {name: film.points for name, film in table.items()}


def absent_of(table: Table) -> Absent:
    """Return which landmarks of each film a reader has said are missing or not visible."""
    return {name: film.absent for name, film in table.items()}


def _readers(tables: Sequence[Path]) -> list[str]:
    """Return what readers are called: the file's name, or its path where two are named alike."""
    stems = [path.stem for path in tables]
    names = stems if len(set(stems)) == len(stems) else [path.as_posix() for path in tables]
    if len(set(names)) < len(names):
        raise ExchangeError("one table is given twice; give one table per reader.")
    return names


def _own_scale(tables: Sequence[Table], wanted: Collection[str] | None) -> Scale:
    """Return each film's spacing, or None if none that two tables have states any."""
    spacings = own_spacings(tables, wanted)
    seen = Counter(name for table in tables for name in table)
    return spacings if any(seen[name] > 1 for name in spacings) else None


def chosen_scale(
    wanted: Wanted, tables: Sequence[Table], measures: Sequence[Table]
) -> float | Chosen | None:
    """Return what makes millimetres of pixels where somebody says which counts, else None.

    Args:
        wanted: says so; a film has one name here and in all tables.
        tables: those that are measured.
        measures: the table that `wanted.spacing_of` names, if any.

    Raises:
        TwoSpacings: two tables state different ones for a film.
        ExchangeError: no film has such a spacing.
    """
    if wanted.spacing_of is not None:
        return Chosen(own_spacings(measures, wanted.films), table=wanted.spacing_of.name)
    return None if wanted.spacing_mm is None else _stated_scale(wanted.spacing_mm, tables)


def _stated_scale(width_mm: float, tables: Sequence[Table]) -> float | Chosen:
    """Return the scale of films whose pixels are so wide: each keeps the shape of its own.

    Raises:
        ExchangeError: no film has such a spacing.
    """
    films = [(name, film.film) for table in tables for name, film in table.items()]
    oblong = {name: film for name, film in films if film.aspect != 1}
    if not oblong:
        return width_mm
    try:
        stated = {name: oblong.get(name, film).stated(width_mm) for name, film in films}
        return Chosen(stated, width_mm=width_mm)
    except ValueError as error:
        raise ExchangeError(f"{error}.") from error


def own_spacings(
    tables: Sequence[Table], wanted: Collection[str] | None = None
) -> dict[str, PixelSpacing]:
    """Return the spacings that tables state for films, for those of a list alone if there is one.

    Raises:
        TwoSpacings: two tables state different ones for a film.
    """
    spacings: dict[str, PixelSpacing] = {}
    for table in tables:
        for name, film in table.items():
            spacing = film.film.spacing
            if spacing is not None and (wanted is None or name in wanted):
                _agree(name, spacings.setdefault(name, spacing), spacing)
    return spacings


def _agree(film: str, one: PixelSpacing, other: PixelSpacing) -> None:
    if not one.is_about(other):
        raise TwoSpacings(f"the tables state two spacings for film {film}")
