"""How far off angles and lengths of predictions are, on figures that are known."""

import re

import numpy as np
import pytest

from landmark_gui.evaluation.measured import Values
from landmark_gui.evaluation.measured_errors import (
    MeasuredError,
    MeasurementErrors,
    evaluate_measurements,
    paired_measurements,
)
from landmark_gui.evaluation.measured_errors_table import measured_report_text
from landmark_gui.evaluation.paired import Paired
from landmark_gui.evaluation.truth import TruthError

UNITS = {"SNA": "°", "SNB": "°", "S-N": "mm"}
ERRORS = (1.0, -2.0, 2.5, 0.5)
TRUTH: Values = {f"f{i}": {"SNA": 80.0 + i, "S-N": 70.0} for i in range(4)}
FOUND: Values = {
    f"f{i}": {"SNA": 80.0 + i + error, "SNB": 78.0, "S-N": None} for i, error in enumerate(ERRORS)
}


def test_errors_of_a_measurement_are_what_was_found_minus_the_truth() -> None:
    report = evaluate_measurements(FOUND, TRUTH, UNITS)
    (row,) = report.per_measurement.values()
    assert (row.values, row.bias) == (4, 0.5)
    assert row.mean_absolute == 1.5
    assert row.median_absolute == 1.5
    assert row.sd == pytest.approx(np.std(ERRORS, ddof=1))
    assert (row.within_1, row.within_2) == (0.5, 0.75)  # an error at the limit is within it
    assert row.intervals is None
    assert [error.error for error in report.errors] == list(ERRORS)


def test_what_only_one_of_both_measures_is_no_error_and_what_is_lacking_is_counted() -> None:
    report = evaluate_measurements(FOUND, {**TRUTH, "f9": {"SNA": 80.0}}, UNITS)
    assert list(report.per_measurement) == ["SNA"]
    assert report.missing_values == 4  # the lengths of four films
    assert report.missing == ("f9",)
    assert report.films == 4


def test_all_errors_in_one_unit_are_summed_up_together() -> None:
    found: Values = {"f0": {"SNA": 81.0, "SNB": 80.0, "S-N": 73.0}}
    truth: Values = {"f0": {"SNA": 80.0, "SNB": 83.0, "S-N": 70.0}}
    report = evaluate_measurements(found, truth, UNITS, 0.1)
    assert list(report.together) == ["all in °", "all in mm"]
    assert report.together["all in °"].mean_absolute == 2.0
    assert report.together["all in mm"].values == 1
    assert report.together["all in mm"].sd is None
    assert (report.spacing_mm, report.scale) == (0.1, "0.1 mm/px")


def test_from_ten_films_on_means_have_intervals_in_which_films_count() -> None:
    far = np.random.default_rng(0).normal(0.0, 2.0, 40)
    errors = [MeasuredError(f"f{i}", "SNA", 80.0 + by, 80.0) for i, by in enumerate(far)]
    row = MeasurementErrors.of(errors)
    assert row.intervals
    low, high = row.intervals["bias"]
    assert low < row.bias < high
    assert high - low == pytest.approx(2 * 1.96 * far.std() / 40**0.5, rel=0.1)
    twice = [MeasuredError(e.film, "SNB", e.found, e.true) for e in errors]
    assert MeasurementErrors.of([*errors, *twice]).intervals == row.intervals
    assert MeasurementErrors.of(errors[:9]).intervals is None


def test_errors_are_compared_with_those_of_others_where_both_have_them() -> None:
    ours = [MeasuredError(f"f{i}", "SNA", 82.0, 80.0) for i in range(3)]
    others = [MeasuredError(f"f{i}", "SNA", 79.5, 80.0) for i in range(1, 5)]
    paired = paired_measurements(ours, others, UNITS, "other.csv")
    assert list(paired) == ["SNA", "all in °"]
    differences = {"mean_absolute": 1.5, "bias": 2.5, "within_1": -1.0, "within_2": 0.0}
    assert paired["SNA"] == Paired("other.csv", 2, 2, differences, None)
    none = r"other\.csv has none of the measurements that are evaluated"
    with pytest.raises(TruthError, match=none):
        paired_measurements(ours[:1], others, UNITS, "other.csv")


def test_the_text_has_units_and_what_is_lacking() -> None:
    report = evaluate_measurements(FOUND, {**TRUTH, "f9": {"SNA": 80.0}}, UNITS)
    first, lacks, values, _, header, *rows = measured_report_text(report).splitlines()
    assert first == "4 films, 1 measurement; lengths: no spacing is known"
    assert lacks == "1 film without a prediction: f9"
    assert values == "4 measurements that readers have were not predicted"
    assert re.split("  +", header.strip()) == [
        *("n", "mean |e| [95 %]", "median |e|", "bias [95 %]", "SD", "<= 1", "<= 2")
    ]
    assert re.split("  +", rows[0]) == [
        *("SNA °", "4", "1.50", "1.50", "0.50", "1.87", "50.0 %", "75.0 %")
    ]
    assert rows[1].startswith("all in °")
    assert len({len(line) for line in (header, *rows)}) == 1


def test_what_cannot_be_measured_is_refused_in_words() -> None:
    with pytest.raises(TruthError, match="No reader has film f8"):
        evaluate_measurements(FOUND, TRUTH, UNITS, films=["f8"])
    with pytest.raises(TruthError, match="No film has a measurement from both"):
        evaluate_measurements({"f0": {"SNA": None}}, TRUTH, UNITS)
