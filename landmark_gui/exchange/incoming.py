"""Landmarks of foreign files for the films that are open: whose they are, and what is taken."""

from collections.abc import Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field
from dataclasses import replace as replaced
from pathlib import Path

from typing_extensions import override

from landmark_gui.document.case import Case
from landmark_gui.domain.annotation import DECIDED, Annotation, Stamp, Status
from landmark_gui.domain.cephalogram import FilmInfo
from landmark_gui.domain.geometry import PixelSpacing
from landmark_gui.domain.landmarks import LandmarkScheme
from landmark_gui.exchange.at_hand import FilmsAtHand
from landmark_gui.exchange.context import Context, Lenient
from landmark_gui.exchange.errors import ExchangeError, UnknownLabels
from landmark_gui.exchange.fact import Fact
from landmark_gui.exchange.labelled import LabelledFilm, labelled
from landmark_gui.exchange.losses import reduced
from landmark_gui.exchange.registry import Format, UnknownFormat
from landmark_gui.exchange.renaming import to_scheme
from landmark_gui.exchange.schemes import USUAL, unnumbered, with_others
from landmark_gui.exchange.transfer import (
    LabelFile,
    Reading,
    SeveralFormats,
    label_files,
    of_one_format,
    read_in_a_scheme,
)

NOT_OPEN = "not among the films that are open"
ANOTHER_PICTURE = "another picture under the same name"
TWICE = "in the file twice"
SAME_PX = 0.001  # spreadsheets cut the last digits off, and millimetres lose some


@dataclass(frozen=True, slots=True)
class Incoming:
    """What a file or folder says of the films that are open.

    Attributes:
        source: the file or folder.
        format: which format it was.
        films: what it says, by the film's place in the list.
        left_out: why a film, or a file, was left out.
        unnamed: landmarks that have no counterpart in the scheme of the window.
        read_as: title of the scheme it was understood by, where that is not the window's.
        calibrations: what a reader measured a film with, by its place; stated of this very picture.
    """

    source: Path
    format: Format
    films: Mapping[int, LabelledFilm]
    left_out: Mapping[str, str] = field(default_factory=dict)
    unnamed: tuple[str, ...] = ()
    read_as: str = ""
    calibrations: Mapping[int, PixelSpacing] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Taken:
    """A case with what it takes over.

    Attributes:
        case: as it is afterwards.
        taken: how many landmarks changed.
        same: how many stood there already.
        kept: how many stand otherwise and were let be, as a reader had decided or locked them.
        locked: how many of these are locked.
        outside: how many lie outside of the film.
        hidden: how many are predictions of a film that is read blind, and were left out.
        unsigned: how many of those taken are decisions of nobody that the file names.
        calibrated: whether the film got a calibration.
        measured_otherwise: whether it has another one by a reader, which was let be.
    """

    case: Case
    taken: int = 0
    same: int = 0
    kept: int = 0
    locked: int = 0
    outside: int = 0
    hidden: int = 0
    unsigned: int = 0
    calibrated: bool = False
    measured_otherwise: bool = False

    @property
    def decided_otherwise(self) -> int:
        """How many were let be only because a reader had decided them."""
        return self.kept - self.locked


@dataclass(frozen=True, slots=True)
class _Matching(Lenient):
    """Understands labels by the films that are open, and remembers which film was which."""

    places: dict[str, int] = field(default_factory=dict)
    calibrations: dict[int, PixelSpacing] = field(default_factory=dict)

    @override
    def matched(self, stated: FilmInfo) -> FilmInfo:
        place = self.films.sought(stated.name, stated.sha256)
        if place is None:
            self.refused[stated] = NOT_OPEN
            return stated
        here = self.films.at(place)
        if stated.sha256 and stated.sha256 != here.sha256:
            raise ExchangeError(ANOTHER_PICTURE)
        if stated.size_known and stated.size_px != here.size_px:
            sizes = [f"{w} x {h}" for w, h in (stated.size_px, here.size_px)]
            raise ExchangeError(f"labelled at {sizes[0]} pixels, but the film has {sizes[1]}")
        self.places[here.name] = place
        if stated.sha256 and stated.spacing and stated.spacing.source.by_reader:
            self.calibrations[place] = stated.spacing
        return here


def incoming(path: Path, scheme: LandmarkScheme, films: FilmsAtHand) -> Incoming:
    """Return what a file or folder says of the films at hand, in the scheme of the window.

    Raises:
        ExchangeError: nothing there that we know.
    """
    files = label_files(path)
    reading, context = _understood(path, files, scheme, films)
    if not reading.films:
        raise _nothing_understood(path, reading)
    found, unnamed = _in_scheme(reading.films, context, scheme)
    left_out = {name: _why(name, error) for name, error in reading.broken}
    placed: dict[int, LabelledFilm] = {}
    for film in found:
        name = film.film.name
        place = context.places.get(name)
        if place is None or _is_namesake(film, place, films):
            left_out[name] = context.refused.get(film.film, NOT_OPEN)
        elif place in placed:
            left_out[name] = TWICE
        else:
            placed[place] = film
    calibrations = {p: mm for p, mm in context.calibrations.items() if p in placed}
    read_as = "" if context.scheme.name == scheme.name else context.scheme.title
    return Incoming(path, reading.format, placed, left_out, unnamed, read_as, calibrations)


