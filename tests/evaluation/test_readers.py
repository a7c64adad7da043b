import json

import pytest

from landmark_gui.domain.geometry import PixelSpacing, Point, SpacingSource
from landmark_gui.evaluation.readers import ComparisonError, compare
from landmark_gui.evaluation.readers_table import comparison_text
from landmark_gui.evaluation.scale import NoSpacing
from landmark_gui.evaluation.truth import FilmPoints

SENIOR: FilmPoints = {
    "a": {"S": Point(100, 50), "N": Point(300, 40)},
    "b": {"S": Point(110, 60)},
    "c": {"S": Point(120, 55), "N": Point(310, 45)},
}
JUNIOR: FilmPoints = {
    "a": {"S": Point(103, 54), "N": Point(300, 40)},
    "b": {"S": Point(110, 60), "N": Point(305, 41)},
}
SPACING = {
    "a": PixelSpacing(0.1, 0.2, SpacingSource.CALIBRATED),
    "b": PixelSpacing(0.1, 0.1, SpacingSource.CALIBRATED),
}


def test_a_pair_is_measured_at_each_landmark_from_the_first_to_the_second() -> None:
    pair = compare({"senior": SENIOR, "junior": JUNIOR}).pairs[0]
    assert (pair.first, pair.second) == ("senior", "junior")
    assert pair.per_landmark["S"].distances.points == 2
    assert (pair.per_landmark["S"].x.bias, pair.per_landmark["S"].y.bias) == (1.5, 2.0)


def test_a_film_or_a_point_that_one_reader_lacks_is_counted_and_left_out() -> None:
    comparison = compare({"senior": SENIOR, "junior": JUNIOR})
    assert comparison.films == ("a", "b")
    assert comparison.missing == {"senior": (), "junior": ("c",)}
    pair = comparison.pairs[0]
    assert pair.overall.points == 3
    assert (pair.only_first, pair.only_second) == (0, 1)


def test_without_a_spacing_the_figures_are_pixels() -> None:
    comparison = compare({"senior": SENIOR, "junior": JUNIOR})
    assert comparison.unit == "px"
    assert comparison.pairs[0].overall.greatest == 5.0
    assert "no spacing is known" in comparison_text(comparison)


def test_where_readers_are_furthest_apart_is_told_the_furthest_first() -> None:
    comparison = compare({"senior": SENIOR, "junior": JUNIOR})
    furthest = comparison.pairs[0].furthest
    assert [(d.film, d.landmark, d.distance) for d in furthest] == [
        ("a", "S", 5.0),
        ("a", "N", 0.0),
        ("b", "S", 0.0),
    ]
    assert "\nlargest 5.00 px (S, a)\n" in comparison_text(comparison)
    first = comparison.as_dict()["pairs"][0]["furthest"][0]
    assert first == {"film": "a", "landmark": "S", "x": 3.0, "y": 4.0, "distance": 5.0}


def test_of_many_differences_the_ten_largest_are_named() -> None:
    still = {str(n): {"S": Point(0, 0)} for n in range(12)}
    moved = {str(n): {"S": Point(n, 0)} for n in range(12)}
    furthest = compare({"one": still, "other": moved}).pairs[0].furthest
    assert [d.film for d in furthest] == [str(n) for n in range(11, 1, -1)]


def test_one_spacing_for_all_makes_millimetres() -> None:
    comparison = compare({"senior": SENIOR, "junior": JUNIOR}, 0.5)
    assert (comparison.unit, comparison.spacing_mm) == ("mm", 0.5)
    assert comparison.pairs[0].overall.greatest == 2.5
    assert comparison.pairs[0].overall.sdr == pytest.approx({2: 2 / 3, 2.5: 1, 3: 1, 4: 1})


def test_each_films_own_spacing_counts_in_both_directions() -> None:
    pair = compare({"senior": SENIOR, "junior": JUNIOR}, SPACING).pairs[0]
    assert pair.overall.greatest == pytest.approx((0.3**2 + 0.8**2) ** 0.5)
    assert pair.per_landmark["S"].y.bias == pytest.approx(0.4)


def test_of_three_readers_every_pair_is_compared_and_all_together() -> None:
    expert: FilmPoints = {
        name: {mark: p.moved(1, 0) for mark, p in film.items()} for name, film in SENIOR.items()
    }
    comparison = compare({"senior": SENIOR, "junior": JUNIOR, "expert": expert})
    pairs = [(pair.first, pair.second) for pair in comparison.pairs]
    assert pairs == [("senior", "junior"), ("senior", "expert"), ("junior", "expert")]
    sella_x, _ = comparison.icc["S"]
    assert sella_x is not None
    assert (sella_x.films, sella_x.readers) == (2, 3)
    assert comparison.icc["N"] == (None, None)  # only one film has it from all three


