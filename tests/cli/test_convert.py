import io
import json
import subprocess
import sys
from dataclasses import replace
from pathlib import Path
from unittest.mock import Mock

import pytest
from PIL import Image

from landmark_gui.__main__ import main
from landmark_gui.cli.films_beside import FilmsBeside
from landmark_gui.domain.cephalogram import FilmInfo
from landmark_gui.domain.geometry import PixelSpacing, SpacingSource
from landmark_gui.exchange.context import Context
from landmark_gui.exchange.errors import ExchangeError
from landmark_gui.exchange.formats import csv, labelme
from landmark_gui.exchange.picture.png import write_png
from landmark_gui.exchange.registry import FORMATS
from landmark_gui.imaging.film import read_film
from landmark_gui.phantom.phantom import make_phantom
from tests.exchange.labelled_films import AARIZ, ISBI, SMALL, complete_film, context


class Terminal:
    """Stands in for stdin or stdout, bytes and all."""

    def __init__(self, data: bytes = b"") -> None:
        self.buffer = io.BytesIO(data)

    def isatty(self) -> bool:
        return False

    def flush(self) -> None:
        """Do nothing."""

    def write(self, text: str) -> int:
        return self.buffer.write(text.encode())


@pytest.fixture
def table(tmp_path: Path) -> Path:
    films = [complete_film(name, ISBI) for name in ("a.png", "sub/b.png")]
    (tmp_path / "labels.csv").write_bytes(csv.render(films, context(ISBI)))
    return tmp_path / "labels.csv"


def convert(*words: object) -> int:
    return main(["convert", *map(str, words)])


