"""TPS of geometric morphometrics: one file for all films, landmarks in scheme order.

y runs upwards from the bottom edge of the film. A landmark without a position is `NA NA`, which
geomorph reads as missing without being told; in foreign files a negative number is missing too.
The COMMENT line holds the note about the film; every reader skips it.
"""

import json
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from landmark_gui.domain.cephalogram import FilmInfo
from landmark_gui.domain.geometry import PixelSpacing, Point, SpacingSource
from landmark_gui.exchange.context import Context
from landmark_gui.exchange.errors import CannotHold, UnknownLabels, UnreadableLabels
from landmark_gui.exchange.labelled import LabelledFilm
from landmark_gui.exchange.note import NOTE, film_of, note_of
from landmark_gui.exchange.structure import Node
from landmark_gui.exchange.text import decoded, finite

_CONVENTION = "x, y in pixels, y up, (0.0, 0.0) is the bottom-left corner of the film"
_MISSING = ("NA", "NAN")
_LEAST_MM_PER_PX = 0.05
_DECIMAL_COMMA = re.compile(r"[-+]?[0-9]+,[0-9]+")
_COUNT = re.compile(r"[0-9]{1,6}")
_DIMENSIONS = (2, 3)  # z is left alone
_CURVES = ("CURVES", "OUTLINES", "POINTS")  # points after these are no landmarks


@dataclass(slots=True)
class _Specimen:
    """One block of the file."""

    count: int
    line: int
    rows: list[tuple[float, float] | None] = field(default_factory=list)
    words: dict[str, str] = field(default_factory=dict)


def parse(data: bytes, file: str, context: Context) -> list[LabelledFilm]:
    """Return the films of a TPS file; curves and outlines are left alone.

    Raises:
        UnreadableLabels: the number of landmarks is not the scheme's, or a film's height, which
            y counts from, is not known; if the context refuses the film, it has no positions.
    """
    specimens = list(_specimens(decoded(data, file), file))
    return [_film(specimen, file, context) for specimen in specimens]


def render(films: Sequence[LabelledFilm], context: Context) -> bytes:
    """Return the TPS file of all films."""
    blocks = (_block(number, film, context) for number, film in enumerate(films, start=1))
    return "".join(blocks).encode()


def _specimens(text: str, file: str) -> Iterator[_Specimen]:
    current: _Specimen | None = None
    for line, raw in enumerate(text.splitlines(), start=1):
        key, equals, value = raw.strip().partition("=")
        key = key.strip().upper()
        if key == "LM" and equals:
            if current is not None:
                yield _whole(current, file)
            current = _Specimen(_count(value, file, line), line)
        elif raw.strip():
            if current is None:
                raise UnreadableLabels(f"{file}, line {line}: stands before the first LM=.")
            _take(current, raw, file, line)
    if current is None:
        raise UnreadableLabels(f"{file} has no LM= line: it is no TPS file.")
    yield _whole(current, file)


def _take(specimen: _Specimen, raw: str, file: str, line: int) -> None:
    key, equals, value = raw.strip().partition("=")
    if equals:
        specimen.words.setdefault(key.strip().upper(), value.strip())
    elif specimen.words.keys().isdisjoint(_CURVES):
        specimen.rows.append(_row(raw, file, line))


def _count(text: str, file: str, line: int) -> int:
    if not _COUNT.fullmatch(text.strip()):
        raise UnreadableLabels(
            f"{file}, line {line}: LM= does not state how many landmarks follow."
        )
    return int(text)


def _row(text: str, file: str, line: int) -> tuple[float, float] | None:
    refusal = UnreadableLabels(f"{file}, line {line}: is not an x and a y with decimal points.")
    words = _numbers(text)
    if any(word.upper() in _MISSING for word in words[:2]):
        return None
    if len(words) not in _DIMENSIONS:
        raise refusal
    try:
        x, y = (finite(word) for word in words[:2])
    except ValueError as error:
        raise refusal from error
    return None if x < 0 or y < 0 else (x, y)


