from landmark_gui.detection.detector import FakeDetector
from landmark_gui.detection.events import Finished, Request
from landmark_gui.document.case import Case
from landmark_gui.document.worklist import Worklist
from landmark_gui.domain.annotation import Stamp
from landmark_gui.domain.cephalogram import Cephalogram
from landmark_gui.domain.geometry import Point
from landmark_gui.domain.landmarks import LandmarkScheme
from landmark_gui.domain.prediction import Detection
from landmark_gui.ui import review

STAMP = Stamp.now("r")


def detection(film: Cephalogram, scheme: LandmarkScheme) -> Detection:
    *_, last = FakeDetector(scheme.abbreviations).detect(Request(1, film))
    assert isinstance(last, Finished)
    return last.detection


def detected(film: Cephalogram, scheme: LandmarkScheme) -> Case:
    return Case.new(film.info, scheme).detected(detection(film, scheme))


def test_the_most_doubtful_landmark_comes_first(film: Cephalogram, scheme: LandmarkScheme) -> None:
    case = detected(film, scheme)  # the fake detector's errors grow in the scheme's order
    assert review.doubtful(case) == tuple(reversed(scheme.abbreviations))


def test_a_decided_landmark_is_not_doubtful(film: Cephalogram, scheme: LandmarkScheme) -> None:
    case = detected(film, scheme).confirmed("Ar", STAMP).marked_missing("ANS", STAMP)
    assert review.doubtful(case)[0] == "PNS"
    assert review.next_doubtful(case, None) == "PNS"


def test_the_ring_of_doubtful_landmarks_closes(film: Cephalogram, scheme: LandmarkScheme) -> None:
    case = detected(film, scheme)
    assert review.next_doubtful(case, "S") == "Ar"
    assert review.next_doubtful(case, "Ar", -1) == "S"
    assert review.next_doubtful(case.all_confirmed(STAMP), "S") is None


def test_places_are_given_in_the_schemes_order(film: Cephalogram, scheme: LandmarkScheme) -> None:
    case = Case.new(film.info, scheme).moved("N", Point(1, 1), STAMP)
    assert review.next_without_position(case, "S") == "Or"
    assert review.next_without_position(case, "Ar") == "S"


def test_the_next_film_to_review_has_a_prediction_and_something_undecided(
    film: Cephalogram, scheme: LandmarkScheme
) -> None:
    case = Case.new(film.info, scheme)
    found = detection(film, scheme)
    worklist = Worklist.of(("a", "b", "c", "d"))
    worklist = worklist.opened(0, case).opened(1, case).opened(2, case.detected(found))
    worklist = worklist.opened(3, case.detected(found).all_confirmed(STAMP))
    assert review.next_film(worklist) == 2
    assert review.next_film(worklist.shown(2)) is None
    assert review.next_film(worklist.shown(3), -1) == 2
