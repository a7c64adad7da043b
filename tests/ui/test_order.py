"""The order of work: the next film, which films are listed, confirming, and reading blind."""

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from PySide6.QtTest import QTest

from landmark_gui.document.review import Filter
from landmark_gui.document.worklist import Progress
from landmark_gui.domain.annotation import Status
from landmark_gui.domain.geometry import Point
from landmark_gui.domain.prediction import Detection
from landmark_gui.exchange.formats.csv import read_csv, write_csv
from landmark_gui.records.event import Kind
from landmark_gui.records.record import Record
from landmark_gui.ui import over_film
from landmark_gui.ui.canvas.ghost_item import GhostItem
from landmark_gui.ui.display import Heat
from tests.ui.films import place_all, with_errors
from tests.ui.hand import CTRL, KEY, LEFT, SHIFT

if TYPE_CHECKING:
    from tests.ui.conftest import Bench


def listed(bench: "Bench") -> list[int]:
    films = bench.window.panels.films.list
    return [row for row in range(films.model().rowCount()) if not films.isRowHidden(row)]


def test_space_shows_the_least_sure_film_first_and_shift_space_goes_back(bench: "Bench") -> None:
    with_errors(bench, 1.0, 2.0, 9.0, 5.0)
    visited = []
    for _ in range(4):
        bench.hand.key(KEY.Key_Space)
        visited.append(bench.current)
    assert visited == [2, 3, 1, 2]  # film 0 was passed by; then another round begins
    bench.hand.key(KEY.Key_Space, SHIFT)
    assert bench.current == 1


def test_where_the_review_began_is_said(bench: "Bench") -> None:
    with_errors(bench, 1.0, 2.0)
    bench.hand.key(KEY.Key_Space, SHIFT)
    assert bench.current == 0
    assert "began" in bench.said


def test_films_are_listed_by_kind_with_their_numbers(bench: "Bench") -> None:
    with_errors(bench, 1.0, 99.0, 1.0)
    session, correcting = bench.window.session, bench.window.correcting
    correcting.confirm_all()
    kinds = bench.window.panels.films.filter.kinds
    assert [kinds.itemText(row) for row in range(5)] == [
        "All (3)",
        "To do (2)",
        "Doubtful (1)",
        "Done (1)",
        "Failed (0)",
    ]
    bench.hand.key(KEY.Key_3, CTRL)
    assert listed(bench) == [0, 1]  # the film that is open stays
    assert bench.window.menus["films_doubtful"].isChecked()
    session.show(1)
    assert listed(bench) == [1]
    bench.hand.key(KEY.Key_2, CTRL)
    assert listed(bench) == [1, 2]
    bench.hand.key(KEY.Key_D)
    assert bench.current == 2
    bench.hand.key(KEY.Key_D)  # there is no further one
    bench.hand.key(KEY.Key_A)
    bench.hand.key(KEY.Key_A)  # film 0 is not listed
    assert bench.current == 1
    bench.hand.key(KEY.Key_1, CTRL)
    assert listed(bench) == [0, 1, 2]


def test_a_film_leaves_the_list_only_when_its_reader_leaves_it(bench: "Bench") -> None:
    with_errors(bench, 1.0, 1.0)
    bench.window.reviewing.list_kind(Filter.TO_DO)
    bench.window.correcting.confirm_all()
    assert listed(bench) == [0, 1]
    bench.window.session.show(1)
    assert listed(bench) == [1]


def test_a_film_is_found_by_its_name(bench: "Bench") -> None:
    bench.open(3)
    bench.start()
    predicted = bench.until_detected()
    bench.hand.key(KEY.Key_F, CTRL)
    search = bench.window.panels.films.filter.search
    assert search.hasFocus()
    QTest.keyClicks(search, "LM-3")
    assert listed(bench) == [0, 2]
    QTest.keyClick(search, KEY.Key_Return)
    assert bench.current == 2
    said = bench.window.session.worklist.entries[0].case
    assert said is not None
    assert said.decided == predicted.decided == 0
    bench.until_shown()
    assert bench.window.view.hasFocus()
    bench.hand.key(KEY.Key_F, CTRL)
    QTest.keyClick(search, KEY.Key_Escape)
    assert listed(bench) == [0, 1, 2]
    assert bench.window.view.hasFocus()


def test_several_films_are_selected_without_those_that_are_not_listed(bench: "Bench") -> None:
    with_errors(bench, 1.0, 1.0, 1.0)
    session, correcting = bench.window.session, bench.window.correcting
    session.show(1)
    bench.until_shown()
    correcting.confirm_all()
    session.show(0)
    bench.window.reviewing.list_kind(Filter.TO_DO)
    films = bench.window.panels.films.list
    at = films.visualRect(films.model().index(2, 0)).center()
    QTest.mouseClick(films.viewport(), LEFT, SHIFT, at)
    assert session.marked == {0, 2}


