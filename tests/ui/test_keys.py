"""Keys of one's own: conflicts, what is remembered, what is shown."""

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QLineEdit

from landmark_gui.domain.annotation import Status
from landmark_gui.domain.cephalogram import Window
from landmark_gui.paths import config_folder
from landmark_gui.ui import words
from landmark_gui.ui.actions.film_actions import EVERY_ACTION, PAN
from landmark_gui.ui.keymap import Keymap
from landmark_gui.ui.panels.key_dialog import ID, KeyDialog
from landmark_gui.ui.panels.key_list import KeyList, key_table
from landmark_gui.ui.preferences import Preferences
from landmark_gui.ui.theme import DARK, LIGHT
from landmark_gui.ui.widgets.key_recorder import KeyRecorder

if TYPE_CHECKING:
    from tests.ui.conftest import Bench

KEY, CTRL, SHIFT = (
    Qt.Key,
    Qt.KeyboardModifier.ControlModifier,
    Qt.KeyboardModifier.ShiftModifier,
)
NO_KEY: tuple[str, ...] = ()


def test_a_key_has_one_owner_and_the_standard_ones_have_no_conflict() -> None:
    keymap = Keymap()
    owners = {key: keymap.owner(key, "") for action in EVERY_ACTION for key in keymap.of(action.id)}
    for action in EVERY_ACTION:
        for key in keymap.of(action.id):
            if action.id != PAN:
                owner = owners[key]
                assert owner is not None
                assert owner.id == action.id


def test_a_key_that_is_given_to_an_action_is_taken_from_the_other_until_it_is_given_up() -> None:
    given = Keymap().given("labels", 0, "F")
    assert given.of("labels") == ("F",)
    assert given.of("fit") == NO_KEY
    again = given.given("loupe", 1, "F")
    assert again.of("loupe") == ("Q", "F")
    assert again.of("labels") == NO_KEY
    assert given.reset("labels").of("fit") == ("F",)
    assert given.reset("fit").of("labels") == NO_KEY
    assert given.reset("labels").chosen == {}


def test_the_key_of_panning_may_do_something_else_when_it_is_tapped() -> None:
    keymap = Keymap().given(PAN, 0, "X")
    assert keymap.of(PAN) == ("X",)
    assert keymap.given(PAN, 0, "F").of("fit") == ("F",)
    assert keymap.by_key("Space") == "next_review"
    assert keymap.owner("F", PAN) is None


def test_what_is_kept_reads_back_and_nonsense_in_the_file_is_ignored(tmp_path: Path) -> None:
    keymap = Keymap().given("fit", 0, "Ctrl+Alt+F").given("undo", 0, "")
    Preferences(tmp_path).remember_keymap(keymap)
    assert Preferences(tmp_path).keymap() == keymap
    for nonsense in ("[1]", "{", '{"fit": 7}', '{"nothing": ["F"], "fit": ["Wibble"]}'):
        (tmp_path / "window.ini").write_text(f"[General]\nkeys={nonsense!r}\n")
        assert Preferences(tmp_path).keymap().of("loupe") == ("Q",)


@pytest.fixture
def dialog(detected: "Bench") -> KeyDialog:
    detected.window.menus["edit_keys"].trigger()
    (made,) = detected.window.findChildren(KeyDialog)
    return made


def status(bench: "Bench") -> Status:
    assert bench.window.session.case is not None
    return bench.window.session.case.annotations["S"].status


def choose(dialog: KeyDialog, action_id: str) -> None:
    model = dialog.table.model()
    row = next(r for r in range(model.rowCount()) if model.index(r, 2).data(ID) == action_id)
    dialog.table.setCurrentIndex(model.index(row, 2))


def record(dialog: KeyDialog, key: Qt.Key, held: Qt.KeyboardModifier | None = None) -> None:
    QTest.keyClick(dialog.table, KEY.Key_Return)
    recorder = dialog.table.findChildren(KeyRecorder)[-1]
    QTest.keyClick(recorder, key, held or Qt.KeyboardModifier.NoModifier)


def test_a_new_key_counts_at_once_everywhere_and_after_the_next_start(
    detected: "Bench", dialog: KeyDialog
) -> None:
    window = detected.window
    choose(dialog, "missing")
    record(dialog, KEY.Key_X, CTRL)
    dialog.close()
    window.activateWindow()
    detected.until(window.isActiveWindow)
    QTest.keyClick(window.view, KEY.Key_M)
    assert status(detected) is Status.PREDICTED
    QTest.keyClick(window.view, KEY.Key_X, CTRL)
    assert status(detected) is Status.MISSING
    assert "Ctrl+X" in window.menus["missing"].toolTip()
    window.menus["shortcuts"].trigger()
    (shown,) = window.findChildren(KeyList)
    label = shown.findChild(QLabel, "keys")
    assert label is not None
    assert "Ctrl+X" in label.text()
    shown.close()
    assert Preferences(config_folder()).keymap().of("missing") == ("Ctrl+X",)


