"""What a reader has decided in one state of a film and not in another."""

from collections.abc import Iterable

from landmark_gui.document.case import Case
from landmark_gui.document.worklist import Entry
from landmark_gui.domain.annotation import DECIDED


def decided_otherwise(kept: Case, now: Case) -> bool:
    """Tell whether a reader has since calibrated, decided, locked, taken back or set aside."""
    if kept.aside is not now.aside:
        return True
    return kept.film.spacing != now.film.spacing or _said(kept) != _said(now)


def said_unread(entries: Iterable[Entry]) -> frozenset[int]:
    """Return the films that were set aside or taken back before they were read, if they can be."""
    films = enumerate(entries)
    return frozenset(i for i, film in films if film.aside_unread is not None and not film.failure)


def brings_news(base: Case, theirs: Case, ours: Case, *, all_of_it: bool) -> bool:
    """Tell whether others decided what this window does not show, or (only) shows otherwise."""
    before, there, here = _decisions(base), _decisions(theirs), _decisions(ours)
    return any(
        there.get(name) not in (before.get(name), here.get(name)) and (all_of_it or name in here)
        for name in base.annotations
    )


def _said(case: Case) -> dict[str, object]:
    """Return what a reader has decided or locked."""
    return {
        name: (said.status, said.point, said.locked)
        for name, said in case.annotations.items()
        if said.locked or said.status in DECIDED
    }


def _decisions(case: Case) -> dict[str, object]:
    return {name: (a.status, a.point) for name, a in case.decisions.items()}
