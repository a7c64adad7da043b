"""Cases out of the window and foreign landmarks into it, without a window."""

from dataclasses import replace
from functools import partial
from pathlib import Path
from types import MappingProxyType

import pytest

from landmark_gui.document.case import Case
from landmark_gui.domain.annotation import Annotation, Stamp, Status
from landmark_gui.domain.cephalogram import FilmInfo
from landmark_gui.domain.geometry import PixelSpacing, Point, SpacingSource
from landmark_gui.exchange.at_hand import FilmAtHand, FilmsAtHand
from landmark_gui.exchange.context import Context
from landmark_gui.exchange.errors import CannotHold, CannotWrite, ExchangeError
from landmark_gui.exchange.fact import ALL
from landmark_gui.exchange.formats.csv import read_csv, write_csv
from landmark_gui.exchange.incoming import (
    ANOTHER_PICTURE,
    NOT_OPEN,
    Taken,
    calibrated,
    incoming,
    taken_over,
)
from landmark_gui.exchange.labelled import LabelledFilm, labelled
from landmark_gui.exchange.losses import losses
from landmark_gui.exchange.outgoing import Wish, outgoing, send
from landmark_gui.exchange.registry import FORMATS
from tests.exchange.labelled_films import AARIZ, ISBI, NOON, SPACING

FILM = FilmInfo("folder/a.png", "aa" * 32, 2000, 2400, SPACING)
BARE = FilmInfo("b.png", "bb" * 32, 1000, 1200)
STAMP = Stamp("Dr. A", NOON)
IMPORTER = Stamp("Dr. B", NOON)
NAMES = ISBI.abbreviations


def full(film: FilmInfo, *, shift: float = 0.0) -> Case:
    said = {
        name: Annotation(name, Status.MOVED, Point(10.25 + 20 * i + shift, 30.5 + 20 * i), STAMP)
        for i, name in enumerate(NAMES)
    }
    return Case(film, ISBI, MappingProxyType(said))


def _the(film: FilmInfo) -> FilmInfo:
    return film


def at_hand(*films: FilmInfo, known: bool = True) -> FilmsAtHand:
    return FilmsAtHand(
        [
            FilmAtHand(film.name, None, film if known else None, partial(_the, film))
            for film in films
        ]
    )


def test_a_table_goes_out_whole_but_for_the_times_of_reading(tmp_path: Path) -> None:
    ready = outgoing([full(FILM), full(BARE)], Wish(FORMATS["csv"]), Context(ISBI))
    assert ready.lost == []
    assert ready.removed == ["the time of reading of 38 landmarks"]
    sent = send(ready, FORMATS["csv"], tmp_path / "out.csv", overwrite=False)
    assert set(sent.written) == {"folder/a.png", "b.png"}
    read = read_csv(tmp_path / "out.csv")["b.png"]
    assert set(read.readers.values()) == {"Dr. A"}
    assert read.points == {name: a.point for name, a in full(BARE).annotations.items()}


def test_a_lock_is_no_loss_since_no_format_has_it() -> None:
    case = full(FILM).locked("S", on=True)
    keeps = FORMATS["coco"].keeps
    assert losses([labelled(case)], keeps) == losses([labelled(full(FILM))], keeps) == []


def test_the_times_go_out_when_they_are_asked_for(tmp_path: Path) -> None:
    wish = Wish(FORMATS["csv"], with_times=True)
    ready = outgoing([full(FILM)], wish, Context(ISBI))
    assert ready.removed == []
    send(ready, wish.format, tmp_path / "out.csv", overwrite=False)
    stamps = {a.stamp for a in read_csv(tmp_path / "out.csv")[FILM.name].annotations.values()}
    assert stamps == {STAMP}


def test_films_that_a_format_cannot_hold_stay_behind_and_the_others_go() -> None:
    absent = full(BARE).marked_missing("S", STAMP)
    isbi = outgoing([full(FILM), absent], Wish(FORMATS["isbi"]), Context(ISBI))
    assert isbi.left_out == {"b.png": "not every landmark has a position"}
    slicer = outgoing([full(FILM), full(BARE)], Wish(FORMATS["mrk"]), Context(ISBI))
    assert slicer.left_out == {"b.png": "no millimetres per pixel"}
    assert [film.film.name for film in slicer.films] == ["folder/a.png"]


