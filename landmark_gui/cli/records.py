"""`landmark-gui records`: check, export, copy or restore the record of all decisions."""

import argparse
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import chain, count
from pathlib import Path, PurePosixPath

from landmark_gui import paths
from landmark_gui.cli.event_table import event_table
from landmark_gui.cli.outcome import CommandFailed, Exit, complain, failing_with, say
from landmark_gui.cli.streams import STREAM, to_stdout
from landmark_gui.cli.targets import check_target, check_targets, is_record
from landmark_gui.document.case import Case
from landmark_gui.domain.counting import counted
from landmark_gui.domain.landmarks import LandmarkScheme
from landmark_gui.exchange.errors import CannotWrite
from landmark_gui.exchange.formats.csv import table_of, write_csv
from landmark_gui.exchange.replacing import write_over
from landmark_gui.exchange.schemes import UnreadableScheme, read_scheme
from landmark_gui.records.errors import FilmTooNew, RecordError
from landmark_gui.records.record import Record
from landmark_gui.records.restoring import restore
from landmark_gui.records.verify import verify


def run(args: argparse.Namespace) -> int:
    """Do what is asked for.

    Raises:
        CommandFailed: there is no record, or something could not be read or written.
    """
    record = args.records or paths.record_file()
    with failing_with(Exit.FAILED, RecordError, CannotWrite):
        match args.verb:
            case "verify":
                return _verify(record)
            case "export":
                _check_tables(args, record)
                return _export(record, args)
            case "restore":
                return _restore(args.copy, record)
            case _:
                _check_copy(args.copy, record, overwrite=args.overwrite)
                return _backup(record, args.copy)


def _verify(record: Path) -> int:
    verdict = verify(record)
    if verdict.whole:
        say(f"{record}: {verdict.events} events; no single one is damaged, missing or changed.")
        return Exit.OK
    where = "" if verdict.broken is None else f"event {verdict.broken}: "
    say(f"{record}: {where}{verdict.why}. {verdict.events} events before it are intact.")
    return Exit.FAILED


def _check_tables(args: argparse.Namespace, record: Path) -> None:
    if args.events == STREAM:
        raise CommandFailed("--events names a file; --csv is what can go to stdout.")
    targets = {"--csv": None if args.csv == STREAM else args.csv, "--events": args.events}
    check_targets(targets, overwrite=args.overwrite, read=[record])


def _export(record: Path, args: argparse.Namespace) -> int:
    with failing_with(Exit.USAGE, UnreadableScheme):
        scheme = read_scheme(args.scheme)
    with Record.open_to_read(record) as opened:
        others = [name for name in opened.schemes() if name != scheme.name]
        every, refused = _cases(opened, scheme)
        events = [] if args.events is None else opened.log()
    _write_landmarks(every, args.csv, aside=args.set_aside)
    if others:
        complain(f"the record also has landmarks of {', '.join(others)}; --scheme exports those.")
    if args.events is not None:
        write_over(args.events, event_table(events))
        if args.csv != STREAM:
            say(f"{counted(len(events), 'event')} written to {args.events}.")
    for why in refused:
        complain(str(why))
    return Exit.FAILED if refused else Exit.OK


def _cases(opened: Record, scheme: LandmarkScheme) -> tuple[list[Case], list[FilmTooNew]]:
    """Return the films as they stand, and those that only a newer version can read.

    Raises:
        FilmTooNew: there are no others.
        RecordError: a film could not be read.
    """
    cases, refused = list[Case](), list[FilmTooNew]()
    for film in opened.films():
        try:
            cases.append(opened.restore(film, scheme).history.current)
        except FilmTooNew as error:
            refused.append(error)
    if refused and not cases:
        raise refused[0]
    return cases, refused


def _write_landmarks(every: Sequence[Case], table: Path, *, aside: bool) -> None:
    cases = list(_told_apart([case for case in every if aside or not case.aside]))
    if table == STREAM:
        to_stdout(table_of(cases))
    else:
        write_csv(table, cases)
        say(f"{counted(len(cases), 'film')} written to {table}.")
    if left := len(every) - len(cases):
        was = "was" if left == 1 else "were"
        complain(f"{counted(left, 'film')} that {was} set aside left out; --set-aside writes all.")


def _told_apart(cases: Sequence[Case]) -> Iterator[Case]:
    """Number films that share a name, as where each patient has a folder with a 1.png."""
    taken: set[str] = set()
    numbers: defaultdict[str, count[int]] = defaultdict(lambda: count(2))
    for case in cases:
        own, next_ones = PurePosixPath(case.film.name), numbers[case.film.name]
        names = (str(own.with_stem(f"{own.stem} ({number})")) for number in next_ones)
        name = next(name for name in chain([case.film.name], names) if name not in taken)
        taken.add(name)
        yield replace(case, film=replace(case.film, name=name))


def _backup(record: Path, copy: Path) -> int:
    with Record.open_to_read(record) as opened:
        opened.back_up(copy)
    say(f"{record} copied to {copy}.")
    return Exit.OK


def _restore(copy: Path, record: Path) -> int:
    aside = restore(copy, record)
    say(f"{copy} put in place of {record}.")
    if aside is not None:
        say(f"The previous record is now {aside}.")
    return Exit.OK


def _check_copy(copy: Path, record: Path, *, overwrite: bool) -> None:
    """Check as for any file, but that a copy made before may be replaced."""
    before = overwrite and copy.is_file() and is_record(copy) and not copy.samefile(record)
    if not before:
        check_target(copy, overwrite=overwrite, read=[record])
