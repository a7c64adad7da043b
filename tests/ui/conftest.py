"""A window with small phantoms and a detector that needs no weights."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from functools import cache
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessibleAnnouncementEvent
from pytestqt.qtbot import QtBot

from landmark_gui.detection.detector import FakeDetector
from landmark_gui.detection.runner import Runner
from landmark_gui.document.case import Case
from landmark_gui.document.worklist import Progress
from landmark_gui.domain.cephalogram import Cephalogram
from landmark_gui.domain.landmarks import LandmarkScheme
from landmark_gui.exchange.incoming import Incoming
from landmark_gui.exchange.registry import Format
from landmark_gui.imaging.errors import UnreadableFilm
from landmark_gui.paths import config_folder, scheme_file
from landmark_gui.phantom.phantom import make_phantom
from landmark_gui.ui.columns import SIZE
from landmark_gui.ui.main_window import MainWindow
from landmark_gui.ui.preferences import Preferences
from landmark_gui.ui.shelf import Shelf
from landmark_gui.ui.sources import FilmSource
from landmark_gui.ui.transfers.comparing import Comparing
from landmark_gui.ui.transfers.exchange_words import Sections
from landmark_gui.ui.transfers.export_offer import Asked, Offer, Previews
from landmark_gui.ui.transfers.import_offer import Arrivals
from tests.ui.hand import Hand

HEIGHT_PX = 480
BROKEN = "The file is damaged or cut off."


@cache
def phantom(seed: int) -> Cephalogram:
    return make_phantom(seed, height_px=HEIGHT_PX).film


@pytest.fixture(scope="session")
def scheme() -> LandmarkScheme:
    return LandmarkScheme.read(scheme_file("isbi19"))


@pytest.fixture(autouse=True)
def decimal_point(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let what is copied be the same whatever country the tests run in."""
    monkeypatch.setattr("landmark_gui.ui.widgets.clipboard.decimal_sign", lambda: ".")


@pytest.fixture
def film() -> Cephalogram:
    return phantom(1)


def source(seed: int) -> FilmSource:
    def read(name: str) -> Cephalogram:
        made = phantom(seed)
        return replace(made, info=replace(made.info, name=name))

    return FilmSource(f"film-{seed}", f"key-{seed}", read)


def named(name: str) -> FilmSource:
    return replace(source(1), name=name, key=f"key-{name}")


def broken_source() -> FilmSource:
    def read(_: str) -> Cephalogram:
        raise UnreadableFilm(BROKEN)

    return FilmSource("broken", "key-broken", read)


@dataclass
class FakeDialogs:
    """Answers what the test has put in."""

    films: list[Path] = field(default_factory=list)
    folder: Path | None = None
    export: Path | None = None
    suggested: Path | None = None
    asked: Asked | None = None
    offer: Offer | None = None
    picture: Path | None = None
    table: Path | None = None
    labels: Path | None = None
    replace: bool = False
    shown: Sections = ()
    comparing: Callable[[], Comparing] | None = None

    def ask_films(self) -> list[Path]:
        return self.films

    def ask_folder(self) -> Path | None:
        return self.folder

    def ask_how(self, offer: Offer, previews: Previews, then: Callable[[Asked], None]) -> None:
        del previews
        self.offer = offer
        then(self.asked or offer.asked)

    def ask_export(self, suggestion: Path, wanted: Format) -> Path | None:
        assert suggestion.name.endswith(wanted.suffix)
        self.suggested = suggestion
        return self.export

    def ask_export_folder(self, folder: Path) -> Path | None:
        self.suggested = folder
        return self.export

    def ask_picture(self, suggestion: Path) -> Path | None:
        self.suggested = suggestion
        return self.picture

    def ask_table(self, suggestion: Path) -> Path | None:
        self.suggested = suggestion
        return self.table

    def ask_import(
        self,
        arrivals: Arrivals,
        then: Callable[[Incoming, bool], None],
        first: Path | None = None,
    ) -> None:
        def agree(come: Incoming, sections: Sections) -> None:
            self.shown = sections
            then(come, self.replace)

        def refuse(sections: Sections) -> None:
            self.shown = sections

        labels = first or self.labels
        assert labels is not None
        arrivals.ready.connect(agree, Qt.ConnectionType.SingleShotConnection)
        arrivals.refused.connect(refuse, Qt.ConnectionType.SingleShotConnection)
        arrivals.wanted.emit(labels, self.replace)

    def show_readers(self, make_comparing: Callable[[], Comparing]) -> None:
        self.comparing = make_comparing


