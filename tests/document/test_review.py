from dataclasses import replace
from weakref import ref

import pytest

from landmark_gui.document.case import Case
from landmark_gui.document.review import (
    DOUBT_SHARE,
    Filter,
    Review,
    doubt_px,
    landmark_before,
    next_landmark,
    next_place,
    next_without_position,
    to_place,
)
from landmark_gui.document.worklist import Progress, Standing, Worklist
from landmark_gui.domain.geometry import Point
from landmark_gui.domain.region import Candidate
from tests.document.cases import (
    FILM,
    SCHEME,
    SHAPE,
    STAMP,
    detection,
    far_nasion,
    found,
    predicted,
)
from tests.domain.test_shape import placed

FIRST, *_, LAST = SCHEME.abbreviations


def test_the_least_sure_landmark_comes_first() -> None:
    order = Review(SHAPE).of(predicted(step_px=0.1)).order
    assert order == tuple(reversed(SCHEME.abbreviations))


def test_an_implausible_landmark_comes_before_all_others() -> None:
    standing = Review(SHAPE).of(predicted(step_px=0.1, N=far_nasion()))
    assert standing.order[0] == "N"
    assert set(standing.implausible) == {"N"}
    assert standing.doubtful == {"N"}
    assert standing.rank[0]


@pytest.mark.parametrize("off_px", [0.0, 300.0])
def test_a_head_is_as_plausible_on_pixels_that_are_not_square(off_px: float) -> None:
    head = placed(SHAPE) | {"N": placed(SHAPE)["N"].moved(off_px, 0)}
    flat = replace(FILM, height_px=1200, spacing=None, pixel_aspect=2.0)
    squeezed = found({name: Point(point.x, point.y / 2) for name, point in head.items()})
    far = Review(SHAPE).of(Case.new(flat, SCHEME).detected(squeezed)).implausible
    assert set(far) == ({"N"} if off_px else set())
    for name, expected in far.items():
        assert expected.point.distance_px(Point(head[name].x - off_px, head[name].y / 2)) < 20


def test_without_a_shape_model_nothing_is_implausible() -> None:
    assert Review().of(predicted(N=far_nasion())).implausible == {}


def test_two_landmarks_can_be_implausible_at_once() -> None:
    case = predicted(N=far_nasion(), Me=placed(SHAPE)["Me"].moved(-400, 0))
    assert set(Review(SHAPE).of(case).implausible) == {"N", "Me"}


def test_where_nothing_fits_together_nothing_is_said() -> None:
    diagonal = {name: Point(100.0 * i, 90.0 * i) for i, name in enumerate(SCHEME.abbreviations)}
    case = Case.new(FILM, SCHEME).detected(found(diagonal))
    assert Review(SHAPE).of(case).implausible == {}


def test_what_a_reader_has_put_elsewhere_is_implausible_but_not_in_the_order() -> None:
    case = predicted().moved("N", far_nasion(), STAMP)
    standing = Review(SHAPE).of(case)
    assert "N" in standing.implausible
    assert "N" not in standing.order
    assert "N" not in standing.doubtful


def test_an_implausible_landmark_is_plausible_again_when_it_was_put_right() -> None:
    review = Review(SHAPE)
    case = predicted(N=far_nasion())
    assert review.of(case).implausible
    right = case.moved("N", placed(SHAPE)["N"], STAMP)
    assert not review.of(right).implausible


def test_a_film_is_doubtful_above_one_and_a_half_millimetres_of_expected_error() -> None:
    assert not Review().of(predicted(error_px=15.0)).doubtful
    assert len(Review().of(predicted(error_px=15.1)).doubtful) == len(SCHEME)


def test_without_millimetres_the_films_height_stands_for_them() -> None:
    assert doubt_px(FILM) == pytest.approx(15.0)
    assert doubt_px(replace(FILM, spacing=None)) == pytest.approx(DOUBT_SHARE * 2400)
    assert pytest.approx(15.0) == DOUBT_SHARE * 2400


def test_a_decided_landmark_is_no_longer_in_the_order() -> None:
    case = predicted(step_px=0.1).confirmed(LAST, STAMP).marked_missing("ANS", STAMP)
    assert Review(SHAPE).of(case).order[0] == "PNS"
    assert Review(SHAPE).of(case.all_confirmed(STAMP)).order == ()


