"""Detection of many films, one after another; a film that breaks does not stop the others."""

import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import TypeAlias

from landmark_gui.cli.shelf import Shelf
from landmark_gui.detection.detector import Detector
from landmark_gui.detection.events import Finished, Request, Settings, StepDone
from landmark_gui.document.case import Case
from landmark_gui.domain.cephalogram import Cephalogram, FilmInfo
from landmark_gui.domain.habit import Habit
from landmark_gui.domain.landmarks import LandmarkScheme
from landmark_gui.domain.packed import at_rest
from landmark_gui.domain.prediction import Detection
from landmark_gui.exchange.formats.csv import Rows
from landmark_gui.exchange.labelled import LabelledFilm
from landmark_gui.imaging.film import read_film
from landmark_gui.imaging.folder import FilmFile


@dataclass(frozen=True, slots=True)
class Step:
    """A film is at work; `note` says how far."""

    number: int
    name: str
    note: str


@dataclass(frozen=True, slots=True, eq=False)
class Done:
    """A film has its landmarks; the case's detection holds no heatmap any more."""

    number: int
    name: str
    case: Case
    seconds: float


@dataclass(frozen=True, slots=True, eq=False)
class Taken:
    """A film has its landmarks from an earlier run; the rows of its table say which."""

    number: int
    name: str
    rows: Rows


@dataclass(frozen=True, slots=True)
class Broken:
    """A film could not be read or detected."""

    number: int
    name: str
    reason: str


News: TypeAlias = Step | Done | Taken | Broken
Keep: TypeAlias = Callable[[Cephalogram, Detection], None]
Known: TypeAlias = Callable[[FilmInfo], Rows | None]


@dataclass(frozen=True, slots=True)
class Batch:
    """How every film is detected.

    Attributes:
        detector: finds the landmarks.
        settings: the same for every film, its seed too, so that the order does not matter.
        scheme: names the landmarks.
        keep: gets every film with its full detection, or None.
        given: what readers have decided already; it stays, and the rest follows it.
        habit: where a reader puts landmarks, and so do we; None leaves them where the model does.
        known: tells what an earlier run has found of a film, or None.
    """

    detector: Detector
    settings: Settings
    scheme: LandmarkScheme
    keep: Keep | None = None
    given: Shelf = field(default_factory=lambda: Shelf({}))
    habit: Habit | None = None
    known: Known | None = None

    def run(self, films: Sequence[FilmFile]) -> Iterator[News]:
        """Yield what happens; every film ends as Done, Taken or Broken."""
        for number, film in enumerate(films, start=1):
            try:
                yield from self._film(number, film)
            except Exception as error:  # noqa: BLE001 - the other films must have their turn
                yield Broken(number, film.name, str(error) or type(error).__name__)

    def _film(self, number: int, file: FilmFile) -> Iterator[News]:
        started = time.perf_counter()
        yield Step(number, file.name, "reading")
        film = read_film(file.path, file.name, file.page)
        if (rows := self.known and self.known(film.info)) is not None:
            yield Taken(number, file.name, rows)
            return
        labels = self.given.of(film.info)
        given = labels.points if labels else {}
        request = Request(number, film, self.settings, given, watched=False)
        for event in self.detector.detect(request):
            match event:
                case StepDone(step=step, total=total):
                    yield Step(number, file.name, f"step {step} of {total}")
                case Finished(detection=detection):
                    if self.keep is not None:
                        self.keep(film, detection)
                    case = self._case(film.info, labels, detection)
                    yield Done(number, file.name, case, time.perf_counter() - started)

    def _case(self, film: FilmInfo, given: LabelledFilm | None, detection: Detection) -> Case:
        case = Case.new(film, self.scheme)
        if given is not None:
            case = case.taken_over(list(given.annotations.values()))
        # the maps of some hundred films would fill the memory, and the table does not need them
        detected = case.detected(at_rest(detection))
        return detected.followed(self.habit.on(detection.points)) if self.habit else detected
