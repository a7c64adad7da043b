"""What a file of landmarks does not say by itself, and the steps all formats share."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import TypeVar

from typing_extensions import override

from landmark_gui.domain.annotation import Annotation, Status
from landmark_gui.domain.cephalogram import FilmInfo
from landmark_gui.domain.geometry import MAX_SIDE_PX, PixelSpacing, Point
from landmark_gui.domain.landmarks import LandmarkScheme
from landmark_gui.exchange.at_hand import FilmsAtHand
from landmark_gui.exchange.errors import ExchangeError, UnreadableLabels
from landmark_gui.exchange.labelled import LabelledFilm
from landmark_gui.exchange.labels import LabelMap, understood

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Context:
    """How labels are to be understood, and written.

    Attributes:
        scheme: names the landmarks.
        labels: the user's own map of foreign labels.
        spacing_mm: the width of a pixel as the user states it for all films, or None.
        films: the films beside the labels.
        identified: what names the patient may go out.
        pictures: on the way out, the film's path relative to its label file, by film name.
        originals: what films were called before they were renamed for their way out.
        refused: why the labels of a film are not understood, where that does not stop the others.
    """

    scheme: LandmarkScheme
    labels: LabelMap = field(default_factory=dict)
    spacing_mm: float | None = None
    films: FilmsAtHand = field(default_factory=FilmsAtHand)
    identified: bool = False
    pictures: Mapping[str, str] = field(default_factory=dict)
    originals: Mapping[str, str] = field(default_factory=dict)
    refused: dict[FilmInfo, str] = field(default_factory=dict)

    def film(self, stated: FilmInfo) -> FilmInfo:
        """Return what is known of a film: the film itself if it is at hand, else what is stated.

        Raises:
            UnreadableLabels: the labels were made on another picture.
        """
        found = self.films.info(stated.name, stated.sha256)
        if found is None:
            return replace(stated, spacing=stated.spacing or self.stated(stated))
        check_same(stated, found)
        spacing = found.spacing or stated.spacing or self.stated(found)
        if stated.sha256 and stated.spacing and stated.spacing.source.by_reader:
            spacing = stated.spacing  # it went out with this very picture
        return replace(found, spacing=spacing)

    def stated(self, film: FilmInfo) -> PixelSpacing | None:
        """Return the spacing that the user states for a film, or None.

        Raises:
            ValueError: no film has such a spacing.
        """
        return film.stated(self.spacing_mm) if self.spacing_mm else None

    def refuse(self, film: FilmInfo, why: str) -> None:
        """Say that a film's labels cannot be understood.

        Raises:
            UnreadableLabels: always, here.
        """
        raise UnreadableLabels(f"{film.name}: {why}.")

    def annotated(
        self, points: Iterable[tuple[str, Point | None]], file: str
    ) -> dict[str, Annotation]:
        """Return annotations in scheme order out of foreign labels; what is absent is unset.

        A position without more said of it counts as put there by a reader.

        Raises:
            UnreadableLabels: a label means no landmark, one landmark has two positions, or one that
                no film can have.
        """
        annotations, _ = self.by_landmark(((label, point, None) for label, point in points), file)
        return annotations

    def by_landmark(
        self, marks: Iterable[tuple[str, Point | None, T]], file: str
    ) -> tuple[dict[str, Annotation], dict[str, T]]:
        """Return the same, and by landmark what else the file says beside a label.

        Raises:
            UnreadableLabels: as `annotated`.
        """
        marks = list(marks)
        meant = understood((label for label, _, _ in marks), self.scheme, self.labels, file)
        found: dict[str, Point] = {}
        beside: dict[str, T] = {}
        for label, point, more in marks:
            name = meant[label]
            if name is None:
                continue
            beside[name] = more
            if point is None:
                continue
            if name in found:
                raise UnreadableLabels(f"{file}: {name} has two positions.")
            found[name] = within_reach(point, file)
        bare = {name: annotation(name, found.get(name)) for name in self.scheme.abbreviations}
        return bare, beside

    def in_order(self, points: Iterable[Point | None], film: FilmInfo) -> LabelledFilm:
        """Return a film out of positions in scheme order.

        Raises:
            UnreadableLabels: no film can have such a position.
        """
        points = [point and within_reach(point, film.name) for point in points]
        pairs = zip(self.scheme.abbreviations, points, strict=True)
        return LabelledFilm(film, {name: annotation(name, point) for name, point in pairs})


@dataclass(frozen=True, slots=True)
class Lenient(Context):
    """Understands labels of many films: one that is refused comes back as the file states it."""

    @override
    def film(self, stated: FilmInfo) -> FilmInfo:
        try:
            return self.matched(stated)
        except ExchangeError as error:
            self.refused[stated] = str(error).rstrip(".")
            return stated

    def matched(self, stated: FilmInfo) -> FilmInfo:
        """Return what is known of a film.

        Raises:
            ExchangeError: it is refused.
        """
        return Context.film(self, stated)  # dataclasses with slots know no super()

    @override
    def refuse(self, film: FilmInfo, why: str) -> None:
        self.refused.setdefault(film, why)


def check_same(stated: FilmInfo, found: FilmInfo) -> None:
    """Check that labels were made on the film that is at hand under their name.

    Raises:
        UnreadableLabels: it is another picture, or has another size.
    """
    if stated.size_known and stated.size_px != found.size_px:
        sizes = [f"{width} x {height}" for width, height in (stated.size_px, found.size_px)]
        raise UnreadableLabels(
            f"{stated.name} was labelled at {sizes[0]} pixels, but the film has {sizes[1]}."
        )
    if stated.sha256 and stated.sha256 != found.sha256:
        raise UnreadableLabels(f"{stated.name} is not the picture that was labelled.")


def within_reach(point: Point, file: str) -> Point:
    """Return a position that a film can have, or lies beside it.

    Raises:
        UnreadableLabels: it is infinite, or further away than any film is large.
    """
    if not all(abs(value) <= MAX_SIDE_PX for value in (point.x, point.y)):
        raise UnreadableLabels(f"{file}: a position lies too far out for any film.")
    return point


def annotation(landmark: str, point: Point | None) -> Annotation:
    """Return what a bare position says: somebody put it there; or, without one, nothing."""
    return Annotation(landmark, Status.MOVED if point else Status.UNSET, point)
