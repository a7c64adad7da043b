"""A ruler that the program sees on the film, and the bar that offers its millimetres."""

from threading import Event

import pytest
from PySide6.QtCore import QPoint
from PySide6.QtWidgets import QApplication

from landmark_gui.domain.cephalogram import Cephalogram
from landmark_gui.domain.geometry import PixelSpacing, SpacingSource
from landmark_gui.domain.ruler import Ruler
from landmark_gui.ui.calibration import ruler_search
from landmark_gui.ui.canvas.viewport import Viewport
from tests.ui.calibrating import DRAWN, bar, film, opened, press, source, spacing
from tests.ui.conftest import Bench
from tests.ui.hand import KEY


def lying(bench: Bench) -> tuple[QPoint, Viewport]:
    """Return where the film lies on the screen."""
    view = bench.window.view
    return view.mapToGlobal(QPoint()), view.viewport_now


def corners(bench: Bench) -> tuple[QPoint, QPoint]:
    """Return where the bar begins and ends within the area of the film."""
    area, rect = bench.window.panels.area, bar(bench).rect()
    return bar(bench).mapTo(area, rect.topLeft()), bar(bench).mapTo(area, rect.bottomRight())


def test_a_ruler_that_is_seen_is_proposed_and_never_applied_by_itself(bench: Bench) -> None:
    calibrating = opened(bench, source(1, ruler=True))
    bench.until(lambda: bool(calibrating.seen))
    assert bar(bench).isVisible()
    assert spacing(bench) is None
    assert calibrating.tool.marks
    bar(bench).agree.click()
    found = spacing(bench)
    assert found is not None
    assert found.source is SpacingSource.RULER
    assert found.x_mm == pytest.approx(1 / DRAWN.px_per_mm, rel=0.005)
    assert not bar(bench).isVisible()
    assert not calibrating.tool.marks
    bench.window.correcting.undo()
    assert spacing(bench) is None


@pytest.mark.parametrize("enlarged", [False, True])
def test_a_proposal_does_not_move_the_film_that_is_looked_at(
    bench: Bench, monkeypatch: pytest.MonkeyPatch, *, enlarged: bool
) -> None:
    searched, looked_at = ruler_search._searched, Event()

    def later(film: Cephalogram) -> Ruler | None:
        assert looked_at.wait(10)
        return searched(film)

    monkeypatch.setattr(ruler_search, "_searched", later)
    calibrating = opened(bench, source(3, ruler=True))
    if enlarged:
        bench.window.menus["zoom_in"].trigger()
    before = lying(bench)
    looked_at.set()
    bench.until(lambda: bool(calibrating.seen) and bar(bench).isVisible())
    QApplication.processEvents()
    assert bar(bench).height() > 0
    assert lying(bench) == before
    assert all(bench.window.panels.area.rect().contains(corner) for corner in corners(bench))


def test_beginning_and_leaving_a_calibration_moves_the_film_no_more(bench: Bench) -> None:
    opened(bench, source(1))
    before = lying(bench)
    for _ in range(2):
        bench.window.menus["calibrate"].trigger()
        QApplication.processEvents()
        assert lying(bench) == before


def test_a_ruler_that_is_seen_is_marked_again_when_a_calibration_was_left_off(
    bench: Bench,
) -> None:
    calibrating = opened(bench, source(1, ruler=True))
    bench.until(lambda: bool(calibrating.seen))
    marks = calibrating.tool.marks
    bench.window.menus["calibrate"].trigger()
    assert calibrating.tool.marks == ()
    press(bench, KEY.Key_Escape)
    assert calibrating.seen
    assert calibrating.tool.marks == marks


def test_a_ruler_that_was_rejected_is_not_proposed_again(bench: Bench) -> None:
    calibrating = opened(bench, source(1, ruler=True))
    bench.until(lambda: bool(calibrating.seen))
    bar(bench).refuse.click()
    assert not bar(bench).isVisible()
    bench.window.session.changed.emit()
    assert not calibrating.seen
    assert spacing(bench) is None


def test_all_films_alike_are_rejected_when_asked_for_and_the_next_answer_is_for_one_again(
    bench: Bench,
) -> None:
    films = source(1, ruler=True), source(2, ruler=True), source(3, folder="elsewhere", ruler=True)
    calibrating = opened(bench, *films)
    bench.until(lambda: bool(calibrating.seen) and bar(bench).all.isVisible())
    bar(bench).all.setChecked(True)
    bar(bench).refuse.click()
    bench.window.session.show(1)
    bench.until_shown()
    bench.until(lambda: film(2, None, ruler=True).info.sha256 in calibrating._search._found)
    assert not calibrating.seen
    bench.window.session.show(2)
    bench.until(lambda: bool(calibrating.seen))
    assert not bar(bench).all.isChecked()


def test_a_calibrated_film_is_not_searched_for_a_ruler(bench: Bench) -> None:
    known = PixelSpacing(0.2, 0.2, SpacingSource.CALIBRATED)
    calibrating = opened(bench, source(1, known, ruler=True))
    assert calibrating._search._background is None


def test_the_bar_goes_back_to_the_foot_when_the_message_below_it_goes(bench: Bench) -> None:
    opened(bench, source(1))
    bench.window.menus["calibrate"].trigger()
    bench.window.messages.warn("Something is in the way.")
    foot = bench.window.panels.area.rect().bottom()
    QApplication.processEvents()
    assert corners(bench)[1].y() < foot
    bench.window.messages.say(None)
    QApplication.processEvents()
    assert corners(bench)[1].y() == foot
