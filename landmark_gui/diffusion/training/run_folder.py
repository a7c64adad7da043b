"""The folder of a run: what says what it holds, and that nobody else trains the same there."""

import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import ExitStack, closing, contextmanager, suppress
from pathlib import Path

from landmark_gui.diffusion.training.settings import TrainingSettings
from landmark_gui.exchange.errors import reason
from landmark_gui.exchange.replacing import write_over
from landmark_gui.exchange.schemes import own_scheme_file
from landmark_gui.records.errors import codes

FILMS = "films.npz"


def usual_folder(settings: TrainingSettings, fold: int | None) -> Path:
    """Return where a recipe, or a fold of it, is trained if nothing else is said."""
    return Path("runs", settings.name if fold is None else f"{settings.name}-{fold}")


@contextmanager
def run_folder(folder: Path, settings: TrainingSettings, parts: Iterable[str]) -> Iterator[None]:
    """Make the folder, and keep these parts of it to this training.

    Raises:
        ValueError: the folder cannot be used, or another training of a part is running there.
        CannotWrite: a file cannot be written.
    """
    _make(folder)
    with ExitStack() as stack:
        for part in parts:
            stack.enter_context(taken(folder, part))
        _keep_scheme(settings, folder)
        yield


def keep_recipe(folder: Path, recipe: Path) -> None:
    """Put the recipe where the weights will lie; only one that what lies there is made by.

    Raises:
        CannotWrite: it cannot be written.
    """
    _keep(folder / "recipe.toml", recipe.read_bytes())


@contextmanager
def taken(folder: Path, part: str) -> Iterator[None]:
    """Keep a part to this training; it is free again when the process ends, in whatever way.

    SQLite locks a file in the same way on every system; nothing is written to it.

    Raises:
        ValueError: another training has it.
    """
    file = folder / f"{part}.lock"
    with ExitStack() as stack:
        try:
            connection = stack.enter_context(closing(sqlite3.connect(file, timeout=0)))
            connection.execute("BEGIN EXCLUSIVE")
        except sqlite3.Error as error:
            # anything else: the drive knows no locks, or takes no file, which is told in time
            if sqlite3.SQLITE_BUSY in codes(error):
                busy = f"Another training of '{part}' is running in {folder}"
                raise ValueError(f"{busy}; choose another folder.") from error
        try:
            yield
        finally:
            with suppress(OSError):  # Windows keeps what is open: it is in nobody's way
                file.unlink()


def _make(folder: Path) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise ValueError(f"{folder} cannot be written to: {reason(error)}.") from error


def _keep_scheme(settings: TrainingSettings, folder: Path) -> None:
    """Put a list of landmarks of one's own where the weights will lie, which need it."""
    if settings.own_scheme is None:
        return
    file, listed = own_scheme_file(settings.scheme.name, folder), settings.own_scheme.read_bytes()
    begun = (folder / FILMS).exists() or any(folder.glob("*.safetensors"))
    if begun and file.exists() and file.read_bytes() != listed:
        another = f"{folder} holds a training with another {file.name}"
        raise ValueError(f"{another}; choose another folder.")
    _keep(file, listed)


def _keep(file: Path, data: bytes) -> None:
    if not file.exists() or file.read_bytes() != data:
        write_over(file, data)
