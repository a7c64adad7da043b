"""From whose films and whose decisions a habit is learnt."""

import pytest

from landmark_gui.document.case import Case
from landmark_gui.document.habits import FILMS, learnt_from
from landmark_gui.domain.annotation import Stamp
from landmark_gui.domain.habit import FEWEST_FILMS
from tests.document.cases import SHAPE, predicted
from tests.domain.test_shape import placed

ME, OTHER = Stamp.now("me"), Stamp.now("other")
POINTS = placed(SHAPE)
HIGHER = POINTS["Po"].moved(0, -30)


def sha() -> str:
    detection = predicted().detection
    assert detection is not None
    return detection.provenance.model_sha256


def corrected(stamp: Stamp = ME) -> Case:
    return predicted().moved("Po", HIGHER, stamp)


@pytest.mark.parametrize(
    ("cases", "films"),
    [
        ([corrected()] * FEWEST_FILMS, FEWEST_FILMS),
        ([corrected(), None, predicted(), corrected(), corrected(OTHER)], 2),
        ([corrected().veiled()] * FEWEST_FILMS, 0),
        ([predicted().marked_missing("Po", ME)] * FEWEST_FILMS, 0),
        ([corrected()] * (FILMS + 5), FILMS),
    ],
    ids=["all", "some", "veiled", "missing", "many"],
)
def test_what_the_reader_has_decided_beside_a_prediction_counts(
    cases: list[Case | None], films: int
) -> None:
    habit = learnt_from(cases, "me", sha(), SHAPE)
    assert habit.films == films
    assert habit.on(POINTS).keys() == ({"Po"} if films >= FEWEST_FILMS else set())


def test_the_last_films_count_where_there_are_many() -> None:
    habit = learnt_from(
        [corrected()] * 5 + [predicted().confirmed("Po", ME)] * FILMS, "me", sha(), SHAPE
    )
    assert habit.shifts == {}


def test_what_another_model_saw_teaches_nothing() -> None:
    assert learnt_from([corrected()] * 3, "me", "another", SHAPE).films == 0


def test_what_was_agreed_to_in_its_new_place_teaches_the_same() -> None:
    followed = predicted().followed({"Po": HIGHER}).confirmed("Po", ME)
    habit = learnt_from([followed] * 3, "me", sha(), SHAPE)
    assert habit.on(POINTS)["Po"].distance_px(HIGHER) < 1e-6
