"""The landmarks of the film shown, on the clipboard."""

from landmark_gui.document.case import Case
from landmark_gui.domain.geometry import PixelSpacing, Point
from landmark_gui.ui import words
from landmark_gui.ui.session import Session
from landmark_gui.ui.widgets.clipboard import copy_table

HEADER = ("Landmark", "Status", "x px", "y px")
HEADER_MM = ("x mm", "y mm")


def copy_landmarks(session: Session) -> None:
    """Copy what is said of each landmark as a table, below the film's name as it is listed.

    What a veil hides is not in it.
    """
    case = session.case
    if case is None:
        return
    spacing = case.film.spacing
    heading = (case.film.name, _millimetres(spacing)) if spacing else (case.film.name,)
    names = (*HEADER, *(HEADER_MM if spacing else ()))
    copy_table(heading, names, [_line(case, name, spacing) for name in case.annotations])
    session.messages.info(f"The landmarks of {case.film.name} were copied.", of_film=True)


def _millimetres(spacing: PixelSpacing) -> str:
    source = spacing.source
    return "; ".join(filter(None, (f"Millimetres: {source}", source.caution)))


def _line(case: Case, landmark: str, spacing: PixelSpacing | None) -> list[str]:
    point = case.annotations[landmark].point
    line = [landmark, words.status_word(case, landmark), *_pair(point, 1.0, 1.0)]
    return line + (_pair(point, spacing.x_mm, spacing.y_mm) if spacing else [])


def _pair(point: Point | None, x: float, y: float) -> list[str]:
    return [f"{point.x * x:z.2f}", f"{point.y * y:z.2f}"] if point else ["", ""]
