"""How long a film takes the model, by those that it has found last; knows nothing of Qt."""

from collections import deque
from statistics import median

from landmark_gui.domain.prediction import Mode

FEWEST, LAST = 3, 10  # films: of two nobody knows which one was slow or quick by chance
HOUR_MIN, FEW_MIN, STEP_MIN = 90, 12, 5


class Pace:
    """Remembers how long the last films took in the mode of the very last."""

    def __init__(self) -> None:
        self._mode = Mode.MULTI
        self._took_s: deque[float] = deque(maxlen=LAST)

    def note(self, mode: Mode, took_s: float) -> None:
        """Note how long one more film took."""
        if mode is not self._mode:
            self._mode = mode
            self._took_s.clear()
        self._took_s.append(took_s)

    def film_s(self, mode: Mode) -> float | None:
        """Return how long a film takes, or None while that is not known."""
        if mode is not self._mode or len(self._took_s) < FEWEST:
            return None
        return median(self._took_s)  # one that the machine slept through tells nothing


def time_text(seconds: float) -> str:
    """Return about how long something takes; nothing where that is less than a minute.

    The longer, the coarser: it should not go up and down with every film.
    """
    minutes = round(seconds / 60)
    if minutes >= HOUR_MIN:
        return f"{round(minutes / 60)} h"
    if minutes > FEW_MIN:
        minutes = round(minutes / STEP_MIN) * STEP_MIN
    return f"{minutes} min" if minutes else ""
