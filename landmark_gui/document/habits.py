"""How a reader places landmarks, learnt from the films of a session."""

from collections.abc import Sequence
from itertools import islice

from landmark_gui.document.case import Case
from landmark_gui.domain.geometry import Point
from landmark_gui.domain.habit import Habit
from landmark_gui.domain.shape import ShapeModel

FILMS = 100  # the last ones in the list; what 40 tell is hardly bettered by more


def learnt_from(
    cases: Sequence[Case | None], reader: str, model_sha256: str, shape: ShapeModel
) -> Habit:
    """Learn from what a reader has decided beside what one model sees; what is veiled is not."""
    taught = (
        (case.detection.points, read)
        for case in reversed(cases)
        if case is not None and case.decided and case.detection is not None
        if case.detection.provenance.model_sha256 == model_sha256
        if (read := _decided_by(reader, case))
    )
    return Habit.learnt(islice(taught, FILMS), shape)


def _decided_by(reader: str, case: Case) -> dict[str, Point]:
    return {
        name: said.point
        for name, said in case.decisions.items()
        if said.point is not None and said.stamp is not None and said.stamp.reader == reader
    }