def taken_over(
    case: Case,
    film: LabelledFilm,
    stamp: Stamp,
    *,
    replace: bool,
    keeps: AbstractSet[Fact],
) -> Taken:
    """Return a case with what a file says of its film, in a format that `keeps` these facts.

    What a reader has decided stays unless `replace`; a prediction never takes a decision's place,
    and what is locked stays in any case. A film that is read blind takes no prediction.
    A file that says what the case would say in its format says nothing new, even if somebody's
    program has dropped whether that was decided.
    A position that nobody signed is signed by the stamp.
    """
    own = labelled(case)
    there = [reduced(own, keeps).annotations]
    if Fact.READER not in keeps:
        there.append(reduced(own, keeps - {Fact.STATUS}).annotations)
    news: list[Annotation] = []
    same = outside = hidden = 0
    left: list[Annotation] = []
    for said in film.annotations.values():
        now = case.annotations.get(said.landmark)
        if now is None or said.status is Status.UNSET:
            continue
        if said.point is not None and not case.film.holds(said.point):
            outside += 1
        elif case.veil is not None and said.status is Status.PREDICTED:
            hidden += 1
        elif any(_is_same(here[said.landmark], said) for here in there):
            same += 1
        elif _is_kept(now, said, replace=replace):
            left.append(now)
        else:
            news.append(_signed(said, film, stamp))
    unsigned = len(film.unsigned & {a.landmark for a in news})
    after = case.taken_over(news)
    locked = sum(now.locked for now in left)
    return Taken(after, len(news), same, len(left), locked, outside, hidden, unsigned)


def calibrated(taken: Taken, spacing: PixelSpacing | None) -> Taken:
    """Return a case with the calibration that a file states, unless a reader has made one here.

    The same millimetres are news only where nobody vouched for them yet.
    """
    known = taken.case.film.spacing
    if spacing is None:
        return taken
    if known is not None and not known.source.unconfirmed:
        if known.is_about(spacing):
            return taken
        if known.source.by_reader:
            return replaced(taken, measured_otherwise=True)
    return replaced(taken, case=taken.case.calibrated(spacing), calibrated=True)


def _nothing_understood(path: Path, reading: Reading) -> ExchangeError:
    """Return why nothing comes in, without an option to type."""
    if not reading.broken:
        return ExchangeError(f"{path.name} is empty.")
    _, error = reading.broken[0]
    return UnknownLabels(error.what) if isinstance(error, UnknownLabels) else error


def _why(file: str, error: ExchangeError) -> str:
    """Return why a file was left out, to be said after its name."""
    text = error.what if isinstance(error, UnknownLabels) else str(error).rstrip(".")
    return text.removeprefix(f"{file}: ").removeprefix(f"{file} ")


def _is_same(one: Annotation, other: Annotation) -> bool:
    if one.point is None or other.point is None:
        return (one.status, one.point) == (other.status, other.point)
    return one.status is other.status and one.point.distance_px(other.point) <= SAME_PX


def _is_kept(now: Annotation, said: Annotation, *, replace: bool) -> bool:
    replaced = replace and said.status in DECIDED
    return now.locked or (now.status in DECIDED and not replaced)


def _signed(said: Annotation, film: LabelledFilm, stamp: Stamp) -> Annotation:
    if said.status is Status.PREDICTED:
        return Annotation(said.landmark, said.status, said.point)
    reader = film.readers.get(said.landmark) or stamp.reader
    return Annotation(
        said.landmark, said.status, said.point, said.stamp or Stamp(reader, stamp.utc)
    )


def _understood(
    path: Path, files: Sequence[LabelFile], scheme: LandmarkScheme, films: FilmsAtHand
) -> tuple[Reading, _Matching]:
    """Return the films in the first scheme whose labels they carry, the window's own first."""
    wanted, files = _of_one_format(path, files)
    schemes = with_others(scheme)
    if scheme.name != USUAL:
        schemes = [unnumbered(each) for each in schemes]
    return read_in_a_scheme(files, (_Matching(each, films=films) for each in schemes), wanted)


def _of_one_format(path: Path, files: Sequence[LabelFile]) -> tuple[Format, Sequence[LabelFile]]:
    """Return the files of the one format that is there, or say so without an option to type."""
    try:
        return of_one_format(files)
    except SeveralFormats as error:
        several = "; ".join(error.titles)
        raise UnknownFormat(
            f"{path.name} holds landmarks in several formats ({several}); choose one file."
        ) from error
    except UnknownFormat as error:
        raise UnknownFormat(
            f"{path.name} holds no landmarks in a format that is known here."
        ) from error


def _in_scheme(
    films: Sequence[LabelledFilm], context: Context, scheme: LandmarkScheme
) -> tuple[Sequence[LabelledFilm], tuple[str, ...]]:
    if context.scheme.name == scheme.name:
        return films, ()
    moved = to_scheme(films, context.scheme, scheme)
    return moved.films, moved.refused


def _is_namesake(film: LabelledFilm, place: int, films: FilmsAtHand) -> bool:
    """Tell whether a film only has the name of the one at that place."""
    return film.film.sha256 != films.at(place).sha256
