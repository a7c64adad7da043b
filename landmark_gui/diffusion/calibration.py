r"""Makes probabilities mean what they say, from films that the weights were not trained on.

Three corrections for each landmark n, all fitted on M films with known landmarks:

1. a temperature: p -> p^(1/T), by the likelihood of the truth (Guo et al. 2017). Maps tell apart
   too little how unsure they are: T is T_n times their breadth, the distance d that they let
   expect, so that broad maps grow broader and narrow ones narrower;
2. split conformal regions (Vovk et al. 2005; Angelopoulos and Bates 2021): a film's score is the
   probability of the smallest region of highest density that holds the truth, and the region for a
   share a gathers the ceil((M + 1) a) / M quantile of the scores; likewise for discs;
3. an expected error c_n d^b for the same reason: b, common to all landmarks, is the likeliest for
   errors that are exponentially distributed, and c_n makes its mean that of the errors.

A landmark has few films, so all are shrunk towards what the landmarks have in common: the other
landmarks' films count together like `SHRINKAGE` films of its own.

Strictly, 2. needs films that had no part in 1., and films of the landmark alone: a share is held
over all landmarks together, and a landmark that is harder than the others gets a little less of it.
"""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from functools import cached_property
from typing import Any

import torch
from torch import Tensor
from torch.nn import functional

from landmark_gui.diffusion.heatmaps import expected_distance
from landmark_gui.diffusion.regions import mass_above, mass_within, tempered
from landmark_gui.domain.region import SHARES

SHRINKAGE = 40.0
TEMPERATURES = tuple(0.6 * 1.13**i for i in range(14))  # 0.6 ... 2.9
#: Maps tell their distance at this temperature, which gives faint second places more weight. It and
#: the power of the breadth are the likeliest for both shipped sets of weights.
TOLD_AT, BREADTH_POWER = 1.75, 1.0
TYPICAL_CELLS, MOST_TIMES = 4.0, 3.0  # breadth is in units of the first, up to so many times it
ERROR_POWERS = tuple(1 + i / 10 for i in range(11))  # 1 ... 2

Rows = tuple[tuple[float, ...], ...]


