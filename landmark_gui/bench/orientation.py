"""`landmark-gui bench orientation`: how well facing, polarity and strange pictures are recognised.

Every film is shown as it is, in all other positions, in the other polarity and cut in halves. With
`--truth` the landmarks are found on the plain, the mirrored and the inverted film as well.
"""

import argparse
import json
import time
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from statistics import fmean

import numpy as np

from landmark_gui.cli.numbers import length
from landmark_gui.cli.outcome import CommandFailed, Exit, failing_with, say
from landmark_gui.detection.detector import detected
from landmark_gui.detection.events import Request, Settings
from landmark_gui.diffusion.upright import load_upright_detector, stored_as
from landmark_gui.domain.cephalogram import Cephalogram
from landmark_gui.domain.orientation import Facing, Orientation, Polarity
from landmark_gui.domain.prediction import Mode
from landmark_gui.evaluation.truth import TruthError, by_stem, film_stem, read_film_list
from landmark_gui.exchange.errors import UnreadableTable
from landmark_gui.exchange.readings import mean_of_readers
from landmark_gui.exchange.schemes import USUAL, read_scheme
from landmark_gui.imaging.errors import UnreadableFilm
from landmark_gui.imaging.film import read_film
from landmark_gui.imaging.folder import find_films
from landmark_gui.imaging.recognition import POSITIONS, recognise

WAYS = {
    "plain": Orientation(),
    "mirrored": Orientation(Facing.LEFT),
    "inverted": Orientation(polarity=Polarity.INVERTED),
}
SMALLEST_PX = 32  # icons are no pictures that anybody opens as a film


def run(words: Sequence[str]) -> int:
    """Print the figures.

    Raises:
        CommandFailed: there is no such film, or a film, list or table cannot be read.
    """
    args = _parse(words)
    films = _films(args.films, args.list)
    figures: dict[str, object] = {"films": len(films), **_recognition(films)}
    if args.foreign:
        figures["foreign pictures"] = _foreign(args.foreign)
    if args.truth:
        settings = Settings(mode=Mode(args.mode))
        figures |= _errors(films, args.truth, args.spacing, settings)
    say(json.dumps(figures, indent=2))
    return 0


def _parse(words: Sequence[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="landmark-gui bench orientation",
        description="Measures how well facing, polarity and strange pictures are recognised.",
    )
    parser.add_argument("films", type=Path, help="folder of films that face right")
    parser.add_argument("--list", type=Path, help="file with the stems to use, one per line")
    parser.add_argument("--foreign", type=Path, action="append", help="folder of other pictures")
    parser.add_argument(
        "--truth", type=Path, action="append", help="a reader's table: also detect landmarks"
    )
    parser.add_argument(
        "--mode", choices=list(Mode), default=Mode.MULTI, help="mode of detection (default: multi)"
    )
    parser.add_argument("--spacing", type=length, default=0.1, help="mm per pixel (default: 0.1)")
    return parser.parse_args(words)


def _films(folder: Path, listed: Path | None) -> list[Path]:
    with failing_with(Exit.USAGE, TruthError):
        wanted = set(read_film_list(listed)) if listed else None
    found = [file.path for file in find_films([folder])]
    chosen = [path for path in found if wanted is None or film_stem(path.name) in wanted]
    if not chosen:
        raise CommandFailed(f"there are no such films in {folder}.")
    return chosen


def _read(path: Path) -> Cephalogram:
    with failing_with(Exit.FAILED, UnreadableFilm):
        return read_film(path)


def _recognition(films: Sequence[Path]) -> dict[str, object]:
    told: dict[str, list[bool]] = defaultdict(list)
    seconds: list[float] = []
    for path in films:
        film = _read(path)
        started = time.perf_counter()
        recognise(film)
        seconds.append(time.perf_counter() - started)
        for name, right in _judged(film):
            told[name].append(right)
    return {name: _share(right) for name, right in told.items()} | {
        "seconds a film": round(float(np.median(seconds)), 4)
    }


def _judged(film: Cephalogram) -> Iterator[tuple[str, bool]]:
    yield "plain films with any remark", bool(recognise(film).remarks)
    for position in POSITIONS[1:]:
        finding = recognise(stored_as(film, position))
        yield f"{_name(position)}: flagged", bool(finding.remarks)
        yield "all positions: recognised as what they are", finding.orientation == position
    for name, half in _halves(film):
        yield f"{name} half: flagged as strange", recognise(half).warns


def _name(position: Orientation) -> str:
    parts = {
        "mirrored": position.facing is Facing.LEFT,
        "inverted": position.polarity is Polarity.INVERTED,
        f"turned {90 * position.quarter_turns}": position.quarter_turns > 0,
    }
    return ", ".join(part for part, holds in parts.items() if holds)


def _halves(film: Cephalogram) -> Iterator[tuple[str, Cephalogram]]:
    pixels = film.pixels
    height, width = (side // 2 for side in pixels.shape)
    yield "left", _with_pixels(film, pixels[:, :width])
    yield "right", _with_pixels(film, pixels[:, width:])
    yield "upper", _with_pixels(film, pixels[:height])
    yield "lower", _with_pixels(film, pixels[height:])


def _with_pixels(film: Cephalogram, pixels: np.ndarray) -> Cephalogram:
    height_px, width_px = pixels.shape
    info = replace(film.info, width_px=width_px, height_px=height_px)
    return replace(film, info=info, pixels=pixels)


def _foreign(folders: Sequence[Path]) -> dict[str, object]:
    missed, count = [], 0
    for file in find_films(folders):
        try:
            film = read_film(file.path)
        except UnreadableFilm:
            continue
        if min(film.info.size_px) < SMALLEST_PX:
            continue
        count += 1
        if not recognise(film).warns:
            missed.append(file.name)
    return {"read": count, "flagged as strange": count - len(missed), "missed": missed}


def _errors(
    films: Sequence[Path], tables: Sequence[Path], spacing_mm: float, settings: Settings
) -> dict[str, object]:
    """Return the mean radial errors in mm, and how many films have landmarks in odd places."""
    scheme = read_scheme(USUAL)
    with failing_with(Exit.USAGE, TruthError, UnreadableTable):
        truth = mean_of_readers(tables, scheme)
        read = by_stem(((path.name, path) for path in films), truth)
    if not read:
        raise CommandFailed("none of the films has a truth.")
    detector = load_upright_detector()
    errors: dict[str, list[float]] = defaultdict(list)
    warned: dict[str, int] = defaultdict(int)
    for stem, path in read.items():
        film = _read(path)
        for name, position in WAYS.items():
            said = detected(detector, Request(0, stored_as(film, position), settings))
            warned[name] += said.finding.warns
            for landmark, point in truth[stem].items():
                there = position.point_as_stored(point, film.info.size_px)
                found = said[landmark].point
                errors[name].append(found.distance_px(there) * spacing_mm)
    return {
        "mean radial error, mm": {name: round(fmean(found), 4) for name, found in errors.items()},
        "films with a warning after detection": dict(warned),
    }


def _share(right: Sequence[bool]) -> str:
    return f"{sum(right)} of {len(right)} ({fmean(right):.2%})"
