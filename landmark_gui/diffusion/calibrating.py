"""`landmark-gui calibrate`: from films with known landmarks to a calibration and its figures."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import torch
from torch import Tensor

from landmark_gui.detection.events import Settings
from landmark_gui.diffusion.calibration import Calibration, Seen, fit
from landmark_gui.diffusion.detector import DiffusionDetector
from landmark_gui.diffusion.judging import LEVELS, Film, Verdicts, cross_judged, figures, judged
from landmark_gui.domain.cephalogram import Cephalogram
from landmark_gui.domain.geometry import Point
from landmark_gui.domain.region import SHARES

FOLDS = 5

Reading = Mapping[str, Point]


@dataclass(frozen=True, slots=True, eq=False)
class Known:
    """A film with its truth, and with what single readers say of it."""

    read: Callable[[], Cephalogram]
    truth: Reading
    readers: Sequence[Reading] = ()


def look(detector: DiffusionDetector, known: Known, settings: Settings, spacing_mm: float) -> Film:
    """Return what the networks say of a film, before any calibration, with the truth."""
    refined = detector.look(known.read(), settings)
    names = detector.scheme.abbreviations
    seen = Seen(refined.fine.half(), refined.points, refined.in_crops(_table(known.truth, names)))
    readers = [refined.in_crops(_table(reading, names)) for reading in known.readers]
    cell_mm = refined.grid.cell_px / refined.config.fine * spacing_mm
    return Film(seen, cell_mm, torch.stack(readers) if readers else torch.empty(0, len(names), 2))


def calibrate(
    films: Sequence[Film], names: Sequence[str], data: str
) -> tuple[Calibration, dict[str, Any]]:
    """Return a calibration from all films, with figures by cross-fitting.

    The figures come from `FOLDS` calibrations, each judged on films that it was not fitted on.
    """
    untouched = _untouched(films, LEVELS)
    told = figures(cross_judged(films, FOLDS), untouched, names, LEVELS)
    return fit([film.seen for film in films], data), {"folds": FOLDS, **told}


def judge(films: Sequence[Film], names: Sequence[str], calibration: Calibration) -> dict[str, Any]:
    """Return the figures of a calibration that these films had no part in."""
    verdicts = judged(films, calibration, calibration)
    return figures(verdicts, _untouched(films, SHARES), names, SHARES)


def _untouched(films: Sequence[Film], shares: Sequence[float]) -> Verdicts:
    landmarks = len(films[0].seen.points)
    none = Calibration.none(landmarks)
    return judged(films, none, Calibration.none(landmarks, shares))


def _table(reading: Reading, names: Sequence[str]) -> Tensor:
    nowhere = (torch.nan, torch.nan)
    points = (reading.get(name) for name in names)
    return torch.tensor([(p.x, p.y) if p else nowhere for p in points], dtype=torch.double)
