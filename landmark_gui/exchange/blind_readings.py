"""What readers had decided before they saw a prediction, as readings of their own."""

from collections.abc import Mapping
from dataclasses import replace

from landmark_gui.domain.annotation import DECIDED
from landmark_gui.exchange.errors import ExchangeError
from landmark_gui.exchange.labelled import Table


def blind_readings(tables: Mapping[str, Table]) -> dict[str, Table]:
    """Return by reader what was decided blind; of a single reader, beside what became of it.

    Raises:
        ExchangeError: a reader has decided nothing blind, or a single one has revealed nothing.
    """
    blind = {f"{reader} blind": _blind(reader, table) for reader, table in tables.items()}
    if len(tables) > 1:
        return blind
    return {**blind, **{reader: _revealed(reader, table) for reader, table in tables.items()}}


def _blind(reader: str, table: Table) -> Table:
    films = {name: replace(film, annotations=film.blind) for name, film in table.items()}
    if not any(a.status in DECIDED for film in films.values() for a in film.annotations.values()):
        raise ExchangeError(f"{reader} has decided nothing before a prediction was shown.")
    return films


def _revealed(reader: str, table: Table) -> Table:
    """Return the films that were read blind and whose prediction was shown afterwards."""
    films = {name: film for name, film in table.items() if film.blind and film.found}
    if not films:
        raise ExchangeError(f"{reader} has read no film on which the prediction was then revealed.")
    return films
