"""What is learnt from corrected films, and what is not."""

from collections.abc import Mapping
from types import MappingProxyType

import numpy as np
import pytest

from landmark_gui.domain.geometry import Point
from landmark_gui.domain.habit import FEWEST_FILMS, Habit
from landmark_gui.domain.shape import ShapeModel
from landmark_gui.paths import shape_file

SHAPE = ShapeModel.read(shape_file("isbi19"))
UP = 0.05j  # in units of the shape
NONE: Mapping[str, complex] = MappingProxyType({})
Film = dict[str, Point]


def head(
    turn: complex, shift: complex, moves: Mapping[str, complex] = NONE, *, mirrored: bool = False
) -> Film:
    """Return the mean shape as it lies on a film, some landmarks moved by units of the shape."""
    lying = SHAPE.mean + [moves.get(name, 0j) for name in SHAPE.landmarks]
    at = turn * lying + shift
    if mirrored:
        at = -np.conj(at) + 4000
    return {
        n: Point(float(z.real), float(z.imag)) for n, z in zip(SHAPE.landmarks, at, strict=True)
    }


def corrected(count: int, only: tuple[str, ...] = (), **moves: complex) -> list[tuple[Film, Film]]:
    """Return predictions and a reader's landmarks on films that lie anyhow."""
    films = []
    for number in range(count):
        lies = (400 + 50j * number, 900 + 700j)
        before, after = head(*lies), head(*lies, moves)
        films.append((before, {name: after[name] for name in only or after}))
    return films


@pytest.mark.parametrize("mirrored", [False, True])
def test_a_reader_who_puts_porion_higher_finds_it_higher_on_every_film(mirrored: bool) -> None:  # noqa: FBT001 - parametrised
    habit = Habit.learnt(corrected(5, Po=UP), SHAPE)
    film = head(800j, 2000 + 500j, mirrored=mirrored)
    expected = head(800j, 2000 + 500j, {"Po": UP}, mirrored=mirrored)
    assert habit.films == 5
    placed = habit.on(film)
    assert placed.keys() == {"Po"}
    assert placed["Po"].distance_px(expected["Po"]) < 1e-6
    assert placed["Po"].distance_px(film["Po"]) == pytest.approx(40)


def test_the_longest_shift_is_named_first() -> None:
    habit = Habit.learnt(corrected(4, S=UP / 9, Po=UP / 3, A=UP), SHAPE)
    assert list(habit.shifts) == ["A", "Po", "S"]


def test_too_few_films_move_nothing() -> None:
    habit = Habit.learnt(corrected(FEWEST_FILMS - 1, Po=UP), SHAPE)
    assert habit.on(head(500, 0)) == {}


def test_only_what_was_decided_on_enough_films_moves() -> None:
    films = corrected(4, ("Po",), Po=UP, A=UP) + corrected(2, Po=UP, A=UP)
    habit = Habit.learnt(films, SHAPE)
    assert habit.shifts.keys() == {"Po"}
    assert habit.films == 6


def test_what_the_films_do_not_agree_on_moves_nothing() -> None:
    films = [pair for sign in (1, -1) for pair in corrected(4, Po=sign * UP)]
    assert Habit.learnt(films, SHAPE).on(head(500, 0)) == {}


def test_what_they_hardly_agree_on_moves_less_than_their_mean() -> None:
    films = corrected(6, Po=UP) + corrected(3, Po=-UP)
    shift = Habit.learnt(films, SHAPE).shifts["Po"]
    assert 0 < shift.imag < abs(UP) / 3
    assert shift.real == pytest.approx(0, abs=1e-12)


def test_one_slip_does_not_become_a_habit() -> None:
    habit = Habit.learnt(corrected(9) + corrected(1, Po=20 * UP), SHAPE)
    assert abs(habit.shifts.get("Po", 0j)) < 1e-9


def test_films_that_say_nothing_do_not_count() -> None:
    none: Film = {}
    few = {"S": Point(1, 1), "N": Point(9, 1)}
    silent = [(none, none), (few, few), (head(9, 0), none)]
    habit = Habit.learnt([*corrected(3, Po=UP), *silent], SHAPE)
    assert habit.films == 3
    assert habit.on(few) == {}
    assert habit.on({"S": Point(1, 1), "Po": Point(3, 3)}) == {}
