"""The public sets' own files, written from the tables at hand, give the same points.

The films and tables are nobody's to pass on: these tests run where the data lie beside the
project (or where LANDMARK_GUI_FILMS says), and are skipped elsewhere.
"""

import csv
import json
import os
from pathlib import Path

import pytest

from landmark_gui.domain.geometry import PIXEL_CENTRE, Point
from landmark_gui.evaluation.truth import Reading
from landmark_gui.exchange.formats import csv_wide, isbi, labelme
from tests.exchange.labelled_films import ISBI, context

_ROOT = Path(__file__).parents[2]
_DATA = Path(os.environ.get("LANDMARK_GUI_FILMS", _ROOT.parent / "shared" / "data"))

pytestmark = [
    pytest.mark.films,
    pytest.mark.skipif(
        not (_DATA / "isbi2015").is_dir(), reason="the public films are not at hand"
    ),
]


def rows(table: Path) -> list[dict[str, str]]:
    with table.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def truth_of(table: Path) -> dict[str, Reading]:
    """What a table says by film; it counts from the centre of the first pixel."""
    return {
        row["image"]: {
            mark.abbreviation: Point(
                *(float(row[f"{mark.id}_{axis}"]) + PIXEL_CENTRE for axis in "xy")
            )
            for mark in ISBI
            if row[f"{mark.id}_x"]
        }
        for row in rows(table)
    }


def assert_same(points: object, truth: Reading) -> None:
    assert isinstance(points, dict)
    assert points.keys() == truth.keys()
    for name, point in truth.items():
        assert (points[name].x, points[name].y) == pytest.approx((point.x, point.y), abs=1e-9)


@pytest.mark.parametrize("reader", ["reader_a", "reader_b"])
def test_labelme_files_with_l1_to_l19_give_the_tables_points(reader: str) -> None:
    table = _DATA / "hamedan" / "labels" / f"{reader}.csv"
    truth = truth_of(table)
    for row in rows(table):
        shapes: list[dict[str, object]] = [
            {
                "label": f"l{i}",
                # labelme counts from the corner, the table from the centre of the first pixel
                "points": [[float(row[f"{i}_{axis}"]) + PIXEL_CENTRE for axis in "xy"]],
                "group_id": None,
                "shape_type": "point",
                "flags": {},
            }
            for i in range(1, 20)
            if row[f"{i}_x"] and row[f"{i}_y"]
        ]
        root: dict[str, object] = {
            "version": "4.5.6",
            "flags": {},
            "shapes": shapes,
            "imagePath": f"{row['image']}.jpg",
            "imageData": None,
            "imageHeight": 1671,
            "imageWidth": 1340,
        }
        data = json.dumps(root).encode()
        (film,) = labelme.parse(data, f"{row['image']}.json", context(ISBI))
        assert film.film.name == f"{row['image']}.jpg"
        assert_same(film.points, truth[row["image"]])


@pytest.mark.parametrize("reader", ["senior", "junior"])
def test_isbi_text_files_give_the_tables_points(reader: str) -> None:
    table = _DATA / "isbi2015" / "labels" / f"{reader}.csv"
    truth = truth_of(table)
    read = 0
    for row in rows(table):
        pairs = [(row[f"{i}_x"], row[f"{i}_y"]) for i in range(1, 20)]
        if not all(x and y for x, y in pairs):
            continue
        text = "".join(f"{float(x):g},{float(y):g}\n" for x, y in pairs) + "1\n" * 8
        (film,) = isbi.parse(text.encode(), f"{row['image']}.txt", context(ISBI))
        assert_same(film.points, truth[row["image"]])
        back = isbi.render([film], context(ISBI)).decode().splitlines()
        assert [tuple(map(int, line.split(","))) for line in back] == [
            (round(float(x)), round(float(y))) for x, y in pairs
        ]
        read += 1
    assert read >= 290


@pytest.mark.parametrize("table", ["isbi2015/labels/senior.csv", "hamedan/labels/reader_b.csv"])
def test_the_tables_themselves_come_in_as_they_are(table: str) -> None:
    path = _DATA / table
    truth = truth_of(path)
    for film in csv_wide.parse(path.read_bytes(), path.name, context(ISBI)):
        assert_same(film.points, truth[film.film.name])
