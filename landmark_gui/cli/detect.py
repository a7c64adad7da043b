"""`landmark-gui detect`: the landmarks of many films, as a table."""

import argparse
import json
import sys
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path
from uuid import uuid4

from landmark_gui.cli.batch import Batch, Broken, Done, Keep, News, Step
from landmark_gui.cli.films import named_films
from landmark_gui.cli.like import habit_in
from landmark_gui.cli.outcome import CommandFailed, Exit, complain, failing_with, say
from landmark_gui.cli.progress import Progress
from landmark_gui.cli.shelf import Shelf
from landmark_gui.cli.streams import STREAM, to_stdout
from landmark_gui.cli.targets import check_target
from landmark_gui.detection.detector import Detector
from landmark_gui.detection.events import Settings
from landmark_gui.domain.cephalogram import Cephalogram
from landmark_gui.domain.habit import Habit
from landmark_gui.domain.landmarks import LandmarkScheme
from landmark_gui.domain.orientation import Facing, Finding, Polarity
from landmark_gui.domain.prediction import Detection, Mode, ReadOut
from landmark_gui.exchange.csv import read_csv, write_csv
from landmark_gui.exchange.errors import CannotWrite, UnreadableTable
from landmark_gui.exchange.heatmaps import write_heatmaps
from landmark_gui.exchange.labelled import LabelledFilm
from landmark_gui.exchange.schemes import USUAL, read_scheme
from landmark_gui.imaging.folder import FilmFile


@dataclass(slots=True)
class Tally:
    """What has come of the films so far."""

    done: list[Done] = field(default_factory=list)
    broken: list[Broken] = field(default_factory=list)
    interrupted: bool = False

    @property
    def exit_code(self) -> Exit:
        """What the shell is told."""
        if self.interrupted:
            return Exit.INTERRUPTED
        return Exit.FAILED if self.broken else Exit.OK


def run(args: argparse.Namespace) -> int:
    """Detect every film and write the table, also when the user interrupts.

    Raises:
        CommandFailed: no films, no detector, or the table could not be written.
    """
    if args.csv == STREAM and args.json:
        raise CommandFailed("the table and --json cannot both go to stdout.")
    films = named_films(args.films, args.page)
    _check_names(films)
    if args.csv != STREAM:
        tables = [table for table in (args.given, args.like) if table is not None]
        read = [*tables, *(film.path for film in films)]
        check_target(args.csv, overwrite=args.overwrite, read=read)
    if args.heatmaps is not None:
        _check_heatmaps(args.heatmaps, films, overwrite=args.overwrite)
    scheme = read_scheme(USUAL)
    detector = _load(args.weights, args.device)
    given = _given(args.given, scheme, [film.name for film in films])
    habit = habit_in(args.like, scheme, detector.ready().model) if args.like else None
    batch = Batch(detector, _settings(args), scheme, _keeper(args.heatmaps), given, habit)
    progress = Progress(sys.stderr, len(films))
    tally = _follow(batch.run(films), progress)
    table = _write(tally, args.csv)
    progress.summary(_sentence(tally, len(films), table) + _learnt(habit))
    if args.json:
        say(json.dumps(_as_dict(tally, detector, table, habit), indent=2))
    return tally.exit_code or (Exit.OK if table == args.csv else Exit.FAILED)


def _check_heatmaps(folder: Path, films: Sequence[FilmFile], *, overwrite: bool) -> None:
    with failing_with(Exit.USAGE, OSError):
        folder.mkdir(parents=True, exist_ok=True)
    if overwrite:
        return
    there = [path for film in films if (path := _heatmap_file(folder, film.name)).exists()]
    if there:
        raise CommandFailed(f"{there[0]} exists; --overwrite replaces it.")


def _heatmap_file(folder: Path, film: str) -> Path:
    return folder / f"{film}.npz"  # the film's own ending stays: a.png and a.dcm are two films


def _check_names(films: Sequence[FilmFile]) -> None:
    twice = [name for name, count in Counter(film.name for film in films).items() if count > 1]
    if twice:
        remedy = "name the folder that holds both"
        raise CommandFailed(f"two films would be called {twice[0]} in the table; {remedy}.")


def _load(weights: str | None, device: str) -> Detector:
    # Imported only here: torch loads slowly, and where it does not load that is worth a sentence
    with failing_with(Exit.FAILED, ImportError, OSError):
        from landmark_gui.diffusion.checkpoint import WeightsError  # noqa: PLC0415 - see above
        from landmark_gui.diffusion.upright import load_upright_detector  # noqa: PLC0415 - see above
    with failing_with(Exit.USAGE, WeightsError, ValueError, RuntimeError):
        return load_upright_detector(weights, device)


