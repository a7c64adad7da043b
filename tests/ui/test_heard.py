"""What somebody hears who does not see the window."""

from pathlib import Path

from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import QComboBox, QLabel, QWidget

from landmark_gui.domain.landmarks import LandmarkScheme
from tests.ui.conftest import BROKEN, Bench
from tests.ui.hand import KEY, Hand
from tests.ui.readers import SPACING, opened, table

NAME, TIP = QAccessible.Text.Name, QAccessible.Text.Description


def test_whoever_pages_hears_which_film_it_is_before_its_landmark(
    two: Hand, heard: list[str]
) -> None:
    two.key(KEY.Key_D)
    two.bench.until_shown()
    assert heard[0] == "film 2 of 2, film-2"
    two.key(KEY.Key_A)
    assert "film 1 of 2, film-1" in heard[1:]
    heard.clear()
    two.session.select("N")
    assert len(heard) == 1
    assert heard[0].startswith("N, Nasion: predicted")


def test_why_a_film_is_not_shown_is_heard_each_time_one_comes_to_it(
    bench: Bench, heard: list[str]
) -> None:
    bench.open(1, broken=True)
    bench.until_shown()
    why = f"broken. {BROKEN}"
    for _ in range(2):
        heard.clear()
        bench.window.session.show(1)
        bench.until(lambda: why in heard)
        bench.window.session.changed.emit()
        assert heard.count(why) == 1
        assert "film 2 of 2, broken" in heard
        assert bench.window.panels.area._failure.accessibleName() == why
        bench.window.session.show(0)


def test_what_a_click_does_in_place_mode_is_heard(bench: Bench, heard: list[str]) -> None:
    bench.open(1)
    bench.until_shown()
    bench.window.menus["place"].trigger()
    assert heard[-1] == "Click where S is · key N puts it in the middle of the view · Esc to leave"
    bench.window.session.select("N")
    assert heard[-1] == "Click where N is"  # the keys are the same


def test_the_steps_of_a_detection_are_not_counted_aloud(detected: Bench, heard: list[str]) -> None:
    area = detected.window.panels.area
    for text in ("starting", "step 1 of 8", "step 2 of 8"):
        area.show_chip(f"Detecting landmarks · {text}")
    assert heard == ["Detecting landmarks · starting"]
    area.show_chip("")
    area.show_chip("Detecting landmarks · starting")
    assert len(heard) == 2


def test_what_a_calibration_would_do_is_heard_whenever_it_changes(
    detected: Bench, heard: list[str]
) -> None:
    said = detected.window.panels.calibration_bar._text
    for _ in range(2):
        heard.clear()
        detected.window.menus["calibrate"].trigger()
        assert heard.count(said.text()) == 1
        detected.hand.key(KEY.Key_N)
        assert heard[-1] == said.text()
        assert said.text().startswith("Click one more mark")
        detected.window.calibrating.cancel()


def labels_of(box: QWidget) -> list[str]:
    relations = QAccessible.queryAccessibleInterface(box).relations()
    return [one.text(NAME) for one, how in relations if how == QAccessible.RelationFlag.Label]


def test_every_choice_has_a_label_that_is_seen_and_names_it(
    bench: Bench, scheme: LandmarkScheme, tmp_path: Path
) -> None:
    bench.open(2)
    bench.until_shown()
    bench.window.menus["calibrate"].trigger()
    readers = opened(bench)
    names = ("anna", "ben")
    readers.compare([table(tmp_path / f"{name}.csv", scheme, 1.0, SPACING) for name in names])
    bench.until(readers.pairs.isVisible)
    boxes = bench.window.findChildren(QComboBox)
    labels = {label.buddy(): label for label in bench.window.findChildren(QLabel)}
    assert all(labels[box].isVisible() for box in boxes)
    assert {tuple(labels_of(box)) for box in boxes} == {
        ("Which films are listed",),
        ("How the film is calibrated",),
        ("Which readers",),
        ("Whose millimetres per pixel",),
    }
    readers.close()


def test_the_table_says_its_headings_in_full_and_what_a_landmark_is(detected: Bench) -> None:
    table, session = detected.window.panels.table, detected.window.session
    cells = QAccessible.queryAccessibleInterface(table)
    heads = [cells.child(column).text(NAME) for column in range(1, 6)]
    assert heads[0] == "Abbreviation"
    assert heads[3] == "Expected error in mm"
    session.calibrate("Use the file's spacing", None, [0])
    assert cells.child(4).text(NAME) == "Expected error in px"
    assert cells.child(4).text(TIP).startswith("Expected distance of the true position")
    sella = cells.child(7)
    assert sella.text(NAME) == "S"
    assert "Centre of the pituitary fossa" in sella.text(TIP)
    assert cells.child(9).text(TIP) == ""
