"""Measurements in a window beside the film."""

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest

from landmark_gui.domain.geometry import PixelSpacing, Point, SpacingSource
from landmark_gui.domain.landmarks import Group, Landmark, LandmarkScheme
from landmark_gui.domain.measurement import Analysis
from landmark_gui.ui.measurements.measurements_window import NO_FILM, MeasurementsWindow

if TYPE_CHECKING:
    from tests.ui.conftest import Bench

CTRL = Qt.KeyboardModifier.ControlModifier

OWN = LandmarkScheme(
    "own",
    "Our own",
    tuple(
        Landmark(number, name, name, Group.SKELETAL, name, (f"isbi19:{usual}",))
        for number, name, usual in ((1, "Sella", "S"), (2, "Nas", "N"), (3, "Sub", "A"))
    ),
)


@pytest.fixture
def measurements(bench: "Bench") -> MeasurementsWindow:
    bench.open(2)
    bench.until_shown()
    bench.window.menus["measure"].trigger()
    return bench.window.findChildren(MeasurementsWindow)[-1]


def shown(measurements: MeasurementsWindow) -> dict[str, list[str]]:
    model = measurements.table.model()
    rows = [[model.index(row, c).data() for c in range(4)] for row in range(model.rowCount())]
    return {name: rest for name, *rest in rows}


def tip(measurements: MeasurementsWindow, name: str, column: int = 1) -> str:
    """Return what is told of a value, or of what stands beside it, that is pointed at."""
    model = measurements.table.model()
    names = [model.index(row, 0).data() for row in range(model.rowCount())]
    return str(model.index(names.index(name), column).data(Qt.ItemDataRole.ToolTipRole))


def place(bench: "Bench", **points: Point) -> None:
    session, correcting = bench.window.session, bench.window.correcting
    for name, point in points.items():
        session.select(name)
        correcting.move(name, point)


def test_the_window_tells_what_rests_on_predictions_and_follows_the_hand(
    bench: "Bench", measurements: MeasurementsWindow
) -> None:
    place(bench, S=Point(100, 100), N=Point(200, 100), A=Point(200, 180))
    assert shown(measurements)["SNA"] == ["90.0°", "", ""]
    bench.window.session.select("A")
    bench.window.correcting.move("A", Point(190, 180))
    assert shown(measurements)["SNA"][0] == "82.9°"
    bench.window.correcting.undo()
    assert shown(measurements)["SNA"][0] == "90.0°"


def test_an_angle_that_rounds_to_nothing_has_no_sign(
    bench: "Bench", measurements: MeasurementsWindow
) -> None:
    place(bench, S=Point(100, 100), N=Point(200, 100), A=Point(200, 180), B=Point(200.02, 240))
    assert shown(measurements)["ANB"][0] == "0.0°"


def test_lengths_come_with_a_calibration_and_shares_without(
    bench: "Bench", measurements: MeasurementsWindow
) -> None:
    place(bench, S=Point(100, 100), N=Point(200, 100))
    session = bench.window.session
    session.calibrate("Forget", None, [0])
    assert shown(measurements)["S-N"][0] == "–"
    assert "not calibrated" in measurements.summary.text()
    assert measurements.calibrate.isVisible()
    session.calibrate("Ruler", PixelSpacing(0.5, 0.5, SpacingSource.RULER), [0])
    assert shown(measurements)["S-N"][0] == "50.0 mm"
    assert measurements.summary.text().endswith("millimetres: calibrated by ruler.")
    assert measurements.calibrate.isHidden()


def test_lengths_that_nobody_vouches_for_are_said_to_be_of_the_shadow_and_can_be_calibrated(
    bench: "Bench", measurements: MeasurementsWindow
) -> None:
    at_the_detector = PixelSpacing(0.5, 0.5, SpacingSource.DETECTOR)
    bench.window.session.calibrate("Detector", at_the_detector, [0])
    assert "those of the shadow, not of the patient" in measurements.summary.text()
    assert measurements.calibrate.isVisible()


def test_a_film_can_be_calibrated_from_its_measurements(
    bench: "Bench", measurements: MeasurementsWindow
) -> None:
    bench.window.session.calibrate("Forget", None, [0])
    for _ in range(2):  # the second time it goes on, though the action would leave off
        measurements.calibrate.click()
        assert bench.window.calibrating.open
        bench.until(bench.window.isActiveWindow)


