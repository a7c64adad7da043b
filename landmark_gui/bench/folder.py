"""`landmark-gui bench folder`: a folder of thousands of films, opened first and opened again."""

import argparse
import tempfile
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np

from landmark_gui.bench.apart import measured_apart
from landmark_gui.bench.tables import tell
from landmark_gui.cli.numbers import count
from landmark_gui.detection.detector import FakeDetector, detected
from landmark_gui.detection.events import Request, Settings
from landmark_gui.document.case import Case
from landmark_gui.document.history import History
from landmark_gui.domain.annotation import Stamp
from landmark_gui.domain.cephalogram import Cephalogram, film_identity
from landmark_gui.exchange.picture.png import write_png
from landmark_gui.exchange.schemes import USUAL, read_scheme
from landmark_gui.phantom.phantom import make_phantom
from landmark_gui.records.record import Record
from landmark_gui.records.replay import Writer, difference

FILMS = 10_000
DETECTED = 200  # films that are left to the detector; the others come out of the record
HEIGHT_PX = 120


def run(words: Sequence[str]) -> int:
    """Measure and print."""
    args = _parse(words)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        write_folder(folder, args.films, DETECTED)
        films = str(folder / "films")
        figures: dict[str, object] = {
            "films": args.films,
            "first": measured_apart("folder_window", [films, "--read-all"], folder),
            "again": measured_apart("folder_window", [films], folder),
        }
    tell(figures, as_json=args.json)
    return 0


def write_folder(folder: Path, count: int, without: int) -> None:
    """Write `films/` and a record that knows all but the first `without` of them."""
    (folder / "films").mkdir(parents=True)
    scheme = read_scheme(USUAL)
    detector, stamp = FakeDetector(scheme.abbreviations), Stamp.now("reader")
    phantom = make_phantom(0, height_px=HEIGHT_PX).film
    with Record.open(folder / "data" / "record.sqlite") as record:
        for number in range(count):
            film = _numbered(phantom, number)
            write_png(folder / "films" / film.info.name, film)
            if number < without:
                continue
            detection = detected(detector, Request(0, film, Settings(steps=1)))
            before = History(Case.new(film.info, scheme))
            after = History(before.current.detected(detection))
            if number % 3 == 0:
                after = after.record("Confirm all", after.current.all_confirmed(stamp))
            record.append(film.info, difference(before, after, Writer(stamp, scheme.name)))


def _numbered(film: Cephalogram, number: int) -> Cephalogram:
    """Return the film with a number written into its first pixels, so that each is another one."""
    pixels = film.pixels.copy()
    pixels[0, :16] = [(number >> bit & 1) * 200 for bit in range(16)]
    name = f"film-{number:05d}.png"
    info = replace(film.info, name=name, sha256=film_identity(pixels, None), spacing=None)
    return Cephalogram(info, np.ascontiguousarray(pixels), film.window)


def _parse(words: Sequence[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="landmark-gui bench folder",
        description="Measures a window with a folder of many small films, most of them in a "
        "record: opened for the first time, scrolled through, and reopened.",
    )
    parser.add_argument("--films", type=count, default=FILMS, help="films (default: %(default)s)")
    parser.add_argument("--json", action="store_true", help="print JSON")
    return parser.parse_args(words)
