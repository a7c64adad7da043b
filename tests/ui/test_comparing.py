"""Readers compared in a window of its own."""

from pathlib import Path
from typing import TYPE_CHECKING
from weakref import ref

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, QObject, Qt
from PySide6.QtGui import QGuiApplication

from landmark_gui.document.case import Case
from landmark_gui.domain.annotation import Stamp
from landmark_gui.domain.cephalogram import FilmInfo
from landmark_gui.domain.geometry import PixelSpacing, Point, SpacingSource
from landmark_gui.domain.landmarks import LandmarkScheme
from landmark_gui.exchange.formats.csv import write_csv
from landmark_gui.exchange.readings import compared
from landmark_gui.ui.transfers import agreement_rows
from landmark_gui.ui.transfers.comparing import Comparing
from landmark_gui.ui.transfers.dialogs import SystemDialogs
from landmark_gui.ui.transfers.readers_window import ReadersWindow
from tests.document.cases import detection
from tests.ui.readers import SPACING, enter_spacing, opened, table

if TYPE_CHECKING:
    from tests.ui.conftest import Bench


@pytest.fixture
def tables(tmp_path: Path, scheme: LandmarkScheme) -> list[Path]:
    shifts = {"senior": 0.0, "junior": 30.0, "student": 10.0}
    return [table(tmp_path / f"{n}.csv", scheme, s, SPACING) for n, s in shifts.items()]


@pytest.fixture
def readers(bench: "Bench") -> ReadersWindow:
    return opened(bench)


def test_rows_hold_the_figures_of_the_comparison(
    tables: list[Path], scheme: LandmarkScheme
) -> None:
    comparison = compared(tables[:2], scheme)
    pair = comparison.pairs[0]
    sella, nasion = agreement_rows.rows(pair)
    assert [cell.text for cell in sella[:7]] == [
        "S",
        "4",
        "3.00",
        "0.0 %",
        "+3.00",
        "+0.00",
        "2.12",
    ]
    assert nasion[3].text == "100.0 %"
    assert sella[7].text == f"{pair.icc['S'][0].value:.4f}"  # type: ignore[union-attr]  # it is there
    said = agreement_rows.summary(comparison, pair)
    assert said.startswith("8 points on 4 films, mean 1.50 mm")
    assert "50.0 % within 2 mm" in said
    assert "largest 3.00 mm (S, 0)" in said


def test_a_bias_that_rounds_to_nothing_is_not_below_it(
    tmp_path: Path, scheme: LandmarkScheme
) -> None:
    paths = [table(tmp_path / f"{n}.csv", scheme, n, None) for n in (0, -0.001)]
    sella = agreement_rows.rows(compared(paths, scheme).pairs[0])[0]
    assert sella[4].text == "+0.00"


def test_without_a_spacing_figures_are_in_pixels_and_nothing_is_said_of_2_mm(
    tmp_path: Path, scheme: LandmarkScheme
) -> None:
    paths = [table(tmp_path / f"{n}.csv", scheme, n, None) for n in (1, 2)]
    comparison = compared(paths, scheme)
    names, row = agreement_rows.header(comparison.unit), agreement_rows.rows(comparison.pairs[0])[0]
    assert "Mean px" in names
    assert "≤ 2 mm" not in names
    assert len(row) == len(names)
    assert row[names.index("Bias x px")].text == "+1.00"


def test_what_belongs_to_a_comparison_is_seen_once_there_is_one(
    bench: "Bench", readers: ReadersWindow, tables: list[Path]
) -> None:
    parts = (readers.pairs, readers.table, readers._note, readers._copy)
    readers.show()
    assert not any(part.isVisible() for part in parts)
    readers.compare(tables)
    bench.until(lambda: all(part.isVisible() for part in parts))
    readers.show_refusal("Nothing can be compared.")
    assert not any(part.isVisible() for part in parts)
    assert readers.summary.isVisible()


