"""What is recognised of a film is said on it, and can be stated otherwise."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QLabel
from typing_extensions import override

from landmark_gui.detection.detector import FakeDetector
from landmark_gui.detection.events import Finished, Request, StepDone
from landmark_gui.domain.orientation import Facing, Finding, Orientation, Polarity, Remark
from landmark_gui.ui.orienting import Orienting
from landmark_gui.ui.words import progress_text

if TYPE_CHECKING:
    from tests.ui.conftest import Bench


@dataclass(frozen=True, slots=True)
class Oriented(FakeDetector):
    """Says of every film what it was told to recognise, or what was stated."""

    recognised: Finding = Finding(Orientation(Facing.LEFT), (Remark.FACES_LEFT,))  # noqa: RUF009 - frozen

    @override
    def detect(self, request: Request) -> Iterator[StepDone | Finished]:
        asked = request.settings
        finding = replace(self.recognised, facing=asked.facing, polarity=asked.polarity)
        if asked.facing is Facing.RIGHT:
            finding = replace(finding, orientation=Orientation(), remarks=())
        for event in FakeDetector.detect(self, request):
            if isinstance(event, Finished):
                yield replace(event, detection=replace(event.detection, finding=finding))
            else:
                yield event


def start(bench: "Bench", detector: FakeDetector | None = None) -> None:
    names = bench.window.session.scheme.abbreviations
    made = detector or Oriented(names)
    bench.start(lambda: made)


def said(bench: "Bench") -> str:
    chip = bench.window.findChild(QLabel, "finding")
    return chip.text() if chip is not None and chip.isVisible() else ""


def finding(bench: "Bench") -> Finding:
    case = bench.window.session.case
    assert case is not None
    assert case.detection is not None
    return case.detection.finding


def checked(bench: "Bench") -> set[str]:
    menus = bench.window.menus
    names = [f"facing_{side}" for side in ("recognised", *Facing)]
    names += [f"polarity_{one}" for one in ("recognised", *Polarity)]
    return {name for name in names if menus[name].isChecked()}


def test_the_film_says_that_it_faces_left(bench: "Bench") -> None:
    bench.open(1)
    start(bench)
    bench.until_detected()
    assert said(bench) == "The film faces left; the model sees it mirrored."
    assert checked(bench) == {"facing_recognised", "polarity_recognised"}


def test_nothing_is_said_of_a_film_as_usual(detected: "Bench") -> None:
    assert said(detected) == ""


def test_a_stated_facing_is_detected_anew_and_remembered(bench: "Bench") -> None:
    bench.open(2)
    start(bench)
    bench.until_detected()
    bench.window.menus["facing_right"].trigger()
    bench.until(lambda: finding(bench).facing is Facing.RIGHT)
    assert said(bench) == ""
    assert checked(bench) == {"facing_right", "polarity_recognised"}
    bench.window.session.show(1)
    bench.until_detected()
    assert checked(bench) == {"facing_recognised", "polarity_recognised"}


def test_it_can_be_left_to_recognition_again(bench: "Bench") -> None:
    bench.open(1)
    start(bench)
    bench.until_detected()
    bench.window.menus["polarity_inverted"].trigger()
    bench.until(lambda: finding(bench).polarity is Polarity.INVERTED)
    bench.window.menus["polarity_recognised"].trigger()
    bench.until(lambda: finding(bench).polarity is None)
    assert checked(bench) == {"facing_recognised", "polarity_recognised"}


def test_what_is_stated_while_the_film_is_detected_counts(bench: "Bench") -> None:
    bench.open(1)
    start(bench, Oriented(bench.window.session.scheme.abbreviations, step_seconds=0.05))
    queue = bench.window.queue
    bench.until(lambda: queue.detections.job is not None and queue.detections.job.step > 0)
    bench.window.menus["facing_right"].trigger()
    bench.until_detected()
    assert finding(bench).facing is Facing.RIGHT


def test_decided_landmarks_keep_their_place_when_the_facing_is_stated(bench: "Bench") -> None:
    bench.open(1)
    start(bench)
    before = bench.until_detected().annotations
    bench.window.session.select("S")
    bench.window.menus["confirm"].trigger()
    bench.window.menus["facing_right"].trigger()
    bench.until(lambda: finding(bench).facing is Facing.RIGHT)
    case = bench.window.session.case
    assert case is not None
    assert case.annotations["S"].point == before["S"].point
    assert case.decided == 1


def test_the_list_tells_which_films_are_doubtful(bench: "Bench") -> None:
    bench.open(1)
    strange = Finding(remarks=(Remark.STRANGE,))
    start(bench, Oriented(bench.window.session.scheme.abbreviations, recognised=strange))
    bench.until_detected()
    assert "does not look like" in said(bench)
    (entry,) = bench.window.session.worklist.entries
    assert progress_text(entry, None) == "doubtful · 0 of 19 decided"


def test_without_a_film_nothing_can_be_stated(bench: "Bench") -> None:
    assert not bench.window.menus["facing_left"].isEnabled()


def test_what_was_stated_of_a_film_behind_a_veil_is_known_in_the_next_session(
    bench: "Bench",
) -> None:
    session, queue = bench.window.session, bench.window.queue
    bench.window.reviewing.set_blind_first(on=True)
    bench.open(1)
    bench.until_shown()
    queue.state_facing(Facing.RIGHT)
    start(bench)
    bench.until(lambda: bool(session.case and session.case.known_detection))
    assert session.case is not None
    assert session.case.detection is None
    assert Orienting(session).stated(0).facing is Facing.RIGHT
