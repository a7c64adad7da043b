"""A folder of thousands of films stays in memory, so a film must not take much."""

import gc
import tracemalloc
from dataclasses import replace
from pathlib import Path

from landmark_gui.detection.detector import FakeDetector
from landmark_gui.detection.events import Finished, Request, Settings
from landmark_gui.document.case import Case
from landmark_gui.document.history import History
from landmark_gui.domain.annotation import Stamp
from landmark_gui.domain.cephalogram import FilmInfo
from landmark_gui.domain.packed import AT_HAND
from landmark_gui.domain.prediction import Detection
from landmark_gui.phantom.phantom import make_phantom
from landmark_gui.records.record import Record, Restored
from landmark_gui.records.replay import Writer, difference
from tests.document.cases import SCHEME

FILMS = 100
LIMIT_BYTES = 18_000  # with regions, candidates and confirmed landmarks; as values it is 38,000


def test_a_film_from_the_record_takes_little_memory(tmp_path: Path) -> None:
    said = detected()
    with Record.open(tmp_path / "record.sqlite") as record:
        for number in range(AT_HAND + FILMS):
            write(record, film(number), said)
        tracemalloc.start()
        try:
            others = restored(record, range(AT_HAND))  # the few that stay at hand as values
            before = traced()
            films = restored(record, range(AT_HAND, AT_HAND + FILMS))
            each = (traced() - before) / FILMS
        finally:
            tracemalloc.stop()
    assert len(others) + len(films) == AT_HAND + FILMS
    assert each < LIMIT_BYTES


def detected() -> Detection:
    request = Request(0, make_phantom(0, height_px=120).film, Settings(steps=1))
    *_, done = FakeDetector(SCHEME.abbreviations).detect(request)
    assert isinstance(done, Finished)
    return done.detection


def film(number: int) -> FilmInfo:
    return FilmInfo(f"{number}.png", f"{number:064d}", 100, 200)


def write(record: Record, info: FilmInfo, said: Detection) -> None:
    stamp = Stamp.now("reader")
    fresh = History(Case.new(info, SCHEME))
    case = fresh.current.detected(replace(said, film_sha256=info.sha256))
    done = History(case).record("Confirm all", case.all_confirmed(stamp))
    record.append(info, difference(fresh, done, Writer(stamp, SCHEME.name)))


def restored(record: Record, numbers: range) -> list[Restored]:
    return [record.restore(film(number), SCHEME) for number in numbers]


def traced() -> int:
    gc.collect()
    return tracemalloc.get_traced_memory()[0]
