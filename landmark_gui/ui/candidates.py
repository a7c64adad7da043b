"""The places that come into question for a landmark, and the way from one to the next."""

from landmark_gui.document.case import Case
from landmark_gui.domain.geometry import Point


def places(case: Case, landmark: str) -> tuple[Point, ...]:
    """Return where the model sees a landmark: its prediction first, then the candidates."""
    known = case.detection.predictions if case.detection else ()
    said = next((p for p in known if p.landmark == landmark), None)
    return (said.point, *(c.point for c in said.candidates)) if said else ()


def next_place(case: Case, landmark: str) -> Point | None:
    """Return the place after the one where the landmark is, in a ring; None if there is no other.

    A landmark that a reader has put elsewhere goes to the first candidate.
    """
    ring, now = places(case, landmark), case.annotations[landmark].point
    if len(ring) < 2:  # noqa: PLR2004 - the prediction alone
        return None
    return ring[(ring.index(now) + 1) % len(ring)] if now in ring else ring[1]