def test_what_another_scheme_lacks_is_said() -> None:
    ready = outgoing([full(FILM)], Wish(FORMATS["aariz"]), Context(ISBI))
    assert ready.context.scheme.name == AARIZ.name
    assert "not the same by definition" in ready.lost[0]


def test_under_its_identity_a_film_is_still_known_by_its_own_name(tmp_path: Path) -> None:
    wish = Wish(FORMATS["labelme"], by_identity=True)
    ready = outgoing([full(FILM), full(BARE)], wish, Context(ISBI))
    sent = send(ready, wish.format, tmp_path, overwrite=False)
    assert sent.written["b.png"].name == f"{BARE.sha256}.json"
    assert not any(b"folder/" in path.read_bytes() for path in tmp_path.iterdir())
    with pytest.raises(CannotHold, match="same film"):
        outgoing([full(FILM), full(replace(FILM, name="c.png"))], wish, Context(ISBI))


def test_under_its_identity_no_path_leads_to_a_film_that_is_open(tmp_path: Path) -> None:
    path = tmp_path / "films" / "Mueller Hans.png"
    films = FilmsAtHand([FilmAtHand("Mueller Hans.png", path, BARE, partial(_the, BARE))])
    wish = Wish(FORMATS["labelme"], by_identity=True)
    ready = outgoing([full(BARE)], wish, Context(ISBI, films=films))
    send(ready, wish.format, tmp_path, overwrite=False)
    assert b"Mueller" not in (tmp_path / f"{BARE.sha256}.json").read_bytes()


def test_a_film_is_never_replaced_whatever_is_said_of_overwriting(tmp_path: Path) -> None:
    (tmp_path / "b.json").write_text("a film")  # as with the endings of DICOM
    film = FilmAtHand("b.png", tmp_path / "b.json", BARE, partial(_the, BARE))
    ready = outgoing(
        [full(BARE)], Wish(FORMATS["labelme"]), Context(ISBI, films=FilmsAtHand([film]))
    )
    for overwrite in (False, True):
        with pytest.raises(CannotWrite, match="is a film itself"):
            send(ready, FORMATS["labelme"], tmp_path, overwrite=overwrite)
    assert (tmp_path / "b.json").read_text() == "a film"


def test_a_specimen_that_is_not_open_does_not_stop_the_others(tmp_path: Path) -> None:
    rows = "\n".join(["5 5"] * len(NAMES))
    blocks = (f"LM={len(NAMES)}\n{rows}\nIMAGE={name}\n" for name in ("b.png", "x.png"))
    (tmp_path / "all.tps").write_text("".join(blocks))
    come = incoming(tmp_path / "all.tps", ISBI, at_hand(BARE))
    assert come.films[0].points["S"] == Point(5, BARE.height_px - 5)
    assert come.left_out == {"x.png": "not among the films that are open"}


def test_nothing_is_written_if_one_file_is_in_the_way(tmp_path: Path) -> None:
    (tmp_path / "b.txt").write_text("precious")
    ready = outgoing([full(FILM), full(BARE)], Wish(FORMATS["isbi"]), Context(ISBI))
    sent = send(ready, FORMATS["isbi"], tmp_path, overwrite=False)
    assert sent.in_the_way == [tmp_path / "b.txt"]
    assert [path.name for path in tmp_path.iterdir()] == ["b.txt"]
    send(ready, FORMATS["isbi"], tmp_path, overwrite=True)
    assert (tmp_path / "b.txt").read_text() != "precious"
    with pytest.raises(CannotWrite, match="no folder"):
        send(ready, FORMATS["isbi"], tmp_path / "no" / "where", overwrite=False)


@pytest.mark.parametrize(
    "name", ["csv", "coco", "labelme", "isbi", "tps", "csv-wide", "cl-detection"]
)
def test_what_went_out_comes_in_for_the_same_films(tmp_path: Path, name: str) -> None:
    wanted = FORMATS[name]
    path = tmp_path if wanted.per_film else tmp_path / f"out{wanted.suffix}"
    ready = outgoing([full(FILM), full(BARE)], Wish(wanted), Context(ISBI))
    send(ready, wanted, path, overwrite=False)
    come = incoming(path, ISBI, at_hand(BARE, FILM, known=False))
    assert come.format is wanted
    assert set(come.films) == {0, 1}
    assert come.films[0].film == BARE
    assert come.left_out == {}


