"""How a film may be calibrated, and what comes of it: values, no widgets."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from pathlib import Path

from landmark_gui.domain.cephalogram import Cephalogram, FilmInfo
from landmark_gui.domain.geometry import PixelSpacing, Point
from landmark_gui.domain.ruler import Ruler, measured
from landmark_gui.ui import words
from landmark_gui.ui.session import Session

TWO = 2
UNEVEN = 0.05  # of a step: marks as far off as that are hardly at equal steps
LIKELY_HEIGHT_MM = (100.0, 500.0)  # of a cephalogram, with room to either side
PLANE = "the mid-sagittal plane"  # elsewhere a ruler measures no patient


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


def outcome(
    way: Way,
    value: float,
    marks: Sequence[Point],
    film: Cephalogram,
    known: PixelSpacing | None,
) -> Outcome:
    """Return what comes of a way with the number typed and the marks made.

    Args:
        way: how the film is calibrated.
        value: the number typed.
        marks: along a ruler on the film.
        film: as its file has it.
        known: what the film is measured in by now.
    """
    try:
        match way:
            case Way.RULER:
                return _by_ruler(value, marks, film)
            case Way.MAGNIFICATION:
                return _by_magnification(value, film, known)
            case Way.TYPED:
                return _as_typed(value, film)
            case Way.FILE:
                spacing = film.info.spacing
                return Outcome(words.spacing_text(spacing), "Use the file's spacing", spacing)
    except ValueError:
        return Outcome("No film can have that spacing.")


def size_doubt(film: FilmInfo, spacing: PixelSpacing | None) -> str:
    """Return how large a spacing makes a film, where no cephalogram is; else nothing."""
    low, high = LIKELY_HEIGHT_MM
    if spacing is None or low <= film.height_px * spacing.y_mm <= high:
        return ""
    width_mm, height_mm = film.width_px * spacing.x_mm, film.height_px * spacing.y_mm
    return f"That makes the film {width_mm:.0f} × {height_mm:.0f} mm, hardly a cephalogram."


def seen_text(ruler: Ruler, film: Cephalogram) -> str:
    """Return in words what a ruler seen on the film would make of it."""
    spacing = ruler.spacing(film.info.aspect)
    return (
        f"Millimetre ruler found: {ruler.px_per_mm:.2f} px per mm, so "
        f"{words.mm_per_px(spacing)} (± {100 * ruler.error:.1f} %, over {ruler.ticks} mm). "
        f"Correct only if its smallest division is 1 mm and it lies in {PLANE}."
    )


def alike(session: Session) -> list[int]:
    """Return the films with folder, size and spacing of the one shown, which comes first.

    Films set aside are left alone.
    """
    current, sources = session.worklist.current, session.shelf.sources
    shown = session.case
    if shown is None:
        return []
    same = [
        index
        for index, entry in enumerate(session.worklist.entries)
        if entry.case is not None
        and not entry.aside
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
        return Outcome(f"Click {left} at equal steps along a ruler in {PLANE} (or press N)")
    found = measured(marks, length_mm, film.info.aspect)
    text = f"{len(marks)} marks · {words.mm_per_px(found.spacing)}"
    if found.residual_mm is None:
        return Outcome(text, "Calibrate by ruler", found.spacing)
    text += f" · residual {found.residual_mm:.2f} mm"
    if found.residual_mm > UNEVEN * length_mm / (len(marks) - 1):
        text += " · the steps are not equal"
    label = f"Calibrate by ruler, residual {found.residual_mm:.2f} mm"
    return Outcome(text, label, found.spacing)


def _by_magnification(factor: float, film: Cephalogram, known: PixelSpacing | None) -> Outcome:
    """Divide the millimetres at hand; where those were divided already, the file's own again."""
    raw = next((mm for mm in (known, film.info.spacing) if mm and mm.source.divisible), None)
    if raw is None:
        return Outcome(_indivisible(known))
    stated = f"The file estimates {film.magnification:g} · " if film.magnification else ""
    if factor == 1.0:
        return Outcome(f"{stated}Type how many times larger the shadow is than the patient.")
    spacing = raw.magnified(factor)
    known_by = f"{words.mm_per_px(raw)} ({raw.source})"
    text = f"{stated}{known_by} ÷ {factor:g} = {words.mm_per_px(spacing)}"
    if raw.source.by_reader:
        text += " · only if that was measured at the detector"
    return Outcome(text, f"Divide by magnification {factor:g}", spacing)


def _indivisible(known: PixelSpacing | None) -> str:
    if known is None:
        return "There are no millimetres to divide yet: mark a ruler or type them first."
    return f"There is nothing to divide: these millimetres are {known.source}."


def _as_typed(mm: float, film: Cephalogram) -> Outcome:
    spacing = film.info.stated(mm)
    return Outcome(words.spacing_text(spacing), "Set spacing", spacing)
