"""Tables of figures that a command writes beside what it prints."""

import argparse
from collections.abc import Callable, Iterable, Sequence
from hashlib import sha256
from pathlib import Path
from typing import TypeVar

from landmark_gui import __version__
from landmark_gui.cli.outcome import CommandFailed, Exit, failing_with
from landmark_gui.cli.streams import STREAM
from landmark_gui.cli.targets import check_targets
from landmark_gui.exchange.errors import CannotWrite
from landmark_gui.exchange.replacing import write_over

Figures = TypeVar("Figures")


def check_figures(args: argparse.Namespace, read: Iterable[Path]) -> None:
    """Check that `--csv` and `--points` may be written, before any work is done for them.

    Raises:
        CommandFailed: one may not, or both are one file.
    """
    if STREAM in {args.csv, args.points}:
        raise CommandFailed("--csv and --points name files; --json is what goes to stdout.")
    targets = {"--csv": args.csv, "--points": args.points}
    check_targets(targets, overwrite=args.overwrite, read=read)


def made_by(**tables: Sequence[Path]) -> dict[str, object]:
    """Return the program's version, and which tables figures were made of."""
    named = {
        role: [{"table": path.name, "sha256": sha256(path.read_bytes()).hexdigest()} for path in of]
        for role, of in tables.items()
    }
    return {"app_version": __version__, **named}


def write_figures(target: Path | None, table: Callable[[Figures], bytes], figures: Figures) -> None:
    """Write figures as a table where one is wanted.

    Raises:
        CommandFailed: it could not be written.
    """
    if target is not None:
        with failing_with(Exit.FAILED, CannotWrite):
            write_over(target, table(figures))
