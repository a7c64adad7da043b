"""Readers compared in a window by what their landmarks measure, and whose millimetres count."""

import json
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from PySide6.QtGui import QGuiApplication

from landmark_gui.__main__ import main
from landmark_gui.domain.geometry import PixelSpacing, SpacingSource
from landmark_gui.domain.landmarks import LandmarkScheme
from landmark_gui.ui.transfers.comparison import Asked
from landmark_gui.ui.transfers.readers_window import SIZE, ReadersWindow
from landmark_gui.ui.transfers.sheet import Sheet
from landmark_gui.ui.transfers.whose_spacing import ONE, OWN
from landmark_gui.ui.widgets.figure_table import SORT
from landmark_gui.ui.widgets.tips import as_tip
from tests.ui.readers import HEAD, SPACING, enter_spacing, heads, opened, table

if TYPE_CHECKING:
    from tests.ui.conftest import Bench

BY_RULER = PixelSpacing(0.1003, 0.1003, SpacingSource.CALIBRATED)


@pytest.fixture
def readers(bench: "Bench") -> ReadersWindow:
    window = opened(bench)
    window.what.measurements.click()
    return window


def told(capsys: pytest.CaptureFixture[str], *words: object) -> dict[str, Any]:
    assert main(["compare", *map(str, words), "--measurements", "--json"]) == 0
    return dict(json.loads(capsys.readouterr().out))


def shown(readers: ReadersWindow) -> dict[str, list[float]]:
    """The figures of each row of the table, to the last digit."""
    model = readers.table.model()
    return {
        str(model.index(row, 0).data()): [
            model.index(row, column).data(SORT) for column in range(1, model.columnCount())
        ]
        for row in range(model.rowCount())
    }


def figures(comparison: dict[str, Any], pair: int) -> dict[str, list[float]]:
    """The same as the command tells them."""
    return {
        f"{name} ({comparison['units'][name]})": [
            row["films"],
            row["mean_absolute"],
            row["bias"],
            *row["limits"],
            row["dahlberg"],
            row["icc"]["value"],
        ]
        for name, row in comparison["pairs"][pair]["per_measurement"].items()
    }


def says(readers: ReadersWindow, words: str) -> bool:
    return words in readers._note.text()


def test_the_window_has_the_figures_of_the_command_to_the_last_digit(
    bench: "Bench",
    readers: ReadersWindow,
    tmp_path: Path,
    scheme: LandmarkScheme,
    capsys: pytest.CaptureFixture[str],
) -> None:
    tables = [heads(tmp_path / f"{n}.csv", scheme, SPACING) for n in ("a", "bb", "ccc")]
    comparison = told(capsys, *tables)
    readers.compare(tables)
    bench.until(lambda: readers.pairs.count() == 4)
    for pair in range(3):
        readers.pairs.setCurrentIndex(pair)
        assert shown(readers) == figures(comparison, pair)
    assert {"SNA (°)", "S-N (mm)"} <= shown(readers).keys()
    assert "4 films" in readers.summary.text()
    readers.pairs.setCurrentIndex(3)
    icc = {name: icc for name, icc in comparison["icc"].items() if icc}
    assert [row[-1] for row in shown(readers).values()] == [one["value"] for one in icc.values()]


def test_the_table_is_copied_with_what_its_lengths_rest_on(
    bench: "Bench", readers: ReadersWindow, tmp_path: Path, scheme: LandmarkScheme
) -> None:
    readers.compare([heads(tmp_path / f"{n}.csv", scheme, SPACING) for n in ("a", "bb")])
    bench.until(lambda: readers.pairs.count() == 1)
    readers._copy.click()
    who, lengths, icc, names, *lines = QGuiApplication.clipboard().text().splitlines()
    assert who == "bb minus a"
    assert lengths == "Lengths in mm: each film's own spacing: calibrated"
    assert icc == "ICC(2,1) of these two readers"
    assert names.split("\t")[:3] == ["Measurement", "n", "Mean |d|"]
    assert lines[0].startswith("SNA (°)\t4\t")
    assert lengths in readers._note.text()


