"""The films that a command was given: files and folders, turned to a page."""

from collections.abc import Iterable, Sequence
from pathlib import Path

from landmark_gui.cli.outcome import CommandFailed
from landmark_gui.imaging.folder import FilmFile, find_films


def named_films(paths: Sequence[Path], page: int) -> list[FilmFile]:
    """Return the films among files and in folders, each turned to that page, from 1 on.

    Raises:
        CommandFailed: a file or folder is not there, or there are no films.
    """
    check_there(paths)
    films = find_films(paths)
    if not films:
        raise CommandFailed(f"there are no films in {', '.join(map(str, paths))}.")
    return [film.turned_to(page - 1) for film in films]


def check_there(paths: Iterable[Path]) -> None:
    """Check that files and folders are there.

    Raises:
        CommandFailed: one is not.
    """
    for path in paths:
        if not path.exists():
            raise CommandFailed(f"there is no film or folder {path}.")
