"""What makes millimetres of pixels, and how that is said."""

from collections.abc import Iterable, Mapping
from typing import TypeAlias

from landmark_gui.domain.geometry import PixelSpacing
from landmark_gui.evaluation.truth import film_stem

#: Millimetres per pixel of all films, each film's own by its stem, or None: there are none.
Scale: TypeAlias = float | Mapping[str, PixelSpacing] | None


def scale_text(scale: Scale, films: Iterable[str]) -> str:
    """Return the scale of films, by their stems, in words: with what their own spacings rest on."""
    if scale is None:
        return "no spacing is known"
    if isinstance(scale, int | float):
        return f"{scale:g} mm/px"
    own = {film_stem(name): spacing for name, spacing in scale.items()}
    sources = sorted({own[film].source for film in films if film in own})
    return f"each film's own spacing: {'; '.join(sources)}"
