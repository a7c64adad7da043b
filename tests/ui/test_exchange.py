"""Landmarks out of the window in any format, and into it from any."""

import json
from functools import partial
from pathlib import Path
from threading import Event
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from landmark_gui.domain.annotation import Annotation, Stamp, Status
from landmark_gui.domain.geometry import Point
from landmark_gui.exchange.context import Context
from landmark_gui.exchange.formats import labelme
from landmark_gui.exchange.formats.csv import read_csv, write_csv
from landmark_gui.exchange.labelled import labelled
from landmark_gui.ui.messages import Tone
from landmark_gui.ui.transfers.dialogs import SystemDialogs
from landmark_gui.ui.transfers.export_dialog import ExportDialog
from landmark_gui.ui.transfers.export_offer import Scope
from landmark_gui.ui.transfers.import_dialog import ImportDialog
from landmark_gui.ui.transfers.in_the_way import free_path
from tests.ui.exchanging import asked, cases, export, imported, told

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.ui.conftest import Bench


@pytest.fixture
def three(bench: "Bench") -> "Bench":
    """Three detected films, a decision on the first."""
    bench.open(3)
    bench.start()
    session, correcting = bench.window.session, bench.window.correcting
    bench.until(lambda: all(e.case and e.case.detection for e in session.worklist.entries))
    bench.until_shown()
    correcting.move("S", Point(50.5, 60.5))
    return bench


def _says(dialog: ImportDialog, wanted: str) -> bool:
    return wanted in dialog.preview.text


# out


def test_the_table_of_all_films_is_offered_first(three: "Bench", tmp_path: Path) -> None:
    three.dialogs.export = tmp_path / "landmarks.csv"
    three.window.menus["export"].trigger()
    message = told(three)
    assert message.tone is Tone.INFO
    assert str(tmp_path / "landmarks.csv") in message.text
    assert "time of reading of 1 landmark" in message.text
    assert len(read_csv(tmp_path / "landmarks.csv")) == 3
    assert len(three.window.session.unexported) == 0
    assert three.dialogs.offer is not None
    assert three.dialogs.offer.counts == {Scope.FILM: 1, Scope.DECIDED: 1, Scope.ALL: 3}


def test_a_format_with_a_file_per_film_asks_for_a_folder(three: "Bench", tmp_path: Path) -> None:
    export(three, asked("labelme"), tmp_path)
    assert sorted(p.name for p in tmp_path.glob("*.json")) == [f"film-{n}.json" for n in (1, 2, 3)]
    export(three, asked("labelme", Scope.FILM), tmp_path / "one.json")
    assert len(json.loads((tmp_path / "one.json").read_text())["shapes"]) == 19
    assert three.dialogs.suggested is not None
    assert three.dialogs.suggested.name == "film-1-2.json"


def test_files_in_the_way_are_kept_until_somebody_says_otherwise(
    three: "Bench", tmp_path: Path
) -> None:
    folder = tmp_path / "out"
    folder.mkdir()
    for number in (1, 2):
        (folder / f"film-{number}.json").write_text("precious")
    message = export(three, asked("labelme"), folder)
    assert [remedy.text for remedy in message.remedies] == ["Replace them", "Save as out-2"]
    assert {p.read_text() for p in folder.glob("*.json")} == {"precious"}
    assert len(three.window.session.unexported) == 1
    message.remedies[1].verb()
    told(three)
    assert len(list((tmp_path / "out-2").glob("*.json"))) == 3
    message.remedies[0].verb()
    told(three)
    assert all(p.read_text() != "precious" for p in folder.glob("*.json"))


def test_a_film_that_could_not_go_out_still_counts_as_not_exported(
    three: "Bench", tmp_path: Path
) -> None:
    three.window.correcting.missing()
    message = export(three, asked("isbi"), tmp_path)
    assert message.tone is Tone.WARNING
    assert "film-1: not every landmark has a position" in message.text
    assert len(three.window.session.unexported) == 1


def test_a_film_that_is_changed_after_its_export_counts_as_not_exported(
    three: "Bench", tmp_path: Path
) -> None:
    export(three, asked("csv"), tmp_path / "landmarks.csv")
    three.window.correcting.move("S", Point(51.5, 60.5))
    assert len(three.window.session.unexported) == 1


def test_a_film_that_is_changed_while_it_goes_out_counts_as_not_exported(
    three: "Bench", tmp_path: Path
) -> None:
    session, goes_on = three.window.session, Event()
    session.background.run(lambda: goes_on.wait(20), print, print)  # before the file
    three.dialogs.export = tmp_path / "landmarks.csv"
    three.window.menus["export"].trigger()
    three.window.correcting.move("S", Point(51.5, 60.5))
    goes_on.set()
    told(three)
    assert read_csv(tmp_path / "landmarks.csv")["film-1"].points["S"] == Point(50.5, 60.5)
    assert len(session.unexported) == 1


