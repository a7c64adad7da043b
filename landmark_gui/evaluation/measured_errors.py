"""How far off predictions are in what they measure: SNA, ANB, S-N and the like.

An error is what the prediction measures minus what the truth does, in degrees, millimetres or
percent.
"""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any, Self, TypeVar

import numpy as np
from numpy.typing import NDArray

from landmark_gui.evaluation.measured import Values
from landmark_gui.evaluation.paired import Paired, paired_errors
from landmark_gui.evaluation.radial_error import ROUNDING, Intervals, film_intervals
from landmark_gui.evaluation.scale import Scale, scale_text, stated_width_mm
from landmark_gui.evaluation.truth import TruthError, listed_films

Value = TypeVar("Value")

ALL_IN = "all in "  # and the unit
_WITHIN = {"within_1": 1.0, "within_2": 2.0}  # in the unit of the measurement
MEANS = ("mean_absolute", "bias", *_WITHIN)  # figures that are means of something of errors


@dataclass(frozen=True, slots=True)
class MeasuredError:
    """A measurement of a film, as the prediction and as the truth has it."""

    film: str
    measurement: str
    found: float
    true: float

    @property
    def error(self) -> float:
        """What was found minus what is true."""
        return self.found - self.true


@dataclass(frozen=True, slots=True)
class Errors:
    """What a set of errors comes to.

    Attributes:
        values: how many there are.
        mean_absolute: mean of the errors without their sign.
        bias: mean of the errors.
        sd: their standard deviation; None of a single one.
    """

    values: int
    mean_absolute: float
    bias: float
    sd: float | None


def summed_up(errors: NDArray[np.float64]) -> Errors:
    """Return what `(n,)` errors come to, at least one."""
    sd = float(errors.std(ddof=1)) if errors.size > 1 else None
    return Errors(errors.size, float(np.abs(errors).mean()), float(errors.mean()), sd)


@dataclass(frozen=True, slots=True)
class MeasurementErrors(Errors):
    """The errors of a measurement, or of all in one unit; shares are between 0 and 1.

    Attributes:
        median_absolute: median of the errors without their sign.
        within_1: share of errors of no more than 1 degree, millimetre or percent.
        within_2: the same of 2.
        intervals: 95 % intervals of the means and shares, films drawn anew; None of few films.
    """

    median_absolute: float
    within_1: float
    within_2: float
    intervals: Intervals | None

    @classmethod
    def of(cls, errors: Sequence[MeasuredError]) -> Self:
        """Summarise errors, at least one."""
        values = np.array([error.error for error in errors])
        means = _averaged(values)
        return cls(
            **asdict(summed_up(values)),
            median_absolute=float(np.median(np.abs(values))),
            within_1=float(means["within_1"].mean()),
            within_2=float(means["within_2"].mean()),
            intervals=film_intervals(means, [error.film for error in errors]),
        )

    def as_dict(self) -> dict[str, Any]:
        """Return the figures as JSON takes them."""
        figures = asdict(self)
        intervals = figures.pop("intervals")
        return {**figures, "interval_95": intervals}


@dataclass(frozen=True, slots=True)
class MeasuredReport:
    """Errors of measurements over a list of films.

    Attributes:
        spacing_mm: millimetres per pixel that were taken for all films; None: each film's own.
        scale: what made millimetres of pixels, in words.
        films: how many films of the list have a measurement that both have.
        missing: films of the list without a prediction.
        missing_values: measurements that readers have and a prediction lacks.
        units: of each measurement.
        per_measurement: by name, those that any film has.
        together: all errors in one unit.
        errors: each by itself.
        taken_as_model: tables in which nothing is decided.
        left_out: tables in which only some is decided, each with how many points are not.
        against: how much larger the errors are than those of another table, by measurement and of
            all in one unit; None where none is given.
    """

    spacing_mm: float | None
    scale: str
    films: int
    missing: tuple[str, ...]
    missing_values: int
    units: Mapping[str, str]
    per_measurement: Mapping[str, MeasurementErrors]
    together: Mapping[str, MeasurementErrors]
    errors: tuple[MeasuredError, ...]
    taken_as_model: tuple[str, ...] = ()
    left_out: tuple[tuple[str, int], ...] = ()
    against: Mapping[str, Paired] | None = None

    def as_dict(self) -> dict[str, Any]:
        """Return the report as JSON takes it."""
        return {
            "spacing_mm": self.spacing_mm,
            "scale": self.scale,
            "films": self.films,
            "missing": list(self.missing),
            "missing_values": self.missing_values,
            "units": dict(self.units),
            "per_measurement": {n: row.as_dict() for n, row in self.per_measurement.items()},
            "together": {name: row.as_dict() for name, row in self.together.items()},
            "taken_as_model": list(self.taken_as_model),
            "left_out": [{"table": name, "points": n} for name, n in self.left_out],
            "against": self.against and {n: row.as_dict() for n, row in self.against.items()},
        }


