import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from landmark_gui import paths
from landmark_gui.__main__ import main
from landmark_gui.document.case import Case
from landmark_gui.domain.annotation import Stamp
from landmark_gui.domain.cephalogram import FilmInfo
from landmark_gui.domain.geometry import ImageGrid, PixelSpacing, Point, SpacingSource
from landmark_gui.domain.landmarks import LandmarkScheme
from landmark_gui.domain.prediction import Detection, Heatmap, Mode, Prediction, Provenance
from landmark_gui.exchange.formats.csv import write_csv
from landmark_gui.exchange.reader_table import write_reader_table

ISBI = LandmarkScheme.read(paths.scheme_file("isbi19"))
SENIOR = {f"{i:03}": {"S": Point(100.0 + i, 50), "N": Point(300 - i, 40.0)} for i in range(5)}


def ours(path: Path, spacing_mm: float | None = None) -> Path:
    """A table of ours in which sella lies (3, 4) px beside the senior's, without film 004."""
    cases = []
    for stem, points in list(SENIOR.items())[:4]:
        spacing = spacing_mm and PixelSpacing(spacing_mm, spacing_mm, SpacingSource.CALIBRATED)
        case = Case.new(FilmInfo(f"{stem}.png", "0", 500, 400, spacing or None), ISBI)
        case = case.moved("S", points["S"].moved(3, 4), Stamp.now("r"))
        cases.append(case.moved("N", points["N"], Stamp.now("r")))
    write_csv(path, cases)
    return path


