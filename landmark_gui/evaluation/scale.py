"""What makes millimetres of pixels, and how that is said."""

from collections.abc import Iterable, Mapping
from typing import TypeAlias

from landmark_gui.domain.geometry import PixelSpacing
from landmark_gui.evaluation.truth import TruthError, film_stem, some_of

#: Millimetres per pixel of all films, each film's own by its stem, or None: there are none.
Scale: TypeAlias = float | Mapping[str, PixelSpacing] | None


class NoSpacing(TruthError):  # noqa: N818 - says what is wrong, as UnreadableTable does
    """Films that cannot be measured; the sentence lacks the remedy, which is the caller's."""


def check_scale(scale: Scale, films: Iterable[str]) -> None:
    """Check that a scale measures films, which are named by their stems.

    Raises:
        NoSpacing: it is each film's own, and some have none.
    """
    if not isinstance(scale, Mapping):
        return
    known = set(map(film_stem, scale))
    if without := [film for film in films if film not in known]:
        they = "Film {} states" if len(without) == 1 else "Films {} state"
        raise NoSpacing(f"{they.format(some_of(without))} no spacing")


def scale_text(scale: Scale, films: Iterable[str]) -> str:
    """Return the scale of films, by their stems, in words: with what their own spacings rest on."""
    if scale is None:
        return "no spacing is known"
    if isinstance(scale, int | float):
        return f"{scale:g} mm/px"
    own = {film_stem(name): spacing for name, spacing in scale.items()}
    sources = sorted({own[film].source for film in films if film in own})
    return f"each film's own spacing: {'; '.join(sources)}"
