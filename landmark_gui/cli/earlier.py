"""`--resume`: what an earlier run has left in the table, where this one would find the same."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from landmark_gui.cli.outcome import CommandFailed, Exit, failing_with
from landmark_gui.domain.cephalogram import FilmInfo
from landmark_gui.exchange.errors import LacksColumns, UnreadableTable
from landmark_gui.exchange.formats.csv import Rows, read_standing
from landmark_gui.exchange.labelled import LabelledFilm, Model


@dataclass(frozen=True, slots=True)
class Earlier:
    """Films that are found already.

    Attributes:
        films: as they were found.
        rows: what the table says of them, as it stands there; both by film name.
    """

    films: Mapping[str, LabelledFilm] = field(default_factory=dict)
    rows: Mapping[str, Rows] = field(default_factory=dict)

    def of(self, film: FilmInfo) -> Rows | None:
        """Return what is found of a film, if it is the same picture still."""
        there = self.films.get(film.name)
        return self.rows[film.name] if there and there.film == film else None

    @property
    def without_region(self) -> list[str]:
        """The films of which the table holds radii but no ellipse, as earlier versions wrote it."""
        found = {name: film.found.values() for name, film in self.films.items()}
        return [name for name, of in found.items() if not any(said.region90 for said in of)]


def earlier_in(table: Path, wanted: Model, names: Collection[str], *, overwrite: bool) -> Earlier:
    """Return what a table holds of films as a run of that model would find them.

    Args:
        table: may be missing: then nothing is found yet.
        wanted: the model, and how it is run.
        names: the films of this run.
        overwrite: whether anything else in the table may go.

    Raises:
        CommandFailed: the table cannot be read, or anything else is in it.
    """
    if not table.exists():
        return Earlier()
    with failing_with(Exit.USAGE, UnreadableTable):
        there = _read(table)
    same = {
        name: (film, rows)
        for name, (film, rows) in there.items()
        if name in names and film.model == wanted and _is_as_found(film)
    }
    other = next((name for name in there if name not in same), None)
    if other is not None and not overwrite:
        raise CommandFailed(
            f"{table} holds {other}, which was detected with other settings, was corrected or is "
            "not one of these films; --overwrite replaces the table."
        )
    films = {name: film for name, (film, _) in same.items()}
    return Earlier(films, {name: rows for name, (_, rows) in same.items()})


def _read(table: Path) -> dict[str, tuple[LabelledFilm, Rows]]:
    try:
        return read_standing(table)
    except LacksColumns as error:
        why = "It may come from an earlier version; write to another table."
        raise UnreadableTable(f"{error} {why}") from error


def _is_as_found(film: LabelledFilm) -> bool:
    return not film.by_reader.annotations and film.points == film.predicted