def test_a_film_is_known_by_its_identity_under_another_name(tmp_path: Path) -> None:
    write_csv(tmp_path / "t.csv", [full(FILM)])
    come = incoming(tmp_path / "t.csv", ISBI, at_hand(BARE, replace(FILM, name="renamed.png")))
    assert set(come.films) == {1}


@pytest.mark.parametrize(
    ("own", "known"), [("copy.png", True), ("copy.png", False), ("elsewhere/copy.png", True)]
)
def test_of_two_files_of_one_picture_each_gets_what_is_said_of_it(
    tmp_path: Path, own: str, *, known: bool
) -> None:
    copy = replace(FILM, name="copy.png")
    write_csv(tmp_path / "t.csv", [full(replace(FILM, name=own), shift=1), full(FILM)])
    films = [FilmAtHand(FILM.name, None, FILM, partial(_the, FILM))]
    films += [FilmAtHand(copy.name, None, copy if known else None, partial(_the, copy))]
    come = incoming(tmp_path / "t.csv", ISBI, FilmsAtHand(films))
    assert (come.films[0].points["S"].x, come.films[1].points["S"].x) == (10.25, 11.25)
    assert come.left_out == {}


@pytest.mark.parametrize("known", [True, False])
@pytest.mark.parametrize("names", [("a.png", "b.png"), ("p/a.png", "q/a.png")])
def test_the_film_of_the_stated_identity_is_meant_whether_films_were_read_before_or_not(
    tmp_path: Path, names: tuple[str, str], *, known: bool
) -> None:
    stated = replace(BARE, name="a.png")
    write_csv(tmp_path / "t.csv", [full(stated)])
    films = replace(FILM, name=names[0]), replace(BARE, name=names[1])
    come = incoming(tmp_path / "t.csv", ISBI, at_hand(*films, known=known))
    assert set(come.films) == {1}
    assert come.left_out == {}


@pytest.mark.parametrize("known", [True, False])
def test_an_identity_that_no_film_has_leaves_it_to_the_name(tmp_path: Path, *, known: bool) -> None:
    stranger = replace(FILM, name="a.png", sha256="dd" * 32)
    write_csv(tmp_path / "t.csv", [full(stranger)])
    films = replace(FILM, name="p/a.png"), replace(BARE, name="q/a.png")
    come = incoming(tmp_path / "t.csv", ISBI, at_hand(*films, known=known))
    assert "may be p/a.png and q/a.png" in come.left_out["a.png"]
    come = incoming(tmp_path / "t.csv", ISBI, at_hand(films[0], known=known))
    assert come.left_out == {"a.png": ANOTHER_PICTURE}


@pytest.mark.parametrize("name", ["csv", "isbi", "tps"])
def test_a_film_that_is_known_by_its_identity_alone_is_found_though_it_was_not_read_yet(
    tmp_path: Path, name: str
) -> None:
    wish = Wish(FORMATS[name], by_identity=True)
    ready = outgoing([full(FILM)], wish, Context(ISBI, films=at_hand(FILM)))
    send(ready, wish.format, tmp_path / f"{FILM.sha256}{wish.format.suffix}", overwrite=False)
    assert set(incoming(tmp_path, ISBI, at_hand(BARE, FILM, known=False)).films) == {1}


def test_a_search_through_films_goes_past_one_that_cannot_be_read_until_it_is_given_up(
    tmp_path: Path,
) -> None:
    def broken() -> FilmInfo:
        raise ExchangeError("It is damaged.")

    wish = Wish(FORMATS["csv"], by_identity=True)
    send(
        outgoing([full(FILM)], wish, Context(ISBI)),
        wish.format,
        tmp_path / "t.csv",
        overwrite=False,
    )
    films = [
        FilmAtHand("broken.png", None, None, broken),
        FilmAtHand(FILM.name, None, None, partial(_the, FILM)),
    ]
    assert set(incoming(tmp_path / "t.csv", ISBI, FilmsAtHand(films)).films) == {1}
    given_up = incoming(tmp_path / "t.csv", ISBI, FilmsAtHand(films, lambda: True))
    assert list(given_up.left_out.values()) == [NOT_OPEN]