@dataclass(frozen=True, slots=True)
class Calibration:
    """What belongs to weights so that their probabilities hold; a row or number for each landmark.

    Attributes:
        temperature: of maps of typical breadth.
        told_at: temperature at which maps tell how far they let the truth expect.
        breadth_power: to which the breadth counts in the temperature.
        region_mass: probability to gather for a region, for each of `SHARES`.
        disc_mass: the same for a disc around the point.
        error_power: of the distance told, in cells of the maps.
        error_factor: the expected error is so many times that.
        films: how many films it rests on; 0 where nothing was fitted.
        data: which films those were.
    """

    temperature: tuple[float, ...]
    told_at: float
    breadth_power: float
    region_mass: Rows
    disc_mass: Rows
    error_power: float
    error_factor: tuple[float, ...]
    films: int = 0
    data: str = ""

    @property
    def fitted(self) -> bool:
        """Whether it rests on films."""
        return self.films > 0

    @classmethod
    def none(cls, landmarks: int, shares: Sequence[float] = SHARES) -> "Calibration":
        """Return what takes the maps at their word."""
        ones, mass = (1.0,) * landmarks, (tuple(shares),) * landmarks
        return cls(ones, 1.0, 0.0, mass, mass, 1.0, ones)

    def of(self, landmarks: Sequence[int]) -> "Calibration":
        """Return what belongs to some landmarks only."""
        return replace(
            self,
            temperature=tuple(self.temperature[n] for n in landmarks),
            region_mass=tuple(self.region_mass[n] for n in landmarks),
            disc_mass=tuple(self.disc_mass[n] for n in landmarks),
            error_factor=tuple(self.error_factor[n] for n in landmarks),
        )

    def applied(self, maps: Tensor, points: Tensor) -> tuple[Tensor, Tensor]:
        """Return maps that are as sure as they should be, and expected errors.

        Args:
            maps: `(N, h, w)` probabilities as the networks give them.
            points: `(N, 2)`, where the landmarks were put, in cells of the maps.

        Returns:
            Probabilities `(N, h, w)`, and the expected distance of the truth `(N,)` in cells.
        """
        told = _told(maps, points, self.told_at)
        temperature = torch.tensor(self.temperature) * _breadth(told, self.breadth_power)
        expected = told**self.error_power * torch.tensor(self.error_factor)
        return tempered(maps, temperature), expected

    def as_dict(self) -> dict[str, Any]:
        """Return the values for a manifest."""
        return {"shares": list(SHARES), **asdict(self)}

    @classmethod
    def from_dict(cls, values: Mapping[str, Any], landmarks: int) -> "Calibration":
        """Return the calibration of a manifest.

        Raises:
            ValueError: it is made for other shares or another number of landmarks, or has numbers
                that no fit gives.
        """
        made = cls(
            tuple(values["temperature"]),
            float(values["told_at"]),
            float(values["breadth_power"]),
            tuple(map(tuple, values["region_mass"])),
            tuple(map(tuple, values["disc_mass"])),
            float(values["error_power"]),
            tuple(values["error_factor"]),
            int(values["films"]),
            str(values["data"]),
        )
        if tuple(values["shares"]) != SHARES or not made._possible(landmarks):
            raise ValueError("a calibration for another model")
        return made

    def _possible(self, landmarks: int) -> bool:
        """Tell whether a fit may have given this for so many landmarks."""
        columns = (self.temperature, self.region_mass, self.disc_mass, self.error_factor)
        masses = (*self.region_mass, *self.disc_mass)
        return (
            all(len(column) == landmarks for column in columns)
            and all(len(row) == len(SHARES) and _within(row, 0, 1) for row in masses)
            and _within((self.told_at, *self.temperature), 0.01, 100)
            and _within((self.breadth_power, self.error_power), 0, 4)
            and _within(self.error_factor, 0, 1000)
        )


def _within(numbers: Sequence[float], least: float, most: float) -> bool:
    return all(least <= number <= most for number in numbers)


@dataclass(frozen=True, eq=False)
class Seen:
    """What the networks say of one film, and what is true.

    Attributes:
        maps: `(N, h, w)` probabilities as the networks give them.
        points: `(N, 2)`, where the landmarks were put, in cells of the maps.
        truth: `(N, 2)`, NaN where nobody knows.
    """

    maps: Tensor
    points: Tensor
    truth: Tensor

    @cached_property
    def losses(self) -> Tensor:
        """Negative log-likelihood `(T, N)` of the truth at each temperature; NaN if not known."""
        breadth = _breadth(self.told, BREADTH_POWER)
        logs = self.maps.float().clamp_min(1e-12).log() / breadth[:, None, None]
        side = torch.tensor(logs.shape[:-3:-1])
        where = (self.truth.float() * 2 / side - 1).nan_to_num(0.0)[:, None, None]
        at = functional.grid_sample(
            logs[:, None], where, padding_mode="border", align_corners=False
        ).flatten()
        at = at.where(~self.truth.isnan().any(-1), torch.nan)
        return torch.stack([(logs / t).flatten(1).logsumexp(1) - at / t for t in TEMPERATURES])

    @cached_property
    def told(self) -> Tensor:
        """Distance `(N,)` of the truth from the points that the maps let expect, in cells."""
        return _told(self.maps.float(), self.points, TOLD_AT)

    def at(self, temperature: Tensor) -> Tensor:
        """Return the maps at the temperatures `(N,)` of maps of typical breadth."""
        return tempered(self.maps.float(), temperature * _breadth(self.told, BREADTH_POWER))


@dataclass(frozen=True, slots=True, eq=False)
class Scores:
    """A film's figures under one calibration, each `(N,)`; NaN where the truth is not known.

    Attributes:
        region: probability of the smallest region of highest density with the truth in it;
            infinity where the truth lies beside the map.
        disc: probability of the disc around the point with the truth on its edge; infinity where
            the whole map lies nearer.
        actual: distance of the truth from the point, in cells.
    """

    region: Tensor
    disc: Tensor
    actual: Tensor


