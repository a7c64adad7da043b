"""Films that leave the work: they stay in the list, and nothing of them is lost."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from threading import Semaphore
from typing import TYPE_CHECKING

import pytest
from PySide6.QtTest import QTest
from typing_extensions import override

from landmark_gui.detection.detector import FakeDetector
from landmark_gui.detection.events import Finished, Request, StepDone
from landmark_gui.document.review import Filter
from landmark_gui.document.worklist import Progress
from landmark_gui.domain.landmarks import LandmarkScheme
from landmark_gui.exchange.formats.csv import read_csv
from landmark_gui.exchange.outgoing import Wish
from landmark_gui.exchange.registry import FORMATS
from landmark_gui.ui.menus import TAKE_BACK
from landmark_gui.ui.messages import Tone
from landmark_gui.ui.transfers.export_dialog import ExportDialog
from landmark_gui.ui.transfers.export_offer import Asked, Scope
from tests.ui.exchanging import told
from tests.ui.films import set_aside, with_errors
from tests.ui.hand import CTRL, KEY

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.conftest import Records
    from tests.ui.conftest import Bench

ASIDE = Progress.SET_ASIDE


@dataclass(frozen=True)
class Stepwise(FakeDetector):
    """Takes as many steps as it is told to, and says which films it began."""

    begun: list[str] = field(default_factory=list)
    steps: Semaphore = field(default_factory=lambda: Semaphore(0))

    def go(self, steps: int = 100) -> None:
        self.steps.release(steps)

    @override
    def detect(self, request: Request) -> Iterator[StepDone | Finished]:
        self.begun.append(request.film.info.name)
        for event in super().detect(request):
            assert self.steps.acquire(timeout=8)
            yield event


def count(bench: "Bench") -> str:
    return bench.window.panels.films._count.text()


def next_film(bench: "Bench") -> int:
    bench.window.menus["next_review"].trigger()
    bench.until_shown()
    return bench.current


def test_a_film_set_aside_is_neither_counted_nor_shown_next(bench: "Bench") -> None:
    with_errors(bench, 1.0, 3.0, 2.0)
    set_aside(bench, 1)
    assert bench.progress() == [Progress.PREDICTED, ASIDE, Progress.PREDICTED]
    assert count(bench) == "0 of 2 complete"
    assert [next_film(bench) for _ in range(3)] == [2, 0, 2]


def test_the_key_sets_the_film_shown_aside_and_it_stays_shown(bench: "Bench") -> None:
    with_errors(bench, 1.0, 3.0)
    action = bench.window.menus["set_aside"]
    QTest.keyClick(bench.window.view, KEY.Key_Delete, CTRL)
    assert (bench.current, bench.progress()[0]) == (0, ASIDE)
    assert bench.said == "film-1 is set aside: not reviewed, detected or exported."
    assert "Set aside" in bench.window.panels.area._chip.text()
    assert action.text() == TAKE_BACK
    assert bench.window.panels.header._go_on.isVisible()
    QTest.keyClick(bench.window.view, KEY.Key_Delete, CTRL)
    assert bench.progress()[0] is Progress.PREDICTED
    assert bench.said == "film-1 is back in the list."
    assert action.text() == "Set aside"


def test_the_picture_of_a_film_set_aside_is_faint_in_the_list(bench: "Bench") -> None:
    with_errors(bench, 1.0, 3.0)
    films = bench.window.panels.films.list
    bench.until(lambda: len(bench.window.session.shelf.thumbnails) == 2)
    middle = films.visualRect(films.model().index(1, 0)).center()

    def darkest() -> int:
        seen = films.grab().toImage()
        column = range(middle.y() - 20, middle.y() + 20)
        return min(seen.pixelColor(30, y).lightness() for y in column)

    before = darkest()
    set_aside(bench, 1)
    assert darkest() > before + 50  # on white paper


def test_what_the_record_does_not_hold_yet_is_known(another: "Callable[[], Bench]") -> None:
    bench = another()
    bench.open(1)
    bench.until_shown()
    recorder = bench.window.recorder
    recorder.close()
    set_aside(bench, 0)
    assert recorder.unsaved == {0}


def test_undo_brings_back_those_films_that_were_set_aside_just_now(bench: "Bench") -> None:
    with_errors(bench, 1.0, 3.0, 2.0)
    set_aside(bench, 1)
    set_aside(bench, 0, 1, 2)
    message = bench.window.messages.current
    assert message is not None
    assert message.text == "2 films are set aside: not reviewed, detected or exported."
    assert count(bench) == "all set aside"
    message.remedies[0].verb()
    assert bench.progress() == [Progress.PREDICTED, ASIDE, Progress.PREDICTED]
    assert bench.window.messages.current is None


def test_where_all_other_films_are_done_the_work_is(bench: "Bench") -> None:
    with_errors(bench, 1.0, 3.0)
    set_aside(bench, 1)
    bench.window.correcting.confirm_all()
    assert count(bench) == "1 of 1 complete"
    bar = bench.window.panels.films.filter._bar
    assert bar.value() == bar.maximum() == 1
    bench.window.menus["next_review"].trigger()
    assert bench.said == "The film is complete."


def test_a_film_set_aside_is_listed_with_its_like_and_passed_over_beside_others(
    bench: "Bench",
) -> None:
    with_errors(bench, 1.0, 3.0, 2.0, 2.0)
    set_aside(bench, 1, 2)
    review, session = bench.window.reviewing, bench.window.session
    bench.window.menus["next_film"].trigger()
    assert bench.current == 3
    QTest.keyClick(bench.window.view, KEY.Key_6, CTRL)
    assert review.listing.kind is Filter.SET_ASIDE
    assert "Set aside (2)" in bench.window.panels.films.filter.kinds.currentText()
    assert [review.lists(film) for film in range(4)] == [False, True, True, True]
    session.show(1)
    bench.window.menus["next_film"].trigger()
    assert bench.current == 2


def test_films_that_are_listed_no_longer_are_not_set_aside_with_those_that_are(
    bench: "Bench",
) -> None:
    with_errors(bench, 1.0, 3.0, 2.0)
    bench.window.session.mark(frozenset({0, 1, 2}))
    bench.window.reviewing.search("film-2")
    bench.window.menus["set_aside"].trigger()
    assert bench.progress() == [ASIDE, ASIDE, Progress.PREDICTED]  # the film shown is listed, too


def test_a_film_set_aside_is_not_detected_before_it_is_taken_back(bench: "Bench") -> None:
    bench.open(3)
    bench.until(lambda: all(entry.case for entry in bench.window.session.worklist.entries))
    set_aside(bench, 1)
    bench.start()
    bench.until(lambda: bench.progress() == [Progress.PREDICTED, ASIDE, Progress.PREDICTED])
    assert bench.window.queue.waiting == 0
    set_aside(bench, 1)
    bench.until(lambda: bench.progress()[1] is Progress.PREDICTED)


def test_the_model_leaves_a_film_that_is_set_aside_at_its_next_step_for_the_next_film(
    bench: "Bench",
) -> None:
    detector = Stepwise(bench.window.session.scheme.abbreviations)
    found: list[int] = []
    bench.window.queue.detections.found.connect(lambda film, _: found.append(film))
    bench.open(2)
    bench.start(lambda: detector)
    bench.until(lambda: detector.begun == ["film-1"])
    detector.go(1)
    bench.until(lambda: bench.window.queue.preview is not None)
    assert bench.window.panels.area._chip.text().startswith("Detecting")
    set_aside(bench, 0)
    assert bench.window.panels.area._chip.text().startswith("Set aside")
    assert bench.window.queue.preview is None
    detector.go(1)
    bench.until(lambda: detector.begun == ["film-1", "film-2"])
    assert bench.progress() == [ASIDE, Progress.DETECTING]
    detector.go()
    bench.until(lambda: bench.progress() == [ASIDE, Progress.PREDICTED])
    set_aside(bench, 0)
    bench.until(lambda: bench.progress() == [Progress.PREDICTED] * 2)
    assert found == [1, 0]


def test_a_film_taken_back_before_the_model_left_it_is_begun_anew(bench: "Bench") -> None:
    detector = Stepwise(bench.window.session.scheme.abbreviations)
    bench.open(1)
    bench.start(lambda: detector)
    bench.until(lambda: detector.begun == ["film-1"])
    set_aside(bench, 0)
    set_aside(bench, 0)
    detector.go()
    bench.until(lambda: bench.progress() == [Progress.PREDICTED])
    assert detector.begun == ["film-1"] * 2


def test_the_model_may_be_asked_for_a_film_that_is_set_aside(bench: "Bench") -> None:
    detector = Stepwise(bench.window.session.scheme.abbreviations)
    bench.open(1)
    bench.until_shown()
    set_aside(bench, 0)
    bench.start(lambda: detector)
    bench.window.menus["detect"].trigger()
    bench.until(lambda: detector.begun == ["film-1"])
    bench.window.session.turn_due.emit()
    detector.go()
    assert bench.until_detected().aside


def test_try_again_leaves_films_set_aside_as_they_are(
    bench: "Bench", scheme: LandmarkScheme, log_records: "Records"
) -> None:
    bench.open(2)
    bench.start(lambda: FakeDetector(scheme.abbreviations, fail_at=1))
    bench.until(lambda: bench.progress() == [Progress.FAILED] * 2)
    again = told(bench).remedies[0]
    set_aside(bench, 0)
    again.verb()
    bench.until(lambda: bench.progress() == [ASIDE, Progress.FAILED])
    assert bench.window.session.worklist.entries[0].failure == "step 1 broke"
    assert len(log_records.take()) == 3


def test_a_film_set_aside_does_not_go_out_and_the_preview_says_so(
    bench: "Bench", tmp_path: Path
) -> None:
    with_errors(bench, 1.0, 3.0, 2.0)
    set_aside(bench, 1)
    bench.window.messages.say(None)
    bench.dialogs.export = tmp_path / "out.csv"
    bench.window.menus["export"].trigger()
    assert told(bench).tone is Tone.INFO
    assert list(read_csv(tmp_path / "out.csv")) == ["film-1", "film-3"]
    assert bench.dialogs.offer is not None
    assert bench.dialogs.offer.counts[Scope.ALL] == 2
    exporting = bench.window._verbs.exporting
    dialog = ExportDialog(bench.dialogs.offer)
    dialog.changed.connect(exporting._previews.wanted)
    exporting._previews.ready.connect(dialog.show_preview)
    dialog.begin()
    bench.until(lambda: "film-2: set aside" in dialog.preview.text)
    dialog.close()
    dialog.deleteLater()
    set_aside(bench, 0, 1, 2)
    assert not bench.window.menus["export"].isEnabled()


def test_what_cannot_be_read_is_set_aside_for_this_time_and_that_is_said(bench: "Bench") -> None:
    bench.open(1, broken=True)
    bench.until(lambda: bench.progress()[1] is Progress.FAILED)
    set_aside(bench, 1)
    assert bench.progress()[1] is ASIDE
    assert bench.said.endswith("What cannot be read is listed again at the next start.")
    set_aside(bench, 1)
    assert bench.progress()[1] is Progress.FAILED


def test_every_window_on_the_record_knows_it_and_the_landmarks(
    another: "Callable[[], Bench]",
) -> None:
    first = another()
    first.open(2)
    first.start()
    first.until(lambda: first.progress() == [Progress.PREDICTED] * 2)
    first.until_shown()
    first.window.correcting.confirm()
    set_aside(first, 0)
    second = another()
    second.open(2)
    second.until(lambda: second.progress() == [ASIDE, Progress.PREDICTED])
    assert second.window.session.worklist.entries[0].case is not None
    assert second.window.session.worklist.entries[0].case.decided == 1
    set_aside(second, 0)
    first.window.correcting.missing()  # it hears of it with its next step
    assert first.progress()[0] is Progress.EDITED


@pytest.mark.parametrize("name", ["csv", "labelme"])
def test_films_that_are_set_aside_while_the_export_is_asked_about_leave_nothing_to_save(
    detected: "Bench", tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    asked = Asked(wish=Wish(FORMATS[name]))

    def ask_how(_: object, __: object, then: "Callable[[Asked], None]") -> None:
        detected.window.menus["set_aside"].trigger()  # as from another window
        then(asked)

    monkeypatch.setattr(detected.dialogs, "ask_how", ask_how)
    detected.dialogs.export = tmp_path / "out"
    detected.window.menus["export"].trigger()
    assert detected.said == "None of these films has landmarks to export by now."
    assert detected.dialogs.suggested is None


def test_a_table_is_not_replaced_by_one_without_films(detected: "Bench", tmp_path: Path) -> None:
    table = tmp_path / "out.csv"
    table.write_text("kept")
    detected.dialogs.export = table
    detected.window.menus["export"].trigger()
    detected.until(lambda: "already exists" in detected.said)
    message = detected.window.messages.current
    assert message is not None
    replace_it = next(each for each in message.remedies if each.text.startswith("Replace"))
    detected.window.menus["set_aside"].trigger()
    replace_it.verb()
    assert detected.said == "None of these films has landmarks to export by now."
    detected.until(lambda: detected.window.session.background.resting)
    assert table.read_text() == "kept"
