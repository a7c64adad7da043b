"""What the film itself says of a landmark beside its status: contradicted, or placed blind."""

from dataclasses import replace

import pytest
from PySide6.QtCore import QPoint, QRectF, Qt
from PySide6.QtGui import QPainter, QPicture
from PySide6.QtWidgets import QGraphicsRectItem

from landmark_gui.domain.annotation import Status
from landmark_gui.phantom.phantom import make_phantom
from landmark_gui.ui.canvas.ghost_item import GhostItem
from landmark_gui.ui.canvas.landmark_item import LandmarkItem
from landmark_gui.ui.panels.landmark_table import STATUS
from tests.ui.conftest import HEIGHT_PX
from tests.ui.hand import CTRL, KEY, Hand

FAR_PX = 60.0


@pytest.fixture
def odd(hand: Hand) -> Hand:
    """A film whose landmarks are where they should be, all but nasion."""
    truth = dict(make_phantom(1, height_px=HEIGHT_PX).landmarks)
    truth["N"] = truth["N"].moved(-FAR_PX, 0.0)
    detection = hand.case.detection
    assert detection is not None
    said = tuple(
        replace(p, point=truth[p.landmark], expected_error_px=2.0) for p in detection.predictions
    )
    session = hand.session
    session.update_worklist(session.worklist.detected(0, replace(detection, predictions=said)))
    session.changed.emit()
    return hand


def marker(hand: Hand, name: str) -> LandmarkItem:
    items = hand.view.scene().items()
    return next(i for i in items if isinstance(i, LandmarkItem) and i.marker.name == name)


def ghosts(hand: Hand) -> list[tuple[float, float]]:
    items = hand.view.scene().items()
    return [(i.pos().x(), i.pos().y()) for i in items if isinstance(i, GhostItem)]


def is_drawn(hand: Hand, name: str, above: float) -> bool:
    """Whether the film looks different that far above a landmark with its marker and without."""
    at = hand.on_screen(hand.point(name)) - QPoint(0, round(above))
    with_marker = hand.view.grab().toImage().pixelColor(at)
    marker(hand, name).setVisible(False)
    without = hand.view.grab().toImage().pixelColor(at)
    marker(hand, name).setVisible(True)
    return with_marker != without


def test_what_the_other_landmarks_contradict_is_marked_on_the_film_by_shape_and_text(
    odd: Hand,
) -> None:
    assert [name for name in odd.case.annotations if marker(odd, name).marker.unlikely] == ["N"]
    assert marker(odd, "N").marker.text == "N ?"
    second = 1.2 * (6.0 + 4.5)  # the corner of the outer diamond
    odd.session.see(labels=False)
    assert is_drawn(odd, "N", second)
    assert not is_drawn(odd, "Me", second)


@pytest.mark.parametrize("selected", [False, True])
def test_names_are_written_where_room_was_found_for_them(odd: Hand, *, selected: bool) -> None:
    odd.session.select("N" if selected else "S")
    item = marker(odd, "N")
    assert item.marker.unlikely
    room = item.label_box
    picture = QPicture()
    painter = QPainter(picture)
    item._paint_label(painter)
    painter.end()
    written = QRectF(picture.boundingRect())
    assert room.adjusted(-3, -3, 3, 3).contains(written)
    assert room.contains(written.center())


def test_a_selected_marker_hides_no_more_of_the_film_where_it_is_unlikely(odd: Hand) -> None:
    odd.session.select("N")
    selected = marker(odd, "N").marker
    assert selected.unlikely
    assert selected.text == "N ?"
    film = QGraphicsRectItem()
    unlikely, likely = (
        LandmarkItem(replace(selected, unlikely=is_so), film) for is_so in (True, False)
    )
    assert unlikely._path == likely._path
    assert unlikely.marker.scale == likely.marker.scale


def test_what_a_reader_has_decided_is_said_also_where_it_is_unlikely(odd: Hand) -> None:
    table = odd.window.panels.table
    cell = table.model().index(1, STATUS)
    assert cell.siblingAtColumn(0).data() == "N"
    assert cell.data() == "unlikely"
    assert cell.data(Qt.ItemDataRole.FontRole).bold()
    odd.session.select("N")
    odd.correcting.confirm()
    assert cell.data() == "confirmed ?"
    assert cell.data(Qt.ItemDataRole.FontRole) is None
    assert "Unlikely: " in cell.data(Qt.ItemDataRole.ToolTipRole)


def test_the_mark_goes_when_the_landmark_is_put_where_it_belongs(odd: Hand) -> None:
    wide = marker(odd, "N").label_size.width
    start = odd.on_screen(odd.point("N"))
    odd.session.select("N")
    odd.drag(start, odd.on_screen(odd.point("N").moved(FAR_PX, 0.0)) - start)
    assert odd.status("N") is Status.MOVED
    assert not marker(odd, "N").marker.unlikely
    assert marker(odd, "N").label_size.width < wide


def test_the_way_from_its_prediction_ends_before_what_lies_under_a_moved_landmark(
    hand: Hand,
) -> None:
    here = hand.point("S")
    hand.correcting.move("S", here.moved(FAR_PX, 0.0))
    hand.session.select("N")
    middle, on_the_way = (hand.on_screen(here.moved(x, 0.0)) for x in (FAR_PX, FAR_PX / 2))
    seen = hand.view.grab().toImage()
    hand.view._landmarks._regions["S"].setVisible(False)
    bare = hand.view.grab().toImage()
    assert seen.pixelColor(on_the_way) != bare.pixelColor(on_the_way)
    assert seen.pixelColor(middle) == bare.pixelColor(middle)


@pytest.fixture
def revealed(two: Hand) -> Hand:
    """A film on which sella was placed blind before the prediction was revealed."""
    two.key(KEY.Key_B, CTRL)
    session = two.session
    session.select("S")
    two.key(KEY.Key_P)
    two.click(make_phantom(1, height_px=HEIGHT_PX).landmarks["S"])
    two.key(KEY.Key_Escape)
    two.key(KEY.Key_R, CTRL)
    remedy = two.window.messages.current
    assert remedy is not None
    remedy.remedies[0].verb()
    assert two.case.detection is not None
    session.select("S")
    return two


def test_after_the_reveal_the_blind_place_stays_beside_what_replaces_it(revealed: Hand) -> None:
    blind = revealed.case.blind["S"].point
    assert blind is not None
    assert revealed.point("S") == blind
    assert ghosts(revealed) == []  # the landmark itself is there
    revealed.key(KEY.Key_Backspace)
    assert revealed.status("S") is Status.PREDICTED
    assert ghosts(revealed) == [(blind.x, blind.y)]
    revealed.session.select("N")
    assert ghosts(revealed) == []


def test_nothing_takes_hold_of_the_blind_place(revealed: Hand) -> None:
    blind = revealed.case.blind["S"].point
    assert blind is not None
    revealed.key(KEY.Key_Backspace)
    before = revealed.case
    revealed.drag(revealed.on_screen(blind))
    assert revealed.case is before
