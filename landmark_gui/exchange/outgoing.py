"""Cases on their way out: under which names, in which labels, and what stays behind."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from landmark_gui.document.case import Case
from landmark_gui.exchange.context import Context
from landmark_gui.exchange.deidentify import named_by_identity, without_times
from landmark_gui.exchange.errors import CannotWrite, Unfit, writing
from landmark_gui.exchange.fact import Fact
from landmark_gui.exchange.labelled import LabelledFilm, labelled
from landmark_gui.exchange.losses import losses
from landmark_gui.exchange.registry import Format
from landmark_gui.exchange.renaming import to_scheme
from landmark_gui.exchange.schemes import read_scheme
from landmark_gui.exchange.transfer import targets, write_labels
from landmark_gui.in_place import is_there

HEADER = (
    "the patient's name, ID, birth date and sex, and the dates in the film's header "
    "(its DICOM UIDs stay: with them the film's archive can find the patient)"
)


@dataclass(frozen=True, slots=True)
class Wish:
    """How landmarks are to go out.

    Attributes:
        format: in which format.
        by_identity: films are called by their hash, because a file name may hold a patient's.
        with_times: the times of reading go out as well.
        scheme: name of the scheme whose labels are wanted, or None for the one they are in.
        identified: what names the patient in a DICOM film goes out as well.
    """

    format: Format
    by_identity: bool = False
    with_times: bool = False
    scheme: str | None = None
    identified: bool = False


@dataclass(frozen=True, slots=True)
class Outgoing:
    """Films as they go out, and what does not go with them.

    Attributes:
        films: those that the format can hold.
        context: how they are to be written.
        lost: in words, what the format cannot hold of them.
        removed: in words, what was taken out to protect the patient.
        left_out: films that the format cannot hold at all, with the reason.
    """

    films: Sequence[LabelledFilm]
    context: Context
    lost: Sequence[str] = ()
    removed: Sequence[str] = ()
    left_out: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Sent:
    """What came of an export.

    Attributes:
        written: where each film went, by its name in the list.
        failed: why a film could not be written.
        in_the_way: files that are there already; then nothing was written.
    """

    written: Mapping[str, Path] = field(default_factory=dict)
    failed: Mapping[str, str] = field(default_factory=dict)
    in_the_way: Sequence[Path] = ()


def outgoing(cases: Sequence[Case], wish: Wish, context: Context, *, reader: str = "") -> Outgoing:
    """Return cases as they would go out; `reader` stands where nobody signed.

    Raises:
        ExchangeError: the names or labels wanted cannot be had.
    """
    films: Sequence[LabelledFilm] = [labelled(case, reader=reader) for case in cases]
    context = replace(context, identified=wish.identified)
    films, context, lost = in_labels(films, wish, context)
    reasons = {film.film.name: unfit(film, wish.format, context) for film in films}
    films = [film for film in films if not reasons[film.film.name]]
    films, context, removed = deidentified(films, wish, context)
    return Outgoing(
        films,
        context,
        [*lost, *losses(films, wish.format.keeps)],
        removed,
        {name: reason for name, reason in reasons.items() if reason},
    )


def unfit(film: LabelledFilm, wanted: Format, context: Context) -> str:
    """Return why a format cannot hold a film at all, or nothing if it can."""
    if Fact.SPACING in wanted.needs and film.film.spacing is None:
        return "no millimetres per pixel"
    if wanted.complete and len(film.points) < len(film.annotations):
        return "not every landmark has a position"
    return _no_dicom(film, context) if wanted.extra else ""


def _no_dicom(film: LabelledFilm, context: Context) -> str:
    """Return why no report can refer to a film, or nothing if one can."""
    from landmark_gui.exchange.dicom_header import film_header  # noqa: PLC0415 - pydicom is slow

    if context.films.path(film.film.name) is None:
        return "not a DICOM film"
    try:
        film_header(film, context)
    except Unfit as error:
        return error.reason
    return ""


def send(out: Outgoing, wanted: Format, path: Path, *, overwrite: bool) -> Sent:
    """Write films whole or not at all; nothing is written if something is in the way.

    Raises:
        CannotWrite: the place cannot be written to.
        CannotHold: one file holds all films, and one of them lacks what it needs.
    """
    with writing(path):
        if not path.parent.is_dir():
            raise CannotWrite(f"There is no folder {path.parent}.")
    there = [place for place in targets(out.films, wanted, path, out.context) if is_there(place)]
    if there and not overwrite:
        return Sent(in_the_way=there)
    written: dict[str, Path] = {}
    failed: dict[str, str] = {}
    for outcome in write_labels(out.films, wanted, path, out.context, overwrite=overwrite):
        name = out.context.originals.get(outcome.film, outcome.film)
        if outcome.path is None:
            failed[name] = outcome.reason.rstrip(".")
        else:
            written[name] = outcome.path
    return Sent(written, failed)


def in_labels(
    films: Sequence[LabelledFilm], wish: Wish, context: Context
) -> tuple[Sequence[LabelledFilm], Context, list[str]]:
    """Return films in the labels wanted, or in the only ones that the format can hold.

    Returns:
        The films, the context with their scheme, and in words what has no such label.
    """
    wanted = wish.format.scheme or wish.scheme
    if wanted is None or wanted == context.scheme.name:
        return films, context, []
    there = read_scheme(wanted)
    moved = to_scheme(films, context.scheme, there)
    names = ", ".join(moved.refused)
    lost = [f"{names}: not the same by definition in {there.title}"] if names else []
    return moved.films, replace(context, scheme=there), lost


def deidentified(
    films: Sequence[LabelledFilm], wish: Wish, context: Context
) -> tuple[Sequence[LabelledFilm], Context, list[str]]:
    """Return films without what could name a patient, as far as it was not asked for.

    Returns:
        The films, the context with what they were called, and in words what was removed.
    """
    removed = [HEADER] if wish.format.extra and films and not context.identified else []
    if not wish.with_times:
        cleaned = without_times(films)
        films, removed = cleaned.films, [*cleaned.removed, *removed]
    if not wish.by_identity:
        return films, context, removed
    cleaned = named_by_identity(films)
    pairs = zip(cleaned.films, films, strict=True)
    originals = {new.film.name: old.film.name for new, old in pairs}
    return cleaned.films, replace(context, originals=originals), [*removed, *cleaned.removed]