def _numbers(text: str) -> list[str]:
    """Return the numbers of a row as Python writes them; none where a comma may be either thing.

    A comma stands between numbers. Where blanks do, and each number has one inside, it is a decimal
    comma: `1,5 2,5`. Of `1,5 2` nobody can tell whether it is two numbers or three.
    """
    parts = text.split()
    if len(parts) > 1 and all(map(_DECIMAL_COMMA.fullmatch, parts)):
        return [part.replace(",", ".") for part in parts]
    if len(parts) > 1 and any("," in part.strip(",") for part in parts):
        return []
    return text.replace(",", " ").split()


def _whole(specimen: _Specimen, file: str) -> _Specimen:
    if len(specimen.rows) != specimen.count:
        said, has = specimen.count, len(specimen.rows)
        raise UnreadableLabels(f"{file}, line {specimen.line}: LM={said}, but {has} lines follow.")
    return specimen


def _film(specimen: _Specimen, file: str, context: Context) -> LabelledFilm:
    scheme = context.scheme
    if specimen.count != len(scheme):
        reason = f"{specimen.count} landmarks, but {scheme.title} has {len(scheme)}"
        raise UnknownLabels(f"{file}, line {specimen.line}: {reason}")
    film = context.film(_film_info(specimen, file))
    known = film.height_px > 0
    if not known:
        remedy = "name the folder of the films"
        context.refuse(film, f"TPS counts y from the bottom of the film; {remedy}")
    rows = (row if known else None for row in specimen.rows)
    points = (Point(row[0], film.height_px - row[1]) if row else None for row in rows)
    return context.in_order(points, film)


def _film_info(specimen: _Specimen, file: str) -> FilmInfo:
    name = specimen.words.get("IMAGE") or specimen.words.get("ID") or f"line {specimen.line}"
    noted = film_of(_note(specimen.words.get("COMMENT", ""), file))
    if _one_line(noted.name) == name:
        return noted
    return replace(FilmInfo.named(name), spacing=_scale(specimen.words.get("SCALE", "")))


def _note(comment: str, file: str) -> Node:
    try:
        value = json.loads(comment)
    except (ValueError, RecursionError):
        value = None  # somebody else's comment
    return Node(value, file)[NOTE]


def _scale(text: str) -> PixelSpacing | None:
    """Return a scale that can be millimetres per pixel of a cephalogram.

    The unit is whatever its author measured in; in centimetres or inches films come out lower.
    """
    try:
        mm = finite(text)
        likely = mm >= _LEAST_MM_PER_PX
        return PixelSpacing(mm, mm, SpacingSource.STATED_BY_USER) if likely else None
    except ValueError:
        return None


def _block(number: int, film: LabelledFilm, context: Context) -> str:
    info, points = film.film, film.points
    rows = [_words(points.get(name), info) for name in context.scheme.abbreviations]
    lines = [f"LM={len(rows)}", *rows, f"IMAGE={_one_line(info.name)}", f"ID={number}"]
    lines.append(f"COMMENT={json.dumps({NOTE: note_of(info, _CONVENTION)})}")
    # One number cannot state two directions; the note does
    if info.spacing is not None and info.spacing.x_mm == info.spacing.y_mm:
        lines.append(f"SCALE={info.spacing.x_mm!r}")
    return "\n".join(lines) + "\n"


def _words(point: Point | None, film: FilmInfo) -> str:
    if point is None:
        return "NA NA"
    x, y = float(point.x), float(film.height_px - point.y)
    if x < 0 or y < 0:
        raise CannotHold(f"{film.name}: a landmark beside the film would be missing in TPS.")
    return f"{x!r} {y!r}"


def _one_line(name: str) -> str:
    return "".join(char if char.isprintable() else "?" for char in name).strip()
