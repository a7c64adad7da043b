"""Which films of several tables are the same."""

from collections.abc import Mapping

import pytest
from hypothesis import given
from hypothesis import strategies as st

from landmark_gui.evaluation.same_films import same_films
from landmark_gui.evaluation.truth import TruthError

Pictures = Mapping[str, str]


def named(*tables: Pictures, films: list[str] | None = None) -> list[list[str]]:
    """What the films of tables are called in common, and those of a list; values are hashes."""
    common, listed = same_films(tables, films, lambda sha256: sha256)
    return [list(table) for table in common] + ([] if listed is None else [list(listed)])


def of(*names: str) -> Pictures:
    """A table that states no hashes."""
    return dict.fromkeys(names, "")


def test_folder_and_ending_do_not_matter_where_names_are_unique() -> None:
    assert named(of("a.png", "b.png"), of("a", "films/b")) == [["a", "b"], ["a", "b"]]


def test_patients_in_folders_with_equal_file_names_are_told_apart() -> None:
    one, other = of("p1/1.png", "p2/1.png", "p2/2.png"), of("p2\\1.png", "p1\\1.png")
    assert named(one, other) == [["p1/1", "p2/1", "2"], ["p2/1", "p1/1"]]


def test_a_list_names_them_by_their_folders() -> None:
    tables = of("p1/1.png", "p2/1.png"), of("p1/1.png", "p2/1.png")
    *_, listed = named(*tables, films=["p2/1", "p2/1.png"])
    assert listed == ["p2/1"]
    with pytest.raises(TruthError, match="More than one film is called 1"):
        named(*tables, films=["1"])


def test_what_a_list_names_and_nobody_has_comes_back() -> None:
    *_, listed = named(of("p1/1.png", "p2/1.png"), films=["p3/1", "7", "p1/1.png"])
    assert listed == ["p3/1", "7", "p1/1"]


def test_films_that_only_one_reader_has_stay_apart() -> None:
    one, other = of("p1/1", "p3/1"), of("p1/1", "p2/1")
    assert named(one, other) == [["p1/1", "p3/1"], ["p1/1", "p2/1"]]


def test_endings_tell_films_apart_where_folders_do_not() -> None:
    one, other = of("1.png", "1.jpg"), of("1.jpg", "1.png")
    assert named(one, other) == [["1.png", "1.jpg"], ["1.jpg", "1.png"]]


def test_a_name_with_its_ending_is_more_exact_than_one_without() -> None:
    one, other = of("p/1.png", "q/1.dcm"), of("1.dcm", "1.png")
    assert named(one, other) == [["p/1", "q/1"], ["q/1", "p/1"]]


def test_a_film_in_another_folder_is_not_the_one_that_is_named_in_full() -> None:
    detected, truth = of("1.png", "dicom/1.dcm"), of("1")
    assert named(detected, truth) == [["1", "dicom/1"], ["1"]]


@pytest.mark.parametrize(
    "tables",
    [
        (of("p1/1.png", "p2/1.png"), of("1")),
        (of("a.png", "a.jpg"), of("a")),
        (of("a"), of("x/a.png"), of("y/a.png", "z/a.png")),
    ],
)
def test_a_name_that_may_mean_several_films_is_refused(tables: tuple[Pictures, ...]) -> None:
    with pytest.raises(TruthError, match=r"More than one film is called \w; give its full name"):
        named(*tables)


def test_pictures_are_found_under_other_names() -> None:
    coded = {"blind_7.png": "h1", "blind_8.png": "h2"}
    assert named({"x.png": "h1", "y.png": "h2"}, coded) == [["x", "y"], ["x", "y"]]


def test_pictures_that_have_changed_names_are_not_mixed_up() -> None:
    assert named({"x": "h1", "y": "h2"}, {"y": "h1", "x": "h2"}) == [["x", "y"], ["x", "y"]]


def test_a_third_table_finds_a_film_by_any_of_its_names() -> None:
    tables = {"x": "h1"}, {"blind_7": "h1"}, of("blind_7.png")
    *common, listed = named(*tables, films=["blind_7"])
    assert common == [["x"], ["x"], ["x"]]
    assert listed == ["x"]


def test_one_film_may_have_two_hashes_as_dicom_and_as_png() -> None:
    assert named({"x.dcm": "h1"}, {"x.png": "h2"}) == [["x"], ["x"]]


def test_a_picture_that_a_table_has_twice_goes_by_its_name() -> None:
    twice = {"x": "h1", "y": "h1"}
    assert named(twice, {"y": "h1", "x": "h1"}) == [["x", "y"], ["y", "x"]]


def test_a_short_name_is_no_other_films_full_one() -> None:
    films = of("a.dcm", "a.png", "a.dcm.png")
    assert named(films, films) == [["a.dcm", "a.png", "a.dcm.png"]] * 2


FILMS = st.sampled_from(["a", "a.dcm", "a.png", "a.dcm.png", "p/a.png", "q/a.png", "p/a", "b.png"])
TABLES = st.lists(st.dictionaries(FILMS, st.sampled_from(["", "h1", "h2", "h3"])), max_size=3)


@given(tables=TABLES)
def test_as_many_films_come_out_as_went_in(tables: list[Pictures]) -> None:
    try:
        common = named(*tables)
    except TruthError:
        return
    assert [len(films) for films in common] == [len(table) for table in tables]
    assert [len({*films}) for films in common] == [len(table) for table in tables]


def test_among_renamed_films_other_pictures_of_one_name_stay_apart() -> None:
    first, repeat = {"0": "h0", "1": "h1", "2": "h2"}, {"1": "h0", "0": "h1", "2": "h3"}
    assert named(first, repeat) == [["0", "1", "2"], ["0", "1", "2 (h3)"]]


def test_among_renamed_films_a_name_still_finds_what_states_no_hash() -> None:
    first, repeat = {"0": "h0", "1": "h1", "2": ""}, {"1": "h0", "0": "h1", "2": "h3"}
    assert named(first, repeat) == [["0", "1", "2"], ["0", "1", "2"]]


def test_a_third_table_does_not_tell_which_of_two_pictures_it_means() -> None:
    tables = {"0": "h0", "1": "h1"}, {"2": "h0", "1": "h3"}, of("1")
    with pytest.raises(TruthError, match="More than one film is called 1"):
        named(*tables)


def test_a_film_whose_name_is_taken_goes_by_that_in_another_table_or_by_its_picture() -> None:
    one, other = {"x": "h1", "y": "h2"}, {"y": "h1", "x": "0123456789"}
    assert named(one, other) == [["x", "y"], ["x", "x (01234567)"]]
    assert named(other, one) == [["y", "x"], ["y", "y (h2)"]]
    assert named({"x": "h1"}, {"y": "h1", "x": ""}) == [["y"], ["y", "x"]]
    third = {"new": "0123456789"}
    assert named(one, other, third) == [["x", "y"], ["x", "new"], ["new"]]


def test_names_that_pictures_contradict_are_refused() -> None:
    tables = {"x": "h1", "y": "h1"}, {"x": "h2", "z": "h1"}  # the picture of x is called z there
    with pytest.raises(TruthError, match="The tables use the name x for different pictures"):
        named(*tables)


def test_two_films_of_a_table_whose_names_look_alike_are_refused() -> None:
    with pytest.raises(TruthError, match=r"The tables use the name \u00e9\.png for different"):
        named(of("\u00e9.png", "e\u0301.png"))
