"""What a format cannot hold of given films: the preview before an export, and its report."""

from collections.abc import Sequence
from collections.abc import Set as AbstractSet
from dataclasses import replace

from landmark_gui.domain.annotation import WITHOUT_POSITION, Annotation, Status
from landmark_gui.domain.cephalogram import FilmInfo
from landmark_gui.domain.counting import counted
from landmark_gui.domain.geometry import PIXEL_CENTRE, Point
from landmark_gui.exchange.fact import ALL, Fact
from landmark_gui.exchange.labelled import Found, LabelledFilm
from landmark_gui.exchange.text import stem


def losses(films: Sequence[LabelledFilm], keeps: AbstractSet[Fact]) -> list[str]:
    """Return in words what these films would lose, fact by fact; empty if nothing."""
    lost = []
    for fact in Fact:
        if fact in keeps:
            continue
        count = sum(film != reduced(film, ALL - {fact}) for film in films)
        if count:
            lost.append(f"{fact.value} ({count} of {counted(len(films), 'film')})")
    return lost


def reduced(film: LabelledFilm, keeps: AbstractSet[Fact]) -> LabelledFilm:
    """Return what is left of a film in a format that keeps these facts."""
    annotations = {name: _annotation(a, keeps) for name, a in film.annotations.items()}
    # Without a word for absence, a landmark without a position is not in the file at all
    said = film.annotations if Fact.ABSENCE in keeps else film.points
    readers = {n: r for n, r in film.readers.items() if n in said and Fact.READER in keeps}
    found = {n: _found(f, keeps) for n, f in film.found.items() if n in said}
    return LabelledFilm(
        _film(film.film, keeps),
        annotations,
        found if Fact.PREDICTION in keeps else {},
        readers,
        film.model if Fact.MODEL in keeps else None,
        film.blind if Fact.BLIND in keeps else {},
        film.remarks if Fact.REMARKS in keeps else (),
    )


def _annotation(a: Annotation, keeps: AbstractSet[Fact]) -> Annotation:
    kept = Fact.ABSENCE if a.status in WITHOUT_POSITION else Fact.STATUS
    bare = Status.UNSET if a.status in WITHOUT_POSITION else Status.MOVED
    stamped = {Fact.READER, Fact.TIME, kept} <= keeps
    return Annotation(
        a.landmark,
        a.status if kept in keeps else bare,
        _point(a.point, keeps),
        a.stamp if stamped else None,
    )


def _point(point: Point | None, keeps: AbstractSet[Fact]) -> Point | None:
    if point is None or Fact.FRACTION in keeps:
        return point
    x, y = (round(value - PIXEL_CENTRE) + PIXEL_CENTRE for value in (point.x, point.y))
    return Point(x, y)


def _found(found: Found, keeps: AbstractSet[Fact]) -> Found:
    return found if Fact.UNCERTAINTY in keeps else Found(found.point)


def _film(film: FilmInfo, keeps: AbstractSet[Fact]) -> FilmInfo:
    size = film.size_px if Fact.SIZE in keeps else (0, 0)
    return replace(
        film,
        name=film.name if Fact.NAME in keeps else stem(film.name),
        sha256=film.sha256 if Fact.IDENTITY in keeps else "",
        width_px=size[0],
        height_px=size[1],
        pixel_aspect=film.pixel_aspect if Fact.SIZE in keeps else 1.0,
        spacing=film.spacing if Fact.SPACING in keeps else None,
    )
