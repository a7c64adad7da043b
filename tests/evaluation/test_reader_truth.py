"""Lists of films, and what films are called."""

from pathlib import Path

import pytest

from landmark_gui.evaluation.truth import TruthError, film_stem, read_film_list, read_film_names


def test_a_missing_or_binary_list_says_so(tmp_path: Path) -> None:
    with pytest.raises(TruthError, match="cannot be read"):
        read_film_list(tmp_path / "gone.txt")
    (tmp_path / "film.txt").write_bytes(b"\xff\xfe\x00")
    with pytest.raises(TruthError, match="UTF-8"):
        read_film_list(tmp_path / "film.txt")


@pytest.mark.parametrize("name", ["151", "151.jpg", "images/151.jpg", r"C:\films\151.JPG", " 151 "])
def test_films_are_compared_by_their_stem(name: str) -> None:
    assert film_stem(name) == "151"


def test_an_accent_is_the_same_however_a_system_stores_it() -> None:
    assert film_stem("Mu\u0308ller.png") == film_stem("M\u00fcller.png")


def test_numbers_with_points_are_different_films() -> None:
    assert film_stem("1.2.840.99.1001") != film_stem("1.2.840.99.1002")
    assert film_stem(film_stem("x.2024.01.png")) == film_stem("x.2024.01.png") == "x.2024.01"


def test_the_pages_of_a_file_are_different_films() -> None:
    assert film_stem("images/151.tif#2") == "151#2"


def test_a_film_list_has_one_film_a_line(tmp_path: Path) -> None:
    names = tmp_path / "list.txt"
    names.write_text("151\n\np/152.jpg \n", "utf-8")
    assert read_film_list(names) == ("151", "152")
    assert read_film_names(names) == ("151", "p/152.jpg")
