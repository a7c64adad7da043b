"""Whatever breaks, the window stays: the model, a decoder, a panel, a painter."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import pytest
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest

from landmark_gui.detection.detector import FakeDetector
from landmark_gui.document.worklist import Progress
from landmark_gui.domain.annotation import Status
from landmark_gui.domain.cephalogram import Cephalogram
from tests.ui.conftest import phantom, source

if TYPE_CHECKING:
    from tests.conftest import Records
    from tests.ui.conftest import Bench


def broken(*_: object, **__: object) -> None:
    raise ZeroDivisionError("of the test")


@dataclass
class Breaking:
    """Raises what a test asks for, in the place of a decoder."""

    error: Exception

    def __call__(self, _: str) -> Cephalogram:
        raise self.error


@pytest.mark.parametrize("panel", ["table", "card", "header", "status", "films"])
def test_a_panel_that_breaks_stops_no_other(
    detected: "Bench", log_records: "Records", monkeypatch: pytest.MonkeyPatch, panel: str
) -> None:
    shows: dict[str, str] = {
        "table": "show_case",
        "card": "show_case",
        "header": "show_entry",
        "status": "show_film",
        "films": "show_worklist",
    }
    window = detected.window
    monkeypatch.setattr(getattr(window.panels, panel), shows[panel], broken)
    window.session.select("N")
    window.correcting.confirm()
    assert window.view._selected == "N"
    assert window.menus["undo"].text() == "Undo Confirm N"
    detected.until(lambda: window.messages.current is not None)
    assert set(log_records.take()) == {"unexpected error"}
    monkeypatch.undo()
    window.correcting.undo()
    assert window.session.case is not None
    assert window.session.case.annotations["N"].status is Status.PREDICTED


def test_what_was_decided_is_saved_before_the_crash_is_told(
    detected: "Bench", log_records: "Records", monkeypatch: pytest.MonkeyPatch
) -> None:
    order: list[str] = []
    window = detected.window
    window.crash.struck.connect(lambda: order.append("saved"))
    window.messages.said.connect(lambda _: order.append("told"))
    monkeypatch.setattr(window.panels.table, "show_case", broken)
    window.session.select("N")
    detected.until(lambda: order == ["saved", "told"])
    assert log_records.take()


def test_the_details_of_a_crash_name_no_film(bench: "Bench", log_records: "Records") -> None:
    error = FileNotFoundError(2, "No such file or directory", "/films/DOE^JANE.png")
    with bench.window.crash.contained():
        Breaking(error)("a film")
    bench.until(lambda: bench.window.messages.current is not None)
    said = bench.window.messages.current
    assert said is not None
    said.remedies[0].verb()
    copied = QGuiApplication.clipboard().text()
    assert "DOE" not in copied
    assert "FileNotFoundError: [Errno 2] No such file or directory: ..." in copied
    assert "test_containment.py" in copied
    assert log_records.take()


@pytest.mark.parametrize(
    "error", [ValueError("odd bytes"), MemoryError(), RecursionError("deep"), KeyError("tag")]
)
def test_a_decoder_that_breaks_costs_one_film(
    bench: "Bench", log_records: "Records", error: Exception
) -> None:
    odd = replace(source(9), name="odd", key="odd", read=Breaking(error))
    bench.window.session.add([odd, source(1)])
    bench.until(lambda: Progress.FAILED in bench.progress())
    bench.window.session.show(1)
    bench.until_shown()
    log_records.take()
    assert bench.window.isVisible()


def failing(names: tuple[str, ...]) -> Callable[[], FakeDetector]:
    return lambda: FakeDetector(names, fail_at=1)


def test_a_model_that_breaks_costs_one_prediction(bench: "Bench", log_records: "Records") -> None:
    bench.open(1)
    bench.start(failing(bench.window.session.scheme.abbreviations))
    bench.until(lambda: bench.progress() == [Progress.FAILED])
    log_records.take()
    bench.window.session.retry()
    bench.until_shown()
    assert bench.window.session.film is not None
    assert bench.window.session.film.film.pixels.shape == phantom(1).pixels.shape
    bench.until(lambda: bench.progress() == [Progress.FAILED])
    log_records.take()


def test_a_painter_that_breaks_is_reported_and_the_window_goes_on(
    detected: "Bench", log_records: "Records", monkeypatch: pytest.MonkeyPatch
) -> None:
    window = detected.window
    monkeypatch.setattr(window.panels.films._delegate, "_paint_name", broken)
    with detected.qtbot.captureExceptions():
        window.crash.install()
        window.panels.films.list.viewport().update()
        detected.until(lambda: window.messages.current is not None)
        window.crash.uninstall()
    assert set(log_records.take()) == {"unexpected error"}
    monkeypatch.undo()
    QTest.qWait(20)
    assert window.isVisible()