def test_a_pair_has_coefficients_of_its_own() -> None:
    far: FilmPoints = {
        name: {mark: p.moved(60, 0) for mark, p in film.items()} for name, film in SENIOR.items()
    }
    alone = compare({"senior": SENIOR, "junior": JUNIOR})
    comparison = compare({"senior": SENIOR, "junior": JUNIOR, "far": far})
    pair = comparison.pairs[0]
    assert pair.icc["S"] == alone.icc["S"] == alone.pairs[0].icc["S"]
    assert pair.icc["S"] != comparison.icc["S"]
    told = comparison.as_dict()["pairs"][0]
    assert told["films"] == 2
    assert told["icc"]["S"]["x"]["readers"] == 2
    text = comparison_text(comparison)
    assert "junior minus senior, 2 films" in text
    assert "ICC(2,1) of the coordinates of senior and junior" in text
    assert text.count("over all 3 readers") == 1
    assert "over all" not in comparison_text(alone)  # the pair says it


def test_readers_without_a_common_film_are_no_pair_but_do_not_stop_the_others() -> None:
    comparison = compare({"senior": SENIOR, "junior": JUNIOR, "guest": {"c": SENIOR["c"]}})
    pairs = [(pair.first, pair.second) for pair in comparison.pairs]
    assert pairs == [("senior", "junior"), ("senior", "guest")]


def test_a_list_of_films_narrows_the_comparison() -> None:
    comparison = compare({"senior": SENIOR, "junior": JUNIOR}, films=["a"])
    assert comparison.films == ("a",)
    assert comparison.pairs[0].overall.points == 2


def test_the_comparison_is_json_and_says_what_is_undefined() -> None:
    comparison = compare({"senior": SENIOR, "junior": JUNIOR}, 0.1, films=["a"])
    told = json.loads(json.dumps(comparison.as_dict(), allow_nan=False))
    sella = told["pairs"][0]["per_landmark"]["S"]
    assert sella["mean"] == pytest.approx(0.5)
    assert sella["x"]["bias_interval"] is None
    assert sella["ellipse_95"] is None
    assert told["icc"]["S"] == {"x": None, "y": None}


def test_a_long_list_of_films_that_a_reader_lacks_is_not_told_whole() -> None:
    films = {str(number): {"S": Point(number, 0)} for number in range(12)}
    _, lacks, *_ = comparison_text(compare({"a": films, "b": {"0": films["0"]}})).splitlines()
    assert lacks == "b lacks 11 films: 1, 2, 3, 4, 5, 6, 7, 8 and 3 more"


def test_the_text_names_units_readers_and_landmarks() -> None:
    text = comparison_text(compare({"senior": SENIOR, "junior": JUNIOR}, 0.1))
    assert text.startswith("2 readers, 2 films; figures in mm (0.1 mm/px)\njunior lacks 1 film: c")
    assert "junior minus senior" in text
    assert "points placed 0 only by senior, 1 only by junior" in text
    assert "<= 2.5 mm" in text


def test_what_rounds_to_nothing_has_no_sign() -> None:
    other = {
        film: {name: point.moved(-0.001, -0.002) for name, point in points.items()}
        for film, points in SENIOR.items()
    }
    text = comparison_text(compare({"senior": SENIOR, "junior": other}))
    assert "0.00 [0.00, 0.00]  0.00 ... 0.00" in text
    assert "-0.00" not in text


@pytest.mark.parametrize(
    ("readings", "films", "sentence"),
    [
        ({"senior": SENIOR}, None, "at least two readers"),
        ({"senior": SENIOR, "junior": JUNIOR}, ["x"], "No reader has film x"),
        ({"senior": SENIOR, "junior": JUNIOR}, list("defghijklmn"), r"film d, .*, k and 3 more\."),
        ({"senior": SENIOR, "junior": {"z": SENIOR["a"]}}, None, "on the same film"),
        ({"senior": SENIOR, "junior": {"a": {}}}, None, "on the same film"),
    ],
)
def test_what_cannot_be_compared_is_refused(
    readings: dict[str, FilmPoints], films: list[str] | None, sentence: str
) -> None:
    with pytest.raises(ComparisonError, match=sentence):
        compare(readings, films=films)


def test_a_film_without_spacing_among_others_is_refused() -> None:
    with pytest.raises(NoSpacing, match="Film b states no spacing"):
        compare({"senior": SENIOR, "junior": JUNIOR}, {"a": SPACING["a"]})