def test_the_pair_looked_at_stays_when_landmarks_are_compared_instead(
    bench: "Bench", readers: ReadersWindow, tmp_path: Path, scheme: LandmarkScheme
) -> None:
    readers.compare([heads(tmp_path / f"{n}.csv", scheme, SPACING) for n in ("a", "bb", "ccc")])
    bench.until(lambda: readers.pairs.count() == 4)
    readers.pairs.setCurrentText("ccc minus a")
    readers.what.landmarks.click()
    bench.until(lambda: "points on 4 films" in readers.summary.text())
    assert readers.pairs.currentText() == "ccc minus a"
    assert list(shown(readers)) == list(HEAD)
    assert "landmark" in readers.table.accessibleName()
    readers.what.measurements.click()
    bench.until(lambda: "measurements on 4 films" in readers.summary.text())
    assert readers.pairs.currentText() == "ccc minus a"
    assert "measurement" in readers.table.accessibleName()


def test_whose_millimetres_count_is_chosen_where_readers_have_rulers_of_their_own(
    bench: "Bench",
    readers: ReadersWindow,
    tmp_path: Path,
    scheme: LandmarkScheme,
    capsys: pytest.CaptureFixture[str],
) -> None:
    anna = heads(tmp_path / "anna.csv", scheme, SPACING)
    ben = heads(tmp_path / "ben.csv", scheme, BY_RULER)
    readers.compare([anna, ben])
    bench.until(lambda: "two spacings for film 0; choose above" in readers.summary.text())
    for table_ in (anna, ben):
        readers.spacing.whose.setCurrentText(f"as in {table_.stem}")
        choice = readers.spacing.whose.currentText()
        bench.until(partial(says, readers, choice))
        assert shown(readers) == figures(told(capsys, anna, ben, "--spacing-of", table_), 0)
    enter_spacing(readers, 0.2)
    bench.until(lambda: "0.2 mm/px" in readers._note.text())
    assert shown(readers) == figures(told(capsys, anna, ben, "--spacing", 0.2), 0)


def test_the_spacing_chosen_is_for_landmarks_as_for_measurements(
    bench: "Bench", readers: ReadersWindow, tmp_path: Path, scheme: LandmarkScheme
) -> None:
    readers.what.landmarks.click()
    wider = PixelSpacing(0.2, 0.2, SpacingSource.CALIBRATED)
    one, other = table(tmp_path / "one.csv", scheme, 0, SPACING), tmp_path / "other.csv"
    readers.compare([one, table(other, scheme, 30, wider)])
    bench.until(lambda: "two spacings" in readers.summary.text())
    readers.spacing.whose.setCurrentText("as in other")
    bench.until(lambda: "mean 3.00 mm" in readers.summary.text())


def test_other_tables_take_the_choice_of_a_table_that_is_gone_back(
    bench: "Bench", readers: ReadersWindow, tmp_path: Path, scheme: LandmarkScheme
) -> None:
    one, two, three = (heads(tmp_path / f"{n}.csv", scheme, None) for n in ("a", "bb", "ccc"))
    readers.compare([one, two])
    readers.spacing.whose.setCurrentText("as in bb")
    readers.compare([two, three])
    assert readers.spacing.whose.currentText() == "as in bb"
    readers.compare([one, three])
    assert readers.spacing.whose.currentText() == OWN
    bench.until(lambda: bench.window.session.background.resting)


def test_tables_of_one_name_are_told_apart_by_their_folders(
    readers: ReadersWindow, tmp_path: Path
) -> None:
    paths = [tmp_path / folder / "reader.csv" for folder in ("anna", "ben")]
    readers.spacing.offer(paths)
    shown_names = [readers.spacing.whose.itemText(place) for place in (1, 2)]
    assert shown_names == [f"as in {path.as_posix()}" for path in paths]


def test_only_what_was_asked_last_is_answered(
    bench: "Bench", tmp_path: Path, scheme: LandmarkScheme
) -> None:
    tables = tuple(heads(tmp_path / f"{n}.csv", scheme, SPACING) for n in ("a", "bb"))
    comparing = bench.window._verbs._comparing()
    told_of: list[str] = []
    comparing.ready.connect(lambda sheets: told_of.append(sheets[0].names[0]))
    comparing.refused.connect(told_of.append)
    comparing.compare(Asked(tables[:1]))
    comparing.compare(Asked(tables))
    comparing.compare(Asked(tables, measurements=True))
    bench.until(lambda: bench.window.session.background.resting)
    assert told_of == ["Measurement"]


