import csv
import json
from pathlib import Path

import pytest

from landmark_gui import paths
from landmark_gui.__main__ import main
from landmark_gui.document.case import Case
from landmark_gui.domain.annotation import Stamp
from landmark_gui.domain.cephalogram import FilmInfo
from landmark_gui.domain.landmarks import LandmarkScheme
from landmark_gui.exchange.formats.csv import write_csv
from landmark_gui.imaging.film import read_film
from landmark_gui.imaging.folder import find_films
from landmark_gui.phantom.phantom import make_phantom

ISBI = LandmarkScheme.read(paths.scheme_file("isbi19"))
HEIGHT_PX = 240


@pytest.fixture(scope="module")
def practice(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("out") / "practice"
    words = ["phantom", str(folder), "--count", "2", "--seed", "7", "--height", str(HEIGHT_PX)]
    assert main([*words, "--dicom"]) == 0
    return folder


@pytest.fixture(scope="module")
def found(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A table in which sella is 10 px off and everything else exact."""
    cases = []
    for seed in (7, 8):
        phantom = make_phantom(seed, height_px=HEIGHT_PX)
        case = Case.new(FilmInfo(f"phantom-{seed:04d}.png", "0", 193, HEIGHT_PX), ISBI)
        for name, point in phantom.landmarks.items():
            shifted = point.moved(10.0 if name == "S" else 0.0, 0.0)
            case = case.moved(name, shifted, Stamp.now("r"))
        cases.append(case)
    table = tmp_path_factory.mktemp("found") / "found.csv"
    write_csv(table, cases)
    return table


def test_phantoms_are_written_as_png_and_dicom_with_the_same_pixels(practice: Path) -> None:
    names = [film.name for film in find_films([practice])]
    assert sorted(names) == [
        "dicom/phantom-0007.dcm",
        "dicom/phantom-0008.dcm",
        "phantom-0007.png",
        "phantom-0008.png",
    ]
    png = read_film(practice / "phantom-0007.png", "x")
    dicom = read_film(practice / "dicom" / "phantom-0007.dcm", "x")
    assert (png.pixels == make_phantom(7, height_px=HEIGHT_PX).film.pixels).all()
    assert (dicom.pixels == png.pixels).all()
    assert dicom.info.spacing is not None


def test_the_truth_of_phantoms_is_in_pixel_indices(practice: Path) -> None:
    with (practice / "truth.csv").open(encoding="utf-8", newline="") as file:
        row = next(csv.DictReader(file))
    sella = make_phantom(7, height_px=HEIGHT_PX).landmarks["S"]
    assert row["image"] == "phantom-0007"
    assert float(row["1_x"]) == sella.x - 0.5
    assert float(row["1_y"]) == sella.y - 0.5


def test_a_folder_with_contents_is_left_alone_unless_told_otherwise(
    practice: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    words = ["phantom", str(practice), "--count", "1", "--seed", "7", "--height", str(HEIGHT_PX)]
    assert main(words) == 2
    assert "is not empty" in capsys.readouterr().err


def test_a_folder_that_cannot_be_made_is_a_sentence(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "file").touch()
    assert main(["phantom", str(tmp_path / "file" / "x")]) == 1
    assert "Not a directory" in capsys.readouterr().err


def test_evaluate_finds_the_error_that_was_made(
    practice: Path, found: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    words = ["evaluate", str(found), "--truth", str(practice / "truth.csv"), "--spacing", "0.5"]
    assert main([*words, "--without", "S", "--json"]) == 0
    report = json.loads(capsys.readouterr().out)
    assert report["films"] == 2
    assert report["per_landmark"]["S"]["mean_mm"] == pytest.approx(5.0)
    assert report["overall_without"]["mean_mm"] == pytest.approx(0.0, abs=1e-9)


def test_evaluate_reads_ids_as_those_of_the_scheme_that_is_named(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    table = tmp_path / "reader.csv"
    table.write_text("image,1_x,1_y,29_x,29_y\na,1,2,3,4\n")
    words = ["evaluate", str(table), "--truth", str(table), "--spacing", "0.5", "--json"]
    assert main([*words, "--scheme", "aariz29"]) == 0
    assert list(json.loads(capsys.readouterr().out)["per_landmark"]) == ["A", "Sn"]
    assert main(words) == 2
    assert main([*words, "--scheme", "nosuch"]) == 2
    assert "there is no scheme nosuch" in capsys.readouterr().err


def test_evaluate_counts_what_the_readers_agree_on(
    practice: Path, found: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    other = tmp_path / "other.csv"
    first, *rows = (practice / "truth.csv").read_text("utf-8").splitlines()
    moved = [row.split(",") for row in rows]
    moved[0][1] = "0"
    moved[1][1:3] = ["", ""]
    other.write_text("\n".join([first, *map(",".join, moved)]), "utf-8")
    truth = ["--truth", str(practice / "truth.csv"), "--truth", str(other), "--spacing", "0.5"]
    assert main(["evaluate", str(found), *truth, "--agreed", "4", "--json"]) == 0
    report = json.loads(capsys.readouterr().out)
    assert report["agreed_mm"] == 4
    assert report["overall"]["points"] == 2 * 19 - 2  # of one they differ, one is one reader's


def test_agreement_is_asked_only_of_the_films_of_a_list(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    spacings = {"a": "0.1,0.1,", "b": ",,"}
    columns = "image,image_sha256,landmark,status,x_px,y_px,spacing_x_mm,spacing_y_mm"
    header = f"{columns},spacing_source,image_width_px,image_height_px"
    lines = [f"{film},,S,moved,1,2,{mm}stated by the user" for film, mm in spacings.items()]
    lines = [line.replace(",,stated by the user", ",,") for line in lines]
    table = "\n".join([header, *(f"{line},50,60" for line in lines)])
    for name in ("found", "one", "other"):
        (tmp_path / f"{name}.csv").write_text(table, "utf-8")
    (tmp_path / "list.txt").write_text("a\n", "utf-8")
    words = ["evaluate", str(tmp_path / "found.csv"), "--agreed", "1", "--films"]
    words.append(str(tmp_path / "list.txt"))
    for name in ("one", "other"):
        words += ["--truth", str(tmp_path / f"{name}.csv")]
    assert main(words) == 0
    assert "1 film, 1 point, " in capsys.readouterr().out


def test_the_truth_may_be_a_table_of_ours_of_which_only_decisions_count(
    practice: Path, found: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    table = tmp_path / "corrected.csv"
    text = found.read_text("utf-8").replace(",moved,", ",predicted,")
    table.write_text(text.replace("S,Sella,predicted", "S,Sella,moved"), "utf-8")
    assert main(["evaluate", str(found), "--truth", str(table), "--spacing", "1", "--json"]) == 0
    overall = json.loads(capsys.readouterr().out)["overall"]
    assert (overall["points"], overall["mean_mm"]) == (2, 0.0)
    assert practice.is_dir()


def test_one_reader_cannot_agree_and_rows_are_whole(
    practice: Path, found: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    words = ["evaluate", str(found), "--spacing", "1", "--truth"]
    assert main([*words, str(practice / "truth.csv"), "--agreed", "1"]) == 2
    assert "at least two readers" in capsys.readouterr().err
    commas = tmp_path / "commas.csv"
    commas.write_text("image,1_x,1_y\nphantom-0007,133,5,187,0\n")
    assert main([*words, str(commas)]) == 2
    assert "more or fewer cells than the header" in capsys.readouterr().err


def test_evaluate_prints_a_table_over_the_films_of_a_list(
    practice: Path, found: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "list.txt").write_text("phantom-0008\n", "utf-8")
    words = ["evaluate", str(found), "--truth", str(practice / "truth.csv"), "--spacing", "0.1"]
    assert main([*words, "--films", str(tmp_path / "list.txt")]) == 0
    assert capsys.readouterr().out.startswith("1 film, 19 points, 0.1 mm/px")


def test_evaluate_measures_readers_by_their_mean(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for reader, x in (("one", 10), ("other", 14)):
        (tmp_path / f"{reader}.csv").write_text(f"image,1_x,1_y\na.png,{x},20\n", "utf-8")
    (tmp_path / "third.csv").write_text("image,1_x,1_y\na,12,23\n", "utf-8")
    readers = [str(tmp_path / "one.csv"), str(tmp_path / "other.csv")]
    words = ["--truth", str(tmp_path / "third.csv"), "--spacing", "0.5", "--json"]
    assert main(["evaluate", *readers, *words]) == 0
    assert json.loads(capsys.readouterr().out)["overall"]["mean_mm"] == pytest.approx(1.5)
    assert main(["evaluate", readers[0], *words]) == 0
    one_alone = json.loads(capsys.readouterr().out)
    assert one_alone["overall"]["mean_mm"] == pytest.approx(0.5 * 13**0.5)


def test_evaluate_refuses_two_spacings_for_a_film(
    practice: Path, found: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with found.open(encoding="utf-8", newline="") as table:
        rows = list(csv.DictReader(table))
    for name, mm in (("one", "0.1"), ("other", "0.2")):
        spacing = {"spacing_x_mm": mm, "spacing_y_mm": mm, "spacing_source": "stated by the user"}
        stated = [{**row, **spacing} for row in rows]
        with (tmp_path / f"{name}.csv").open("w", encoding="utf-8", newline="") as file:
            writer = csv.DictWriter(file, stated[0])
            writer.writeheader()
            writer.writerows(stated)
    tables = [str(tmp_path / "one.csv"), str(tmp_path / "other.csv")]
    assert main(["evaluate", *tables, "--truth", str(practice / "truth.csv")]) == 2
    assert "; --spacing sets one for all films" in capsys.readouterr().err


def test_evaluate_looks_at_pictures_and_spacings_of_the_readers_tables_too(
    found: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    labels = ["convert", str(found), str(tmp_path / "reader.csv"), "--to", "csv"]
    assert main([*labels, "--spacing", "0.5"]) == 0
    words = ["evaluate", str(found), "--truth", str(tmp_path / "reader.csv"), "--json"]
    capsys.readouterr()
    assert main(words) == 0  # the table that was found states no spacing
    assert "spacing" in json.loads(capsys.readouterr().out)["scale"]
    text = (tmp_path / "reader.csv").read_text("utf-8")
    (tmp_path / "reader.csv").write_text(text.replace(",193,", ",386,"), "utf-8")
    assert main(words) == 2
    assert "two pictures of 193 x 240 and 386 x 240 pixels" in capsys.readouterr().err


def test_evaluate_refuses_a_spacing_that_a_reader_contradicts(
    found: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for name, mm in (("found", "0.1"), ("reader", "0.2")):
        words = ["convert", str(found), str(tmp_path / f"{name}.csv"), "--to", "csv"]
        assert main([*words, "--spacing", mm]) == 0
    words = ["evaluate", str(tmp_path / "found.csv"), "--truth", str(tmp_path / "reader.csv")]
    assert main(words) == 2
    assert "two spacings for film phantom-0007; --spacing sets one" in capsys.readouterr().err
    assert main([*words, "--spacing", "0.1"]) == 0


def test_evaluate_names_the_films_without_spacing_and_what_to_do(
    practice: Path, found: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["evaluate", str(found), "--truth", str(practice / "truth.csv")]) == 2
    said = capsys.readouterr().err
    assert "Films phantom-0007, phantom-0008 state no spacing; --spacing sets one" in said


def test_evaluate_counts_landmarks_of_other_schemes_after_its_own(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for name, x in (("found", 10), ("reader", 14)):
        text = f"image,landmark,x_px,y_px\na,UMT,{x},20\na,S,{x},20\n"
        (tmp_path / f"{name}.csv").write_text(text, "utf-8")
    words = ["evaluate", str(tmp_path / "found.csv"), "--truth", str(tmp_path / "reader.csv")]
    assert main([*words, "--spacing", "0.5", "--json"]) == 0
    report = json.loads(capsys.readouterr().out)
    assert list(report["per_landmark"]) == ["S", "UMT"]
    assert report["overall"]["points"] == 2


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        (("--spacing", "0"), "0 is not a number above 0"),
        (("--spacing", "inf"), "inf is not a number above 0"),
        (("--truth", "none.csv"), "none.csv could not be read"),
        (("--without", "Xy"), "There is no point of Xy"),
    ],
)
def test_evaluate_refuses_in_one_sentence(
    practice: Path,
    found: Path,
    capsys: pytest.CaptureFixture[str],
    change: tuple[str, str],
    sentence: str,
) -> None:
    words = ["evaluate", str(found), "--truth", str(practice / "truth.csv"), "--spacing", "0.1"]
    assert main([*words, *change]) == 2
    said = capsys.readouterr().err
    assert sentence in said
    assert said.count("\n") == 1


def test_evaluate_refuses_a_table_that_is_none(
    practice: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "bad.csv").write_text("a,b\n", "utf-8")
    words = ["--truth", str(practice / "truth.csv"), "--spacing", "0.1"]
    assert main(["evaluate", str(tmp_path / "bad.csv"), *words]) == 2
    assert "bad.csv lacks the columns image" in capsys.readouterr().err
