"""In which order a reader looks: the most doubtful landmark, the next film with open questions."""

from landmark_gui.document.case import Case
from landmark_gui.document.worklist import Progress, Worklist
from landmark_gui.domain.annotation import DECIDED

OPEN = frozenset({Progress.PREDICTED, Progress.EDITED})


def doubtful(case: Case) -> tuple[str, ...]:
    """Return the undecided landmarks, the one with the largest expected error first."""
    undecided = [name for name, said in case.annotations.items() if said.status not in DECIDED]
    return tuple(sorted(undecided, key=lambda name: -_error_px(case, name)))


def next_doubtful(case: Case, selected: str | None, step: int = 1) -> str | None:
    """Return the doubtful landmark after the selected one (before it with `step` -1), in a ring."""
    order = doubtful(case)
    if not order:
        return None
    if selected not in order:
        return order[0] if step > 0 else order[-1]
    return order[(order.index(selected) + step) % len(order)]


def next_film(worklist: Worklist, step: int = 1) -> int | None:
    """Return the next film with undecided landmarks, in a ring; None if all is done."""
    count = len(worklist)
    ring = ((worklist.current + step * offset) % count for offset in range(1, count))
    return next((index for index in ring if worklist.entries[index].progress in OPEN), None)


def _error_px(case: Case, name: str) -> float:
    known = case.detection and any(p.landmark == name for p in case.detection.predictions)
    return case.detection[name].expected_error_px if case.detection and known else 0.0
