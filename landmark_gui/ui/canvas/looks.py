"""How films were looked at last: their enlargement, brightness and contrast."""

from collections import OrderedDict
from dataclasses import dataclass

from landmark_gui.domain.cephalogram import Window
from landmark_gui.domain.geometry import Point
from landmark_gui.ui.canvas.viewport import ScreenPoint, Viewport

REMEMBERED = 20  # films


@dataclass(frozen=True, slots=True)
class Look:
    """How a film was looked at, whatever the size of the view.

    Attributes:
        window: the grey values shown as black and as white.
        scale: screen pixels per film pixel; None where the whole film was shown.
        middle: film position in the middle of the view.
    """

    window: Window
    scale: float | None = None
    middle: Point = Point(0.0, 0.0)  # noqa: RUF009 - frozen

    @classmethod
    def enlarged(cls, window: Window, viewport: Viewport, view: tuple[int, int]) -> "Look":
        """Return the look at a part of a film."""
        middle = viewport.to_film(ScreenPoint(view[0] / 2, view[1] / 2))
        return cls(window, viewport.scale, middle)

    def viewport(self, view: tuple[int, int], aspect: float) -> Viewport | None:
        """Return where the film lies in a view of that size; None where all of it was shown.

        `aspect` is the height of a pixel divided by its width.
        """
        if self.scale is None:
            return None
        return Viewport(self.scale, aspect=aspect).centred_on(self.middle, view)


class Looks:
    """The looks at the films that were seen last, by their identity."""

    def __init__(self) -> None:
        self._looks: OrderedDict[str, Look] = OrderedDict()

    def keep(self, sha256: str, look: Look) -> None:
        """Remember how a film was left; the one left longest ago is forgotten."""
        self._looks[sha256] = look
        self._looks.move_to_end(sha256)
        if len(self._looks) > REMEMBERED:
            self._looks.popitem(last=False)

    def of(self, sha256: str) -> Look | None:
        """Return how a film was left, if that is remembered."""
        return self._looks.get(sha256)
