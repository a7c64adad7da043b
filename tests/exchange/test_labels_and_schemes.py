import json
from dataclasses import replace
from pathlib import Path

import pytest

from landmark_gui.domain.annotation import Annotation, Status
from landmark_gui.exchange.errors import UnknownLabels, UnreadableLabels
from landmark_gui.exchange.labels import read_label_map, understood
from landmark_gui.exchange.renaming import to_scheme
from landmark_gui.exchange.schemes import (
    UnreadableScheme,
    built_in_schemes,
    mapping,
    read_scheme,
    read_scheme_beside,
    unnumbered,
    with_others,
)
from tests.exchange.labelled_films import AARIZ, ISBI, SMALL, complete_film


def test_both_schemes_come_with_the_program() -> None:
    assert built_in_schemes() == ["aariz29", "isbi19"]
    assert (len(read_scheme("isbi19")), len(read_scheme("aariz29"))) == (19, 29)


def test_aariz_has_15_skeletal_8_dental_and_6_soft_landmarks_each_defined() -> None:
    groups = [mark.group.value for mark in AARIZ]
    assert [groups.count(g) for g in ("skeletal", "dental", "soft tissue")] == [15, 8, 6]
    assert all(mark.definition.endswith(".") for mark in AARIZ)
    assert [mark.id for mark in AARIZ] == list(range(1, 30))


def test_landmarks_map_only_where_the_definitions_agree() -> None:
    there = mapping(AARIZ, ISBI)
    assert there.names["LIT"] == "L1"
    assert there.names["S"] == "S"
    # the same abbreviation, and yet another point
    assert {"Go", "Ar", "Pog'"} <= set(there.refused)
    assert {"Li", "Ls", "Pn", "UIA"} <= set(there.refused)
    back = mapping(ISBI, AARIZ)
    assert back.names == {isbi: aariz for aariz, isbi in there.names.items()}


def test_a_scheme_comes_before_the_others_and_once() -> None:
    assert [each.name for each in with_others(ISBI)] == ["isbi19", "aariz29"]
    assert [each.name for each in with_others(AARIZ)] == ["aariz29", "isbi19"]
    assert [each.name for each in with_others(SMALL)] == ["small", "aariz29", "isbi19"]


def test_an_unnumbered_scheme_understands_names_and_no_numbers() -> None:
    known = unnumbered(AARIZ)
    assert known.abbreviations == AARIZ.abbreviations
    assert understood(["S"], known, {}, "a.csv") == {"S": "S"}
    assert understood(["1"], AARIZ, {}, "a.csv") == {"1": "A"}
    with pytest.raises(UnknownLabels):
        understood(["1"], known, {}, "a.csv")


def test_films_move_to_another_scheme_with_what_is_known_of_them() -> None:
    film = complete_film(scheme=ISBI)
    moved = to_scheme([film], ISBI, AARIZ)
    (there,) = moved.films
    assert tuple(there.annotations) == AARIZ.abbreviations
    assert there.annotations["LIT"].landmark == "LIT"
    assert there.points["LIT"] == film.points["L1"]
    assert there.found["LIT"] == film.found["L1"]
    assert "Go" not in there.points
    assert moved.refused == ("Go", "UL", "LL", "Pog'", "Ar")


def test_a_missing_landmark_that_another_scheme_lacks_is_named_too() -> None:
    film = complete_film(scheme=ISBI)
    said = {name: Annotation(name) for name in ISBI.abbreviations}
    said |= {"S": film.annotations["S"], "Go": Annotation("Go", Status.MISSING)}
    assert to_scheme([replace(film, annotations=said)], ISBI, AARIZ).refused == ("Go",)


def scheme_file(path: Path, *landmarks: dict[str, object]) -> Path:
    path.write_text(json.dumps({"name": "own", "title": "My own", "landmarks": landmarks}), "utf-8")
    return path


def landmark(**changed: object) -> dict[str, object]:
    words = {"id": "1", "abbreviation": "Ba", "name": "Basion", "group": "skeletal"}
    return {**words, "definition": "Lowest point of the clivus.", **changed}


