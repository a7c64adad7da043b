"""`landmark-gui convert`: labels from one format to another, and a word on what did not come."""

import argparse
import json
import sys
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from landmark_gui.cli.films_beside import FilmsBeside
from landmark_gui.cli.outcome import CommandFailed, Exit, failing_with, say
from landmark_gui.cli.progress import Progress
from landmark_gui.cli.streams import to_stdout
from landmark_gui.cli.targets import is_record, naming
from landmark_gui.domain.counting import counted
from landmark_gui.domain.landmarks import LandmarkScheme
from landmark_gui.exchange.at_hand import FilmsAtHand
from landmark_gui.exchange.context import Context, Lenient
from landmark_gui.exchange.errors import ExchangeError, Unwritable
from landmark_gui.exchange.fact import Fact
from landmark_gui.exchange.labelled import LabelledFilm
from landmark_gui.exchange.labels import read_label_map
from landmark_gui.exchange.losses import losses
from landmark_gui.exchange.outgoing import Wish, deidentified, in_labels
from landmark_gui.exchange.registry import FORMATS, Format
from landmark_gui.exchange.schemes import USUAL, read_scheme, with_others
from landmark_gui.exchange.transfer import (
    LabelFile,
    Reading,
    label_files,
    read_in_a_scheme,
    render,
    targets,
    write_labels,
)
from landmark_gui.in_place import is_there
from landmark_gui.in_use import file_id

_STREAM = "-"


@dataclass(slots=True)
class Report:
    """What came of the command.

    Attributes:
        source_format: of what was read.
        read_as: the scheme by which it was understood.
        scheme: that of what was written.
        written: where each film went.
        not_carried: what the format cannot hold, in words.
        removed: what was taken out to protect the patient.
        unsigned: how many decisions are nobody's that the files name.
        failed: why, by film or file.
    """

    source_format: str
    read_as: str
    scheme: str
    written: dict[str, str] = field(default_factory=dict)
    not_carried: list[str] = field(default_factory=list)
    removed: list[str] = field(default_factory=list)
    unsigned: int = 0
    failed: dict[str, str] = field(default_factory=dict)


def run(args: argparse.Namespace) -> int:
    """Convert, and report; 1 if some files or films could not be converted.

    Raises:
        CommandFailed: nothing to read, nothing that can be written, or something in the way.
    """
    if args.json and args.target == _STREAM:
        raise CommandFailed("the labels and --json cannot both go to stdout.")
    wanted = FORMATS[args.to]
    if wanted.missing_extra:
        raise CommandFailed(wanted.missing_extra)
    with failing_with(Exit.USAGE, ExchangeError, ValueError):
        asked = read_scheme(args.to_scheme).name if args.to_scheme else wanted.scheme
        if wanted.scheme not in {None, asked}:
            raise CommandFailed(f"{wanted.title} holds the labels of {wanted.scheme} only.")
        files = _label_files(args)
        reading, read_by = _read(args, files)
        report = Report(reading.format.name, read_by.scheme.name, read_by.scheme.name)
        report.failed = {name: str(error) for name, error in reading.broken}
        understood = _understood(reading, read_by, report.failed)
        if not understood:
            raise CommandFailed(f"{next(iter(report.failed.values())).rstrip('.')}.")
        films, context = _prepared(args, understood, read_by, report)
        with failing_with(Exit.FAILED, Unwritable):
            _write(args, films, context, report, _inputs(args, files))
        _note_losses(films, wanted, report)
    _tell(args, report)
    return Exit.FAILED if report.failed else Exit.OK


def _read(args: argparse.Namespace, files: Sequence[LabelFile]) -> tuple[Reading, Lenient]:
    films = FilmsBeside.of(args.films) if args.films else FilmsAtHand()
    named = FORMATS[args.source_format] if args.source_format else None
    contexts = (
        Lenient(
            each, _label_map(args.label_map, each), args.spacing, films, identified=args.identified
        )
        for each in _schemes(args.scheme)
    )
    reading, context = read_in_a_scheme(files, contexts, named)
    if not reading.films:
        raise reading.broken[0][1] if reading.broken else CommandFailed(f"{args.source} is empty.")
    return reading, context


def _understood(
    reading: Reading, context: Context, failed: dict[str, str]
) -> Sequence[LabelledFilm]:
    """Return the films that can go out, each once; of the others note why they cannot."""
    films: dict[str, LabelledFilm] = {}
    for film in reading.films:
        if film.film in context.refused:
            failed[film.film.name] = context.refused[film.film]
        elif film.film.name in films:
            failed[film.film.name] = "labelled twice, perhaps under two names; the first is used"
        else:
            films[film.film.name] = film
    return list(films.values())


