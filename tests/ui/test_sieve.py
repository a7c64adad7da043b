"""Films sorted by kind: what has not changed is not looked at again."""

import pytest

from landmark_gui.document.case import Case
from landmark_gui.document.review import Filter, Review
from landmark_gui.document.worklist import Worklist
from landmark_gui.domain.cephalogram import FilmInfo
from landmark_gui.ui.review.sieve import Sieve
from tests.document.cases import SCHEME, SHAPE, STAMP, detection, far_nasion, predicted


@pytest.fixture
def worklist() -> Worklist:
    films = Worklist().added(("a.png", "b.png", "c.png"))
    for index in (0, 1):
        case = Case.new(FilmInfo(films.entries[index].name, "x", 100, 200), SCHEME)
        films = films.opened(index, case.detected(detection()))
    return films


def test_each_film_counts_once_for_each_of_its_kinds(worklist: Worklist) -> None:
    sieve = Sieve(Review())
    assert sieve.sort(worklist) == [0, 1, 2]
    assert sieve.counts[Filter.ALL] == sieve.counts[Filter.TO_DO] == 3
    case = worklist.entries[0].case
    assert case is not None
    done = worklist.edited_at(0, "Confirm all", case.all_confirmed(STAMP)).failed(1, "broken")
    assert sieve.sort(done) == [0, 1]
    kinds = (Filter.ALL, Filter.TO_DO, Filter.DOUBTFUL, Filter.DONE, Filter.FAILED)
    assert [sieve.counts[kind] for kind in kinds] == [3, 1, 0, 1, 1]


def test_only_films_that_changed_are_to_be_looked_at_closely(worklist: Worklist) -> None:
    sieve = Sieve(Review())
    sieve.sort(worklist)
    assert sieve.unjudged == {0, 1}
    sieve.unjudged.clear()
    sieve.sort(worklist.shown(2))
    assert sieve.unjudged == set()
    case = worklist.entries[1].case
    assert case is not None
    sieve.sort(worklist.edited_at(1, "Confirm all", case.all_confirmed(STAMP)))
    assert sieve.unjudged == {1}


def test_a_film_that_one_implausible_landmark_makes_doubtful_stays_so_after_an_edit() -> None:
    review = Review(SHAPE)
    sieve, case = Sieve(review), predicted(N=far_nasion())
    films = Worklist().added(("a.png",)).opened(0, case)
    sieve.sort(films)
    sieve.judge(0)
    edited = case.confirmed("Go", STAMP)
    sieve.sort(films.edited("Confirm Go", edited))
    review.of(edited)  # whoever shows it looks closely
    sieve.judge(0)
    assert sieve.counts[Filter.DOUBTFUL] == 1