def test_it_shows_the_film_that_is_shown_and_is_opened_once(
    bench: "Bench", measurements: MeasurementsWindow
) -> None:
    place(bench, S=Point(100, 100), N=Point(200, 100), A=Point(200, 180))
    bench.window.session.show(1)
    assert measurements.summary.text().startswith("film-2")
    measurements.close()
    bench.window.session.show(0)
    bench.window.menus["measure"].trigger()
    assert bench.window.findChildren(MeasurementsWindow) == [measurements]
    assert measurements.isVisible()
    assert shown(measurements)["SNA"][0] == "90.0°"


def test_what_is_copied_says_which_film_it_is_of(measurements: MeasurementsWindow) -> None:
    measurements.table.sortByColumn(0, Qt.SortOrder.DescendingOrder)
    measurements._copy.click()
    title, header, first, *_ = QGuiApplication.clipboard().text().splitlines()
    assert title.startswith("film-1")
    assert header.startswith("Measurement\tValue")
    assert first.startswith("ANS-Me : N-Me")


def test_the_rows_that_are_selected_are_copied_whole_by_key(
    bench: "Bench", measurements: MeasurementsWindow
) -> None:
    place(bench, S=Point(100, 100), N=Point(200, 100), A=Point(200, 180))
    table = measurements.table
    QTest.keyClick(table, Qt.Key.Key_A, CTRL)
    QTest.keyClick(table, Qt.Key.Key_C, CTRL)
    by_key = QGuiApplication.clipboard().text()
    measurements._copy.click()
    assert by_key == QGuiApplication.clipboard().text()
    table.clearSelection()
    table.selectRow(0)
    QTest.keyClick(table, Qt.Key.Key_C, CTRL)
    title, header, row = QGuiApplication.clipboard().text().splitlines()
    assert title.startswith("film-1")
    assert header.split("\t")[:2] == ["Measurement", "Value"]
    assert row.split("\t") == ["SNA (°)", "90.0", "", ""]


def test_the_key_that_copies_leaves_the_clipboard_alone_where_no_row_is_selected(
    measurements: MeasurementsWindow,
) -> None:
    QGuiApplication.clipboard().setText("mine")
    QTest.keyClick(measurements.table, Qt.Key.Key_C, CTRL)
    assert QGuiApplication.clipboard().text() == "mine"