def test_no_spreadsheet_runs_the_name_of_a_reader(
    bench: "Bench", readers: ReadersWindow, tables: list[Path]
) -> None:
    readers.compare([tables[0], tables[1].rename(tables[1].with_name("=1+1.csv"))])
    bench.until(lambda: readers.pairs.count() == 1)
    readers._copy.click()
    assert QGuiApplication.clipboard().text().startswith("'=1+1 minus ")


def test_tables_are_compared_pair_by_pair_sorted_and_copied(
    bench: "Bench", readers: ReadersWindow, tables: list[Path]
) -> None:
    readers.compare(tables)
    bench.until(lambda: readers.pairs.count() == 4)  # and all three
    assert readers.pairs.itemText(0) == "junior minus senior"
    readers.table.sortByColumn(2, Qt.SortOrder.DescendingOrder)
    readers._copy.click()
    who, figures, icc, *lines = QGuiApplication.clipboard().text().splitlines()
    assert who == "junior minus senior"
    assert figures == "Figures in mm: each film's own spacing: calibrated"
    assert icc == "ICC(2,1) of the coordinates of these two readers"
    assert lines[0].split("\t")[:3] == ["Landmark", "n", "Mean mm"]
    assert [line.split("\t")[0] for line in lines[1:]] == ["S", "N"]
    readers.table.sortByColumn(2, Qt.SortOrder.AscendingOrder)
    assert readers.table.text.splitlines()[1].startswith("N\t")
    readers.pairs.setCurrentIndex(1)
    assert "mean 0.50 mm" in readers.summary.text()


def test_a_pairs_coefficient_is_its_own_and_that_of_all_readers_has_a_sheet(
    bench: "Bench", readers: ReadersWindow, tables: list[Path], scheme: LandmarkScheme
) -> None:
    comparison = compared(tables, scheme)
    near = comparison.pairs[1].icc["S"][0]
    together = comparison.icc["S"][0]
    assert near
    assert together
    assert near.value > together.value
    readers.compare(tables)
    bench.until(lambda: readers.pairs.count() == 4)
    readers.table.sortByColumn(8, Qt.SortOrder.DescendingOrder)  # which the last sheet lacks
    readers.pairs.setCurrentIndex(1)
    assert f"{near.value:.4f}" in readers.table.text
    assert "these two readers" in readers._note.text()
    readers.pairs.setCurrentIndex(3)
    assert readers.pairs.currentText() == "All 3 readers"
    names, *lines = (line.split("\t") for line in readers.table.text.splitlines())
    assert names == ["Landmark", "n", "ICC x", "ICC y"]
    assert ["S", "4", f"{together.value:.4f}"] in [line[:3] for line in lines]
    assert "over all 3 readers" in readers._note.text()


def test_the_tip_names_the_ten_points_at_which_a_pair_is_furthest_apart(
    bench: "Bench", readers: ReadersWindow, tables: list[Path]
) -> None:
    readers.compare(tables)
    bench.until(lambda: readers.pairs.count() == 4)
    lines = readers.summary.toolTip().splitlines()
    assert lines[:2] == ["Furthest apart", "3.00 mm  S, 0"]
    assert len(lines) == 9  # no more than eight points are there
    readers.show_refusal("Nothing can be compared.")
    assert not readers.summary.toolTip()


def test_a_spacing_of_the_reader_takes_the_place_of_the_tables_own(
    bench: "Bench", readers: ReadersWindow, tables: list[Path]
) -> None:
    readers.compare(tables[:2])
    bench.until(lambda: "mean 1.50 mm" in readers.summary.text())
    enter_spacing(readers, 0.2)
    bench.until(lambda: "mean 3.00 mm" in readers.summary.text())


