"""Labelled films for the tests: one that has everything, and any that Hypothesis can think of."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime
from math import radians

from hypothesis import strategies as st

from landmark_gui import paths
from landmark_gui.domain.annotation import Annotation, Stamp, Status
from landmark_gui.domain.cephalogram import FilmInfo
from landmark_gui.domain.geometry import PixelSpacing, Point, SpacingSource
from landmark_gui.domain.landmarks import Group, Landmark, LandmarkScheme
from landmark_gui.domain.orientation import Remark
from landmark_gui.domain.region import Ellipse
from landmark_gui.exchange.context import Context
from landmark_gui.exchange.labelled import Found, LabelledFilm, Model

ISBI = LandmarkScheme.read(paths.scheme_file("isbi19"))
AARIZ = LandmarkScheme.read(paths.scheme_file("aariz29"))
#: Four landmarks, two of which a careless reader would mix up.
SMALL = LandmarkScheme(
    "small",
    "four points",
    tuple(
        Landmark(i, a, name, Group.SKELETAL, f"Definition of {name}.")
        for i, (a, name) in enumerate(
            [("S", "Sella"), ("N", "Nasion"), ("Pog'", "Soft pogonion"), ("L1", "Lower incisor")], 1
        )
    ),
)
NOON = datetime(2026, 5, 17, 12, 0, tzinfo=UTC)
SPACING = PixelSpacing(0.1, 0.1, SpacingSource.CALIBRATED)

_WIDTH, _HEIGHT = 2000, 2400
_NAMES = (
    "a.png",
    "folder/b.png",
    "پرتونگاری.png",
    "頭部 X.dcm",
    "=1+1.png",
    "@home.png",
    "a,b'c.png",
    "\udc80raw.png",
    "without-ending",
)
_OPTIONS = st.sampled_from(("", "read-out=hottest"))
_READERS = st.sampled_from(("Dr. A", "Dr. Ōe", "=cmd()", "خواننده"))
# Inside of the film; eighths, because DICOM keeps 24 bits and a difference must be exact
_EIGHTHS = st.tuples(st.integers(0, 8 * _WIDTH), st.integers(0, 8 * _HEIGHT))
POINTS = _EIGHTHS.map(lambda xy: Point(xy[0] / 8, xy[1] / 8))
_RADII = st.none() | st.integers(0, 10**6).map(lambda n: n / 1e4)
_AXES = st.tuples(st.integers(1, 10**6), st.integers(1, 10**6)).map(sorted)
_ELLIPSES = st.builds(
    lambda centre, axes, turn: Ellipse(centre, axes[1] / 1e4, axes[0] / 1e4, radians(turn / 1e4)),
    POINTS,
    _AXES,
    st.integers(0, 180 * 10**4),
)
_MM = st.integers(64, 640).map(lambda n: n / 640)  # 0.1 ... 1 mm
_STAMPS = st.builds(
    Stamp,
    _READERS,
    st.datetimes(datetime(1990, 1, 1), datetime(2100, 1, 1), timezones=st.just(UTC)),  # noqa: DTZ001 - the zone is added
)


def complete_film(name: str = "folder/a.png", scheme: LandmarkScheme = SMALL) -> LabelledFilm:
    """Return a film with every landmark placed and everything known."""
    annotations = {
        a: Annotation(a, Status.MOVED, Point(100.25 + 10 * i, 200.5 + 20 * i), Stamp("Dr. A", NOON))
        for i, a in enumerate(scheme.abbreviations)
    }
    found = {a: _found(Point(101.0 + 10 * i, 200.0)) for i, a in enumerate(annotations)}
    film = FilmInfo(name, "ab" * 32, _WIDTH, _HEIGHT, SPACING)
    return LabelledFilm(film, annotations, found, {}, Model("small", "cd" * 32, 7, 8, 4))


def _found(point: Point) -> Found:
    region90 = Ellipse(point.moved(0.5, -0.25), 12.5, 6.75, radians(30))
    return Found(point, 3.5, 9.25, 4.5, region90=region90)


def anonymous_film() -> LabelledFilm:
    """Return a film of which only the name is known, as some formats have it."""
    film = FilmInfo.named("a")
    annotations = {a: Annotation(a, Status.MOVED, Point(1.5, 2.5)) for a in SMALL.abbreviations}
    return LabelledFilm(film, annotations)


@st.composite
def annotations(draw: st.DrawFn, landmark: str, *, complete: bool) -> Annotation:
    """Draw what is said of one landmark; what is unset nobody has signed."""
    placed = (Status.PREDICTED, Status.CONFIRMED, Status.MOVED)
    status = draw(st.sampled_from(placed if complete else tuple(Status)))
    if status is Status.UNSET:
        return Annotation(landmark)
    point = draw(POINTS) if status in placed else None
    return Annotation(landmark, status, point, draw(st.none() | _STAMPS))


@st.composite
def labelled_films(
    draw: st.DrawFn, name: str, scheme: LandmarkScheme, *, complete: bool
) -> LabelledFilm:
    """Draw what can be known of one film."""
    said = {a: draw(annotations(a, complete=complete)) for a in scheme.abbreviations}
    unsigned = [a for a, annotation in said.items() if annotation.stamp is None]
    spacings = st.builds(PixelSpacing, _MM, _MM, st.sampled_from(list(SpacingSource)))
    found = st.builds(Found, POINTS, _RADII, _RADII, _RADII, region90=st.none() | _ELLIPSES)
    read_blind = draw(st.sets(st.sampled_from(scheme.abbreviations)))
    runs = st.none() | st.integers(0, 2**31)
    noticed = draw(st.sets(st.sampled_from(Remark)))
    sha256, aspect = draw(st.sampled_from(("", "ab" * 32))), draw(st.sampled_from((1.0, 1.25)))
    return LabelledFilm(
        FilmInfo(name, sha256, _WIDTH, _HEIGHT, draw(spacings), aspect),
        said,
        draw(st.dictionaries(st.sampled_from(scheme.abbreviations), found)),
        draw(st.dictionaries(st.sampled_from(unsigned), _READERS)) if unsigned else {},
        draw(
            st.none()
            | st.builds(Model, st.just("small"), st.just("cd"), runs, runs, runs, _OPTIONS)
        ),
        {a: replace(draw(annotations(a, complete=complete)), stamp=None) for a in read_blind},
        tuple(remark for remark in Remark if remark in noticed),
    )


@st.composite
def many_films(
    draw: st.DrawFn, scheme: LandmarkScheme, *, complete: bool
) -> Sequence[LabelledFilm]:
    """Draw some films of different names."""
    names = draw(st.lists(st.sampled_from(_NAMES), unique=True, min_size=1, max_size=3))
    return [draw(labelled_films(name, scheme, complete=complete)) for name in names]


def context(scheme: LandmarkScheme = SMALL) -> Context:
    """Return how the films above are understood."""
    return Context(scheme)