def test_the_most_urgent_landmark_comes_next_and_what_was_passed_by_after_all_others() -> None:
    order = ("A", "B", "C")
    assert next_landmark(order, None) == next_landmark(order, "X") == "A"
    assert next_landmark(order, "A") == next_landmark(order, "X", {"A", "Y"}) == "B"
    assert next_landmark(order, "B", {"A"}) == "C"
    assert next_landmark(order, "C", {"A", "B"}) == "A"  # another round
    assert next_landmark(("A",), "A", {"A"}) == "A"
    assert next_landmark((), "A") is None


def test_backwards_the_ring_of_landmarks_closes() -> None:
    order = ("A", "B", "C")
    assert landmark_before(order, None) == landmark_before(order, "A") == "C"
    assert landmark_before(order, "C") == "B"
    assert landmark_before((), "A") is None


def test_places_are_given_in_the_schemes_order_to_what_nobody_has_spoken_of() -> None:
    case = Case.new(FILM, SCHEME).moved("N", Point(1, 1), STAMP).marked_missing("Or", STAMP)
    assert next_without_position(case, "S") == "Po"
    assert next_without_position(case, LAST) == "S"


def test_the_selected_landmark_is_placed_first_unless_it_has_a_place_or_a_lock() -> None:
    case = Case.new(FILM, SCHEME).moved("N", Point(1, 1), STAMP).marked_missing("Or", STAMP)
    assert to_place(case, None) == "S"
    assert to_place(case, "Or") == "Or"
    assert to_place(case.locked("Or", on=True), "Or") == to_place(case, "N") == "Po"
    assert to_place(predicted(), "S") is None


def test_a_landmark_goes_through_the_places_where_the_model_sees_it_in_a_ring() -> None:
    here, there, elsewhere = ring = tuple(Point(x, 9) for x in (10, 20, 30))
    others = tuple(Candidate(place, 0.2) for place in ring[1:])
    seen, *alone = detection().predictions
    said = (replace(seen, point=here, candidates=others), *alone)
    case = Case.new(FILM, SCHEME).detected(replace(detection(), predictions=said))
    assert next_place(case, "S") == there
    assert next_place(case.moved("S", there, STAMP), "S") == elsewhere
    assert next_place(case.moved("S", elsewhere, STAMP), "S") == here
    assert next_place(case.moved("S", Point(3, 4), STAMP), "S") == there  # put elsewhere
    assert next_place(case, "N") is None


def test_without_a_detection_there_is_no_other_place() -> None:
    assert next_place(Case.new(FILM, SCHEME), "S") is None


def films(*cases: Case | None) -> Worklist:
    worklist = Worklist().added(tuple(f"film {number}" for number in range(len(cases))))
    for index, case in enumerate(cases):
        if case is not None:
            worklist = worklist.opened(index, case)
    return worklist


def test_the_most_doubtful_film_comes_next_and_an_implausible_one_before_it() -> None:
    sure, unsure, odd = predicted(5.0), predicted(60.0), predicted(5.0, N=far_nasion())
    worklist = films(sure, predicted(6.0), odd, unsure)
    review = Review(SHAPE)
    assert review.next_film(worklist) == 3  # at a glance
    review.of(odd)
    assert review.next_film(worklist) == 2
    assert review.next_film(worklist, {2}) == 3
    assert review.next_film(worklist, {1, 2, 3}) == 2  # another round
    assert review.next_film(worklist, ranked=False) == 1
    assert review.next_film(worklist.shown(3), ranked=False) == 0


def test_what_is_done_failed_unread_or_at_the_detector_is_not_next() -> None:
    done = predicted().all_confirmed(STAMP)
    worklist = films(predicted(), done, predicted(), None, predicted(), Case.new(FILM, SCHEME))
    worklist = worklist.failed(2, "broken").detecting(4, now=True)
    assert Review(SHAPE).next_film(worklist) is None
    assert Review(SHAPE).next_film(worklist, ranked=False) is None
    begun = Case.new(FILM, SCHEME).moved("S", Point(1, 1), STAMP)
    assert Review(SHAPE).next_film(worklist.opened(5, begun)) == 5
    assert Review().next_film(films(predicted())) is None


