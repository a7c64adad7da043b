"""Readers' tables against each other in what their landmarks measure."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from landmark_gui.domain.geometry import PixelSpacing, SpacingSource
from landmark_gui.domain.landmarks import LandmarkScheme
from landmark_gui.domain.measurement import Analysis
from landmark_gui.evaluation.measured import MeasuredComparison, Values, compare_measurements
from landmark_gui.evaluation.readers import ComparisonError
from landmark_gui.evaluation.scale import Scale
from landmark_gui.evaluation.truth import FilmPoints
from landmark_gui.exchange.analyses import nothing_to_measure
from landmark_gui.exchange.labelled import Table
from landmark_gui.exchange.readings import EVERYTHING, Wanted, points_of, readings


def compared_measurements(
    paths: Sequence[Path],
    scheme: LandmarkScheme,
    analysis: Analysis,
    wanted: Wanted = EVERYTHING,
) -> MeasuredComparison:
    """Return what tables say of each other in angles, ratios and, with a spacing, lengths.

    A measurement counts where a reader has decided all the landmarks that it rests on.

    Raises:
        ExchangeError, TwoSpacings, TruthError: as `readings`.
        ComparisonError: nothing can be compared.
    """
    if not analysis.measurements:
        raise ComparisonError(nothing_to_measure(scheme))
    read = readings(paths, scheme, wanted)
    comparison = compare_measurements(
        measured_values(read.by_reader, read.scale, analysis),
        {measurement.name: measurement.unit for measurement in analysis.measurements},
        read.scale,
        films=read.films,
    )
    return replace(comparison, taken_as_model=read.undecided)


def measured_values(
    by_reader: Mapping[str, Table], scale: Scale, analysis: Analysis
) -> dict[str, Values]:
    """Return what landmarks measure, by reader, film and measurement."""
    aspects = aspects_of(by_reader.values())
    return {
        reader: values_of(points_of(table), scale, analysis, aspects)
        for reader, table in by_reader.items()
    }


def aspects_of(tables: Iterable[Table]) -> dict[str, float]:
    """Return which films have oblong pixels, be it that only one of the tables states it."""
    every = [(name, film.film) for table in tables for name, film in table.items()]
    return {name: film.aspect for name, film in every if film.aspect != 1}


def values_of(
    points: FilmPoints, scale: Scale, analysis: Analysis, aspects: Mapping[str, float]
) -> Values:
    """Return what landmarks measure, by film and measurement."""
    return {
        name: analysis.values(of, _spacing(scale, name), aspects.get(name, 1.0))
        for name, of in points.items()
    }


def _spacing(scale: Scale, film: str) -> PixelSpacing | None:
    if isinstance(scale, int | float):
        return PixelSpacing(scale, scale, SpacingSource.STATED_BY_USER)
    return scale.get(film) if scale else None
