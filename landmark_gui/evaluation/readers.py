"""Readers against each other: who lacks what, each pair, and all together."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from itertools import combinations
from types import MappingProxyType
from typing import Any, TypeAlias

import numpy as np
from numpy.typing import NDArray

from landmark_gui.evaluation.agreement import Difference, Distances, LandmarkAgreement
from landmark_gui.evaluation.crossing import (
    SAYINGS,
    Absent,
    Crossing,
    Said,
    all_said,
    crossing,
    placed_by_one,
    together,
)
from landmark_gui.evaluation.intraclass import Intraclass, intraclass
from landmark_gui.evaluation.scale import Scale, check_scale, scale_text, stated_width_mm
from landmark_gui.evaluation.truth import FilmPoints, some_of

#: Per landmark the coefficient of x and of y.
Coefficients: TypeAlias = Mapping[str, tuple[Intraclass | None, Intraclass | None]]

FURTHEST = 10  # differences that are named
_NO_POINT = (np.nan, np.nan)


class ComparisonError(ValueError):
    """These readers cannot be compared; the message is a sentence that says why."""


@dataclass(frozen=True, slots=True)
class Pair:
    """Two readers; differences are second minus first.

    Attributes:
        first: a reader's name.
        second: the other's.
        overall: distances over all landmarks.
        per_landmark: by abbreviation, for landmarks that both have somewhere.
        icc: of these two alone, for the same landmarks.
        films: how many films they share points on.
        said: what each says of the landmarks of films that both read, placed or not.
        differences: each point that both have.
    """

    first: str
    second: str
    overall: Distances
    per_landmark: Mapping[str, LandmarkAgreement]
    icc: Coefficients
    films: int
    said: Crossing
    differences: tuple[Difference, ...]

    @property
    def only_first(self) -> int:
        """How many points only the first has, on films that both read."""
        return placed_by_one(together(self.said.values()))[0]

    @property
    def only_second(self) -> int:
        """The same for the second."""
        return placed_by_one(together(self.said.values()))[1]

    @property
    def furthest(self) -> tuple[Difference, ...]:
        """The ten points at which they are furthest apart, the furthest first."""
        return tuple(sorted(self.differences, key=lambda d: -d.distance)[:FURTHEST])


@dataclass(frozen=True, slots=True)
class Comparison:
    """What two or more readers' tables say about each other.

    Attributes:
        readers: their names.
        unit: `mm`, or `px` where no spacing is known.
        spacing_mm: the spacing that was taken for all films; None: each film's own, or none.
        scale: what made millimetres of pixels, in words.
        films: those that at least two readers have.
        missing: per reader the films of the list that the reader lacks.
        pairs: every pair of readers that have a point in common.
        icc: of all readers together, over the films that all of them have.
        taken_as_model: readers in whose tables nothing is decided.
    """

    readers: tuple[str, ...]
    unit: str
    spacing_mm: float | None
    scale: str
    films: tuple[str, ...]
    missing: Mapping[str, tuple[str, ...]]
    pairs: tuple[Pair, ...]
    icc: Coefficients
    taken_as_model: tuple[str, ...] = ()

    def as_dict(self) -> dict[str, Any]:
        """Return the comparison as JSON takes it; what is not defined is null."""
        return {
            "readers": list(self.readers),
            "unit": self.unit,
            "spacing_mm": self.spacing_mm,
            "scale": self.scale,
            "films": list(self.films),
            "missing_films": {name: list(films) for name, films in self.missing.items()},
            "pairs": [_pair_as_dict(pair) for pair in self.pairs],
            "icc": _icc_as_dict(self.icc),
            "taken_as_model": list(self.taken_as_model),
        }


def compare(
    readings: Mapping[str, FilmPoints],
    scale: Scale = None,
    *,
    films: Collection[str] | None = None,
    absent: Mapping[str, Absent] = MappingProxyType({}),
) -> Comparison:
    """Return how far readers are apart.

    Args:
        readings: positions in pixels by reader, film and abbreviation; a film has the same name
            for all of them, as `same_films` gives it. A film counts as read also without points.
        scale: what makes millimetres of pixels.
        films: the films to look at; all that anybody has if None.
        absent: by reader, film and abbreviation, what they say is missing or not visible.

    Raises:
        ComparisonError: fewer than two readers, a film of the list that nobody has, or no point
            that two readers have.
        NoSpacing: films without spacing.
    """
    listed, shared = listed_and_shared(readings, films)
    check_scale(scale, shared)
    landmarks = _landmarks(readings)
    positions = {
        reader: _scaled(_positions(table, shared, landmarks), shared, scale)
        for reader, table in readings.items()
    }
    said = {reader: all_said(of, absent.get(reader, {})) for reader, of in readings.items()}
    pairs = tuple(_pairs(positions, said, shared, landmarks, in_mm=scale is not None))
    if not pairs:
        raise ComparisonError("No two readers have a point on the same film.")
    return Comparison(
        tuple(readings),
        "px" if scale is None else "mm",
        stated_width_mm(scale),
        scale_text(scale, shared),
        shared,
        lacking(readings, listed),
        pairs,
        dict(_coefficients(list(positions.values()), landmarks)),
    )


def listed_and_shared(
    tables: Mapping[str, Mapping[str, object]], films: Collection[str] | None
) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return the films to look at, and those of them that at least two readers have.

    Raises:
        ComparisonError: fewer than two readers, or a film of the list that nobody has.
    """
    if len(tables) < 2:  # noqa: PLR2004 - a pair
        raise ComparisonError("A comparison needs the tables of at least two readers.")
    known = dict.fromkeys(film for table in tables.values() for film in table)
    if unread := [film for film in films or () if film not in known]:
        raise ComparisonError(f"No reader has film {some_of(unread)}.")
    listed = tuple(known if films is None else films)
    return listed, tuple(f for f in listed if sum(f in table for table in tables.values()) > 1)


