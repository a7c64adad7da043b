from pathlib import PurePosixPath

import pytest

from landmark_gui.domain.film_file import composed, possible_names, without_ending


@pytest.mark.parametrize(
    ("film", "plain"),
    [
        ("sub/151.JPG", "sub/151"),
        ("151.tif#2", "151#2"),
        ("p.01.png", "p.01"),
        ("HEAD.CR.1.IMA", "HEAD.CR.1"),
        ("p.01", "p.01"),
        ("1.2.840.99.1001", "1.2.840.99.1001"),
        ("1.2.840.99.1001#2", "1.2.840.99.1001#2"),
        (".png", ".png"),
        ("", "."),
    ],
)
def test_only_what_ends_a_films_name_is_taken_off(film: str, plain: str) -> None:
    once = without_ending(PurePosixPath(film))
    assert str(once) == plain
    assert without_ending(once) == once


def test_a_film_may_be_called_without_its_ending_its_folder_or_both() -> None:
    called = ("a/b.dcm#2", "a/b#2", "b.dcm#2", "b#2")
    assert possible_names("a/b.dcm#2") == possible_names("a\\b.dcm#2 ") == called


def test_names_that_look_the_same_are_compared_as_the_same() -> None:
    assert composed("Mu\u0308ller.png") == composed("M\u00fcller.png")