def test_two_pictures_of_one_name_are_not_compared(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    one = ours(tmp_path / "one.csv")
    other = tmp_path / "other.csv"
    other.write_text(one.read_text("utf-8").replace(",500,400,", ",1000,800,"), "utf-8")
    assert main(["compare", str(one), str(other)]) == 2
    assert "two pictures of 500 x 400 and 1000 x 800 pixels" in capsys.readouterr().err


def test_two_pictures_of_one_name_do_not_matter_where_a_list_leaves_them_out(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    one = ours(tmp_path / "one.csv")
    rows = one.read_text("utf-8").splitlines()
    other = [row.replace(",500,400,", ",1000,800,") if "002.png" in row else row for row in rows]
    (tmp_path / "other.csv").write_text("\n".join(other), "utf-8")
    tables = [str(one), str(tmp_path / "other.csv")]
    assert main(["compare", *tables]) == 2
    (tmp_path / "list.txt").write_text("001\n003\n", "utf-8")
    capsys.readouterr()
    found = told(capsys, *tables, "--films", str(tmp_path / "list.txt"))
    assert found["films"] == ["001", "003"]


def detected(info: FilmInfo) -> Case:
    """A film with landmarks as the model sees them, beside each other."""
    predictions = tuple(
        Prediction(name, Point(20.0 * i, 50.0), 5.0, 10.0, 6.0)
        for i, name in enumerate(ISBI.abbreviations)
    )
    nothing = Heatmap(ImageGrid(1, 1, 1.0), (), np.zeros((0, 1, 1), np.float32))
    model = Provenance("m", "cd", Mode.MULTI, 8, 8, 0, "cpu")
    return Case.new(info, ISBI).detected(Detection(info.sha256, predictions, nothing, model))


def test_predictions_that_nobody_touched_are_no_reading(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    cases = [detected(FilmInfo(f"{i}.png", f"{i}", 500, 400)) for i in range(3)]
    write_csv(tmp_path / "model.csv", cases)
    read = [cases[0].moved("S", Point(3, 54), Stamp.now("r")), *cases[1:]]
    write_csv(tmp_path / "reader.csv", [read[0].marked_missing("N", Stamp.now("r")), *read[1:]])
    found = told(capsys, str(tmp_path / "model.csv"), str(tmp_path / "reader.csv"))
    overall = found["pairs"][0]["overall"]
    assert (overall["points"], overall["mean"]) == (1, 5.0)
    assert found["missing_films"] == {"model": [], "reader": ["1", "2"]}


@pytest.fixture
def senior(tmp_path: Path) -> Path:
    write_reader_table(tmp_path / "senior.csv", ISBI, SENIOR)
    return tmp_path / "senior.csv"


def told(capsys: pytest.CaptureFixture[str], *words: str) -> dict[str, Any]:
    assert main(["compare", *words, "--json"]) == 0
    return dict(json.loads(capsys.readouterr().out))


def test_both_kinds_of_table_are_compared_in_pixels(
    senior: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    found = told(capsys, str(senior), str(ours(tmp_path / "junior.csv")))
    assert (found["unit"], found["readers"]) == ("px", ["senior", "junior"])
    assert found["missing_films"] == {"senior": [], "junior": ["004"]}
    pair = found["pairs"][0]
    assert pair["per_landmark"]["S"]["mean"] == pytest.approx(5.0)
    assert pair["per_landmark"]["S"]["x"]["bias"] == pytest.approx(3.0)


def test_our_own_wide_table_is_a_reading_and_a_truth(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    long, wide = ours(tmp_path / "long.csv", 0.1), tmp_path / "wide.csv"
    assert main(["convert", str(long), str(wide), "--to", "csv-wide"]) == 0
    found = told(capsys, str(long), str(wide))
    assert (found["unit"], found["pairs"][0]["overall"]["greatest"]) == ("mm", 0.0)
    for measured, truth in ((long, wide), (wide, long)):
        assert main(["evaluate", str(measured), "--truth", str(truth), "--json"]) == 0
        assert json.loads(capsys.readouterr().out)["overall"]["mean_mm"] == 0.0


def test_a_spacing_makes_millimetres(
    senior: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    table = str(ours(tmp_path / "junior.csv"))
    assert main(["compare", str(senior), table, "--spacing", "0.1"]) == 0
    text = capsys.readouterr().out
    assert text.startswith("2 readers, 4 films; figures in mm (0.1 mm/px)")
    assert "ICC(2,1)" in text


def test_the_spacing_that_a_table_states_is_used(
    senior: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    found = told(capsys, str(senior), str(ours(tmp_path / "junior.csv", 0.2)))
    assert (found["unit"], found["spacing_mm"]) == ("mm", None)
    assert found["pairs"][0]["overall"]["greatest"] == pytest.approx(1.0)


def test_a_film_without_spacing_among_others_does_not_make_pixels_of_all(
    senior: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    table = ours(tmp_path / "junior.csv", 0.2)
    lines = table.read_text("utf-8").splitlines(keepends=True)
    bare = [
        line.replace("0.2,0.2,calibrated", ",,") if line[:3] == "002" else line for line in lines
    ]
    table.write_text("".join(bare), "utf-8")
    assert main(["compare", str(senior), str(table)]) == 2
    said = capsys.readouterr().err
    assert "Film 002 states no spacing; --spacing sets one for all films, --films names" in said
    (tmp_path / "list.txt").write_text("001\n003\n", "utf-8")
    words = [str(senior), str(table)]
    assert told(capsys, *words, "--films", str(tmp_path / "list.txt"))["unit"] == "mm"
    assert told(capsys, *words, "--spacing", "0.1")["unit"] == "mm"


def test_tables_that_contradict_each_other_in_spacing_are_refused(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    tables = [str(ours(tmp_path / "a.csv", 0.2)), str(ours(tmp_path / "b.csv", 0.1))]
    assert main(["compare", *tables]) == 2
    assert "two spacings for film 000; --spacing sets one" in capsys.readouterr().err
    assert main(["compare", *tables, "--spacing", "0.1"]) == 0


def test_readers_in_files_of_the_same_name_are_told_apart_by_their_folders(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    for folder in ("one", "two"):
        Path(folder).mkdir()
        ours(Path(folder, "t.csv"))
    assert told(capsys, "one/t.csv", "two/t.csv")["readers"] == ["one/t.csv", "two/t.csv"]


def test_a_list_of_films_narrows_the_comparison(
    senior: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "list.txt").write_text("001\n003\n", "utf-8")
    table = str(ours(tmp_path / "junior.csv"))
    found = told(capsys, str(senior), table, "--films", str(tmp_path / "list.txt"))
    assert found["films"] == ["001", "003"]


def said_of(path: Path, films: dict[str, tuple[str, Point]]) -> Path:
    """A table of ours with sella on films, by name with their hash."""
    cases = [
        Case.new(FilmInfo(name, sha256, 500, 400), ISBI).moved("S", point, Stamp.now("r"))
        for name, (sha256, point) in films.items()
    ]
    write_csv(path, cases)
    return path


def test_patients_in_folders_with_equal_file_names_are_compared_and_listed(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    near, far = Point(100, 50), Point(300, 50)
    one = {"p1/1.png": ("", near), "p2/1.png": ("", far)}
    other = {"p2/1.png": ("", far.moved(3, 0)), "p1/1.png": ("", near)}
    tables = [str(said_of(tmp_path / "a.csv", one)), str(said_of(tmp_path / "b.csv", other))]
    found = told(capsys, *tables)
    assert found["films"] == ["p1/1", "p2/1"]
    assert found["pairs"][0]["overall"]["greatest"] == 3.0
    (tmp_path / "list.txt").write_text("p1/1.png\n", "utf-8")
    found = told(capsys, *tables, "--films", str(tmp_path / "list.txt"))
    assert (found["films"], found["pairs"][0]["overall"]["greatest"]) == (["p1/1"], 0.0)
    words = ["--truth", tables[1], "--spacing", "1", "--films", str(tmp_path / "list.txt")]
    assert main(["evaluate", tables[0], *words, "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["overall"]["mean_mm"] == 0.0


def test_the_name_of_a_film_does_not_steer_the_terminal(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    steering = "\x1b]0;owned\x07.png"
    one = said_of(tmp_path / "\x1b[31ma.csv", {steering: ("", Point(100, 50))})
    other = said_of(tmp_path / "b.csv", {steering: ("", Point(103, 50))})
    assert main(["compare", str(one), str(other)]) == 0
    said = capsys.readouterr().out
    assert "3.00" in said
    assert "\x1b" not in said
    assert "\x07" not in said


def test_films_are_known_by_their_pictures_whatever_they_are_called(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    near, far = Point(100, 50), Point(300, 50)
    one = said_of(tmp_path / "a.csv", {"x.png": ("aa", near), "y.png": ("bb", far)})
    for names in (("y.png", "x.png"), ("blind_1.png", "blind_2.png")):
        other = {names[0]: ("aa", near), names[1]: ("bb", far)}
        table = said_of(tmp_path / "b.csv", other)
        found = told(capsys, str(one), str(table))
        assert found["pairs"][0]["films"] == 2
        assert found["pairs"][0]["overall"]["greatest"] == 0.0
        words = ["--truth", str(table), "--spacing", "1", "--json"]
        assert main(["evaluate", str(one), *words]) == 0
        assert json.loads(capsys.readouterr().out)["overall"]["mean_mm"] == 0.0


def test_a_name_that_may_mean_several_films_is_refused(
    senior: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    films = {f"{patient}/001.png": ("", Point(1, 1)) for patient in "ab"}
    assert main(["compare", str(senior), str(said_of(tmp_path / "b.csv", films))]) == 2
    assert "More than one film is called 001; give its full name" in capsys.readouterr().err


def test_figures_and_points_go_to_tables_that_nothing_replaces_unasked(
    senior: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    table, out, points = ours(tmp_path / "junior.csv"), tmp_path / "o.csv", tmp_path / "p.csv"
    for command in (
        ["compare", str(senior), str(table)],
        ["evaluate", str(table), "--truth", str(senior)],
    ):
        words = [*command, "--spacing", "0.1", "--csv", str(out), "--points", str(points)]
        assert main([*words, "--overwrite"]) == 0
        assert "mean_mm" in out.read_text("utf-8").splitlines()[0]
        assert len(points.read_text("utf-8").splitlines()) == 1 + 8
        capsys.readouterr()
        assert main(words) == 2
        assert "o.csv exists; --overwrite replaces it" in capsys.readouterr().err
        for target in (table, senior):
            assert main([*command, "--points", str(target), "--overwrite"]) == 2
            assert "is also an input" in capsys.readouterr().err
        assert main([*command, "--csv", "-"]) == 2
        same = tmp_path / "films" / ".." / "x.csv"
        assert main([*command, "--csv", str(tmp_path / "x.csv"), "--points", str(same)]) == 2
        assert f"cannot both be {tmp_path / 'x.csv'}" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (["senior.csv"], "at least two readers"),
        (["senior.csv", "senior.csv"], "one table is given twice"),
        (["senior.csv", "none.csv"], "none.csv could not be read"),
        (["senior.csv", "none.csv", "--scheme", "mine"], "there is no scheme mine"),
        (["senior.csv", "none.csv", "--films", "none.txt"], "none.txt cannot be read"),
    ],
)
def test_compare_refuses_in_one_sentence(
    senior: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
    words: list[str],
    sentence: str,
) -> None:
    monkeypatch.chdir(senior.parent)
    assert main(["compare", *words]) == 2
    said = capsys.readouterr().err
    assert sentence in said
    assert said.count("\n") == 1


def test_a_table_in_which_nothing_is_decided_is_said_to_be_taken_as_the_models(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    write_csv(tmp_path / "model.csv", [detected(FilmInfo("0.png", "0", 500, 400))])
    read = detected(FilmInfo("0.png", "0", 500, 400)).moved("S", Point(3, 54), Stamp.now("r"))
    write_csv(tmp_path / "reader.csv", [read])
    words = [str(tmp_path / "model.csv"), str(tmp_path / "reader.csv")]
    assert told(capsys, *words)["taken_as_model"] == ["model"]
    assert main(["compare", *words]) == 0
    said = capsys.readouterr().out
    assert "\nmodel: nothing is decided; taken as the model's\n" in said
    assert "reader: nothing" not in said


def test_a_film_on_which_a_reader_says_that_nothing_is_there_was_read(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    films = [Case.new(FilmInfo(f"{i}.png", f"{i}", 500, 400), ISBI) for i in range(2)]
    placed = [case.moved("S", Point(3, 54), Stamp.now("r")) for case in films]
    write_csv(tmp_path / "one.csv", placed)
    write_csv(tmp_path / "other.csv", [placed[0], films[1].marked_missing("S", Stamp.now("r"))])
    found = told(capsys, str(tmp_path / "one.csv"), str(tmp_path / "other.csv"))
    assert found["missing_films"] == {"one": [], "other": []}
    assert found["pairs"][0]["only_first"] == 1
    assert found["pairs"][0]["said"]["S"]["placed"] == {
        "placed": 1,
        "missing": 1,
        "not_visible": 0,
        "undecided": 0,
    }
