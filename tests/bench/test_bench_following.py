from collections.abc import Iterator

import pytest
from typing_extensions import override

from landmark_gui.bench.following import GIVEN, Outcome, _figures, measured
from landmark_gui.detection.detector import FakeDetector
from landmark_gui.detection.events import Finished, Ready, Request, Settings, StepDone
from landmark_gui.domain.geometry import Point
from landmark_gui.phantom.phantom import make_phantom

NAMES = tuple("abcdefgh")
TRUTH = {name: Point(10.0 * i, 5.0) for i, name in enumerate(NAMES)}


class Follower:
    """Is 3 px nearer to the truth for every landmark that it is given."""

    def ready(self) -> Ready:
        return Ready("follower", "cpu")

    def detect(self, request: Request) -> Iterator[StepDone | Finished]:
        assert all(TRUTH[name] == point for name, point in request.given.items())
        *_, last = FakeDetector(NAMES).detect(request)
        assert isinstance(last, Finished)
        for p in last.detection.predictions:
            place = TRUTH[p.landmark].moved(20.0 - 3.0 * len(request.given), 0.0)
            object.__setattr__(p, "point", place)
        yield last


def test_the_errors_of_the_others_are_told_before_and_after() -> None:
    film = make_phantom(1, height_px=200).film
    told = {o.given: o for o in measured(Follower(), film, TRUTH, Settings(steps=1))}
    assert set(told) == set(GIVEN)
    for count, outcome in told.items():
        assert len(outcome.errors_px) == len(NAMES) - count
        assert all(pair == pytest.approx((20.0, 20.0 - 3.0 * count)) for pair in outcome.errors_px)
        assert outcome.seconds >= 0


def test_what_the_detector_is_least_sure_of_may_be_set_first() -> None:
    film = make_phantom(1, height_px=200).film
    asked: list[set[str]] = []

    class Listener(Follower):
        @override
        def detect(self, request: Request) -> Iterator[StepDone | Finished]:
            asked.append(set(request.given))
            yield from super().detect(request)

    # the pretended detector is the less sure the later in the alphabet
    assert list(measured(Listener(), film, TRUTH, Settings(steps=1), unsure_first=True))
    assert asked == [set(), set("h"), set("fgh"), set("defgh")]


@pytest.mark.parametrize(("known", "counts"), [(5, {"1", "3"}), (3, {"1"}), (1, set())])
def test_no_more_landmarks_are_set_than_leave_another_to_follow(
    known: int, counts: set[str]
) -> None:
    film = make_phantom(1, height_px=200).film
    few = {name: TRUTH[name] for name in NAMES[:known]}
    outcomes = list(measured(Follower(), film, few, Settings(steps=1)))
    assert _figures(outcomes, 0.1).keys() == counts


def test_the_figures_are_in_millimetres() -> None:
    outcomes = [Outcome(count, ((50.0, 30.0), (10.0, 10.0)), 0.25) for count in GIVEN]
    assert _figures(outcomes, 0.1)["1"] == {
        "others": 2,
        "moved": 0.5,
        "mre_mm_before": 3.0,
        "beyond_4_mm_before": 0.5,
        "mre_mm_after": 2.0,
        "beyond_4_mm_after": 0.0,
        "median_seconds": 0.25,
        "least_seconds": 0.25,
    }
