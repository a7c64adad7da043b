"""The window on small screens and in large letters."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace

import pytest
from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QFont, QFontMetrics
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractSpinBox,
    QApplication,
    QFrame,
    QLabel,
    QStyleOptionViewItem,
    QToolButton,
)

from landmark_gui.detection.events import Settings
from landmark_gui.domain.geometry import PixelSpacing, SpacingSource
from landmark_gui.domain.landmarks import LandmarkScheme
from landmark_gui.domain.measurement import Analysis
from landmark_gui.ui.calibration.ways import Way
from landmark_gui.ui.canvas.landmark_item import label
from landmark_gui.ui.canvas.markers import STATUS_TEXT
from landmark_gui.ui.columns import LEFT_MINIMUM, RIGHT_MINIMUM
from landmark_gui.ui.detections import Engine, Job
from landmark_gui.ui.keymap import Keymap
from landmark_gui.ui.measurements.measurements_window import SIZE as OF_FIGURES
from landmark_gui.ui.measurements.measurements_window import MeasurementsWindow
from landmark_gui.ui.panels.film_area import CHIP_PLACE
from landmark_gui.ui.panels.key_dialog import SIZE, KeyDialog
from landmark_gui.ui.panels.landmark_table import FIRST_NUMBER, STATUS, UNLIKELY, LandmarkTable
from landmark_gui.ui.panels.worklist import WorklistPanel
from landmark_gui.ui.panels.worklist_row import ROW
from landmark_gui.ui.theme import ICON_PX
from landmark_gui.ui.transfers.readers_window import SIZE as OF_READERS
from landmark_gui.ui.transfers.readers_window import ReadersWindow
from landmark_gui.ui.widgets.number_field import NumberField, WholeNumberField
from tests.ui.conftest import Bench, source
from tests.ui.films import with_errors

LARGE = 1.5
ButtonSymbols = QAbstractSpinBox.ButtonSymbols


@contextmanager
def letters_of(factor: float) -> Iterator[None]:
    usual, larger = QApplication.font(), QApplication.font()
    larger.setPointSizeF(factor * usual.pointSizeF())
    QApplication.setFont(larger)
    yield
    QApplication.setFont(usual)


@pytest.fixture
def large_letters(qapp: QApplication) -> Iterator[None]:
    del qapp  # there must be one
    with letters_of(LARGE):
        yield


def test_the_first_window_fits_on_the_screen(another: Callable[[], Bench]) -> None:
    window = another().window
    screen = window.screen().availableGeometry()
    assert window.height() <= 0.95 * screen.height()
    assert window.width() <= max(0.95 * screen.width(), window.minimumSizeHint().width())


@pytest.mark.parametrize(("letters", "width"), [(1.5, 1024), (2.0, 1366)])
def test_large_letters_fit_on_small_screens(
    letters: float, width: int, another: Callable[[], Bench]
) -> None:
    with letters_of(letters):
        bench = another()
        bench.open()
        bench.until_shown()
        assert bench.window.minimumSizeHint().width() <= width


@pytest.mark.usefixtures("large_letters")
def test_what_is_lesser_in_a_bar_goes_where_it_is_narrow(another: Callable[[], Bench]) -> None:
    bench = another()
    window, bar = bench.window, bench.window.panels.view_bar
    lesser = (bar._title, bar._opacity)
    for size, seen in ((window.minimumSizeHint(), False), (QSize(1400, 800), True)):
        window.resize(size)
        bench.qtbot.wait(50)
        assert [part.isVisible() for part in lesser] == [seen] * 2
        for button in bar.findChildren(QToolButton):
            assert button.width() >= button.sizeHint().width()


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
    assert MeasurementsWindow(dialog, Analysis((), ())).width() > 1.3 * OF_FIGURES[0]
    assert ReadersWindow(dialog).width() > 1.3 * OF_READERS[0]
    assert keys.columnWidth(2) >= keys.fontMetrics().horizontalAdvance("Ctrl+Shift+Return")


@pytest.mark.parametrize("letters", [1.0, LARGE])
def test_the_names_of_actions_are_read_whole(letters: float, bench: Bench) -> None:
    with letters_of(letters):
        dialog = KeyDialog(Keymap(), bench.window)
        dialog.show()
        bench.until(lambda: dialog.table.verticalScrollBar().isVisible())
        assert dialog.table.columnWidth(1) >= dialog.table.sizeHintForColumn(1)
        dialog.close()


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
    window, table = detected.window, detected.window.panels.table
    window.resize(1366, height)
    window.session.select("S")
    window.correcting.confirm()
    window.correcting.lock()
    for column in (1, STATUS):
        assert table.columnWidth(column) >= table.sizeHintForColumn(column)


def test_all_landmarks_are_seen_at_once_on_a_low_screen(detected: Bench) -> None:
    detected.window.resize(1366, 768)
    table = detected.window.panels.table
    assert table.model().rowCount() == 19
    detected.until(lambda: not table.verticalScrollBar().isVisible())


@pytest.mark.parametrize("width", [960, 1024, 1366])
def test_every_definition_is_read_whole(detected: Bench, width: int) -> None:
    window = detected.window
    window.resize(width, 768)
    label = window.findChild(QLabel, "definition")
    assert isinstance(label, QLabel)
    for landmark in window.session.scheme:
        window.session.select(landmark.abbreviation)
        assert label.text() == landmark.definition
        assert label.height() >= label.heightForWidth(label.width())


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
    table.resize(600, 400)  # where they have less room, the last one is left out
    table.show()
    heads, around = table.horizontalHeader(), 7 + 8  # the padding of style.qss
    for column in range(FIRST_NUMBER, heads.count()):
        text = str(table.model().headerData(column, Qt.Orientation.Horizontal))
        room = heads.sectionSize(column) - around
        assert QFontMetrics(heads.font()).horizontalAdvance(text) <= room


@pytest.mark.parametrize(("letters", "side"), [(1.0, ICON_PX), (LARGE, 25)])
def test_icons_are_drawn_as_large_as_they_are_shown(
    letters: float, side: int, another: Callable[[], Bench]
) -> None:
    with letters_of(letters):
        window = another().window
        for button in window.findChildren(QToolButton):
            if button.icon().isNull() or not button.objectName().startswith(
                ("button_", "message_")
            ):
                continue  # one of Qt's own
            drawn = [size.width() for size in button.icon().availableSizes()]
            assert button.iconSize() == QSize(side, side)
            assert side in drawn


def test_the_line_at_the_foot_grows_with_the_letters(another: Callable[[], Bench]) -> None:
    with letters_of(2.0):
        window = another().window
        line = window.panels.status
        for part in (*line.findChildren(QLabel), *line.findChildren(QToolButton)):
            assert part.height() >= part.sizeHint().height()


def test_names_on_the_film_grow_with_the_letters(request: pytest.FixtureRequest) -> None:
    _, usual = label("Pog", locked=False)
    request.getfixturevalue("large_letters")
    _, large = label("Pog", locked=False)
    assert large.height > 1.3 * usual.height


def test_the_frame_of_the_focus_goes_all_around_a_table(detected: Bench) -> None:
    table = detected.window.panels.table
    table.setFocus(Qt.FocusReason.TabFocusReason)
    for part in (table.viewport(), table.horizontalHeader()):
        assert table.rect().adjusted(1, 1, -1, -1).contains(part.geometry())


def test_the_size_of_a_film_is_read_whole_in_a_small_window(detected: Bench) -> None:
    detected.window.resize(1024, 700)
    header = detected.window.panels.header
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


@pytest.mark.parametrize("letters", ["usual", "large"])
def test_the_verbs_for_the_whole_film_are_seen_whole_in_the_narrowest_window(
    letters: str, request: pytest.FixtureRequest
) -> None:
    if letters == "large":
        request.getfixturevalue("large_letters")
    bench: Bench = request.getfixturevalue("bench")
    with_errors(bench, 1.0, 1.0)
    window = bench.window
    narrow = window.minimumSizeHint()
    window.resize(narrow)
    for _ in range(2):
        bench.qtbot.wait(50)
        assert window.width() == narrow.width()
        for each in window.panels.header.findChildren(QToolButton):
            assert each.isHidden() or each.width() >= each.sizeHint().width()
        assert window.panels.header._name.width() > 5 * window.fontMetrics().averageCharWidth()
        window.correcting.confirm_all()


def test_a_long_remark_on_the_film_breaks_its_lines(detected: Bench) -> None:
    area = detected.window.panels.area
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
    window, bar = bench.window, bench.window.panels.calibration_bar
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
    assert window.panels.calibration_bar.isHidden()


def test_the_empty_page_names_every_kind_of_film(bench: Bench) -> None:
    said = bench.window.panels.area._empty.findChild(QLabel, "empty_text")
    assert said is not None
    assert "WebP" in said.text()


def test_how_far_the_model_is_is_read_whole_in_a_narrow_column(bench: Bench) -> None:
    bench.window.resize(bench.window.minimumSizeHint())
    panel = bench.window.panels.detection
    job = Job(1, 0, Settings(), film_s=8.0, step=3, total=8)
    panel.show_job(job, f"{'Patient_' * 9}.jpg", 170, Engine.READY, paused=False)
    bench.until(lambda: panel._title.width() > LEFT_MINIMUM / 2)
    for part, text in ((panel._title, "170 left · 25 min"), (panel._state, "step 3 of 8 · P…")):
        assert part.text()[:15] == text[:15]
        assert part.fontMetrics().horizontalAdvance(text) <= part.width()


@pytest.mark.parametrize(
    ("made", "arrows"),
    [(NumberField, ButtonSymbols.UpDownArrows), (WholeNumberField, ButtonSymbols.NoButtons)],
)
@pytest.mark.usefixtures("bench")
def test_a_number_has_room_in_its_field(
    made: type[NumberField | WholeNumberField], arrows: ButtonSymbols
) -> None:
    field = made()
    field.setButtonSymbols(arrows)
    field.setRange(0, 300)
    field.setValue(288)
    field.show()
    said, line = field.fontMetrics().horizontalAdvance(field.text()), field.lineEdit()
    assert said <= line.width() - line.textMargins().left() - line.textMargins().right()
    field.close()