def test_without_a_spacing_there_are_angles_and_that_is_said(
    bench: "Bench", readers: ReadersWindow, tmp_path: Path, scheme: LandmarkScheme
) -> None:
    tables = [heads(tmp_path / f"{n}.csv", scheme, None) for n in ("a", "bb")]
    readers.compare(tables)
    bench.until(lambda: "no lengths" in readers.summary.text())
    assert "SNA (°)" in shown(readers)
    assert not any("mm" in name for name in shown(readers))
    assert "Lengths in mm: no spacing is known" in readers._note.text()
    readers.spacing.whose.setCurrentText("as in a")  # which states none either
    bench.until(lambda: "Reading" not in readers.summary.text())
    assert "Lengths in mm: no spacing is known" in readers._note.text()


def test_until_a_number_is_entered_it_is_asked_for_and_nothing_else_changes(
    bench: "Bench", readers: ReadersWindow, tmp_path: Path, scheme: LandmarkScheme
) -> None:
    readers.compare([heads(tmp_path / f"{n}.csv", scheme, SPACING) for n in ("a", "bb")])
    bench.until(lambda: readers.pairs.count() == 1)
    before = shown(readers)
    assert readers.spacing.number.isHidden()
    readers.spacing.whose.setCurrentText(ONE)
    assert readers.summary.text() == "Enter above how many millimetres per pixel all films have."
    assert not readers.spacing.number.isHidden()
    assert bench.window.session.background.resting
    assert shown(readers) == before
    readers.spacing.number.setValue(0.001)
    bench.until(lambda: "0.001 x 0.001 mm is not plausible" in readers.summary.text())


def test_a_number_that_is_asked_for_is_not_talked_over_by_an_answer_that_comes_late(
    bench: "Bench", readers: ReadersWindow, tmp_path: Path, scheme: LandmarkScheme
) -> None:
    readers.compare([heads(tmp_path / f"{n}.csv", scheme, SPACING) for n in ("a", "bb")])
    readers.spacing.whose.setCurrentText(ONE)  # while the tables are being read
    bench.until(lambda: bench.window.session.background.resting)
    assert readers.summary.text() == "Enter above how many millimetres per pixel all films have."
    assert readers.table.isHidden()
    readers.spacing.number.setValue(0.1)
    bench.until(lambda: readers.pairs.count() == 1)
    assert readers.table.isVisible()


def test_a_reader_who_shares_no_measurement_with_another_is_named(
    bench: "Bench", readers: ReadersWindow, tmp_path: Path, scheme: LandmarkScheme
) -> None:
    both = [heads(tmp_path / f"{n}.csv", scheme, None) for n in ("a", "bb")]
    readers.compare([*both, heads(tmp_path / "alone.csv", scheme, None, landmarks="SN")])
    bench.until(lambda: readers.pairs.count() == 2)
    readers.pairs.setCurrentText("All 3 readers")
    assert "No measurement has an ICC over all readers, alone shares none" in readers.summary.text()
    assert shown(readers) == {}


@pytest.mark.parametrize("other", [("4567", "SNAB"), ("0123", "SN")])
def test_that_nothing_can_be_measured_on_a_film_of_both_is_said(
    bench: "Bench",
    readers: ReadersWindow,
    tmp_path: Path,
    scheme: LandmarkScheme,
    other: tuple[str, str],
) -> None:
    one = heads(tmp_path / "one.csv", scheme, None)
    readers.compare([one, heads(tmp_path / "other.csv", scheme, None, *other)])
    said = "No two readers have the landmarks of a measurement on the same film."
    bench.until(lambda: readers.summary.text() == said)
    assert readers.table.isHidden()


def test_long_names_of_tables_make_the_window_no_wider(
    readers: ReadersWindow, tmp_path: Path
) -> None:
    path = tmp_path / f"{'second occasion ' * 12}.csv"
    readers.spacing.offer([path])
    readers.show_sheets([Sheet(path.stem, "", "", "", "", ("Measurement",), [])])
    readers.show()
    assert readers.minimumSizeHint().width() < SIZE[0]
    readers.spacing.whose.setCurrentIndex(1)
    assert readers.spacing.whose.toolTip() == as_tip(str(path))