def test_a_film_set_aside_is_of_its_own_kind_and_not_next() -> None:
    worklist = films(predicted(), predicted(60.0), None, None).failed(3, "broken")
    aside, review = worklist.set_aside((1, 2, 3), on=True), Review(SHAPE)
    kinds = [review.kinds(entry) for entry in aside.entries[1:]]
    assert kinds == [{Filter.ALL, Filter.SET_ASIDE}] * 3
    assert review.next_film(aside) is None
    assert review.next_film(aside.set_aside((1,), on=False)) == 1


@pytest.mark.parametrize("progress", [Progress.PREDICTED, Progress.EDITED, Progress.BLIND])
def test_a_film_that_is_known_to_be_begun_comes_after_those_that_are_read(
    progress: Progress,
) -> None:
    worklist = films(predicted(), None, predicted()).noted({1: Standing(progress, 0, 19)})
    review = Review(SHAPE)
    assert review.next_film(worklist) == 2
    assert review.next_film(worklist, {2}) == 1
    assert review.next_film(worklist.shown(2), ranked=False) == 0
    assert review.next_film(worklist, ranked=False) == 1


@pytest.mark.parametrize("progress", [Progress.COMPLETE, Progress.WAITING])
def test_a_film_that_is_known_to_be_done_or_to_wait_for_the_model_is_not_next(
    progress: Progress,
) -> None:
    worklist = films(predicted(), None).noted({1: Standing(progress, 0, 19)})
    assert Review(SHAPE).next_film(worklist) is None


def test_a_veiled_film_waits_for_its_reader_and_tells_nothing() -> None:
    veiled = predicted(60.0, N=far_nasion()).veiled()
    review = Review(SHAPE)
    assert review.next_film(films(predicted(), veiled)) == 1
    standing = review.of(veiled)
    assert standing.order == SCHEME.abbreviations
    assert not standing.implausible
    assert not standing.doubtful
    assert standing.rank == (False, 0.0)


@pytest.mark.parametrize(
    ("kind", "belonging"),
    [
        (Filter.ALL, [0, 1, 2, 3, 4, 5]),
        (Filter.TO_DO, [0, 1, 4, 5]),
        (Filter.DOUBTFUL, [1]),
        (Filter.DONE, [2]),
        (Filter.FAILED, [3]),
    ],
)
def test_films_are_listed_by_kind(kind: Filter, belonging: list[int]) -> None:
    done = predicted().all_confirmed(STAMP)
    blind = Case.new(FILM, SCHEME).veiled()
    for name in SCHEME.abbreviations:  # all placed, but not revealed
        blind = blind.moved(name, Point(1, 1), STAMP)
    worklist = films(predicted(), predicted(60.0), done, done, None, blind).failed(3, "broken")
    review = Review(SHAPE)
    kinds = [kind in review.kinds(entry) for entry in worklist.entries]
    assert [index for index, belongs in enumerate(kinds) if belongs] == belonging


def test_a_glance_sees_everything_but_what_is_implausible() -> None:
    review, case = Review(SHAPE), predicted(N=far_nasion())
    worklist = films(case)
    assert review.kinds(worklist.entries[0]) == {Filter.ALL, Filter.TO_DO}
    assert review.at_a_glance(case) is review.at_a_glance(case)
    assert not review.at_a_glance(case).doubtful
    assert review.of(case).doubtful == {"N"}
    assert Filter.DOUBTFUL in review.kinds(worklist.entries[0])
    assert review.at_a_glance(case) is review.of(case)


def test_a_detection_that_leaves_landmarks_out_is_no_obstacle() -> None:
    said = replace(detection(), predictions=detection().predictions[:1])
    case = Case.new(FILM, SCHEME).detected(said)
    assert Review(SHAPE).of(case).order[0] == FIRST


def test_what_was_found_of_a_film_is_remembered_until_it_changes() -> None:
    review, case = Review(SHAPE), predicted(5.0, N=far_nasion())
    assert not review.at_a_glance(case).implausible
    standing = review.of(case)
    assert set(standing.implausible) == {"N"}
    assert review.of(case) is standing is review.at_a_glance(case)
    later = case.confirmed("S", STAMP)
    assert not review.at_a_glance(later).implausible
    assert review.of(later) is not standing


def test_of_a_films_earlier_states_nothing_is_kept() -> None:
    review, case = Review(SHAPE), predicted(N=far_nasion())
    found = ref(review.of(case).doubtful)
    assert found() == frozenset({"N"})
    review.of(case.confirmed("S", STAMP))
    assert found() is None
