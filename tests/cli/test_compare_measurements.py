"""`compare --measurements`: readers against each other in SNA, S-N and the like."""

import csv
import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from landmark_gui import paths
from landmark_gui.__main__ import main
from landmark_gui.document.case import Case
from landmark_gui.domain.annotation import Stamp
from landmark_gui.domain.cephalogram import FilmInfo
from landmark_gui.domain.geometry import PixelSpacing, Point, SpacingSource
from landmark_gui.domain.landmarks import LandmarkScheme
from landmark_gui.evaluation.readers import ComparisonError
from landmark_gui.exchange.analyses import analysis_of
from landmark_gui.exchange.formats.csv import write_csv
from landmark_gui.exchange.measured_readings import compared_measurements

ISBI = LandmarkScheme.read(paths.scheme_file("isbi19"))
HEAD = {"S": Point(100, 100), "N": Point(800, 100), "A": Point(800, 600), "B": Point(700, 1100)}
CALIBRATED = PixelSpacing(0.1, 0.1, SpacingSource.CALIBRATED)


def table(path: Path, *by_px: float, spacing: PixelSpacing | None = CALIBRATED) -> Path:
    """Films by the names of the table on which N lies further to the front."""
    cases = []
    for i, by in enumerate(by_px):
        film = FilmInfo(f"{path.stem}-{i}.png", f"{i}" * 64, 1000, 1200, spacing)
        case = Case.new(film, ISBI)
        for name, point in HEAD.items():
            there = point.moved(by if name == "N" else 30.0 * i, 0)
            case = case.moved(name, there, Stamp.now(path.stem))
        cases.append(case)
    write_csv(path, cases)
    return path


def told(capsys: pytest.CaptureFixture[str], *words: object) -> dict[str, Any]:
    assert main(["compare", *map(str, words), "--measurements", "--json"]) == 0
    return dict(json.loads(capsys.readouterr().out))


def measured(capsys: pytest.CaptureFixture[str], path: Path) -> list[dict[str, float]]:
    assert main(["measure", str(path), "--json"]) == 0
    return [film["values"] for film in json.loads(capsys.readouterr().out)["films"]]


