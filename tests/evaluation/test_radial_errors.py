"""Figures of an evaluation."""

import json

import numpy as np
import pytest

from landmark_gui.domain.geometry import PixelSpacing, Point, SpacingSource
from landmark_gui.evaluation.radial_error import RadialErrors
from landmark_gui.evaluation.report import Report, evaluate, where_agreed
from landmark_gui.evaluation.report_table import report_text
from landmark_gui.evaluation.same_films import same_films
from landmark_gui.evaluation.truth import TruthError

TRUTH = {
    "1": {"S": Point(100, 100), "N": Point(200, 100)},
    "2": {"S": Point(100, 100), "N": Point(200, 100)},
    "3": {"S": Point(100, 100)},
}
PREDICTIONS = {
    "films/1.png": {"S": Point(103, 104), "N": Point(200, 100)},  # 0.5 mm, 0 mm
    "films/2.png": {"S": Point(100, 130), "N": Point(200, 170)},  # 3 mm, 7 mm
    "films/9.png": {"S": Point(0, 0)},
}


def report(films: tuple[str, ...] | None = None, without: tuple[str, ...] = ()) -> Report:
    (found, truth), listed = same_films([PREDICTIONS, TRUTH], films)
    return evaluate(found, truth, 0.1, films=listed, without=without)


def test_rates_count_points_up_to_and_with_the_limit() -> None:
    errors = RadialErrors.of([1.0, 2.0, 2.1, 2.5, 3.0, 3.5, 4.0, 5.0, 6.0, 6.1])
    assert (errors.sdr_2_mm, errors.sdr_2_5_mm) == (0.2, 0.4)
    assert (errors.sdr_3_mm, errors.sdr_4_mm) == (0.5, 0.7)
    assert errors.beyond_6_mm == 0.1


def test_mean_median_and_spread_are_those_of_all_errors() -> None:
    values = np.random.default_rng(0).gamma(2, 1, (7, 19))
    errors = RadialErrors.of(values)
    assert errors.points == 7 * 19
    assert errors.mean_mm == pytest.approx(values.mean())
    assert errors.median_mm == pytest.approx(np.median(values))
    assert errors.sd_mm == pytest.approx(values.std(ddof=1))


def test_a_single_error_has_no_spread() -> None:
    assert RadialErrors.of([1.5]).sd_mm is None
    row = report_text(report(films=("1",))).splitlines()[-2]
    assert row.split()[:5] == ["N", "1", "0.00", "-", "0.00"]


@pytest.mark.parametrize("errors_mm", [[], [1.0, float("nan")], [float("inf")]])
def test_errors_that_are_no_numbers_have_no_figures(errors_mm: list[float]) -> None:
    with pytest.raises(ValueError, match="finite"):
        RadialErrors.of(errors_mm)


def test_pixels_become_millimetres_and_films_match_by_stem() -> None:
    found = report()
    assert found.films == 2
    assert found.overall.points == 4
    assert found.overall.mean_mm == pytest.approx((0.5 + 0 + 3 + 7) / 4)
    assert found.per_landmark["S"].mean_mm == pytest.approx(1.75)
    assert found.per_landmark["N"].beyond_6_mm == 0.5


def test_films_without_a_prediction_are_named() -> None:
    assert report().missing == ("3",)
    assert report(films=("1", "2.jpg")).missing == ()


def test_a_film_list_restricts_the_figures() -> None:
    assert report(films=("images/1.jpg",)).overall.mean_mm == pytest.approx(0.25)


def test_a_film_that_is_listed_twice_counts_once() -> None:
    assert report(films=("1", "1.png")).overall.points == 2


def test_points_that_were_not_predicted_are_counted() -> None:
    found = evaluate({"1": {"S": Point(100, 100)}}, TRUTH, 0.1, films=("1",))
    assert found.missing_points == 1


def test_landmarks_can_be_left_out_of_a_second_figure() -> None:
    found = report(without=("N",))
    assert found.overall_without
    assert found.overall_without.mean_mm == pytest.approx(1.75)
    assert found.overall.points == 4
    assert report().overall_without is None


