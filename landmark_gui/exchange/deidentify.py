"""What names a patient is taken out before landmarks leave the program, and it is said."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from landmark_gui.domain.annotation import Annotation
from landmark_gui.domain.counting import counted
from landmark_gui.domain.film_file import DICOM_ENDINGS, RASTER_ENDINGS
from landmark_gui.exchange.errors import CannotHold
from landmark_gui.exchange.labelled import LabelledFilm
from landmark_gui.exchange.text import posix


@dataclass(frozen=True, slots=True)
class Cleaned:
    """Films that may go out, and in words what was taken from them."""

    films: list[LabelledFilm]
    removed: list[str]


def without_times(films: Sequence[LabelledFilm]) -> Cleaned:
    """Take out when landmarks were read: in a practice that is the day of the visit.

    Who read them stays, because readers are compared.
    """
    cleaned = [_without_times(film) for film in films]
    count = sum(a.stamp is not None for film in films for a in film.annotations.values())
    removed = [f"the time of reading of {counted(count, 'landmark')}"] if count else []
    return Cleaned(cleaned, removed)


def named_by_identity(films: Sequence[LabelledFilm]) -> Cleaned:
    """Replace file names, which often hold a patient's name, by the hash of the film.

    Raises:
        CannotHold: a film's identity is not known, or two of them are the same film.
    """
    unknown = [film.film.name for film in films if not film.film.sha256]
    if unknown:
        remedy = "name the folder of the films with --films"
        raise CannotHold(f"the identity of {unknown[0]} is not known; {remedy}.")
    first: dict[str, str] = {}
    for film in films:
        other = first.setdefault(film.film.sha256, film.film.name)
        if other != film.film.name:
            raise CannotHold(f"{other} and {film.film.name} are the same film; leave one out.")
    renamed = [replace(film, film=replace(film.film, name=_identity(film))) for film in films]
    return Cleaned(renamed, [f"the file names of {counted(len(films), 'film')}"] if films else [])


def _identity(film: LabelledFilm) -> str:
    ending = posix(film.film.name).suffix.lower()
    # ".doe" of "1987_jane.doe" is no ending
    return film.film.sha256 + (ending if ending in RASTER_ENDINGS | DICOM_ENDINGS else "")


def _without_times(film: LabelledFilm) -> LabelledFilm:
    signed = {name: a.stamp.reader for name, a in film.annotations.items() if a.stamp}
    annotations = {
        name: Annotation(a.landmark, a.status, a.point) for name, a in film.annotations.items()
    }
    return replace(film, annotations=annotations, readers={**film.readers, **signed})
