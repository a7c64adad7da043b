"""`landmark-gui picture`: films with their landmarks as pictures."""

import argparse
import json
import sys
import time
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path, PurePosixPath

from landmark_gui.cli.films import named_films
from landmark_gui.cli.outcome import CommandFailed, Exit, failing_with, say
from landmark_gui.cli.progress import Progress
from landmark_gui.cli.shelf import Shelf
from landmark_gui.cli.streams import STREAM, from_stdin
from landmark_gui.domain.cephalogram import Cephalogram
from landmark_gui.domain.geometry import PixelSpacing
from landmark_gui.domain.landmarks import LandmarkScheme
from landmark_gui.domain.measurement import Analysis
from landmark_gui.domain.tracing import Line, traced
from landmark_gui.exchange.analyses import analysis_of, nothing_to_measure
from landmark_gui.exchange.any_table import read_marks
from landmark_gui.exchange.errors import CannotWrite, ExchangeError, UnreadableTable
from landmark_gui.exchange.labelled import LabelledFilm
from landmark_gui.exchange.measurements import measured
from landmark_gui.exchange.picture.beside import with_measurements
from landmark_gui.exchange.picture.layout import Style, lay_out
from landmark_gui.exchange.picture.render import PictureFormat, write_picture
from landmark_gui.exchange.picture.scene import Scene
from landmark_gui.exchange.schemes import read_scheme, with_others
from landmark_gui.exchange.text import folded
from landmark_gui.imaging.errors import UnreadableFilm
from landmark_gui.imaging.film import read_film
from landmark_gui.imaging.folder import FilmFile
from landmark_gui.imaging.kinds import has_film_suffix


@dataclass(frozen=True, slots=True)
class _Task:
    film: FilmFile
    target: Path | None  # None: named by what the film turns out to be
    folder: Path


@dataclass(slots=True)
class _Tally:
    """What has come of the films so far."""

    written: dict[str, Path] = field(default_factory=dict)
    failed: dict[str, str] = field(default_factory=dict)
    without_scale: list[str] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class _Wish:
    """What every picture is to show."""

    kind: PictureFormat
    style: Style
    spacing_mm: float | None
    scale_bar: bool
    names_by_identity: bool
    overwrite: bool
    analysis: Analysis
    measurements: bool  # beside the film
    tracing: bool  # on it

    def scene(self, film: Cephalogram, labels: LabelledFilm) -> tuple[Scene, PixelSpacing | None]:
        """Return the picture, and the spacing: the one typed, else the table's, else the film's."""
        typed = film.info.stated(self.spacing_mm) if self.spacing_mm else None
        known = typed or labels.film.spacing or film.info.spacing
        on_film = replace(labels, film=replace(film.info, spacing=known))
        scale, lines = known if self.scale_bar else None, self._lines(on_film)
        scene = lay_out(film, labels, replace(self.style, scale=scale, traced=lines))
        if self.measurements:
            found = measured(on_film, self.analysis, None)
            scene = with_measurements(scene, found, self.analysis, known)
        return scene, known

    def _lines(self, labels: LabelledFilm) -> tuple[Line, ...]:
        wanted = self.analysis.measurements if self.tracing else ()
        return traced(self.analysis, wanted, labels.points, labels.film.aspect)


@dataclass(frozen=True, slots=True)
class _Run:
    """Draws films one after another and tells what comes of them."""

    shelf: Shelf
    wish: _Wish
    tally: _Tally
    progress: Progress

    def draw(self, number: int, task: _Task) -> None:
        """Write the picture of a film, or note why there is none."""
        started, name = time.perf_counter(), task.film.name
        self.progress.working(number, name, "drawing")
        try:
            film = read_film(task.film.path, name, task.film.page)
            scene, spacing = self.wish.scene(film, self._labels(film))
            target = task.target or self._by_identity(film, task.folder)
            target.parent.mkdir(parents=True, exist_ok=True)
            write_picture(target, scene, self.wish.kind)
        except (ExchangeError, UnreadableFilm, OSError, ValueError) as error:
            self.tally.failed[name] = str(error)
            self.progress.failed(number, name, str(error))
            return
        self.tally.written[name] = target
        if self.wish.scale_bar and spacing is None:
            self.tally.without_scale.append(name)
        self.progress.finished(number, name, time.perf_counter() - started)

    def _labels(self, film: Cephalogram) -> LabelledFilm:
        labels = self.shelf.of(film.info)
        if labels is None:
            raise UnreadableTable("The table has no landmarks for this film.")
        return labels

    def _by_identity(self, film: Cephalogram, folder: Path) -> Path:
        target = folder / f"{film.info.sha256}-landmarks.{self.wish.kind}"
        if target.exists() and not self.wish.overwrite:
            raise CannotWrite(f"{target} exists; --overwrite replaces it.")
        return target


