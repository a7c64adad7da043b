"""Detections and films as JSON and back; floats read back as the very same ones."""

import json
from typing import Any

import numpy as np

from landmark_gui.domain.cephalogram import FilmInfo
from landmark_gui.domain.geometry import ImageGrid, PixelSpacing, Point, SpacingSource
from landmark_gui.domain.orientation import Facing, Finding, Orientation, Polarity, Remark
from landmark_gui.domain.prediction import Detection, Heatmap, Mode, Prediction, Provenance

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
            "finding": _packed_finding(detection.finding),
        }
    )


def unpack_detection(text: str, film_sha256: str) -> Detection:
    """Return the detection; its heatmap lies where it lay and holds no maps.

    Raises:
        ValueError, TypeError, KeyError: the text holds something else.
    """
    packed: dict[str, Any] = json.loads(text)
    predictions = tuple(
        Prediction(name, Point(x, y), r50, r90, error)
        for name, x, y, r50, r90, error in packed["predictions"]
    )
    grid = ImageGrid(*packed["grid"])
    none = Heatmap(grid, (), np.zeros((0, grid.height, grid.width), np.float32))
    made = packed["provenance"]
    provenance = Provenance(**(made | {"mode": Mode(made["mode"])}))
    finding = _unpacked_finding(packed.get("finding") or {})  # absent from older records
    return Detection(film_sha256, predictions, none, provenance, finding)


def _packed_finding(finding: Finding) -> dict[str, Any]:
    lies = finding.orientation
    stated = {"facing": finding.facing, "polarity": finding.polarity}
    return {
        "orientation": [lies.facing, lies.polarity, lies.quarter_turns],
        "remarks": list(finding.remarks),
        "stated": {name: value for name, value in stated.items() if value is not None},
    }


def _unpacked_finding(packed: dict[str, Any]) -> Finding:
    if not packed:
        return Finding()
    facing, polarity, turns = packed["orientation"]
    remarks = tuple(Remark(remark) for remark in packed["remarks"])
    stated = packed["stated"]
    return Finding(
        Orientation(Facing(facing), Polarity(polarity), turns),
        remarks,
        Facing(stated["facing"]) if "facing" in stated else None,
        Polarity(stated["polarity"]) if "polarity" in stated else None,
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
