"""Several films calibrated at once, and one way back for all of them."""

from collections.abc import Callable

from landmark_gui.domain.geometry import PixelSpacing, Point, SpacingSource
from landmark_gui.ui.calibration.ways import Way
from landmark_gui.ui.messages import Tone
from tests.ui.calibrating import DETECTOR, bar, opened, source, spacings
from tests.ui.conftest import Bench
from tests.ui.films import set_aside

STATED = PixelSpacing(0.25, 0.25, SpacingSource.STATED_BY_USER)
ALL = tuple(source(seed, DETECTOR) for seed in (1, 2, 3))


def calibrated(bench: Bench, mm: float = 0.25) -> None:
    """Open three films alike and calibrate all of them."""
    opened(bench, *ALL)
    calibrate_all(bench, mm)


def calibrate_all(bench: Bench, mm: float) -> None:
    calibrating = bench.window.calibrating
    calibrating.begin()
    calibrating.set_way(Way.TYPED)
    calibrating.set_value(mm)
    bar(bench).all.setChecked(True)
    calibrating.apply()


def undo_all(bench: Bench) -> None:
    message = bench.window.messages.current
    assert message is not None
    (undo,) = message.remedies
    assert undo.text == "Undo"
    undo.verb()


def test_one_click_takes_the_calibration_of_all_films_back(bench: Bench) -> None:
    calibrated(bench)
    assert bench.said == "3 films were calibrated: 0.25 mm/px – stated by the user."
    undo_all(bench)
    assert spacings(bench) == [DETECTOR] * 3
    assert not bench.said
    bench.window.menus["redo"].trigger()
    assert spacings(bench) == [STATED, DETECTOR, DETECTOR]


def test_undo_of_the_film_shown_leaves_the_way_back_for_the_others(bench: Bench) -> None:
    calibrated(bench)
    bench.window.menus["undo"].trigger()
    assert spacings(bench) == [DETECTOR, STATED, STATED]
    undo_all(bench)
    assert spacings(bench) == [DETECTOR] * 3


def test_it_holds_on_other_films_until_none_is_measured_so(bench: Bench) -> None:
    calibrated(bench)
    for _ in ALL:
        assert bench.said
        bench.window.menus["undo"].trigger()
        bench.window.reviewing.step_film(1)
        bench.until_shown()
    assert not bench.said


def test_what_was_done_since_stays_when_all_is_taken_back(bench: Bench) -> None:
    calibrated(bench)
    window = bench.window
    window.correcting.move("S", Point(100, 100))
    window.reviewing.step_film(1)
    bench.until_shown()
    window.session.calibrate("Forget", None, [1])
    undo_all(bench)
    assert spacings(bench) == [DETECTOR, None, DETECTOR]
    case = window.session.worklist.entries[0].case
    assert case is not None
    assert case.annotations["S"].point == Point(100, 100)
    window.session.show(0)
    window.menus["undo"].trigger()
    assert spacings(bench)[0] == STATED


def test_a_size_that_can_hardly_be_is_told_with_the_way_back(bench: Bench) -> None:
    calibrated(bench, 1.9)
    message = bench.window.messages.current
    assert message is not None
    assert message.tone is Tone.WARNING
    assert message.text.endswith("hardly a cephalogram.")
    undo_all(bench)
    assert spacings(bench) == [DETECTOR] * 3


def test_films_set_aside_are_not_calibrated_with_the_others(bench: Bench) -> None:
    opened(bench, *ALL)
    set_aside(bench, 2)
    assert bench.window.calibrating.films_alike == 2
    calibrate_all(bench, 0.25)
    assert spacings(bench) == [STATED, STATED, DETECTOR]


def test_one_film_alone_is_calibrated_without_a_word(bench: Bench) -> None:
    calibrating = opened(bench, source(1))
    calibrating.to_all = True
    calibrate_all(bench, 0.5)
    assert spacings(bench)[0] is not None
    assert not bench.said


def test_a_ruler_accepted_for_all_films_has_the_way_back_too(bench: Bench) -> None:
    opened(bench, source(1, ruler=True), source(2))
    bench.until(lambda: bool(bench.window.calibrating.seen))
    bar(bench).all.setChecked(True)
    bar(bench).agree.click()
    assert bench.said.startswith("2 films were calibrated: ")
    undo_all(bench)
    assert spacings(bench) == [None, None]


def test_taken_back_films_are_reopened_as_they_were(another: Callable[[], Bench]) -> None:
    before = another()
    calibrated(before)
    undo_all(before)
    assert before.window.close()
    again = another()
    opened(again, *ALL)
    assert spacings(again) == [DETECTOR] * 3
