"""`evaluate --measurements`: how far off predictions are in SNA, S-N and the like."""

import csv
import json
from pathlib import Path
from typing import Any

import pytest

from landmark_gui import paths
from landmark_gui.__main__ import main
from tests.bench.test_bench_measurements import tables as predicted_tables
from tests.cli.test_compare_measurements import CALIBRATED, table

TWELVE = [float(i) for i in range(12)]


def told(capsys: pytest.CaptureFixture[str], *words: object) -> dict[str, Any]:
    assert main(["evaluate", *map(str, words), "--measurements", "--json"]) == 0
    return dict(json.loads(capsys.readouterr().out))


def rows_of(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def named(folder: Path, name: str, *by_px: float, calibrated: bool = True) -> Path:
    """A table of the films `film-0` and so on, on which N lies further to the front."""
    written = table(folder / "film.csv", *by_px, spacing=CALIBRATED if calibrated else None)
    return written.rename(folder / f"{name}.csv")


def test_errors_are_the_differences_that_compare_tells_of_the_same_tables(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    ben, anna = named(tmp_path, "ben", *TWELVE), named(tmp_path, "anna", *[0.0] * 12)
    found = told(capsys, ben, "--truth", anna)
    assert main(["compare", str(anna), str(ben), "--measurements", "--json"]) == 0
    (pair,) = json.loads(capsys.readouterr().out)["pairs"]
    assert found["per_measurement"].keys() == pair["per_measurement"].keys() >= {"SNA", "S-N"}
    for name, row in found["per_measurement"].items():
        same = pair["per_measurement"][name]
        assert row["values"] == same["films"] == 12
        assert row["bias"] == pytest.approx(same["bias"], abs=1e-12)
        assert row["mean_absolute"] == pytest.approx(same["mean_absolute"], abs=1e-12)
    length = found["per_measurement"]["S-N"]
    assert length["within_1"] == pytest.approx(11 / 12)  # the last is off by 1.1 mm
    assert length["interval_95"]["mean_absolute"][0] < length["mean_absolute"]
    assert (found["films"], found["units"]["S-N"], found["missing"]) == (12, "mm", [])
    assert [each["table"] for each in found["made_by"]["truth"]] == ["anna.csv"]


def test_the_errors_of_predictions_are_those_that_bench_judges(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    words = predicted_tables(tmp_path, error_px=5.0)
    found = told(capsys, *words)
    assert main(["bench", "measurements", *words, "--json"]) == 0
    judged = json.loads(capsys.readouterr().out)
    for name, same in judged["measurements"].items():
        row = found["per_measurement"][name]
        for figure in ("values", "mean_absolute", "bias", "sd"):
            assert row[figure] == pytest.approx(same[figure], abs=1e-9)
    assert found["together"]["all in mm"]["values"] == judged["together"]["all in mm"]["values"]
    assert found["taken_as_model"] == ["found.csv"]


def test_the_truth_is_what_the_mean_of_the_readers_points_measures(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    one, other, mean = (named(tmp_path, n, by) for n, by in (("a", 0), ("b", 60), ("m", 30)))
    found = told(capsys, mean, "--truth", one, "--truth", other)
    assert [row["mean_absolute"] for row in found["per_measurement"].values()] == pytest.approx(
        [0.0] * len(found["per_measurement"])
    )
    words = (mean, "--truth", one, "--truth", other, "--agreed")
    agreed = told(capsys, *words, 7)  # N of the two is 6 mm apart
    assert (agreed["agreed_mm"], "S-N" in agreed["per_measurement"]) == (7.0, True)
    assert main(["evaluate", *map(str, words), "5", "--measurements"]) == 2
    assert "No film has a measurement from both" in capsys.readouterr().err


def test_without_a_spacing_there_are_angles_and_no_lengths(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    one, other = (named(tmp_path, n, 0, by, calibrated=False) for n, by in (("a", 0), ("b", 9)))
    found = told(capsys, one, "--truth", other)
    assert found["scale"] == "no spacing is known"
    assert "SNA" in found["per_measurement"]
    assert {found["units"][name] for name in found["per_measurement"]} == {"°"}
    assert "S-N" in told(capsys, one, "--truth", other, "--spacing", 0.2)["per_measurement"]


def test_errors_are_compared_with_those_of_another_table(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    truth, far = named(tmp_path, "truth", *[0.0] * 12), named(tmp_path, "far", *[20.0] * 12)
    near = named(tmp_path, "near", *[5.0] * 12)
    words = (far, "--truth", truth, "--against", near)
    length = told(capsys, *words)["against"]["S-N"]
    assert (length["table"], length["films"], length["points"]) == ("near.csv", 12, 12)
    assert length["differences"]["mean_absolute"] == pytest.approx(1.5)
    assert length["differences_interval_95"]["within_1"] == [-1.0, -1.0]
    assert main(["evaluate", *map(str, words), "--measurements"]) == 0
    heading, columns, *rows = capsys.readouterr().out.split("\n\n")[-1].splitlines()
    assert heading == "minus near.csv"
    assert "bias [95 %]" in columns
    (row,) = (row for row in rows if row.startswith("S-N mm"))
    assert "+1.50 [+1.50, +1.50]" in row


def test_figures_go_to_flat_tables(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    ben, anna = named(tmp_path, "ben", *TWELVE), named(tmp_path, "anna", *[0.0] * 12)
    figures, points = tmp_path / "figures.csv", tmp_path / "points.csv"
    written = ("--csv", figures, "--points", points)
    found = told(capsys, ben, "--truth", anna, *written, "--against", anna)
    rows = {(row["measurement"], row["unit"]): row for row in rows_of(figures)}
    row, same = rows["S-N", "mm"], found["per_measurement"]["S-N"]
    for figure in ("mean_absolute", "median_absolute", "bias", "sd", "within_1", "within_2"):
        assert float(row[figure]) == same[figure]
    assert float(row["bias_low"]) == same["interval_95"]["bias"][0]
    assert float(rows["all", "deg"]["values"]) == found["together"]["all in °"]["values"]
    against = rows["S-N minus anna.csv", "mm"]
    assert (
        float(against["mean_absolute"]) == found["against"]["S-N"]["differences"]["mean_absolute"]
    )
    assert against["sd"] == ""
    last = [row for row in rows_of(points) if row["measurement"] == "S-N"][-1]
    assert (last["film"], last["unit"]) == ("film-11", "mm")
    told_of = [float(last[column]) for column in ("value", "true_value", "difference")]
    assert told_of == pytest.approx([38.1, 37.0, 1.1])


def test_what_does_not_go_together_or_measures_nothing_is_refused_in_words(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    one = str(named(tmp_path, "one", 0))
    words = ["evaluate", one, "--truth", one, "--measurements"]
    assert main([*words, "--without", "S"]) == 2
    assert "--without leaves out landmarks" in capsys.readouterr().err
    sella = json.loads(paths.scheme_file("isbi19").read_text("utf-8"))
    sella |= {"title": "Sella alone", "landmarks": sella["landmarks"][:1]}
    (tmp_path / "sella.json").write_text(json.dumps(sella), "utf-8")
    assert main([*words, "--scheme", str(tmp_path / "sella.json")]) == 2
    assert "No measurement rests on the landmarks of Sella alone" in capsys.readouterr().err
