"""What is laid over a film."""

from dataclasses import dataclass, field

from landmark_gui.domain.prediction import Heatmap


@dataclass(frozen=True, slots=True)
class Shown:
    """What is shown of the landmarks.

    Attributes:
        labels: names beside the markers.
        rings: regions; the selected landmark's is shown in any case.
        share: probability of the regions.
        unlikely: landmarks that the others contradict.
    """

    labels: bool = True
    rings: bool = False
    share: float = 0.9
    unlikely: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Overlay:
    """What is laid over the film.

    Attributes:
        heatmap: probability maps, or None.
        heat_of: the landmarks whose maps are shown; empty for none.
        opacity: of the heatmap, 0 ... 1.
        shown: what is shown of the landmarks.
    """

    heatmap: Heatmap | None = None
    heat_of: tuple[str, ...] = ()
    opacity: float = 0.6
    shown: Shown = field(default_factory=Shown)
