"""Whether somebody has decided a landmark, in the descriptions that other programs keep."""

import json
from dataclasses import replace
from typing import Any

import pytest

from landmark_gui.domain.annotation import Annotation, Status
from landmark_gui.domain.geometry import Point
from landmark_gui.exchange.formats import labelme, slicer
from tests.exchange.labelled_films import complete_film, context

FILM = replace(
    complete_film("a.png"),
    annotations={
        "S": Annotation("S", Status.PREDICTED, Point(100 / 3, 20.1)),
        "N": Annotation("N", Status.CONFIRMED, Point(1e-05, 7)),
        "Pog'": Annotation("Pog'", Status.MOVED, Point(1999.999, 2400)),
        "L1": Annotation("L1", Status.MISSING),
    },
)
WRITTEN = [Status.PREDICTED, Status.CONFIRMED, Status.MOVED, Status.UNSET]


def marks(root: Any) -> list[dict[str, Any]]:  # noqa: ANN401 - JSON
    found: list[dict[str, Any]] = root.get("shapes") or root["markups"][0]["controlPoints"]
    return found


@pytest.fixture(params=[labelme, slicer], ids=["labelme", "slicer"])
def kind(request: pytest.FixtureRequest) -> Any:  # noqa: ANN401 - a module
    return request.param


def sent(kind: Any) -> Any:  # noqa: ANN401 - a module, JSON
    return json.loads(kind.render([FILM], context()))


def back(kind: Any, root: object) -> list[Status]:  # noqa: ANN401 - a module
    (film,) = kind.parse(json.dumps(root).encode(), "a.json", context())
    return [a.status for a in film.annotations.values()]


def test_what_nobody_has_touched_comes_back_as_it_was(kind: Any) -> None:  # noqa: ANN401 - a module
    assert back(kind, sent(kind)) == WRITTEN


def test_what_somebody_has_moved_there_is_moved(kind: Any) -> None:  # noqa: ANN401 - a module
    root = sent(kind)
    first, *_ = marks(root)
    place = first["points"][0] if "points" in first else first["position"]
    place[0] += 0.25
    assert back(kind, root) == [Status.MOVED, *WRITTEN[1:]]


@pytest.mark.parametrize("foreign", ["", "predicted", "predicted at 1.2.3, 4 px", None, 5, ["x"]])
def test_a_description_of_somebody_else_leaves_a_bare_position(kind: Any, foreign: object) -> None:  # noqa: ANN401 - a module
    root = sent(kind)
    for mark in marks(root):
        mark["description"] = foreign
    assert back(kind, root) == [Status.MOVED] * 3 + [Status.UNSET]


def test_slicers_description_still_names_the_landmark() -> None:
    described = [mark["description"] for mark in marks(sent(slicer))]
    assert described[1:] == [
        "Nasion: confirmed at 1e-05, 7.0 px",
        "Soft pogonion: moved at 1999.999, 2400.0 px",
        "Lower incisor",
    ]
