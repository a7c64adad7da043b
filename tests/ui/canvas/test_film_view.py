"""The film under real mouse and key events."""

import numpy as np
import pytest
from numpy.typing import NDArray
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from landmark_gui.document.case import Case
from landmark_gui.domain.annotation import Stamp
from landmark_gui.domain.cephalogram import Cephalogram, Window
from landmark_gui.domain.geometry import ImageGrid, Point
from landmark_gui.domain.landmarks import LandmarkScheme
from landmark_gui.domain.prediction import Heatmap
from landmark_gui.ui.canvas import landmark_layer
from landmark_gui.ui.canvas.film_view import FilmView
from landmark_gui.ui.canvas.labels import Size, Written, place_labels
from landmark_gui.ui.canvas.overlay import Overlay
from landmark_gui.ui.canvas.viewport import ScreenPoint, Viewport
from tests.ui.canvas.views import view_of

LEFT, RIGHT, MIDDLE = (
    Qt.MouseButton.LeftButton,
    Qt.MouseButton.RightButton,
    Qt.MouseButton.MiddleButton,
)
CTRL, NONE = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.NoModifier
SELLA = Point(180.25, 200.75)


class Told:
    """What the view has told so far."""

    def __init__(self, view: FilmView) -> None:
        self.picked: list[str] = []
        self.dropped: list[tuple[str, Point]] = []
        self.placed: list[Point] = []
        self.nudged: list[tuple[float, float]] = []
        self.tapped: list[str] = []
        view.picked.connect(self.picked.append)
        view.dropped.connect(self._drop)
        view.placed.connect(self.placed.append)
        view.nudged.connect(self._nudge)
        view.tapped.connect(self.tapped.append)

    def _drop(self, name: str, point: Point) -> None:
        self.dropped.append((name, point))

    def _nudge(self, dx: float, dy: float) -> None:
        self.nudged.append((dx, dy))


@pytest.fixture
def view(qtbot: QtBot, film: Cephalogram, scheme: LandmarkScheme) -> FilmView:
    made = view_of(qtbot, film)
    made.setFocus()
    case = Case.new(film.info, scheme).moved("S", SELLA, Stamp.now("r"))
    made.show_case(case, "S")
    return made


@pytest.fixture
def told(view: FilmView) -> Told:
    return Told(view)


def place(view: FilmView, point: Point = SELLA) -> QPoint:
    return QPointF(*view.viewport_now.to_screen(point)).toPoint()


def press(
    view: FilmView,
    at: QPoint,
    button: Qt.MouseButton = LEFT,
    keys: Qt.KeyboardModifier = NONE,
) -> None:
    QTest.mousePress(view.viewport(), button, keys, at)


def drag(
    view: FilmView,
    by: QPoint,
    button: Qt.MouseButton = LEFT,
    keys: Qt.KeyboardModifier = NONE,
) -> None:
    start = place(view)
    press(view, start, button, keys)
    QTest.mouseMove(view.viewport(), start + by / 2)
    QTest.mouseMove(view.viewport(), start + by)
    QTest.mouseRelease(view.viewport(), button, keys, start + by)


def test_a_drag_moves_a_landmark_by_exactly_what_the_hand_moved(view: FilmView, told: Told) -> None:
    view.look_at(view.viewport_now.zoomed(3.7, ScreenPoint(250, 200)))
    drag(view, QPoint(31, -17))
    scale = view.viewport_now.scale
    ((name, point),) = told.dropped
    assert name == "S"
    assert point.distance_px(SELLA.moved(31 / scale, -17 / scale)) < 1e-9


def test_a_click_selects_and_moves_nothing(view: FilmView, told: Told) -> None:
    drag(view, QPoint(2, 2))
    assert told.picked == ["S"]
    assert told.dropped == []


def test_escape_puts_a_dragged_landmark_back(view: FilmView, told: Told) -> None:
    start = place(view)
    press(view, start)
    QTest.mouseMove(view.viewport(), start + QPoint(40, 40))
    QTest.keyClick(view, Qt.Key.Key_Escape)
    QTest.mouseRelease(view.viewport(), LEFT, NONE, start + QPoint(40, 40))
    assert told.dropped == []
    assert view._landmarks._items["S"].pos().toTuple() == (SELLA.x, SELLA.y)


def test_a_right_click_puts_a_dragged_landmark_back(view: FilmView, told: Told) -> None:
    start, window = place(view), view.window_now
    press(view, start)
    QTest.mouseMove(view.viewport(), start + QPoint(40, 40))
    press(view, start + QPoint(40, 40), RIGHT)
    QTest.mouseRelease(view.viewport(), RIGHT, NONE, start + QPoint(40, 40))
    QTest.mouseRelease(view.viewport(), LEFT, NONE, start + QPoint(60, 60))
    assert told.dropped == []
    assert view.window_now == window


def test_a_landmark_that_was_refused_its_new_place_is_drawn_where_it_was(
    view: FilmView, told: Told
) -> None:
    drag(view, QPoint(40, 40))
    assert len(told.dropped) == 1  # nobody took it over
    assert view._landmarks._items["S"].pos().toTuple() == (SELLA.x, SELLA.y)


