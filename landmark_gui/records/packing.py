"""Detections and films as JSON and back; floats read back as the very same ones."""

import json
from collections.abc import Mapping, Sequence
from typing import Any

from landmark_gui.domain.annotation import Annotation, Stamp, Status, utc_moment
from landmark_gui.domain.cephalogram import FilmInfo
from landmark_gui.domain.geometry import (
    MAX_SIDE_PX,
    PLAUSIBLE_ASPECT,
    ImageGrid,
    PixelSpacing,
    SpacingSource,
)
from landmark_gui.domain.orientation import Facing, Finding, Orientation, Polarity, Remark
from landmark_gui.domain.packed import PackedPredictions
from landmark_gui.domain.prediction import Detection, Heatmap, Mode, Prediction, Provenance, ReadOut
from landmark_gui.domain.region import Candidate, Ellipse, Region
from landmark_gui.records import checked

_ENCODER = json.JSONEncoder(
    ensure_ascii=True, allow_nan=False, separators=(",", ":"), sort_keys=True
)
# older versions read three values of a spacing: what they do not know is written as a fourth
_WORDS = {
    SpacingSource.GEOMETRY: ("calibrated", "GEOMETRY"),
    SpacingSource.FIDUCIAL: ("calibrated", "FIDUCIAL"),
    SpacingSource.STATED_BY_FILE: ("calibrated, type unknown", "stated by the file"),
}
_SOURCES = {words: source for source, words in _WORDS.items()}
# nobody waits for more steps, and seeds have 63 bits
_MOST = {"steps": 1_000_000, "samples": 1_000_000, "seed": 2**63 - 1}


def canonical(value: object) -> str:
    """Return JSON that is the same for the same value; the chain of hashes rests on it."""
    return _ENCODER.encode(value)


def pack_detection(detection: Detection) -> str:
    """Return a detection without its maps."""
    made, grid = detection.provenance, detection.heatmap.grid
    # noted where it is not the usual one, so that older versions read what newer ones write
    read_out = {} if made.read_out is ReadOut.LEAST_ERROR else {"read_out": made.read_out.value}
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
            }
            | read_out,
            "finding": _packed_finding(detection.finding),
        }
    )


def unpack_detection(text: str, film_sha256: str) -> Detection:
    """Return the detection; its heatmap lies where it lay and holds no maps.

    Raises:
        ValueError, TypeError, KeyError: the text holds something else.
    """
    packed: dict[str, Any] = json.loads(text)
    predictions = PackedPredictions.of([_prediction(values) for values in packed["predictions"]])
    none = Heatmap.bare(_grid(*packed["grid"]))
    provenance = _provenance(packed["provenance"])
    finding = _unpacked_finding(packed.get("finding") or {})  # absent from older records
    return Detection(film_sha256, predictions, none, provenance, finding)


def _grid(width: object, height: object, cell_px: object, *corner: object) -> ImageGrid:
    columns, rows = (checked.whole(cells, 1, MAX_SIDE_PX) for cells in (width, height))
    return ImageGrid(columns, rows, checked.length(cell_px), *map(checked.number, corner))


def _provenance(made: dict[str, Any]) -> Provenance:
    words = {key: checked.text(made[key]) for key in ("model", "model_sha256", "device")}
    counts = {key: checked.whole(made[key], 0, most) for key, most in _MOST.items()}
    read_out = checked.word(ReadOut, made.get("read_out", ReadOut.LEAST_ERROR))
    mode = checked.word(Mode, made["mode"])
    return Provenance(**made | words | counts | {"mode": mode, "read_out": read_out})


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
    remarks = tuple(checked.word(Remark, remark) for remark in packed["remarks"])
    stated = packed["stated"]
    return Finding(
        Orientation(
            checked.word(Facing, facing),
            checked.word(Polarity, polarity),
            checked.whole(turns, 0, 3),
        ),
        remarks,
        checked.word(Facing, stated["facing"]) if "facing" in stated else None,
        checked.word(Polarity, stated["polarity"]) if "polarity" in stated else None,
    )


def pack_spacing(spacing: PixelSpacing | None) -> str:
    """Return millimetres per pixel with their source, or that there are none."""
    return canonical(_in_mm(spacing))


