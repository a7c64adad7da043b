"""Folders in and out: where files go, what is in the way, and what is left when killed."""

import errno
import os
import signal
import subprocess
import sys
import time
from dataclasses import replace
from pathlib import Path

import pytest

from landmark_gui.domain.annotation import Annotation
from landmark_gui.domain.orientation import Remark
from landmark_gui.exchange import replacing, transfer
from landmark_gui.exchange.at_hand import FilmAtHand, FilmsAtHand
from landmark_gui.exchange.deidentify import named_by_identity, without_times
from landmark_gui.exchange.errors import CannotHold, CannotWrite, ExchangeError
from landmark_gui.exchange.fact import ALL, Fact
from landmark_gui.exchange.film_names import NameIndex
from landmark_gui.exchange.labelled import LabelledFilm
from landmark_gui.exchange.losses import losses, reduced
from landmark_gui.exchange.registry import FORMATS, UnknownFormat
from landmark_gui.exchange.transfer import (
    label_files,
    read_labels,
    render,
    targets,
    write_labels,
)
from tests.exchange.labelled_films import AARIZ, SMALL, anonymous_film, complete_film, context

ROOT = Path(__file__).parents[2]
LABELME, COCO, CSV = FORMATS["labelme"], FORMATS["coco"], FORMATS["csv"]


def films(*names: str) -> list[LabelledFilm]:
    return [complete_film(name) for name in names]


def test_a_folder_out_mirrors_the_folder_of_films_and_comes_back(tmp_path: Path) -> None:
    sent = films("a.png", "sub/b.dcm")
    outcomes = list(write_labels(sent, LABELME, tmp_path / "out", context()))
    assert [o.path for o in outcomes] == [tmp_path / "out/a.json", tmp_path / "out/sub/b.json"]
    (tmp_path / "out/README.txt").write_text("hello", "utf-8")
    reading = read_labels(label_files(tmp_path / "out"), context())
    assert reading.format is LABELME
    assert [film.film for film in reading.films] == [film.film for film in sent]


def test_a_name_that_is_too_long_for_a_file_does_not_stop_the_others(tmp_path: Path) -> None:
    sent = films(f"{'x' * 251}.png", "b.png")
    (tmp_path / "slicer").mkdir()  # in a folder that is there the system looks at the name
    long, short = write_labels(sent, FORMATS["mrk"], tmp_path / "slicer", context())
    assert long.path is None
    assert "could not be written" in long.reason
    assert short.path == tmp_path / "slicer/b.mrk.json"


def test_one_file_is_called_as_it_was_typed_in_capitals_too(tmp_path: Path) -> None:
    (outcome,) = write_labels(films("a.png"), LABELME, tmp_path / "A.JSON", context())
    assert outcome.path == tmp_path / "A.JSON"
    assert outcome.path.is_file()


def test_pages_of_one_film_go_to_files_of_their_own_and_come_back(tmp_path: Path) -> None:
    sent = films("a.tif", "a.tif#2")
    outcomes = list(write_labels(sent, LABELME, tmp_path / "out", context()))
    assert [o.path for o in outcomes] == [tmp_path / "out/a.json", tmp_path / "out/a#2.json"]
    reading = read_labels(label_files(tmp_path / "out"), context())
    assert {film.film.name for film in reading.films} == {"a.tif", "a.tif#2"}


def test_labels_without_an_ending_find_their_page() -> None:
    called = NameIndex(["a.tif", "a.tif#2"])
    assert [called.place(name) for name in ("a", "a#2", "a.tif#2", "a#3")] == [0, 1, 1, None]


def test_one_film_may_go_to_a_file_of_ones_choice(tmp_path: Path) -> None:
    (outcome,) = write_labels(films("a.png"), LABELME, tmp_path / "mine.json", context())
    assert outcome.path == tmp_path / "mine.json"


