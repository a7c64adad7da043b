"""The regions of landmarks in the picture of a film: ellipses, where the table has them."""

import re
from dataclasses import replace
from math import cos, hypot, pi, radians, sin

import numpy as np
import pytest

from landmark_gui.domain.geometry import PixelSpacing, Point, SpacingSource
from landmark_gui.domain.region import Ellipse
from landmark_gui.exchange.labelled import Found
from landmark_gui.exchange.picture.film_png import painted
from landmark_gui.exchange.picture.labels import Box, Name, Room, place_names
from landmark_gui.exchange.picture.layout import Style, lay_out
from landmark_gui.exchange.picture.pdf import pdf_bytes
from landmark_gui.exchange.picture.scene import Line, Ring, Scene
from landmark_gui.exchange.picture.svg import svg_bytes
from tests.exchange.pictures import OBLONG, SVG, film, labels, pdf_streams, svg_groups

SLANTED = Ellipse(Point(210.0, 148.0), 60.0, 20.0, radians(30))
STYLE = Style(labels=False, regions=True)
ELSEWHERE = Point(100, 20)


def scene_with(
    ellipse: Ellipse | None, spacing: PixelSpacing | None = None, landmark: Point = ELSEWHERE
) -> Scene:
    """A film with one landmark, which the model saw at (200, 150)."""
    found = {"S": Found(Point(200, 150), 11.0, 35.0, region90=ellipse)}
    return lay_out(film(spacing=spacing), labels({"S": landmark}, found=found), STYLE)


def ring_in(scene: Scene) -> Ring:
    (ring,) = next(group for group in scene.groups if group.kind == "region").shapes
    assert isinstance(ring, Ring)
    return ring


def ends(ellipse: Ellipse) -> list[tuple[float, float]]:
    """The ends of both axes of an ellipse."""
    x, y, c, s = ellipse.centre.x, ellipse.centre.y, cos(ellipse.angle_rad), sin(ellipse.angle_rad)
    along, across = ellipse.major_px, ellipse.minor_px
    return [
        *((x + sign * along * c, y + sign * along * s) for sign in (1, -1)),
        *((x - sign * across * s, y + sign * across * c) for sign in (1, -1)),
    ]


def test_an_ellipse_is_drawn_where_it_is_known_and_circles_where_only_radii_are() -> None:
    assert ring_in(scene_with(SLANTED)).ellipse == SLANTED
    (circles,) = (group for group in scene_with(None).groups if group.kind == "region")
    here = Point(200, 150)
    assert [ring.ellipse for ring in circles.shapes if isinstance(ring, Ring)] == [
        Ellipse(here, 11.0, 11.0, 0.0),
        Ellipse(here, 35.0, 35.0, 0.0),
    ]


def test_regions_are_rings_around_the_prediction_with_the_radii_of_the_table() -> None:
    found = {"S": Found(Point(110, 90), 30.0, 55.0)}
    sent = labels({"S": Point(100, 80)}, found=found)
    rings = svg_groups(
        svg_bytes(lay_out(film(), sent, Style(labels=False, regions=True))), "region"
    )
    told = [(c.attrib["cx"], c.attrib["cy"], c.attrib["r"]) for c in rings["S"]]
    assert told == [("110", "90", "30"), ("110", "90", "55")]
    assert not svg_groups(svg_bytes(lay_out(film(), sent, Style(labels=False))), "region")


@pytest.mark.parametrize(("spacing", "size"), OBLONG)
def test_regions_hold_the_same_part_of_the_head_whatever_the_shape_of_the_pixels(
    spacing: PixelSpacing, size: tuple[int, int]
) -> None:
    found = {"S": Found(Point(110, 90), None, 20.0)}
    sent = labels({"S": Point(300, 80)}, found=found)
    scene = lay_out(film(spacing=spacing), sent, Style(regions=True))
    (ring,) = next(group for group in scene.groups if group.kind == "region").shapes
    assert isinstance(ring, Ring)
    across, down = size[0] / 400, size[1] / 300
    circle = ring.ellipse
    assert circle.minor_px == circle.major_px
    assert (circle.centre.x, circle.centre.y) == pytest.approx((110 * across, 90 * down))
    assert circle.major_px * spacing.x_mm / across == pytest.approx(20 * spacing.mean_mm)
    assert circle.major_px * spacing.y_mm / down == pytest.approx(20 * spacing.mean_mm)


@pytest.mark.parametrize("radius", [0.0, -3.0, 1e12, None])
def test_a_radius_that_cannot_be_seen_is_not_drawn(radius: float | None) -> None:
    found = {"S": Found(Point(110, 90), radius, radius)}
    scene = lay_out(film(), labels({"S": Point(100, 80)}, found=found), Style(regions=True))
    assert {group.kind for group in scene.groups} == {"marker", "label"}


def test_an_svg_has_the_ellipse_of_the_table() -> None:
    (ellipse,) = svg_groups(svg_bytes(scene_with(SLANTED)), "region")["S"]
    assert ellipse.tag == f"{SVG}ellipse"
    place = {name: ellipse.attrib[name] for name in ("cx", "cy", "rx", "ry", "transform")}
    assert place == {
        "cx": "210",
        "cy": "148",
        "rx": "60",
        "ry": "20",
        "transform": "rotate(30 210 148)",
    }


