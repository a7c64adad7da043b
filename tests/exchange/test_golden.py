"""Small files of our own that are read and written as they were when they were looked at.

They are written anew, to be looked at again, with LANDMARK_GUI_GOLDEN=write in the environment.
"""

import os
from pathlib import Path

import pytest

from landmark_gui import __version__
from landmark_gui.domain.annotation import Annotation, Status
from landmark_gui.exchange.labelled import LabelledFilm
from landmark_gui.exchange.losses import reduced
from landmark_gui.exchange.registry import FORMATS, Format
from landmark_gui.exchange.transfer import LabelFile, read_labels, render
from tests.exchange.labelled_films import SMALL, complete_film, context

GOLDEN = Path(__file__).with_name("golden")
TEXT_FORMATS = [f for f in FORMATS.values() if f.extra is None]


def film(wanted: Format) -> LabelledFilm:
    whole = complete_film("a.png", SMALL)
    if wanted.complete:
        return whole
    return LabelledFilm(
        whole.film,
        {**whole.annotations, "N": Annotation("N", Status.NOT_VISIBLE)},
        {"S": whole.found["S"]},
        {"N": "Dr. B"},
        whole.model,
    )


def path(wanted: Format) -> Path:
    return GOLDEN / f"{wanted.name}{wanted.suffix}"


def written(wanted: Format) -> bytes:
    data = render([film(wanted)], wanted, context())
    return data.replace(f",{__version__}\r\n".encode(), b",VERSION\r\n")


@pytest.mark.parametrize("wanted", TEXT_FORMATS, ids=lambda f: f.name)
def test_what_we_write_is_what_was_looked_at(wanted: Format) -> None:
    if os.environ.get("LANDMARK_GUI_GOLDEN") == "write":
        path(wanted).write_bytes(written(wanted))
    assert written(wanted) == path(wanted).read_bytes()


@pytest.mark.parametrize("wanted", TEXT_FORMATS, ids=lambda f: f.name)
def test_what_was_looked_at_still_says_the_same(wanted: Format) -> None:
    name = f"a{wanted.suffix}"
    reading = read_labels([LabelFile(name, path(wanted).read_bytes)], context(), wanted)
    assert reading.broken == []
    expected = reduced(film(wanted), wanted.keeps)
    assert reading.films[0].annotations.keys() == expected.annotations.keys()
    assert reading.films[0].points.keys() == expected.points.keys()
    for landmark, point in expected.points.items():
        assert reading.films[0].points[landmark].distance_px(point) < 1e-9