@pytest.mark.parametrize("wanted", [LABELME, COCO])
def test_nothing_is_overwritten_and_nothing_written_unless_told(
    tmp_path: Path, wanted: object
) -> None:
    assert wanted in (LABELME, COCO)
    out = tmp_path / "out" if wanted is LABELME else tmp_path / "out.json"
    there = out / "b.json" if wanted is LABELME else out
    there.parent.mkdir(exist_ok=True)
    there.write_text("mine", "utf-8")
    sent, target = films("a.png", "b.png"), FORMATS["labelme" if wanted is LABELME else "coco"]
    with pytest.raises(CannotWrite, match="exists; --overwrite replaces it"):
        list(write_labels(sent, target, out, context()))
    assert there.read_text("utf-8") == "mine"
    assert not (out / "a.json").exists()
    assert all(o.path for o in write_labels(sent, target, out, context(), overwrite=True))
    assert there.read_bytes().startswith(b"{")


@pytest.mark.parametrize(
    "names",
    [
        ("a.png", "a.dcm"),
        ("Film.dcm", "FILM.png"),
        ("\N{LATIN SMALL LETTER E WITH ACUTE}.png", "e\N{COMBINING ACUTE ACCENT}.png"),
    ],
)
def test_two_films_for_one_file_are_refused(tmp_path: Path, names: tuple[str, ...]) -> None:
    with pytest.raises(CannotWrite, match="two films would be written"):
        targets(films(*names), LABELME, tmp_path, context())


@pytest.mark.parametrize(
    "name",
    ["../../etc/passwd.png", "/etc/passwd.png", r"C:\films\a.png", "a\nb?.png", "..", "con<>.png"],
)
def test_no_name_in_a_file_leads_out_of_the_folder(tmp_path: Path, name: str) -> None:
    (path,) = targets([complete_film(name)], LABELME, tmp_path / "out", context())
    assert path.resolve().is_relative_to(tmp_path / "out")
    assert path.name.isprintable()
    assert not set(path.name) & set('<>:"|?*\\')


def test_what_looks_like_an_ending_may_belong_to_the_name() -> None:
    called = NameIndex(["1.dcm.png", "x/2.dcm.png", "3.dcm", "3.dcm.png", "4.png", "4.dcm.png"])
    names = ["1.dcm", "1.dcm.png", "1", "2.dcm", "x/2.dcm", "3.dcm", "4.dcm", "4"]
    assert [called.place(name) for name in names] == [0, 0, None, 1, 1, 2, 5, 4]