def test_a_scheme_of_ones_own_is_a_file(tmp_path: Path) -> None:
    path = scheme_file(
        tmp_path / "own.json",
        landmark(),
        landmark(id="2", abbreviation="Sella", definition="Any words.", same_as=["isbi19:S"]),
    )
    scheme = read_scheme(str(path))
    assert scheme.abbreviations == ("Ba", "Sella")
    assert mapping(scheme, ISBI).names == {"Sella": "S"}


@pytest.mark.parametrize(
    ("landmarks", "reason"),
    [
        ([], "wants words"),
        ([landmark(), landmark(id="2")], "appears twice"),
        ([landmark(), landmark(abbreviation="Co")], "appears twice"),
        ([landmark(definition=" ")], "wants words"),
        ([landmark(group="bone")], "is not a scheme"),
        ([{"id": "1"}], "it needs name, title"),
        ([3], "it needs name, title"),
        ([landmark(id=1e999)], "is not a scheme"),
        ([landmark(id=0)], "ids count from 1"),
    ],
)
def test_an_incomplete_scheme_is_refused_in_words(
    tmp_path: Path, landmarks: list[dict[str, object]], reason: str
) -> None:
    with pytest.raises(UnreadableScheme, match=reason):
        read_scheme(str(scheme_file(tmp_path / "own.json", *landmarks)))


@pytest.mark.parametrize("key", ["name", "title"])
@pytest.mark.parametrize("value", [None, 5, ["own"], " "])
def test_a_scheme_is_named_in_words(tmp_path: Path, key: str, value: object) -> None:
    path = scheme_file(tmp_path / "own.json", landmark())
    path.write_text(json.dumps(json.loads(path.read_text()) | {key: value}))
    with pytest.raises(UnreadableScheme, match="name and title"):
        read_scheme(str(path))


def test_a_scheme_whose_name_is_longer_than_any_file_s_is_not_there(tmp_path: Path) -> None:
    for read in (read_scheme, lambda name: read_scheme_beside(name, tmp_path)):
        with pytest.raises(UnreadableScheme, match="there is no scheme"):
            read("x" * 300)


def test_a_scheme_that_is_not_there_is_answered_with_those_that_are() -> None:
    with pytest.raises(UnreadableScheme, match="there are aariz29, isbi19, or a file"):
        read_scheme("wsi19")


@pytest.mark.parametrize(
    ("labels", "meant"),
    [
        (["l1", "l2"], ["S", "N"]),
        (["1", "2"], ["S", "N"]),
        (["L1", "S"], ["L1", "S"]),
        (["l4", "l1"], ["L1", "S"]),
        (["soft-pogonion"], ["Pog'"]),
        (["Pog`", "n"], ["Pog'", "N"]),
    ],
)
def test_a_file_is_understood_as_a_whole(labels: list[str], meant: list[str]) -> None:
    assert list(understood(labels, SMALL, {}, "f").values()) == meant


def test_the_built_in_numbers_are_the_order_of_isbi() -> None:
    labels = [f"l{i}" for i in range(1, 20)]
    assert tuple(understood(labels, ISBI, {}, "f").values()) == ISBI.abbreviations


def test_a_refusal_names_the_labels_that_the_best_reading_leaves_over() -> None:
    numbers = [str(i) for i in range(1, 39)]
    with pytest.raises(UnknownLabels, match=r"no landmark 20, 21, 22, 23, 24, \.\.\.;"):
        understood(numbers, ISBI, {}, "cl.json")
    with pytest.raises(UnknownLabels, match=r"no landmark 99;"):
        understood(["Sella", "n", "99"], SMALL, {}, "f")


@pytest.mark.parametrize("root", ['{"a": "Q"}', '{"a": 3}', "[]", "{"])
def test_a_label_map_to_no_landmark_is_refused(root: str) -> None:
    with pytest.raises(UnreadableLabels, match=r"map\.json"):
        read_label_map(root.encode(), "map.json", SMALL)


def test_a_label_map_takes_any_apostrophe() -> None:
    data = '{"soft": "Pog′", "mouth": null}'.encode()
    assert read_label_map(data, "map.json", SMALL) == {"soft": "Pog'", "mouth": None}
