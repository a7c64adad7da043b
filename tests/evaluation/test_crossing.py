"""What two readers say of landmarks that one of them has not placed."""

import pytest

from landmark_gui.domain.annotation import Status
from landmark_gui.domain.geometry import Point
from landmark_gui.evaluation.readers import Comparison, compare
from landmark_gui.evaluation.readers_table import comparison_text

HERE = Point(10, 10)
POINTS = {
    "a": {"f1": {"N": HERE}, "f2": {}},
    "b": {"f1": {"N": HERE}, "f2": {"S": HERE, "N": HERE}, "f3": {"S": HERE}},
}
ABSENT = {
    "a": {"f1": {"S": Status.NOT_VISIBLE}, "f2": {"S": Status.MISSING, "N": Status.MISSING}},
    "b": {"f1": {"S": Status.MISSING}, "f3": {"Go": Status.MISSING}},
}


@pytest.fixture
def comparison() -> Comparison:
    return compare(POINTS, absent=ABSENT)


def test_a_film_is_read_also_where_a_reader_says_that_nothing_is_there(
    comparison: Comparison,
) -> None:
    pair = comparison.pairs[0]
    assert (pair.films, pair.overall.points) == (1, 1)
    assert (pair.only_first, pair.only_second) == (0, 2)
    assert comparison.missing == {"a": ("f3",), "b": ()}


def test_each_thing_that_one_says_is_crossed_with_what_the_other_says(
    comparison: Comparison,
) -> None:
    said = comparison.as_dict()["pairs"][0]["said"]
    assert list(said) == ["S", "N"]  # nobody says anything of Go on a film that both read
    assert said["S"]["not_visible"]["missing"] == said["S"]["missing"]["placed"] == 1
    assert said["N"]["placed"]["placed"] == said["N"]["missing"]["placed"] == 1
    assert sum(sum(row.values()) for row in said["S"].values()) == 2


def test_what_was_never_looked_at_is_undecided_and_not_missing() -> None:
    pair = compare({"a": {"f": {"N": HERE}}, "b": {"f": {"N": HERE, "S": HERE}}}).pairs[0]
    assert pair.said["S"] == {("undecided", "placed"): 1}


def test_the_text_tells_what_has_no_place_where_anything_has_none(comparison: Comparison) -> None:
    counts = "1 not visible by a and missing by b, 2 missing by a and placed by b"
    line = f"called missing or not visible: {counts}"
    assert line in comparison_text(comparison).splitlines()
    assert "called missing" not in comparison_text(compare(POINTS))
