"""Readers against each other in angles and lengths."""

import numpy as np
import pytest

from landmark_gui.evaluation.agreement import AxisAgreement
from landmark_gui.evaluation.intraclass import intraclass
from landmark_gui.evaluation.measured import MeasuredComparison, Values, compare_measurements
from landmark_gui.evaluation.measured_table import measured_text
from landmark_gui.evaluation.readers import ComparisonError

UNITS = {"SNA": "°", "S-N": "mm", "ANS-Me : N-Me": "%"}
ANNA = (80.0, 82.5, 79.0, 84.0)
BEN = (81.0, 82.0, 80.5, 84.5)


def values(*angles: float, **more: float | None) -> Values:
    return {f"f{i}": {"SNA": angle, **more} for i, angle in enumerate(angles)}


@pytest.fixture
def comparison() -> MeasuredComparison:
    return compare_measurements({"anna": values(*ANNA), "ben": values(*BEN, 70.0)}, UNITS)


def test_a_measurement_has_the_figures_that_a_coordinate_has(
    comparison: MeasuredComparison,
) -> None:
    (pair,) = comparison.pairs
    row = pair.per_measurement["SNA"]
    differences = np.subtract(BEN, ANNA)
    assert row.differences == AxisAgreement.of(differences)
    assert row.differences.dahlberg == pytest.approx((np.sum(differences**2) / 8) ** 0.5)
    assert row.mean_absolute == pytest.approx(np.abs(differences).mean())
    assert row.icc == intraclass(np.stack([ANNA, BEN], axis=1))
    assert (pair.films, row.films, comparison.films) == (4, 4, ("f0", "f1", "f2", "f3"))
    assert comparison.missing == {"anna": ("f4",), "ben": ()}


def test_what_no_two_readers_have_on_a_film_is_left_out(comparison: MeasuredComparison) -> None:
    assert list(comparison.pairs[0].per_measurement) == ["SNA"]
    assert [one.measurement for one in comparison.pairs[0].values] == ["SNA"] * 4
    assert comparison.icc["S-N"] is None


def test_each_measurement_counts_its_own_films() -> None:
    anna = {**values(*ANNA), "f1": {"SNA": 82.5, "S-N": 70.0}}
    ben = {**values(*BEN), "f1": {"SNA": None, "S-N": 71.0}}
    (pair,) = compare_measurements({"anna": anna, "ben": ben}, UNITS).pairs
    assert (pair.films, pair.per_measurement["SNA"].films) == (4, 3)
    assert pair.per_measurement["S-N"].films == 1
    assert pair.per_measurement["S-N"].icc is None


def test_of_more_than_two_readers_the_coefficient_over_all_is_told() -> None:
    three = {"anna": values(*ANNA), "ben": values(*BEN), "cleo": values(80, 83, 79, 86)}
    comparison = compare_measurements(three, UNITS)
    assert len(comparison.pairs) == 3
    assert comparison.icc["SNA"] == intraclass(np.stack([ANNA, BEN, (80, 83, 79, 86)], axis=1))
    assert measured_text(comparison).count("ICC(2,1) over all 3 readers") == 1


def test_the_text_names_units_and_what_is_lacking(comparison: MeasuredComparison) -> None:
    first, lacks, _, who, header, *rows = measured_text(comparison).splitlines()
    assert first == "2 readers, 4 films; lengths: no spacing is known"
    assert lacks == "anna lacks 1 film: f4"
    assert who == "ben minus anna, 4 films"
    assert header.split()[:3] == ["n", "bias", "[95"]
    assert [row.split()[:4] for row in rows] == [["SNA", "°", "4", "0.62"]]


def test_what_cannot_be_compared_is_refused_in_words() -> None:
    with pytest.raises(ComparisonError, match="at least two readers"):
        compare_measurements({"anna": values(*ANNA)}, UNITS)
    with pytest.raises(ComparisonError, match="No reader has film f9"):
        compare_measurements({"a": values(80), "b": values(81)}, UNITS, films=("f9",))
    with pytest.raises(ComparisonError, match="the landmarks of a measurement"):
        compare_measurements({"a": {"f": {"SNA": None}}, "b": values(81)}, UNITS)
