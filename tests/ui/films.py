"""Films in the window as a review wants them: detected more or less surely, or all placed."""

from dataclasses import replace
from typing import TYPE_CHECKING

from landmark_gui.document.worklist import Progress
from landmark_gui.domain.geometry import Point
from landmark_gui.domain.prediction import Detection

if TYPE_CHECKING:
    from tests.ui.conftest import Bench


def with_errors(bench: "Bench", *errors_px: float) -> None:
    """Open films whose detections expect these errors at every landmark."""
    bench.open(len(errors_px))
    bench.start()
    everyone = [Progress.PREDICTED] * len(errors_px)
    bench.until(lambda: bench.progress() == everyone)
    session = bench.window.session
    for index, error in enumerate(errors_px):
        case = session.worklist.entries[index].case
        assert case is not None
        assert case.detection is not None
        session.update_worklist(session.worklist.detected(index, sure(case.detection, error)))
    session.show(0)
    bench.until_shown()


def sure(detection: Detection, error_px: float) -> Detection:
    said = tuple(replace(p, expected_error_px=error_px) for p in detection.predictions)
    return replace(detection, predictions=said)


def place_all(bench: "Bench") -> None:
    session, correcting = bench.window.session, bench.window.correcting
    for number, name in enumerate(session.scheme.abbreviations):
        correcting.move(name, Point(10.0 + number, 20.0))


def set_aside(bench: "Bench", *films: int) -> None:
    """Set films aside, or take them back, as the reader does."""
    bench.window.session.mark(frozenset(films))
    bench.window.menus["set_aside"].trigger()
