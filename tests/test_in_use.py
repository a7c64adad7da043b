"""Files that are held open are opened by nobody else of the program, under whatever name."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from landmark_gui.exchange.any_table import read_marks
from landmark_gui.exchange.errors import CannotWrite, ExchangeError
from landmark_gui.exchange.replacing import write_over
from landmark_gui.exchange.schemes import USUAL, read_scheme
from landmark_gui.exchange.transfer import label_files
from landmark_gui.imaging.errors import UnreadableFilm
from landmark_gui.imaging.film import read_film
from landmark_gui.imaging.folder import find_films
from landmark_gui.in_use import hold, is_held, release


@pytest.fixture
def held(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A file that is like a film, a table and a report alike, and that fails the test if opened."""
    path = tmp_path / "study"
    path.write_bytes(bytes(128) + b"DICM")
    opened = Path.open

    def refuse(self: Path, *words: object, **named: object) -> object:
        assert not self.samefile(path)
        return opened(self, *words, **named)  # type: ignore[call-overload] # as it was given

    hold("the test", [path, tmp_path / "not there"])
    monkeypatch.setattr(Path, "open", refuse)
    yield path
    release("the test")


def test_a_folder_that_is_searched_for_films_is_searched_around_it(held: Path) -> None:
    assert find_films([held.parent]) == []
    release("the test")
    with pytest.raises(AssertionError):
        find_films([held.parent])


def test_it_is_no_film_by_any_name(held: Path) -> None:
    (other := held.with_name("film.png")).hardlink_to(held)
    for path in (held, other):
        with pytest.raises(UnreadableFilm, match="record of your decisions"):
            read_film(path)


@pytest.mark.parametrize("name", ["labels.json", "report.dcm"])
def test_it_holds_no_labels(held: Path, name: str) -> None:
    (labels := held.with_name(name)).hardlink_to(held)
    (file,) = label_files(labels)
    with pytest.raises(ExchangeError, match=f"{name} could not be read: it is the record"):
        _ = file.data
    assert label_files(held.parent) == []


def test_it_is_no_readers_table_and_nothing_is_exported_over_it(held: Path) -> None:
    with pytest.raises(ExchangeError, match="it is the record"):
        read_marks(held, read_scheme(USUAL))
    with pytest.raises(CannotWrite, match="it is the record"):
        write_over(held, b"a table")


def test_on_a_drive_that_numbers_no_file_one_held_file_holds_no_other(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    held, other = tmp_path / "held", tmp_path / "other"
    held.touch()
    other.touch()
    facts = os.stat_result((0o100644, 0, 7, *[0] * 7))
    monkeypatch.setattr(Path, "stat", lambda _: facts)
    hold("the test", [held])
    assert not is_held(other)
    release("the test")


def test_what_is_released_or_not_there_is_not_held(held: Path) -> None:
    assert is_held(held)
    assert not is_held(held.with_name("not there"))
    release("the test")
    release("the test")
    assert not is_held(held)
