"""What the user has chosen to see."""

from dataclasses import dataclass
from enum import StrEnum
from typing import TypedDict

from landmark_gui.ui.theme import Appearance


class Heat(StrEnum):
    """Whose probability maps lie over the film."""

    OFF = "off"
    SELECTED = "selected"
    ALL = "all"


@dataclass(frozen=True, slots=True)
class Display:
    """Switches of the view, the same for all films.

    Attributes:
        heat: whose heatmaps are shown.
        opacity: of the heatmap, 0 ... 1.
        labels: abbreviations beside the landmarks.
        rings: regions of all landmarks, not only of the selected one.
        share: probability of the regions.
        placing: a click on the film places a landmark.
        marking: it marks a place for a tool, and places landmarks again once that is laid down.
        loupe: the loupe stays when nothing is dragged.
        keep_enlargement: films open as much enlarged as the one before.
        appearance: light, dark, or as the system.
    """

    heat: Heat = Heat.OFF
    opacity: float = 0.6
    labels: bool = True
    rings: bool = False
    share: float = 0.9
    placing: bool = False
    marking: bool = False
    loupe: bool = False
    keep_enlargement: bool = False
    appearance: Appearance = Appearance.SYSTEM

    @property
    def switched_on(self) -> frozenset[str]:
        """The ids of the actions that are checked."""
        switches = {
            "labels": self.labels,
            "rings": self.rings,
            "place": self.placing,
            "loupe": self.loupe,
            "keep_enlargement": self.keep_enlargement,
            f"heat_{self.heat}": True,
            region_action(self.share): True,
            f"theme_{self.appearance}": True,
        }
        return frozenset(name for name, on in switches.items() if on)


class Changes(TypedDict, total=False):
    """Switches of `Display` that are to stand otherwise."""

    heat: Heat
    opacity: float
    labels: bool
    rings: bool
    share: float
    placing: bool
    marking: bool
    loupe: bool
    keep_enlargement: bool
    appearance: Appearance


def region_action(share: float) -> str:
    """Return the id of the action that chooses regions of that probability."""
    return f"region_{100 * share:.0f}"
