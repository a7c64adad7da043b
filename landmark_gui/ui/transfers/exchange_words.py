"""How an export or an import is said: before it, as sections of a preview; after it, as sentences.

Knows nothing of Qt.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TypeAlias

from landmark_gui.domain.annotation import Status
from landmark_gui.domain.counting import counted
from landmark_gui.exchange.incoming import NOT_OPEN, Incoming, Taken
from landmark_gui.exchange.labelled import LabelledFilm
from landmark_gui.exchange.outgoing import HEADER, Outgoing, Sent
from landmark_gui.exchange.registry import Format
from landmark_gui.ui.words import capital, films_text, sentence

SHOWN = 3  # names of many
THERE = "already here"


@dataclass(frozen=True, slots=True)
class Section:
    """A heading with its lines."""

    heading: str
    lines: tuple[str, ...] = ()


Sections: TypeAlias = tuple[Section, ...]


def nature(wanted: Format, films: int) -> str:
    """Return what a format is made of."""
    if not wanted.per_film:
        return f"One {wanted.suffix} file for all films"
    if films == 1:
        return f"One {wanted.suffix} file"
    return f"A folder with one {wanted.suffix} file per film"


def preview(out: Outgoing, wanted: Format) -> Sections:
    """Return what an export would hold, lose and leave out."""
    whole = out.films and not (out.lost or out.removed)
    complete = ", with everything known of the landmarks" if whole else ""
    named = (HEADER,) if wanted.extra and out.context.identified and out.films else ()
    sections = [
        Section(f"{films_text(len(out.films))} will be saved{complete}", _decided(out.films)),
        Section("Disclosed to whoever receives the files", named),
        Section(f"Lost, because {wanted.title} cannot hold it", tuple(out.lost)),
        Section("Removed to protect the patient", tuple(out.removed)),
        Section("Left out", reasons(out.left_out)),
    ]
    return (sections[0], *_told(sections[1:]))


def _decided(films: Sequence[LabelledFilm]) -> tuple[str, ...]:
    """Return how much of what goes out a reader has decided."""
    said = [a.status for film in films for a in film.annotations.values()]
    predicted = said.count(Status.PREDICTED)
    total = len(said) - said.count(Status.UNSET)
    mere = f", {predicted} only predicted" if predicted else ""
    return (f"{total - predicted} of {landmarks_text(total)} decided{mere}",) if total else ()


def refusal(error: Exception) -> Sections:
    """Return why something cannot be done."""
    return (Section(sentence(str(error))),)


def sent_text(sent: Sent, out: Outgoing, path: Path) -> str:
    """Return what came of an export, and where it is."""
    said = [f"The landmarks of {films_text(len(sent.written))} were saved as {path}."]
    if not sent.written:
        said = ["Nothing could be saved."]
    elif out.removed:
        said.append(f"Removed: {', '.join(out.removed)}.")
    if missing := {**out.left_out, **sent.failed}:
        said.append(f"Left out: {'; '.join(reasons(missing))}.")
    return " ".join(said)


def in_the_way_text(sent: Sent, path: Path, unread: int = 0, broken: int = 0) -> str:
    """Return what is there already, and that a new file for all films would lack the unread.

    So many of these are `broken`: they cannot be read at all.
    """
    count = len(sent.in_the_way)
    there = f"{count} files already exist in {path.name}."
    if count == 1:
        there = f"{sent.in_the_way[0].name} already exists."
    are = "is" if unread == 1 else "are"
    why = f"{are} not read yet"
    if broken:
        why = "could not be read" if broken == unread else "are not read yet or could not be"
    lack = f" The new file would lack {films_text(unread)} that {why}."
    return f"{there}{lack if unread else ''} Nothing has been saved yet."


def replace_text(sent: Sent, films: int = 0) -> str:
    """Return the offer to replace what is there, by a file of so many films if that matters."""
    what = "Replace it" if len(sent.in_the_way) == 1 else "Replace them"
    return f"{what} with {films_text(films)}" if films else what


def arrival(come: Incoming, taken: Mapping[int, Taken], reader: str) -> Sections:
    """Return what an import would change; `reader` signs what nobody has signed."""
    brought = _brought(taken)
    will = f"{capital(brought)} will be imported" if brought else _nothing(come)
    sections = [
        Section(f"{come.source.name}: {_read_as(come)}"),
        Section(will, (*_unsigned(taken, reader), *_not_taken(come, taken))),
        Section("Left out", reasons(come.left_out)),
    ]
    return (*sections[:2], *_told(sections[2:]))


def taken_text(come: Incoming, taken: Mapping[int, Taken], reader: str) -> str:
    """Return what came of an import; `reader` has signed what nobody had signed."""
    if is_all_there(come, taken):
        same = _sum(taken, "same")
        all_ = "its landmark is" if same == 1 else f"all {same} landmarks are"
        return f"Nothing new in {come.source.name}: {all_} {THERE}."
    source = f"{come.source.name} ({_read_as(come)})"
    lines = (*_unsigned(taken, reader), *_not_taken(come, taken))
    said = [f"Imported {_brought(taken) or 'nothing'} from {source}."]
    said += [f"{line}." for line in lines]
    if come.left_out:
        said.append(f"Left out: {'; '.join(reasons(come.left_out))}.")
    return " ".join(said)


def _read_as(come: Incoming) -> str:
    """Return what was read, and by which scheme where that was a guess."""
    return f"{come.format.title}, read as {come.read_as}" if come.read_as else come.format.title


def is_all_there(come: Incoming, taken: Mapping[int, Taken]) -> bool:
    """Tell whether all that an import brought, and it brought something, is there already."""
    alone = (f"{landmarks_text(_sum(taken, 'same'))} {THERE}",)
    brought = come.left_out or _sum(taken, "taken") or _sum(taken, "calibrated")
    return not brought and _not_taken(come, taken) == alone


def reasons(left_out: Mapping[str, str]) -> tuple[str, ...]:
    """Return names by what they have in common: the reason."""
    by_reason: dict[str, list[str]] = {}
    for name, reason in left_out.items():
        by_reason.setdefault(reason, []).append(name)
    return tuple(f"{_names(names)}: {reason}" for reason, names in by_reason.items())


def landmarks_text(count: int) -> str:
    """Return a number of landmarks."""
    return counted(count, "landmark")


def _told(sections: Iterable[Section]) -> Sections:
    """Return the sections that have something to say."""
    return tuple(section for section in sections if section.lines)


def _brought(taken: Mapping[int, Taken]) -> str:
    """Return what an import takes over, if anything: landmarks, or a calibration that is alone."""
    films = sum(t.taken > 0 for t in taken.values())
    if films:
        return f"{landmarks_text(_sum(taken, 'taken'))} of {films_text(films)}"
    calibrated = _sum(taken, "calibrated")
    return f"the calibration of {films_text(calibrated)}" if calibrated else ""


def _nothing(come: Incoming) -> str:
    """Return that there is nothing to take, and why if that is one thing."""
    if come.films or set(come.left_out.values()) != {NOT_OPEN}:
        return "Nothing to import"
    count = len(come.left_out)
    none = "its film is not open" if count == 1 else f"none of its {count} films is open"
    return f"Nothing to import: {none}"


def _unsigned(taken: Mapping[int, Taken], reader: str) -> tuple[str, ...]:
    count = _sum(taken, "unsigned")
    words = f"whose reader the file does not name: counted as decided by {reader}"
    return (f"{landmarks_text(count)} {words}",) if count else ()


def _not_taken(come: Incoming, taken: Mapping[int, Taken]) -> tuple[str, ...]:
    said = {
        "decided_otherwise": "decided differently here: not replaced",
        "locked": "locked here: not replaced",
        "outside": "outside the film: left out",
        "same": THERE,
    }
    counts = ((_sum(taken, what), words) for what, words in said.items())
    words = [f"{landmarks_text(count)} {words}" for count, words in counts if count]
    if hidden := _sum(taken, "hidden"):
        words.append(f"{counted(hidden, 'prediction')}: left out because the film is read blind")
    words += _calibrations(taken)
    if come.unnamed:
        words.append(f"{', '.join(come.unnamed)}: no such landmark in this scheme")
    return tuple(words)


def _calibrations(taken: Mapping[int, Taken]) -> list[str]:
    beside = _sum(taken, "calibrated") if _sum(taken, "taken") else 0  # alone, it is said first
    otherwise = _sum(taken, "measured_otherwise")
    counts = (
        (beside, "calibrated as stated"),
        (otherwise, "calibrated differently here: not replaced"),
    )
    return [f"{films_text(count)} {words}" for count, words in counts if count]


def _sum(taken: Mapping[int, Taken], what: str) -> int:
    return sum(int(getattr(t, what)) for t in taken.values())


def _names(names: Sequence[str]) -> str:
    rest = len(names) - SHOWN
    shown: Iterable[str] = names if rest <= 1 else [*names[:SHOWN], f"{rest} more"]
    return ", ".join(shown)
