"""What the landmarks of a film measure, as rows of a table; knows nothing of Qt."""

from landmark_gui.document.case import Case
from landmark_gui.domain.measurement import Analysis, Measurement, Unit
from landmark_gui.exchange.analyses import nothing_to_measure
from landmark_gui.exchange.labelled import labelled
from landmark_gui.exchange.measurements import Measured, measured
from landmark_gui.ui.widgets.figures import UNKNOWN, Cell, Row
from landmark_gui.ui.words import DASH

NO_FRONT = "Needs S, N and a landmark of the jaws, to know which way the head faces."
HEADER = ("Measurement", "Value", "±", "Rests on predictions of")
EXPECTED = "Expected error while predictions are undecided: a mean, not an interval"


def rows(case: Case, analysis: Analysis) -> list[Row]:
    """Return a row per measurement."""
    found = measured(labelled(case), analysis, None)
    return [
        (
            _name(m, place),
            _value(m, found.values[m.name], _reason(case, analysis, m)),
            _error(m, found.errors.get(m.name)),
            _undecided(found, analysis, m),
        )
        for place, m in enumerate(analysis.measurements)
    ]


def unmeasured(analysis: Analysis) -> list[Row]:
    """Return the same rows without values: what is selected stays so until there is a film."""
    return [
        (_name(m, place), _value(m, None), _error(m, None), Cell("", 0.0, m.meaning))
        for place, m in enumerate(analysis.measurements)
    ]


def summary(case: Case, analysis: Analysis) -> str:
    """Return which film it is, and where its millimetres come from or could."""
    spacing = case.film.spacing
    if not analysis.measurements:
        return nothing_to_measure(case.scheme)
    if spacing is None:
        return f"{case.film.name}; not calibrated, so no lengths."
    caution = spacing.source.caution
    told = filter(None, (case.film.name, f"millimetres: {spacing.source}", caution))
    return f"{'; '.join(told)}."


def _name(measurement: Measurement, place: int) -> Cell:
    copied = f"{measurement.name} ({measurement.unit})"
    return Cell(measurement.name, float(place), measurement.meaning, copied)


def _reason(case: Case, analysis: Analysis, measurement: Measurement) -> str:
    """Return why there is no value where that is not plain to see."""
    lacking = analysis.landmarks(measurement) - case.points.keys()
    if lacking:
        return f"Needs {', '.join(n for n in case.scheme.abbreviations if n in lacking)}."
    return NO_FRONT if analysis.lacks_front(measurement, case.points) else ""


def _value(measurement: Measurement, value: float | None, reason: str = "") -> Cell:
    if value is None:
        tip = f"{measurement.meaning}\n{reason}" if reason else measurement.meaning
        return Cell(DASH, UNKNOWN, tip, copied="")
    return Cell(_told(measurement, value), value, measurement.meaning, f"{value:z.1f}")


def _error(measurement: Measurement, error: float | None) -> Cell:
    """Return how far off it may be, or nothing where readers have decided all that it rests on."""
    if error is None:
        return Cell("", 0.0, measurement.meaning)
    return Cell(_told(measurement, error), error, EXPECTED, f"{error:.1f}")


def _told(measurement: Measurement, value: float) -> str:
    return f"{value:z.1f}{'' if measurement.unit is Unit.DEGREES else ' '}{measurement.unit}"


def _undecided(found: Measured, analysis: Analysis, measurement: Measurement) -> Cell:
    names = found.rests_on(measurement, analysis)
    told = ", ".join(names)  # in the tip as well: the column may be too narrow for all
    return Cell(told, float(len(names)), "\n".join(filter(None, (told, measurement.meaning))))
