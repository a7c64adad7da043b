"""What was seen of the last films, so that it need not be computed again for them."""

from collections import OrderedDict
from dataclasses import dataclass, field, replace

from torch import Tensor

from landmark_gui.detection.events import Request, Settings
from landmark_gui.diffusion.answer import Refined
from landmark_gui.diffusion.frame import FilmFrame
from landmark_gui.domain.prediction import Detection

ROOM = 8  # films, 8 MB each: detection may run some films ahead of the one that is corrected


@dataclass(frozen=True, slots=True, eq=False)
class Look:
    """A film as the networks read it, and what was said of it before anything was set."""

    frame: FilmFrame
    encoding: tuple[Tensor, Tensor]
    refined: Refined
    detection: Detection


@dataclass(frozen=True, slots=True)
class LastLooks:
    """The looks at the films asked for last, by film and settings."""

    _looks: OrderedDict[tuple[str, Settings], Look] = field(default_factory=OrderedDict)

    def keep(self, request: Request, look: Look) -> None:
        """Remember a look; the film asked for longest ago gives way."""
        self._looks[_key(request)] = look
        self._looks.move_to_end(_key(request))
        while len(self._looks) > ROOM:
            self._looks.popitem(last=False)

    def of(self, request: Request) -> Look | None:
        """Return what was seen when the same was asked before anything was set, or None."""
        return self._looks.get(_key(request))


def _key(request: Request) -> tuple[str, Settings]:
    steps, samples = request.settings.chain
    return request.film.info.sha256, replace(request.settings, steps=steps, samples=samples)