def test_films_that_are_not_open_or_not_the_same_are_left_out(tmp_path: Path) -> None:
    other = replace(BARE, sha256="cc" * 32)
    stranger = replace(FILM, name="x.png", sha256="dd" * 32)
    write_csv(tmp_path / "t.csv", [full(FILM), full(other), full(stranger)])
    come = incoming(tmp_path / "t.csv", ISBI, at_hand(FILM, BARE))
    assert set(come.films) == {0}
    assert come.left_out == {"b.png": ANOTHER_PICTURE, "x.png": NOT_OPEN}


def test_labels_of_another_scheme_come_in_as_far_as_they_mean_the_same(tmp_path: Path) -> None:
    wish = Wish(FORMATS["aariz"])
    ready = outgoing([full(FILM)], wish, Context(ISBI))
    send(ready, wish.format, tmp_path / "a.json", overwrite=False)
    come = incoming(tmp_path / "a.json", ISBI, at_hand(FILM))
    points = come.films[0].points
    assert points
    assert all(points[name] == full(FILM).annotations[name].point for name in points)


def test_a_folder_of_several_formats_is_said_by_their_names(tmp_path: Path) -> None:
    write_csv(tmp_path / "t.csv", [full(FILM)])
    ready = outgoing([full(FILM)], Wish(FORMATS["labelme"]), Context(ISBI))
    send(ready, FORMATS["labelme"], tmp_path / "a.json", overwrite=False)
    with pytest.raises(ExchangeError, match=r"labelme JSON; table.*choose one file") as caught:
        incoming(tmp_path, ISBI, at_hand(FILM))
    assert "--" not in str(caught.value)


def test_what_is_no_landmark_file_is_said_without_the_words_of_the_command_line(
    tmp_path: Path,
) -> None:
    (tmp_path / "t.txt").write_text("to do: call the dentist")
    for path in (tmp_path / "t.txt", tmp_path):
        with pytest.raises(ExchangeError, match="no landmarks in a format that is") as caught:
            incoming(path, ISBI, at_hand(FILM))
        assert "--" not in str(caught.value)


def bare(*points: Annotation) -> LabelledFilm:
    unset = {name: Annotation(name) for name in NAMES}
    return LabelledFilm(FILM, unset | {a.landmark: a for a in points})


def test_a_readers_calibration_comes_in_with_the_picture_it_was_made_on(tmp_path: Path) -> None:
    ruler = PixelSpacing(0.2, 0.2, SpacingSource.RULER)
    uncalibrated = replace(BARE, name="other.png", sha256="ee" * 32, spacing=None)
    out = [full(FILM).calibrated(ruler), full(BARE), full(uncalibrated).calibrated(ruler)]
    write_csv(tmp_path / "t.csv", out)
    come = incoming(tmp_path / "t.csv", ISBI, at_hand(FILM, BARE, uncalibrated))
    assert come.calibrations == {0: ruler, 2: ruler}
    assert come.films[0].film == FILM
    wish = Wish(FORMATS["csv"])
    bare = replace(full(FILM).calibrated(ruler), film=replace(FILM, sha256="", spacing=ruler))
    send(outgoing([bare], wish, Context(ISBI)), wish.format, tmp_path / "u.csv", overwrite=False)
    assert incoming(tmp_path / "u.csv", ISBI, at_hand(FILM)).calibrations == {}


def test_a_calibration_gives_way_to_one_that_a_reader_has_made_here() -> None:
    ruler = PixelSpacing(0.2, 0.2, SpacingSource.RULER)
    by_file, by_hand = Taken(full(FILM)), Taken(full(FILM).calibrated(ruler))
    assert calibrated(by_file, ruler).case.film.spacing == ruler
    assert calibrated(by_file, ruler).calibrated
    for same in (calibrated(by_file, None), calibrated(by_hand, ruler)):
        assert not same.calibrated
        assert not same.measured_otherwise
    other = replace(ruler, x_mm=0.3, y_mm=0.3)
    assert calibrated(by_hand, other) == replace(by_hand, measured_otherwise=True)


