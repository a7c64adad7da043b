"""All landmarks of a case on the film: which are drawn, how, and where one takes hold of them."""

from dataclasses import replace
from math import pi, sqrt

from PySide6.QtWidgets import QGraphicsItem

from landmark_gui.document.case import Case
from landmark_gui.domain.annotation import Annotation, Status
from landmark_gui.domain.geometry import Point
from landmark_gui.domain.prediction import Prediction
from landmark_gui.domain.region import Ellipse
from landmark_gui.ui.canvas.candidate_item import CandidateItem
from landmark_gui.ui.canvas.ghost_item import GhostItem
from landmark_gui.ui.canvas.labels import Written, place_labels
from landmark_gui.ui.canvas.landmark_item import LandmarkItem, Marker
from landmark_gui.ui.canvas.markers import COLOURS, SHAPES
from landmark_gui.ui.canvas.overlay import Shown
from landmark_gui.ui.canvas.region_item import DrawnRegion, RegionItem
from landmark_gui.ui.canvas.viewport import ScreenPoint, Viewport


class LandmarkLayer:
    """Keeps one light item per landmark and moves it; makes none while a film is open."""

    def __init__(self, parent: QGraphicsItem) -> None:
        self._parent = parent
        self._items: dict[str, LandmarkItem] = {}
        self._regions: dict[str, RegionItem] = {}
        self._beside: list[QGraphicsItem] = []
        self._wanted: object = None  # what the labels were placed for
        self._written: dict[str, Written] = {}
        self._case: Case | None = None
        self._shown = Shown()

    def show_case(self, case: Case | None, selected: str | None, shown: Shown) -> None:
        """Draw a case; None draws nothing."""
        self._case, self._shown = case, shown
        names = case.scheme.abbreviations if case else ()
        for name in {*self._items, *self._regions} - set(names):
            self._discard(name)
        for name in names:
            self._draw(name, selected=name == selected)
        self._draw_beside(selected if selected in names else None)

    @property
    def case(self) -> Case | None:
        """The case that is drawn."""
        return self._case

    def item(self, landmark: str) -> LandmarkItem | None:
        """Return what is drawn for a landmark."""
        return self._items.get(landmark)

    def ghost(self, landmark: str, point: Point) -> LandmarkItem | None:
        """Return a bare copy of a landmark's marker, drawn elsewhere until it is removed."""
        item = self._items.get(landmark)
        if item is None:
            return None
        copy = LandmarkItem(replace(item.marker, point=point, selected=False), self._parent)
        copy.show_label(Written(ScreenPoint(0.0, 0.0)), visible=False)
        return copy

    def preview(self, landmark: str, point: Point) -> None:
        """Draw a landmark where the hand holds it; the case does not change."""
        if item := self._items.get(landmark):
            item.move_to(point)
            region = self._region(replace(item.marker, point=point))
            if region and landmark in self._regions:
                self._regions[landmark].show_region(region, ring=True)

    def offer(self, landmark: str, point: Point | None) -> None:
        """Draw a landmark as it would be, placed there; without a point, as it is."""
        if self._case is None or point is None:
            self._draw(landmark, selected=True)
            return
        colour = COLOURS[self._case.scheme[landmark].group]
        marker = Marker(landmark, point, SHAPES[Status.MOVED], colour, selected=True)
        if item := self._items.get(landmark):
            item.show_marker(marker)
        else:
            self._items[landmark] = LandmarkItem(marker, self._parent)

    def place_labels(self, viewport: Viewport) -> None:
        """Find room for the labels at this enlargement."""
        sizes = {name: item.label_size for name, item in self._items.items()}
        scales = {name: item.marker.scale for name, item in self._items.items()}
        unmoved = replace(viewport, left=0.0, top=0.0)  # while the film is panned no label may jump
        wanted = (self.places(unmoved), sizes, scales)
        if wanted != self._wanted:  # many a step moves nothing
            self._wanted, self._written = wanted, place_labels(*wanted)
        for name, item in self._items.items():
            item.show_label(self._written[name], visible=self._shown.labels)

    def places(self, viewport: Viewport) -> dict[str, ScreenPoint]:
        """Return where the markers are on the screen."""
        return {n: viewport.to_screen(i.marker.point) for n, i in self._items.items()}

    def point(self, landmark: str) -> Point | None:
        """Return where a landmark is drawn on the film."""
        item = self._items.get(landmark)
        return item.marker.point if item else None

    def locked(self, landmark: str) -> bool:
        """Return whether a landmark may not be moved."""
        return self._case is not None and self._case.annotations[landmark].locked

    def _draw(self, name: str, *, selected: bool) -> None:
        marker = self._marker(name, selected=selected)
        if marker is None:
            self._discard(name)
            return
        if item := self._items.get(name):
            if item.marker != marker or item.pos().toTuple() != (marker.point.x, marker.point.y):
                item.show_marker(marker)
        else:
            self._items[name] = LandmarkItem(marker, self._parent)
        self._draw_region(marker)

    def _draw_region(self, marker: Marker) -> None:
        region = self._region(marker)
        if region is None:
            self._discard_region(marker.name)
            return
        item = self._regions.get(marker.name) or RegionItem(region, self._parent)
        self._regions[marker.name] = item
        item.show_region(region, ring=self._shown.rings or marker.selected)

    def _draw_beside(self, selected: str | None) -> None:
        """Mark where the selected landmark is not, but may be, or was placed blind."""
        for item in self._beside:
            item.scene().removeItem(item)
        self._beside = []
        if self._case is None or selected is None:
            return
        colour, now = COLOURS[self._case.scheme[selected].group], self.point(selected)
        said = self._case.predicted(selected)
        others = [p for p in said.places if p != now] if said and said.candidates else []
        self._beside = [CandidateItem(place, colour, self._parent) for place in others]
        blind = self._case.blind.get(selected)
        if blind is not None and blind.point is not None and blind.point != now:
            self._beside.append(GhostItem(blind.point, colour, self._parent))

    def _marker(self, name: str, *, selected: bool) -> Marker | None:
        if self._case is None:
            return None
        annotation = self._case.annotations[name]
        point = annotation.point or self._predicted(name)
        if point is None:
            return None
        colour = COLOURS[self._case.scheme[name].group]
        shape, unlikely = SHAPES[annotation.status], name in self._shown.unlikely
        return Marker(name, point, shape, colour, selected, annotation.locked, unlikely)

    def _predicted(self, name: str) -> Point | None:
        said = self._case.predicted(name) if self._case else None
        return said.point if said else None

    def _region(self, marker: Marker) -> DrawnRegion | None:
        said = self._case.predicted(marker.name) if self._case else None
        if self._case is None or said is None:
            return None
        centre = _answer(said, self._case.annotations[marker.name])
        ellipse = _ellipse(said, self._shown.share, self._case.film.drawn_aspect)
        if ellipse is not None and centre != said.point:
            by = (centre.x - said.point.x, centre.y - said.point.y)
            ellipse = replace(ellipse, centre=ellipse.centre.moved(*by))
        return DrawnRegion(centre, ellipse, marker.point, marker.colour, marker.selected)

    def _discard(self, name: str) -> None:
        if item := self._items.pop(name, None):
            item.scene().removeItem(item)
        self._discard_region(name)

    def _discard_region(self, name: str) -> None:
        if region := self._regions.pop(name, None):
            region.scene().removeItem(region)


def _answer(said: Prediction, annotation: Annotation) -> Point:
    """Return where the program put a landmark: not where the model saw it if it was let follow."""
    agreed = annotation.status in (Status.PREDICTED, Status.CONFIRMED)
    return annotation.point if agreed and annotation.point else said.point


def _ellipse(said: Prediction, share: float, aspect: float) -> Ellipse | None:
    """Return the region for that probability; before there were regions, there was a circle."""
    if region := said.region(share):
        return region.ellipse
    radius = {0.5: said.radius50_px, 0.9: said.radius90_px}.get(share)
    return _circle(said.point, radius, aspect) if radius else None


def _circle(centre: Point, radius_px: float, aspect: float) -> Ellipse:
    """Return a circle of the head as it lies on pixels that are so many times as high as wide."""
    across, down = radius_px * sqrt(aspect), radius_px / sqrt(aspect)
    upright = 0.0 if across >= down else pi / 2
    return Ellipse(centre, max(across, down), min(across, down), upright)
