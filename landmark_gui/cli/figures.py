"""Figures as a command tells them, and the tables of them that it writes beside that."""

import argparse
import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Any, Generic, Protocol, TypeVar

from landmark_gui import __version__
from landmark_gui.cli.outcome import CommandFailed, Exit, failing_with, say, say_lines
from landmark_gui.cli.streams import STREAM
from landmark_gui.cli.targets import check_targets
from landmark_gui.exchange.errors import CannotWrite
from landmark_gui.exchange.replacing import write_over


class _Figures(Protocol):
    def as_dict(self) -> dict[str, Any]: ...


Figures = TypeVar("Figures", bound=_Figures)


@dataclass(frozen=True, slots=True)
class Forms(Generic[Figures]):
    """In which forms figures go out."""

    csv: Callable[[Figures], bytes]
    points: Callable[[Figures], bytes]
    text: Callable[[Figures], str]


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


def tell_figures(
    figures: Figures, forms: Forms[Figures], args: argparse.Namespace, more: Mapping[str, object]
) -> None:
    """Write the tables that are wanted, and print the rest.

    Args:
        figures: what there is to tell.
        forms: as what.
        args: which tables are wanted, and whether JSON is printed.
        more: what else the JSON tells.

    Raises:
        CommandFailed: a table could not be written.
    """
    _write(args.csv, forms.csv, figures)
    _write(args.points, forms.points, figures)
    if args.json:
        say(json.dumps({**figures.as_dict(), **more}, indent=2, allow_nan=False))
    else:
        say_lines(forms.text(figures))


def _write(target: Path | None, table: Callable[[Figures], bytes], figures: Figures) -> None:
    if target is not None:
        with failing_with(Exit.FAILED, CannotWrite):
            write_over(target, table(figures))
