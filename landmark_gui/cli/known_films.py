"""The films whose truth is known: readers have read them."""

from collections.abc import Collection, Sequence
from pathlib import Path

from landmark_gui.cli.outcome import CommandFailed
from landmark_gui.evaluation.truth import by_stem, read_film_list
from landmark_gui.imaging.folder import FilmFile, find_films


def known_films(
    paths: Sequence[Path], truth: Collection[str], only: Path | None = None
) -> dict[str, FilmFile]:
    """Return the films among files and folders that have a truth, by their stems.

    Args:
        paths: files and folders.
        truth: stems of the films that were read.
        only: a list of stems; others are left out.

    Raises:
        TruthError: the list cannot be read, or two films have the same stem.
    """
    wanted = set(truth)
    if only:
        wanted &= set(read_film_list(only))
    return by_stem(((film.name, film) for film in find_films(paths)), wanted)


def spread_out(known: Collection[str], most: int | None) -> Sequence[str]:
    """Return at most so many films at even steps from the first, so that a few stand for many.

    Raises:
        CommandFailed: there is none.
    """
    if not known:
        raise CommandFailed("none of the films has a truth.")
    films = list(known)
    return films[:: max(1, len(films) // most)][:most] if most else films