def test_a_png_has_the_colour_of_the_landmark_on_the_edge_of_the_ellipse_alone() -> None:
    black = film()
    black.pixels[:] = 0
    found = {"S": Found(Point(200, 150), 11.0, 35.0, region90=SLANTED)}
    picture = painted(lay_out(black, labels({"S": ELSEWHERE}, found=found), STYLE))
    rows, columns = np.nonzero(picture[60:].any(axis=2))  # the marker lies further up
    drawn = [Point(x + 0.5, y + 60.5) for x, y in zip(columns.tolist(), rows.tolist(), strict=True)]
    larger, smaller = (replace(SLANTED, major_px=60 + d, minor_px=20 + d) for d in (3, -3))
    assert all(larger.holds(point) and not smaller.holds(point) for point in drawn)
    for x, y in ends(SLANTED):
        assert picture[int(y), int(x)].min() > 100


def test_a_pdf_goes_around_through_the_ends_of_both_axes() -> None:
    content = pdf_streams(pdf_bytes(scene_with(SLANTED)))[0].decode("ascii")
    path = next(line for line in content.splitlines() if line.count(" c ") == 4)
    numbers = [float(number) for number in re.findall(r"-?[\d.]+", path.split(" w ")[1])]
    points = [*zip(numbers[::2], numbers[1::2], strict=True)]
    assert points[0] == points[-1]
    to = sorted(points[3::3])
    for found, expected in zip(to, sorted(ends(SLANTED)), strict=True):
        assert found == pytest.approx(expected, abs=0.002)
    # between them the control points lie on the tangents, outside
    assert all(not SLANTED.holds(Point(*point)) for point in (*points[1::3], *points[2::3]))


@pytest.mark.parametrize(
    "spacing",
    [
        PixelSpacing(0.1, 0.4, SpacingSource.CALIBRATED),
        PixelSpacing(0.2, 0.1, SpacingSource.CALIBRATED),
    ],
)
def test_on_oblong_pixels_the_ellipse_holds_in_the_picture_what_it_holds_on_the_film(
    spacing: PixelSpacing,
) -> None:
    scene = scene_with(SLANTED, spacing)
    across, down = scene.size_px[0] / 400, scene.size_px[1] / 300
    assert max(across, down) > 1
    there = ring_in(scene).ellipse
    assert there.major_px >= there.minor_px
    for x in range(130, 290, 7):
        for y in range(90, 210, 7):
            assert there.holds(Point(x * across, y * down)) == SLANTED.holds(Point(x, y))


@pytest.mark.parametrize(("major_px", "minor_px"), [(30.0, 0.0), (0.0, 0.0), (1e5, 10.0)])
def test_an_ellipse_that_cannot_be_seen_is_not_drawn(major_px: float, minor_px: float) -> None:
    scene = scene_with(replace(SLANTED, major_px=major_px, minor_px=minor_px))
    assert {group.kind for group in scene.groups} == {"marker"}


def test_the_edge_of_an_ellipse_is_open_where_a_landmark_lies() -> None:
    landmark = Point(*ends(SLANTED)[0])
    scene = scene_with(SLANTED, landmark=landmark)
    (pieces,) = (group.shapes for group in scene.groups if group.kind == "region")
    lines = [piece for piece in pieces if isinstance(piece, Line)]
    assert len(lines) == len(pieces)
    edge = [point for line in lines for point in line.points]
    assert 2.0 < min(point.distance_px(landmark) for point in edge) < 5.0
    assert all(0.95 < hypot(p.x, p.y) < 1.05 for p in map(SLANTED.seen, edge))


NAME = Name(Point(0, 0), 10.0, 30.0, 16.0)
BESIDE = place_names([NAME], Room(16.0))[0].box  # right of its marker


@pytest.mark.parametrize(
    ("ring", "lies"),
    [
        (Ellipse(Point(30, 0), 60.0, 2.0, pi / 2), "in the way"),  # cuts through the name
        (Ellipse(Point(60, 11), 60.0, 2.0, pi / 4), "in the way"),  # cuts its corner off
        (Ellipse(Point(28, 0), 5.0, 2.0, 0.0), "in the way"),  # lies within it
        (Ellipse(Point(60, 0), 40.0, 40.0, 0.0), "in the way"),  # holds half of it
        (Ellipse(Point(30, 0), 60.0, 40.0, 0.0), "clear"),  # goes around it
        (Ellipse(Point(30, 40), 50.0, 10.0, 0.0), "clear"),  # a circle of 50 would not be
        (Ellipse(Point(300, 0), 60.0, 20.0, 0.0), "clear"),
    ],
)
def test_a_name_avoids_the_edges_of_ellipses_and_nothing_more(ring: Ellipse, lies: str) -> None:
    (place,) = place_names([NAME], Room(16.0, rings=(ring,)))
    assert (place.box != BESIDE) is (lies == "in the way")
    assert not any(_within(place.box, x, y) for x, y in ring.edge(400).tolist())


def _within(box: Box, x: float, y: float) -> bool:
    return box.left < x < box.right and box.top < y < box.bottom
