"""How far a calibration keeps its word, on films that had no part in it."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, fields
from itertools import count
from typing import Any

import numpy as np
import torch
from scipy.stats import rankdata
from torch import Tensor

from landmark_gui.diffusion.calibration import Calibration, Seen, fit, score
from landmark_gui.diffusion.regions import densest, ellipses, mass_above
from landmark_gui.domain.region import SHARES
from landmark_gui.evaluation.review_effort import FAR_MM, foresight

LEVELS = tuple(i / 20 for i in range(1, 20))
FEWEST_READERS = 5  # fewer points have no axis worth the name


@dataclass(frozen=True, slots=True, eq=False)
class Film:
    """A film to judge by.

    Attributes:
        seen: maps, points and truth.
        cell_mm: side of a cell of the maps.
        readers: `(R, N, 2)` points of single readers in cells, NaN where one has none.
        source: what the films are called that it is one of.
        sha256: hash of its picture, empty where nobody knows it.
    """

    seen: Seen
    cell_mm: float
    readers: Tensor
    source: str = "films"
    sha256: str = ""


@dataclass(frozen=True, slots=True, eq=False)
class Verdicts:
    """What came of M films, N landmarks and S shares; NaN where the truth is not known.

    Attributes:
        region, ellipse, disc: `(M, N, S)`, 1 where the truth lies inside.
        area_mm2: `(M, N, S)`.
        expected_mm, actual_mm: `(M, N)`.
        levels: `(M, N, L)`, the same as `region` for the points of a reliability curve.
        readers: `(M, N)`, share of the readers' points inside the 90 % region.
        axes: `(M, N, 4)`: standard deviation along the longer axis and direction, first of the
            readers' points, then of the ellipse; NaN with too few readers.
    """

    region: Tensor
    ellipse: Tensor
    disc: Tensor
    area_mm2: Tensor
    expected_mm: Tensor
    actual_mm: Tensor
    levels: Tensor
    readers: Tensor
    axes: Tensor


def judged(films: Sequence[Film], calibration: Calibration, levels: Calibration) -> Verdicts:
    """Return the verdicts on films under a calibration; `levels` is one made for other shares."""
    return _together([_verdict(film, calibration, levels) for film in films])


def folds_of(films: Sequence[Film], folds: int) -> list[int]:
    """Return the fold of each film: pictures are dealt out in turn, copies of one together."""
    turn = defaultdict[str | Film, int](count().__next__)
    return [turn[film.sha256 or film] % folds for film in films]


def cross_judged(films: Sequence[Film], folds: int) -> Verdicts:
    """Return the verdicts on all films, each under a calibration fitted on the other folds."""
    placed = list(zip(films, folds_of(films, folds), strict=True))
    parts = []
    for fold in range(folds):
        others = [film.seen for film, place in placed if place != fold]
        held_out = [film for film, place in placed if place == fold]
        parts.append(judged(held_out, fit(others), fit(others, shares=LEVELS)))
    return _joined(parts)


def figures(
    verdicts: Verdicts, before: Verdicts, names: Sequence[str], nominal: Sequence[float]
) -> dict[str, Any]:
    """Return all that can be told, ready for JSON.

    Args:
        verdicts: under the calibration.
        before: without any.
        names: of the landmarks.
        nominal: probabilities that the `levels` of both are for.
    """
    per_landmark = _by_landmark(verdicts, names)
    return {
        "films": len(verdicts.region),
        "points": int((~verdicts.actual_mm.isnan()).sum()),
        "shares": {
            f"{share:g}": _of_share(verdicts, before, index, per_landmark)
            for index, share in enumerate(SHARES)
        },
        "per_landmark": per_landmark,
        "reliability": {
            "nominal": list(nominal),
            "before": _rounded(before.levels.flatten(0, 1).nanmean(0)),
            "after": _rounded(verdicts.levels.flatten(0, 1).nanmean(0)),
        },
        "expected_error": _expected(verdicts),
        "readers": _readers(verdicts, names),
    }


def _by_landmark(verdicts: Verdicts, names: Sequence[str]) -> dict[str, list[float]]:
    """Return how much the regions hold of each landmark that any reader has."""
    held = zip(names, verdicts.region.nanmean(0), strict=True)
    return {name: _rounded(shares) for name, shares in held if not shares.isnan().any()}


def _of_share(
    verdicts: Verdicts, before: Verdicts, index: int, per_landmark: Mapping[str, Sequence[float]]
) -> dict[str, Any]:
    worst = min(per_landmark, key=lambda name: per_landmark[name][index])
    area = verdicts.area_mm2[..., index].flatten()
    return {
        "held": round(float(verdicts.region[..., index].nanmean()), 4),
        "held_by_ellipse": round(float(verdicts.ellipse[..., index].nanmean()), 4),
        "held_by_disc": round(float(verdicts.disc[..., index].nanmean()), 4),
        "held_before": round(float(before.region[..., index].nanmean()), 4),
        "disc_held_before": round(float(before.disc[..., index].nanmean()), 4),
        "median_area_mm2": round(float(area.quantile(0.5)), 3),
        "worst_landmark": [worst, per_landmark[worst][index]],
    }


def _expected(verdicts: Verdicts) -> dict[str, float]:
    known = ~verdicts.actual_mm.isnan()
    expected, actual = verdicts.expected_mm[known], verdicts.actual_mm[known]
    far = actual > FAR_MM
    told: dict[str, float] = {
        "mean_expected_mm": round(float(expected.mean()), 3),
        "mean_actual_mm": round(float(actual.mean()), 3),
        "beyond_4_mm": int(far.sum()),
    }
    if foreseen := foresight(expected.double().numpy(), far.numpy()):
        told["auc_beyond_4_mm"], told["held_by_least_sure_tenth"] = _rounded(foreseen)
    return told


def _readers(verdicts: Verdicts, names: Sequence[str]) -> dict[str, Any]:
    told: dict[str, dict[str, Any]] = {}
    for index, name in enumerate(names):
        inside, axes = verdicts.readers[:, index], verdicts.axes[:, index]
        axes = axes[~axes.isnan().any(1)]
        if inside.isnan().all():
            continue
        told[name] = {"inside_90": round(float(inside.nanmean()), 4)}
        if len(axes) > FEWEST_READERS:
            apart = torch.remainder(axes[:, 1] - axes[:, 3] + torch.pi / 2, torch.pi)
            told[name] |= {
                "films": len(axes),
                "axis_correlation": _rank_correlation(axes[:, 0], axes[:, 2]),
                "median_angle_between_axes_deg": round(
                    float((apart - torch.pi / 2).abs().rad2deg().quantile(0.5)), 1
                ),
            }
    return told


def _rank_correlation(one: Tensor, other: Tensor) -> float | None:
    """Return Spearman's correlation; None where one of the two does not vary."""
    ranks = np.stack([rankdata(values.numpy()) for values in (one, other)])
    varies = bool((ranks.min(1) < ranks.max(1)).all())
    return round(float(np.corrcoef(ranks)[0, 1]), 3) if varies else None


