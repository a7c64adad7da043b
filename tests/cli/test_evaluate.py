"""What `evaluate` counts, and what it says of the tables."""

import json
from pathlib import Path
from typing import Any

import pytest

from landmark_gui import __version__
from landmark_gui.__main__ import main

COLUMNS = (
    "image,image_sha256,landmark,status,x_px,y_px,spacing_x_mm,spacing_y_mm,spacing_source,"
    "image_width_px,image_height_px,reader"
)


def wide(folder: Path, name: str, *rows: str) -> str:
    path = folder / f"{name}.csv"
    path.write_text("\n".join(["image,1_x,1_y,2_x,2_y", *rows]), "utf-8")
    return str(path)


def long(folder: Path, name: str, *rows: str, spacing: str = ",,") -> str:
    """A table of ours; a row says film, landmark, status and place."""
    path = folder / f"{name}.csv"
    parts = (row.split(" ") for row in rows)
    lines = (f"{f},,{n},{status},{x},{y},{spacing},900,900,r" for f, n, status, x, y in parts)
    path.write_text("\n".join([COLUMNS, *lines]), "utf-8")
    return str(path)


def told(capsys: pytest.CaptureFixture[str], *words: str) -> dict[str, Any]:
    assert main(["evaluate", *words, "--json"]) == 0
    return dict(json.loads(capsys.readouterr().out))


def text(capsys: pytest.CaptureFixture[str], *words: str) -> str:
    assert main(["evaluate", *words]) == 0
    return capsys.readouterr().out