def test_the_loupe_comes_with_a_drag_and_goes_with_it(view: FilmView) -> None:
    start = place(view)
    press(view, start)
    assert view._loupe.isHidden()
    QTest.mouseMove(view.viewport(), start + QPoint(40, 0))
    assert view._loupe.isVisible()
    QTest.mouseRelease(view.viewport(), LEFT, NONE, start + QPoint(40, 0))
    assert view._loupe.isHidden()


@pytest.mark.parametrize(("button", "keys"), [(MIDDLE, NONE), (LEFT, CTRL)])
def test_middle_drag_and_ctrl_drag_move_the_film_and_no_landmark(
    view: FilmView, told: Told, button: Qt.MouseButton, keys: Qt.KeyboardModifier
) -> None:
    before = view.viewport_now
    drag(view, QPoint(25, -10), button, keys)
    assert view.viewport_now == before.panned(25, -10)
    assert told.dropped == []


def test_names_are_placed_anew_where_the_film_is_enlarged_and_not_where_it_is_moved(
    view: FilmView, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen: list[Viewport] = []
    monkeypatch.setattr(view._landmarks, "place_labels", seen.append)
    view.look_at(view.viewport_now.panned(25, -10))
    assert seen == []
    view.zoom_in()
    assert seen == [view.viewport_now]


def test_names_are_placed_anew_only_where_a_marker_moved_or_the_film_was_enlarged(
    view: FilmView, film: Cephalogram, scheme: LandmarkScheme, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen: list[ScreenPoint] = []

    def placed(
        markers: dict[str, ScreenPoint], sizes: dict[str, Size], scales: dict[str, float]
    ) -> dict[str, Written]:
        seen.append(markers["S"])
        return place_labels(markers, sizes, scales)

    monkeypatch.setattr(landmark_layer, "place_labels", placed)
    case = Case.new(film.info, scheme).moved("S", SELLA, Stamp.now("r"))
    view.show_case(case.marked_missing("N", Stamp.now("r")), "S")
    assert len(seen) == 0
    view.show_case(case.moved("S", SELLA.moved(5.0, 0.0), Stamp.now("r")), "S")
    assert len(seen) == 1
    view.zoom_in()
    assert len(seen) == 2


def test_space_and_left_drag_moves_the_film_and_does_not_change_it(
    view: FilmView, told: Told
) -> None:
    before = view.viewport_now
    QTest.keyPress(view, Qt.Key.Key_Space)
    drag(view, QPoint(25, -10))
    QTest.keyRelease(view, Qt.Key.Key_Space)
    assert view.viewport_now == before.panned(25, -10)
    assert told.tapped == []


def test_space_alone_asks_for_the_next_film(view: FilmView, told: Told) -> None:
    QTest.keyClick(view, Qt.Key.Key_Space)
    QTest.keyClick(view, Qt.Key.Key_Space, Qt.KeyboardModifier.ShiftModifier)
    assert told.tapped == ["Space", "Shift+Space"]


def test_a_right_drag_changes_brightness_and_contrast_of_the_stored_values(view: FilmView) -> None:
    before = view.window_now
    drag(view, QPoint(30, 60), RIGHT)
    after = view.window_now
    assert after.low + after.high > before.low + before.high
    assert after.high - after.low < before.high - before.low
    view.reset_window()
    assert view.window_now == before


def test_the_window_of_the_film_comes_back_upright(view: FilmView) -> None:
    asked = view.window_now
    view.set_window(Window(10.0, 20.0))
    view.invert()
    view.reset_window()
    assert (view.window_now, view.inverted) == (asked, False)


def test_the_wheel_enlarges_at_the_cursor(view: FilmView) -> None:
    cursor = QPointF(120, 90)
    under = view.viewport_now.to_film(ScreenPoint(120, 90))
    before = view.viewport_now.scale
    turn = QWheelEvent(
        cursor,
        view.mapToGlobal(cursor),
        QPoint(),
        QPoint(0, 240),
        Qt.MouseButton.NoButton,
        NONE,
        Qt.ScrollPhase.NoScrollPhase,
        False,
    )
    QApplication.sendEvent(view.viewport(), turn)
    assert view.viewport_now.scale > before
    assert view.viewport_now.to_film(ScreenPoint(120, 90)).distance_px(under) < 1e-9


@pytest.mark.parametrize(
    ("keys", "step"),
    [(NONE, 1.0), (Qt.KeyboardModifier.ShiftModifier, 10.0), (CTRL, 0.1)],
)
def test_the_arrows_nudge_by_film_pixels(
    view: FilmView, told: Told, keys: Qt.KeyboardModifier, step: float
) -> None:
    QTest.keyClick(view, Qt.Key.Key_Right, keys)
    QTest.keyClick(view, Qt.Key.Key_Up, keys)
    assert told.nudged == [(step, 0.0), (0.0, -step)]


def test_h_hides_the_landmarks_while_it_is_held(view: FilmView) -> None:
    QTest.keyPress(view, Qt.Key.Key_H)
    assert view._landmarks._items == {}
    QTest.keyRelease(view, Qt.Key.Key_H)
    assert set(view._landmarks._items) == {"S"}


def test_in_place_mode_a_click_gives_the_point_and_takes_no_landmark(
    view: FilmView, told: Told
) -> None:
    view.set_placing(on=True)
    at = place(view, Point(100, 100))
    QTest.mouseClick(view.viewport(), LEFT, NONE, at)
    (point,) = told.placed
    assert point == view.viewport_now.to_film(ScreenPoint(at.x(), at.y()))
    QTest.mouseClick(view.viewport(), LEFT, NONE, QPoint(1, 1))  # beside the film
    assert len(told.placed) == 1


def test_the_film_stays_in_the_hand_though_a_landmark_out_of_view_is_selected(
    view: FilmView,
) -> None:
    view.look_at(view.viewport_now.zoomed(8.0, view.viewport_now.to_screen(SELLA)))
    press(view, QPoint(250, 200), MIDDLE)
    before, case = view.viewport_now, view._case
    assert case is not None
    view.show_case(case.moved("N", Point(5, 5), Stamp.now("r")), "N")
    assert view.viewport_now == before
    QTest.mouseRelease(view.viewport(), MIDDLE, NONE, QPoint(250, 200))
    view.show_case(case, "S")
    view.show_case(case.moved("N", Point(5, 5), Stamp.now("r")), "N")
    assert view.viewport_now != before


def test_a_fitted_film_stays_fitted_and_another_view_stays_centred_when_the_window_grows(
    view: FilmView,
) -> None:
    middle = view.viewport_now.to_film(ScreenPoint(250, 200))
    view.resize(700, 700)
    assert view.viewport_now.to_film(ScreenPoint(350, 350)).distance_px(middle) < 1e-6
    view.zoom_in()
    scale = view.viewport_now.scale
    middle = view.viewport_now.to_film(ScreenPoint(350, 350))
    view.resize(600, 500)
    assert view.viewport_now.scale == scale
    assert view.viewport_now.to_film(ScreenPoint(300, 250)).distance_px(middle) < 1e-6


def test_markers_keep_their_size_and_the_film_under_their_centre_stays_clear(
    view: FilmView,
) -> None:
    widths = set()
    for factor in (1.0, 6.0):
        view.look_at(view.viewport_now.zoomed(factor, view.viewport_now.to_screen(SELLA)))
        at = place(view)
        shown = view.grab().toImage()
        view.hide_overlay(hidden=True)
        bare = view.grab().toImage()
        view.hide_overlay(hidden=False)
        changed = [
            (dx, dy)
            for dx in range(-24, 25)
            for dy in range(-24, 25)
            if shown.pixel(at.x() + dx, at.y() + dy) != bare.pixel(at.x() + dx, at.y() + dy)
        ]
        assert all(max(abs(dx), abs(dy)) >= 4 for dx, dy in changed)
        widths.add(min(dx for dx, dy in changed if abs(dy) <= 2))
    assert max(widths) - min(widths) <= 1
    assert widths <= set(range(-18, -9))


# the heatmap as it is seen

GRID = ImageGrid(20, 24, 20.0, -15.0, 5.0)


def peak(column: int, row: int) -> Heatmap:
    maps = np.zeros((1, GRID.height, GRID.width), np.float32)
    maps[0, row, column] = 1.0
    return Heatmap(GRID, ("S",), maps)


def seen(view: FilmView) -> NDArray[np.int64]:
    """Return what is seen of the view, as `(rows, columns, 4)`."""
    image = view.grab().toImage()
    rows = np.frombuffer(image.constBits(), np.uint8).reshape(image.height(), image.width(), 4)
    return rows.astype(np.int64)


def is_at(view: FilmView, bare: NDArray[np.int64], column: int, row: int) -> bool:
    """Tell whether the view differs from a bare one around the middle of a cell and only there."""
    rows, columns = np.nonzero(np.abs(seen(view) - bare).max(axis=2) > 8)
    middle = view.viewport_now.to_screen(GRID.to_film(Point(column + 0.5, row + 0.5)))
    cell = GRID.cell_px * view.viewport_now.scale
    off = np.hypot(columns.mean() + 0.5 - middle.x, rows.mean() + 0.5 - middle.y)
    return bool(off < cell / 4 and np.ptp(columns) < 2 * cell)


def test_the_heatmap_is_seen_where_its_cells_lie_on_the_film(view: FilmView) -> None:
    bare = seen(view)
    view.show_overlay(Overlay(peak(4, 3), ("S",)))
    assert is_at(view, bare, 4, 3)
    view.show_overlay(Overlay(peak(12, 18), ("S",)))  # of another detection
    assert is_at(view, bare, 12, 18)


def test_h_hides_the_heatmap_too(view: FilmView) -> None:
    QTest.keyPress(view, Qt.Key.Key_H)
    bare = seen(view)
    view.show_overlay(Overlay(peak(4, 3), ("S",)))
    assert (seen(view) == bare).all()
    QTest.keyRelease(view, Qt.Key.Key_H)
    QTest.keyPress(view, Qt.Key.Key_H)
    assert (seen(view) == bare).all()
