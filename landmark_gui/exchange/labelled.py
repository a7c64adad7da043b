"""A film with its landmarks as it goes out and comes in: the one value all formats share."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import TypeAlias

from landmark_gui.document.case import Case
from landmark_gui.domain.annotation import DECIDED, Annotation, Status
from landmark_gui.domain.cephalogram import FilmInfo
from landmark_gui.domain.geometry import Point
from landmark_gui.domain.measurement_error import Doubt
from landmark_gui.domain.orientation import Facing, Polarity, Remark
from landmark_gui.domain.prediction import Detection, Mode, Prediction, ReadOut
from landmark_gui.domain.region import Ellipse


@dataclass(frozen=True, slots=True)
class Found:
    """Where a model saw a landmark, and how unsure it was.

    Attributes:
        point: position on the film in pixels.
        radius50_px: radius around the point that holds the landmark with 50 % probability.
        radius90_px: the same for 90 %.
        expected_error_px: expected distance of the true position from the point.
        region90: holds the landmark with 90 %, in the directions of doubt.
    """

    point: Point
    radius50_px: float | None = None
    radius90_px: float | None = None
    expected_error_px: float | None = None
    region90: Ellipse | None = field(default=None, kw_only=True)

    @property
    def doubt(self) -> Doubt | None:
        """How far the landmark may be off, where that is known."""
        expected_px = self.expected_error_px
        return None if expected_px is None else Doubt(expected_px, self.region90)


@dataclass(frozen=True, slots=True)
class Model:
    """Which model found the landmarks, and how it was run.

    `options` are those of `detect` for whatever else was not as usual; see `unusual`.
    """

    name: str
    sha256: str
    seed: int | None = None
    steps: int | None = None
    samples: int | None = None
    options: str = ""


@dataclass(frozen=True, slots=True)
class LabelledFilm:
    """What a file says of one film; mappings go by the landmark's abbreviation.

    Attributes:
        film: 0 x 0 pixels and no hash where the file does not say and no film was at hand.
        annotations: in the order of the scheme.
        found: what a model found.
        readers: who read a landmark, where the annotation itself is not stamped.
        model: which model it was.
        blind: what a reader had said before the prediction was shown, not stamped.
        remarks: what was noticed on the film when the model found them.
    """

    film: FilmInfo
    annotations: Mapping[str, Annotation]
    found: Mapping[str, Found] = field(default_factory=dict)
    readers: Mapping[str, str] = field(default_factory=dict)
    model: Model | None = None
    blind: Mapping[str, Annotation] = field(default_factory=dict)
    remarks: tuple[Remark, ...] = ()

    @property
    def predicted(self) -> dict[str, Point]:
        """Where the model saw the landmarks."""
        return {name: found.point for name, found in self.found.items()}

    @property
    def points(self) -> dict[str, Point]:
        """Where the landmarks are; those without a position are left out."""
        points = ((name, a.point) for name, a in self.annotations.items())
        return {name: point for name, point in points if point is not None}

    @property
    def absent(self) -> dict[str, Status]:
        """Which landmarks a reader has said are missing or not visible, and which of the two."""
        said = self.by_reader.annotations.items()
        return {name: a.status for name, a in said if a.point is None}

    @property
    def by_reader(self) -> "LabelledFilm":
        """The film with what a reader has decided alone."""
        said = {name: a for name, a in self.annotations.items() if a.status in DECIDED}
        return replace(self, annotations=said)

    @property
    def unsigned(self) -> frozenset[str]:
        """Landmarks that somebody has decided who is not named."""
        said = self.by_reader.annotations.items()
        return frozenset(n for n, a in said if a.stamp is None and not self.readers.get(n))

    @property
    def signed_by(self) -> tuple[str, ...]:
        """Who has decided landmarks, as far as they are named."""
        said = self.by_reader.annotations.items()
        names = (a.stamp.reader if a.stamp else self.readers.get(n, "") for n, a in said)
        return tuple(dict.fromkeys(name for name in names if name))

    @property
    def decided(self) -> dict[str, Point]:
        """Where a reader has put landmarks, or agreed that they are there."""
        return self.by_reader.points


#: The films of a table, by their names.
Table: TypeAlias = Mapping[str, LabelledFilm]


def labelled(case: Case, *, reader: str = "") -> LabelledFilm:
    """Return a case as it goes out; `reader` stands where nobody signed.

    Locks stay behind: no format has them. What is decided behind a veil is blind already, be the
    prediction ever revealed or not.
    """
    unsigned = [name for name, a in case.annotations.items() if a.stamp is None]
    blind = case.blind if case.veil is None else case.decisions
    return LabelledFilm(
        case.film,
        {n: replace(case.annotations[n], locked=False) for n in case.scheme.abbreviations},
        _found(case.detection),
        dict.fromkeys(unsigned, reader) if reader else {},
        _model(case.detection),
        {name: Annotation(name, said.status, said.point) for name, said in blind.items()},
        case.detection.finding.remarks if case.detection else (),
    )


def unusual(mode: Mode, read_out: ReadOut, facing: Facing | None, polarity: Polarity | None) -> str:
    """Return the options of `detect` for what is not as usual, as `mode=single facing=left`.

    Facing and polarity are None where they are recognised, as usual.
    """
    options = {
        "mode": None if mode is Mode.MULTI else mode,
        "read-out": None if read_out is ReadOut.LEAST_ERROR else read_out,
        "facing": facing,
        "polarity": polarity,
    }
    return " ".join(f"{option}={value}" for option, value in options.items() if value is not None)


def _found(detection: Detection | None) -> dict[str, Found]:
    predictions = detection.predictions if detection else ()
    return {p.landmark: _seen(p) for p in predictions}


def _seen(said: Prediction) -> Found:
    region = said.region(0.9)
    doubt = (said.radius50_px, said.radius90_px, said.expected_error_px)
    return Found(said.point, *doubt, region90=region.ellipse if region else None)


def _model(detection: Detection | None) -> Model | None:
    if detection is None:
        return None
    made, finding = detection.provenance, detection.finding
    options = unusual(made.mode, made.read_out, finding.facing, finding.polarity)
    return Model(made.model, made.model_sha256, made.seed, made.steps, made.samples, options)
