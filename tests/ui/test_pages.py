"""Files with several pages in the window: each page is a film of its own, and none gets lost."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from PIL import Image
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QSpinBox, QToolButton
from typing_extensions import override

from landmark_gui.detection.detector import FakeDetector
from landmark_gui.detection.events import Finished, Request, StepDone
from landmark_gui.document.worklist import Progress
from landmark_gui.domain.geometry import Point
from landmark_gui.exchange.formats.csv import read_csv
from landmark_gui.exchange.outgoing import Wish
from landmark_gui.exchange.picture.png import write_png
from landmark_gui.exchange.registry import FORMATS
from landmark_gui.ui.panels.page_bar import PageBar
from landmark_gui.ui.transfers.export_offer import Asked
from tests.ui.conftest import phantom
from tests.ui.hand import CTRL, KEY, LEFT, SHIFT, Hand

if TYPE_CHECKING:
    from tests.ui.conftest import Bench

MIDDLE = 1  # place of the file with pages
THERE = Point(120, 90)


def write_pages(path: Path, *seeds: int) -> None:
    first, *others = [Image.fromarray(phantom(seed).pixels) for seed in seeds]
    first.save(path, save_all=True, append_images=others)


@pytest.fixture
def films(tmp_path: Path) -> Path:
    """A film, a file with three, and another film."""
    folder = tmp_path / "films"
    folder.mkdir()
    write_png(folder / "a.png", phantom(1))
    write_pages(folder / "b.tif", 2, 3, 4)
    write_png(folder / "c.png", phantom(5))
    return folder


@pytest.fixture
def paged(bench: "Bench", films: Path) -> Hand:
    """The first page of the file with three is shown."""
    bench.window.session.open_paths([films])
    return at_middle(bench)


def at_middle(bench: "Bench") -> Hand:
    bench.until_shown()
    bench.window.session.show(MIDDLE)
    bench.until_shown()
    bench.window.view.setFocus()
    return Hand(bench)


def turn(hand: Hand, key: Qt.Key = KEY.Key_PageDown) -> None:
    hand.key(key, CTRL)
    hand.bench.until_shown()
    hand.view.setFocus()


def bar(hand: Hand) -> PageBar:
    (found,) = hand.window.findChildren(PageBar)
    return found


def number(hand: Hand) -> QSpinBox:
    (found,) = bar(hand).findChildren(QSpinBox)
    return found


def rows(hand: Hand) -> list[str]:
    model = hand.window.panels.films.list.model()
    return [model.index(row, 0).data() for row in range(model.rowCount())]


def name(hand: Hand) -> str:
    assert hand.session.worklist.entry is not None
    return hand.session.worklist.entry.name


# which page is shown


def test_a_film_of_one_page_shows_no_bar(paged: Hand) -> None:
    paged.session.show(0)
    paged.bench.until_shown()
    assert not bar(paged).isVisible()
    assert not paged.window.menus["next_page"].isEnabled()
    assert not paged.window.menus["previous_page"].isEnabled()


def test_the_window_says_which_page_is_shown(paged: Hand) -> None:
    assert bar(paged).isVisible()
    assert number(paged).value() == 1
    assert number(paged).accessibleName() == "Page of 3"
    first = paged.case.film.sha256
    turn(paged)
    assert number(paged).value() == 2
    assert name(paged) == "b.tif#2"
    assert paged.case.film.sha256 != first


def test_at_the_ends_there_is_no_way_on(paged: Hand) -> None:
    menus = paged.window.menus
    assert [menus[f"{way}_page"].isEnabled() for way in ("previous", "next")] == [False, True]
    turn(paged)
    assert [menus[f"{way}_page"].isEnabled() for way in ("previous", "next")] == [True, True]
    turn(paged)
    assert [menus[f"{way}_page"].isEnabled() for way in ("previous", "next")] == [True, False]
    turn(paged)
    assert name(paged) == "b.tif#3"


# choosing another


def test_the_arrows_of_the_bar_turn_the_page_and_leave_the_keys_with_the_film(paged: Hand) -> None:
    button = bar(paged).findChild(QToolButton, "button_next_page")
    assert isinstance(button, QToolButton)
    assert "Ctrl+PgDown" in button.toolTip()
    QTest.mouseClick(button, LEFT)
    paged.bench.until_shown()
    assert name(paged) == "b.tif#2"
    assert paged.focused() is paged.view


def test_a_number_can_be_typed_and_enter_goes_back_to_the_film(paged: Hand) -> None:
    heat = paged.session.display.heat
    QTest.mouseClick(number(paged).lineEdit(), LEFT)
    number(paged).selectAll()
    paged.key(KEY.Key_3)
    paged.session.changed.emit()  # anything may happen meanwhile
    assert name(paged) == "b.tif"
    paged.key(KEY.Key_Return)
    paged.bench.until_shown()
    assert name(paged) == "b.tif#3"
    assert paged.session.display.heat is heat
    paged.bench.until(lambda: paged.focused() is paged.view)


def test_the_bar_is_reached_by_keyboard(paged: Hand) -> None:
    for _ in range(9):
        paged.key(KEY.Key_F6)
        if bar(paged).isAncestorOf(paged.focused()):
            break
    assert paged.focused() is number(paged)
    paged.key(KEY.Key_Up)
    paged.bench.until_shown()
    assert name(paged) == "b.tif#2"


# the list


def test_pages_stand_behind_each_other_in_the_list(paged: Hand) -> None:
    paged.window.pages.turn_to(2)
    paged.window.pages.turn_to(1)
    paged.bench.until_shown()
    assert rows(paged) == ["a.png", "b.tif", "b.tif#2", "b.tif#3", "c.png"]
    assert paged.window.panels.films.list.currentIndex().row() == 2


def test_keys_and_clicks_in_the_list_follow_its_order(paged: Hand) -> None:
    turn(paged)
    paged.key(KEY.Key_D)
    assert name(paged) == "c.png"
    paged.key(KEY.Key_A)
    paged.key(KEY.Key_A)
    assert name(paged) == "b.tif"
    films = paged.window.panels.films.list
    for row, held in ((3, Qt.KeyboardModifier.NoModifier), (2, SHIFT)):
        at = films.visualRect(films.model().index(row, 0)).center()
        QTest.mouseClick(films.viewport(), LEFT, held, at)
    assert name(paged) == "c.png"
    entries = paged.session.worklist.entries
    assert {entries[film].name for film in paged.session.marked} == {"c.png", "b.tif#2"}


def test_a_film_that_is_searched_for_is_the_one_that_stays_listed(paged: Hand) -> None:
    turn(paged)
    paged.session.show(0)
    paged.window.reviewing.search("c.png")
    films = paged.window.panels.films.list
    paged.bench.until(lambda: films.isRowHidden(1))
    assert [films.isRowHidden(row) for row in range(4)] == [False, True, True, False]


# each page is a film


def test_going_back_brings_landmarks_and_undo_steps_back(paged: Hand) -> None:
    paged.correcting.move("S", THERE)
    turn(paged)
    assert paged.case.decided == 0
    paged.correcting.move("N", THERE)
    turn(paged, KEY.Key_PageUp)
    assert paged.point("S") == THERE
    assert paged.case.decided == 1
    paged.key(KEY.Key_Z, CTRL)
    assert paged.case.decided == 0
    paged.key(KEY.Key_Z, CTRL | SHIFT)
    assert paged.point("S") == THERE
    turn(paged)
    assert paged.point("N") == THERE


@dataclass(frozen=True, slots=True)
class Noting(FakeDetector):
    """Notes whom it was asked of."""

    asked: list[str] = field(default_factory=list)

    @override
    def detect(self, request: Request) -> Iterator[StepDone | Finished]:
        self.asked.append(request.film.info.name)
        return FakeDetector.detect(self, request)


def test_detection_is_asked_for_the_page_shown(paged: Hand) -> None:
    turn(paged)
    detector = Noting(paged.session.scheme.abbreviations)
    paged.window.queue.toggle_pause()  # of the films in the background
    paged.bench.start(lambda: detector)
    case = paged.bench.until_detected()
    assert detector.asked == ["b.tif#2"]
    assert case.detection is not None
    assert case.detection.film_sha256 == case.film.sha256


def test_exports_name_the_page_as_the_command_line_does(paged: Hand, tmp_path: Path) -> None:
    paged.correcting.move("S", THERE)
    turn(paged)
    paged.correcting.move("N", THERE)
    out, dialogs = tmp_path / "out", paged.bench.dialogs
    dialogs.export = out.with_suffix(".csv")
    paged.key(KEY.Key_E, CTRL)
    paged.bench.until(lambda: len(paged.session.unexported) == 0)
    assert set(read_csv(out.with_suffix(".csv"))) == {"b.tif", "b.tif#2"}
    out.mkdir()
    dialogs.asked, dialogs.export = Asked(wish=Wish(FORMATS["labelme"])), out
    paged.key(KEY.Key_E, CTRL)
    paged.bench.until(lambda: len(list(out.iterdir())) == 2)
    assert {path.name for path in out.iterdir()} == {"b.json", "b#2.json"}


def test_a_page_that_is_gone_says_so_and_the_others_stay(paged: Hand, films: Path) -> None:
    write_pages(films / "b.tif", 2, 3)
    paged.window.pages.turn_to(2)
    paged.bench.until(lambda: paged.bench.progress()[-1] is Progress.FAILED)
    reason = "The file has 2 pages; there is no page 3."
    assert paged.session.worklist.entries[-1].failure == reason
    assert bar(paged).isVisible()
    paged.window.menus["previous_page"].trigger()
    paged.bench.until_shown()
    assert name(paged) == "b.tif#2"


# the next start


def test_pages_that_were_worked_on_are_listed_again_with_their_landmarks(
    another: Callable[[], "Bench"], films: Path
) -> None:
    first = another()
    first.window.session.open_paths([films])
    hand = at_middle(first)
    turn(hand)
    turn(hand)
    hand.correcting.move("S", THERE)
    assert first.window.close()
    again = another()
    again.window.session.open_paths([films])
    hand = at_middle(again)
    again.until(lambda: rows(hand) == ["a.png", "b.tif", "b.tif#3", "c.png"])
    again.until(lambda: again.progress()[3] is Progress.EDITED)
    hand.window.pages.turn_to(2)
    again.until_shown()
    assert hand.point("S") == THERE
    hand.key(KEY.Key_Z, CTRL)
    assert hand.case.decided == 0


def test_the_next_start_goes_on_at_the_page(another: Callable[[], "Bench"], films: Path) -> None:
    first = another()
    first.window.whereabouts.begin([films])
    hand = at_middle(first)
    turn(hand)
    hand.session.select("Go")
    assert first.window.close()
    again = another()
    again.window.whereabouts.begin([films])
    hand = Hand(again)
    again.until(lambda: again.window.session.selected == "Go" and hand.session.film is not None)
    assert name(hand) == "b.tif#2"
    assert rows(hand) == ["a.png", "b.tif", "b.tif#2", "c.png"]