def test_this_film_is_the_one_that_was_shown_when_it_was_asked(
    three: "Bench", tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(three.dialogs, "ask_how", SystemDialogs(three.window).ask_how)
    three.dialogs.export = tmp_path / "landmarks.csv"
    three.window.menus["export"].trigger()
    (dialog,) = three.window.findChildren(ExportDialog)
    dialog.scopes[Scope.FILM].click()
    three.window.session.show(1)
    dialog.accept()
    told(three)
    assert set(read_csv(tmp_path / "landmarks.csv")) == {"film-1"}


def test_a_place_that_cannot_be_written_to_is_an_error(three: "Bench", tmp_path: Path) -> None:
    message = export(three, asked("csv"), tmp_path / "nowhere" / "landmarks.csv")
    assert message.tone is Tone.ERROR
    assert len(three.window.session.unexported) == 1


def test_the_dialog_says_what_a_format_cannot_hold_and_enter_agrees(
    three: "Bench", tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    system = SystemDialogs(three.window)
    monkeypatch.setattr(three.dialogs, "ask_how", system.ask_how)
    three.dialogs.export = tmp_path / "landmarks.tps"
    three.window.menus["export"].trigger()
    (dialog,) = three.window.findChildren(ExportDialog)
    three.until(lambda: "1 of 57 landmarks decided" in dialog.preview.text)
    assert "everything known" not in dialog.preview.text  # the time of reading is not
    dialog.with_times.click()
    three.until(lambda: "everything known" in dialog.preview.text)
    dialog.format.setCurrentIndex(dialog.format.findData("tps"))
    three.until(lambda: "who read a landmark" in dialog.preview.text)
    dialog.scopes[Scope.DECIDED].click()
    three.until(lambda: "1 film will" in dialog.preview.text)
    dialog.by_identity.click()
    three.until(lambda: "the file names of 1 film" in dialog.preview.text)
    QTest.keyClick(dialog, Qt.Key.Key_Return)
    three.until((tmp_path / "landmarks.tps").exists)
    assert "film-1" not in (tmp_path / "landmarks.tps").read_text()


def test_a_free_name_keeps_an_ending_of_two_parts(tmp_path: Path) -> None:
    path = tmp_path / "a.mrk.json"
    path.touch()
    assert free_path(path, ".mrk.json").name == "a-2.mrk.json"


# in


def test_landmarks_come_in_as_one_step_of_undo_per_film(three: "Bench", tmp_path: Path) -> None:
    table = tmp_path / "labels.csv"
    session, correcting = three.window.session, three.window.correcting
    before = cases(three)
    write_csv(table, [case.all_confirmed(Stamp.now("Dr. B")) for case in before])
    message = imported(three, table)
    assert message.text.startswith("Imported 56 landmarks of 3 films from labels.csv")
    assert [case.decided for case in cases(three)] == [19, 19, 19]
    assert session.case is not None
    stamp = session.case.annotations["N"].stamp
    assert stamp is not None
    assert stamp.reader == "Dr. B"
    correcting.undo()
    assert cases(three)[0].annotations == before[0].annotations
    assert [case.decided for case in cases(three)] == [1, 19, 19]
    session.show(1)
    correcting.undo()
    assert [case.decided for case in cases(three)] == [1, 0, 19]


def test_decided_landmarks_give_way_only_when_that_is_chosen(
    three: "Bench", tmp_path: Path
) -> None:
    table = tmp_path / "labels.csv"
    write_csv(table, [cases(three)[0].moved("S", Point(99, 98), Stamp.now("Dr. B"))])
    message = imported(three, table)
    assert "1 landmark decided differently here: not replaced" in message.text
    assert cases(three)[0].annotations["S"].point == Point(50.5, 60.5)
    imported(three, table, replace=True)
    assert cases(three)[0].annotations["S"].point == Point(99, 98)


def test_what_is_there_already_is_no_matter_for_a_warning(three: "Bench", tmp_path: Path) -> None:
    table = tmp_path / "labels.csv"
    write_csv(table, cases(three))
    message = imported(three, table)
    there = "Nothing new in labels.csv: all 57 landmarks are already here."
    assert (message.text, message.tone) == (there, Tone.INFO)
    one = tmp_path / "sella.csv"
    one.write_text("".join(table.read_text("utf-8").splitlines(keepends=True)[:2]), "utf-8")
    assert imported(three, one).text == "Nothing new in sella.csv: its landmark is already here."


def test_bare_positions_are_moved_by_the_reader_of_the_window(
    three: "Bench", tmp_path: Path
) -> None:
    for number in (2, 7):
        lines = "".join(f"{10 + i},{20 + i}\n" for i in range(19))
        (tmp_path / f"film-{number}.txt").write_text(lines)
    message = imported(three, tmp_path)
    assert "film-7: not among the films that are open" in message.text
    said = cases(three)[1].annotations["S"]
    assert (said.status, said.point) == (Status.MOVED, Point(10.5, 20.5))
    assert said.stamp is not None
    assert said.stamp.reader == "reader"
    signed = "19 landmarks whose reader the file does not name: counted as decided by reader"
    assert signed in message.text
    assert any(signed in section.lines for section in three.dialogs.shown)


def test_predictions_that_another_program_hands_back_stay_predictions(
    bench: "Bench", tmp_path: Path
) -> None:
    bench.open(1)
    bench.until_shown()
    session = bench.window.session
    (case,) = cases(bench)
    found = case.taken_over([Annotation("S", Status.PREDICTED, Point(3, 4))])
    labels = labelme.render([labelled(found)], Context(session.scheme))
    (tmp_path / "film-1.json").write_bytes(labels)
    message = imported(bench, tmp_path / "film-1.json")
    assert message.text == "Imported 1 landmark of 1 film from film-1.json (labelme JSON)."
    assert cases(bench)[0].annotations["S"] == found.annotations["S"]


def test_films_that_were_not_read_yet_get_their_landmarks_too(
    bench: "Bench", tmp_path: Path
) -> None:
    (tmp_path / "film-2.txt").write_text("".join(f"{i},{i}\n" for i in range(19)))
    bench.open(2)
    imported(bench, tmp_path / "film-2.txt")
    assert cases(bench)[-1].decided == 19
    bench.window.session.show(1)
    bench.until_shown()
    assert bench.window.session.case is not None
    assert bench.window.session.case.decided == 19


@pytest.mark.usefixtures("_no_time")
def test_decisions_in_the_record_stay_though_their_film_was_not_read_yet(
    tmp_path: Path, another: "Callable[[], Bench]"
) -> None:
    first = another()
    first.open(3)
    first.window.session.show(2)
    first.until_shown()
    first.window.correcting.move("S", Point(11, 12))
    first.window.leave()
    (tmp_path / "film-3.txt").write_text("".join(f"{i},{i}\n" for i in range(19)))
    second = another()
    second.open(3)
    second.until_shown()
    message = imported(second, tmp_path / "film-3.txt")
    assert "1 landmark decided differently here: not replaced" in message.text
    assert cases(second)[-1].annotations["S"].point == Point(11, 12)
    assert cases(second)[-1].decided == 19


def test_a_file_without_landmarks_is_refused_in_the_dialog(three: "Bench", tmp_path: Path) -> None:
    (tmp_path / "notes.txt").write_text("call the dentist")
    three.dialogs.labels = tmp_path / "notes.txt"
    three.window.menus["import"].trigger()
    three.until(lambda: bool(three.dialogs.shown))
    assert "no landmarks in a format that is known here" in three.dialogs.shown[0].heading


def test_the_dialog_shows_what_would_come_in_before_it_does(
    three: "Bench", tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    table = tmp_path / "labels.csv"
    write_csv(table, [cases(three)[0].moved("S", Point(99, 98), Stamp.now("Dr. B"))])
    monkeypatch.setattr(three.dialogs, "ask_import", SystemDialogs(three.window).ask_import)
    three.window.menus["import"].trigger()
    (dialog,) = three.window.findChildren(ImportDialog)
    assert not dialog._agree.isEnabled()
    dialog.choose(table)
    three.until(lambda: "Nothing to import" in dialog.preview.text)
    dialog.replace.click()
    three.until(lambda: "1 landmark of 1 film will be imported" in dialog.preview.text)
    assert cases(three)[0].annotations["S"].point == Point(50.5, 60.5)
    dialog.accept()
    assert cases(three)[0].annotations["S"].point == Point(99, 98)


def test_a_file_chosen_a_second_time_is_read_a_second_time(
    three: "Bench", tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    table = tmp_path / "labels.csv"
    monkeypatch.setattr(three.dialogs, "ask_import", SystemDialogs(three.window).ask_import)
    three.window.menus["import"].trigger()
    (dialog,) = three.window.findChildren(ImportDialog)
    case = cases(three)[1]
    for name, wanted in (("S", "1 landmark of 1 film"), ("N", "2 landmarks of 1 film")):
        case = case.moved(name, Point(9, 8), Stamp.now("Dr. B"))
        write_csv(table, [case])
        dialog.choose(table)
        three.until(partial(_says, dialog, wanted))
    dialog.reject()
