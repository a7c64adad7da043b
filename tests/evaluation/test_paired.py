"""Intervals of figures over films, and two sets of predictions at the same points."""

import json

import numpy as np
import pytest

from landmark_gui.domain.geometry import Point
from landmark_gui.evaluation.paired import Paired, paired
from landmark_gui.evaluation.radial_error import averaged, film_intervals
from landmark_gui.evaluation.report import evaluate
from landmark_gui.evaluation.report_table import report_text
from landmark_gui.evaluation.truth import FilmPoints, TruthError

TRUTH: FilmPoints = {str(n): {"S": Point(10, 10), "N": Point(50, 10)} for n in range(20)}
FAR = np.random.default_rng(0).gamma(2.0, 1.0, 20)  # per film: its points err alike
FOUND: FilmPoints = {
    film: {name: point.moved(far, 0) for name, point in points.items()}
    for far, (film, points) in zip(FAR, TRUTH.items(), strict=True)
}
NEARER: FilmPoints = {
    film: {"S": points["S"].moved(-0.25, 0)} for film, points in list(FOUND.items())[:15]
}


def test_an_interval_is_that_of_films_and_not_of_points() -> None:
    report = evaluate(FOUND, TRUTH, 1.0)
    assert report.intervals
    low, high = report.intervals["mean_mm"]
    by_films = 2 * 1.96 * FAR.std() / len(FAR) ** 0.5
    assert low < report.overall.mean_mm < high
    assert high - low == pytest.approx(by_films, rel=0.1)


def test_films_weigh_by_their_points_and_the_interval_is_always_the_same() -> None:
    values, films = averaged(np.repeat(FAR, 3)), np.repeat(np.arange(20), 3).astype(str).tolist()
    once = film_intervals(values, films)
    assert once == film_intervals(values, films)
    alone = film_intervals(averaged(FAR), [str(n) for n in range(20)])
    assert once
    assert alone
    assert once["mean_mm"] == pytest.approx(alone["mean_mm"])


def test_of_few_films_no_interval_is_told() -> None:
    report = evaluate(FOUND, TRUTH, 1.0, films=list(TRUTH)[:9])
    assert report.intervals is None
    assert report.as_dict()["overall_interval_95"] is None
    assert "95 %" not in report_text(report)


def test_the_ends_of_intervals_stand_below_their_figures() -> None:
    report = evaluate(FOUND, TRUTH, 1.0, without=["N"])
    assert report.intervals
    lines = report_text(report).splitlines()
    names = [line[:12].strip() for line in lines[-6:]]
    assert names == ["all", "95 % from", "to", "all but N", "95 % from", "to"]
    assert lines[-5].split()[3] == f"{report.intervals['mean_mm'][0]:.2f}"
    assert len({len(line) for line in lines[2:]}) == 1


def against() -> Paired:
    ours, other = evaluate(FOUND, TRUTH, 1.0), evaluate(NEARER, TRUTH, 1.0)
    return paired(ours.differences, other.differences, "nearer")


def test_two_tables_are_compared_at_the_points_that_both_have() -> None:
    told = against()
    assert (told.films, told.points) == (15, 15)
    assert told.differences["mean_mm"] == pytest.approx(np.mean(FAR[:15] - np.abs(FAR[:15] - 0.25)))
    assert told.intervals
    low, high = told.intervals["mean_mm"]
    assert 0 < low <= told.differences["mean_mm"] <= high  # narrower than either table's own
    assert json.loads(json.dumps(told.as_dict()))["table"] == "nearer"


def test_a_table_without_a_common_point_is_refused() -> None:
    with pytest.raises(TruthError, match="nearer has none of the points that are evaluated"):
        paired(evaluate(FOUND, TRUTH, 1.0).differences, [], "nearer")