def test_numbers_are_copied_with_the_decimal_sign_of_the_system(
    bench: "Bench", measurements: MeasurementsWindow, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("landmark_gui.ui.widgets.clipboard.decimal_sign", lambda: ",")
    place(bench, S=Point(100, 100), N=Point(200, 100), A=Point(200, 180))
    measurements._copy.click()
    assert "SNA (°)\t90,0\t" in QGuiApplication.clipboard().text()


def test_a_spreadsheet_reads_what_is_copied_as_numbers(
    bench: "Bench", measurements: MeasurementsWindow
) -> None:
    place(bench, S=Point(100, 100), N=Point(200, 100), A=Point(200, 180))
    bench.window.session.calibrate("Ruler", PixelSpacing(0.5, 0.5, SpacingSource.RULER), [0])
    measurements._copy.click()
    lines = [line.split("\t") for line in QGuiApplication.clipboard().text().splitlines()]
    copied = {name: value for name, value, *_ in lines[2:]}
    assert float(copied["SNA (°)"]) == 90.0
    assert float(copied["S-N (mm)"]) == 50.0
    assert copied["S-Go (mm)"] == ""


def test_no_spreadsheet_runs_the_name_of_a_film(
    bench: "Bench", measurements: MeasurementsWindow
) -> None:
    case = bench.window.session.case
    assert case is not None
    named = replace(case, film=replace(case.film, name="=HYPERLINK(A1)\t=1+1\n.png"))
    measurements.show_case(named)
    measurements._copy.click()
    title, header, *_ = QGuiApplication.clipboard().text().splitlines()
    assert title.startswith("'=HYPERLINK(A1) =1+1 .png")
    assert header.startswith("Measurement\t")


def test_what_rests_on_predictions_is_told_until_they_are_decided(detected: "Bench") -> None:
    detected.window.menus["measure"].trigger()
    measurements = detected.window.findChildren(MeasurementsWindow)[-1]
    assert shown(measurements)["SNA"][2] == "S, N, A"
    assert "S, N, A" in tip(measurements, "SNA", 3)
    session, correcting = detected.window.session, detected.window.correcting
    session.select("N")
    correcting.confirm()
    assert shown(measurements)["SNA"][2] == "S, A"


def test_what_has_no_value_rests_on_nothing_and_says_what_it_needs(detected: "Bench") -> None:
    detected.window.menus["measure"].trigger()
    measurements = detected.window.findChildren(MeasurementsWindow)[-1]
    session, correcting = detected.window.session, detected.window.correcting
    correcting.missing()  # sella
    session.select("A")
    correcting.not_visible()
    assert shown(measurements)["SNA"] == ["–", "", ""]
    assert tip(measurements, "SNA").endswith("\nNeeds S, A.")
    assert tip(measurements, "S-N").endswith("\nNeeds S.")


def test_an_expected_error_is_told_until_all_that_a_measurement_rests_on_is_decided(
    detected: "Bench",
) -> None:
    detected.window.menus["measure"].trigger()
    measurements = detected.window.findChildren(MeasurementsWindow)[-1]
    session, sizes = detected.window.session, []
    for name in ("S", "N", "A"):
        sizes.append(float(shown(measurements)["SNA"][1].rstrip("°")))
        assert "a mean, not an interval" in tip(measurements, "SNA", 2)
        session.select(name)
        detected.window.correcting.confirm()
    assert sizes == sorted(sizes, reverse=True)
    assert sizes[-1] > 0
    assert shown(measurements)["SNA"][1:] == ["", ""]


def test_a_tip_says_that_a_sign_needs_to_know_which_way_the_head_faces(
    bench: "Bench", measurements: MeasurementsWindow
) -> None:
    assert "which way the head faces" not in tip(measurements, "U1 to N-A")
    place(bench, U1=Point(210, 180), N=Point(200, 100), A=Point(200, 160))
    assert "which way the head faces" in tip(measurements, "U1 to N-A")
    place(bench, S=Point(100, 100))
    assert "which way the head faces" not in tip(measurements, "U1 to N-A")


def test_without_a_film_nothing_is_measured(measurements: MeasurementsWindow) -> None:
    measurements.show_case(None)
    assert measurements.summary.text() == NO_FILM
    assert set(map(tuple, shown(measurements).values())) == {("–", "", "")}


def test_a_film_that_is_not_at_hand_is_not_measured(
    bench: "Bench", measurements: MeasurementsWindow
) -> None:
    place(bench, S=Point(100, 100), N=Point(200, 100), A=Point(200, 180))
    session = bench.window.session
    session.shelf.forget(0)
    session.changed.emit()
    assert session.film is None
    assert measurements.summary.text() == NO_FILM  # its pixels may be oblong


def test_the_row_chosen_stays_chosen_while_landmarks_move(
    bench: "Bench", measurements: MeasurementsWindow
) -> None:
    place(bench, S=Point(100, 100), N=Point(200, 100), A=Point(200, 180))
    table = measurements.table
    table.selectRow(3)
    place(bench, A=Point(190, 180))
    assert [index.row() for index in table.selectionModel().selectedRows()] == [3]
    assert shown(measurements)["SNA"][0] == "82.9°"


def test_the_buttons_below_the_table_are_reached_by_tab_and_left_again(
    bench: "Bench", measurements: MeasurementsWindow
) -> None:
    measurements.activateWindow()
    bench.until(measurements.isActiveWindow)
    measurements.table.setFocus()
    reached = []
    for _ in range(3):
        QTest.keyClick(measurements.focusWidget(), Qt.Key.Key_Tab)
        reached.append(measurements.focusWidget())
    assert reached == [measurements._copy, measurements._save, measurements.table]


def test_a_list_whose_landmarks_give_no_measurement_is_said_to_give_none(
    bench: "Bench", measurements: MeasurementsWindow
) -> None:
    case = bench.window.session.case
    assert case is not None
    measurements.analysis = Analysis((), ())
    measurements.show_case(case)
    assert (
        measurements.summary.text()
        == f"No measurement rests on the landmarks of {case.scheme.title}."
    )
    assert not measurements.calibrate.isVisible()
    assert not measurements._save.isEnabled()


@pytest.mark.parametrize("scheme", [OWN])
def test_landmarks_of_a_list_of_ones_own_are_measured_under_their_own_names(
    bench: "Bench", scheme: LandmarkScheme
) -> None:
    assert bench.window.session.scheme is scheme
    bench.open(1)
    bench.start()
    bench.until_detected()
    bench.window.menus["measure"].trigger()
    measurements = bench.window.findChildren(MeasurementsWindow)[-1]
    place(bench, Sella=Point(100, 100), Nas=Point(200, 100))
    angle, _, undecided = shown(measurements)["SNA"]
    assert undecided == "Sub"
    place(bench, Sub=Point(200, 180))
    assert shown(measurements)["SNA"] == ["90.0°", "", ""]
    assert angle != "90.0°"
    measurements.table.selectRow(0)
    assert len(measurements.selected) == 1
    assert bench.window.view.tracing.lines
