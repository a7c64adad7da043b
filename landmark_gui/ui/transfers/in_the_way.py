"""What is asked when a file that should be saved is there already."""

from collections.abc import Callable, Iterable
from pathlib import Path

from landmark_gui.exchange.errors import CannotWrite, writing
from landmark_gui.in_place import is_there
from landmark_gui.ui.messages import Messages, Remedy


def ask_again(
    messages: Messages, what: str, replace: Remedy, save_as: tuple[Path, Callable[[], None]]
) -> None:
    """Say what is there; offer to replace it or to save under a name that is free."""
    other, save = save_as
    messages.warn(what, replace, Remedy(f"Save as {other.name}", save))


def is_taken(path: Path, sources: Iterable[Path], source: str) -> bool:
    """Tell whether a file is there already, which may be replaced.

    Args:
        path: where a file is to be written.
        sources: files that are never replaced.
        source: what each of them is, and what to do instead.

    Raises:
        CannotWrite: there is no such folder, or a source lies there.
    """
    with writing(path):
        if not path.parent.is_dir():
            raise CannotWrite(f"There is no folder {path.parent}.")
        if path.resolve() in {each.resolve() for each in sources}:
            raise CannotWrite(f"{path.name} is {source}.")
        return path.exists()


def free_path(path: Path, suffix: str | None = None) -> Path:
    """Return the path, or one with a number after its name, at which nothing lies.

    The suffix may have two parts, as `.mrk.json` has.
    """
    ending = path.suffix if suffix is None else suffix
    base = path.name.removesuffix(ending)
    free, number = path, 2
    while is_there(free):
        free = path.with_name(f"{base}-{number}{ending}")
        number += 1
    return free
