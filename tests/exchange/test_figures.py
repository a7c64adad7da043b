"""Figures as flat tables for statistics programs."""

import csv
import io
from dataclasses import replace

import pytest

from landmark_gui.domain.geometry import Point
from landmark_gui.evaluation.paired import paired
from landmark_gui.evaluation.readers import compare
from landmark_gui.evaluation.report import evaluate
from landmark_gui.evaluation.truth import FilmPoints
from landmark_gui.exchange import figures

SENIOR: FilmPoints = {
    f"p{i}/1": {"S": Point(100 + 9 * i, 50), "N": Point(300, 40 - 7.5 * i)} for i in range(4)
}
JUNIOR: FilmPoints = {
    name: {mark: point.moved(3 + i, 4) for mark, point in points.items()}
    for i, (name, points) in enumerate(SENIOR.items())
}


def rows(table: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(table.decode("utf-8"), newline="")))


def test_a_comparison_has_a_row_per_pair_and_landmark_with_every_figure() -> None:
    comparison = compare({"senior": SENIOR, "junior": JUNIOR, "third": SENIOR}, 0.1)
    table = rows(figures.comparison_csv(comparison))
    assert [(row["first"], row["second"], row["landmark"]) for row in table[:4]] == [
        ("senior", "junior", "S"),
        ("senior", "junior", "N"),
        ("senior", "junior", "all"),
        ("senior", "third", "S"),
    ]
    told = comparison.pairs[0].per_landmark["S"]
    icc = comparison.pairs[0].icc["S"][1]
    assert table[0]["points"] == "4"
    assert float(table[0]["mean_mm"]) == told.distances.mean
    assert float(table[0]["x_bias_mm"]) == pytest.approx(0.45)
    assert told.x.limits
    assert float(table[0]["x_limit_high_mm"]) == told.x.limits[1]
    assert float(table[0]["sdr_2_5_mm"]) == 1.0
    assert icc is None  # sella is as high on every film
    assert table[0]["y_icc_low"] == ""
    assert table[0]["x_icc"].startswith("0.9")


def test_all_landmarks_of_a_pair_have_a_row_and_so_have_the_coefficients_of_all_readers() -> None:
    comparison = compare({"senior": SENIOR, "junior": JUNIOR, "third": SENIOR}, 0.1)
    table = rows(figures.comparison_csv(comparison))
    overall = table[2]
    assert float(overall["mean_mm"]) == comparison.pairs[0].overall.mean
    assert (overall["points"], overall["films"], overall["x_bias_mm"]) == ("8", "4", "")
    together = [row for row in table if not row["first"]]
    assert [(row["landmark"], row["films"]) for row in together] == [("S", "4"), ("N", "4")]
    sella_x, _ = comparison.icc["S"]
    assert sella_x
    assert float(together[0]["x_icc"]) == sella_x.value


def test_what_one_reader_alone_has_placed_is_counted_also_where_nothing_is_compared() -> None:
    junior = {name: {"N": points["N"]} for name, points in JUNIOR.items()}
    table = rows(figures.comparison_csv(compare({"senior": SENIOR, "junior": junior})))
    sella, nasion, overall = table
    assert (sella["landmark"], sella["points"], sella["mean_px"]) == ("S", "0", "")
    assert sella["only_first"] == sella["first_placed_second_undecided"] == "4"
    assert (nasion["only_first"], overall["only_first"]) == ("0", "4")
    assert overall["first_placed_second_placed"] == "4"


def test_pixels_stand_in_the_names_and_what_is_not_defined_is_empty() -> None:
    comparison = compare({"senior": SENIOR, "junior": JUNIOR}, films=["p0/1"])
    (sella, _, _) = rows(figures.comparison_csv(comparison))
    assert (sella["mean_px"], sella["greatest_px"]) == ("5.0", "5.0")
    empty = "sd_px", "sdr_2_mm", "x_bias_low_px", "y_limit_low_px", "ellipse_semi_major_px"
    assert {sella[column] for column in empty} == {""}


def test_every_point_of_a_pair_is_told_in_the_unit_of_the_comparison() -> None:
    table = rows(figures.comparison_points_csv(compare({"senior": SENIOR, "=1+1": JUNIOR}, 0.5)))
    assert len(table) == 8
    assert list(table[0].values()) == ["senior", "'=1+1", "p0/1", "S", "1.5", "2.0", "2.5"]
    assert list(table[0])[-3:] == ["dx_mm", "dy_mm", "distance_mm"]


def test_a_report_has_a_row_per_landmark_and_its_points_are_measured_minus_truth() -> None:
    report = evaluate(JUNIOR, SENIOR, 0.5)
    nasion = rows(figures.report_csv(report))[1]
    assert (nasion["landmark"], nasion["points"]) == ("N", "4")
    assert float(nasion["mean_mm"]) == report.per_landmark["N"].mean_mm
    assert float(nasion["sdr_2_5_mm"]) == 0.25
    last = rows(figures.report_points_csv(report))[-1]
    assert last == {
        "film": "p3/1",
        "landmark": "N",
        "dx_mm": "3.0",
        "dy_mm": "2.0",
        "distance_mm": repr(13**0.5),
    }


def test_a_report_has_rows_of_all_points_of_all_but_some_and_of_another_table() -> None:
    films = {str(n): {"S": Point(n, 0), "N": Point(n, n)} for n in range(12)}
    near = {name: {mark: p.moved(1, 0) for mark, p in film.items()} for name, film in films.items()}
    far = {
        name: {mark: p.moved(3 + int(name), 0) for mark, p in film.items()}
        for name, film in films.items()
    }
    other = evaluate(near, films, 1.0)
    report = evaluate(far, films, 1.0, without=["N"])
    report = replace(report, against=paired(report.differences, other.differences, "near"))
    table = rows(figures.report_csv(report))
    assert [row["landmark"] for row in table] == ["S", "N", "all", "all but N", "minus near"]
    sella, _, overall, left, apart = table
    assert sella["mean_mm_low"] == ""
    assert float(overall["mean_mm_low"]) < report.overall.mean_mm < float(overall["mean_mm_high"])
    assert (left["points"], apart["points"]) == ("12", "24")
    assert float(apart["mean_mm"]) == pytest.approx(report.overall.mean_mm - 1)
    assert apart["sdr_4_mm_high"][0] == "-"  # fewer points are near
