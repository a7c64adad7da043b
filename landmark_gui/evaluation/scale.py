"""What makes millimetres of pixels, and how that is said."""

from collections.abc import Iterable, Mapping
from typing import TypeAlias

from landmark_gui.domain.geometry import PixelSpacing
from landmark_gui.evaluation.truth import TruthError, some_of

#: Millimetres per pixel of all films, each film's own by its name, or None: there are none.
Scale: TypeAlias = float | Mapping[str, PixelSpacing] | None


class NoSpacing(TruthError):  # noqa: N818 - says what is wrong, as UnreadableTable does
    """Films that cannot be measured; the sentence lacks the remedy, which is the caller's."""


def check_scale(scale: Scale, films: Iterable[str]) -> None:
    """Check that a scale measures films.

    Raises:
        NoSpacing: it is each film's own, and some have none.
    """
    if not isinstance(scale, Mapping):
        return
    if without := [film for film in films if film not in scale]:
        they = "Film {} states" if len(without) == 1 else "Films {} state"
        raise NoSpacing(f"{they.format(some_of(without))} no spacing")


def scale_text(scale: Scale, films: Iterable[str]) -> str:
    """Return the scale of films in words: with what their own spacings rest on."""
    if scale is None:
        return "no spacing is known"
    if isinstance(scale, int | float):
        return f"{scale:g} mm/px"
    sources = sorted({scale[film].source for film in films if film in scale})
    return f"each film's own spacing: {'; '.join(sources)}"