def run(args: argparse.Namespace) -> int:
    """Write a picture of every film.

    Raises:
        CommandFailed: no films, no table, or a picture is there already.
    """
    if args.out == STREAM:
        raise CommandFailed("--out names a folder or a file; pictures cannot go to stdout.")
    with (
        failing_with(Exit.USAGE, ExchangeError, ValueError),
        from_stdin(args.landmarks) as landmarks,
    ):
        scheme = read_scheme(args.scheme)
        table = read_marks(landmarks, scheme)
        wish = _wish(args, scheme)
    tasks = _tasks(named_films(args.films, args.page), args.out, wish)
    _check_targets(tasks, overwrite=args.overwrite)
    shelf, tally = Shelf(table, (task.film.name for task in tasks)), _Tally()
    progress = Progress(sys.stderr, len(tasks))
    pictures = _Run(shelf, wish, tally, progress)
    for number, task in enumerate(tasks, start=1):
        pictures.draw(number, task)
    progress.summary(_sentence(tally, len(tasks), args.out))
    if args.json:
        say(json.dumps(_as_dict(tally), indent=2))
    return Exit.FAILED if tally.failed else Exit.OK


def _wish(args: argparse.Namespace, scheme: LandmarkScheme) -> _Wish:
    # Our long tables may hold landmarks of any scheme; the one that was named has the last word
    schemes = reversed(with_others(scheme))
    tissues = {mark.abbreviation: mark.group for each in schemes for mark in each}
    style = Style(labels=args.labels, regions=args.regions, tissues=tissues)
    analysis = analysis_of(scheme)
    if (args.measurements or args.tracing) and not analysis.measurements:
        raise CommandFailed(nothing_to_measure(scheme))
    return _Wish(
        _kind(args.out, args.format),
        style,
        args.spacing,
        scale_bar=args.scale_bar or bool(args.spacing),
        names_by_identity=args.names_by_identity,
        overwrite=args.overwrite,
        analysis=analysis,
        measurements=args.measurements,
        tracing=args.tracing,
    )


def _kind(out: Path, wanted: str | None) -> PictureFormat:
    ending = out.suffix.lower().removeprefix(".")
    if ending in set(PictureFormat):
        if wanted not in (None, ending):
            raise CommandFailed(f"{out.name} ends in .{ending}, but --format says {wanted}.")
        return PictureFormat(ending)
    if has_film_suffix(out.name) and not out.is_dir():
        kinds = ", ".join(PictureFormat)
        raise CommandFailed(f"{out.name} ends in .{ending}; pictures are written as {kinds}.")
    return PictureFormat(wanted or PictureFormat.PNG)


def _tasks(films: Sequence[FilmFile], out: Path, wish: _Wish) -> list[_Task]:
    """Return which film becomes which file: in a folder, or the one that was named."""
    if out.suffix.lower() == f".{wish.kind}" and not out.is_dir():
        if len(films) > 1:
            raise CommandFailed(f"{len(films)} films do not fit into {out.name}; name a folder.")
        return [_Task(films[0], out, out.parent)]
    if wish.names_by_identity:
        return [_Task(film, None, out) for film in films]
    stems = Counter(folded(PurePosixPath(film.name).with_suffix("")) for film in films)
    return [_Task(film, out / _target(film, stems, wish.kind), out) for film in films]


def _target(film: FilmFile, stems: Counter[str], kind: PictureFormat) -> PurePosixPath:
    name = PurePosixPath(film.name)
    # a.png and a.dcm are two films, and so are the pages of one file
    alone = stems[folded(name.with_suffix(""))] == 1 and not film.page
    stem = name.stem if alone else name.name
    return name.with_name(f"{stem}-landmarks.{kind}")


def _check_targets(tasks: Sequence[_Task], *, overwrite: bool) -> None:
    films = {task.film.path.resolve() for task in tasks}
    targets = [task.target for task in tasks if task.target is not None]
    counted = Counter(folded(target.resolve()) for target in targets)
    for target in targets:
        if target.resolve() in films:
            raise CommandFailed(f"{target} is a film itself; write the picture somewhere else.")
        if counted[folded(target.resolve())] > 1:
            raise CommandFailed(f"two films would become {target.name}; name their common folder.")
        if target.exists() and not overwrite:
            raise CommandFailed(f"{target} exists; --overwrite replaces it.")


def _sentence(tally: _Tally, total: int, out: Path) -> str:
    failed = f", {len(tally.failed)} failed" if tally.failed else ""
    count = len(tally.without_scale)
    bare = f" {count} without a scale bar: no spacing is known." if count else ""
    return f"{len(tally.written)} of {total} pictures written to {out}{failed}.{bare}"


def _as_dict(tally: _Tally) -> dict[str, object]:
    return {
        "written": [{"image": name, "picture": str(path)} for name, path in tally.written.items()],
        "failed": [{"image": name, "reason": reason} for name, reason in tally.failed.items()],
        "without_scale_bar": tally.without_scale,
    }