def test_files_where_folders_are_meant_and_back_are_refused(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(CannotWrite, match=r"is a folder"):
        targets(films("a.png"), COCO, tmp_path, context())
    with pytest.raises(CannotWrite, match=r"is a file; .* wants a folder"):
        targets(films("a.png", "b.png"), LABELME, tmp_path / "file", context())


def test_a_broken_film_does_not_stop_the_others(tmp_path: Path) -> None:
    bare = anonymous_film()
    first, second = write_labels([bare, complete_film("b.png")], LABELME, tmp_path, context())
    assert first.path is None
    assert "size of a, which is not known; name the folder" in first.reason
    assert second.path == tmp_path / "b.json"
    (tmp_path / "c.json").write_bytes(b"{")
    reading = read_labels(label_files(tmp_path), context(), LABELME)
    assert [name for name, _ in reading.broken] == ["c.json"]
    assert len(reading.films) == 1


def test_one_file_for_all_films_is_written_for_all_or_none(tmp_path: Path) -> None:
    with pytest.raises(CannotHold, match="size of a, which is not known"):
        list(
            write_labels([complete_film(), anonymous_film()], COCO, tmp_path / "x.json", context())
        )
    assert list(tmp_path.iterdir()) == []


def test_millimetres_are_asked_for_where_a_format_wants_them() -> None:
    with pytest.raises(CannotHold, match=r"millimetres, but a has none; .*--spacing"):
        render([anonymous_film()], FORMATS["mrk"], context())


def test_a_film_with_labels_in_two_files_is_said(tmp_path: Path) -> None:
    for name in ("1.csv", "2.csv"):
        (tmp_path / name).write_bytes(render(films("a.png"), CSV, context()))
    reading = read_labels(label_files(tmp_path), context())
    assert [str(error) for _, error in reading.broken] == [
        "a.png has labels in another file already."
    ]


def test_a_folder_of_several_formats_is_asked_which(tmp_path: Path) -> None:
    list(write_labels(films("a.png"), LABELME, tmp_path / "a.json", context()))
    list(write_labels(films("b.png"), CSV, tmp_path / "b.csv", context()))
    with pytest.raises(UnknownFormat, match="several formats"):
        read_labels(label_files(tmp_path), context())
    assert len(read_labels(label_files(tmp_path, CSV), context(), CSV).films) == 1


def test_a_film_without_a_shape_is_no_other_format_among_those_of_x_anylabeling(
    tmp_path: Path,
) -> None:
    bare = replace(complete_film("b.png"), annotations={"S": Annotation("S")}, found={})
    for sent in (complete_film("a.png"), bare):
        list(write_labels([sent], FORMATS["xanylabeling"], tmp_path, context()))
    reading = read_labels(label_files(tmp_path), context())
    assert reading.format is FORMATS["xanylabeling"]
    assert {film.film.name for film in reading.films} == {"a.png", "b.png"}


def test_a_file_is_read_when_it_is_parsed_and_one_that_is_gone_by_then_is_said(
    tmp_path: Path,
) -> None:
    list(write_labels(films("a.png", "b.png"), LABELME, tmp_path, context()))
    files = label_files(tmp_path)
    (tmp_path / "a.json").unlink()
    reading = read_labels(files, context(), LABELME)
    assert [film.film.name for film in reading.films] == ["b.png"]
    assert [name for name, _ in reading.broken] == ["a.json"]
    with pytest.raises(ExchangeError, match="could not be read: No such file"):
        read_labels(files, context())


def test_an_empty_folder_and_an_unreadable_place_are_said(tmp_path: Path) -> None:
    with pytest.raises(UnknownFormat, match="no labels"):
        read_labels(label_files(tmp_path), context())
    with pytest.raises(ExchangeError, match="could not be read: No such file"):
        label_files(tmp_path / "none")


def test_the_preview_names_only_what_these_films_would_lose() -> None:
    assert losses([complete_film()], COCO.keeps) == []
    assert losses([anonymous_film()], LABELME.keeps) == []
    words = losses([complete_film(), anonymous_film()], LABELME.keeps)
    assert "when a landmark was read (1 of 2 films)" in words
    assert "millimetres per pixel (1 of 2 films)" not in words
    assert words[0].startswith("who read a landmark")


def test_a_remark_on_a_film_is_a_loss_of_its_own_and_makes_no_other_fact_one() -> None:
    film = replace(complete_film(), remarks=(Remark.TURNED,))
    assert reduced(film, ALL) == film
    assert losses([film], COCO.keeps) == [f"{Fact.REMARKS.value} (1 of 1 film)"]


def test_the_time_of_reading_goes_and_the_reader_stays() -> None:
    cleaned = without_times([complete_film(), anonymous_film()])
    assert cleaned.removed == ["the time of reading of 4 landmarks"]
    assert cleaned.films[0].readers == dict.fromkeys(cleaned.films[0].annotations, "Dr. A")
    assert all(a.stamp is None for a in cleaned.films[0].annotations.values())


def test_file_names_give_way_to_the_films_identity() -> None:
    mueller = complete_film("Mueller 1987-02-03.PNG")
    cleaned = named_by_identity([mueller])
    assert [film.film.name for film in cleaned.films] == ["ab" * 32 + ".png"]
    assert cleaned.removed == ["the file names of 1 film"]
    for odd in ("x.mueller 87", "19870203_Jane.Doe", "Jane.Doe#2", "p\\Jane.DOE"):
        (renamed,) = named_by_identity([complete_film(odd)]).films
        assert renamed.film.name == "ab" * 32
    with pytest.raises(CannotHold, match=r"the same film; leave one out"):
        named_by_identity([mueller, complete_film("copy.png")])
    with pytest.raises(CannotHold, match=r"identity of a is not known; .*--films"):
        named_by_identity([anonymous_film()])


CANARY = "Canary^Patient"


@pytest.mark.parametrize("name", [name for name, f in FORMATS.items() if f.extra is None])
def test_a_name_taken_out_is_nowhere_in_the_file(name: str) -> None:
    scheme = AARIZ if FORMATS[name].scheme else SMALL
    film = complete_film(f"{CANARY}.png", scheme)
    film = named_by_identity(without_times([film]).films).films[0]
    assert CANARY.encode() not in render([film], FORMATS[name], context(scheme))


WRITER = """
import sys
from pathlib import Path
from landmark_gui.exchange.registry import FORMATS
from landmark_gui.exchange.transfer import write_labels
from tests.exchange.labelled_films import complete_film, context
films = [complete_film(f"{i}.png") for i in range(5000)]
print("go", flush=True)
for round in range(100):
    for _ in write_labels(films, FORMATS["labelme"], Path(sys.argv[1]) / str(round), context()):
        pass
"""


def test_killed_in_the_middle_no_half_file_is_left(tmp_path: Path) -> None:
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    with subprocess.Popen(
        [sys.executable, "-c", WRITER, str(tmp_path)], stdout=subprocess.PIPE, env=environment
    ) as writer:
        assert writer.stdout is not None
        assert writer.stdout.readline().strip() == b"go"
        while not (written := list(tmp_path.rglob("*.json"))):
            time.sleep(0.01)
        time.sleep(0.2)
        writer.send_signal(signal.SIGKILL)
    written = [path for path in tmp_path.rglob("*") if path.is_file()]
    assert len(written) < 500_000
    half = [path for path in written if not path.read_bytes().endswith(b"}\n")]
    assert half == []
    assert [path for path in written if path.name.startswith(".")] == []


def refuses_to_link(*_: object) -> None:
    raise OSError(errno.EPERM, "Operation not permitted")


@pytest.mark.parametrize("links", [True, False])
def test_without_nameless_files_a_new_file_appears_whole_all_the_same(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, *, links: bool
) -> None:
    monkeypatch.delattr(os, "O_TMPFILE", raising=False)
    if not links:
        monkeypatch.setattr(Path, "hardlink_to", refuses_to_link)
    replacing.write_new(tmp_path / "a.txt", b"whole")
    assert [p.read_bytes() for p in tmp_path.iterdir()] == [b"whole"]
    with pytest.raises(CannotWrite, match="exists already"):
        replacing.write_new(tmp_path / "a.txt", b"other")
    assert [p.read_bytes() for p in tmp_path.iterdir()] == [b"whole"]


def test_what_stands_there_meanwhile_is_not_replaced(tmp_path: Path) -> None:
    replacing.write_new(tmp_path / "a.txt", b"mine")
    with pytest.raises(CannotWrite, match="exists already"):
        replacing.write_new(tmp_path / "a.txt", b"yours")
    assert [p.read_bytes() for p in tmp_path.iterdir()] == [b"mine"]


def test_a_film_beside_its_labels_is_found_from_the_label_file(tmp_path: Path) -> None:
    class Here:
        def path(self, name: str) -> Path:
            return tmp_path / "films" / name

        def paths(self) -> list[Path]:
            return []

    how = replace(context(), films=Here())  # type: ignore[arg-type]  # nothing else is asked
    (outcome,) = write_labels(films("a.png"), LABELME, tmp_path / "out/a.json", how)
    assert outcome.path is not None
    assert b'"imagePath": "../films/a.png"' in outcome.path.read_bytes()


def test_a_film_on_another_drive_than_its_labels_is_called_by_its_name(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def no_way(_: Path, start: Path) -> str:
        raise ValueError(f"path is on mount 'D:', start on mount {start}")

    monkeypatch.setattr(transfer, "relpath", no_way)
    film = films("a.png")[0].film
    at_hand = FilmsAtHand([FilmAtHand("a.png", tmp_path / "a.png", film, lambda: film)])
    how = replace(context(), films=at_hand)
    (outcome,) = write_labels(films("a.png"), LABELME, tmp_path / "out/a.json", how)
    assert outcome.path is not None
    assert b'"imagePath": "a.png"' in outcome.path.read_bytes()
