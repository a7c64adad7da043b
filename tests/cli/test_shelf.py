"""Which row of a table belongs to a film at hand: by its picture, else by its name."""

import pytest

from landmark_gui.cli.shelf import Shelf
from landmark_gui.domain.annotation import Annotation, Status
from landmark_gui.domain.cephalogram import FilmInfo
from landmark_gui.domain.geometry import Point
from landmark_gui.exchange.errors import ExchangeError
from landmark_gui.exchange.labelled import LabelledFilm

SELLA = {"S": Annotation("S", Status.MOVED, Point(1.0, 2.0))}


def shelf_of(rows: dict[str, str], *films: str) -> Shelf:
    """A table with these rows and hashes, beside films of these names."""
    said = {name: LabelledFilm(FilmInfo(name, h, 0, 0), SELLA) for name, h in rows.items()}
    return Shelf(said, films)


def row_of(shelf: Shelf, film: str, sha256: str = "another") -> str | None:
    found = shelf.of(FilmInfo(film, sha256, 10, 20))
    return found.film.name if found else None


def test_one_row_is_not_given_to_the_films_of_two_patients() -> None:
    shelf = shelf_of({"1": ""}, "a/1.png", "b/1.png")
    with pytest.raises(ExchangeError, match=r"1 may be b/1\.png and a/1\.png; name the folder"):
        row_of(shelf, "b/1.png")
    named = shelf_of({"a/1": ""}, "a/1.png", "b/1.png")
    assert [row_of(named, film) for film in ("a/1.png", "b/1.png")] == ["a/1", None]


def test_two_formats_of_a_film_share_its_row() -> None:
    shelf = shelf_of({"1": ""}, "1.png", "dicom/1.dcm")
    assert [row_of(shelf, film) for film in ("1.png", "dicom/1.dcm")] == ["1", "1"]


def test_what_looks_like_an_ending_in_a_row_may_belong_to_the_name() -> None:
    shelf = shelf_of({"a.dcm": ""}, "a.dcm.png", "a.png")
    assert [row_of(shelf, film) for film in ("a.dcm.png", "a.png")] == ["a.dcm", None]


def test_a_row_finds_its_film_however_a_system_stores_its_accents() -> None:
    film = "a/Mu\u0308ller.png"
    shelf = shelf_of({"a/M\u00fcller.png": "", "b/M\u00fcller.png": ""}, film)
    assert row_of(shelf, film) == "a/M\u00fcller.png"


def test_a_picture_is_believed_before_a_name() -> None:
    shelf = shelf_of({"x.png": "h1", "y.png": "h2", "z.png": ""}, "x.png", "y.png", "new.png")
    assert row_of(shelf, "x.png", "h2") == "y.png"
    assert row_of(shelf, "new.png", "h1") == "x.png"
    with pytest.raises(ExchangeError, match=r"y\.png is not the picture"):
        row_of(shelf, "y.png", "h3")


def test_a_picture_that_a_table_has_twice_goes_by_its_name() -> None:
    shelf = shelf_of({"a/1.png": "h", "b/1.png": "h"}, "a/1.png", "b/1.png")
    assert [row_of(shelf, film, "h") for film in ("b/1.png", "a/1.png")] == ["b/1.png", "a/1.png"]


def test_rows_of_no_film_at_hand_are_strays() -> None:
    shelf = shelf_of({"x": "h1", "y": "h2", "z": "h3", "w": "h4"}, "x.png", "y.png", "z.png")
    assert shelf.strays == ["w"]  # the others may be the films of their names
    assert row_of(shelf, "z.png", "h1") == "x"
    assert shelf.strays == ["z", "w"]
    assert row_of(shelf, "x.png", "h3") == "z"
    with pytest.raises(ExchangeError, match="y is not the picture"):
        row_of(shelf, "y.png", "h5")
    assert shelf.strays == ["w"]  # what became of y is said already
