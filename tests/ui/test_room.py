"""The window on small screens and in large letters."""

from collections.abc import Callable, Iterator
from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QFont, QFontMetrics
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QFrame, QLabel, QStyleOptionViewItem, QToolButton

from landmark_gui.domain.geometry import PixelSpacing, SpacingSource
from landmark_gui.domain.landmarks import LandmarkScheme
from landmark_gui.domain.measurement import Analysis
from landmark_gui.ui.calibration import Way
from landmark_gui.ui.canvas.landmark_item import label
from landmark_gui.ui.canvas.markers import STATUS_TEXT
from landmark_gui.ui.columns import RIGHT_MINIMUM
from landmark_gui.ui.keymap import Keymap
from landmark_gui.ui.panels.film_area import CHIP_PLACE
from landmark_gui.ui.panels.key_dialog import SIZE, KeyDialog
from landmark_gui.ui.panels.landmark_table import FIRST_NUMBER, STATUS, UNLIKELY, LandmarkTable
from landmark_gui.ui.panels.measurements_window import SIZE as OF_FIGURES
from landmark_gui.ui.panels.measurements_window import MeasurementsWindow
from landmark_gui.ui.panels.worklist import WorklistPanel
from landmark_gui.ui.panels.worklist_row import ROW
from tests.ui.conftest import Bench, source

LARGE = 1.5


@pytest.fixture
def large_letters(qapp: QApplication) -> Iterator[None]:
    del qapp  # there must be one
    usual, larger = QApplication.font(), QApplication.font()
    larger.setPointSizeF(LARGE * usual.pointSizeF())
    QApplication.setFont(larger)
    yield
    QApplication.setFont(usual)


def test_the_first_window_fits_on_the_screen(another: Callable[[], Bench]) -> None:
    window = another().window
    screen = window.screen().availableGeometry()
    assert window.height() <= 0.95 * screen.height()
    assert window.width() <= max(0.95 * screen.width(), window.minimumSizeHint().width())


def test_the_window_can_be_as_narrow_as_half_a_large_screen(bench: Bench) -> None:
    bench.open()
    bench.until_shown()
    assert bench.window.minimumSizeHint().width() <= 960


@pytest.mark.usefixtures("large_letters")
def test_columns_and_rows_grow_with_the_letters(scheme: LandmarkScheme) -> None:
    table = LandmarkTable(scheme)
    line, horizontal = table.fontMetrics().height(), Qt.Orientation.Horizontal
    for column in (0, STATUS, 3, 4):
        header = str(table.model().headerData(column, horizontal))
        assert table.columnWidth(column) > table.fontMetrics().horizontalAdvance(header)
        assert table.columnWidth(column) >= table.sizeHintForColumn(column)
    assert table.rowHeight(0) > line + 10
    dialog = KeyDialog(Keymap())
    keys = dialog.table
    assert keys.rowHeight(0) > line + 10
    assert dialog.width() > 1.3 * SIZE[0]  # so that there is room for the names of the actions
    assert MeasurementsWindow(dialog, Analysis(("", "", ""), ())).width() > 1.3 * OF_FIGURES[0]
    assert keys.columnWidth(2) >= keys.fontMetrics().horizontalAdvance("Ctrl+Shift+Return")


@pytest.mark.usefixtures("large_letters")
def test_rows_of_films_grow_with_the_letters() -> None:
    option = QStyleOptionViewItem()
    films = WorklistPanel(QToolButton())
    option.initFrom(films.list)
    height = films.list.itemDelegate().sizeHint(option, films.list.model().index(0, 0)).height()
    assert height == ROW + 2 * (max(20, films.list.fontMetrics().height()) - 20)
    assert height > ROW


@pytest.mark.usefixtures("bench")
def test_columns_and_rows_are_as_drawn_in_usual_letters(scheme: LandmarkScheme) -> None:
    table = LandmarkTable(scheme)
    assert [table.columnWidth(column) for column in (0, 3, 4)] == [62, 53, 56]
    assert table.rowHeight(0) == 26


def test_every_status_is_read_whole_in_the_narrowest_table(
    bench: Bench, scheme: LandmarkScheme
) -> None:
    table = LandmarkTable(scheme)
    bench.qtbot.addWidget(table)
    table.resize(RIGHT_MINIMUM, 400)
    table.show()
    bench.until(lambda: table.verticalScrollBar().isVisible() and table.isColumnHidden(1))
    bold = QFont(table.font())
    bold.setBold(True)
    said = [*STATUS_TEXT.values(), "confirmed ?", "moved ?", "placed ?"]
    texts = [QFontMetrics(table.font()).horizontalAdvance(text) for text in said]
    widest = max(*texts, QFontMetrics(bold).horizontalAdvance(UNLIKELY))
    around = table.sizeHintForColumn(STATUS) - texts[0]  # without a case, nothing is placed
    assert table.columnWidth(STATUS) >= widest + around


@pytest.mark.parametrize("height", [700, 768, 900])
def test_names_are_read_whole_beside_whatever_status(detected: Bench, height: int) -> None:
    window, table = detected.window, detected.window.table
    window.resize(1366, height)
    window.session.select("S")
    window.session.confirm()
    window.session.lock()
    for column in (1, STATUS):
        assert table.columnWidth(column) >= table.sizeHintForColumn(column)


