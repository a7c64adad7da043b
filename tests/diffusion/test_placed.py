"""What films become when their landmarks are placed as on the other films of their source."""

from dataclasses import replace

import pytest
import torch

from landmark_gui.diffusion.calibration import Seen
from landmark_gui.diffusion.judging import Film
from landmark_gui.diffusion.placed import placed_as_others

FOLDS = 5
CELL_MM = 0.3
OFF = torch.tensor([[4.0, -2.0], [0.0, 0.0], [1.0, 1.0]])  # in cells


def films(count: int, off: torch.Tensor = OFF, source: str = "films") -> list[Film]:
    maps = torch.full((3, 8, 8), 1 / 64)
    points = torch.tensor([[3.0, 4.0], [4.0, 4.0], [5.0, 4.0]])
    readers = (points + off)[None]
    return [Film(Seen(maps, points, points + off), CELL_MM, readers, source) for _ in range(count)]


def errors_mm(placed: list[Film]) -> list[float]:
    seen = [film.seen for film in placed]
    return [float((s.truth - s.points).norm(dim=-1).nansum()) * CELL_MM for s in seen]


def test_what_every_film_of_a_source_is_off_by_is_gone() -> None:
    two = films(10) + films(10, -OFF, "others")
    placed = placed_as_others(two, FOLDS)
    assert errors_mm(placed) == pytest.approx([0.0] * 20, abs=1e-6)
    assert torch.equal(placed[0].seen.points, two[0].seen.points)
    assert torch.allclose(placed[0].readers[0], placed[0].seen.truth)


def test_a_film_has_no_part_in_where_it_is_placed() -> None:
    steady = films(10, torch.zeros(3, 2))
    alone = films(1)[0]
    placed = placed_as_others([alone, *steady], FOLDS)
    assert errors_mm(placed)[0] == pytest.approx(errors_mm([alone])[0])


def test_copies_of_a_film_have_no_part_in_where_it_is_placed() -> None:
    steady = films(10, torch.zeros(3, 2))
    copies = [replace(film, sha256="a") for film in films(8)]  # so many would outvote the others
    placed = placed_as_others([*copies, *steady], FOLDS)
    assert errors_mm(placed)[:8] == pytest.approx(errors_mm(copies))


def test_landmarks_that_nobody_knows_stay_unknown_and_teach_nothing() -> None:
    some = films(10)
    for film in some[2:]:
        film.seen.truth[1:] = torch.nan
    placed = placed_as_others(some, FOLDS)
    assert placed[5].seen.truth[1:].isnan().all()
    assert float((placed[0].seen.truth - placed[0].seen.points)[2].norm()) == pytest.approx(2**0.5)
