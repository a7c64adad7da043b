"""`landmark-gui detect`: the landmarks of many films, as a table."""

import argparse
import hashlib
import json
import sys
from collections import Counter
from collections.abc import Iterable, Sequence
from contextlib import nullcontext
from dataclasses import asdict, dataclass, field
from pathlib import Path

from landmark_gui import __version__
from landmark_gui.cli.batch import Batch, Broken, Done, Known, News, Step, Taken
from landmark_gui.cli.earlier import Earlier, earlier_in
from landmark_gui.cli.films import named_films
from landmark_gui.cli.growing_table import GrowingTable
from landmark_gui.cli.heatmap_folder import HeatmapFolder
from landmark_gui.cli.learnt_habit import habit_in, no_shape
from landmark_gui.cli.outcome import CommandFailed, Exit, complain, failing_with, say, undisturbed
from landmark_gui.cli.progress import Progress
from landmark_gui.cli.shelf import Shelf
from landmark_gui.cli.streams import STREAM
from landmark_gui.cli.targets import check_target
from landmark_gui.detection.detector import Detector
from landmark_gui.detection.events import Settings
from landmark_gui.diffusion.manifest import WeightsError, find_entry
from landmark_gui.document.case import Case
from landmark_gui.domain.cephalogram import FilmInfo
from landmark_gui.domain.habit import Habit
from landmark_gui.domain.landmarks import LandmarkScheme
from landmark_gui.domain.orientation import Facing, Finding, Polarity
from landmark_gui.domain.prediction import Mode, ReadOut
from landmark_gui.evaluation.truth import some_of
from landmark_gui.exchange.errors import UnreadableTable
from landmark_gui.exchange.formats.csv import Rows, read_csv, remarks_in
from landmark_gui.exchange.labelled import LabelledFilm, Model, unusual
from landmark_gui.imaging.folder import FilmFile
from landmark_gui.paths import shape_file


@dataclass(slots=True)
class Tally:
    """What has come of the films so far.

    Attributes:
        said: what the table is to say, by film name in the films' order; None where it is not known
            yet. What an earlier run has said stands until this one has found its film anew.
        done: films of this run.
        taken: films that an earlier run has done.
        broken: films that could not be done.
        interrupted: whether the user gave up.
    """

    said: dict[str, Case | Rows | None]
    done: list[Done] = field(default_factory=list)
    taken: list[Taken] = field(default_factory=list)
    broken: list[Broken] = field(default_factory=list)
    interrupted: bool = False

    @property
    def found(self) -> list[Case | Rows]:
        """What the table can say."""
        return [said for said in self.said.values() if said is not None]

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
    _check_together(args)
    films = named_films(args.films, args.page)
    _check_names(films)
    if args.csv != STREAM:
        tables = [table for table in (args.given, args.like) if table is not None]
        read = [*tables, *(film.path for film in films)]
        check_target(args.csv, overwrite=args.overwrite or args.resume, read=read)
    heatmaps = HeatmapFolder(args.heatmaps) if args.heatmaps is not None else None
    if heatmaps is not None:
        heatmaps.check(films, overwrite=args.overwrite or args.resume)
    scheme = _scheme(args.weights)
    detector, settings = _load(args.weights, args.device), _settings(args)
    given = _given(args.given, scheme, [film.name for film in films])
    habit = habit_in(args.like, scheme, detector.ready().model) if args.like else None
    earlier = _earlier(args, detector, settings, [film.name for film in films])
    keep = heatmaps.keep if heatmaps else None
    batch = Batch(detector, settings, scheme, keep, given, habit, _known(earlier, heatmaps))
    made_by = _made_by(args, detector, settings)
    growing = GrowingTable.at(args.csv, resumed=args.resume)
    tally = Tally({film.name: earlier.rows.get(film.name) for film in films})
    progress = Progress(sys.stderr, len(films))
    table = _follow(batch.run(films), tally, growing, progress)
    progress.summary(_sentence(tally, len(films), table) + _learnt(habit))
    if strays := given.strays:
        these = "those so far" if tally.interrupted else "these"
        complain(
            f"{args.given.name} has landmarks for films that are not among {these}: "
            f"{some_of(strays)}."
        )
    if args.json:
        told = _as_dict(tally, detector, table, habit) | {"made_by": made_by}
        say(json.dumps(told, indent=2))
    return tally.exit_code or (Exit.OK if table == args.csv else Exit.FAILED)