def test_points_count_where_the_readers_agree() -> None:
    other = {"1": {"S": Point(100, 100)}, "2": {"S": Point(100, 120.5), "N": Point(220, 100)}}
    # the readers are 2.05 mm apart on S of film 2 and 2 mm on its N; one alone agrees with nobody
    assert where_agreed([TRUTH, other], TRUTH, 0.1, 2.0) == {
        "1": {"S": TRUTH["1"]["S"]},
        "2": {"N": TRUTH["2"]["N"]},
        "3": {},
    }
    with pytest.raises(TruthError, match=r"no point on which two readers agree within 2 mm\."):
        where_agreed([TRUTH, {}], TRUTH, 0.1, 2.0)
    own = {"1": PixelSpacing(0.1, 0.1, SpacingSource.CALIBRATED)}
    with pytest.raises(TruthError, match="Film 2 states no spacing"):
        where_agreed([TRUTH, other], TRUTH, own, 2.0)


def test_a_third_reader_has_to_agree_with_both_others() -> None:
    far = {"1": {"S": Point(100, 130)}}
    agreed = where_agreed([TRUTH, TRUTH, far], TRUTH, 0.1, 2.0)
    assert agreed == {**TRUTH, "1": {"N": TRUTH["1"]["N"]}}


@pytest.mark.parametrize(
    ("options", "reason"),
    [
        ({"films": ("1", "77")}, "No reader has film 77"),
        ({"films": tuple("abcdefghijk")}, r"No reader has film a, .*, h and 3 more\."),
        ({"films": ("3",)}, "both a prediction"),
        ({"films": ()}, "both a prediction"),
        ({"without": ("Xyz",)}, "no point of Xyz"),
        ({"without": ("S", "N")}, "Nothing is left"),
    ],
)
def test_a_question_without_an_answer_says_why(
    options: dict[str, tuple[str, ...]], reason: str
) -> None:
    with pytest.raises(TruthError, match=reason):
        report(**options)


def test_the_report_survives_json() -> None:
    found = report(without=("N",)).as_dict()
    assert json.loads(json.dumps(found, allow_nan=False)) == found
    assert found["overall"]["sdr_2_mm"] == 0.5


def test_the_table_is_aligned_and_names_what_is_missing() -> None:
    heading, missing, blank, *lines = report_text(report(without=("N",))).splitlines()
    assert heading == "2 films, 4 points, 0.1 mm/px"
    assert "3" in missing
    assert not blank
    assert len({len(line) for line in lines}) == 1
    assert [line.split("  ")[0] for line in lines[1:]] == ["S", "N", "all", "all but N"]
    assert "50.0 %" in lines[1]


def test_each_films_own_spacing_measures_it() -> None:
    truth = {"a": {"S": Point(0, 0)}, "b": {"S": Point(0, 0)}}
    found = {"a": {"S": Point(10, 0)}, "b": {"S": Point(0, 10)}}
    spacings = {
        "a": PixelSpacing(0.1, 0.1, SpacingSource.CALIBRATED),
        "b": PixelSpacing(0.1, 0.3, SpacingSource.CALIBRATED),
    }
    report = evaluate(found, truth, spacings)
    assert report.overall.mean_mm == pytest.approx(2.0)
    assert report.as_dict()["spacing_mm"] is None
    assert "own spacing: calibrated" in report_text(report)


def test_a_film_without_spacing_is_not_measured_in_silence() -> None:
    with pytest.raises(TruthError, match="Film a states no spacing"):
        evaluate({"a": {"S": Point(1, 0)}}, {"a": {"S": Point(0, 0)}}, {})


def test_a_long_list_of_missing_films_is_not_told_whole() -> None:
    truth = {str(number): {"S": Point(0, 0)} for number in range(12)}
    _, missing, *_ = report_text(evaluate({"0": {"S": Point(0, 0)}}, truth, 0.1)).splitlines()
    assert missing.startswith("11 films without a prediction: 1, ")
    assert missing.endswith(" and 3 more")
