import json
import shutil
from pathlib import Path

import pytest
from PIL import Image

from landmark_gui.__main__ import main
from landmark_gui.imaging.film import read_film
from tests.weights import write_own_scheme

HEIGHT_PX = 240


@pytest.fixture(scope="module")
def films(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("films") / "in"
    words = ["phantom", str(folder), "--count", "2", "--height", str(HEIGHT_PX), "--dicom"]
    assert main(words) == 0
    return folder


def picture(films: Path, out: Path, *words: str) -> int:
    table = str(films / "truth.csv")
    return main(["picture", str(films), "--landmarks", table, "--out", str(out), *words])


def test_every_film_of_a_folder_becomes_a_picture_in_film_resolution(
    films: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert picture(films, tmp_path / "out") == 0
    found = sorted(p.relative_to(tmp_path).as_posix() for p in tmp_path.rglob("*.*"))
    assert found == [
        "out/dicom/phantom-0000-landmarks.png",
        "out/dicom/phantom-0001-landmarks.png",
        "out/phantom-0000-landmarks.png",
        "out/phantom-0001-landmarks.png",
    ]
    with Image.open(tmp_path / found[0]) as drawn:
        assert drawn.size == (194, HEIGHT_PX)
    assert "4 of 4 pictures written" in capsys.readouterr().err


def test_pictures_do_not_go_to_stdout(
    films: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    assert picture(films, Path("-")) == 2
    assert "pictures cannot go to stdout" in capsys.readouterr().err
    assert not Path("-").exists()


def test_no_folder_is_called_like_a_picture_that_is_not_written(
    films: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert picture(films / "phantom-0000.png", tmp_path / "a.JPG", *table(films)) == 2
    assert "a.JPG ends in .jpg; pictures are written as png, svg, pdf." in capsys.readouterr().err
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(("ending", "start"), [("svg", b"<?xml"), ("pdf", b"%PDF-1.4")])
def test_the_name_of_the_file_tells_the_format(
    films: Path, tmp_path: Path, ending: str, start: bytes
) -> None:
    assert picture(films / "phantom-0000.png", tmp_path / f"a.{ending}", *table(films)) == 0
    assert (tmp_path / f"a.{ending}").read_bytes().startswith(start)


def table(films: Path) -> tuple[str, str]:
    return ("--landmarks", str(films / "truth.csv"))


def test_a_spacing_gives_a_scale_bar_with_its_source(films: Path, tmp_path: Path) -> None:
    film = films / "dicom" / "phantom-0000.dcm"
    assert picture(film, tmp_path / "own.svg", *table(films), "--scale-bar") == 0
    assert "mm (calibrated, GEOMETRY)" in (tmp_path / "own.svg").read_text("utf-8")
    assert picture(film, tmp_path / "typed.svg", *table(films), "--spacing", "0.2") == 0
    assert "mm (stated by the user)" in (tmp_path / "typed.svg").read_text("utf-8")


def test_where_no_spacing_is_known_the_missing_scale_is_told(
    films: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    film = films / "phantom-0000.png"
    assert picture(film, tmp_path / "a.svg", *table(films), "--scale-bar", "--json") == 0
    told = capsys.readouterr()
    assert json.loads(told.out)["without_scale_bar"] == ["phantom-0000.png"]
    assert "1 without a scale bar: no spacing is known" in told.err
    assert " mm" not in (tmp_path / "a.svg").read_text("utf-8")


def test_measurements_are_written_beside_the_film(films: Path, tmp_path: Path) -> None:
    film, out = films / "phantom-0000.png", tmp_path / "a.svg"
    assert picture(film, out, *table(films), "--measurements", "--spacing", "0.2") == 0
    text = out.read_text("utf-8")
    assert ">SNA<" in text
    assert ">Millimetres: stated by the user<" in text
    assert 'class="scale"' in text


@pytest.mark.parametrize("wanted", ["--measurements", "--tracing"])
def test_measurements_are_refused_where_the_landmarks_give_none(
    films: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], wanted: str
) -> None:
    write_own_scheme(tmp_path / "own.json", "own", ("UL",))
    marks = tmp_path / "marks.csv"
    marks.write_text("image,landmark,x_px,y_px\nphantom-0000.png,UL,1,2\n", "utf-8")
    film, out = films / "phantom-0000.png", tmp_path / "a.png"
    words = ("--landmarks", str(marks), "--scheme", str(tmp_path / "own.json"))
    assert picture(film, out, *words, wanted) == 2
    assert "No measurement rests on the landmarks of Our own." in capsys.readouterr().err
    assert picture(film, out, *words) == 0


def test_the_lines_of_measurements_are_drawn_where_they_are_wanted(
    films: Path, tmp_path: Path
) -> None:
    film, out = films / "phantom-0000.png", tmp_path / "a.svg"
    assert picture(film, out, *table(films), "--measurements") == 0
    assert 'class="tracing"' not in out.read_text("utf-8")
    assert picture(film, out, *table(films), "--tracing", "--overwrite") == 0
    assert 'class="tracing"' in out.read_text("utf-8")
    assert ">SNA<" not in out.read_text("utf-8")


def test_without_labels_no_word_is_drawn(films: Path, tmp_path: Path) -> None:
    assert (
        picture(films / "phantom-0000.png", tmp_path / "a.svg", *table(films), "--no-labels") == 0
    )
    assert "<text" not in (tmp_path / "a.svg").read_text("utf-8")


def test_a_film_that_the_table_lacks_does_not_stop_the_others(
    films: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    lines = (films / "truth.csv").read_text("utf-8").splitlines()
    (tmp_path / "short.csv").write_text("\n".join(lines[:2]), "utf-8")
    words = ["--landmarks", str(tmp_path / "short.csv"), "--json"]
    assert picture(films, tmp_path / "out", *words) == 1
    told = capsys.readouterr()
    found = json.loads(told.out)
    assert [film["image"] for film in found["failed"]] == [
        "dicom/phantom-0001.dcm",
        "phantom-0001.png",
    ]
    assert len(found["written"]) == 2
    assert "The table has no landmarks for this film." in told.err


def test_two_films_of_one_name_keep_their_endings(films: Path, tmp_path: Path) -> None:
    both = tmp_path / "both"
    both.mkdir()
    for name in ("phantom-0000.png", "dicom/phantom-0000.dcm"):
        (both / Path(name).name).write_bytes((films / name).read_bytes())
    assert picture(both, tmp_path / "out", *table(films)) == 0
    assert sorted(p.name for p in (tmp_path / "out").iterdir()) == [
        "phantom-0000.dcm-landmarks.png",
        "phantom-0000.png-landmarks.png",
    ]


def test_small_letters_make_no_other_name_of_two_films(films: Path, tmp_path: Path) -> None:
    both = tmp_path / "both"
    both.mkdir()
    (both / "FILM.png").write_bytes((films / "phantom-0000.png").read_bytes())
    (both / "film.dcm").write_bytes((films / "dicom/phantom-0000.dcm").read_bytes())
    header, first, *_ = (films / "truth.csv").read_text("utf-8").splitlines()
    rows = [first.replace("phantom-0000", stem) for stem in ("FILM", "film")]
    (tmp_path / "truth.csv").write_text("\n".join((header, *rows)), "utf-8")
    assert picture(both, tmp_path / "out", *table(tmp_path)) == 0
    written = sorted(p.name for p in (tmp_path / "out").iterdir())
    assert written == ["FILM.png-landmarks.png", "film.dcm-landmarks.png"]


def test_films_that_small_letters_alone_tell_apart_are_refused(
    films: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    both = tmp_path / "both"
    both.mkdir()
    for name in ("film.png", "Film.png"):
        (both / name).write_bytes((films / "phantom-0000.png").read_bytes())
    if len(list(both.iterdir())) == 1:
        pytest.skip("this drive does not tell them apart")
    assert picture(both, tmp_path / "out", *table(films)) == 2
    assert "two films would become" in capsys.readouterr().err


def test_a_picture_that_is_there_is_replaced_only_when_told(
    films: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    target = tmp_path / "a.png"
    target.write_bytes(b"mine")
    assert picture(films / "phantom-0000.png", target, *table(films)) == 2
    assert "--overwrite replaces it" in capsys.readouterr().err
    assert target.read_bytes() == b"mine"
    assert picture(films / "phantom-0000.png", target, *table(films), "--overwrite") == 0
    assert target.read_bytes() != b"mine"


def test_pictures_can_be_called_by_the_identity_of_their_films(
    films: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    film = films / "phantom-0000.png"
    words = [*table(films), "--names-by-identity", "--json"]
    assert picture(film, tmp_path / "out", *words) == 0
    (found,) = (tmp_path / "out").iterdir()
    assert found.name == f"{read_film(film).info.sha256}-landmarks.png"
    assert picture(film, tmp_path / "out", *words) == 1
    assert "--overwrite replaces it" in capsys.readouterr().err
    assert picture(film, tmp_path / "out", *words, "--overwrite") == 0


def test_a_film_is_never_replaced_by_its_picture(
    films: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    film = films / "phantom-0000.png"
    before = film.read_bytes()
    assert picture(film, film, *table(films), "--overwrite") == 2
    assert "is a film itself" in capsys.readouterr().err
    assert film.read_bytes() == before


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (["--out", "a.pdf"], "films do not fit into a.pdf; name a folder"),
        (["--out", "a.pdf", "--format", "png"], "a.pdf ends in .pdf, but --format says png"),
        (["--landmarks", "none.csv"], "none.csv could not be read"),
        (["--scheme", "mine"], "there is no scheme mine"),
        (["--spacing", "7"], "spacing of 7.0 x 7.0 mm is not plausible"),
    ],
)
def test_picture_refuses_in_one_sentence(
    films: Path,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    words: list[str],
    sentence: str,
) -> None:
    assert picture(films, tmp_path / "out", *words) == 2
    said = capsys.readouterr().err
    assert sentence in said
    assert said.count("\n") == 1
    assert not (tmp_path / "out").exists()


def test_a_folder_without_films_is_refused(
    films: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert picture(tmp_path, tmp_path / "out", *table(films)) == 2
    assert "there are no films" in capsys.readouterr().err


def test_the_picture_of_another_page_has_its_own_landmarks_and_name(
    films: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    page = Image.open(films / "phantom-0000.png")
    page.save(tmp_path / "film.tif", save_all=True, append_images=[page.resize((388, 480))])
    truth = (films / "truth.csv").read_text("utf-8")
    marks = tmp_path / "marks.csv"
    marks.write_text(truth.replace("phantom-0000", "film.tif#2"), "utf-8")
    words = ("--landmarks", str(marks), "--page", "2")
    assert picture(tmp_path / "film.tif", tmp_path / "out", *words) == 0
    with Image.open(tmp_path / "out" / "film.tif#2-landmarks.png") as drawn:
        assert drawn.size == (388, 480)
    assert picture(tmp_path / "film.tif", tmp_path / "out", "--landmarks", str(marks)) == 1
    assert "no landmarks for this film" in capsys.readouterr().err


def test_films_that_have_swapped_their_names_are_drawn_with_the_landmarks_of_their_pictures(
    films: Path, tmp_path: Path
) -> None:
    table = tmp_path / "known.csv"
    words = ["convert", str(films / "truth.csv"), str(table), "--to", "csv", "--films", str(films)]
    assert main(words) == 0
    one, other = films / "phantom-0000.png", films / "phantom-0001.png"
    shutil.copy(one, tmp_path / other.name)
    drawn = [tmp_path / "known.svg", tmp_path / "swapped.svg"]
    for film, out in zip((one, tmp_path / other.name), drawn, strict=True):
        assert picture(film, out, "--landmarks", str(table)) == 0
    assert drawn[0].read_text("utf-8") == drawn[1].read_text("utf-8")