def test_a_table_becomes_a_folder_and_comes_back(
    table: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert convert(table, tmp_path / "out", "--to", "xanylabeling") == 0
    assert (tmp_path / "out/sub/b.json").is_file()
    assert "not carried over: which model made the prediction (2 of 2" in capsys.readouterr().err
    assert convert(tmp_path / "out", tmp_path / "back.csv", "--to", "csv", "--identified") == 0
    sent, back = csv.read_csv(table), csv.read_csv(tmp_path / "back.csv")
    assert {n: f.points for n, f in back.items()} == {n: f.points for n, f in sent.items()}


def test_the_report_says_what_became_of_everything(
    table: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert convert(table, tmp_path / "o.tps", "--to", "tps", "--json", "--names-by-identity") == 2
    assert "a.png and sub/b.png are the same film; leave one out" in capsys.readouterr().err
    one = tmp_path / "one.csv"
    one.write_bytes(csv.render([complete_film("a.png", ISBI)], context(ISBI)))
    assert convert(one, tmp_path / "o.tps", "--to", "tps", "--json", "--names-by-identity") == 0
    report = json.loads(capsys.readouterr().out)
    assert report["removed"] == ["the time of reading of 19 landmarks", "the file names of 1 film"]
    assert report["written"] == [{"image": "ab" * 32 + ".png", "file": str(tmp_path / "o.tps")}]
    assert (report["from"], report["to"], report["scheme"]) == ("csv", "tps", "isbi19")
    assert any(words.startswith("which model") for words in report["not_carried"])
    assert report["failed"] == []


def test_times_go_only_when_asked(table: Path, tmp_path: Path) -> None:
    convert(table, tmp_path / "shut.csv", "--to", "csv")
    convert(table, tmp_path / "open.csv", "--to", "csv", "--identified")
    assert "2026-05-17" not in (tmp_path / "shut.csv").read_text("utf-8")
    assert "Dr. A" in (tmp_path / "shut.csv").read_text("utf-8")
    assert (tmp_path / "open.csv").read_bytes() == table.read_bytes()


def test_stdin_and_stdout(
    table: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    out = Terminal()
    monkeypatch.setattr(sys, "stdin", Terminal(table.read_bytes()))
    monkeypatch.setattr(sys, "stdout", out)
    assert convert("-", "-", "--to", "coco") == 0
    assert len(json.loads(out.buffer.getvalue())["images"]) == 2
    assert convert(table, "-", "--to", "coco", "--json") == 2
    assert "cannot both go to stdout" in capsys.readouterr().err
    assert convert(table, "-", "--to", "labelme") == 2
    assert "one file per film; name a folder" in capsys.readouterr().err
    assert list(tmp_path.iterdir()) == [table]


def test_labels_from_stdin_want_a_folder_of_films_that_is_there(
    table: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(sys, "stdin", Terminal(table.read_bytes()))
    assert convert("-", "x.csv", "--to", "csv", "--films", table.parent / "none") == 2
    assert "there is no folder" in capsys.readouterr().err


def test_films_are_found_however_a_system_stores_their_accents(tmp_path: Path) -> None:
    Image.new("L", (30, 20)).save(tmp_path / "Mu\u0308ller.png")
    films = FilmsBeside.of(tmp_path)
    assert films.path("M\u00fcller") == films.path("Mu\u0308ller.png") == films.paths()[0]


@pytest.mark.parametrize(
    ("words", "reason"),
    [
        (("none.csv", "x.csv", "--to", "csv"), "there is no file or folder none.csv"),
        (("{table}", "x", "--to", "vott"), "invalid choice: 'vott'"),
        (("{table}", "{table}", "--to", "csv"), "exists; --overwrite replaces it"),
        (("{table}", "x.csv", "--to", "csv", "--films", "none"), "there is no folder none"),
        (("{table}", "x.csv", "--to", "csv", "--scheme", "none"), "there is no scheme none"),
        (("{table}", "x.csv", "--to", "csv", "--label-map", "none"), "none could not be read"),
        (("{table}", "x.csv", "--to", "csv", "--spacing", "9"), "not plausible"),
        (("{table}", "x.csv", "--to", "csv", "--from", "coco"), "is not a JSON file"),
        (("{table}", "x.csv", "--to", "csv", "--scheme", "aariz29"), "has no landmark L1, U1"),
        (("{empty}", "x.csv", "--to", "csv"), "there are no label files"),
        (("{table}", "x", "--to", "aariz", "--to-scheme", "isbi19"), "the labels of aariz29 only"),
    ],
)
def test_a_command_that_makes_no_sense_ends_with_2_and_one_sentence(
    table: Path,
    words: tuple[str, ...],
    reason: str,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    empty = table.parent / "empty"
    monkeypatch.chdir(table.parent)
    empty.mkdir()
    assert convert(*(word.format(table=table, empty=empty) for word in words)) == 2
    err = capsys.readouterr().err
    assert reason in err
    assert err.count("\n") == 1
    assert not Path("x.csv").exists()


def test_one_broken_file_ends_with_1_and_the_others_are_there(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = tmp_path / "in"
    folder.mkdir()
    (folder / "a.json").write_bytes(labelme.render([complete_film("a.png", ISBI)], context(ISBI)))
    (folder / "b.json").write_bytes(b'{"shapes": [{"label": "S", "points": []}]}')
    assert convert(folder, tmp_path / "out.csv", "--to", "csv") == 1
    assert "b.json: FAILED: b.json: shapes[0].points" in capsys.readouterr().err
    assert list(csv.read_csv(tmp_path / "out.csv")) == ["a.png"]


def test_labels_of_the_other_scheme_are_told_by_themselves(tmp_path: Path) -> None:
    film = complete_film("a.png", AARIZ)
    (tmp_path / "in.csv").write_bytes(csv.render([film], context(AARIZ)))
    assert convert(tmp_path / "in.csv", tmp_path / "out.csv", "--to", "csv", "--identified") == 0
    assert csv.read_csv(tmp_path / "out.csv")["a.png"].points == film.points


def test_aariz_gets_only_the_landmarks_it_defines_so(
    table: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert convert(table, tmp_path / "out", "--to", "aariz") == 0
    assert "not carried over: Go, UL, LL, Pog', Ar: not the same" in capsys.readouterr().err
    root = json.loads((tmp_path / "out/a.json").read_bytes())
    assert {"LIT", "UIT"} <= {mark["symbol"] for mark in root["landmarks"]}


def test_films_give_size_identity_and_spacing(tmp_path: Path) -> None:
    write_png(tmp_path / "films.png", make_phantom(0, height_px=200).film)
    (tmp_path / "films").mkdir()
    write_png(tmp_path / "films/001.png", make_phantom(0, height_px=200).film)
    lines = "".join(f"{10 + i},{20 + i}\n" for i in range(19))
    (tmp_path / "001.txt").write_text(lines, "ascii")
    words = ("--to", "csv", "--films", tmp_path / "films", "--spacing", "0.5")
    assert convert(tmp_path / "001.txt", tmp_path / "out.csv", *words) == 0
    film = csv.read_csv(tmp_path / "out.csv")["001.png"].film
    assert film.height_px == 200
    assert len(film.sha256) == 64
    assert film.spacing is not None
    assert film.spacing.x_mm == 0.5


def test_what_a_reader_calibrated_is_kept_against_the_resolution_of_the_file(
    tmp_path: Path,
) -> None:
    (tmp_path / "films").mkdir()
    drawn = Image.fromarray(make_phantom(0, height_px=200).film.pixels)
    drawn.save(tmp_path / "films/a.png", dpi=(300, 300))
    film = read_film(tmp_path / "films/a.png", "a.png").info
    measured = PixelSpacing(0.25, 0.25, SpacingSource.RULER)
    assert film.spacing not in {None, measured}
    labelled = replace(complete_film("a.png", ISBI), film=replace(film, spacing=measured))
    (tmp_path / "in.csv").write_bytes(csv.render([labelled], context(ISBI)))
    words = ("--to", "csv", "--films", tmp_path / "films")
    assert convert(tmp_path / "in.csv", tmp_path / "out.csv", *words) == 0
    assert csv.read_csv(tmp_path / "out.csv")["a.png"].film.spacing == measured


def test_two_films_of_one_name_are_asked_about(tmp_path: Path) -> None:
    for folder in ("x", "y"):
        (tmp_path / folder).mkdir()
        write_png(tmp_path / folder / "001.png", make_phantom(0, height_px=200).film)
    films = FilmsBeside.of(tmp_path)
    assert films.path("x/001.jpg") == tmp_path / "x/001.png"
    with pytest.raises(ExchangeError, match=r"001 may be x/001\.png and y/001\.png"):
        films.path("001")
    assert films.path("002") is None
    assert films.path("") is None
    assert (films.numbered(2), films.numbered(3), films.numbered(0)) == ("y/001.png", None, None)


def test_a_film_that_cannot_be_read_is_said(tmp_path: Path) -> None:
    (tmp_path / "a.png").write_bytes(b"no film")
    with pytest.raises(ExchangeError, match=r"^a\.png: "):
        FilmsBeside.of(tmp_path).info("a")


def test_one_damaged_film_does_not_stop_the_labels_of_the_others(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder, table = tmp_path / "films", tmp_path / "wide.csv"
    folder.mkdir()
    write_png(folder / "a.png", make_phantom(0, height_px=200).film)
    (folder / "b.png").write_bytes(b"cut off")
    table.write_text("image,1_x,1_y\na,10,20\nb,11,21\n", "ascii")
    assert convert(table, tmp_path / "out.csv", "--to", "csv", "--films", folder) == 1
    assert list(csv.read_csv(tmp_path / "out.csv")) == ["a.png"]
    assert "b: FAILED: b.png: " in capsys.readouterr().err


def test_a_label_map_of_ones_own(tmp_path: Path) -> None:
    film = labelme.render([complete_film("a.png", SMALL)], context())
    (tmp_path / "a.json").write_bytes(film.replace(b'"label": "S"', b'"label": "Turk"'))
    (tmp_path / "map.json").write_text('{"Turk": "S"}', "utf-8")
    words = ("--to", "csv", "--label-map", tmp_path / "map.json")
    assert convert(tmp_path / "a.json", tmp_path / "out.csv", *words) == 0
    assert "S" in csv.read_csv(tmp_path / "out.csv")["a.png"].points


def test_a_format_whose_package_is_missing_is_said_with_the_remedy(
    table: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("landmark_gui.exchange.registry.find_spec", lambda _: None)
    assert convert(table, "x", "--to", "dicom-sr") == 2
    assert "pip install 'landmark-gui[dicom-out]'" in capsys.readouterr().err


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_completion_knows_every_command_and_format(
    shell: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["completion", shell]) == 0
    script = capsys.readouterr().out
    assert all(name in script for name in (*FORMATS, "detect", "doctor"))
    assert "label-map" in script


@pytest.mark.skipif(sys.platform == "win32", reason="bash is not at home there")
@pytest.mark.parametrize(
    ("typed", "offered"),
    [
        (["conv"], ["convert"]),
        (["convert", "--to", "label"], ["labelme"]),
        (["convert", "--over"], ["--overwrite"]),
        (["completion", "z"], ["zsh"]),
        (["records", "export", "--cs"], ["--csv"]),
    ],
)
def test_bash_completes_commands_options_and_values(
    typed: list[str], offered: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    main(["completion", "bash"])
    words = " ".join(["landmark-gui", *typed])
    ask = f"COMP_WORDS=({words}); COMP_CWORD={len(typed)}; _landmark_gui; echo ${{COMPREPLY[@]}}"
    script = f"{capsys.readouterr().out}\n{ask}"
    done = subprocess.run(
        ["bash", "-c", script],  # noqa: S607 - whatever bash there is
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout.split() == offered


def test_a_context_has_no_films_unless_named() -> None:
    films = Context(SMALL).films
    assert (films.info("a"), films.path("a"), films.numbered(1)) == (None, None, None)
    assert list(films.paths()) == []


def test_labels_of_a_page_find_that_page(tmp_path: Path) -> None:
    pages = [Image.new("L", (30, 20)), Image.new("L", (40, 50))]
    pages[0].save(tmp_path / "a.tif", save_all=True, append_images=pages[1:])
    pages[0].save(tmp_path / "b#2.png")
    films = FilmsBeside.of(tmp_path)
    sizes = [
        (info.name, info.width_px)
        for name in ("a.tif", "a.tif#2", "a#2", "b#2")
        if (info := films.info(name))
    ]
    assert sizes == [("a.tif", 30), ("a.tif#2", 40), ("a.tif#2", 40), ("b#2.png", 30)]
    assert films.info("c#2") is None


@pytest.fixture
def pictures(tmp_path: Path) -> dict[str, FilmInfo]:
    """A folder of three films, and what is known of them."""
    (tmp_path / "films").mkdir()
    for seed, name in enumerate(("a.png", "b.png", "c.png")):
        write_png(tmp_path / "films" / name, make_phantom(seed, height_px=200).film)
    films = FilmsBeside.of(tmp_path / "films")
    return {name: replace(info, spacing=None) for name in "abc" if (info := films.info(name))}


def labels_of(*films: FilmInfo) -> bytes:
    return csv.render(
        [replace(complete_film("x", ISBI), film=film) for film in films], context(ISBI)
    )


def pictures_in(table: Path) -> dict[str, str]:
    return {name: film.film.sha256 for name, film in csv.read_csv(table).items()}


def test_renamed_films_are_found_by_their_pictures(
    tmp_path: Path, pictures: dict[str, FilmInfo]
) -> None:
    a, b, c = pictures.values()
    (tmp_path / "in.csv").write_bytes(labels_of(a, b, c))
    (tmp_path / "films/a.png").rename(tmp_path / "films/x.png")
    (tmp_path / "films/b.png").rename(tmp_path / "films/a.png")
    words = ("--to", "csv", "--films", tmp_path / "films")
    assert convert(tmp_path / "in.csv", tmp_path / "out.csv", *words) == 0
    assert pictures_in(tmp_path / "out.csv") == {
        "x.png": a.sha256,
        "a.png": b.sha256,
        "c.png": c.sha256,
    }


@pytest.mark.parametrize("given", ["in.csv", "labelme"])
def test_a_film_has_its_labels_where_another_that_is_gone_had_its_name(
    tmp_path: Path, pictures: dict[str, FilmInfo], given: str, capsys: pytest.CaptureFixture[str]
) -> None:
    a, b, _ = pictures.values()
    (tmp_path / "in.csv").write_bytes(labels_of(a, b))
    assert convert(tmp_path / "in.csv", tmp_path / "labelme", "--to", "labelme") == 0
    (tmp_path / "films/b.png").rename(tmp_path / "films/a.png")
    words = ("--to", "csv", "--films", tmp_path / "films")
    assert convert(tmp_path / given, tmp_path / "out.csv", *words) == 1
    assert pictures_in(tmp_path / "out.csv") == {"a.png": b.sha256}
    assert "a.png: FAILED: a.png is not the picture" in capsys.readouterr().err


def test_of_labels_that_mean_one_film_the_first_count(
    tmp_path: Path, pictures: dict[str, FilmInfo], capsys: pytest.CaptureFixture[str]
) -> None:
    a, b, _ = pictures.values()
    (tmp_path / "in.csv").write_bytes(labels_of(a, b, replace(a, name="copy.png")))
    words = ("--to", "csv-wide", "--films", tmp_path / "films")
    assert convert(tmp_path / "in.csv", tmp_path / "out.csv", *words) == 1
    assert "a.png: FAILED: labelled twice, perhaps under two names" in capsys.readouterr().err
    assert len((tmp_path / "out.csv").read_text().splitlines()) == 3


def test_a_page_that_is_named_is_found_without_a_look_at_other_films(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    pages = [Image.new("L", (30, 20)), Image.new("L", (40, 50))]
    pages[0].save(tmp_path / "b.tif", save_all=True, append_images=pages[1:])
    page = FilmsBeside.of(tmp_path).info("b#2")
    assert page is not None
    films, read = FilmsBeside.of(tmp_path), Mock(wraps=read_film, spec=read_film)
    monkeypatch.setattr("landmark_gui.cli.films_beside.read_film", read)
    assert films.info("b#2", page.sha256) == page
    assert read.call_count == 1


def test_positions_that_nobody_has_signed_are_counted(
    table: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert convert(table, tmp_path / "o.tps", "--to", "tps") == 0
    assert "not signed" not in capsys.readouterr().err
    assert convert(tmp_path / "o.tps", tmp_path / "o.csv", "--to", "csv", "--json") == 0
    told = capsys.readouterr()
    assert json.loads(told.out)["unsigned"] == 38
    assert "not signed: 38 landmarks written as decided, though tps does not say by" in told.err
    assert convert(table, tmp_path / "isbi", "--to", "isbi") == 0
    assert convert(tmp_path / "isbi", tmp_path / "none", "--to", "labelme") == 1  # without a size
    assert "not signed" not in capsys.readouterr().err
