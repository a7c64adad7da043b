"""What is said of the record: why something is not in it yet, and what it holds besides."""

from landmark_gui.records.errors import FilmTooNew, RecordError

STAYS = "Nothing is lost: your work is in this window, and the program keeps trying to save it."
NOTHING = "Nothing is being saved."
EXPORT = "You can keep working, but export before you close."
OTHERS = "Your work on such films is not saved; on all others it is."
UNREAD = (
    "The record identifies films by their pictures: "
    "which films were set aside or taken back is saved once they are read."
)
ELSEWHERE = (
    "{} was also changed in another window. "
    "Both sets of changes are kept: yours are on top, and undo goes back to the others."
)
STAYS_OPEN = (
    "Your decisions on {} are not saved yet. You can open the new picture as soon as they are."
)
COMES_BACK = (
    "The decisions on the earlier picture in {} are saved in the record. "
    "They belong to that picture and come back with it."
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