def test_readers_are_compared_in_what_measure_says_of_their_tables(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    anna, ben = table(tmp_path / "anna.csv", 0, 0, 0), table(tmp_path / "ben.csv", 5, 10, 6)
    found = told(capsys, anna, ben)
    of_anna, of_ben = measured(capsys, anna), measured(capsys, ben)
    (pair,) = found["pairs"]
    for name in ("SNA", "ANB", "S-N"):
        apart = [b[name] - a[name] for a, b in zip(of_anna, of_ben, strict=True)]
        assert pair["per_measurement"][name]["bias"] == pytest.approx(sum(apart) / 3, abs=1e-3)
        assert pair["per_measurement"][name]["films"] == 3
    assert pair["per_measurement"]["S-N"]["bias"] == pytest.approx(0.7)
    assert (found["units"]["SNA"], found["units"]["S-N"]) == ("°", "mm")
    assert "FMA" not in pair["per_measurement"]  # its landmarks are not placed
    assert [each["table"] for each in found["made_by"]["tables"]] == ["anna.csv", "ben.csv"]


def test_without_a_spacing_there_are_angles_and_no_lengths(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    tables = [table(tmp_path / f"{name}.csv", 0, 5, spacing=None) for name in ("anna", "ben")]
    assert {"SNA"} <= told(capsys, *tables)["pairs"][0]["per_measurement"].keys() - {"S-N"}
    row = told(capsys, *tables, "--spacing", "0.2")["pairs"][0]["per_measurement"]["S-N"]
    assert (row["bias"], row["films"]) == (0.0, 2)


def test_films_without_a_spacing_have_their_angles_compared(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    anna = table(tmp_path / "anna.csv", 0, 5, 9)
    rows = anna.read_text("utf-8").splitlines(keepends=True)
    anna.write_text(
        "".join(r.replace("0.1,0.1,calibrated", ",,") if "-1.png" in r else r for r in rows)
    )
    ben = table(tmp_path / "ben.csv", 0, 5, 9, spacing=None)
    found = told(capsys, anna, ben)["pairs"][0]["per_measurement"]
    assert (found["SNA"]["films"], found["S-N"]["films"]) == (3, 2)


def test_a_measurement_counts_where_all_its_landmarks_are_decided(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    anna, ben = table(tmp_path / "anna.csv", 0, 0), tmp_path / "ben.csv"
    film = FilmInfo("x.png", "0" * 64, 1000, 1200, CALIBRATED)
    case = Case.new(film, ISBI)
    for name in ("S", "N", "A"):
        case = case.moved(name, HEAD[name], Stamp.now("ben"))
    write_csv(ben, [case])
    found = told(capsys, anna, ben)
    assert {"SNA", "S-N"} <= found["pairs"][0]["per_measurement"].keys()
    assert not {"SNB", "ANB"} & found["pairs"][0]["per_measurement"].keys()
    assert found["missing_films"] == {"anna": [], "ben": ["anna-1"]}


def test_pixels_are_oblong_for_all_readers_though_one_table_states_it(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    film = FilmInfo("a.png", "0" * 64, 1000, 1200)
    for name, aspect in (("anna", 2.0), ("ben", 1.0)):
        case = Case.new(replace(film, pixel_aspect=aspect), ISBI)
        for landmark, point in HEAD.items():
            case = case.moved(landmark, point, Stamp.now(name))
        write_csv(tmp_path / f"{name}.csv", [case])
    found = told(capsys, tmp_path / "anna.csv", tmp_path / "ben.csv")
    assert found["pairs"][0]["per_measurement"]["ANB"]["bias"] == 0.0


def test_figures_of_measurements_go_to_flat_tables(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    tables = [
        table(tmp_path / f"{name}.csv", *by)
        for name, by in (
            ("anna", (0, 0, 0)),
            ("ben", (5, 10, 6)),
            ("cleo", (1, 2, 3)),
        )
    ]
    pairs, points = tmp_path / "pairs.csv", tmp_path / "points.csv"
    found = told(capsys, *tables, "--csv", pairs, "--points", points)
    with pairs.open(encoding="utf-8", newline="") as file:
        rows = [row for row in csv.DictReader(file) if row["measurement"] == "S-N"]
    assert [(row["first"], row["second"]) for row in rows] == [
        ("anna", "ben"),
        ("anna", "cleo"),
        ("ben", "cleo"),
        ("", ""),
    ]
    assert {row["unit"] for row in rows} == {"mm"}
    for row, pair in zip(rows, found["pairs"], strict=False):
        told_of = pair["per_measurement"]["S-N"]
        assert float(row["dahlberg"]) == told_of["dahlberg"]
        assert float(row["limit_high"]) == told_of["limits"][1]
        assert float(row["icc"]) == told_of["icc"]["value"]
    assert float(rows[3]["icc"]) == found["icc"]["S-N"]["value"]
    assert rows[3]["dahlberg"] == ""
    with points.open(encoding="utf-8", newline="") as file:
        first = next(row for row in csv.DictReader(file) if row["measurement"] == "S-N")
    assert (first["film"], first["second"], first["unit"]) == ("anna-0", "ben", "mm")
    assert [float(first[c]) for c in ("first_value", "second_value", "difference")] == (
        pytest.approx([70.0, 70.5, 0.5])
    )


def test_tables_of_measure_are_no_landmarks_and_the_remedy_is_named(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    angles = tmp_path / "angles.csv"
    assert main(["measure", str(table(tmp_path / "t.csv", 0)), "--csv", str(angles)]) == 0
    assert main(["compare", str(angles), str(tmp_path / "t.csv"), "--measurements"]) == 2
    said = capsys.readouterr().err
    assert "angles.csv has measurements and no landmarks" in said


def test_a_scheme_that_suffices_for_no_measurement_is_named(tmp_path: Path) -> None:
    sella = replace(ISBI, landmarks=ISBI.landmarks[:1])
    tables = [table(tmp_path / f"{name}.csv", 0, 5) for name in ("anna", "ben")]
    with pytest.raises(ComparisonError, match=f"No measurement rests on .* {ISBI.title}"):
        compared_measurements(tables, sella, analysis_of(sella))


def test_a_table_whose_spacings_count_and_that_states_none_leaves_no_lengths(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    anna, ben = table(tmp_path / "anna.csv", 0, 5), table(tmp_path / "ben.csv", 0, 5, spacing=None)
    found = told(capsys, anna, ben, "--spacing-of", ben)
    assert found["scale"] == "no spacing is known"
    assert "S-N" not in found["pairs"][0]["per_measurement"]