def fit(films: Sequence[Seen], data: str = "", shares: Sequence[float] = SHARES) -> Calibration:
    """Return the calibration that the films call for.

    Args:
        films: with maps as the networks give them; at least one known truth a landmark.
        data: which films these are, for the manifest.
        shares: probabilities of the regions; others than `SHARES` only to look at.
    """
    temperature = _temperatures(films)
    scores = [score(film, film.at(temperature)) for film in films]
    region, disc, actual = (
        torch.stack([getattr(s, name) for s in scores]) for name in ("region", "disc", "actual")
    )
    return Calibration(
        _rounded(temperature),
        TOLD_AT,
        BREADTH_POWER,
        _quantiles(region, shares),
        _quantiles(disc, shares),
        *_error_law(torch.stack([film.told for film in films]), actual),
        len(films),
        data,
    )


def score(film: Seen, maps: Tensor) -> Scores:
    """Return a film's figures under its maps as a calibration has made them."""
    actual = (film.truth - film.points).norm(dim=-1)
    return Scores(mass_above(maps, film.truth), mass_within(maps, film.points, actual), actual)


def _told(maps: Tensor, points: Tensor, temperature: float) -> Tensor:
    same = torch.full((len(maps),), temperature)
    return expected_distance(tempered(maps, same), points)


def _breadth(told: Tensor, power: float) -> Tensor:
    """Return how many times broader than typically maps are, to a power."""
    return (told / TYPICAL_CELLS).clamp(1 / MOST_TIMES, MOST_TIMES) ** power


def _temperatures(films: Sequence[Seen]) -> Tensor:
    loss = torch.stack([film.losses for film in films])  # (M, T, N)
    own, known = loss.nansum(0), (~loss.isnan()).sum(0)
    pooled = own.sum(1, keepdim=True) / known.sum(1, keepdim=True)
    best = (own + SHRINKAGE * pooled).argmin(0)
    return torch.tensor(TEMPERATURES)[best]


def _quantiles(scores: Tensor, shares: Sequence[float]) -> Rows:
    """Return the conformal quantiles of scores `(M, N)`, a row for each landmark."""
    known = ~scores.isnan()
    values, order = scores.where(known, torch.inf).flatten().sort()
    values = values.clamp(max=1.0)  # a map has no more to give
    landmark = (torch.arange(scores.shape[1]).expand_as(scores)).flatten()[order]
    present = known.flatten()[order].double()
    rows = []
    for index in range(scores.shape[1]):
        own = present * (landmark == index)
        weight = own + SHRINKAGE * present / present.sum()
        held = weight.cumsum(0) / (weight.sum() + 1)  # one more for the film to come
        place = torch.searchsorted(held, torch.tensor(shares, dtype=torch.double))
        rows.append(_rounded(values[place.clamp(max=int(known.sum()) - 1)]))
    return tuple(rows)


def _error_law(told: Tensor, actual: Tensor) -> tuple[float, tuple[float, ...]]:
    """Return power and factors of expected errors from distances `(M, N)` told and actual."""

    def loss(power: float) -> float:
        expected = told**power * torch.tensor(_factors(told**power, actual))
        return float((expected.log() + actual / expected).nanmean())

    power = min(ERROR_POWERS, key=loss)
    return power, _factors(told**power, actual)


def _factors(expected: Tensor, actual: Tensor) -> tuple[float, ...]:
    known = ~actual.isnan()
    expected, actual = expected.where(known, 0.0), actual.nan_to_num(0.0)
    own = actual.sum(0) + SHRINKAGE * actual.sum() / known.sum()
    return _rounded(own / (expected.sum(0) + SHRINKAGE * expected.sum() / known.sum()))


def _rounded(values: Tensor) -> tuple[float, ...]:
    """Return values as a manifest holds them: what is fitted and what is read are the same."""
    return tuple(round(value, 4) for value in values.tolist())
