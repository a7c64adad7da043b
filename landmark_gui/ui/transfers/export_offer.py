"""What the question "how shall the landmarks go out?" offers, and how it is answered."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from PySide6.QtCore import QObject, Signal

from landmark_gui.exchange.outgoing import Wish
from landmark_gui.exchange.registry import FORMATS

TABLE = Wish(FORMATS["csv"])


class Scope(StrEnum):
    """Which films go out."""

    FILM = "film"
    SELECTED = "selected"
    DECIDED = "decided"
    ALL = "all"


@dataclass(frozen=True, slots=True)
class Asked:
    """An answer."""

    scope: Scope = Scope.ALL
    wish: Wish = TABLE


@dataclass(frozen=True, slots=True)
class Offer:
    """What there is to choose from.

    Attributes:
        counts: how many films with landmarks each scope has; one without any cannot be chosen, and
            one that is not listed is not offered.
        schemes: titles of the schemes whose labels can be had, by name; the window's own first.
        asked: what is chosen to begin with.
        selected: how many films are selected in the list.
    """

    counts: Mapping[Scope, int]
    schemes: Mapping[str, str]
    asked: Asked
    selected: int = 1


class Previews(QObject):
    """Between the question and who computes what an answer would come to."""

    wanted = Signal(object)  # Asked
    ready = Signal(object, object, int)  # Asked, Sections, how many films would go out
