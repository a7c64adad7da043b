"""Calibration on maps that are too sure by a known amount."""

import math
from dataclasses import replace

import pytest
import torch

from landmark_gui.diffusion.calibration import Calibration, Seen, fit, score
from landmark_gui.diffusion.heatmaps import expected_distance, gaussian
from landmark_gui.diffusion.judging import (
    LEVELS,
    Film,
    _rank_correlation,
    cross_judged,
    figures,
    folds_of,
    judged,
)
from landmark_gui.domain.region import SHARES

SAID, REAL = 2.0, 3.0  # cells: the spread that the maps state, and that of the truth
SIDE, MARKS = 40, 3
NAMES = ("S", "N", "Or")


def films(count: int, seed: int, real: float = REAL) -> list[Film]:
    generator = torch.Generator().manual_seed(seed)
    made = []
    for _ in range(count):
        centres = SIDE / 2 + torch.randn(MARKS, 2, generator=generator)
        maps = gaussian(centres, SAID, SIDE, SIDE)
        truth = centres + real * torch.randn(MARKS, 2, generator=generator)
        made.append(Film(Seen(maps, centres, truth), 0.3, torch.empty(0, MARKS, 2)))
    return made


@pytest.fixture(scope="module")
def fitted() -> Calibration:
    return fit([film.seen for film in films(150, 0)], "drawn")


def test_maps_become_as_broad_as_the_truth_is_spread(fitted: Calibration) -> None:
    centre = torch.full((MARKS, 2), SIDE / 2)
    maps, expected = fitted.applied(gaussian(centre, SAID, SIDE, SIDE), centre)
    wanted = REAL * math.sqrt(math.pi / 2)  # the mean distance of a normal distribution
    for found in (*expected_distance(maps, centre).tolist(), *expected.tolist()):
        assert found == pytest.approx(wanted, rel=0.1)


def test_differences_in_breadth_are_magnified_and_those_in_expected_error_fitted() -> None:
    generator = torch.Generator().manual_seed(9)
    several, centre = [], torch.full((MARKS, 2), SIDE / 2)
    for said in torch.linspace(1.0, 2.5, 120).tolist():  # maps of 1 ... 2.5 cells; truth said^2
        truth = centre + said**2 * torch.randn(MARKS, 2, generator=generator)
        several.append(Seen(gaussian(centre, said, SIDE, SIDE), centre, truth))
    calibration = fit(several)
    assert calibration.error_power >= 1.7
    narrow, broad = (calibration.applied(s.maps, s.points)[0] for s in (several[0], several[-1]))
    ratio = expected_distance(broad, centre) / expected_distance(narrow, centre)
    assert bool((ratio > 1.3 * 2.5).all())


def test_calibrated_regions_hold_what_they_state_on_other_films(fitted: Calibration) -> None:
    verdicts = judged(films(300, 1), fitted, fitted)
    for index, share in enumerate(SHARES):
        for held in (verdicts.region, verdicts.ellipse, verdicts.disc):
            assert float(held[..., index].mean()) == pytest.approx(share, abs=0.04)


def test_without_calibration_too_sure_maps_hold_too_little() -> None:
    none = Calibration.none(MARKS)
    held = judged(films(100, 1), none, none).region[..., 1].mean()
    assert float(held) < 0.75


def test_the_expected_error_is_the_mean_error(fitted: Calibration) -> None:
    verdicts = judged(films(300, 2), fitted, fitted)
    assert float(verdicts.expected_mm.mean()) == pytest.approx(
        float(verdicts.actual_mm.mean()), rel=0.05
    )


def test_a_film_never_judges_a_calibration_that_has_seen_it() -> None:
    # one film is wildly off: only a calibration that knew it could hold it at 95 %
    several = films(20, 3)
    seen = several[7].seen
    several[7] = replace(several[7], seen=Seen(seen.maps, seen.points, torch.full((MARKS, 2), 0.5)))
    assert float(cross_judged(several, 5).region.sum()) <= 19 * MARKS * len(SHARES)
    assert cross_judged(several, 5).region.shape == (20, MARKS, len(SHARES))


def test_copies_of_a_film_judge_no_calibration_that_has_seen_one_of_them() -> None:
    several = films(20, 3)
    seen = several[7].seen
    wild = Seen(seen.maps, seen.points, torch.full((MARKS, 2), 0.5))
    several[7] = replace(several[7], seen=wild, sha256="a")
    several[13] = replace(several[13], seen=wild, sha256="a")
    assert float(cross_judged(several, 5).region.sum()) <= 18 * MARKS * len(SHARES)
    assert folds_of(several, 5)[7] == folds_of(several, 5)[13]