def lacking(
    tables: Mapping[str, Mapping[str, object]], listed: Sequence[str]
) -> dict[str, tuple[str, ...]]:
    """Return which films of a list each reader lacks."""
    return {name: tuple(f for f in listed if f not in table) for name, table in tables.items()}


def _landmarks(tables: Mapping[str, FilmPoints]) -> tuple[str, ...]:
    films = (points for table in tables.values() for points in table.values())
    # The fullest film first: it has them in the order of the scheme
    fullest_first = sorted(films, key=len, reverse=True)
    return tuple(dict.fromkeys(name for points in fullest_first for name in points))


def _positions(
    table: FilmPoints, films: tuple[str, ...], landmarks: tuple[str, ...]
) -> NDArray[np.float64]:
    """Return `(films, landmarks, 2)` pixels, NaN where the reader has nothing."""
    rows = [
        [
            (point.x, point.y) if (point := table.get(film, {}).get(name)) else _NO_POINT
            for name in landmarks
        ]
        for film in films
    ]
    return np.array(rows, np.float64).reshape(len(films), len(landmarks), 2)


def _scaled(
    positions: NDArray[np.float64], films: tuple[str, ...], scale: Scale
) -> NDArray[np.float64]:
    if scale is None:
        return positions
    if isinstance(scale, int | float):
        return positions * scale
    mm = np.array([(scale[film].x_mm, scale[film].y_mm) for film in films]).reshape(-1, 1, 2)
    return np.asarray(positions * mm)


def _pairs(
    positions: Mapping[str, NDArray[np.float64]],
    said: Mapping[str, Said],
    films: tuple[str, ...],
    landmarks: tuple[str, ...],
    *,
    in_mm: bool,
) -> Iterator[Pair]:
    for (first, a), (second, b) in combinations(positions.items(), 2):
        differences = b - a
        both = _placed(differences)
        if not both.any():
            continue
        shared = {name: both[:, i] for i, name in enumerate(landmarks) if both[:, i].any()}
        icc = dict(_coefficients([a, b], landmarks))
        yield Pair(
            first,
            second,
            Distances.of(np.hypot(*differences[both].T), in_mm=in_mm),
            {
                name: LandmarkAgreement.of(differences[on, landmarks.index(name)], in_mm=in_mm)
                for name, on in shared.items()
            },
            {name: icc[name] for name in shared},
            int(both.any(axis=1).sum()),
            crossing(said[first], said[second], films, landmarks),
            tuple(
                Difference(films[f], landmarks[i], *map(float, differences[f, i]))
                for f, i in np.argwhere(both)
            ),
        )


def _placed(positions: NDArray[np.float64]) -> NDArray[np.bool_]:
    """Return `(films, landmarks)`: where there is a position."""
    return np.asarray(np.isfinite(positions).all(axis=2), np.bool_)


def _coefficients(
    positions: Sequence[NDArray[np.float64]], landmarks: tuple[str, ...]
) -> Iterator[tuple[str, tuple[Intraclass | None, Intraclass | None]]]:
    together = np.stack(positions, axis=-1)  # (films, landmarks, 2, readers)
    for i, name in enumerate(landmarks):
        yield name, (intraclass(together[:, i, 0]), intraclass(together[:, i, 1]))


def _pair_as_dict(pair: Pair) -> dict[str, Any]:
    return {
        "first": pair.first,
        "second": pair.second,
        "films": pair.films,
        "only_first": pair.only_first,
        "only_second": pair.only_second,
        "overall": _distances_as_dict(pair.overall),
        "furthest": [{**asdict(each), "distance": each.distance} for each in pair.furthest],
        "per_landmark": {
            name: {
                **_distances_as_dict(row.distances),
                "x": asdict(row.x),
                "y": asdict(row.y),
                "ellipse_95": row.ellipse and asdict(row.ellipse),
            }
            for name, row in pair.per_landmark.items()
        },
        "icc": _icc_as_dict(pair.icc),
        "said": {
            name: {a: {b: counts.get((a, b), 0) for b in SAYINGS} for a in SAYINGS}
            for name, counts in pair.said.items()
        },
    }


def _icc_as_dict(coefficients: Coefficients) -> dict[str, Any]:
    return {
        name: {axis: icc and asdict(icc) for axis, icc in zip("xy", both, strict=True)}
        for name, both in coefficients.items()
    }


def _distances_as_dict(distances: Distances) -> dict[str, Any]:
    shares = None if distances.sdr is None else distances.sdr.items()
    return {
        "points": distances.points,
        "mean": distances.mean,
        "sd": distances.sd,
        "median": distances.median,
        "greatest": distances.greatest,
        "sdr_mm": shares and {f"{z:g}": share for z, share in shares},
        "dahlberg": distances.dahlberg,
    }
