"""Labels of a scheme that nobody has named: names tell it, numbers do not."""

import json
from pathlib import Path

import pytest

from landmark_gui.domain.cephalogram import FilmInfo
from landmark_gui.exchange.at_hand import FilmAtHand, FilmsAtHand
from landmark_gui.exchange.errors import UnknownLabels
from landmark_gui.exchange.formats import cl_detection, labelme
from landmark_gui.exchange.incoming import incoming
from landmark_gui.exchange.transfer import label_files, read_in_a_scheme
from tests.exchange.labelled_films import AARIZ, ISBI, complete_film, context

FILM = complete_film("a.png").film
GUESSES = (context(ISBI), context(AARIZ))


def numbered(path: Path, count: int) -> Path:
    points = [{"name": str(i), "point": [10 * i, 7 * i, 1]} for i in range(1, count + 1)]
    path.write_text(json.dumps({"name": "Landmarks", "type": "Multiple points", "points": points}))
    return path


def at_hand(film: FilmInfo) -> FilmsAtHand:
    return FilmsAtHand([FilmAtHand(film.name, None, film, lambda: film)])


@pytest.mark.parametrize("count", [25, 29, 38])
def test_numbers_beyond_the_usual_scheme_are_not_taken_for_those_of_another(
    tmp_path: Path, count: int
) -> None:
    file = numbered(tmp_path / "cl.json", count)
    reading, guessed = read_in_a_scheme(label_files(file), GUESSES)
    ((_, error),) = reading.broken
    assert isinstance(error, UnknownLabels)
    assert "has no landmark 20, 21, " in str(error)
    assert guessed.scheme is ISBI
    with pytest.raises(UnknownLabels, match="ISBI 2015 challenge, 19 landmarks has no landmark 20"):
        incoming(file, ISBI, at_hand(FILM))


def test_the_scheme_that_was_asked_for_has_its_numbers(tmp_path: Path) -> None:
    sent = complete_film("a.png", AARIZ)
    (tmp_path / "cl.json").write_bytes(cl_detection.render([sent], context(AARIZ)))
    reading, _ = read_in_a_scheme(label_files(tmp_path / "cl.json"), [context(AARIZ)])
    assert reading.films[0].points == sent.points


def test_names_tell_another_scheme_which_keeps_its_numbers_on_the_way_out(tmp_path: Path) -> None:
    sent = complete_film("a.png", AARIZ)
    (tmp_path / "a.json").write_bytes(labelme.render([sent], context(AARIZ)))
    reading, guessed = read_in_a_scheme(label_files(tmp_path / "a.json"), GUESSES)
    assert reading.films[0].points == sent.points
    assert guessed.scheme is AARIZ


def test_an_import_says_which_scheme_was_guessed(tmp_path: Path) -> None:
    for scheme, told in ((AARIZ, AARIZ.title), (ISBI, "")):
        sent = complete_film("a.png", scheme)
        (tmp_path / "a.json").write_bytes(labelme.render([sent], context(scheme)))
        assert incoming(tmp_path / "a.json", ISBI, at_hand(FILM)).read_as == told


def test_an_import_proposes_no_option_of_a_command_and_names_a_file_once(tmp_path: Path) -> None:
    sent = complete_film("a.png", ISBI)
    foreign = json.loads(labelme.render([sent], context(ISBI)))
    foreign["shapes"][0]["label"] = "mouth"
    folder = tmp_path / "labels"
    folder.mkdir()
    (folder / "b.json").write_text(json.dumps(foreign))
    why = "ISBI 2015 challenge, 19 landmarks has no landmark mouth"
    with pytest.raises(UnknownLabels) as refusal:
        incoming(folder, ISBI, at_hand(FILM))
    assert str(refusal.value) == f"b.json: {why}."
    (folder / "a.json").write_bytes(labelme.render([sent], context(ISBI)))
    assert incoming(folder, ISBI, at_hand(FILM)).left_out == {"b.json": why}