def test_all_landmarks_are_seen_at_once_on_a_low_screen(detected: Bench) -> None:
    detected.window.resize(1366, 768)
    table = detected.window.table
    assert table.model().rowCount() == 19
    detected.until(lambda: not table.verticalScrollBar().isVisible())


@pytest.mark.parametrize("letters", ["usual", "large_letters"])
def test_the_heads_of_numbers_are_read_whole(
    detected: Bench, letters: str, request: pytest.FixtureRequest
) -> None:
    if letters != "usual":
        request.getfixturevalue(letters)
    table = LandmarkTable(detected.window.session.scheme)
    detected.qtbot.addWidget(table)
    case = detected.window.session.case
    assert case is not None
    mm = replace(case.film, spacing=PixelSpacing(0.1, 0.1, SpacingSource.CALIBRATED))
    table.show_case(replace(case, film=mm), None)
    table.show()
    heads, around = table.horizontalHeader(), 7 + 8  # the padding of style.qss
    for column in range(FIRST_NUMBER, heads.count()):
        text = str(table.model().headerData(column, Qt.Orientation.Horizontal))
        room = heads.sectionSize(column) - around
        assert QFontMetrics(heads.font()).horizontalAdvance(text) <= room


def test_names_on_the_film_grow_with_the_letters(request: pytest.FixtureRequest) -> None:
    _, usual = label("Pog", locked=False)
    request.getfixturevalue("large_letters")
    _, large = label("Pog", locked=False)
    assert large.height > 1.3 * usual.height


def test_the_frame_of_the_focus_goes_all_around_a_table(detected: Bench) -> None:
    table = detected.window.table
    table.setFocus(Qt.FocusReason.TabFocusReason)
    for part in (table.viewport(), table.horizontalHeader()):
        assert table.rect().adjusted(1, 1, -1, -1).contains(part.geometry())


def test_the_size_of_a_film_is_read_whole_in_a_small_window(detected: Bench) -> None:
    detected.window.resize(1024, 700)
    header = detected.window._header
    text = header._facts.text()
    assert text.endswith(" px")
    assert header._facts.fontMetrics().horizontalAdvance(text) <= header._facts.width()
    assert header.toolTip() == "0 of 19 decided"


@pytest.mark.parametrize("letters", ["usual", "large"])
def test_what_is_known_of_a_landmark_is_seen_whole_in_the_narrowest_window(
    letters: str, request: pytest.FixtureRequest
) -> None:
    if letters == "large":
        request.getfixturevalue("large_letters")
    detected: Bench = request.getfixturevalue("detected")
    window = detected.window
    window.resize(window.minimumSizeHint())
    card = window.findChild(QFrame, "landmark_card")
    assert card is not None
    for button in card.findChildren(QToolButton):
        assert button.width() >= button.sizeHint().width()
    facts = card.findChild(QLabel, "coordinates")
    assert facts is not None
    assert facts.heightForWidth(facts.width()) <= facts.height()
    assert facts.toolTip() == facts.text() != ""


def test_a_long_remark_on_the_film_breaks_its_lines(detected: Bench) -> None:
    area = detected.window._area
    area._finding.say("It is said at length why this film is doubtful. " * 3)
    area.show_chip("Detecting landmarks")
    chip, finding = area._chip.geometry(), area._finding.geometry()
    assert finding.right() <= area.width() - CHIP_PLACE
    assert finding.height() > chip.height()
    assert finding.top() > chip.bottom()
    detected.window.resize(1900, 800)
    assert area._finding.height() == chip.height()


@pytest.mark.parametrize("way", Way)
@pytest.mark.parametrize("letters", ["usual", "large"])
def test_calibrating_does_not_widen_a_narrow_window(
    letters: str, way: Way, request: pytest.FixtureRequest
) -> None:
    if letters == "large":
        request.getfixturevalue("large_letters")
    bench: Bench = request.getfixturevalue("bench")
    bench.window.session.add([source(1), replace(source(1), key="another")])
    bench.until_shown()
    bench.until(lambda: all(entry.case for entry in bench.window.session.worklist.entries))
    window, bar = bench.window, bench.window._calibration_bar
    window.resize(window.minimumSizeHint())
    narrow = window.width()
    window.menus["calibrate"].trigger()
    bar.way.setCurrentText(way)
    bench.qtbot.wait(50)
    assert bar.all.isVisible() is (way is not Way.FILE)
    assert window.width() == narrow
    for part in (bar.way, bar.number, bar.agree, bar.refuse):
        row = part.parentWidget()
        assert row is not None
        assert part.isHidden() or row.rect().contains(part.geometry())
        assert part.isHidden() or part.width() >= part.sizeHint().width()


@pytest.mark.parametrize("way", [Way.MAGNIFICATION, Way.TYPED, Way.FILE])
def test_esc_on_the_film_leaves_every_way_of_calibrating(detected: Bench, way: Way) -> None:
    window = detected.window
    window.menus["calibrate"].trigger()
    window.calibrating.set_way(way)
    window.view.setFocus()
    QTest.keyClick(window.view, Qt.Key.Key_Escape)
    assert not window.calibrating.open
    assert window._calibration_bar.isHidden()


def test_the_empty_page_names_every_kind_of_film(bench: Bench) -> None:
    said = bench.window._area._empty.findChild(QLabel, "empty_text")
    assert said is not None
    assert "WebP" in said.text()