def _check_together(args: argparse.Namespace) -> None:
    if args.csv == STREAM and args.json:
        raise CommandFailed("the table and --json cannot both go to stdout.")
    if args.resume and (args.given or args.like or args.csv == STREAM):
        raise CommandFailed("--resume cannot be used with --given, --like or a table on stdout.")


def _check_names(films: Sequence[FilmFile]) -> None:
    twice = [name for name, count in Counter(film.name for film in films).items() if count > 1]
    if twice:
        remedy = "name the folder that holds both"
        raise CommandFailed(f"two films would be called {twice[0]} in the table; {remedy}.")


def _scheme(weights: str | None) -> LandmarkScheme:
    with failing_with(Exit.USAGE, WeightsError):
        return find_entry(weights).scheme


def _load(weights: str | None, device: str) -> Detector:
    # Imported only here: torch loads slowly, and where it does not load that is worth a sentence
    with failing_with(Exit.FAILED, ImportError, OSError):
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
        films = read_csv(table)
        _check_landmarks(table, films.values(), scheme)
        decided = {name: film.by_reader for name, film in films.items()}
        if not any(film.annotations for film in decided.values()):
            raise CommandFailed(f"no reader has decided anything in {table.name}.")
    if not shape_file(scheme.name).is_file():
        complain(f"nothing follows what is decided in {table.name}: {no_shape(scheme)}.")
    return Shelf(decided, names)


def _check_landmarks(table: Path, films: Iterable[LabelledFilm], scheme: LandmarkScheme) -> None:
    """Refuse landmarks of another scheme, in which those of the same abbreviation may be others."""
    named = dict.fromkeys(name for film in films for name in film.annotations)
    if unknown := [name for name in named if name not in scheme.abbreviations]:
        what = f"{scheme.title} has no landmark {some_of(unknown)}"
        raise CommandFailed(f"{table.name}: {what}; `convert --to-scheme` keeps those it has.")


def _earlier(
    args: argparse.Namespace, detector: Detector, s: Settings, names: Sequence[str]
) -> Earlier:
    if not args.resume:
        return Earlier()
    ready = detector.ready()
    options = unusual(s.mode, s.read_out, s.facing, s.polarity)
    wanted = Model(ready.model, ready.sha256, s.seed, *s.chain, options)
    earlier = earlier_in(args.csv, wanted, names, overwrite=args.overwrite)
    if films := earlier.without_region:
        complain(
            f"{args.csv.name} has no region90 for {some_of(films)}, detected by an earlier "
            "version. These rows stay as they are; to get it for all films, write to another table."
        )
    return earlier


def _known(earlier: Earlier, heatmaps: HeatmapFolder | None) -> Known:
    def known(film: FilmInfo) -> Rows | None:
        return earlier.of(film) if heatmaps is None or heatmaps.has(film.name) else None

    return known


def _follow(
    news: Iterable[News], tally: Tally, growing: GrowingTable, progress: Progress
) -> Path | None:
    """Take what happens up to the end or an interrupt; return where the table is then, or None."""
    try:
        for piece in news:
            _take(piece, tally, progress)
            if isinstance(piece, Done):
                growing.grow(tally.found)
    except KeyboardInterrupt:
        tally.interrupted = True
        return _finish(tally, growing)  # at once: a second interrupt may be a millisecond behind
    return _finish(tally, growing)


