"""The window as a whole: actions, messages, appearance, errors, leaving."""

import sys
import threading
import time
from collections import Counter
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, get_type_hints

import pytest
from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QKeySequence
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel

from landmark_gui.detection.detector import FakeDetector
from landmark_gui.domain.cephalogram import Cephalogram
from landmark_gui.domain.geometry import Point
from landmark_gui.exchange.formats.csv import read_csv
from landmark_gui.paths import resource
from landmark_gui.ui.actions.every_action import ACTIONS
from landmark_gui.ui.actions.possible import When
from landmark_gui.ui.canvas.overlay import Overlay
from landmark_gui.ui.display import Changes, Display, Heat
from landmark_gui.ui.messages import Tone
from landmark_gui.ui.panels.key_list import KeyList
from landmark_gui.ui.preferences import Preferences
from landmark_gui.ui.sources import FilmSource
from landmark_gui.ui.theme import DARK, LIGHT, Appearance, style_sheet
from landmark_gui.ui.transfers.in_the_way import free_path
from tests.ui.conftest import phantom

if TYPE_CHECKING:
    from tests.conftest import Records
    from tests.ui.conftest import Bench

EVERY = [action for actions in ACTIONS.values() for action in actions]


def test_every_action_has_a_verb_and_its_icon_exists(bench: "Bench") -> None:
    verbs = bench.window.menus._verbs
    assert sorted(verbs) == sorted(action.id for action in EVERY)
    missing = [a.icon for a in EVERY if a.icon and not resource("icons", f"{a.icon}.svg").is_file()]
    assert missing == []


def test_no_two_actions_share_a_key_and_every_key_is_one() -> None:
    keys = Counter(QKeySequence(key).toString() for action in EVERY for key in action.keys)
    assert [key for key, count in keys.items() if count > 1 or not key] == []


def test_every_condition_is_one_of_some_action() -> None:
    assert {action.when for action in EVERY} == {None, *When}


def test_with_nothing_open_only_what_makes_sense_can_be_done(bench: "Bench") -> None:
    possible = {action.id for action in EVERY if bench.window.menus[action.id].isEnabled()}
    assert "open_folder" in possible
    assert possible.isdisjoint({"export", "undo", "confirm", "missing", "detect", "fit", "cancel"})


def test_f1_lists_every_key(bench: "Bench") -> None:
    QTest.keyClick(bench.window.view, Qt.Key.Key_F1)
    (keys,) = bench.window.findChildren(KeyList)
    text = keys.findChild(QLabel, "keys").text()  # type: ignore[union-attr]  # it is there
    assert all(action.text.rstrip("…").split("%")[0] in text for action in EVERY if action.keys)
    keys.close()


def test_both_appearances_fill_the_style_sheet_and_can_be_chosen(bench: "Bench") -> None:
    assert "$" not in style_sheet(LIGHT).partition("*/")[2]
    bench.window.menus["theme_dark"].trigger()
    assert bench.window._theme is DARK
    bench.window.menus["theme_light"].trigger()
    assert bench.window._theme is LIGHT
    assert bench.window.menus["theme_light"].isChecked()
    assert not bench.window.menus["theme_dark"].isChecked()


def test_every_switch_of_the_display_can_be_changed_and_no_other() -> None:
    assert get_type_hints(Changes) == get_type_hints(Display)


def test_the_heatmap_is_shown_of_nothing_of_one_or_of_all(detected: "Bench") -> None:
    menus = detected.window.menus

    def overlay() -> Overlay:
        return detected.window.view._overlay

    assert overlay().heat_of == ()
    menus["heat_selected"].trigger()
    assert overlay().heat_of == ("S",)
    detected.window.session.select("Go")
    assert overlay().heat_of == ("Go",)
    menus["heat_all"].trigger()
    assert len(overlay().heat_of) == 19
    detected.window.panels.view_bar._opacity.setValue(30)
    assert overlay().opacity == 0.3


def test_the_ring_of_the_selected_landmark_is_always_shown_the_others_on_request(
    detected: "Bench",
) -> None:
    def ringed() -> set[str]:
        regions = detected.window.view._landmarks._regions
        return {name for name, item in regions.items() if item._ring}

    assert ringed() == {"S"}
    detected.window.menus["rings"].trigger()
    assert len(ringed()) == 19


