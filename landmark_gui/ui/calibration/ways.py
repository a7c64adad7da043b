"""How a film may be calibrated, and what comes of it: values, no widgets."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from pathlib import Path

from landmark_gui.domain.cephalogram import Cephalogram
from landmark_gui.domain.geometry import PixelSpacing, Point
from landmark_gui.domain.ruler import Ruler, measured
from landmark_gui.ui import words
from landmark_gui.ui.session import Session

TWO = 2
UNEVEN = 0.05  # of a step: marks as far off as that are hardly at equal steps


class Way(StrEnum):
    """How millimetres are found, as the window offers it."""

    RULER = "Ruler on the film"
    MAGNIFICATION = "Magnification"
    TYPED = "Millimetres per pixel"
    FILE = "As the file says"


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a calibration would do.

    Attributes:
        text: that in words.
        label: of the step of undo; empty where there is nothing to apply.
        spacing: what would be applied.
    """

    text: str
    label: str = ""
    spacing: PixelSpacing | None = None


def outcome(way: Way, value: float, marks: Sequence[Point], film: Cephalogram) -> Outcome:
    """Return what comes of a way with the number typed and the marks made."""
    try:
        match way:
            case Way.RULER:
                return _by_ruler(value, marks, film)
            case Way.MAGNIFICATION:
                return _by_magnification(value, film)
            case Way.TYPED:
                return _as_typed(value, film)
            case Way.FILE:
                spacing = film.info.spacing
                return Outcome(words.spacing_text(spacing), "Use the file's spacing", spacing)
    except ValueError:
        return Outcome("No film can have that spacing.")


def seen_text(ruler: Ruler, film: Cephalogram) -> str:
    """Return in words what a ruler seen on the film would make of it."""
    spacing = ruler.spacing(film.info.aspect)
    return (
        f"Millimetre ruler found: {ruler.px_per_mm:.2f} px per mm, so "
        f"{words.mm_per_px(spacing)} (± {100 * ruler.error:.1f} %, over {ruler.ticks} mm). "
        "Correct only if its smallest division is 1 mm."
    )


def alike(session: Session) -> list[int]:
    """Return the films with folder, size and spacing of the one shown, which comes first."""
    current, sources = session.worklist.current, session.shelf.sources
    shown = session.case
    if shown is None:
        return []
    same = [
        index
        for index, entry in enumerate(session.worklist.entries)
        if entry.case is not None
        and entry.case.film.size_px == shown.film.size_px
        and _same_spacing(entry.case.film.spacing, shown.film.spacing)
        and _folder(sources[index].key) == _folder(sources[current].key)
    ]
    return [current, *(index for index in same if index != current)]


def _same_spacing(one: PixelSpacing | None, other: PixelSpacing | None) -> bool:
    """Tell whether two films measure the same; an older record tells less of what it rests on."""
    return one == other if one is None or other is None else one.is_about(other)


@cache  # asked after every change, of every film
def _folder(key: str) -> Path:
    return Path(key).parent


def _by_ruler(length_mm: float, marks: Sequence[Point], film: Cephalogram) -> Outcome:
    if len(marks) < TWO:
        left = "two or more marks" if not marks else "one more mark"
        return Outcome(f"Click {left} at equal steps along a ruler (or press N)")
    found = measured(marks, length_mm, film.info.aspect)
    text = f"{len(marks)} marks · {words.mm_per_px(found.spacing)}"
    if found.residual_mm is None:
        return Outcome(text, "Calibrate by ruler", found.spacing)
    text += f" · residual {found.residual_mm:.2f} mm"
    if found.residual_mm > UNEVEN * length_mm / (len(marks) - 1):
        text += " · the steps are not equal"
    label = f"Calibrate by ruler, residual {found.residual_mm:.2f} mm"
    return Outcome(text, label, found.spacing)


def _by_magnification(factor: float, film: Cephalogram) -> Outcome:
    raw = film.info.spacing
    if raw is None or not raw.source.unconfirmed:
        return Outcome("Magnification needs a spacing at the detector; the file states none.")
    stated = f"The file estimates {film.magnification:g} · " if film.magnification else ""
    if factor == 1.0:
        return Outcome(f"{stated}Type how many times larger the shadow is than the patient.")
    spacing = raw.magnified(factor)
    text = f"{stated}{words.mm_per_px(raw)} ÷ {factor:g} = {words.mm_per_px(spacing)}"
    return Outcome(text, f"Divide by magnification {factor:g}", spacing)


def _as_typed(mm: float, film: Cephalogram) -> Outcome:
    spacing = film.info.stated(mm)
    return Outcome(words.spacing_text(spacing), "Set spacing", spacing)