@dataclass
class Bench:
    """A window with what a test needs to work on it."""

    window: MainWindow
    dialogs: FakeDialogs
    qtbot: QtBot

    def open(self, count: int = 1, *, broken: bool = False) -> None:
        """Add films; which are detected in the background."""
        more = [broken_source()] if broken else []
        self.window.session.add([*map(source, range(1, count + 1)), *more])

    def start(self, detector: Callable[[], FakeDetector] | None = None) -> None:
        """Take a detector into use."""
        names = self.window.session.scheme.abbreviations
        self.window.attach(Runner(detector or (lambda: FakeDetector(names))))

    def until(self, holds: Callable[[], bool]) -> None:
        """Wait for something."""
        self.qtbot.waitUntil(holds, timeout=8000)

    def until_shown(self) -> None:
        """Wait for the current film."""
        self.until(lambda: self.window.session.film is not None)

    def until_detected(self) -> Case:
        """Wait for the current film's prediction."""
        self.until(self._detected)
        case = self.window.session.case
        assert case is not None
        return case

    def _detected(self) -> bool:
        session = self.window.session
        return session.film is not None and bool(session.case and session.case.detection)

    @property
    def hand(self) -> Hand:
        """Someone's hands at its mouse and keyboard."""
        return Hand(self)

    @property
    def current(self) -> int:
        """The film shown, by its place in the list."""
        return self.window.session.worklist.current

    @property
    def said(self) -> str:
        """What the message that is shown says; empty without one."""
        message = self.window.messages.current
        return message.text if message else ""

    def progress(self) -> list[Progress]:
        return [entry.progress for entry in self.window.session.worklist.entries]


@pytest.fixture
def bench(qtbot: QtBot, scheme: LandmarkScheme) -> Iterator[Bench]:
    dialogs = FakeDialogs()
    window = MainWindow(scheme, "reader", Preferences(config_folder()), dialogs)
    window.resize(SIZE)  # the screen of the tests is smaller than that
    with qtbot.waitExposed(window):
        window.show()
    window.activateWindow()
    window.view.setFocus()
    yield Bench(window, dialogs, qtbot)
    window.leave()
    window.deleteLater()


@pytest.fixture
def another(bench: Bench, tmp_path: Path) -> Iterator[Callable[[], Bench]]:
    """Makes windows that keep one record, and one place where the work stood."""
    made: list[MainWindow] = []

    def make() -> Bench:
        scheme = bench.window.session.scheme
        window = MainWindow(scheme, "reader", Preferences(config_folder()), bench.dialogs)
        window.open_record(tmp_path / "record.sqlite")
        window.show()
        made.append(window)
        return Bench(window, bench.dialogs, bench.qtbot)

    yield make
    for window in made:
        window.leave()
        window.deleteLater()


@pytest.fixture
def heard(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What a screen reader reads out."""
    said: list[str] = []

    class Listening:
        @staticmethod
        def isActive() -> bool:  # noqa: N802 - Qt's own name
            return True

        @staticmethod
        def updateAccessibility(event: QAccessibleAnnouncementEvent) -> None:  # noqa: N802 - as above
            said.append(event.message())

    monkeypatch.setattr("landmark_gui.ui.widgets.spoken.QAccessible", Listening)
    return said


@pytest.fixture
def detected(bench: Bench) -> Bench:
    """A window in which one film has been detected and sella is selected."""
    bench.open(1)
    bench.start()
    bench.until_detected()
    bench.window.session.select("S")
    return bench


@pytest.fixture
def hand(detected: Bench) -> Iterator[Hand]:
    """A film with predictions, sella selected, the focus on the film."""
    made = Hand(detected)
    made.view.setFocus()
    yield made
    made.key(Qt.Key.Key_Escape)


@pytest.fixture
def two(bench: Bench) -> Hand:
    """Two films with predictions."""
    bench.open(2)
    bench.start()
    bench.until(lambda: bench.progress() == [Progress.PREDICTED] * 2)
    bench.until_shown()
    made = Hand(bench)
    made.view.setFocus()
    return made


@pytest.fixture
def _no_time(monkeypatch: pytest.MonkeyPatch) -> None:
    """Only the film shown and the one after it are read, as at first in a large folder."""
    monkeypatch.setattr(Shelf, "fetch_thumbnails", lambda _: None)
    monkeypatch.setattr(Shelf, "see", lambda *_: None)
