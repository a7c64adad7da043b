"""What makes millimetres of pixels, and how that is said."""

from collections.abc import Iterable, Mapping
from typing import TypeAlias

from landmark_gui.domain.counting import counted
from landmark_gui.domain.geometry import PixelSpacing, SpacingSource
from landmark_gui.evaluation.truth import TruthError, some_of

#: Millimetres per pixel of all films, each film's own by its name, or None: there are none.
Scale: TypeAlias = float | Mapping[str, PixelSpacing] | None


class Chosen(dict[str, PixelSpacing]):
    """Each film's spacing, by its name, where somebody says which counts.

    Attributes:
        width_mm: the width stated for the pixels of all films, of which some are oblong.
        table: whose spacings are taken, where no width is stated.
    """

    def __init__(
        self,
        spacings: Mapping[str, PixelSpacing],
        *,
        width_mm: float | None = None,
        table: str = "",
    ) -> None:
        super().__init__(spacings)
        self.width_mm = width_mm
        self.table = table


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


def stated_width_mm(scale: Scale) -> float | None:
    """Return how wide the pixels of all films are where somebody states it."""
    if isinstance(scale, Chosen):
        return scale.width_mm
    return scale if isinstance(scale, int | float) else None


def scale_text(scale: Scale, films: Iterable[str]) -> str:
    """Return the scale of films in words: with what their own spacings rest on."""
    if isinstance(scale, int | float):
        return f"{scale:g} mm/px"
    known = [scale[film] for film in films if film in scale] if scale else []
    if isinstance(scale, Chosen) and scale.width_mm is not None:
        oblong = sum(spacing.aspect != 1 for spacing in known)
        width = f"{scale.width_mm:g} mm/px wide, {SpacingSource.STATED_BY_USER}"
        return f"{width}; pixels of {counted(oblong, 'film')} are oblong"
    if not known:
        return "no spacing is known"
    sources = "; ".join(sorted({spacing.source for spacing in known}))
    if isinstance(scale, Chosen):
        return f"each film's spacing as in {scale.table}: {sources}"
    return f"each film's own spacing: {sources}"