def evaluate_measurements(
    found: Values,
    truth: Values,
    units: Mapping[str, str],
    scale: Scale = None,
    *,
    films: Collection[str] | None = None,
) -> MeasuredReport:
    """Return how far what predictions measure is from the truth.

    Args:
        found: by film and measurement; a film has the same name here and in the truth.
        truth: the same of the readers' points.
        units: of each measurement, in the order in which they come out.
        scale: what made millimetres of pixels; films that it leaves out have no lengths.
        films: the films to look at; all that readers have if None.

    Raises:
        TruthError: a film of the list that no reader has, or nothing to compare.
    """
    listed = listed_films(truth, films)
    kept = {film: found[film] for film in listed if film in found}
    errors = errors_of(kept, truth)
    if not errors:
        raise TruthError("No film has a measurement from both the predictions and the readers.")
    known = sum(value is not None for film in kept for value in truth[film].values())
    measured = {error.film for error in errors}
    single, together = _groups(errors, units)
    return MeasuredReport(
        stated_width_mm(scale),
        scale_text(scale, measured),
        len(measured),
        tuple(film for film in listed if film not in found),
        known - len(errors),
        units,
        {name: MeasurementErrors.of(of) for name, of in single.items()},
        {name: MeasurementErrors.of(of) for name, of in together.items()},
        errors,
    )


def errors_of(found: Values, truth: Values) -> tuple[MeasuredError, ...]:
    """Return the errors of measurements that both have, film by film."""
    both = (film for film in found if film in truth)
    return tuple(e for film in both for e in film_errors(film, found[film], truth[film]))


def film_errors(
    film: str, found: Mapping[str, float | None], true: Mapping[str, float | None]
) -> Iterator[MeasuredError]:
    """Yield the errors of the measurements of a film that both have."""
    for name, value in found.items():
        if value is not None and (known := true.get(name)) is not None:
            yield MeasuredError(film, name, value, known)


def _groups(
    errors: Sequence[MeasuredError], units: Mapping[str, str]
) -> tuple[dict[str, list[MeasuredError]], dict[str, list[MeasuredError]]]:
    """Return errors by measurement, and all in one unit, in the order of the measurements."""
    single: dict[str, list[MeasuredError]] = {name: [] for name in units}
    for error in errors:
        single[error.measurement].append(error)
    known = {name: of for name, of in single.items() if of}
    return known, by_unit(known, units)


def by_unit(
    single: Mapping[str, Sequence[Value]], units: Mapping[str, str]
) -> dict[str, list[Value]]:
    """Return what there is of measurements, all in one unit together."""
    together: dict[str, list[Value]] = {}
    for name, of in single.items():
        together.setdefault(f"{ALL_IN}{units[name]}", []).extend(of)
    return together


def paired_measurements(
    ours: Sequence[MeasuredError],
    others: Sequence[MeasuredError],
    units: Mapping[str, str],
    name: str,
) -> dict[str, Paired]:
    """Return how much larger errors are than others, by measurement and of all in one unit.

    Raises:
        TruthError: there is no measurement that both have.
    """
    far = {(e.film, e.measurement): e.error for e in others}
    both = [e for e in ours if (e.film, e.measurement) in far]
    if not both:
        raise TruthError(f"{name} has none of the measurements that are evaluated.")
    single, together = _groups(both, units)
    return {
        group: paired_errors({(e.film, e.measurement): e.error for e in of}, far, name, _averaged)
        for group, of in (single | together).items()
    }


def _averaged(errors: NDArray[np.float64]) -> dict[str, NDArray[np.float64]]:
    """Return the `(n,)` values of which figures are the means, by the name of the figure."""
    size = np.abs(errors)
    near = {name: (size <= z + ROUNDING).astype(float) for name, z in _WITHIN.items()}
    return {"mean_absolute": size, "bias": errors, **near}
