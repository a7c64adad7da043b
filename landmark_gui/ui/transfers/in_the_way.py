"""What is asked when a file that should be saved is there already."""

from collections.abc import Callable
from pathlib import Path

from landmark_gui.exchange.outgoing import Sent
from landmark_gui.ui.messages import Messages, Remedy
from landmark_gui.ui.transfers.exchange_words import in_the_way_text


def ask_again(
    messages: Messages,
    path: Path,
    in_the_way: Sent,
    replace: Callable[[], None],
    save_as: tuple[Path, Callable[[], None]],
) -> None:
    """Offer to replace what is there or to save under a name that is free."""
    other, save = save_as
    messages.warn(
        in_the_way_text(in_the_way, path),
        Remedy("Replace it" if len(in_the_way.in_the_way) == 1 else "Replace them", replace),
        Remedy(f"Save as {other.name}", save),
    )


def free_path(path: Path, suffix: str | None = None) -> Path:
    """Return the path, or one with a number after its name, at which nothing lies.

    The suffix may have two parts, as `.mrk.json` has.
    """
    ending = path.suffix if suffix is None else suffix
    base = path.name.removesuffix(ending)
    free, number = path, 2
    while free.exists():
        free = path.with_name(f"{base}-{number}{ending}")
        number += 1
    return free