def unpack_spacing(text: str) -> PixelSpacing | None:
    """Return the spacing.

    Raises:
        ValueError, TypeError, LookupError: the text holds something else.
    """
    return _spacing(json.loads(text))


def _in_mm(spacing: PixelSpacing | None) -> list[object] | None:
    if spacing is None:
        return None
    words = _WORDS.get(spacing.source, (spacing.source.value,))
    return [float(spacing.x_mm), float(spacing.y_mm), *words]


def _spacing(mm: Any) -> PixelSpacing | None:  # noqa: ANN401 - as JSON has it
    if mm is None:
        return None
    x_mm, y_mm, *words = mm
    source = _SOURCES.get(tuple(words)) or checked.word(SpacingSource, ", ".join(words))
    return PixelSpacing(checked.number(x_mm), checked.number(y_mm), source)


def _pack_region(region: Region) -> list[float]:
    e = region.ellipse
    axes = (e.centre.x, e.centre.y, e.major_px, e.minor_px, e.angle_rad)
    return [float(value) for value in (region.share, region.area_px2, *axes)]


def _prediction(values: Sequence[Any]) -> Prediction:
    name, x, y, radius50_px, radius90_px, error_px, *more = values
    regions, candidates = more or ((), ())  # an earlier version kept neither
    return Prediction(
        checked.text(name),
        checked.point(x, y),
        checked.length(radius50_px),
        checked.length(radius90_px),
        checked.length(error_px),
        tuple(_region(*region) for region in regions),
        tuple(Candidate(checked.point(x, y), checked.length(p)) for x, y, p in candidates),
    )


def _region(share: object, area_px2: object, x: object, y: object, *axes: object) -> Region:
    major_px, minor_px, angle_rad = axes
    sides = (checked.length(major_px), checked.length(minor_px))
    ellipse = Ellipse(checked.point(x, y), *sides, checked.number(angle_rad))
    return Region(checked.length(share), checked.length(area_px2, MAX_SIDE_PX**2), ellipse)


def pack_film(film: FilmInfo) -> str:
    """Return what is known of a film: its name as shown, size and spacing or odd pixels."""
    mm = _in_mm(film.spacing)
    facts = {"name": film.name, "size_px": list(film.size_px), "spacing": mm}
    odd = {} if film.pixel_aspect == 1 else {"pixel_aspect": film.pixel_aspect}
    return canonical(facts | odd)


def unpack_film(text: str, sha256: str) -> FilmInfo:
    """Return the film.

    Raises:
        ValueError, TypeError, KeyError: the text holds something else.
    """
    packed: dict[str, Any] = json.loads(text)
    width, height = (checked.whole(side, 1, MAX_SIDE_PX) for side in packed["size_px"])
    spacing = _spacing(packed["spacing"])
    aspect = checked.number(packed.get("pixel_aspect", 1.0), *PLAUSIBLE_ASPECT)
    return FilmInfo(checked.text(packed["name"]), sha256, width, height, spacing, aspect)


def pack_annotations(said: Mapping[str, Annotation]) -> str:
    """Return what was said of landmarks, with who said it and when."""
    return canonical([_packed(annotation) for annotation in said.values()])


def unpack_annotations(text: str) -> dict[str, Annotation]:
    """Return what was said of landmarks, by abbreviation.

    Raises:
        ValueError, TypeError: the text holds something else.
    """
    packed: list[list[Any]] = json.loads(text)
    return {said.landmark: said for said in map(_annotation, packed)}


def _annotation(values: Sequence[Any]) -> Annotation:
    name, status, x, y, reader, utc, *locked = values  # absent from older records
    known = checked.word(Status, status)
    return Annotation(
        checked.text(name),
        known,
        checked.place(x, y, known),
        None if utc is None else Stamp(checked.text(reader), utc_moment(utc)),
        *(lock is True for lock in locked),
    )


def _packed(said: Annotation) -> list[str | float | None]:
    at = (float(said.point.x), float(said.point.y)) if said.point else (None, None)
    stamp = (said.stamp.reader, said.stamp.utc.isoformat()) if said.stamp else (None, None)
    return [said.landmark, said.status.value, *at, *stamp, said.locked]
