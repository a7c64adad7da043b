"""The programs our files are for, asked by their own code whether they can read them."""

import json
import re
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PIL import Image

from landmark_gui.exchange.formats import coco, labelme, slicer, tps, xanylabeling
from landmark_gui.exchange.labelled import LabelledFilm
from tests.exchange.labelled_films import SMALL, complete_film, context

FILM = complete_film("a.png")
#: What Slicer's schema 1.0.3 demands of what we write, in our own words.
MARKUPS_SCHEMA: dict[str, Any] = {
    "type": "object",
    "required": ["@schema", "markups"],
    "properties": {
        "@schema": {"type": "string", "pattern": r"markups-schema-v1\.0\.3\.json#$"},
        "markups": {
            "type": "array",
            "minItems": 1,
            "items": {
                "type": "object",
                "required": ["type", "coordinateSystem", "coordinateUnits", "controlPoints"],
                "properties": {
                    "type": {"enum": ["Fiducial"]},
                    "coordinateSystem": {"enum": ["LPS", "RAS"]},
                    "coordinateUnits": {"enum": ["mm", "um"]},
                    "locked": {"type": "boolean"},
                    "fixedNumberOfControlPoints": {"type": "boolean"},
                    "labelFormat": {"type": "string"},
                    "lastUsedControlPointNumber": {"type": "integer"},
                    "controlPoints": {
                        "type": "array",
                        "items": {
                            "type": "object",
                            "properties": {
                                "id": {"type": "string"},
                                "label": {"type": "string"},
                                "description": {"type": "string"},
                                "associatedNodeID": {"type": "string"},
                                "position": {
                                    "type": "array",
                                    "items": {"type": "number"},
                                    "minItems": 3,
                                    "maxItems": 3,
                                },
                                "orientation": {
                                    "type": "array",
                                    "items": {"type": "number"},
                                    "minItems": 9,
                                    "maxItems": 9,
                                },
                                "selected": {"type": "boolean"},
                                "locked": {"type": "boolean"},
                                "visibility": {"type": "boolean"},
                                "positionStatus": {"enum": ["undefined", "preview", "defined"]},
                            },
                        },
                    },
                },
            },
        },
    },
}


@pytest.mark.filterwarnings("ignore")  # labelme's own imports
@pytest.mark.parametrize("kind", [labelme, xanylabeling])
def test_labelmes_own_reader_opens_our_file_and_finds_the_film(kind: Any, tmp_path: Path) -> None:  # noqa: ANN401 - a module
    peer = pytest.importorskip("labelme._label_file")
    Image.new("L", (2000, 2400)).save(tmp_path / "a.png")
    (tmp_path / "a.json").write_bytes(kind.render([FILM], context()))
    opened = peer.LabelFile(str(tmp_path / "a.json"))
    assert {shape["label"]: shape["points"] for shape in opened.shapes} == {
        name: [[p.x, p.y]] for name, p in FILM.points.items()
    }
    assert {shape["shape_type"] for shape in opened.shapes} == {"point"}
    assert opened.image_data == (tmp_path / "a.png").read_bytes()


@pytest.mark.filterwarnings("ignore")  # labelme's own imports
def test_what_labelme_saves_after_a_drag_comes_back(tmp_path: Path) -> None:
    peer = pytest.importorskip("labelme._label_file")
    Image.new("L", (2000, 2400)).save(tmp_path / "a.png")
    (tmp_path / "a.json").write_bytes(labelme.render([FILM], context()))
    opened = peer.LabelFile(str(tmp_path / "a.json"))
    opened.shapes[0]["points"] = [[7.25, 8.5]]
    shapes = [{k: s[k] for k in ("label", "points", "shape_type", "flags")} for s in opened.shapes]
    opened.save(
        str(tmp_path / "b.json"),
        shapes,
        "a.png",
        2400,
        2000,
        other_data=opened.other_data,
        flags=opened.flags,
    )
    (back,) = labelme.parse((tmp_path / "b.json").read_bytes(), "b.json", context())
    assert (back.points["S"].x, back.points["S"].y) == (7.25, 8.5)
    assert back.film == FILM.film


@pytest.mark.filterwarnings("ignore")  # pycocotools' own imports
def test_pycocotools_indexes_evaluates_and_finds_no_error(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    peer = pytest.importorskip("pycocotools.coco")
    evaluation = pytest.importorskip("pycocotools.cocoeval")
    (tmp_path / "all.json").write_bytes(coco.render([FILM, complete_film("b.png")], context()))
    opened = peer.COCO(str(tmp_path / "all.json"))
    (category,) = opened.loadCats(opened.getCatIds())
    assert category["keypoints"] == list(SMALL.abbreviations)
    said = opened.loadAnns(opened.getAnnIds())
    assert [a["num_keypoints"] for a in said] == [4, 4]
    found = opened.loadRes([{**a, "score": 1.0} for a in said])
    judged = evaluation.COCOeval(opened, found, "keypoints")
    judged.params.kpt_oks_sigmas = np.full(4, 0.05)
    judged.evaluate()
    judged.accumulate()
    judged.summarize()
    assert judged.stats[0] == pytest.approx(1.0)
    assert "Average Precision" in capsys.readouterr().out


def test_the_markups_keep_to_slicers_schema() -> None:
    peer = pytest.importorskip("jsonschema")
    root = json.loads(slicer.render([FILM], context()))
    peer.validate(root, MARKUPS_SCHEMA)
    (markup,) = root["markups"]
    first = markup["controlPoints"][0]
    assert first["position"] == pytest.approx([9.975, 20.0, 0.0])  # from a pixel's centre, 0.1 mm


def readland_tps(text: str) -> list[list[list[float]]]:
    """Read TPS by geomorph's rule: comments out, p rows after LM=p, the same p everywhere,
    NA is missing, and positions times SCALE.
    """
    lines = [line for line in text.splitlines() if line.strip() and "COMMENT=" not in line]
    starts = [i for i, line in enumerate(lines) if line.startswith("LM=")]
    counts = {int(lines[i].removeprefix("LM=")) for i in starts}
    assert len(counts) == 1
    (p,) = counts
    specimens = []
    for start, end in zip(starts, [*starts[1:], len(lines)], strict=True):
        rows = [re.split(r"\s+", line.strip()) for line in lines[start + 1 : start + 1 + p]]
        rest = lines[start + 1 + p : end]
        assert [line.partition("=")[0] for line in rest] == ["IMAGE", "ID", "SCALE"]
        scale = float(rest[2].removeprefix("SCALE="))
        values = [[float(w.replace("NA", "nan")) * scale for w in row] for row in rows]
        specimens.append(values)
    return specimens


def test_geomorphs_rule_reads_our_tps_in_millimetres() -> None:
    gap = dict(FILM.annotations)
    gap["N"] = type(gap["N"])("N")
    films = [FILM, LabelledFilm(FILM.film, gap)]
    first, second = readland_tps(tps.render(films, context()).decode())
    assert first[0] == pytest.approx([10.025, 240.0 - 20.05])
    assert np.isnan(second[1]).all()
    assert second[2] == pytest.approx(first[2])
