"""Where a command may write: nothing that it reads, no film and no record is ever replaced."""

import tempfile
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from landmark_gui.cli.outcome import CommandFailed
from landmark_gui.exchange.errors import reason
from landmark_gui.imaging.kinds import has_film_suffix
from landmark_gui.records import place


def check_target(target: Path, *, overwrite: bool, read: Iterable[Path] = ()) -> None:
    """Check that a file may be written, before any work is done for it.

    Args:
        target: the file.
        overwrite: whether one that is there may be replaced.
        read: what the command reads.

    Raises:
        CommandFailed: it may not, or it could not be.
    """
    with naming(target, "could not be written"):
        _check(target, overwrite=overwrite, read=read)
        with tempfile.TemporaryFile(dir=target.parent):
            pass


def _check(target: Path, *, overwrite: bool, read: Iterable[Path]) -> None:
    if not target.parent.is_dir():
        raise CommandFailed(f"there is no folder {target.parent} to write {target.name} to.")
    if target.is_dir():
        raise CommandFailed(f"{target} is a folder; name the file to write.")
    if target.exists():
        if not target.is_file():  # to look into a pipe would take until somebody writes to it
            raise CommandFailed(f"{target} is not a file; write to another file.")
        if any(path.exists() and target.samefile(path) for path in read):
            raise CommandFailed(f"{target} is also an input; write to another file.")
        if not overwrite:
            raise CommandFailed(f"{target} exists; --overwrite replaces it.")
        if has_film_suffix(target.name) or is_record(target):
            raise CommandFailed(f"{target} is a film or a record; write to another file.")


def check_targets(
    named: Mapping[str, Path | None], *, overwrite: bool, read: Iterable[Path]
) -> None:
    """Check two files, by the options that name them, where they are named.

    Raises:
        CommandFailed: as `check_target`, or both are one file.
    """
    targets = [target for target in named.values() if target is not None]
    if len({target.resolve() for target in targets}) < len(targets):
        raise CommandFailed(f"{' and '.join(named)} cannot both be {targets[0]}.")
    for target in targets:
        check_target(target, overwrite=overwrite, read=read)


@contextmanager
def naming(path: Path, what: str) -> Iterator[None]:
    """Say in words what the system does not let us do, of the file that the user knows.

    Raises:
        CommandFailed: the system has refused something.
    """
    try:
        yield
    except OSError as error:
        raise CommandFailed(f"{path} {what}: {reason(error)}.") from error


def check_folder(folder: Path) -> None:
    """Make a folder where there is none and check that files may be written to it.

    Raises:
        CommandFailed: they may not.
    """
    with naming(folder, "cannot be written to"):
        folder.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=folder):
            pass


def is_record(path: Path) -> bool:
    """Tell whether a file is a record, or a copy of one.

    Raises:
        CommandFailed: it cannot be read.
    """
    with naming(path, "could not be read"):
        return place.is_record(path)
