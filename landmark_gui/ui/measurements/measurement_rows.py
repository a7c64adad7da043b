"""What the landmarks of a film measure, as rows of a table; knows nothing of Qt."""

from landmark_gui.document.case import Case
from landmark_gui.domain.annotation import DECIDED
from landmark_gui.domain.measurement import Analysis, Measurement, Unit
from landmark_gui.ui.widgets.figures import UNKNOWN, Cell, Row
from landmark_gui.ui.words import DASH

NO_FRONT = "Needs S, N and a landmark of the jaws, to know which way the head faces."
HEADER = ("Measurement", "Value", "Rests on predictions of")


def rows(case: Case, analysis: Analysis) -> list[Row]:
    """Return a row per measurement."""
    values = analysis.values(case.points, case.film.spacing, case.film.aspect)
    return [
        (
            _name(measurement, place),
            _value(measurement, values[measurement.name], _reason(case, analysis, measurement)),
            _undecided(case, analysis, measurement),
        )
        for place, measurement in enumerate(analysis.measurements)
    ]


def unmeasured(analysis: Analysis) -> list[Row]:
    """Return the same rows without values: what is selected stays so until there is a film."""
    return [
        (_name(m, place), _value(m, None), Cell("", 0.0, m.meaning))
        for place, m in enumerate(analysis.measurements)
    ]


def summary(case: Case) -> str:
    """Return which film it is, and where its millimetres come from or could."""
    spacing = case.film.spacing
    if spacing is not None:
        return f"{case.film.name}; millimetres: {spacing.source}."
    return f"{case.film.name}; not calibrated, so no lengths."


def _name(measurement: Measurement, place: int) -> Cell:
    copied = f"{measurement.name} ({measurement.unit})"
    return Cell(measurement.name, float(place), measurement.meaning, copied)


def _reason(case: Case, analysis: Analysis, measurement: Measurement) -> str:
    """Return why there is no value where that is not plain to see."""
    return NO_FRONT if analysis.lacks_front(measurement, case.points) else ""


def _value(measurement: Measurement, value: float | None, reason: str = "") -> Cell:
    if value is None:
        tip = f"{measurement.meaning}\n{reason}" if reason else measurement.meaning
        return Cell(DASH, UNKNOWN, tip, copied="")
    space, number = "" if measurement.unit is Unit.DEGREES else " ", f"{value:z.1f}"
    return Cell(f"{number}{space}{measurement.unit}", value, measurement.meaning, number)


def _undecided(case: Case, analysis: Analysis, measurement: Measurement) -> Cell:
    of = analysis.landmarks(measurement)
    names = [
        name
        for name, said in case.annotations.items()
        if name in of and said.point is not None and said.status not in DECIDED
    ]
    told = ", ".join(names)  # in the tip as well: the column may be too narrow for all
    return Cell(told, float(len(names)), "\n".join(filter(None, (told, measurement.meaning))))
