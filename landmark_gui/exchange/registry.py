"""The formats by name: what each is by nature, keeps, needs, and which file here knows it.

Imports nothing heavy: the names stand in `--help`.
"""

from dataclasses import dataclass
from importlib.util import find_spec

from landmark_gui.exchange.errors import ExchangeError
from landmark_gui.exchange.fact import ALL, NOTED, Fact


class UnknownFormat(ExchangeError):  # noqa: N818 - says what is wrong, as UnreadableTable does
    """A name that is no format, or a file that no format claims."""


@dataclass(frozen=True, slots=True)
class Format:
    """One outside format.

    Attributes:
        name: as typed on the command line.
        title: as shown to the user.
        suffix: how its files end.
        module: the file of this room that parses and renders it.
        keeps: what comes back when a film went out and in.
        needs: without these a film cannot be written.
        per_film: a folder with one file per film; otherwise one file holds all films.
        complete: every landmark must have a position.
        scheme: the only scheme it can hold, or None for any.
        extra: a distribution it needs, which is not always installed.
    """

    name: str
    title: str
    suffix: str
    module: str
    keeps: frozenset[Fact]
    needs: frozenset[Fact] = frozenset()
    per_film: bool = True
    complete: bool = False
    scheme: str | None = None
    extra: str | None = None

    @property
    def missing_extra(self) -> str | None:
        """A sentence with the remedy if a distribution is not installed."""
        if self.extra is None or find_spec(self.extra) is not None:
            return None
        remedy = "pip install 'landmark-gui[dicom-out]'"
        return f"{self.title} needs the package {self.extra}; install it with {remedy}."


_PREDICTED_AND_READ = ALL - {Fact.BLIND, Fact.REMARKS}
_SIZE = frozenset({Fact.SIZE})
_PER_LANDMARK = {Fact.STATUS, Fact.READER, Fact.TIME, Fact.PREDICTION, Fact.UNCERTAINTY}
_PER_FILM_FORMATS = (
    Format("isbi", "ISBI 2015 text", ".txt", "isbi", frozenset(), complete=True),
    Format(
        "labelme",
        "labelme JSON",
        ".json",
        "labelme",
        NOTED | {Fact.STATUS},
        needs=_SIZE,
    ),
    Format(
        "xanylabeling",
        "X-AnyLabeling JSON",
        ".json",
        "xanylabeling",
        NOTED | _PER_LANDMARK,
        needs=_SIZE,
    ),
    Format(
        "mrk",
        "3D Slicer markups",
        ".mrk.json",
        "slicer",
        NOTED | {Fact.STATUS},
        needs=frozenset({Fact.SPACING}),
    ),
    Format("aariz", "Aariz JSON", ".json", "aariz", NOTED, scheme="aariz29"),
    Format(
        "dicom-sr",
        "DICOM structured report",
        ".dcm",
        "dicom_sr",
        frozenset({Fact.FRACTION, Fact.STATUS}),
        extra="highdicom",
    ),
    Format(
        "dicom-gsps",
        "DICOM presentation state",
        ".dcm",
        "dicom_gsps",
        frozenset({Fact.FRACTION}),
        extra="highdicom",
    ),
)
_ONE_FILE_FORMATS = (
    Format("csv", "table, a row per landmark", ".csv", "csv", ALL, needs=_SIZE, per_film=False),
    Format(
        "csv-wide",
        "table, a row per film",
        ".csv",
        "csv_wide",
        NOTED,
        needs=_SIZE,
        per_film=False,
    ),
    Format(
        "coco",
        "COCO keypoints",
        ".json",
        "coco",
        _PREDICTED_AND_READ,
        needs=_SIZE,
        per_film=False,
    ),
    Format("tps", "TPS of morphometrics", ".tps", "tps", NOTED, needs=_SIZE, per_film=False),
    Format(
        "cl-detection",
        "CL-Detection JSON",
        ".json",
        "cl_detection",
        NOTED,
        per_film=False,
    ),
)
FORMATS = {f.name: f for f in (*_ONE_FILE_FORMATS, *_PER_FILM_FORMATS)}
