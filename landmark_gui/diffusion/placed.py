"""Films with their landmarks placed as their readers place them, learnt from the other films.

What *Place as I do* makes of the answers (`domain/habit.py`), for figures of it. A film is moved by
the steady shifts of the films of its source that lie in other folds. Films of a source lie alike,
so that shifts are taken along their axes, in millimetres.
"""

from collections.abc import Sequence
from dataclasses import replace

import torch
from torch import Tensor

from landmark_gui.diffusion.judging import Film, folds_of
from landmark_gui.domain.habit import steady_shifts


def placed_as_others(films: Sequence[Film], folds: int) -> list[Film]:
    """Return the films, each moved by what the other folds of its source tell.

    The readers' points are moved against it instead: maps and regions move with their landmarks.
    """
    placed = list(films)
    for source in dict.fromkeys(film.source for film in films):
        own = [index for index, film in enumerate(films) if film.source == source]
        fold_of = dict(zip(own, folds_of([films[index] for index in own], folds), strict=True))
        for fold in range(folds):
            shift_mm = _shifts_mm([films[index] for index in own if fold_of[index] != fold])
            for index in own:
                if fold_of[index] == fold:
                    placed[index] = _moved(films[index], shift_mm)
    return placed


def _shifts_mm(films: Sequence[Film]) -> Tensor:
    """Return the steady shift of each landmark `(N, 2)` from where the model sees it."""
    away = torch.stack([(film.seen.truth - film.seen.points) * film.cell_mm for film in films])
    known = ~away.isnan().any(-1)  # (M, N)
    landmarks = range(away.shape[1])
    seen = {n: [complex(x, y) for x, y in away[known[:, n], n].tolist()] for n in landmarks}
    found = steady_shifts(seen)
    shifts = [found.get(n, 0j) for n in landmarks]
    return torch.tensor([(shift.real, shift.imag) for shift in shifts], dtype=away.dtype)


def _moved(film: Film, shift_mm: Tensor) -> Film:
    by = shift_mm / film.cell_mm
    return replace(
        film, seen=replace(film.seen, truth=film.seen.truth - by), readers=film.readers - by
    )