def test_of_a_readers_table_only_what_he_has_decided_is_measured(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    anna = long(tmp_path, "anna", "a S moved 10 10", "a N predicted 50 10", "b S predicted 10 10")
    ben = wide(tmp_path, "ben", "a,10,10,50,10", "b,10,10,50,10")
    words = (anna, "--truth", ben, "--spacing", "0.1")
    found = told(capsys, *words)
    assert (found["films"], found["overall"]["points"], found["missing"]) == (1, 1, ["b"])
    assert found["left_out"] == [{"table": "anna.csv", "points": 2}]
    assert found["taken_as_model"] == []
    line = "anna.csv: what is decided counts; 2 points not decided do not"
    assert line in text(capsys, *words).splitlines()


def test_a_table_in_which_nothing_is_decided_is_the_models_and_counts_whole(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    model = long(tmp_path, "model", "a S predicted 10 10", "a N predicted 50 10")
    words = (model, "--truth", wide(tmp_path, "ben", "a,10,10,50,10"), "--spacing", "0.1")
    found = told(capsys, *words)
    assert (found["overall"]["points"], found["taken_as_model"]) == (2, ["model.csv"])
    assert "decided" not in text(capsys, *words)


def test_predictions_of_what_a_reader_says_is_missing_are_counted(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    model = long(tmp_path, "model", *(f"{f} {n} predicted 5 5" for f in "ab" for n in ("S", "N")))
    reader = long(tmp_path, "r", "a S moved 5 5", "a N missing  ", "b N not_visible  ")
    words = (model, "--truth", reader, "--spacing", "0.1")
    assert told(capsys, *words)["points_without_truth"] == 2
    assert "2 points left out, as readers call the landmark missing or not visible" in text(
        capsys, *words
    )
    other = long(tmp_path, "other", "b N moved 5 5")  # who has placed it
    assert told(capsys, *words, "--truth", other)["points_without_truth"] == 1


def test_a_film_without_a_point_to_measure_is_not_counted(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    found = wide(tmp_path, "found", "a,10,10,,", "b,95,50,,")
    reader = wide(tmp_path, "reader", "a,10,10,,", "b,,,95,50")
    words = (found, "--truth", reader, "--spacing", "0.1")
    assert told(capsys, *words)["films"] == 1
    assert text(capsys, *words).startswith("1 film, 1 point, 0.1 mm/px\n1 point that readers have")


def test_points_of_one_reader_among_means_of_two_are_told_and_can_be_left_out(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    one = wide(tmp_path, "one", "a,10,10,50,50", "b,10,10,50,50")
    other = wide(tmp_path, "other", "a,30,10,,")
    words = (one, "--truth", one, "--truth", other, "--spacing", "0.1")
    mixed = told(capsys, *words)
    assert mixed["points_by_readers"] == [
        {"readers": 1, "points": 3},
        {"readers": 2, "points": 1},
    ]
    line = "the truth is one reader's at 3 points, the mean of 2 readers at 1 point"
    assert line in text(capsys, *words).splitlines()
    by_all = told(capsys, *words, "--by-all")
    assert (by_all["by_all"], by_all["films"], by_all["overall"]["points"]) == (True, 1, 1)
    said = text(capsys, *words, "--by-all")
    assert said.startswith("only points that all readers have\n1 film, 1 point")
    assert "the truth is" not in said


def test_by_all_needs_two_readers_and_a_point_that_both_have(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    one, other = wide(tmp_path, "one", "a,10,10,,"), wide(tmp_path, "other", "a,,,10,10")
    words = ["evaluate", one, "--spacing", "0.1", "--by-all", "--truth", one]
    assert main(words) == 2
    assert "--by-all needs the tables of at least two readers" in capsys.readouterr().err
    assert main([*words, "--truth", other]) == 2
    assert "There is no point that all readers have" in capsys.readouterr().err


def test_errors_are_compared_with_those_of_another_table(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    truth = wide(tmp_path, "truth", *(f"{n},10,10,50,50" for n in range(12)))
    far = wide(tmp_path, "far", *(f"{n},14,10,54,50" for n in range(12)))
    near = wide(tmp_path, "near", *(f"{n},11,10,," for n in range(12)))
    words = (far, "--truth", truth, "--spacing", "0.5", "--against", near)
    found = told(capsys, *words)["against"]
    assert (found["table"], found["films"], found["points"]) == ("near.csv", 12, 12)
    assert found["differences"]["mean_mm"] == pytest.approx(1.5)
    assert found["differences_interval_95"]["mean_mm"] == pytest.approx([1.5, 1.5])
    *_, apart, low, high = text(capsys, *words).splitlines()
    assert apart.split()[:4] == ["minus", "near.csv", "12", "+1.500"]
    assert (low.split()[3], high.split()[1]) == ("+1.500", "+1.500")
    (made,) = told(capsys, *words)["made_by"]["against"]
    assert made["table"] == "near.csv"


def test_another_table_without_a_point_of_the_readers_is_named(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    one, other = wide(tmp_path, "one", "a,10,10,,"), wide(tmp_path, "other", "b,10,10,,")
    assert main(["evaluate", one, "--truth", one, "--spacing", "1", "--against", other]) == 2
    assert "other.csv has none of the points that are evaluated" in capsys.readouterr().err


def test_the_spacings_of_one_table_count_where_readers_have_calibrated_for_themselves(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    ruler = "{0},{0},calibrated by ruler"
    anna = long(tmp_path, "anna", "a S moved 10 10", spacing=ruler.format("0.1"))
    ben = long(tmp_path, "ben", "a S moved 20 10", spacing=ruler.format("0.1003"))
    for words in (["compare", anna, ben], ["evaluate", anna, "--truth", ben]):
        assert main(words) == 2
        assert "--spacing-of takes those of one table" in capsys.readouterr().err
        assert main([*words, "--spacing-of", ben, "--json"]) == 0
        found = json.loads(capsys.readouterr().out)
        assert found["scale"] == "each film's spacing as in ben.csv: calibrated by ruler"
        told = found["pairs"][0] if "pairs" in found else found
        mean = told["overall"]["mean" if "pairs" in found else "mean_mm"]
        assert mean == pytest.approx(1.003)
        assert main([*words, "--spacing-of", ben, "--spacing", "0.1"]) == 2
        capsys.readouterr()


def test_a_report_names_its_tables_and_the_program(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    one, other = wide(tmp_path, "one", "a,10,10,,"), wide(tmp_path, "other", "a,10,10,,")
    made = told(capsys, one, "--truth", other, "--spacing", "0.1")["made_by"]
    assert made["app_version"] == __version__
    assert [table["table"] for table in made["tables"] + made["truth"]] == ["one.csv", "other.csv"]
    assert made["tables"][0]["sha256"] == made["truth"][0]["sha256"]
    assert main(["compare", one, other, "--json"]) == 0
    made = json.loads(capsys.readouterr().out)["made_by"]
    assert [table["table"] for table in made["tables"]] == ["one.csv", "other.csv"]