def _label_files(args: argparse.Namespace) -> Sequence[LabelFile]:
    if args.films is not None and not args.films.is_dir():
        raise CommandFailed(f"there is no folder {args.films}.")
    if args.source == _STREAM:
        data = sys.stdin.buffer.read()  # a stream comes only once
        return [LabelFile("stdin", lambda: data)]
    source = Path(args.source)
    if not source.exists():
        raise CommandFailed(f"there is no file or folder {source}.")
    files = label_files(source, FORMATS.get(args.source_format or ""))
    if not files:
        raise CommandFailed(f"there are no label files in {source}.")
    return files


def _inputs(args: argparse.Namespace, files: Sequence[LabelFile]) -> list[Path]:
    source = Path(args.source)
    return [source / file.name for file in files] if source.is_dir() else [source]


def _schemes(wanted: str | None) -> list[LandmarkScheme]:
    return with_others(read_scheme(USUAL)) if wanted is None else [read_scheme(wanted)]


def _label_map(path: Path | None, scheme: LandmarkScheme) -> Mapping[str, str | None]:
    if path is None:
        return {}
    with naming(path, "could not be read"):
        return read_label_map(path.read_bytes(), path.name, scheme)


def _prepared(
    args: argparse.Namespace, films: Sequence[LabelledFilm], context: Context, report: Report
) -> tuple[Sequence[LabelledFilm], Context]:
    """Return the films as they go out: measured, under the names asked for, nobody's any more."""
    if context.spacing_mm is not None:
        films = [replace(f, film=replace(f.film, spacing=context.stated(f.film))) for f in films]
    wish = Wish(FORMATS[args.to], args.names_by_identity, args.identified, args.to_scheme)
    films, context, lost = in_labels(films, wish, context)
    films, context, removed = deidentified(films, wish, context)
    report.scheme = context.scheme.name
    report.not_carried += lost
    report.removed += removed
    return films, context


def _write(
    args: argparse.Namespace,
    films: Sequence[LabelledFilm],
    context: Context,
    report: Report,
    inputs: Sequence[Path],
) -> None:
    wanted: Format = FORMATS[args.to]
    if args.target == _STREAM:
        to_stdout(render(films, wanted, context))
        report.written = {film.film.name: "stdout" for film in films}
        return
    progress = Progress(sys.stderr, len(films))
    out = Path(args.target)
    if args.overwrite:
        _check_kept(targets(films, wanted, out, context), inputs)
    outcomes = write_labels(films, wanted, out, context, overwrite=args.overwrite)
    for number, outcome in enumerate(outcomes, start=1):
        if outcome.path is None:
            report.failed[outcome.film] = outcome.reason
        else:
            report.written[outcome.film] = str(outcome.path)
            progress.working(number, outcome.film, "written")


def _check_kept(paths: Iterable[Path], inputs: Iterable[Path]) -> None:
    """Keep what is read, which may alone say who has decided what, and every record."""
    read = set(map(file_id, inputs))
    for path in dict.fromkeys(filter(is_there, paths)):
        if file_id(path) in read:
            raise CommandFailed(f"{path} is also an input; write to another file or folder.")
        if path.is_file() and is_record(path):
            raise CommandFailed(f"{path} is a record; write to another file.")


def _note_losses(films: Sequence[LabelledFilm], wanted: Format, report: Report) -> None:
    """Note what was lost of the films that are written."""
    written = [film for film in films if film.film.name in report.written]
    report.not_carried += losses(written, wanted.keeps)
    if Fact.STATUS in wanted.keeps:
        report.unsigned = sum(len(film.unsigned) for film in written)


def _tell(args: argparse.Namespace, report: Report) -> None:
    progress = Progress(sys.stderr, len(report.written))
    if report.read_as != USUAL:
        progress.summary(f"read as {report.read_as}")
    for name, reason in report.failed.items():
        progress.summary(f"{name}: FAILED: {reason}")
    for words in report.not_carried:
        progress.summary(f"not carried over: {words}")
    for words in report.removed:
        progress.summary(f"removed: {words}")
    if report.unsigned:
        words = f"written as decided, though {report.source_format} does not say by whom"
        progress.summary(f"not signed: {counted(report.unsigned, 'landmark')} {words}")
    where = "stdout" if args.target == _STREAM else args.target
    progress.summary(f"{counted(len(report.written), 'film')} written to {where} as {args.to}.")
    if args.json:
        say(json.dumps(_as_dict(args, report), indent=2))


def _as_dict(args: argparse.Namespace, report: Report) -> dict[str, object]:
    return {
        "from": report.source_format,
        "to": args.to,
        "read_as": report.read_as,
        "scheme": report.scheme,
        "out": args.target,
        "written": [{"image": name, "file": path} for name, path in report.written.items()],
        "not_carried": report.not_carried,
        "removed": report.removed,
        "unsigned": report.unsigned,
        "failed": [{"name": name, "reason": reason} for name, reason in report.failed.items()],
    }