def test_why_nothing_can_be_compared_is_said_in_the_window(
    bench: "Bench", readers: ReadersWindow, tables: list[Path], scheme: LandmarkScheme
) -> None:
    readers.compare(tables[:1])
    bench.until(lambda: "at least two readers" in readers.summary.text())
    wider = PixelSpacing(0.2, 0.2, SpacingSource.CALIBRATED)
    readers.compare([tables[0], table(tables[0].with_name("x.csv"), scheme, 0, wider)])
    bench.until(lambda: "two spacings" in readers.summary.text())
    assert not readers._copy.isEnabled()
    assert "--" not in readers.summary.text()


def test_a_film_without_spacing_among_others_is_named_and_a_typed_one_helps(
    bench: "Bench", readers: ReadersWindow, tables: list[Path], scheme: LandmarkScheme
) -> None:
    bare = table(tables[0].with_name("bare.csv"), scheme, 10, None)
    lines = tables[0].read_text("utf-8").splitlines(keepends=True)
    of_first = [line.replace("0.1,0.1,calibrated", ",,") for line in lines if line[0] == "0"]
    tables[0].write_text("".join([lines[0], *of_first, *lines[1 + len(of_first) :]]), "utf-8")
    readers.compare([tables[0], bare])
    bench.until(lambda: "Film 0 states no spacing; enter the" in readers.summary.text())
    enter_spacing(readers, 0.1)
    bench.until(lambda: "mean 0.50 mm" in readers.summary.text())


def test_two_windows_show_each_what_it_was_asked_for(
    bench: "Bench", readers: ReadersWindow, tables: list[Path]
) -> None:
    second = opened(bench)
    readers.compare(tables)
    second.compare(tables[:2])
    bench.until(lambda: second.pairs.count() > 0)
    assert (readers.pairs.count(), second.pairs.count()) == (4, 1)


def test_windows_that_were_closed_leave_nothing_behind(bench: "Bench") -> None:
    left: list[ref[QObject]] = []

    def comparing() -> Comparing:
        left.append(ref(made := bench.window._verbs._comparing()))
        return made

    for _ in range(3):
        SystemDialogs(bench.window).show_readers(comparing)
        left.append(ref(bench.window.findChildren(ReadersWindow)[-1]))
        bench.window.findChildren(ReadersWindow)[-1].close()
    bench.until(lambda: not bench.window.findChildren(ReadersWindow))
    assert [each() for each in left] == 6 * [None]
    assert bench.window.findChildren(Comparing) == []


@pytest.mark.parametrize("readers_named", [1, 2])
def test_what_is_compared_for_a_window_that_was_closed_is_told_to_nobody(
    bench: "Bench", tables: list[Path], readers_named: int
) -> None:
    readers = opened(bench)
    readers.compare(tables[:readers_named])
    readers.close()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)
    assert not bench.window.session.background.resting
    bench.until(lambda: bench.window.session.background.resting)
    assert bench.window.messages.current is None


def test_the_menu_opens_the_comparison(bench: "Bench") -> None:
    bench.window.menus["compare"].trigger()
    assert bench.dialogs.comparing == bench.window._verbs._comparing


def test_what_a_reader_decided_blind_is_compared_with_what_became_of_it(
    bench: "Bench", readers: ReadersWindow, tmp_path: Path, scheme: LandmarkScheme
) -> None:
    blind = Case.new(FilmInfo("a.png", "a" * 64, 500, 400, SPACING), scheme).veiled()
    blind = blind.moved("S", Point(100, 90), Stamp.now("anna")).detected(detection())
    final = blind.revealed(blind.decisions).moved("S", Point(140, 90), Stamp.now("anna"))
    write_csv(tmp_path / "anna.csv", [final])
    readers.what.blind.setChecked(True)  # nothing is chosen yet
    readers.compare([tmp_path / "anna.csv"])
    bench.until(lambda: readers.pairs.count() == 1)
    assert readers.pairs.currentText() == "anna minus anna blind"
    assert "mean 4.00 mm" in readers.summary.text()
    readers.what.blind.setChecked(False)
    bench.until(lambda: readers.pairs.count() == 0)
    assert "two" in readers.summary.text()
