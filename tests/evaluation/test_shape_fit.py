import json
from pathlib import Path

import numpy as np
import pytest

from landmark_gui.domain.geometry import Point
from landmark_gui.domain.shape import ShapeModel, as_real
from landmark_gui.evaluation.shape_fit import CHI2_999, READING_VARIANCE, as_json, fit
from landmark_gui.evaluation.truth import Reading, TruthError

NAMES = ("A", "B", "C", "D", "E", "F")
MEAN = np.exp(1j * np.arange(6))
SPREAD = 0.03


def heads(count: int) -> dict[str, Reading]:
    """Return shapes about a mean, each somewhere else on its film, turned and enlarged."""
    chance = np.random.default_rng(0)
    films: dict[str, Reading] = {}
    for number in range(count):
        noise = chance.normal(0, SPREAD, (2, 6))
        pose = 500 * chance.uniform(0.7, 1.4) * np.exp(1j * chance.uniform(-0.3, 0.3))
        at = pose * (MEAN + noise[0] + 1j * noise[1]) + complex(*chance.uniform(500, 900, 2))
        films[f"{number}"] = {n: Point(z.real, z.imag) for n, z in zip(NAMES, at, strict=True)}
    return films


def test_mean_and_spread_come_back_whatever_the_poses() -> None:
    model = fit(heads(400), NAMES).model
    wanted = MEAN - MEAN.mean()
    wanted /= np.sqrt(np.mean(np.abs(wanted) ** 2))
    turn = np.vdot(model.mean, wanted)
    assert abs(turn) / 6 == pytest.approx(1.0, abs=1e-3)
    variances = np.diag(model.covariance) - READING_VARIANCE
    # of 12 numbers 4 are the pose; the scale is the mean's own
    assert variances.sum() == pytest.approx(
        8 * SPREAD**2 / np.mean(np.abs(MEAN - MEAN.mean()) ** 2), rel=0.1
    )


def test_films_left_out_surprise_no_more_than_the_limit_says() -> None:
    tried = fit(heads(200), NAMES)
    assert tried.films == 200
    assert tried.quantile < CHI2_999  # the reading error is added on top
    assert tried.model.limit == CHI2_999


def test_where_films_left_out_surprise_more_the_limit_is_theirs() -> None:
    films = heads(40)
    films["7"] = {**films["7"], "C": films["7"]["C"].moved(200.0, 0.0)}
    tried = fit(films, NAMES)
    assert tried.model.limit == tried.quantile > CHI2_999


def test_a_model_is_read_as_it_was_written(tmp_path: Path) -> None:
    model = fit(heads(50), NAMES).model
    (tmp_path / "shape.json").write_text(json.dumps(as_json(fit(heads(50), NAMES))))
    again = ShapeModel.read(tmp_path / "shape.json")
    assert again.landmarks == NAMES
    assert np.allclose(as_real(again.mean), as_real(model.mean), atol=1e-5)
    assert np.allclose(again.covariance, model.covariance, atol=1e-6)


def test_too_few_films_are_refused() -> None:
    with pytest.raises(TruthError, match="12 complete films are too few"):
        fit(heads(12), NAMES)
