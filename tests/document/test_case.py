from dataclasses import replace

import pytest

from landmark_gui.document.case import Case
from landmark_gui.domain.annotation import Annotation, Status
from landmark_gui.domain.cephalogram import FilmInfo
from landmark_gui.domain.geometry import PixelSpacing, Point, SpacingSource
from landmark_gui.domain.prediction import Heatmap
from tests.document.cases import SCHEME, STAMP, detection


@pytest.fixture
def fresh() -> Case:
    return Case.new(FilmInfo("a.png", "x", 100, 200), SCHEME)


@pytest.fixture
def case(fresh: Case) -> Case:
    return fresh.detected(detection())


def test_a_new_case_says_nothing_about_any_landmark(fresh: Case) -> None:
    assert set(fresh.annotations) == set(SCHEME.abbreviations)
    assert all(a == Annotation(name) for name, a in fresh.annotations.items())
    assert fresh.decided == 0


def test_a_detection_puts_every_landmark_where_the_model_sees_it(case: Case) -> None:
    assert case.annotations["N"] == Annotation("N", Status.PREDICTED, Point(11.0, 20.0))


def test_a_new_detection_never_moves_what_a_reader_decided(case: Case) -> None:
    decided = (
        case.moved("S", Point(50, 60), STAMP)
        .confirmed("N", STAMP)
        .marked_missing("Or", STAMP)
        .marked_not_visible("Po", STAMP)
    )
    again = decided.detected(detection(shift=5.0))
    for name in ("S", "N", "Or", "Po"):
        assert again.annotations[name] == decided.annotations[name]
    assert again.annotations["A"].point == Point(19.0, 20.0)


def test_nothing_stays_of_an_older_detection_where_a_new_one_says_nothing(case: Case) -> None:
    less = replace(detection(), predictions=detection(5.0).predictions[:2])  # of S and N alone
    touched = case.moved("Or", Point(50, 60), STAMP).locked("Po", on=True).detected(less)
    assert touched.annotations["N"].point == Point(16.0, 20.0)
    assert touched.annotations["A"] == Annotation("A")
    assert touched.annotations["Or"].point == Point(50, 60)
    assert touched.annotations["Po"].point == case.annotations["Po"].point
    assert touched.predicted("Or") is None
    assert touched.back_to_prediction("Or").annotations["Or"] == Annotation("Or")


def test_predictions_follow_and_what_a_reader_decided_or_locked_stays(case: Case) -> None:
    touched = case.moved("S", Point(50, 60), STAMP).confirmed("N", STAMP).locked("Po", on=True)
    touched = touched.marked_missing("Or", STAMP)
    places = {name: Point(70.0, 80.0) for name in ("S", "N", "Or", "Po", "A")}
    after = touched.followed(places)
    assert after.annotations["A"] == Annotation("A", Status.PREDICTED, Point(70.0, 80.0))
    changed = {n for n, said in after.annotations.items() if said != touched.annotations[n]}
    assert changed == {"A"}
    assert after.detection is touched.detection


def test_what_would_follow_by_less_than_half_a_pixel_is_no_change(case: Case) -> None:
    point = case.annotations["A"].point
    assert point is not None
    assert case.followed({"A": point.moved(0.3, 0.3)}) is case
    assert case.followed({"A": point.moved(0.3, 0.5)}) is not case
    assert case.followed({}) is case


def test_a_verb_leaves_the_case_it_was_called_on_as_it_was(case: Case) -> None:
    before = dict(case.annotations)
    case.moved("S", Point(1, 1), STAMP).marked_missing("N", STAMP)
    assert dict(case.annotations) == before


def test_a_landmark_cannot_leave_the_film(case: Case) -> None:
    assert case.moved("S", Point(-5, 1000), STAMP).annotations["S"].point == Point(0.0, 200.0)


def test_confirming_keeps_the_position_and_names_the_reader(case: Case) -> None:
    confirmed = case.confirmed("S", STAMP).annotations["S"]
    assert (confirmed.status, confirmed.point) == (Status.CONFIRMED, Point(10.0, 20.0))
    assert confirmed.stamp == STAMP


def test_only_a_prediction_can_be_confirmed(case: Case, fresh: Case) -> None:
    moved = case.moved("S", Point(3, 3), STAMP)
    assert moved.confirmed("S", STAMP) is moved
    assert fresh.confirmed("S", STAMP) is fresh


def test_confirming_all_leaves_moved_and_missing_ones_as_they_are(case: Case) -> None:
    done = case.moved("S", Point(3, 3), STAMP).marked_missing("N", STAMP).all_confirmed(STAMP)
    assert done.complete
    assert done.annotations["S"].status is Status.MOVED
    assert done.annotations["N"].status is Status.MISSING
    assert done.annotations["A"].status is Status.CONFIRMED


def test_a_missing_landmark_has_no_position(case: Case) -> None:
    assert case.marked_missing("S", STAMP).annotations["S"].point is None
    assert case.marked_not_visible("S", STAMP).annotations["S"].point is None


def test_back_to_the_prediction_forgets_what_the_reader_said(case: Case, fresh: Case) -> None:
    back = case.moved("S", Point(3, 3), STAMP).back_to_prediction("S")
    assert back.annotations["S"] == case.annotations["S"]
    placed = fresh.moved("S", Point(3, 3), STAMP)
    assert placed.back_to_prediction("S").annotations["S"] == Annotation("S")