def test_export_writes_the_table_and_never_replaces_one_unasked(
    detected: "Bench", tmp_path: Path
) -> None:
    path = tmp_path / "landmarks.csv"
    path.write_text("precious")
    detected.dialogs.export = path
    detected.window.menus["export"].trigger()
    detected.qtbot.wait(100)
    assert path.read_text() == "precious"
    message = detected.window.messages.current
    assert message is not None
    assert [remedy.text for remedy in message.remedies] == ["Replace it", "Save as landmarks-2.csv"]
    message.remedies[1].verb()
    detected.until((tmp_path / "landmarks-2.csv").exists)
    assert path.read_text() == "precious"
    message.remedies[0].verb()
    detected.until(lambda: path.read_text() != "precious")
    assert len(read_csv(path)["film-1"].annotations) == 19


def test_an_export_that_fails_is_said(detected: "Bench", tmp_path: Path) -> None:
    detected.dialogs.export = tmp_path / "nowhere" / "landmarks.csv"
    detected.window.menus["export"].trigger()
    detected.until(lambda: detected.window.messages.current is not None)
    assert detected.window.messages.current is not None
    assert detected.window.messages.current.tone is Tone.ERROR
    assert len(detected.window.session.unexported) == 0  # nothing was decided yet


def test_a_free_name_is_found(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    assert free_path(path) == path
    path.touch()
    (tmp_path / "a-2.csv").touch()
    assert free_path(path).name == "a-3.csv"


def test_leaving_with_decisions_that_were_not_exported_is_asked_about_once(
    detected: "Bench",
) -> None:
    detected.window.correcting.confirm()
    assert not detected.window.close()
    message = detected.window.messages.current
    assert message is not None
    message.remedies[-1].verb()
    assert not detected.window.isVisible()


def test_the_window_closes_within_three_seconds_while_a_detection_runs(bench: "Bench") -> None:
    names = bench.window.session.scheme.abbreviations
    bench.open(2)
    bench.start(partial(FakeDetector, names, 0.4))
    bench.until(lambda: bench.window.queue.detections.job is not None)
    begun = time.monotonic()
    assert bench.window.close()
    assert time.monotonic() - begun < 3
    ending = [t for t in threading.enumerate() if t.name in {"detector", "files"}]
    for thread in ending:  # on a busy machine the work at hand may last longer than the window
        thread.join(20)
        assert not thread.is_alive()


def test_all_work_at_hand_is_waited_for_together_when_the_window_closes(
    bench: "Bench", monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("landmark_gui.ui.main_window.CLOSING_S", 1.5)
    goes_on = threading.Event()
    names = bench.window.session.scheme.abbreviations
    bench.open()
    bench.start(partial(FakeDetector, names, 4.0))
    bench.until(lambda: bench.window.queue.detections.job is not None)
    bench.window.session.background.run(lambda: goes_on.wait(20), print, print)
    begun = time.monotonic()
    assert bench.window.close()
    assert 1.5 <= time.monotonic() - begun < 2.9
    goes_on.set()
    for thread in [t for t in threading.enumerate() if t.name in {"detector", "files"}]:
        thread.join(20)
        assert not thread.is_alive()


def test_the_window_closes_only_when_a_file_is_written_that_was_asked_for(
    bench: "Bench", tmp_path: Path
) -> None:
    goes_on = threading.Event()
    bench.open()
    bench.until_shown()
    bench.window.correcting.move("S", Point(3, 4))
    bench.dialogs.export = tmp_path / "out.csv"
    bench.window.session.background.keep(lambda: goes_on.wait(20), print, print)
    bench.window.menus["export"].trigger()
    assert not bench.window.close()
    message = bench.window.messages.current
    assert message is not None
    assert "still being written" in message.text
    goes_on.set()
    bench.until(lambda: not bench.window.isVisible())
    assert (tmp_path / "out.csv").exists()


def test_a_film_that_cannot_be_read_to_its_end_holds_up_no_export_and_no_closing(
    detected: "Bench", tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("landmark_gui.ui.panels.film_area.PATIENCE_MS", 30)
    goes_on, window = threading.Event(), detected.window

    def hang(_: str) -> Cephalogram:
        goes_on.wait(20)
        return phantom(2)

    window.correcting.move("S", Point(3, 4))
    window.session.add([FilmSource("far away", "key", hang)])
    page = window.panels.area._waiting
    detected.until(lambda: page._title.text() == "Still reading")
    assert window.panels.area.currentWidget() is page
    assert "far away" in page._text.text()
    detected.dialogs.export = tmp_path / "out.csv"
    window.menus["export"].trigger()
    detected.until(lambda: not window.session.background.owing)
    assert (tmp_path / "out.csv").exists()
    assert window.close()
    goes_on.set()


@pytest.mark.parametrize("below", [False, True], ids=["nothing below", "an error below"])
def test_whoever_takes_the_sentence_away_stays(bench: "Bench", *, below: bool) -> None:
    goes_on, messages = threading.Event(), bench.window.messages
    if below:
        messages.error("Nothing is being saved.", holds=lambda: True)
    background = bench.window.session.background
    background.keep(lambda: goes_on.wait(20), lambda _: messages.info("It is saved."), print)
    assert not bench.window.close()
    messages.say(None)
    with bench.qtbot.waitSignal(background.settled):
        goes_on.set()
    assert bench.said == "It is saved."
    assert bench.window.isVisible()


def test_a_message_that_comes_meanwhile_is_read_before_the_window_closes(bench: "Bench") -> None:
    goes_on, background = threading.Event(), bench.window.session.background
    background.keep(lambda: goes_on.wait(20), print, print)
    assert not bench.window.close()
    bench.window.messages.error("The drive is full.")
    with bench.qtbot.waitSignal(background.settled):
        goes_on.set()
    assert bench.window.isVisible()


def test_an_error_nobody_expected_is_logged_and_told_once_and_the_window_stays(
    bench: "Bench", log_records: "Records"
) -> None:
    def broken() -> None:
        raise ZeroDivisionError("of the test")

    told: list[object] = []
    bench.window.messages.said.connect(told.append)
    bench.window.crash.install()
    bench.qtbot.addWidget(bench.window)
    with bench.qtbot.captureExceptions():  # pytest-qt's own hook steps aside
        bench.window.crash.install()
        for _ in range(3):
            QTimer.singleShot(0, broken)
        bench.until(lambda: len(log_records.seen) == 3)
        bench.qtbot.wait(30)
        sys.excepthook = sys.__excepthook__
    assert len(log_records.take()) == 3
    assert len(told) == 1
    assert bench.window.isVisible()


def test_an_error_in_a_thread_is_told_in_the_gui_thread(
    bench: "Bench", log_records: "Records"
) -> None:
    args = threading.ExceptHookArgs((ValueError, ValueError("of the test"), None, None))
    thread = threading.Thread(target=bench.window.crash._on_thread_error, args=(args,))
    thread.start()
    thread.join()
    assert bench.window.messages.current is None
    bench.until(lambda: bench.window.messages.current is not None)
    assert log_records.take() == ["unexpected error"]


def test_switches_are_remembered_and_nonsense_in_the_file_is_ignored(tmp_path: Path) -> None:
    chosen = Display(
        heat=Heat.ALL, opacity=0.25, labels=False, rings=True, appearance=Appearance.DARK
    )
    Preferences(tmp_path).remember_display(chosen)
    assert Preferences(tmp_path).display() == chosen
    (tmp_path / "window.ini").write_text("[General]\nheat=warm\nopacity=much\nappearance=7\n")
    assert Preferences(tmp_path).display() == Display()


@pytest.mark.parametrize(("kept", "shown"), [("7", 1.0), ("-1", 0.05), ("nan", 0.05)])
def test_a_heatmap_is_never_shown_stronger_than_full_nor_not_at_all(
    tmp_path: Path, kept: str, shown: float
) -> None:
    (tmp_path / "window.ini").write_text(f"[General]\nopacity={kept}\n")
    assert Preferences(tmp_path).display().opacity == shown


def test_what_lies_under_the_cursor_is_said(detected: "Bench") -> None:
    detected.window._on_point(Point(10.5, 20.5))
    film = detected.window.session.film
    assert film is not None
    assert detected.window.panels.status._place.text().endswith(f"grey {film.film.pixels[20, 10]}")
    detected.window._on_point(None)
    assert detected.window.panels.status._place.text() == ""
