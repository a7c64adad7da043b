"""What a file of landmarks does not say by itself, and the steps all formats share."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Protocol

from landmark_gui.domain.annotation import Annotation, Status
from landmark_gui.domain.cephalogram import FilmInfo
from landmark_gui.domain.geometry import PixelSpacing, Point
from landmark_gui.domain.landmarks import LandmarkScheme
from landmark_gui.exchange.errors import UnreadableLabels
from landmark_gui.exchange.labelled import LabelledFilm
from landmark_gui.exchange.labels import LabelMap, understood


class Films(Protocol):
    """The films that the user named beside the labels."""

    def info(self, name: str) -> FilmInfo | None:
        """Return what is known of the film that a label file calls `name`, if it is there."""
        ...

    def path(self, name: str) -> Path | None:
        """Return where that film lies."""
        ...

    def numbered(self, number: int) -> str | None:
        """Return the name of the film that comes at that place in the folder, from 1 on."""
        ...


class NoFilms:
    """No films were named."""

    def info(self, name: str) -> FilmInfo | None:
        """Return nothing."""
        del name
        return None

    def path(self, name: str) -> Path | None:
        """Return nothing."""
        del name
        return None

    def numbered(self, number: int) -> str | None:
        """Return nothing."""
        del number
        return None


@dataclass(frozen=True, slots=True)
class Context:
    """How labels are to be understood, and written.

    Attributes:
        scheme: names the landmarks.
        labels: the user's own map of foreign labels.
        spacing: of films that state none, or None.
        films: the films beside the labels.
        identified: what names the patient may go out.
        pictures: on the way out, the film's path relative to its label file, by film name.
        originals: what films were called before they were renamed for their way out.
    """

    scheme: LandmarkScheme
    labels: LabelMap = field(default_factory=dict)
    spacing: PixelSpacing | None = None
    films: Films = field(default_factory=NoFilms)
    identified: bool = False
    pictures: Mapping[str, str] = field(default_factory=dict)
    originals: Mapping[str, str] = field(default_factory=dict)

    def film(self, stated: FilmInfo) -> FilmInfo:
        """Return what is known of a film: the film itself if it is at hand, else what is stated.

        Raises:
            UnreadableLabels: the labels were made on a film of another size.
        """
        found = self.films.info(stated.name)
        if found is None:
            spacing = stated.spacing or self.spacing
            return FilmInfo(stated.name, stated.sha256, *stated.size_px, spacing)
        if 0 not in stated.size_px and stated.size_px != found.size_px:
            sizes = (
                f"{stated.width_px} x {stated.height_px}",
                f"{found.width_px} x {found.height_px}",
            )
            raise UnreadableLabels(
                f"{stated.name} was labelled at {sizes[0]} pixels, but the film has {sizes[1]}."
            )
        spacing = found.spacing or stated.spacing or self.spacing
        return FilmInfo(found.name, found.sha256, *found.size_px, spacing)

    def annotated(
        self, points: Iterable[tuple[str, Point | None]], file: str
    ) -> dict[str, Annotation]:
        """Return annotations in scheme order out of foreign labels; what is absent is unset.

        A position without more said of it counts as put there by a reader.

        Raises:
            UnreadableLabels: a label means no landmark, or one landmark has two positions.
        """
        points = list(points)
        meant = understood((label for label, _ in points), self.scheme, self.labels, file)
        found: dict[str, Point] = {}
        for label, point in points:
            name = meant[label]
            if name is None or point is None:
                continue
            if name in found:
                raise UnreadableLabels(f"{file}: {name} has two positions.")
            found[name] = point
        return {name: annotation(name, found.get(name)) for name in self.scheme.abbreviations}

    def in_order(self, points: Iterable[Point | None], film: FilmInfo) -> LabelledFilm:
        """Return a film out of positions in scheme order."""
        pairs = zip(self.scheme.abbreviations, points, strict=True)
        return LabelledFilm(film, {name: annotation(name, point) for name, point in pairs})


def annotation(landmark: str, point: Point | None) -> Annotation:
    """Return what a bare position says: somebody put it there; or, without one, nothing."""
    return Annotation(landmark, Status.MOVED if point else Status.UNSET, point)
