"""`landmark-gui inspect`: what the reader understood of films, for whoever wonders about one."""

import argparse
import json
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass

from landmark_gui.cli.films import named_films
from landmark_gui.cli.outcome import Exit, complain, printable, say
from landmark_gui.domain.orientation import Orientation, Polarity
from landmark_gui.domain.ruler import Ruler
from landmark_gui.imaging.errors import UnreadableFilm
from landmark_gui.imaging.film import inspect_film
from landmark_gui.imaging.folder import FilmFile
from landmark_gui.imaging.identity import PatientIdentity, read_identity
from landmark_gui.imaging.report import UNIFORM, FilmReport, Storage


@dataclass(frozen=True, slots=True)
class Inspected:
    """A film that was read, and whose it is if that was asked for."""

    report: FilmReport
    patient: PatientIdentity | None


@dataclass(frozen=True, slots=True)
class Refused:
    """A film that could not be read."""

    name: str
    reason: str


def run(args: argparse.Namespace) -> int:
    """Print what is understood of every film; 1 where one could not be read.

    Raises:
        CommandFailed: no films.
    """
    films = named_films(args.films, args.page)
    found = (_inspected(film, identity=args.show_identity) for film in films)
    if args.json:
        told = list(found)
        say(json.dumps([_as_dict(one) for one in told], indent=2))
        return _exit(told)
    return _exit([_said(one) for one in found])


def _inspected(film: FilmFile, *, identity: bool) -> Inspected | Refused:
    try:
        report = inspect_film(film.path, film.name, film.page, ruler=True)
        return Inspected(report, read_identity(film.path) if identity else None)
    except UnreadableFilm as refusal:
        return Refused(film.name, str(refusal))


def _exit(told: Sequence[Inspected | Refused]) -> Exit:
    return Exit.FAILED if any(isinstance(one, Refused) for one in told) else Exit.OK


def _as_dict(one: Inspected | Refused) -> dict[str, object]:
    if isinstance(one, Refused):
        return {"film": one.name, "refused": one.reason}
    info = asdict(one.report.info)
    facts = {
        "film": info.pop("name"),
        **info,
        "window": asdict(one.report.window),
        **asdict(one.report.storage),
        "pixel_aspect": one.report.info.aspect,
        "ruler": asdict(one.report.ruler) if one.report.ruler else None,
        **asdict(one.report.finding.orientation),
        "remarks": [remark.value for remark in one.report.finding.remarks],
    }
    return facts | ({"patient": asdict(one.patient)} if one.patient else {})


def _said(one: Inspected | Refused) -> Inspected | Refused:
    if isinstance(one, Refused):
        complain(f"{one.name}: {one.reason}")
        return one
    say(printable(one.report.info.name))
    facts = [*_facts(one.report), *(_identity(one.patient) if one.patient else ())]
    for fact, value in facts:
        say(f"  {fact:<14} {printable(value)}")
    return one


def _facts(report: FilmReport) -> Iterator[tuple[str, str]]:
    storage, info = report.storage, report.info
    yield "size", f"{info.width_px} x {info.height_px} pixels"
    yield "stored as", _stored(storage)
    yield "polarity", "converted: low was bright" if storage.turned_round else "high is bright"
    yield "seems to face", _facing(report.finding.orientation)
    for remark in report.finding.remarks:
        yield "remark", remark.sentence
    yield "applied", "; ".join(storage.applied) or "nothing"
    yield "shown", f"{report.window.low:g} ... {report.window.high:g}"
    yield "spacing", _spacing(report)
    if storage.magnification is not None:
        yield "magnification", f"{storage.magnification:g} estimated, not applied"
    if report.ruler is not None:
        yield "ruler", _ruler(report.ruler, report.info.aspect)
    yield "pictures", f"{storage.pages}, this is page {storage.page}" if storage.pages > 1 else "1"
    yield "identity", info.sha256


def _facing(lies: Orientation) -> str:
    bone = "bright" if lies.polarity is Polarity.NORMAL else "dark"
    turned = (
        f"turned anticlockwise by {90 * lies.quarter_turns}°" if lies.quarter_turns else "upright"
    )
    return f"{lies.facing}, {turned}, bone is {bone}"


def _stored(storage: Storage) -> str:
    sign = "signed" if storage.signed else "unsigned"
    bits = f"{storage.bits} bits {sign}"
    return ", ".join(filter(None, (storage.kind, storage.compression, bits, storage.colours)))


def _spacing(report: FilmReport) -> str:
    spacing = report.info.spacing
    if spacing is not None:
        return f"{spacing.x_mm:.5g} x {spacing.y_mm:.5g} mm, {spacing.source}"
    odd = report.info.aspect != UNIFORM
    shape = f"; pixels are {report.info.aspect:.4g} times as high as wide" if odd else ""
    return f"none: pixels and angles only{shape}"


def _ruler(ruler: Ruler, pixel_aspect: float) -> str:
    spacing = ruler.spacing(pixel_aspect)
    return (
        f"{ruler.px_per_mm:.4g} pixels per mm if its smallest division is 1 mm, so "
        f"{spacing.x_mm:.4g} x {spacing.y_mm:.4g} mm (±{ruler.error:.1%}), not applied"
    )


def _identity(patient: PatientIdentity) -> Iterator[tuple[str, str]]:
    yield "patient", patient.name or "not stated"
    for reading in patient.readings:
        yield "or perhaps", f"{reading.name} ({reading.character_set})"
    yield "number", patient.number or "not stated"
    yield "born", patient.birth_date or "not stated"