@pytest.mark.parametrize(
    ("source", "news"),
    [
        (SpacingSource.CALIBRATED, False),
        (SpacingSource.RULER, False),
        (SpacingSource.SCAN_RESOLUTION, True),  # which a reader has confirmed
    ],
)
def test_the_same_millimetres_are_no_new_calibration(source: SpacingSource, *, news: bool) -> None:
    known = PixelSpacing(0.09876543210987, 0.1, source)
    stated = PixelSpacing(0.0987654321, 0.1, SpacingSource.STATED_BY_USER)
    taken = calibrated(Taken(full(replace(FILM, spacing=known))), stated)
    assert taken.calibrated is news
    assert not taken.measured_otherwise
    assert taken.case.film.spacing == (stated if news else known)


def test_a_bare_position_counts_as_moved_by_whoever_imports_it() -> None:
    said = bare(Annotation("S", Status.MOVED, Point(5, 6)))
    taken = taken_over(Case.new(FILM, ISBI), said, IMPORTER, replace=False, keeps=ALL)
    assert taken.taken == 1
    assert taken.case.annotations["S"] == Annotation("S", Status.MOVED, Point(5, 6), IMPORTER)
    assert taken.case.annotations["N"].status is Status.UNSET
    assert taken.unsigned == 1


def test_a_prediction_that_lost_its_status_on_the_way_is_no_decision() -> None:
    case = Case.new(FILM, ISBI).taken_over([Annotation("S", Status.PREDICTED, Point(5, 6))])
    said = bare(Annotation("S", Status.MOVED, Point(5, 6)))
    keeps = FORMATS["labelme"].keeps
    taken = taken_over(case, said, IMPORTER, replace=True, keeps=keeps)
    assert (taken.taken, taken.same) == (0, 1)


def test_a_known_reader_stays_the_reader() -> None:
    said = replace(bare(Annotation("S", Status.CONFIRMED, Point(5, 6))), readers={"S": "Dr. C"})
    taken = taken_over(Case.new(FILM, ISBI), said, IMPORTER, replace=False, keeps=ALL)
    stamp = taken.case.annotations["S"].stamp
    assert stamp is not None
    assert stamp.reader == "Dr. C"
    assert taken.unsigned == 0


def test_decisions_are_replaced_only_when_asked_and_never_by_a_prediction() -> None:
    case = full(FILM)
    said = bare(
        Annotation("S", Status.MISSING),
        Annotation("N", Status.PREDICTED, Point(1, 1)),
        replace(case.annotations["Go"], stamp=None),
        Annotation("Me", Status.MOVED, Point(9999, 1)),
    )
    kept = taken_over(case, said, IMPORTER, replace=False, keeps=ALL)
    assert (kept.taken, kept.kept, kept.same, kept.outside) == (0, 2, 1, 1)
    assert kept.case is case
    replaced = taken_over(case, said, IMPORTER, replace=True, keeps=ALL)
    assert (replaced.taken, replaced.kept) == (1, 1)
    assert replaced.case.annotations["S"] == Annotation("S", Status.MISSING, None, IMPORTER)
    assert replaced.case.annotations["N"] == case.annotations["N"]


@pytest.mark.parametrize("name", ["csv", "coco", "labelme", "mrk", "tps", "csv-wide", "isbi"])
def test_a_file_of_ours_that_comes_back_untouched_says_nothing_new(
    tmp_path: Path, name: str
) -> None:
    read = full(FILM, shift=1 / 3)
    predicted = Annotation("S", Status.PREDICTED, Point(20 / 3, 7.7))
    confirmed = Annotation("N", Status.CONFIRMED, Point(1000 / 3, 7.7), STAMP)
    case = replace(read, annotations={**read.annotations, "S": predicted, "N": confirmed})
    out = tmp_path / f"out{FORMATS[name].suffix}"
    ready = outgoing([case], Wish(FORMATS[name]), Context(ISBI, films=at_hand(FILM)))
    send(ready, FORMATS[name], out, overwrite=False)
    come = incoming(tmp_path, ISBI, at_hand(replace(FILM, name="out.png")))
    for again in (False, True):
        taken = taken_over(case, come.films[0], IMPORTER, replace=again, keeps=come.format.keeps)
        assert (taken.taken, taken.kept, taken.same) == (0, 0, 19)
        assert taken.case is case


def test_what_is_locked_stays_whatever_is_asked() -> None:
    case = full(FILM).locked("S", on=True)
    taken = taken_over(
        case, bare(Annotation("S", Status.MISSING)), IMPORTER, replace=True, keeps=ALL
    )
    assert (taken.taken, taken.kept) == (0, 1)
    assert taken.case is case
