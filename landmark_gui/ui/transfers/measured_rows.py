"""How far two readers are apart in angles and lengths, as rows of a table; knows nothing of Qt."""

from typing import TYPE_CHECKING

from landmark_gui.domain.counting import counted
from landmark_gui.domain.measurement import Analysis, Measurement, Unit
from landmark_gui.ui.transfers.sheet import (
    Sheet,
    apart,
    figure,
    films_of,
    in_one_sentence,
    pair_title,
    said_of_all,
)
from landmark_gui.ui.widgets.figures import Cell, Row
from landmark_gui.ui.words import films_text

if TYPE_CHECKING:  # at run time scipy would come along, and the window would wait for it
    from landmark_gui.evaluation.intraclass import Intraclass
    from landmark_gui.evaluation.measured import (
        MeasuredComparison,
        MeasuredPair,
        MeasurementAgreement,
    )

NAMES = ("Measurement", "n", "Mean |d|", "Bias", "Lower limit", "Upper limit", "Dahlberg", "ICC")
CAUTION = (
    "Where patients differ much, the ICC is close to 1 even for careless readers: "
    "read it together with Dahlberg's error."
)
_UNKNOWN = (None, None)


def measured_sheets(comparison: "MeasuredComparison", analysis: Analysis) -> list[Sheet]:
    """Return a sheet for each pair, and one for all readers where they are more than a pair."""
    figures = f"Lengths in mm: {comparison.scale}"
    pairs = [
        Sheet(
            pair_title(pair),
            figures,
            "ICC(2,1) of these two readers",
            CAUTION,
            _summary(comparison, pair),
            NAMES,
            _rows(pair, analysis),
        )
        for pair in comparison.pairs
    ]
    count = len(comparison.readers)
    if count == 2:  # noqa: PLR2004 - the pair is all
        return pairs
    together, title = f"ICC(2,1) over all {count} readers", f"All {count} readers"
    of_all, names = _all(comparison, analysis), ("Measurement", "n", "ICC")
    said = said_of_all(comparison) if of_all else _nothing_in_common(comparison)
    return [*pairs, Sheet(title, figures, together, CAUTION, said, names, of_all)]


def _rows(pair: "MeasuredPair", analysis: Analysis) -> list[Row]:
    """Return a row per measurement that both readers have, in the order of the analysis."""
    return [
        (_name(measurement, place), *_figures(pair.per_measurement[measurement.name]))
        for place, measurement in enumerate(analysis.measurements)
        if measurement.name in pair.per_measurement
    ]


def _summary(comparison: "MeasuredComparison", pair: "MeasuredPair") -> str:
    """Return how much both have measured, and what was not compared."""
    units = {comparison.units[name] for name in pair.per_measurement}
    said = [f"{counted(len(pair.per_measurement), 'measurement')} on {films_text(pair.films)}"]
    if Unit.MILLIMETRES not in units:
        said.append("no lengths")
    return in_one_sentence([*said, *apart(comparison, (pair.first, pair.second))])


def _nothing_in_common(comparison: "MeasuredComparison") -> str:
    """Return that there is no figure of all readers, and who shares none with anybody."""
    paired = {reader for pair in comparison.pairs for reader in (pair.first, pair.second)}
    alone = [reader for reader in comparison.readers if reader not in paired]
    shared = (f"{reader} shares none with any other" for reader in alone)
    of_all = "No measurement has an ICC over all readers"
    return in_one_sentence([of_all, *shared, *apart(comparison, comparison.readers)])


def _name(measurement: Measurement, place: int) -> Cell:
    return Cell(f"{measurement.name} ({measurement.unit})", float(place), measurement.meaning)


def _figures(found: "MeasurementAgreement") -> Row:
    apart_by = found.differences
    interval = apart_by.bias_interval
    low, high = apart_by.limits or _UNKNOWN
    return (
        Cell(str(found.films), found.films),
        figure(found.mean_absolute),
        figure(apart_by.bias, "+z.2f", _interval(interval, "+z.2f") if interval else ""),
        figure(low, "+z.2f"),
        figure(high, "+z.2f"),
        figure(apart_by.dahlberg),
        _icc(found.icc),
    )


def _icc(icc: "Intraclass | None") -> Cell:
    if icc is None:
        return figure(None)
    return figure(icc.value, "z.4f", _interval((icc.low, icc.high), "z.4f"))


def _interval(ends: tuple[float, float], pattern: str) -> str:
    return f"95 % interval: {ends[0]:{pattern}} to {ends[1]:{pattern}}"


def _all(comparison: "MeasuredComparison", analysis: Analysis) -> list[Row]:
    known = [(place, m, comparison.icc[m.name]) for place, m in enumerate(analysis.measurements)]
    return [(_name(m, place), films_of(icc), _icc(icc)) for place, m, icc in known if icc]