def test_films_are_dealt_out_in_turn_where_no_picture_is_known_twice() -> None:
    several = [replace(film, sha256="b" * (i // 10)) for i, film in enumerate(films(11, 0))]
    assert folds_of(several, 5) == [i % 5 for i in range(11)]


def test_a_truth_beside_the_map_is_held_by_no_region_and_no_disc() -> None:
    several = films(20, 3)
    for film in several:  # so many that regions for 95 % gather all that there is
        film.seen.truth[:] = torch.tensor([SIDE + 9.0, SIDE + 9.0])
    fitted = fit([film.seen for film in several])
    assert all(mass == 1.0 for row in fitted.region_mass for mass in row)
    verdicts = judged(several, fitted, fitted)
    for held in (verdicts.region, verdicts.disc, verdicts.levels):
        assert not held.any()


def test_a_region_allows_for_the_film_to_come() -> None:
    seen = [film.seen for film in films(20, 11)]
    alone = [Seen(*(of[:1] for of in (s.maps, s.points, s.truth))) for s in seen]
    fitted = fit(alone, shares=(0.895,))
    temperature = torch.tensor(fitted.temperature)
    scores = sorted(float(score(film, film.at(temperature)).region) for film in alone)
    # ceil(21 * 0.895) of 20 films, where ceil(20 * 0.895) would hold too little
    assert fitted.region_mass[0][0] == pytest.approx(scores[18], abs=1e-3)
    assert scores[18] - scores[17] > 2e-3


def test_unknown_truths_are_left_out() -> None:
    several = films(60, 4)
    for film in several[::2]:
        film.seen.truth[1] = torch.nan
    calibration = fit([film.seen for film in several])
    verdicts = judged(several, calibration, calibration)
    assert int(verdicts.actual_mm.isnan().sum()) == 30
    told = figures(verdicts, verdicts, NAMES, SHARES)
    assert told["points"] == 60 * MARKS - 30
    assert 0.8 < told["per_landmark"]["N"][1] <= 1.0


def test_the_figures_tell_how_well_large_errors_are_foreseen() -> None:
    sure, unsure = films(40, 5, real=1.0), films(4, 6)
    for film in unsure:
        film.seen.maps[:] = gaussian(film.seen.points, 6.0, SIDE, SIDE)
        film.seen.truth[:] = film.seen.points + 14.0
    none = Calibration.none(MARKS)
    verdicts = judged([*sure, *unsure], none, none)
    told = figures(verdicts, verdicts, NAMES, SHARES)["expected_error"]
    assert told["beyond_4_mm"] == 4 * MARKS
    assert told["auc_beyond_4_mm"] == 1.0
    assert told["held_by_least_sure_tenth"] == 1.0


def test_readers_are_compared_with_the_regions_by_share_axis_and_direction() -> None:
    generator = torch.Generator().manual_seed(0)
    long, several = torch.tensor([4.0, 1.0]), []
    for size in torch.linspace(0.5, 2.0, 12):
        centre = torch.full((MARKS, 2), SIDE / 2)
        x = torch.arange(SIDE) + 0.5 - SIDE / 2
        density = torch.exp(-((x[None] / 4) ** 2 + x[:, None] ** 2) / (2 * size**2))
        maps = (density / density.sum()).expand(MARKS, -1, -1)
        readers = centre + size * long * torch.randn(11, MARKS, 2, generator=generator)
        several.append(Film(Seen(maps, centre, centre), 0.3, readers))
    none = Calibration.none(MARKS)
    verdicts = judged(several, none, none)
    told = figures(verdicts, verdicts, NAMES, SHARES)["readers"]["S"]
    assert told["inside_90"] == pytest.approx(0.9, abs=0.1)
    assert told["axis_correlation"] > 0.7
    assert told["median_angle_between_axes_deg"] < 15


def test_readers_whose_axes_are_alike_on_every_film_correlate_with_nothing() -> None:
    several, centre = [], torch.full((MARKS, 2), SIDE / 2)
    around = torch.tensor([[-2.0, 0.0], [2.0, 0.0], [0.0, 1.0], [0.0, -1.0], [0.0, 0.0]])
    for said in torch.linspace(1.0, 2.0, 8).tolist():
        readers = centre + around[:, None]
        several.append(Film(Seen(gaussian(centre, said, SIDE, SIDE), centre, centre), 0.3, readers))
    none = Calibration.none(MARKS)
    verdicts = judged(several, none, none)
    told = figures(verdicts, verdicts, NAMES, SHARES)["readers"]["S"]
    assert told["axis_correlation"] is None
    tied = _rank_correlation(torch.tensor([1.0, 1.0, 2.0]), torch.tensor([1.0, 2.0, 3.0]))
    assert tied == pytest.approx(math.sqrt(3) / 2, abs=1e-3)


def test_a_calibration_comes_back_from_a_manifest(fitted: Calibration) -> None:
    assert Calibration.from_dict(fitted.as_dict(), MARKS) == fitted
    with pytest.raises(ValueError, match="another model"):
        Calibration.from_dict(fitted.as_dict(), MARKS + 1)


def test_other_shares_can_be_looked_at() -> None:
    seen = [film.seen for film in films(30, 8)]
    rows = fit(seen, shares=LEVELS).region_mass
    assert all(list(row) == sorted(row) for row in rows)
    assert len(rows[0]) == len(LEVELS)


def test_the_mass_of_a_disc_is_that_of_the_normal_distribution() -> None:
    centre, truth = torch.tensor([[48.0, 48.0]]), torch.tensor([[58.0, 53.0]])
    maps = gaussian(centre, 9.0, 96, 96)
    scores = score(Seen(maps, centre, truth), maps)
    assert float(scores.disc) == pytest.approx(1 - math.exp(-125 / 162), abs=0.01)
    assert float(scores.actual) == pytest.approx(math.sqrt(125))