def test_a_film_is_confirmed_at_once_where_nothing_is_doubtful(bench: "Bench") -> None:
    with_errors(bench, 1.0)
    bench.hand.key(KEY.Key_Return, CTRL)
    assert bench.progress() == [Progress.COMPLETE]


def test_doubtful_landmarks_are_shown_before_a_film_is_confirmed(bench: "Bench") -> None:
    with_errors(bench, 99.0)
    session, correcting = bench.window.session, bench.window.correcting
    bench.hand.key(KEY.Key_Return, CTRL)
    assert bench.progress() == [Progress.PREDICTED]
    said = bench.window.messages.current
    assert said is not None
    assert "not looked at" in said.text
    for _ in range(len(session.scheme)):
        bench.hand.key(KEY.Key_Tab)
    bench.hand.key(KEY.Key_Return, CTRL)
    assert bench.progress() == [Progress.COMPLETE]
    correcting.undo()
    assert bench.progress() == [Progress.PREDICTED]


def test_what_was_looked_at_on_another_film_was_not_looked_at_on_this_one(bench: "Bench") -> None:
    with_errors(bench, 99.0, 99.0)
    for _ in range(len(bench.window.session.scheme)):
        bench.hand.key(KEY.Key_Tab)
    bench.window.session.show(1)
    bench.until_shown()
    bench.hand.key(KEY.Key_Return, CTRL)
    assert "not looked at" in bench.said
    assert bench.progress() == [Progress.PREDICTED] * 2


def test_whoever_insists_confirms_what_was_not_looked_at(bench: "Bench") -> None:
    with_errors(bench, 99.0)
    bench.hand.key(KEY.Key_Return, CTRL)
    said = bench.window.messages.current
    assert said is not None
    said.remedies[0].verb()
    assert bench.progress() == [Progress.COMPLETE]
    assert bench.window.messages.current is None


def test_a_question_about_a_film_goes_with_that_film(bench: "Bench") -> None:
    with_errors(bench, 99.0, 99.0)
    bench.hand.key(KEY.Key_Return, CTRL)
    assert bench.window.panels.message_bar.isVisible()
    bench.hand.key(KEY.Key_D)
    assert not bench.window.panels.message_bar.isVisible()
    assert bench.progress() == [Progress.PREDICTED] * 2


def test_looking_at_films_confirms_nothing(bench: "Bench") -> None:
    with_errors(bench, 1.0, 99.0)
    for _ in range(5):
        bench.hand.key(KEY.Key_Tab)
        bench.hand.key(KEY.Key_Space)
    cases = [entry.case for entry in bench.window.session.worklist.entries]
    assert [case.decided for case in cases if case] == [0, 0]


# blind first


@pytest.fixture
def blind(bench: "Bench", tmp_path: Path) -> "Bench":
    """A film that was detected behind a veil."""
    bench.window.recorder.open(tmp_path / "record.sqlite")
    bench.hand.key(KEY.Key_B, CTRL)
    bench.window.session.display = replace(bench.window.session.display, heat=Heat.ALL)
    bench.open(2)
    bench.start()
    bench.until(lambda: all(known(bench, index) for index in (0, 1)))
    bench.until_shown()
    return bench


def known(bench: "Bench", index: int) -> Detection | None:
    case = bench.window.session.worklist.entries[index].case
    return case.known_detection if case else None


def test_behind_a_veil_nothing_tells_of_the_prediction(blind: "Bench") -> None:
    window, case = blind.window, blind.window.session.case
    assert case is not None
    assert case.detection is None
    assert {said.status for said in case.annotations.values()} == {Status.UNSET}
    assert blind.progress() == [Progress.BLIND] * 2
    assert over_film.overlay(window.session, window.queue.preview).heatmap is None
    table = window.panels.table.model()
    cells = {table.index(row, column).data() for row in range(19) for column in (3, 4)}
    assert cells == {"–"}
    assert "expected" not in window.panels.card._position.text()
    assert not window.menus["films_doubtful"].isEnabled()
    assert not window.menus["confirm_all"].isEnabled()
    assert "Blind reading" in window.panels.area._chip.text()
    blind.hand.key(KEY.Key_Space)
    assert blind.current == 1


def test_a_prediction_that_is_being_made_shows_no_map(bench: "Bench") -> None:
    bench.window.reviewing.set_blind_first(on=True)
    bench.open(1)
    bench.until_shown()
    bench.window.queue._preview = (0, object())  # type: ignore[assignment] # as if under way
    assert bench.window.queue.preview is None


def test_revealing_asks_while_landmarks_are_not_placed(blind: "Bench") -> None:
    blind.window.correcting.move("S", Point(5, 6))
    blind.hand.key(KEY.Key_R, CTRL)
    said = blind.window.messages.current
    assert said is not None
    assert "18 landmarks are not placed yet" in said.text
    assert blind.window.session.case.detection is None  # type: ignore[union-attr] # shown above
    said.remedies[0].verb()
    case = blind.window.session.case
    assert case is not None
    assert case.detection is not None
    assert case.annotations["S"].point == Point(5, 6)
    assert case.annotations["N"].status is Status.PREDICTED


