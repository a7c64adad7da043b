"""What an import brings beside landmarks, and how long it looks for the films."""

from dataclasses import replace
from pathlib import Path
from threading import Event
from typing import TYPE_CHECKING

import pytest

from landmark_gui.document.case import Case
from landmark_gui.domain.annotation import Stamp
from landmark_gui.domain.cephalogram import FilmInfo
from landmark_gui.domain.geometry import PixelSpacing, Point, SpacingSource
from landmark_gui.exchange.formats.csv import write_csv
from landmark_gui.ui.shelf import Shelf
from landmark_gui.ui.sources import FilmSource
from landmark_gui.ui.transfers.dialogs import SystemDialogs
from landmark_gui.ui.transfers.import_dialog import ImportDialog
from tests.ui.exchanging import cases, imported

if TYPE_CHECKING:
    from tests.ui.conftest import Bench

RULER = PixelSpacing(0.2, 0.2, SpacingSource.RULER)


@pytest.mark.parametrize("stays", [True, False])
def test_films_are_looked_through_for_one_without_a_name_as_long_as_the_dialog_is_open(
    bench: "Bench", tmp_path: Path, monkeypatch: pytest.MonkeyPatch, *, stays: bool
) -> None:
    reads: list[FilmSource] = []

    def read(source: FilmSource) -> FilmInfo:
        reads.append(source)
        return source.read(source.name).info

    monkeypatch.setattr(Shelf, "fetch_thumbnails", lambda _: None)
    monkeypatch.setattr(Shelf, "see", lambda *_: None)
    bench.open(4)
    bench.until_shown()
    stranger = replace(cases(bench)[0].film, name=f"{'0' * 64}.png", sha256="0" * 64)
    write_csv(tmp_path / "t.csv", [Case.new(stranger, bench.window.session.scheme)])
    monkeypatch.setattr("landmark_gui.ui.transfers.at_hand._read", read)
    monkeypatch.setattr(bench.dialogs, "ask_import", SystemDialogs(bench.window).ask_import)
    bench.window.menus["import"].trigger()
    (dialog,) = bench.window.findChildren(ImportDialog)
    background, goes_on = bench.window.session.background, Event()
    background.run(lambda: goes_on.wait(20), print, print)
    dialog.choose(tmp_path / "t.csv")
    if not stays:
        dialog.reject()
    goes_on.set()
    bench.until(lambda: background.resting)
    assert bool(reads) is stays


def test_a_calibration_comes_in_with_the_landmarks_in_one_step_of_undo(
    bench: "Bench", tmp_path: Path
) -> None:
    bench.open(1)
    bench.start()
    case = bench.until_detected()
    read = case.all_confirmed(Stamp.now("Dr. B"))
    write_csv(tmp_path / "t.csv", [read.calibrated(RULER)])
    message = imported(bench, tmp_path / "t.csv")
    assert "1 film calibrated as stated." in message.text
    assert cases(bench)[0].film.spacing == RULER
    bench.window.correcting.undo()
    assert cases(bench)[0].film.spacing == case.film.spacing
    assert cases(bench)[0].decided == 0


def test_a_calibration_comes_in_where_all_landmarks_stand_already(
    bench: "Bench", tmp_path: Path
) -> None:
    bench.open(1)
    bench.start()
    case = bench.until_detected()
    write_csv(tmp_path / "t.csv", [case.calibrated(RULER)])
    message = imported(bench, tmp_path / "t.csv")
    assert message.text.startswith("Imported the calibration of 1 film from t.csv")
    assert message.text.endswith("19 landmarks already here.")
    assert "The calibration of 1 film will be imported" in [s.heading for s in bench.dialogs.shown]
    assert cases(bench)[0].film.spacing == RULER
    other = replace(RULER, x_mm=0.3, y_mm=0.3)
    write_csv(tmp_path / "t.csv", [case.calibrated(other)])
    message = imported(bench, tmp_path / "t.csv")
    assert "1 film calibrated differently here: not replaced." in message.text
    assert cases(bench)[0].film.spacing == RULER


def test_what_is_locked_is_said_to_be_so(bench: "Bench", tmp_path: Path) -> None:
    bench.open(1)
    bench.until_shown()
    case = cases(bench)[0]
    for name in ("S", "N"):
        case = case.moved(name, Point(9, 8), Stamp.now("Dr. B"))
    write_csv(tmp_path / "labels.csv", [case])
    bench.window.correcting.move("S", Point(50, 60))
    bench.window.correcting.lock()
    bench.window.correcting.move("N", Point(50, 60))
    text = imported(bench, tmp_path / "labels.csv").text
    assert "1 landmark decided differently here: not replaced. 1 landmark locked here" in text
    assert (
        "1 landmark locked here: not replaced"
        in imported(bench, tmp_path / "labels.csv", replace=True).text
    )
