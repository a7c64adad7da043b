"""`landmark-gui bench exchange`: how long the films of a study take to go out and come back."""

import argparse
import tempfile
import time
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

import numpy as np
from typing_extensions import override

from landmark_gui.bench.tables import tell
from landmark_gui.cli.numbers import count
from landmark_gui.domain.annotation import Annotation, Stamp, Status
from landmark_gui.domain.cephalogram import Cephalogram, FilmInfo, Window
from landmark_gui.domain.geometry import PixelSpacing, Point, SpacingSource
from landmark_gui.domain.landmarks import LandmarkScheme
from landmark_gui.exchange.at_hand import FilmsAtHand
from landmark_gui.exchange.context import Context
from landmark_gui.exchange.labelled import Found, LabelledFilm, Model
from landmark_gui.exchange.registry import FORMATS, Format
from landmark_gui.exchange.schemes import USUAL, read_scheme
from landmark_gui.exchange.transfer import label_files, read_labels, write_labels

FILMS = 1000
_SIZE_PX = (1935, 2400)


class OneDicomFilm(FilmsAtHand):
    """The same DICOM film for every name: only its header is wanted."""

    def __init__(self, path: Path) -> None:
        super().__init__()
        self._path = path

    @override
    def path(self, name: str) -> Path:
        """Return the film."""
        del name
        return self._path


def run(words: Sequence[str]) -> int:
    """Measure every format and print seconds; formats whose package is missing are left out."""
    args = _parse(words)
    # By name only: highdicom takes its time with every single film
    usual = [f.name for f in FORMATS.values() if f.extra is None]
    figures = measure(args.count, args.formats or usual)
    heading = f"{'seconds for ' + str(args.count) + ' films':24s}{'out':>8s}{'in':>8s}"
    rows = [f"{name:24s}{of['out_s']:8.2f}{of['in_s']:8.2f}" for name, of in figures.items()]
    tell(figures, "\n".join([heading, *rows]), as_json=args.json)
    return 0


def measure(count: int, names: Sequence[str]) -> dict[str, dict[str, float]]:
    """Return the seconds for `count` films out to files and in again, by format."""
    wanted = [FORMATS[name] for name in names if FORMATS[name].missing_extra is None]
    with tempfile.TemporaryDirectory() as folder:
        return {f.name: _measured(f, count, Path(folder) / f.name) for f in wanted}


def _measured(wanted: Format, count: int, folder: Path) -> dict[str, float]:
    scheme = read_scheme(wanted.scheme or USUAL)
    films = [_film(number, scheme) for number in range(count)]
    folder.mkdir()
    context = Context(scheme)
    if wanted.extra is not None:
        context = Context(scheme, films=OneDicomFilm(_dicom_film(folder)))
    out = folder / "out" if wanted.per_film else folder / f"out{wanted.suffix}"
    started = time.perf_counter()
    reasons = [o.reason for o in write_labels(films, wanted, out, context) if o.path is None]
    written = time.perf_counter()
    reading = read_labels(label_files(out), Context(scheme), wanted)
    done = time.perf_counter()
    if reasons or len(reading.films) != count:
        raise RuntimeError(f"{wanted.name}: {reasons[:1]} {reading.broken[:1]}")
    return {"out_s": round(written - started, 3), "in_s": round(done - written, 3)}


def _film(number: int, scheme: LandmarkScheme) -> LabelledFilm:
    spacing = PixelSpacing(0.1, 0.1, SpacingSource.CALIBRATED)
    stamp = Stamp("reader", datetime(2026, 1, 1, tzinfo=UTC))
    points = {a: Point(100.3 + 7 * i, 200.7 + 11 * i) for i, a in enumerate(scheme.abbreviations)}
    return LabelledFilm(
        FilmInfo(f"film-{number:04d}.dcm", f"{number:064x}", *_SIZE_PX, spacing),
        {name: Annotation(name, Status.MOVED, point, stamp) for name, point in points.items()},
        {name: Found(point, 5.0, 11.0) for name, point in points.items()},
        {},
        Model("small", "ab" * 32, 0, 8, 8),
    )


def _dicom_film(folder: Path) -> Path:
    from landmark_gui.exchange.dicom import write_dicom  # noqa: PLC0415 - pydicom when needed

    path, (width_px, height_px) = folder / "film.dcm", _SIZE_PX
    film = FilmInfo("film.dcm", "", width_px, height_px)
    black = np.zeros((height_px, width_px), np.uint8)
    write_dicom(path, Cephalogram(film, black, Window(0, 255)), patient="phantom")
    return path


def _parse(words: Sequence[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="landmark-gui bench exchange",
        description="Measures how long films take to write in each format and to read back.",
    )
    parser.add_argument(
        "formats", nargs="*", metavar="FORMAT", help="formats (default: all but DICOM)"
    )
    parser.add_argument("--count", type=count, default=FILMS, help="films (default: %(default)s)")
    parser.add_argument("--json", action="store_true", help="print JSON")
    args = parser.parse_args(words)
    unknown = [name for name in args.formats if name not in FORMATS]
    if unknown:
        parser.error(f"{unknown[0]} is not a format; choose from {', '.join(FORMATS)}")
    return args
