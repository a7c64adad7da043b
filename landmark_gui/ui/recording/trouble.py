"""What is said of a record to which not everything can be written."""

from landmark_gui.records.errors import FilmTooNew, RecordError

STAYS = "Nothing is lost: your work is in this window, and the program keeps trying to save it."
NOTHING = "Nothing is being saved."
EXPORT = "You can keep working, but export before you close."
OTHERS = "Your work on such films is not saved; on all others it is."
STAYS_OPEN = (
    "Your decisions on {} are not saved yet. You can open the new picture as soon as they are."
)


def told(error: RecordError, *, was_open: bool) -> str:
    """Return what is wrong, what becomes of the work, and what to do.

    Args:
        error: what is wrong.
        was_open: the record could be written before.
    """
    if isinstance(error, FilmTooNew):
        return f"{error} {OTHERS}"
    return f"{error} {STAYS}" if was_open else f"{NOTHING} {error} {EXPORT}"
