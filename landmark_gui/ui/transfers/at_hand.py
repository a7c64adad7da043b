"""The films of the worklist as the label formats ask for them."""

from collections.abc import Callable
from functools import partial
from pathlib import Path

from landmark_gui.domain.cephalogram import FilmInfo
from landmark_gui.exchange.at_hand import FilmAtHand, FilmsAtHand
from landmark_gui.exchange.errors import ExchangeError
from landmark_gui.ui import sources
from landmark_gui.ui.session import Session
from landmark_gui.ui.sources import FilmSource


def films_at_hand(session: Session, given_up: Callable[[], bool] = lambda: False) -> FilmsAtHand:
    """Return the films of the worklist; one not read yet is read by whoever asks for it."""
    pairs = zip(session.worklist.entries, session.shelf.sources, strict=True)
    return FilmsAtHand(
        [
            FilmAtHand(
                entry.name,
                _path(source),
                entry.case.film if entry.case else None,
                partial(_read, source),
            )
            for entry, source in pairs
        ],
        given_up,
    )


def _path(source: FilmSource) -> Path | None:
    path = Path(source.key)
    return path if path.is_absolute() else None


def _read(source: FilmSource) -> FilmInfo:
    try:
        return source.read(source.name).info
    except Exception as error:  # any failure has its sentence
        raise ExchangeError(sources.reason(error)) from error
