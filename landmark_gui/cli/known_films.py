"""The films whose truth is known: readers have read them."""

from collections import Counter
from collections.abc import Collection, Sequence
from pathlib import Path

from landmark_gui.cli.outcome import CommandFailed
from landmark_gui.evaluation.truth import TruthError, film_stem, read_film_list
from landmark_gui.imaging.folder import FilmFile, find_films


def known_films(
    paths: Sequence[Path], truth: Collection[str], only: Path | None = None
) -> list[FilmFile]:
    """Return the films among files and folders that have a truth, by its stems.

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
    found = [film for film in find_films(paths) if film_stem(film.name) in wanted]
    for stem, count in Counter(film_stem(film.name) for film in found).items():
        if count > 1:
            raise TruthError(f"More than one film is called {stem}.")
    return found


def spread_out(known: Sequence[FilmFile], most: int | None) -> Sequence[FilmFile]:
    """Return at most so many films at even steps from the first, so that a few stand for many.

    Raises:
        CommandFailed: there is none.
    """
    if not known:
        raise CommandFailed("none of the films has a truth.")
    return known[:: max(1, len(known) // most)][:most] if most else known
