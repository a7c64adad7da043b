"""The next start goes on where the work stood."""

import json
import os
import signal
import subprocess
import sys
import time
from dataclasses import asdict
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from PIL import Image

from landmark_gui.app import open_window
from landmark_gui.detection.detector import FakeDetector
from landmark_gui.domain.landmarks import LandmarkScheme
from landmark_gui.exchange.picture.png import write_png
from landmark_gui.paths import scheme_file
from landmark_gui.ui.canvas.viewport import ScreenPoint, Viewport
from landmark_gui.ui.main_window import MainWindow
from landmark_gui.ui.recording.whereabouts import FILE, LOCK, Place
from tests.ui.conftest import phantom

if TYPE_CHECKING:
    from collections.abc import Callable

    from pytestqt.qtbot import QtBot

    Start = Callable[..., MainWindow]

ROOT = Path(__file__).parents[2]


@pytest.fixture
def films(tmp_path: Path) -> Path:
    folder = tmp_path / "films"
    folder.mkdir()
    for seed in (1, 2, 3):
        write_png(folder / f"film-{seed}.png", phantom(seed))
    return folder


@pytest.fixture
def config(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("LANDMARK_GUI_CONFIG", str(tmp_path / "config"))
    return tmp_path / "config"


@pytest.fixture
def start(qtbot: "QtBot", config: Path, tmp_path: Path) -> "Start":
    del config
    windows: list[MainWindow] = []  # one that nobody holds would go before it could be closed

    def started(*paths: Path) -> MainWindow:
        names = LandmarkScheme.read(scheme_file("isbi19")).abbreviations
        detector = partial(FakeDetector, names)
        window = open_window(paths, detector, records=tmp_path / "record.sqlite")
        qtbot.addWidget(window, before_close_func=MainWindow.leave)
        windows.append(window)
        return window

    return started


def until_shown(qtbot: "QtBot", window: MainWindow, index: int) -> None:
    session = window.session
    qtbot.waitUntil(
        lambda: session.worklist.current == index and session.film is not None, timeout=8000
    )


def detected(window: MainWindow) -> bool:
    case = window.session.case
    return case is not None and case.detection is not None


def at_work(qtbot: "QtBot", window: MainWindow, config: Path) -> Viewport:
    """Go to the third film, select porion and enlarge; return what is seen when it was noted."""
    until_shown(qtbot, window, 0)
    window.session.show(2)
    until_shown(qtbot, window, 2)
    qtbot.waitUntil(lambda: detected(window), timeout=8000)  # it selects what is least sure
    window.session.select("Po")
    for _ in range(5):
        window.view.zoom_in()
    seen = window.view.viewport_now
    qtbot.waitUntil(lambda: Place.read(config / FILE).scale == seen.scale, timeout=3000)
    return seen


def test_after_a_hard_end_the_next_start_is_where_the_work_stood(
    qtbot: "QtBot", start: "Start", films: Path, config: Path
) -> None:
    first = start(films)
    seen = at_work(qtbot, first, config)
    first.whereabouts._lock.unlock()  # as the system does for a process that has died
    second = start()  # the first one never came to note that it was closed
    until_shown(qtbot, second, 2)
    qtbot.waitUntil(lambda: second.view.viewport_now.scale == pytest.approx(seen.scale))
    assert second.session.selected == "Po"
    said = second.messages.current
    assert said is not None
    assert "did not close properly" in said.text


def test_a_second_window_beside_one_at_work_tells_of_no_bad_end(
    qtbot: "QtBot", start: "Start", films: Path, config: Path
) -> None:
    first = start(films)
    at_work(qtbot, first, config)
    said = start().messages.current
    assert said is not None
    assert said.text == "Last time you worked on films."
    first.close()


@pytest.mark.parametrize("left", ["", "77\npython\nanother-machine\n\n\n"])
def test_a_lock_that_nobody_holds_is_no_window_at_work(
    qtbot: "QtBot", start: "Start", films: Path, config: Path, left: str
) -> None:
    first = start(films)
    at_work(qtbot, first, config)
    first.whereabouts._lock.unlock()
    (config / LOCK).write_text(left)
    said = start().messages.current
    assert said is not None
    assert "did not close properly" in said.text


def test_whoever_leaves_a_film_that_cannot_be_read_is_not_brought_back(
    qtbot: "QtBot", start: "Start", films: Path, config: Path
) -> None:
    first = start(films)
    at_work(qtbot, first, config)
    first.close()
    (films / "film-3.png").write_bytes(b"cut off")
    second = start(films)
    session = second.session
    qtbot.waitUntil(
        lambda: session.worklist.current == 2 and bool(session.worklist.entries[2].failure)
    )
    session.shelf._films.clear()  # as in a large folder: it has to be read first
    session.show(0)
    until_shown(qtbot, second, 0)
    qtbot.waitUntil(lambda: Place.read(config / FILE).film.endswith("film-1.png"), timeout=3000)


def test_after_a_good_end_going_on_is_offered(
    qtbot: "QtBot", start: "Start", films: Path, config: Path
) -> None:
    first = start(films)
    at_work(qtbot, first, config)
    first.close()
    second = start()
    assert len(second.session.worklist) == 0
    said = second.messages.current
    assert said is not None
    assert said.text == "Last time you worked on films."
    said.remedies[0].verb()
    until_shown(qtbot, second, 2)
    qtbot.waitUntil(lambda: second.session.selected == "Po")


def test_the_offer_to_go_on_goes_when_other_films_are_opened(
    qtbot: "QtBot", start: "Start", films: Path, config: Path
) -> None:
    first = start(films)
    at_work(qtbot, first, config)
    first.close()
    second = start()
    assert second.messages.current is not None
    second.session.open_demo()
    assert second.messages.current is None


def test_a_folder_that_is_opened_again_shows_the_film_of_the_last_time(
    qtbot: "QtBot", start: "Start", films: Path, config: Path
) -> None:
    first = start(films)
    at_work(qtbot, first, config)
    first.close()
    until_shown(qtbot, start(films), 2)


def test_a_film_that_is_fitted_above_a_bar_is_seen_whole_the_next_time(
    qtbot: "QtBot", start: "Start", films: Path, config: Path
) -> None:
    first = start(films)
    first.resize(1400, 620)
    until_shown(qtbot, first, 0)
    first.messages.warn("Something lies over the foot of the film.")
    whole = first.view.viewport_now.scale

    def gave_way() -> bool:
        first.view.fit()
        return first.view.viewport_now.scale < whole

    qtbot.waitUntil(gave_way, timeout=3000)
    first.close()
    assert Place.read(config / FILE).scale is None


def test_a_film_of_oblong_pixels_is_seen_again_where_it_was(
    qtbot: "QtBot", start: "Start", config: Path, tmp_path: Path
) -> None:
    film = tmp_path / "oblong.png"
    Image.fromarray(phantom(1).pixels[::2]).save(film, dpi=(300, 150))
    first = start(film)
    until_shown(qtbot, first, 0)
    qtbot.waitUntil(lambda: Place.read(config / FILE).film != "", timeout=3000)
    assert Place.read(config / FILE).scale is None  # the whole film
    first.view.look_at(first.view.viewport_now.zoomed(3.0, ScreenPoint(50, 60)))
    seen = first.view.viewport_now
    first.close()
    second = start(film)
    until_shown(qtbot, second, 0)
    qtbot.waitUntil(lambda: second.view.viewport_now.scale == pytest.approx(seen.scale))
    now = second.view.viewport_now
    assert (now.left, now.top, now.aspect) == pytest.approx((seen.left, seen.top, 2.0), rel=1e-3)


def test_other_films_are_shown_from_their_first_one_on(
    qtbot: "QtBot", start: "Start", films: Path, config: Path, tmp_path: Path
) -> None:
    first = start(films)
    at_work(qtbot, first, config)
    first.close()
    write_png(tmp_path / "other.png", phantom(2))
    other = start(tmp_path / "other.png")
    until_shown(qtbot, other, 0)
    assert other.messages.current is None


def test_films_that_are_gone_are_not_asked_for(start: "Start", films: Path, config: Path) -> None:
    gone = Place((str(films / "gone"),), "x", running=True)
    config.mkdir(exist_ok=True)
    gone.write(config / FILE)
    assert start().messages.current is None


@pytest.mark.parametrize(
    "text",
    [
        *("", "{", "[]", "{}", '{"paths": 7}', '{"paths": [], "scale": "big"}', '{"new": 1}'),
        '{"paths": ["/films"], "page": -3}',
    ],
)
def test_nonsense_in_the_file_is_ignored(tmp_path: Path, text: str) -> None:
    (tmp_path / FILE).write_text(text)
    assert Place.read(tmp_path / FILE) == Place()


def test_a_place_reads_back_as_it_was_written(tmp_path: Path) -> None:
    place = Place(("/films",), "/films/a.png", "S", 1.5, 10.25, 20.5, running=True)
    place.write(tmp_path / "new" / FILE)
    assert Place.read(tmp_path / "new" / FILE) == place
    place.write(tmp_path / "new" / FILE / "no folder")  # nowhere to write to: no error either


def test_what_a_newer_version_says_beside_it_hides_no_place(tmp_path: Path) -> None:
    place = Place(("a", "b"), "a", "S", 2.0, 3.0, 4.0, running=False, page=1)
    said = {**asdict(place), "tilt_deg": 1.5}
    (tmp_path / FILE).write_text(json.dumps(said))
    assert Place.read(tmp_path / FILE) == place


KILLED = """
import sys
from pathlib import Path
from PySide6.QtWidgets import QApplication
from landmark_gui.app import open_window
from landmark_gui.detection.detector import FakeDetector
application = QApplication([])
def detector():
    return FakeDetector(window.session.scheme.abbreviations)
window = open_window([Path(sys.argv[1])], detector, records=Path(sys.argv[2]))
def go():
    if window.session.worklist.current == 0 and window.session.film is not None:
        window.session.show(1)
window.session.changed.connect(go)
application.exec()
"""


@pytest.mark.skipif(sys.platform == "win32", reason="kills by a signal")
def test_a_window_that_was_killed_comes_back_at_its_film(
    qtbot: "QtBot", start: "Start", films: Path, config: Path, tmp_path: Path
) -> None:
    own = {"PYTHONPATH": str(ROOT), "LANDMARK_GUI_CONFIG": str(config)}
    process = subprocess.Popen(
        [sys.executable, "-c", KILLED, str(films), str(tmp_path / "record.sqlite")],
        env=os.environ | own,
    )
    try:
        deadline = time.monotonic() + 60
        while not Place.read(config / FILE).film.endswith("film-2.png"):
            assert time.monotonic() < deadline
            time.sleep(0.05)
    finally:
        process.send_signal(signal.SIGKILL)
        process.wait()
    assert json.loads((config / FILE).read_text())["running"]
    until_shown(qtbot, start(), 1)


def test_a_file_nested_without_end_is_ignored(tmp_path: Path) -> None:
    (tmp_path / FILE).write_text("[" * 200_000)
    assert Place.read(tmp_path / FILE) == Place()


def test_the_folder_of_the_film_shown_is_offered_and_none_that_was_set_aside(
    qtbot: "QtBot", start: "Start", films: Path, tmp_path: Path
) -> None:
    other = tmp_path / "other"
    other.mkdir()
    write_png(other / "film-4.png", phantom(4))
    first = start(films, other)
    qtbot.waitUntil(lambda: len(first.session.worklist) == 4, timeout=8000)
    first.session.show(0)
    until_shown(qtbot, first, 0)
    first.close()
    second = start()
    said = second.messages.current
    assert said is not None
    assert said.text == "Last time you worked on films."
    said.remedies[0].verb()
    qtbot.waitUntil(lambda: len(second.session.worklist) == 4, timeout=8000)
    second.session.mark(frozenset({3}))
    second.menus["set_aside"].trigger()
    second.close()
    qtbot.waitUntil(lambda: not second.isVisible(), timeout=8000)  # not before the film is read
    third = start()
    assert third.messages.current is not None
    third.messages.current.remedies[0].verb()
    qtbot.waitUntil(lambda: len(third.session.worklist) == 3, timeout=8000)
