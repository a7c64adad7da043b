"""Regions and candidates in the window."""

from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import QPointF, Qt
from PySide6.QtTest import QTest

from landmark_gui.detection.events import Ready
from landmark_gui.document.case import Case
from landmark_gui.domain.annotation import Status
from landmark_gui.domain.geometry import Point
from landmark_gui.domain.region import SHARES
from landmark_gui.ui.canvas.candidate_item import CandidateItem
from landmark_gui.ui.canvas.region_item import RegionItem
from landmark_gui.ui.detections import Engine

if TYPE_CHECKING:
    from tests.ui.conftest import Bench


def case(bench: "Bench") -> Case:
    assert bench.window.session.case is not None
    return bench.window.session.case


def place(bench: "Bench", name: str) -> Point:
    at = case(bench).annotations[name].point
    assert at is not None
    return at


def places(bench: "Bench", name: str) -> tuple[Point, ...]:
    said = case(bench).predicted(name)
    assert said is not None
    return said.places


def test_one_key_goes_to_the_other_candidate_and_back_and_undo_takes_it_back(
    detected: "Bench",
) -> None:
    detected.window.session.select("S")
    before, candidate = places(detected, "S")
    QTest.keyClick(detected.window.view, Qt.Key.Key_C)
    assert place(detected, "S") == candidate
    assert case(detected).annotations["S"].status is Status.MOVED
    QTest.keyClick(detected.window.view, Qt.Key.Key_C)
    assert place(detected, "S") == before
    for _ in range(2):
        detected.window.correcting.undo()
    assert case(detected).annotations["S"].status is Status.PREDICTED


def test_the_candidates_of_the_selected_landmark_alone_are_marked(detected: "Bench") -> None:
    scene = detected.window.view.scene()

    def marked() -> list[tuple[float, float]]:
        items = [item for item in scene.items() if isinstance(item, CandidateItem)]
        return [(item.pos().x(), item.pos().y()) for item in items]

    for name in ("S", "A"):
        detected.window.session.select(name)
        other = places(detected, name)[1]
        assert marked() == [(other.x, other.y)]


@pytest.mark.parametrize("share", [50, 90, 95])
def test_the_view_menu_chooses_the_probability_of_the_regions(
    detected: "Bench", share: int
) -> None:
    window = detected.window
    window.menus["rings"].trigger()
    window.menus[f"region_{share}"].trigger()
    assert window.menus[f"region_{share}"].isChecked()
    assert window.session.display.share == share / 100
    drawn = {i._region.ellipse for i in window.view.scene().items() if isinstance(i, RegionItem)}
    detection = case(detected).detection
    assert detection is not None
    assert drawn == {p.regions[SHARES.index(share / 100)].ellipse for p in detection.predictions}


def test_a_region_lies_on_the_film_as_its_ellipse_does(detected: "Bench") -> None:
    detection = case(detected).detection
    assert detection is not None
    region = detection["S"].region(0.9)
    assert region is not None
    drawn, at = detected.window.view._landmarks._regions["S"]._path, region.ellipse.centre
    around = [at.moved(dx, dy) for dx in range(-18, 19, 2) for dy in range(-18, 19, 2)]
    assert [drawn.contains(QPointF(p.x, p.y)) for p in around] == [
        region.ellipse.holds(p) for p in around
    ]


def test_the_probability_chosen_is_remembered(detected: "Bench") -> None:
    window = detected.window
    window.menus["region_95"].trigger()
    window._preferences.remember_display(window.session.display)
    assert window._preferences.display().share == 0.95


def test_the_card_tells_the_area_of_the_region(detected: "Bench") -> None:
    detected.window.menus["region_50"].trigger()
    assert "50 % region" in detected.window.panels.card._position.text()


@pytest.mark.parametrize(("calibrated", "said"), [(True, ""), (False, " (not calibrated)")])
def test_the_status_line_says_where_regions_may_not_hold_what_they_state(
    bench: "Bench", *, calibrated: bool, said: str
) -> None:
    status = bench.window.panels.status
    status.show_engine(Engine.READY, Ready("mine", "cpu", calibrated=calibrated))
    assert status._engine.text() == f"Model mine{said} ready on the CPU"
    assert ("not calibrated" in status._engine.toolTip()) is not calibrated