def _verdict(film: Film, calibration: Calibration, levels: Calibration) -> Verdicts:
    seen = film.seen
    maps, expected = calibration.applied(seen.maps.float(), seen.points)
    scores = score(seen, maps)
    mass = torch.tensor(calibration.region_mass)
    inside = densest(maps, mass)
    shapes = torch.stack([ellipses(maps, c, mass[:, i]) for i, c in enumerate(inside)], 1)
    known = torch.where(seen.truth.isnan().any(-1), torch.nan, 1.0)[:, None]
    cells = torch.stack([c.sum((1, 2)) for c in inside], 1)
    return Verdicts(
        (scores.region[:, None] <= mass) * known,
        _in_ellipse(shapes, seen.truth[:, None]) * known,
        (scores.disc[:, None] <= torch.tensor(calibration.disc_mass)) * known,
        cells * film.cell_mm**2,
        expected * film.cell_mm,
        scores.actual * film.cell_mm,
        (scores.region[:, None] <= torch.tensor(levels.region_mass)) * known,
        _readers_inside(maps, film.readers, mass[:, 1]),
        torch.cat([_axes(film.readers), shapes[:, 1, [2, 4]]], 1),
    )


def _in_ellipse(shapes: Tensor, points: Tensor) -> Tensor:
    away = points - shapes[..., :2]
    cos, sin = shapes[..., 4].cos(), shapes[..., 4].sin()
    along = (away[..., 0] * cos + away[..., 1] * sin) / shapes[..., 2]
    across = (away[..., 1] * cos - away[..., 0] * sin) / shapes[..., 3]
    return (along**2 + across**2 <= 1).float()


def _readers_inside(maps: Tensor, readers: Tensor, mass: Tensor) -> Tensor:
    if not len(readers):
        return torch.full((len(maps),), torch.nan)
    scores = torch.stack([mass_above(maps, points) for points in readers])
    held = (scores <= mass).float().where(~scores.isnan(), torch.nan)
    return held.nanmean(0)


def _axes(readers: Tensor) -> Tensor:
    """Return `(N, 2)`: deviation along the longer axis and its direction, of readers' points."""
    rows = []
    for landmark in range(readers.shape[1]):
        points = readers[:, landmark]
        points = points[~points.isnan().any(-1)]
        if len(points) < FEWEST_READERS:
            rows.append(torch.full((2,), torch.nan))
            continue
        variances, axes = torch.linalg.eigh(torch.cov(points.T))
        rows.append(torch.stack([variances[1].sqrt(), torch.atan2(axes[1, 1], axes[0, 1])]))
    return torch.stack(rows)


def _together(films: Sequence[Verdicts]) -> Verdicts:
    return Verdicts(*(torch.stack([getattr(f, x.name) for f in films]) for x in fields(Verdicts)))


def _joined(parts: Sequence[Verdicts]) -> Verdicts:
    return Verdicts(*(torch.cat([getattr(p, x.name) for p in parts]) for x in fields(Verdicts)))


def _rounded(values: Iterable[float]) -> list[float]:
    return [round(float(v), 4) for v in values]
