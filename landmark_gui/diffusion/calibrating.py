"""`landmark-gui calibrate`: from films with known landmarks to a calibration and its figures."""

from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from typing import Any

import torch
from torch import Tensor

from landmark_gui.detection.events import Settings
from landmark_gui.diffusion.calibration import Calibration, Seen, fit
from landmark_gui.diffusion.detector import DiffusionDetector
from landmark_gui.diffusion.judging import LEVELS, Film, Verdicts, cross_judged, figures, judged
from landmark_gui.diffusion.upright import upright_with
from landmark_gui.domain.cephalogram import Cephalogram
from landmark_gui.domain.region import SHARES
from landmark_gui.evaluation.radial_error import RadialErrors
from landmark_gui.evaluation.truth import Reading

FOLDS = 5


@dataclass(frozen=True, slots=True, eq=False)
class Known:
    """A film with its truth, and with what single readers say of it.

    Attributes:
        read: reads the film.
        truth: where the landmarks are, in pixels.
        mm_per_px: millimetres per pixel.
        readers: what single readers say.
        source: what the films are called that it is one of.
    """

    read: Callable[[], Cephalogram]
    truth: Reading
    mm_per_px: float
    readers: Sequence[Reading] = ()
    source: str = "films"


def look(detector: DiffusionDetector, known: Known, settings: Settings) -> Film:
    """Return what the networks say of a film, before any calibration, with the truth.

    They are shown it upright, as in a detection.
    """
    stored = known.read()
    film, told = upright_with(stored, known.truth, *known.readers)
    refined = detector.look(film, settings)
    names = detector.scheme.abbreviations
    truth, *readers = (refined.in_crops(_table(reading, names)) for reading in told)
    seen = Seen(refined.fine, refined.points, truth)
    cell_mm = refined.grid.cell_px / refined.config.fine * known.mm_per_px
    said = torch.stack(readers) if readers else torch.empty(0, len(names), 2)
    return Film(seen, cell_mm, said, known.source, stored.info.sha256)


def calibrate(
    films: Sequence[Film], names: Sequence[str], data: str
) -> tuple[Calibration, dict[str, Any]]:
    """Return a calibration from all films, with figures by cross-fitting.

    The figures come from `FOLDS` calibrations, each judged on films that it was not fitted on.
    """
    untouched = _untouched(films, LEVELS)
    told = figures(cross_judged(films, FOLDS), untouched, names, LEVELS)
    told |= {"folds": FOLDS, "accuracy": _accuracy(films, untouched)}
    return fit([film.seen for film in films], data), told


def judge(films: Sequence[Film], names: Sequence[str], calibration: Calibration) -> dict[str, Any]:
    """Return the figures of a calibration that these films had no part in."""
    verdicts = judged(films, calibration, calibration)
    told = figures(verdicts, _untouched(films, SHARES), names, SHARES)
    return {**told, "accuracy": _accuracy(films, verdicts)}


def _accuracy(films: Sequence[Film], verdicts: Verdicts) -> dict[str, dict[str, float]]:
    """Return how far the points are from the truth, by where the films are from."""
    told = {}
    for source in dict.fromkeys(film.source for film in films):
        own = torch.tensor([film.source == source for film in films])
        errors = verdicts.actual_mm[own]
        summary = asdict(RadialErrors.of(errors[~errors.isnan()].numpy()))
        figures = {k: round(v, 4) for k, v in summary.items() if v is not None}
        told[source] = {"films": len(errors), **figures}
    return told


def _untouched(films: Sequence[Film], shares: Sequence[float]) -> Verdicts:
    landmarks = len(films[0].seen.points)
    none = Calibration.none(landmarks)
    return judged(films, none, Calibration.none(landmarks, shares))


def _table(reading: Reading, names: Sequence[str]) -> Tensor:
    nowhere = (torch.nan, torch.nan)
    points = (reading.get(name) for name in names)
    return torch.tensor([(p.x, p.y) if p else nowhere for p in points], dtype=torch.double)
