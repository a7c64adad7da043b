"""Files that take the place of others, where other programs look into them meanwhile."""

import os
import time
from pathlib import Path
from uuid import uuid4

# On Windows a virus scanner or an indexer holds a fresh file for moments: 2.5 s in all
_PAUSES_S = (0.05, 0.1, 0.2, 0.4, 0.75, 1.0)


def real(path: Path) -> Path:
    """Return where a file really lies: what a link leads to is replaced, and not the link.

    SQLite, too, puts the journal of a record there, and not beside the link.
    """
    return Path(os.path.realpath(path)) if path.is_symlink() else path


def temporary_for(path: Path) -> Path:
    """Return where to write a file that is to be put in the place of another: nothing is there."""
    return path.with_name(f".landmark-gui-{uuid4().hex}.tmp")


def is_there(path: Path) -> bool:
    """Tell whether something lies there, as far as the system lets us look.

    Where it does not, or no file can have such a name, writing fails and says why.
    """
    try:
        return path.exists()
    except OSError:
        return False


def put_in_place(temporary: Path, path: Path) -> None:
    """Give a whole file the name of another, in whose place it comes.

    Raises:
        OSError: that was refused, and not for moments only.
    """
    for pause_s in _PAUSES_S:
        try:
            temporary.replace(path)
        except PermissionError:
            time.sleep(pause_s)
        else:
            return
    temporary.replace(path)