def test_keys_of_the_film_itself_can_be_changed_too(detected: "Bench", dialog: KeyDialog) -> None:
    session = detected.window.session
    choose(dialog, "nudge_left_1")
    record(dialog, KEY.Key_J)
    dialog.close()
    assert session.case is not None
    before = session.case.annotations["S"].point
    QTest.keyClick(detected.window.view, KEY.Key_J)
    assert before is not None
    assert session.case.annotations["S"].point == before.moved(-1, 0)


def test_a_sign_that_needs_shift_can_move_a_landmark(detected: "Bench", dialog: KeyDialog) -> None:
    session = detected.window.session
    choose(dialog, "nudge_left_1")
    record(dialog, KEY.Key_Greater, Qt.KeyboardModifier.ShiftModifier)
    dialog.close()
    assert Preferences(config_folder()).keymap().of("nudge_left_1") == (">",)
    assert session.case is not None
    before = session.case.annotations["S"].point
    QTest.keyClick(detected.window.view, KEY.Key_Greater, Qt.KeyboardModifier.ShiftModifier)
    assert before is not None
    assert session.case.annotations["S"].point == before.moved(-1, 0)


def test_a_conflict_is_a_sentence_and_is_taken_over_only_when_asked(
    detected: "Bench", dialog: KeyDialog
) -> None:
    choose(dialog, "missing")
    record(dialog, KEY.Key_F)
    assert dialog.sentence.text() == "F is already used for “Fit film”. Nothing was changed."
    assert detected.window.menus.keymap == Keymap()
    dialog.use.click()
    assert detected.window.menus.keymap.of("missing") == ("F",)
    assert detected.window.menus.keymap.of("fit") == NO_KEY
    assert dialog.use.isHidden()


def test_a_key_that_opens_a_menu_is_given_to_no_action(
    detected: "Bench", dialog: KeyDialog
) -> None:
    choose(dialog, "missing")
    record(dialog, KEY.Key_F)
    record(dialog, KEY.Key_M, Qt.KeyboardModifier.AltModifier)
    assert dialog.sentence.text() == "Alt+M already opens the Film menu. Nothing was changed."
    assert dialog.use.isHidden()
    assert detected.window.menus.keymap == Keymap()
    record(dialog, KEY.Key_Z, Qt.KeyboardModifier.AltModifier)
    assert detected.window.menus.keymap.of("missing") == ("Alt+Z",)


def test_delete_takes_a_key_away_and_reset_brings_it_back(
    detected: "Bench", dialog: KeyDialog
) -> None:
    menus = detected.window.menus
    choose(dialog, "missing")
    QTest.keyClick(dialog.table, KEY.Key_Delete)
    assert menus["missing"].shortcuts() == []
    dialog.reset.click()
    assert [key.toString() for key in menus["missing"].shortcuts()] == ["M"]
    choose(dialog, "confirm")
    record(dialog, KEY.Key_Tab)  # a dialog would go to the next field, a shortcut would fire
    dialog.use.click()
    assert menus.keymap.of("confirm") == ("Tab", "Enter")
    dialog.reset_all.click()
    assert menus.keymap == Keymap()


def test_esc_leaves_the_recorder_and_not_the_dialog(dialog: KeyDialog) -> None:
    choose(dialog, "missing")
    record(dialog, KEY.Key_Escape)
    assert dialog.isVisible()
    assert "Delete" in dialog.sentence.text()


def test_every_action_is_listed_and_found_by_name_or_key(dialog: KeyDialog) -> None:
    model = dialog.table.model()
    assert model.rowCount() == len(EVERY_ACTION)
    QTest.keyClicks(dialog.search, "ctrl+z")
    assert [model.index(row, 1).data() for row in range(model.rowCount())] == ["Undo"]


@pytest.mark.parametrize(("key", "held", "taken"), [(KEY.Key_Question, SHIFT, "?")])
def test_a_sign_is_taken_down_without_the_shift_it_needs(
    dialog: KeyDialog, key: Qt.Key, held: Qt.KeyboardModifier, taken: str
) -> None:
    heard: list[str] = []
    recorder = KeyRecorder(dialog)
    assert isinstance(recorder, QLineEdit)
    recorder.recorded.connect(heard.append)
    QTest.keyClick(recorder, key, held)
    QTest.keyClick(recorder, KEY.Key_Shift)
    assert heard == [taken]


