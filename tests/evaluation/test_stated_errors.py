"""Errors of measurements beside those that were expected, on figures that are known."""

import pytest

from landmark_gui.evaluation.stated_errors import ALL, Judged, judge

UNITS = {"SNA": "°", "SNB": "°", "S-N": "mm"}


def test_errors_are_told_with_their_sign_and_beside_what_was_expected() -> None:
    assert Judged.of([(1.0, 2.0), (-3.0, 2.0), (5.0, 2.0)]) == Judged(
        values=3,
        mean_absolute=3.0,
        bias=1.0,
        sd=4.0,
        expected=2.0,
        within=1 / 3,
        within_twice=2 / 3,
    )


def test_a_single_error_has_no_scatter() -> None:
    one = Judged.of([(1.0, 1.0)])
    assert (one.sd, one.within) == (None, 1.0)
    assert one.cells == ("1", "1.00", "1.00", "-", "1.00", "100.0 %", "100.0 %")


def test_measurements_are_told_each_by_unit_and_all_in_what_was_expected() -> None:
    films = [{"SNA": (1.0, 1.0), "S-N": (-4.0, 2.0)}, {"SNA": (3.0, 3.0), "SNB": (2.0, 1.0)}]
    told = judge([*films, {}], UNITS | {"FMA": "°"})
    assert told.films == 2
    assert list(told.measurements) == ["SNA", "SNB", "S-N"]
    assert told.together["all in °"].values == 3
    assert told.together["all in mm"].mean_absolute == 4.0
    assert told.together[ALL].mean_absolute == pytest.approx((1 + 2 + 1 + 2) / 4)
    assert told.table().splitlines()[-1].startswith(ALL)
    assert told.as_dict()["measurements"]["SNB"]["within"] == 0.0


def test_one_film_is_told_in_the_singular() -> None:
    assert judge([{"SNA": (1.0, 1.0)}], UNITS).table().startswith("1 film\n")


def test_without_any_film_that_is_said() -> None:
    with pytest.raises(ValueError, match="no film has both"):
        judge([{}], UNITS)