def _settings(args: argparse.Namespace) -> Settings:
    chain = (Mode(args.mode), args.steps, args.samples, args.seed, ReadOut(args.read_out))
    facing = None if args.facing == "recognised" else Facing(args.facing)
    polarity = None if args.polarity == "recognised" else Polarity(args.polarity)
    return Settings(*chain, facing, polarity)


def _given(table: Path | None, scheme: LandmarkScheme, names: Sequence[str]) -> Shelf:
    """Return what readers have decided in a table of ours."""
    if table is None:
        return Shelf({})
    with failing_with(Exit.USAGE, UnreadableTable):
        decided = {name: _decided(film, scheme) for name, film in read_csv(table).items()}
        if not any(film.annotations for film in decided.values()):
            raise CommandFailed(f"no reader has decided anything in {table.name}.")
        shelf = Shelf.beside(decided, names)
        for stray in shelf.strays(names):
            if decided[stray].annotations:
                complain(f"{table.name} has landmarks of {stray}, which is none of these films.")
    return shelf


def _decided(film: LabelledFilm, scheme: LandmarkScheme) -> LabelledFilm:
    said = film.by_reader.annotations.items()
    return replace(film, annotations={n: a for n, a in said if n in scheme.abbreviations})


def _keeper(folder: Path | None) -> Keep | None:
    if folder is None:
        return None

    def keep(film: Cephalogram, detection: Detection) -> None:
        path = _heatmap_file(folder, film.info.name)
        path.parent.mkdir(parents=True, exist_ok=True)
        write_heatmaps(path, film.info, detection.heatmap)

    return keep


def _follow(news: Iterable[News], progress: Progress) -> Tally:
    tally = Tally()
    try:
        for piece in news:
            _take(piece, tally, progress)
    except KeyboardInterrupt:
        tally.interrupted = True
    return tally


def _take(piece: News, tally: Tally, progress: Progress) -> None:
    match piece:
        case Step(number, name, note):
            progress.working(number, name, note)
        case Done(number, name, _, seconds):
            tally.done.append(piece)
            progress.finished(number, name, seconds)
            for remark in _finding(piece).remarks:
                progress.remarked(number, name, remark.sentence)
        case Broken(number, name, reason):
            tally.broken.append(piece)
            progress.failed(number, name, reason)


def _finding(done: Done) -> Finding:
    return done.case.detection.finding if done.case.detection else Finding()


def _write(tally: Tally, wanted: Path) -> Path:
    """Write the table and return where it is: hours of work must not end with an open spreadsheet.

    A table that was there gives way only to a run that came to its end and found something.

    Raises:
        CommandFailed: nothing can be written beside it either.
    """
    cases = [done.case for done in tally.done]
    if wanted.exists() and (tally.interrupted or not cases):
        complain(f"{wanted} is kept as it was.")
        wanted = _beside(wanted)
    try:
        with to_stdout(wanted) as table:
            write_csv(table, cases)
    except CannotWrite as error:
        spare = _beside(wanted)
        with failing_with(Exit.FAILED, CannotWrite):
            write_csv(spare, cases)
        complain(str(error))
        return spare
    return wanted


def _beside(table: Path) -> Path:
    return table.with_stem(f"{table.stem}-{uuid4().hex[:6]}")


def _sentence(tally: Tally, total: int, table: Path) -> str:
    where = "stdout" if table == STREAM else table
    how = "Interrupted: " if tally.interrupted else ""
    failed = f", {len(tally.broken)} failed" if tally.broken else ""
    warned = sum(_finding(done).warns for done in tally.done)
    doubt = f"; look at {warned} of them, see above" if warned else ""
    return f"{how}{len(tally.done)} of {total} films written to {where}{failed}{doubt}."


def _learnt(habit: Habit | None) -> str:
    if habit is None:
        return ""
    where = ", ".join(habit.shifts) or "no landmark"
    return f" Placed as on {habit.films} corrected films: {where}."


def _as_dict(
    tally: Tally, detector: Detector, table: Path, habit: Habit | None
) -> dict[str, object]:
    ready = detector.ready()
    like = {"films": habit.films, "landmarks": list(habit.shifts)} if habit else None
    return {
        "csv": str(table),
        "model": ready.model,
        "device": ready.device,
        "like": like,
        "interrupted": tally.interrupted,
        "done": [_told(done) for done in tally.done],
        "failed": [{"image": film.name, "reason": film.reason} for film in tally.broken],
    }


def _told(done: Done) -> dict[str, object]:
    finding = _finding(done)
    return {
        "image": done.name,
        "seconds": round(done.seconds, 3),
        **asdict(finding.orientation),
        "remarks": [remark.value for remark in finding.remarks],
        "warning": finding.warns,
    }
