import importlib
import warnings
from types import ModuleType
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray

from landmark_gui.evaluation.intraclass import intraclass

# Shrout & Fleiss 1979, table 2: six targets, four judges
SHROUT_FLEISS = [
    [9, 2, 5, 8],
    [6, 1, 3, 2],
    [8, 4, 6, 8],
    [7, 1, 2, 6],
    [10, 5, 6, 9],
    [6, 2, 4, 7],
]
# x of a landmark in pixels as three readers have it; one reader lacks a film
READINGS = [
    [812.5, 814.0, 811.0],
    [790.5, 792.5, 791.0],
    [833.0, 836.5, np.nan],
    [801.5, 800.0, 803.5],
    [845.0, 849.5, 844.0],
    [778.5, 781.0, 777.0],
]


@pytest.fixture(scope="module")
def pingouin() -> ModuleType:
    pytest.importorskip("pingouin", exc_type=ImportError)
    with warnings.catch_warnings():  # its own dependencies' remarks are not ours to mend
        warnings.simplefilter("ignore")
        module = importlib.import_module("pingouin")
    module.options.update({key: None for key in module.options if key.startswith("round")})
    return module


def peer(pingouin: ModuleType, ratings: NDArray[np.float64]) -> tuple[float, float, float]:
    pandas: Any = importlib.import_module("pandas")
    films, readers = ratings.shape
    table = pandas.DataFrame(
        {
            "film": np.repeat(np.arange(films), readers),
            "reader": np.tile(np.arange(readers), films),
            "value": ratings.ravel(),
        }
    )
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        rows = pingouin.intraclass_corr(
            table, targets="film", raters="reader", ratings="value", nan_policy="omit"
        ).set_index("Type")
    row = rows.loc["ICC(A,1)" if "ICC(A,1)" in rows.index else "ICC2"]
    low, high = row["CI95" if "CI95" in rows else "CI95%"]
    return (float(row["ICC"]), float(low), float(high))


def test_the_textbooks_judges_agree_as_the_textbook_says() -> None:
    icc = intraclass(SHROUT_FLEISS)
    assert icc is not None
    assert (icc.films, icc.readers) == (6, 4)
    # 0.29 in the paper; these digits are pingouin's
    figures = (icc.value, icc.low, icc.high)
    assert figures == pytest.approx((0.289763779528, 0.018786513375, 0.761084369649), abs=1e-9)


def test_a_film_that_one_reader_lacks_does_not_count() -> None:
    icc = intraclass(READINGS)
    assert icc is not None
    assert (icc.films, icc.readers) == (5, 3)
    figures = (icc.value, icc.low, icc.high)
    # pingouin's digits
    assert figures == pytest.approx((0.994213957249, 0.973029412939, 0.999348075793), abs=1e-9)


@pytest.mark.parametrize("seed", range(4))
def test_the_figures_are_those_of_an_independent_package(pingouin: ModuleType, seed: int) -> None:
    rng = np.random.default_rng(seed)
    films, readers = int(rng.integers(4, 40)), int(rng.integers(2, 6))
    ratings = 900 + 30 * rng.normal(size=(films, 1)) + 5 * rng.normal(size=readers)
    ratings = ratings + 10.0 ** rng.uniform(-1, 2) * rng.normal(size=(films, readers))
    ratings[rng.random(films) < 0.15, 0] = np.nan
    icc = intraclass(ratings)
    assert icc is not None
    assert (icc.value, icc.low, icc.high) == pytest.approx(peer(pingouin, ratings), abs=1e-6)


def test_readers_who_say_the_same_agree_fully() -> None:
    icc = intraclass([[1.0, 1.0], [2.0, 2.0], [5.0, 5.0]])
    assert icc is not None
    assert (icc.value, icc.low, icc.high) == pytest.approx((1.0, 1.0, 1.0))


def test_a_constant_offset_is_no_agreement() -> None:
    icc = intraclass([[1.0, 3.0], [2.0, 4.0], [3.0, 5.0]])
    assert icc is not None
    assert icc.value == pytest.approx(1 / 3)
    assert icc.low <= icc.value <= icc.high


@pytest.mark.parametrize("beside", [0.0, 1.0, 1412.0])
@pytest.mark.parametrize("ratings", [[[0.1, 0.2, 0.3]] * 7, [[0.1, 0.2], [0.2, 0.1]]])
def test_films_that_differ_by_rounding_alone_do_not_vary(
    ratings: list[list[float]], beside: float
) -> None:
    assert intraclass(np.array(ratings) + beside) is None
    assert intraclass((np.array(ratings) + beside) * 0.1265) is None


@pytest.mark.parametrize(
    "ratings",
    [
        [[1.0, 2.0]],
        [[1.0], [2.0]],
        [[4.0, 4.0]] * 2,
        [[4.0, 6.0]] * 2,
        [[1.0, np.nan]] * 3,
        [[1.0, 2.0], [2.0, 1.0]],
    ],
)
def test_where_nothing_varies_nothing_is_said(ratings: list[list[float]]) -> None:
    assert intraclass(ratings) is None


@pytest.mark.parametrize(
    "ratings",
    [
        [[1.0, 3.0], [3.0, 1.0], [2.0, 2.0], [2.0, 2.0]],
        [[1.0, 2.0], [3.0, 0.0], [1.0, 2.0]],
        [[100.0, 103.0], [102.0, 101.0]],
        [[0.0, 3.0], [0.0, 3.0], [3.0, 1.0], [0.0, 3.0]],
    ],
    ids=["no degrees of freedom", "no number", "two films", "beside the coefficient"],
)
def test_a_coefficient_without_an_interval_around_it_is_not_told(
    ratings: list[list[float]],
) -> None:
    assert intraclass(ratings) is None
