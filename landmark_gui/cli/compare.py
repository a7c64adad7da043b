"""`landmark-gui compare`: how far readers are from each other."""

import argparse
import json
from collections.abc import Mapping, Sequence
from math import isclose
from pathlib import Path

from landmark_gui.cli.outcome import CommandFailed, Exit, failing_with, say
from landmark_gui.domain.geometry import PixelSpacing
from landmark_gui.evaluation.readers import ComparisonError, Scale, compare
from landmark_gui.evaluation.readers_table import comparison_text
from landmark_gui.evaluation.truth import TruthError, film_stem, read_film_list
from landmark_gui.exchange.errors import ExchangeError
from landmark_gui.exchange.labelled import LabelledFilm
from landmark_gui.exchange.marks import read_marks
from landmark_gui.exchange.schemes import read_scheme


def run(args: argparse.Namespace) -> int:
    """Print the figures.

    Raises:
        CommandFailed: a table cannot be read, or nothing can be compared.
    """
    with failing_with(Exit.USAGE, TruthError, ExchangeError, ComparisonError):
        scheme = read_scheme(args.scheme)
        films = read_film_list(args.films) if args.films else None
        tables = [read_marks(path, scheme) for path in args.tables]
        readings = {
            reader: {name: film.points for name, film in table.items()}
            for reader, table in zip(_readers(args.tables), tables, strict=True)
        }
        scale = args.spacing or _own_scale(tables, films)
        comparison = compare(readings, scale, films=films)
    if args.json:
        say(json.dumps(comparison.as_dict(), indent=2, ensure_ascii=False, allow_nan=False))
    else:
        say(comparison_text(comparison))
    return Exit.OK


def _readers(tables: Sequence[Path]) -> list[str]:
    """Return what readers are called: the file's name, or its path where two are named alike."""
    stems = [path.stem for path in tables]
    names = stems if len(set(stems)) == len(stems) else [path.as_posix() for path in tables]
    if len(set(names)) < len(names):
        raise CommandFailed("a table is named twice; a reader always agrees with himself.")
    return names


def _own_scale(tables: Sequence[Mapping[str, LabelledFilm]], wanted: Sequence[str] | None) -> Scale:
    """Return each film's spacing, or None if one lacks it: units must not mix."""
    spacings: dict[str, PixelSpacing] = {}
    seen: dict[str, int] = {}
    for table in tables:
        for name, film in table.items():
            stem = film_stem(name)
            if wanted is not None and stem not in wanted:
                continue
            seen[stem] = seen.get(stem, 0) + 1
            if (spacing := film.film.spacing) is not None:
                _agree(stem, spacings.setdefault(stem, spacing), spacing)
    shared = [stem for stem, count in seen.items() if count > 1]
    return spacings if all(stem in spacings for stem in shared) else None


def _agree(stem: str, one: PixelSpacing, other: PixelSpacing) -> None:
    pairs = ((one.x_mm, other.x_mm), (one.y_mm, other.y_mm))
    if not all(isclose(a, b, rel_tol=1e-6) for a, b in pairs):
        remedy = "--spacing takes one for all films"
        raise CommandFailed(f"the tables state two spacings for film {stem}; {remedy}.")
