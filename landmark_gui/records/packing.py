"""Detections and films as JSON and back; floats read back as the very same ones."""

import json
from collections.abc import Sequence
from typing import Any

import numpy as np

from landmark_gui.domain.cephalogram import FilmInfo
from landmark_gui.domain.geometry import ImageGrid, PixelSpacing, Point, SpacingSource
from landmark_gui.domain.prediction import Detection, Heatmap, Mode, Prediction, Provenance
from landmark_gui.domain.region import Candidate, Ellipse, Region

_ENCODER = json.JSONEncoder(
    ensure_ascii=True, allow_nan=False, separators=(",", ":"), sort_keys=True
)


def canonical(value: object) -> str:
    """Return JSON that is the same for the same value; the chain of hashes rests on it."""
    return _ENCODER.encode(value)


def pack_detection(detection: Detection) -> str:
    """Return a detection without its maps."""
    made, grid = detection.provenance, detection.heatmap.grid
    return canonical(
        {
            "predictions": [
                [
                    p.landmark,
                    *map(float, (p.point.x, p.point.y, p.radius50_px, p.radius90_px)),
                    float(p.expected_error_px),
                    [_pack_region(region) for region in p.regions],
                    [
                        [float(v) for v in (c.point.x, c.point.y, c.probability)]
                        for c in p.candidates
                    ],
                ]
                for p in detection.predictions
            ],
            "grid": [grid.width, grid.height, grid.cell_px, grid.left_px, grid.top_px],
            "provenance": {
                "model": made.model,
                "model_sha256": made.model_sha256,
                "mode": made.mode.value,
                "steps": made.steps,
                "samples": made.samples,
                "seed": made.seed,
                "device": made.device,
            },
        }
    )


def unpack_detection(text: str, film_sha256: str) -> Detection:
    """Return the detection; its heatmap lies where it lay and holds no maps.

    Raises:
        ValueError, TypeError, KeyError: the text holds something else.
    """
    packed: dict[str, Any] = json.loads(text)
    predictions = tuple(_prediction(values) for values in packed["predictions"])
    grid = ImageGrid(*packed["grid"])
    none = Heatmap(grid, (), np.zeros((0, grid.height, grid.width), np.float32))
    made = packed["provenance"]
    provenance = Provenance(**(made | {"mode": Mode(made["mode"])}))
    return Detection(film_sha256, predictions, none, provenance)


def _pack_region(region: Region) -> list[float]:
    e = region.ellipse
    axes = (e.centre.x, e.centre.y, e.major_px, e.minor_px, e.angle_rad)
    return [float(value) for value in (region.share, region.area_px2, *axes)]


def _prediction(values: Sequence[Any]) -> Prediction:
    name, x, y, radius50_px, radius90_px, error_px, *more = values
    regions, candidates = more or ((), ())  # an earlier version kept neither
    return Prediction(
        name,
        Point(x, y),
        radius50_px,
        radius90_px,
        error_px,
        tuple(Region(r[0], r[1], Ellipse(Point(r[2], r[3]), *r[4:])) for r in regions),
        tuple(Candidate(Point(c[0], c[1]), c[2]) for c in candidates),
    )


def pack_film(film: FilmInfo) -> str:
    """Return what is known of a film: its name as shown, size and spacing."""
    spacing = film.spacing
    mm = [spacing.x_mm, spacing.y_mm, spacing.source.value] if spacing else None
    return canonical({"name": film.name, "size_px": list(film.size_px), "spacing": mm})


def unpack_film(text: str, sha256: str) -> FilmInfo:
    """Return the film.

    Raises:
        ValueError, TypeError, KeyError: the text holds something else.
    """
    packed: dict[str, Any] = json.loads(text)
    width, height = packed["size_px"]
    mm = packed["spacing"]
    spacing = PixelSpacing(mm[0], mm[1], SpacingSource(mm[2])) if mm else None
    return FilmInfo(packed["name"], sha256, width, height, spacing)
