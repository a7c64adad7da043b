import numpy as np
import pytest
from numpy.typing import NDArray
from scipy import stats

from landmark_gui.evaluation.agreement import Distances, Ellipse, LandmarkAgreement

DIFFERENCES = np.array([[1.0, 0.0], [3.0, 4.0], [-1.0, 2.0], [0.0, -2.0], [2.0, 1.0]])


def drawn(seed: int, n: int) -> NDArray[np.float64]:
    rng = np.random.default_rng(seed)
    return np.asarray(rng.multivariate_normal((0.4, -1.0), [[4.0, 1.5], [1.5, 1.0]], n))


def test_distances_and_shares_are_those_of_the_points() -> None:
    distances = LandmarkAgreement.of(DIFFERENCES, in_mm=True).distances
    assert distances.points == 5
    assert distances.mean == pytest.approx(np.mean([1, 5, 5**0.5, 2, 5**0.5]))
    assert distances.greatest == pytest.approx(5.0)
    assert distances.sdr == {2.0: 0.4, 2.5: 0.8, 3.0: 0.8, 4.0: 0.8}


def test_pixels_have_no_shares_within_millimetres() -> None:
    assert LandmarkAgreement.of(DIFFERENCES, in_mm=False).distances.sdr is None


@pytest.mark.parametrize("seed", range(3))
def test_the_bias_has_the_interval_of_a_paired_t_test(seed: int) -> None:
    differences = drawn(seed, 12 + seed)
    agreement = LandmarkAgreement.of(differences, in_mm=True)
    for axis, values in ((agreement.x, differences[:, 0]), (agreement.y, differences[:, 1])):
        peer = stats.ttest_1samp(values, 0.0).confidence_interval(0.95)
        assert axis.bias_interval == pytest.approx((peer.low, peer.high), abs=1e-9)


def test_a_point_at_the_limit_is_within_it_wherever_it_lies() -> None:
    here = np.arange(1.0, 20.0)  # 20 px of 0.1 mm each are 2 mm, and 2.0000000000000004 of them
    distances = np.abs((here + 20) * 0.1 - here * 0.1)
    assert Distances.of(distances, in_mm=True).sdr == dict.fromkeys((2.0, 2.5, 3.0, 4.0), 1.0)


def test_the_limits_of_agreement_are_those_of_bland_and_altman() -> None:
    x = LandmarkAgreement.of(DIFFERENCES, in_mm=True).x
    # differences 1, 3, -1, 0, 2: mean 1, variance 10/4; t(4) = 2.776445
    assert x.bias == pytest.approx(1.0)
    assert x.limits == pytest.approx((1 - 1.96 * 2.5**0.5, 1 + 1.96 * 2.5**0.5))
    assert x.limit_error == pytest.approx(2.776445 * (2.5 * (1 / 5 + 1.96**2 / 8)) ** 0.5, abs=1e-5)


def test_dahlbergs_error_is_the_root_of_half_the_mean_square() -> None:
    agreement = LandmarkAgreement.of(DIFFERENCES, in_mm=True)
    assert agreement.x.dahlberg == pytest.approx((15 / 10) ** 0.5)
    assert agreement.y.dahlberg == pytest.approx((25 / 10) ** 0.5)
    assert agreement.distances.dahlberg == pytest.approx((40 / 10) ** 0.5)


@pytest.mark.parametrize("n", [5, 40])
def test_the_ellipse_holds_a_new_difference_in_95_of_100_cases(n: int) -> None:
    held = [
        inside(Ellipse.of(sample[:-1]), sample) for sample in (drawn(s, n + 1) for s in range(3000))
    ]
    assert np.mean(held) == pytest.approx(0.95, abs=0.012)


def inside(ellipse: Ellipse | None, sample: NDArray[np.float64]) -> bool:
    assert ellipse is not None
    angle = np.radians(ellipse.angle_deg)
    x, y = sample[-1] - sample[:-1].mean(axis=0)
    along, across = x * np.cos(angle) + y * np.sin(angle), y * np.cos(angle) - x * np.sin(angle)
    return bool((along / ellipse.semi_major) ** 2 + (across / ellipse.semi_minor) ** 2 <= 1)


def test_the_ellipse_of_many_differences_is_the_one_from_chi_squared() -> None:
    differences = drawn(1, 20_000)
    ellipse = Ellipse.of(differences)
    assert ellipse is not None
    largest = np.linalg.eigvalsh(np.cov(differences, rowvar=False))[-1]
    assert ellipse.semi_major == pytest.approx((largest * stats.chi2.ppf(0.95, 2)) ** 0.5, rel=1e-3)


@pytest.mark.parametrize(("direction", "angle"), [((1, 1), 45), ((1, -1), -45), ((0, 1), 90)])
def test_the_angle_of_the_ellipse_runs_from_x_towards_y(
    direction: tuple[int, int], angle: float
) -> None:
    ellipse = Ellipse.of(np.outer([-2.0, -1.0, 0.0, 3.0], direction))
    assert ellipse is not None
    assert ellipse.angle_deg == pytest.approx(angle)
    assert ellipse.semi_minor == pytest.approx(0.0, abs=1e-6)


def test_a_single_point_has_a_distance_and_nothing_that_needs_a_spread() -> None:
    agreement = LandmarkAgreement.of(np.array([[3.0, 4.0]]), in_mm=True)
    assert agreement.distances.mean == 5.0
    assert agreement.distances.sd is None
    assert agreement.x.bias == 3.0
    assert (agreement.x.bias_interval, agreement.x.limits, agreement.ellipse) == (None, None, None)


@pytest.mark.parametrize("bad", [np.zeros((0, 2)), np.array([[0.0, np.nan]])])
def test_what_is_no_difference_is_refused(bad: NDArray[np.float64]) -> None:
    with pytest.raises(ValueError, match="finite"):
        LandmarkAgreement.of(bad, in_mm=True)