def test_a_digit_that_needs_shift_is_the_digit_and_told_as_a_conflict(
    detected: "Bench", dialog: KeyDialog
) -> None:
    choose(dialog, "labels")
    record(dialog, KEY.Key_1, SHIFT)
    assert dialog.sentence.text() == "1 is already used for “No heatmap”. Nothing was changed."
    assert detected.window.menus.keymap == Keymap()


def test_the_list_of_keys_opens_again_after_it_was_closed(bench: "Bench") -> None:
    for _ in range(2):
        bench.window.menus["shortcuts"].trigger()
        dialog = bench.window.findChild(KeyList)
        assert dialog is not None
        assert dialog.isVisible()
        dialog.close()
        QApplication.processEvents()
    assert len(bench.window.findChildren(KeyList)) == 1


def test_the_open_list_of_keys_follows_the_theme(bench: "Bench") -> None:
    bench.window.menus["theme_light"].trigger()
    bench.window.menus["shortcuts"].trigger()
    (shown,) = bench.window.findChildren(KeyList)
    label = shown.findChild(QLabel, "keys")
    assert label is not None
    for theme in (DARK, LIGHT):
        bench.window.menus[f"theme_{theme.name}"].trigger()
        assert label.text() == key_table(theme, bench.window.menus.keymap)


def chip(bench: "Bench") -> str:
    return bench.window.panels.area._chip.text()


@pytest.mark.parametrize(("key", "told"), [("J", " J goes through"), ("", "")])
def test_a_question_names_the_key_as_it_is_now(detected: "Bench", key: str, told: str) -> None:
    window = detected.window
    window._keys._on_changed(Keymap().given("next_doubtful", 0, key))
    window.menus["confirm_all"].trigger()
    message = window.messages.current
    assert message is not None
    end = f"{told} the doubtful landmarks." if told else ""
    assert message.text.endswith(f"the model is not sure.{end}")


@pytest.mark.parametrize(("key", "told"), [("Ctrl+8", " · Ctrl+8 detects again"), ("", "")])
def test_maps_that_are_not_there_come_with_the_key_that_brings_them(
    detected: "Bench", key: str, told: str
) -> None:
    window, case = detected.window, detected.window.session.case
    assert case is not None
    assert case.detection is not None
    window._keys._on_changed(Keymap().given("detect", 0, key))
    bare = replace(case.detection, heatmap=replace(case.detection.heatmap, landmarks=()))
    assert words.maps_text(bare, window._key_name) == f"No heatmaps are stored for this film{told}"


def test_remarks_on_the_film_name_the_keys_as_they_are_now(bench: "Bench") -> None:
    bench.window.menus["blind_first"].trigger()
    bench.open()
    bench.until_shown()
    assert chip(bench) == "Blind reading · P places landmarks · Ctrl+R reveals the prediction"
    bench.window._keys._on_changed(Keymap().given("reveal", 0, "").given("place", 0, "Y"))
    assert chip(bench) == "Blind reading · Y places landmarks"
    bench.window._keys._on_changed(Keymap().given("abort", 0, "X"))
    bench.window.menus["place"].trigger()
    assert chip(bench) == "Click where S is · key N puts it in the middle of the view · X to leave"


@pytest.mark.parametrize("place", ["film", "landmarks", "worklist", "calibrating"])
def test_brightness_and_contrast_have_their_keys_everywhere(detected: "Bench", place: str) -> None:
    window, view = detected.window, detected.window.view
    {
        "film": view.setFocus,
        "landmarks": window.panels.table.setFocus,
        "worklist": window.panels.films.list.setFocus,
        "calibrating": window.calibrating.begin,
    }[place]()
    view.set_window(Window(60.0, 180.0))
    seen = []
    for key in (KEY.Key_Up, KEY.Key_Down, KEY.Key_Right, KEY.Key_Left):
        QTest.keyClick(window.focusWidget(), key, Qt.KeyboardModifier.AltModifier)
        seen.append((view.window_now.low, view.window_now.high))
    (bright, _), (again, _), (narrow, less), (wide, more) = seen
    assert bright < again == 60.0
    assert less - narrow < 120.0
    assert (wide, more) == pytest.approx((60.0, 180.0))
    assert window.session.selected == "S"
