import numpy as np
import pytest

from landmark_gui.evaluation.review_effort import effort

ERRORS = np.array([0.5, 5.0, 0.5, 3.0, 0.5, 0.5, 2.5, 0.5, 0.5, 0.5])
EXPECTED = np.array([1.0, 9.0, 1.0, 8.0, 1.0, 1.0, 0.5, 1.0, 1.0, 1.0])
NONE = np.zeros(10, bool)


def test_looks_are_counted_until_nine_tenths_of_the_errors_are_found() -> None:
    told = effort(
        ERRORS, EXPECTED, NONE, NONE, {"best": [1, 3, 6, 0, 2, 4, 5, 7, 8, 9], "list": range(10)}
    )
    assert told.orders["best"].looks == 3
    assert told.orders["list"].looks == 7
    # the last of 3 errors among 10 lies at 3 * 11 / 4 on average
    assert told.orders["by chance (expected)"].looks == pytest.approx(8.25)


def test_chance_is_what_many_shuffles_come_to() -> None:
    shuffled = np.random.default_rng(0)
    looks = [
        effort(ERRORS, EXPECTED, NONE, NONE, {"o": shuffled.permutation(10).tolist()})
        .orders["o"]
        .looks
        for _ in range(3000)
    ]
    assert np.mean(looks) == pytest.approx(8.25, abs=0.1)


def test_what_was_looked_at_is_right_from_then_on() -> None:
    told = effort(ERRORS, EXPECTED, NONE, NONE, {"best": [1, 3, 6, 0, 2, 4, 5, 7, 8, 9]})
    assert told.mean_mm == pytest.approx(1.4)
    assert told.orders["best"].mean_mm[0.1] == pytest.approx(0.9)
    assert told.orders["by chance (expected)"].mean_mm[0.1] == pytest.approx(1.26)


def test_the_expected_error_is_judged_by_what_it_tells_of_gross_errors() -> None:
    told = effort(ERRORS, EXPECTED, EXPECTED > 8.5, EXPECTED > 1, {})
    assert (told.errors, told.gross) == (3, 1)
    assert told.auc == 1.0
    assert told.gross_in_tenth == 1.0
    assert (told.implausible, told.implausible_errors, told.implausible_gross) == (1, 1, 1)
    assert (told.doubtful, told.doubtful_errors, told.doubtful_gross) == (2, 2, 1)
    assert told.mean_mm_after_doubtful == pytest.approx(0.6)
    assert "2 doubtful (20.0%): who looks at these alone finds 2 of 3 (67%)" in told.table()
    assert effort(ERRORS, np.ones(10), NONE, NONE, {}).auc == 0.5


def test_without_errors_there_is_nothing_to_find() -> None:
    told = effort(
        np.full(4, 0.1), np.ones(4), np.zeros(4, bool), np.zeros(4, bool), {"list": range(4)}
    )
    assert told.orders["list"].looks == 0
    assert told.auc is None
    assert told.gross_in_tenth is None
    assert "not defined" in told.table()
    with pytest.raises(ValueError, match="no film"):
        effort(np.array([]), np.array([]), np.array([], bool), np.array([], bool), {})