def test_a_film_on_which_nothing_was_placed_can_be_revealed_too(
    blind: "Bench", tmp_path: Path
) -> None:
    blind.hand.key(KEY.Key_R, CTRL)
    said = blind.window.messages.current
    assert said is not None
    said.remedies[0].verb()
    blind.hand.key(KEY.Key_D)
    blind.hand.key(KEY.Key_A)
    case = blind.window.session.case
    assert case is not None
    assert case.detection is not None
    assert case.annotations["S"].status is Status.PREDICTED
    assert blind.progress() == [Progress.PREDICTED, Progress.BLIND]
    with Record.open(tmp_path / "record.sqlite") as record:
        again = record.restore(case.film, case.scheme).history.current
    assert again.veiled() is again  # a reading in a later session is no blind one either


def test_all_three_values_are_kept_in_the_record_and_in_the_table(
    blind: "Bench", tmp_path: Path
) -> None:
    session, correcting = blind.window.session, blind.window.correcting
    place_all(blind)
    blind.hand.key(KEY.Key_R, CTRL)
    assert "apart on average" in blind.said
    correcting.move("S", Point(50, 60))
    case = session.case
    assert case is not None
    with Record.open(tmp_path / "record.sqlite") as record:
        kinds = [event.kind for event in record.events(case.film.sha256)]
        again = record.restore(case.film, session.scheme).history.current
    assert kinds[:3] == [Kind.OPENED, Kind.VEILED, Kind.PREDICTED]
    assert kinds[-2:] == [Kind.REVEALED, Kind.MOVED]
    assert again.blind["S"].point == Point(10, 20)
    assert again.annotations["S"].point == Point(50, 60)
    assert again.detection is not None
    write_csv(tmp_path / "out.csv", [case])
    film = read_csv(tmp_path / "out.csv")[case.film.name]
    assert film.blind["S"].point == Point(10, 20)
    assert film.points["S"] == Point(50, 60)
    assert film.predicted["S"] == again.detection["S"].point


def test_the_blind_place_of_a_landmark_put_elsewhere_is_marked(blind: "Bench") -> None:
    place_all(blind)
    blind.hand.key(KEY.Key_R, CTRL)
    blind.window.correcting.move("S", Point(50, 60))
    ghosts = [i for i in blind.window.view.scene().items() if isinstance(i, GhostItem)]
    assert [ghost.pos().toTuple() for ghost in ghosts] == [(10.0, 20.0)]


def test_what_was_revealed_is_not_veiled_again(blind: "Bench") -> None:
    session, correcting = blind.window.session, blind.window.correcting
    place_all(blind)
    blind.hand.key(KEY.Key_R, CTRL)
    while blind.window.menus["undo"].isEnabled():
        correcting.undo()
    assert session.case is not None
    assert session.case.veil is None
    assert session.case.blind["S"].point == Point(10, 20)
    assert session.case.annotations["S"].status is Status.PREDICTED


def test_without_blind_first_a_film_that_was_not_begun_is_shown_again(blind: "Bench") -> None:
    session, correcting = blind.window.session, blind.window.correcting
    correcting.move("S", Point(5, 6))
    blind.hand.key(KEY.Key_B, CTRL)
    assert session.case is not None
    assert session.case.veil is not None  # begun blind, it stays so
    assert "stays blind" in blind.said
    other = session.worklist.entries[1].case  # which was not shown since
    assert other is not None
    assert other.detection is not None
    assert len(session.worklist.exportable) == 2


def test_undoing_all_of_a_blind_reading_does_not_reveal_it(blind: "Bench") -> None:
    session, correcting = blind.window.session, blind.window.correcting
    correcting.move("S", Point(5, 6))
    blind.hand.key(KEY.Key_B, CTRL)
    blind.hand.key(KEY.Key_Z, CTRL)
    assert session.case is not None
    assert session.case.decided == 0
    assert session.case.veil is not None
    blind.hand.key(KEY.Key_Y, CTRL)
    assert session.case.annotations["S"].point == Point(5, 6)
    assert session.case.annotations["N"].status is Status.UNSET


@pytest.mark.parametrize("verb", ["confirm", "lock"])
def test_a_film_whose_reader_undid_everything_is_not_veiled(detected: "Bench", verb: str) -> None:
    session, correcting = detected.window.session, detected.window.correcting
    detected.window.menus[verb].trigger()
    said = session.case
    correcting.undo()
    detected.hand.key(KEY.Key_B, CTRL)
    correcting.redo()
    assert session.case is said


def test_a_prediction_that_comes_after_the_reveal_is_shown(bench: "Bench") -> None:
    bench.window.reviewing.set_blind_first(on=True)
    bench.open(1)
    bench.until_shown()
    place_all(bench)
    bench.window.reviewing.reveal()
    assert "as soon as" in bench.said
    bench.start()
    assert bench.until_detected().blind["S"].point == Point(10, 20)
    bench.window.reviewing.reveal()  # nothing is left to reveal
