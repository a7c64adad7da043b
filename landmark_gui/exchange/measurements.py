"""A table of what landmarks measure: a row per film, a column per measurement."""

import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from landmark_gui import __version__
from landmark_gui.domain.annotation import DECIDED
from landmark_gui.domain.geometry import PixelSpacing
from landmark_gui.domain.measurement import Analysis, Measurement, Unit
from landmark_gui.domain.measurement_error import Doubt, expected_errors
from landmark_gui.exchange.cells import table, word
from landmark_gui.exchange.labelled import LabelledFilm

DECIMALS = 3
UNDECIDED = "undecided_landmarks"  # the column by which a table of measurements is known
_FILM = ("image", "image_sha256", "reader", UNDECIDED)
_SPACING = ("spacing_x_mm", "spacing_y_mm", "spacing_source")
_TROUBLE = re.compile(r"\W+")  # what statistics programs would rename
UNIT_WORDS = {Unit.DEGREES: "deg", Unit.MILLIMETRES: "mm", Unit.PERCENT: "percent"}


@dataclass(frozen=True, slots=True)
class Measured:
    """The measurements of one film.

    Attributes:
        image: name of the film.
        sha256: hash of its picture, empty where nobody states it.
        readers: who has decided landmarks of it.
        undecided: landmarks that have a position which no reader has decided.
        spacing: what its millimetres rest on, or None where there are none.
        values: by the name of the measurement, None where landmarks or millimetres are lacking.
        errors: by how much those that rest on predictions may be expected to be off, where that is
            known.
    """

    image: str
    sha256: str
    readers: tuple[str, ...]
    undecided: tuple[str, ...]
    spacing: PixelSpacing | None
    values: Mapping[str, float | None]
    errors: Mapping[str, float]

    def rests_on(self, measurement: Measurement, analysis: Analysis) -> list[str]:
        """Return the undecided landmarks that a value rests on; none where there is no value."""
        if self.values[measurement.name] is None:
            return []
        of = analysis.landmarks(measurement)
        return [name for name in self.undecided if name in of]


def measured(film: LabelledFilm, analysis: Analysis, width_mm: float | None) -> Measured:
    """Measure a film, in a spacing of its own or with pixels of a width that is stated for all.

    Raises:
        ValueError: no film has such a spacing.
    """
    positioned = ((name, a.status) for name, a in film.annotations.items() if a.point is not None)
    undecided = tuple(name for name, status in positioned if status not in DECIDED)
    info = film.film
    spacing = info.stated(width_mm) if width_mm else info.spacing
    points, aspect = film.points, info.aspect
    doubts = {name: _doubt(film, name) for name in undecided}
    values = analysis.values(points, spacing, aspect)
    errors = expected_errors(analysis, points, doubts, spacing, aspect)
    return Measured(info.name, info.sha256, film.signed_by, undecided, spacing, values, errors)


def column_names(analysis: Analysis) -> dict[str, str]:
    """Return what columns are called, by measurement: plain letters, digits and the unit."""
    return {m.name: _plain(f"{m.name} {UNIT_WORDS[m.unit]}") for m in analysis.measurements}


def render(films: Sequence[Measured], analysis: Analysis) -> bytes:
    """Return the table; a cell is empty where nothing can be measured."""
    columns = column_names(analysis)
    rows = (
        [
            word(film.image),
            word(film.sha256),
            word("; ".join(film.readers)),
            len(film.undecided),
            *_spacing(film.spacing),
            *(_cell(film.values[name]) for name in columns),
            __version__,
        ]
        for film in films
    )
    return table([*_FILM, *_SPACING, *columns.values(), "app_version"], rows)


def as_dict(films: Sequence[Measured], analysis: Analysis) -> dict[str, object]:
    """Return the same for JSON, with the meaning and the landmarks of each measurement."""
    return {
        "measurements": {
            m.name: {"unit": m.unit, "meaning": m.meaning, "of": sorted(analysis.landmarks(m))}
            for m in analysis.measurements
        },
        "films": [
            {
                "image": film.image,
                "image_sha256": film.sha256 or None,
                "readers": film.readers,
                "undecided": film.undecided,
                **dict(zip(_SPACING, _spacing(film.spacing), strict=True)),
                "values": {name: _rounded(value) for name, value in film.values.items()},
                "expected_errors": {name: _rounded(e) for name, e in film.errors.items()},
            }
            for film in films
        ],
        "app_version": __version__,
    }


def _doubt(film: LabelledFilm, landmark: str) -> Doubt | None:
    found = film.found.get(landmark)
    return found.doubt if found else None


def _plain(name: str) -> str:
    without_dots = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode()
    return _TROUBLE.sub("_", without_dots)


def _spacing(spacing: PixelSpacing | None) -> tuple[float | None, float | None, str | None]:
    return (spacing.x_mm, spacing.y_mm, spacing.source.value) if spacing else (None, None, None)


def _cell(value: float | None) -> str:
    return "" if value is None else f"{value:z.{DECIMALS}f}"


def _rounded(value: float | None) -> float | None:
    return None if value is None else round(value, DECIMALS) + 0.0  # never -0.0
