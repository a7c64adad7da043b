"""Two readers in a table: how it is sorted, what only one of them has, which pair stays."""

from pathlib import Path

from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from landmark_gui.document.case import Case
from landmark_gui.domain.annotation import Stamp
from landmark_gui.domain.cephalogram import FilmInfo
from landmark_gui.domain.geometry import Point
from landmark_gui.domain.landmarks import LandmarkScheme
from landmark_gui.exchange.formats.csv import write_csv
from landmark_gui.ui.transfers.readers_window import ReadersWindow
from landmark_gui.ui.widgets.figure_table import FigureTable
from landmark_gui.ui.widgets.figures import Cell, Row
from tests.ui.conftest import Bench
from tests.ui.readers import SPACING, enter_spacing, opened, table

ICC_X = 7
ASCENDING = Qt.SortOrder.AscendingOrder


def first_column(text: str) -> list[str]:
    return [line.split("\t")[0] for line in text.splitlines()[1:]]


def with_gonion(path: Path, scheme: LandmarkScheme, films: int) -> Path:
    """Four films with sella and nasion, and gonion on the first so many of them."""
    cases = []
    for number in range(4):
        case = Case.new(FilmInfo(f"{number}.png", "0", 500, 400, SPACING), scheme)
        places = {"S": Point(103 + 8 * number, 91), "N": Point(300 - 5 * number, 60 + number)}
        if number < films:
            places["Go"] = Point(150, 250 + number)
        for name, place in places.items():
            case = case.moved(name, place, Stamp.now("r"))
        cases.append(case)
    write_csv(path, cases)
    return path


def compared(bench: Bench, *tables: Path) -> ReadersWindow:
    readers = opened(bench)
    readers.compare(list(tables))
    bench.until(lambda: readers.pairs.count() > 0)
    return readers


def test_figures_are_sorted_as_numbers(qtbot: QtBot) -> None:
    shown = FigureTable("Figures")
    qtbot.addWidget(shown)
    rows: list[Row] = [(Cell("a", 0.0), Cell("10.00", 10.0)), (Cell("b", 1.0), Cell("9.00", 9.0))]
    shown.show_rows(("Landmark", "Mean mm"), rows)
    shown.sortByColumn(1, ASCENDING)
    assert first_column(shown.text) == ["b", "a"]


def test_a_figure_that_is_not_known_comes_after_all_that_are(
    bench: Bench, tmp_path: Path, scheme: LandmarkScheme
) -> None:
    mine = with_gonion(tmp_path / "mine.csv", scheme, films=1)
    hers = with_gonion(tmp_path / "hers.csv", scheme, films=4)
    shown = compared(bench, mine, hers).table
    shown.sortByColumn(ICC_X, ASCENDING)
    *known, last = shown.text.splitlines()[1:]
    assert last.startswith("Go\t")
    assert last.split("\t")[ICC_X] == "–"
    assert all(float(line.split("\t")[ICC_X]) > 0 for line in known)


def test_landmarks_that_one_reader_alone_has_are_that_readers(
    bench: Bench, tmp_path: Path, scheme: LandmarkScheme
) -> None:
    alone = with_gonion(tmp_path / "alone.csv", scheme, films=3)
    readers = compared(bench, alone, table(tmp_path / "other.csv", scheme, 0.0, SPACING))
    assert "3 placed only by alone" in readers.summary.text()
    assert "only by other" not in readers.summary.text()


def test_the_pair_that_is_looked_at_stays_when_the_spacing_changes(
    bench: Bench, tmp_path: Path, scheme: LandmarkScheme
) -> None:
    shifts = {"a": 0.0, "b": 10.0, "c": 30.0}
    tables = [table(tmp_path / f"{n}.csv", scheme, s, SPACING) for n, s in shifts.items()]
    readers = compared(bench, *tables)
    readers.pairs.setCurrentText("c minus b")
    assert "mean 1.00 mm" in readers.summary.text()
    enter_spacing(readers, 0.2)
    bench.until(lambda: "mean 2.00 mm" in readers.summary.text())
    assert readers.pairs.currentText() == "c minus b"


def test_a_pair_is_told_of_the_films_that_these_two_lack_alone(
    bench: Bench, tmp_path: Path, scheme: LandmarkScheme
) -> None:
    whole = [with_gonion(tmp_path / f"{name}.csv", scheme, films=4) for name in ("a", "b")]
    lines = whole[0].read_text("utf-8").splitlines(keepends=True)
    part = tmp_path / "part.csv"
    part.write_text("".join(line for line in lines if not line.startswith("3.png")), "utf-8")
    readers = compared(bench, *whole, part)
    assert "lacks" not in readers.summary.text()
    readers.pairs.setCurrentText("part minus a")
    assert "part lacks 1 film" in readers.summary.text()


def test_a_table_in_which_nothing_is_decided_is_called_the_models(
    bench: Bench, tmp_path: Path, scheme: LandmarkScheme
) -> None:
    reader = table(tmp_path / "reader.csv", scheme, 0.0, SPACING)
    model = tmp_path / "model.csv"
    model.write_text(reader.read_text("utf-8").replace(",moved,", ",predicted,"), "utf-8")
    readers = compared(bench, reader, model)
    assert "nothing is decided by model" in readers.summary.text()
