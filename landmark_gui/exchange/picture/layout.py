"""What is drawn over a film: lines of measurements, regions, markers by status, names, a scale.

The status is told by shape, never by colour alone: a diamond is predicted, a circle confirmed, a
square moved, a cross missing or not visible (drawn where the model had put it). Colours tell the
tissue. Nothing is drawn over the pixels of a landmark itself.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from landmark_gui.domain.annotation import Annotation, Status
from landmark_gui.domain.cephalogram import Cephalogram, FilmInfo
from landmark_gui.domain.geometry import PixelSpacing, Point
from landmark_gui.domain.landmarks import Group as Tissue
from landmark_gui.domain.tracing import Line as Traced
from landmark_gui.exchange.errors import ExchangeError
from landmark_gui.exchange.labelled import Found, LabelledFilm
from landmark_gui.exchange.picture.clear import kept_clear
from landmark_gui.exchange.picture.font import ASCENT, DESCENT, width_px
from landmark_gui.exchange.picture.labels import Box, Name, Place, Room, place_names
from landmark_gui.exchange.picture.markers import marker
from landmark_gui.exchange.picture.scale import scale_bar
from landmark_gui.exchange.picture.scene import (
    Group,
    Line,
    Ring,
    Scene,
    Shape,
    Text,
    film_grey,
    without_controls,
)
from landmark_gui.exchange.picture.sizes import Sizes
from landmark_gui.exchange.picture.stretch import Stretch
from landmark_gui.exchange.picture.tissue_colours import COLOURS
from landmark_gui.exchange.picture.tracing import tracing

UNKNOWN_TISSUE_COLOUR = "#FFFFFF"

_REMARKS = {Status.MISSING: " missing", Status.NOT_VISIBLE: " not visible"}


class NotThisFilm(ExchangeError):  # noqa: N818 - says what is wrong, as UnreadableFilm does
    """Landmarks that belong to another film than the one they should be drawn on."""


@dataclass(frozen=True, slots=True)
class Style:
    """What a picture shows.

    Attributes:
        labels: names beside the markers.
        regions: ellipses that hold 90 % of the probability; circles of 50 and 90 % where only
            their radii are known.
        scale: millimetres per pixel for a scale bar, or None for no bar.
        tissues: what a landmark lies on, by abbreviation; unknown ones are white.
        traced: lines of measurements, in pixels of the film.
    """

    labels: bool = True
    regions: bool = False
    scale: PixelSpacing | None = None
    tissues: Mapping[str, Tissue] = field(default_factory=dict)
    traced: tuple[Traced, ...] = ()

    def colour(self, landmark: str) -> str:
        """Return the colour of a landmark as `#rrggbb`."""
        tissue = self.tissues.get(landmark)
        return COLOURS[tissue] if tissue else UNKNOWN_TISSUE_COLOUR


@dataclass(frozen=True, slots=True)
class _Mark:
    """A landmark that is drawn, and where."""

    annotation: Annotation
    place: Point
    colour: str

    @property
    def words(self) -> str:
        remark = _REMARKS.get(self.annotation.status, "")
        return without_controls(self.annotation.landmark) + remark

    def group(self, kind: str, shapes: Iterator[Shape] | tuple[Shape, ...]) -> Group:
        annotation = self.annotation
        name = without_controls(annotation.landmark)
        return Group(kind, tuple(shapes), name, annotation.status.value)


def lay_out(film: Cephalogram, labels: LabelledFilm, style: Style) -> Scene:
    """Return the picture of a film in the shape it has in the head.

    A landmark without any position is not drawn.

    Raises:
        NotThisFilm: the landmarks are of a film of another size, or lie outside of this one.
    """
    _check(film.info, labels)
    stretch = Stretch.of(film.info)
    info, labels = stretch.info(film.info), stretch.labels(labels)
    sizes = Sizes.on(info)
    marks = tuple(_marks(labels, style))
    places = tuple(mark.place for mark in marks)
    regions = [_region(mark, info, labels, sizes) for mark in marks if style.regions]
    markers = [
        mark.group("marker", marker(mark.annotation.status, mark.place, sizes, mark.colour))
        for mark in marks
    ]
    scale, taken = [], []
    if style.scale is not None:
        bar, box = scale_bar(stretch, style.scale, places, sizes)
        scale, taken = [bar], [box]
    names = _names(info, marks, regions, taken) if style.labels else []
    points = tuple(labels.points.values())
    lines = Group("tracing", tracing([*map(stretch.line, style.traced)], info.size_px, sizes))
    groups = [kept_clear(lines, points, sizes.marker)]
    groups += [kept_clear(group, points, sizes.clear) for group in (*regions, *markers, *names)]
    grey = stretch.grey(film_grey(film))
    return Scene(grey, tuple(group for group in (*groups, *scale) if group.shapes))


def _check(film: FilmInfo, labels: LabelledFilm) -> None:
    if labels.film.size_known and labels.film.size_px != film.size_px:
        sizes = "{} x {} px and not {} x {} px".format(*labels.film.size_px, *film.size_px)
        raise NotThisFilm(f"The landmarks belong to a film of {sizes}.")
    outside = [name for name, point in labels.points.items() if not film.holds(point)]
    if outside:
        raise NotThisFilm(f"{outside[0]} lies outside of the film.")


def _marks(labels: LabelledFilm, style: Style) -> Iterator[_Mark]:
    for name, annotation in labels.annotations.items():
        place = annotation.point
        if annotation.status in _REMARKS:
            place = labels.predicted.get(name)
        if place is not None:
            yield _Mark(annotation, place, style.colour(name))


def _region(mark: _Mark, film: FilmInfo, labels: LabelledFilm, sizes: Sizes) -> Group:
    return mark.group("region", _rings(mark, film, labels, sizes))


def _rings(mark: _Mark, film: FilmInfo, labels: LabelledFilm, sizes: Sizes) -> Iterator[Ring]:
    found = labels.found.get(mark.annotation.landmark)
    if found is None or not film.holds(found.point):
        return
    for ring in _known(found, sizes, mark.colour):
        # One larger than the film would not be seen
        if ring.ellipse.minor_px > 0 and ring.ellipse.major_px < film.width_px + film.height_px:
            yield ring


def _known(found: Found, sizes: Sizes, colour: str) -> Iterator[Ring]:
    """Yield the ellipse; earlier versions kept none of it but radii."""
    if found.region90 is not None:
        yield Ring(found.region90, sizes.stroke(colour, 1.2))
        return
    for radius_px, width in ((found.radius50_px, 0.9), (found.radius90_px, 1.2)):
        if radius_px is not None:
            yield Ring.circle(found.point, radius_px, sizes.stroke(colour, width))


def _names(
    film: FilmInfo, marks: tuple[_Mark, ...], regions: list[Group], taken: list[Box]
) -> list[Group]:
    sizes = Sizes.on(film)
    rings = (shape for region in regions for shape in region.shapes if isinstance(shape, Ring))
    room = Room(
        sizes.text,
        within=Box(0.0, 0.0, *film.size_px),
        taken=tuple(taken),
        rings=tuple(ring.ellipse for ring in rings),
    )
    places = place_names([_name(mark, sizes) for mark in marks], room)
    pairs = zip(marks, places, strict=True)
    return [mark.group("label", _label(mark, place, sizes)) for mark, place in pairs]


def _name(mark: _Mark, sizes: Sizes) -> Name:
    height_px = (ASCENT + DESCENT) * sizes.text
    return Name(mark.place, sizes.around_marker, width_px(mark.words, sizes.text), height_px)


def _label(mark: _Mark, place: Place, sizes: Sizes) -> Iterator[Shape]:
    if place.leader is not None:
        yield Line(place.leader, sizes.stroke(mark.colour, 1.0))
    box = place.box
    start = Point(box.left, box.bottom - DESCENT * sizes.text)
    yield Text(start, mark.words, sizes.text, box.right - box.left, sizes.stroke(mark.colour))
