"""Landmarks under other names: those of the scheme, or those of another scheme."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TypeVar

from landmark_gui.domain.annotation import Annotation, Status
from landmark_gui.domain.landmarks import LandmarkScheme
from landmark_gui.exchange.context import Context, annotation
from landmark_gui.exchange.errors import CannotHold, UnreadableLabels
from landmark_gui.exchange.labelled import LabelledFilm
from landmark_gui.exchange.labels import understood
from landmark_gui.exchange.schemes import mapping

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Moved:
    """Films in another scheme, and the landmarks with something said that it does not have."""

    films: list[LabelledFilm]
    refused: tuple[str, ...]


def understood_film(film: LabelledFilm, file: str, context: Context) -> LabelledFilm:
    """Return a film whose landmarks carry the scheme's names, complete and in its order.

    Raises:
        UnreadableLabels: a label means no landmark, or two labels mean the same.
    """
    meant = understood(film.annotations, context.scheme, context.labels, file)
    names = {label: name for label, name in meant.items() if name is not None}
    if len(set(names.values())) != len(names):
        raise UnreadableLabels(f"{file}: a landmark of {film.film.name} has two positions.")
    return renamed(replace(film, film=context.film(film.film)), names, context.scheme.abbreviations)


def renamed(film: LabelledFilm, names: Mapping[str, str], order: tuple[str, ...]) -> LabelledFilm:
    """Return a film under new names, in their order; what has no new name is left out."""
    annotations = _annotations_under(film.annotations, names)
    complete = {name: annotations.get(name) or annotation(name, None) for name in order}
    return replace(
        film,
        annotations=complete,
        found=_under(film.found, names),
        readers=_under(film.readers, names),
        blind=_annotations_under(film.blind, names),
    )


def _annotations_under(
    said: Mapping[str, Annotation], names: Mapping[str, str]
) -> dict[str, Annotation]:
    return {name: replace(a, landmark=name) for name, a in _under(said, names).items()}


def _under(values: Mapping[str, T], names: Mapping[str, str]) -> dict[str, T]:
    return {names[old]: value for old, value in values.items() if old in names}


def to_scheme(films: Sequence[LabelledFilm], here: LandmarkScheme, there: LandmarkScheme) -> Moved:
    """Return films under the landmarks of another scheme.

    Raises:
        CannotHold: no landmark is the same.
    """
    same = mapping(here, there)
    if not same.names:
        raise CannotHold(f"no landmark of {here.title} is the same in {there.title}.")
    said = {
        name
        for film in films
        for name, a in film.annotations.items()
        if a.status is not Status.UNSET
    }
    refused = tuple(name for name in same.refused if name in said)
    return Moved([renamed(film, same.names, there.abbreviations) for film in films], refused)