def _finish(tally: Tally, growing: GrowingTable) -> Path | None:
    # whoever reads stdout may wait for long; a file is written at once
    with nullcontext() if growing.wanted == STREAM else undisturbed():
        return growing.finish(tally.found, interrupted=tally.interrupted)


def _take(piece: News, tally: Tally, progress: Progress) -> None:
    match piece:
        case Step(number, name, note):
            progress.working(number, name, note)
        case Taken(number, name, _):
            tally.taken.append(piece)
            progress.taken_over(number, name)
            _tell_remarks(piece, progress)
        case Done(number, name, case, seconds):
            tally.done.append(piece)
            tally.said[name] = case
            progress.finished(number, name, seconds)
            _tell_remarks(piece, progress)
        case Broken(number, name, reason):
            tally.broken.append(piece)
            progress.failed(number, name, reason)


def _tell_remarks(film: Done | Taken, progress: Progress) -> None:
    for remark in _finding(film).remarks:
        progress.remarked(film.number, film.name, remark.sentence)


def _finding(film: Done | Taken) -> Finding:
    if isinstance(film, Taken):  # how the film lies is not in the table
        return Finding(remarks=remarks_in(film.rows))
    return film.case.detection.finding if film.case.detection else Finding()


def _sentence(tally: Tally, total: int, table: Path | None) -> str:
    how = "Interrupted: " if tally.interrupted else ""
    found, failed = len(tally.found), f", {len(tally.broken)} failed" if tally.broken else ""
    if table is None:
        return f"{how}0 of {total} films done{failed}; no table was written."
    before = found - len(tally.done)
    told = f", {before} of them from an earlier run" if before else ""
    films: list[Done | Taken] = [*tally.taken, *tally.done]
    warned = sum(_finding(film).warns for film in films)
    doubt = f"; check {warned} of them, see above" if warned else ""
    where = "stdout" if table == STREAM else table
    return f"{how}{found} of {total} films written to {where}{told}{failed}{doubt}."


def _learnt(habit: Habit | None) -> str:
    if habit is None:
        return ""
    where = ", ".join(habit.shifts) or "no landmark"
    return f" Placed as on {habit.films} corrected films: {where}."


def _as_dict(
    tally: Tally, detector: Detector, table: Path | None, habit: Habit | None
) -> dict[str, object]:
    ready = detector.ready()
    like = {"films": habit.films, "landmarks": list(habit.shifts)} if habit else None
    return {
        "csv": None if table is None else str(table),
        "model": ready.model,
        "device": ready.device,
        "like": like,
        "interrupted": tally.interrupted,
        "done": [_told(done) for done in tally.done],
        "from_an_earlier_run": [_told(taken) for taken in tally.taken],
        "failed": [{"image": film.name, "reason": film.reason} for film in tally.broken],
    }


def _made_by(args: argparse.Namespace, detector: Detector, settings: Settings) -> dict[str, object]:
    """Return all that is needed to get the same table again."""
    ready = detector.ready()
    steps, samples = settings.chain
    return {
        "app_version": __version__,
        "weights": ready.model,
        "weights_sha256": ready.sha256,
        "mode": settings.mode,
        "steps": steps,
        "samples": samples,
        "seed": settings.seed,
        "read_out": settings.read_out,
        "facing": args.facing,
        "polarity": args.polarity,
        "like_sha256": _sha256(args.like),
        "given_sha256": _sha256(args.given),
    }


def _sha256(table: Path | None) -> str | None:
    return None if table is None else hashlib.sha256(table.read_bytes()).hexdigest()


def _told(film: Done | Taken) -> dict[str, object]:
    finding = _finding(film)
    told: dict[str, object] = {"image": film.name}
    if isinstance(film, Done):
        told |= {"seconds": round(film.seconds, 3), **asdict(finding.orientation)}
    return told | {"remarks": list(finding.remarks), "warning": finding.warns}