def test_a_locked_landmark_stays_as_it_is_until_it_is_unlocked(case: Case) -> None:
    locked = case.moved("S", Point(3, 3), STAMP).locked("S", on=True)
    assert locked.annotations["S"].status is Status.MOVED
    assert locked.moved("S", Point(9, 9), STAMP) is locked
    assert locked.marked_missing("S", STAMP) is locked
    assert locked.marked_not_visible("S", STAMP) is locked
    assert locked.back_to_prediction("S") is locked
    assert locked.taken_over([Annotation("S", Status.MOVED, Point(7, 7), STAMP)]) is locked
    free = locked.locked("S", on=False)
    assert free.moved("S", Point(9, 9), STAMP).annotations["S"].point == Point(9, 9)


def test_a_locked_prediction_is_kept_by_a_new_detection_and_can_be_confirmed(case: Case) -> None:
    locked = case.locked("N", on=True).detected(detection(shift=5.0))
    assert locked.annotations["N"].point == Point(11.0, 20.0)
    confirmed = locked.confirmed("N", STAMP).annotations["N"]
    assert confirmed == Annotation("N", Status.CONFIRMED, Point(11.0, 20.0), STAMP, locked=True)


def test_only_a_landmark_of_which_something_is_said_has_a_lock(case: Case, fresh: Case) -> None:
    assert fresh.locked("S", on=True) is fresh
    assert case.locked("S", on=False) is case


def test_a_prediction_that_others_have_moved_is_not_taken_back(case: Case) -> None:
    followed = case.followed({"S": Point(40, 50)})
    assert followed.back_to_prediction("S") is followed


def test_saying_the_same_again_changes_nothing(case: Case) -> None:
    missing = case.marked_missing("S", STAMP)
    assert missing.marked_missing("S", STAMP) is missing


def test_a_veil_hides_what_the_model_says_and_what_it_says_later(case: Case) -> None:
    veiled = case.veiled()
    assert veiled.detection is None
    assert veiled.annotations["S"] == Annotation("S")
    assert veiled.known_detection is case.detection
    later = detection(5.0)
    assert veiled.detected(later).detection is None
    assert veiled.detected(later).known_detection is later
    assert veiled.detected(later).annotations == veiled.annotations
    assert veiled.back_to_prediction("S").annotations["S"] == Annotation("S")


def test_revealing_keeps_what_was_said_blind_beside_the_prediction(fresh: Case) -> None:
    blind = fresh.veiled().detected(detection()).moved("S", Point(50, 60), STAMP)
    shown = blind.revealed(blind.decisions)
    assert shown.detection is not None
    assert shown.annotations["S"].point == Point(50, 60)
    assert shown.annotations["N"].status is Status.PREDICTED
    revised = shown.moved("S", Point(51, 61), STAMP)
    assert revised.blind["S"].point == Point(50, 60)  # the third value beside the two others
    assert revised.detection is shown.detection


def test_a_film_is_read_blind_only_once(fresh: Case) -> None:
    blind = fresh.veiled().moved("S", Point(50, 60), STAMP)
    shown = blind.revealed(blind.decisions)
    assert shown.veiled() is shown
    assert shown.revealed({}) is shown
    assert blind.veiled() is blind


def test_a_veil_can_be_lifted_before_there_is_a_prediction(fresh: Case) -> None:
    assert fresh.veiled().revealed({}).detected(detection()).annotations["S"].point is not None
    nothing_said = fresh.veiled().revealed({})
    assert nothing_said.veiled().veil is not None


def test_what_was_said_elsewhere_is_taken_over_at_once(case: Case) -> None:
    news = [Annotation("S", Status.MOVED, Point(3, 3), STAMP), case.annotations["N"]]
    taken = case.taken_over(news)
    assert taken.annotations["S"] == news[0]
    assert taken.annotations["N"] is case.annotations["N"]
    assert taken.taken_over(news) is taken


def test_a_calibration_changes_the_millimetres_and_nothing_else(case: Case) -> None:
    spacing = PixelSpacing(0.1, 0.2, SpacingSource.RULER)
    calibrated = case.calibrated(spacing)
    assert calibrated.film.spacing == spacing
    assert calibrated.film.sha256 == case.film.sha256
    assert calibrated.annotations is case.annotations
    assert calibrated.calibrated(spacing) is calibrated
    assert calibrated.calibrated(None).film.spacing is None


def test_only_landmarks_with_a_position_have_points(fresh: Case, case: Case) -> None:
    assert fresh.points == {}
    placed = fresh.moved("S", Point(3, 4), STAMP).marked_missing("N", STAMP)
    assert placed.points == {"S": Point(3, 4)}
    assert case.points["N"] == Point(11.0, 20.0)


def test_cases_say_the_same_where_landmarks_and_millimetres_are_the_same(case: Case) -> None:
    spacing = PixelSpacing(0.1, 0.2, SpacingSource.RULER)
    assert case.says_the_same_as(case.calibrated(spacing).calibrated(None))
    assert case.says_the_same_as(replace(case, detection=None))
    assert not case.says_the_same_as(case.moved("S", Point(3, 3), STAMP))
    assert not case.says_the_same_as(case.locked("S", on=True))
    assert not case.says_the_same_as(case.calibrated(spacing))


def test_maps_come_and_go_behind_a_veil_too(case: Case) -> None:
    assert case.detection is not None
    bare = Heatmap.bare(case.detection.heatmap.grid)
    behind = case.veiled().in_form(replace(case.detection, heatmap=bare))
    assert behind.detection is None
    assert behind.known_detection is not None
    assert behind.known_detection.heatmap is bare
    assert behind.known_detection.predictions == case.detection.predictions


def test_a_film_is_set_aside_and_taken_back_as_it_was(case: Case) -> None:
    aside = case.set_aside(on=True)
    assert aside.aside
    assert aside.annotations is case.annotations
    assert aside.set_aside(on=True) is aside
    assert not aside.set_aside(on=False).aside
