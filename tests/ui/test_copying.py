"""The landmarks of the film shown, as a table on the clipboard."""

from typing import TYPE_CHECKING

from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QLineEdit

from landmark_gui.domain.geometry import PixelSpacing, Point, SpacingSource
from tests.ui.hand import CTRL, KEY

if TYPE_CHECKING:
    import pytest

    from tests.ui.conftest import Bench


def copied(bench: "Bench") -> list[list[str]]:
    """Press the key, and return the lines that a spreadsheet gets."""
    bench.hand.key(KEY.Key_C, CTRL)
    return [line.split("\t") for line in QGuiApplication.clipboard().text().splitlines()]


def test_the_landmarks_are_copied_with_the_film_and_what_is_said_of_them(detected: "Bench") -> None:
    session, correcting = detected.window.session, detected.window.correcting
    session.calibrate("Ruler", PixelSpacing(0.5, 0.25, SpacingSource.RULER), [0])
    correcting.move("S", Point(50.5, 60.25))
    session.select("N")
    correcting.missing()
    film, millimetres, names, *rows = copied(detected)
    assert (film, millimetres) == (["film-1"], [f"Millimetres: {SpacingSource.RULER}"])
    assert names == ["Landmark", "Status", "x px", "y px", "x mm", "y mm"]
    assert rows[0] == ["S", "moved", "50.50", "60.25", "25.25", "15.06"]
    assert rows[1] == ["N", "missing", "", "", "", ""]
    assert rows[2][:2] == ["Or", "predicted"]
    assert len(rows) == 19
    assert detected.said == "The landmarks of film-1 were copied."


def test_without_a_calibration_pixels_are_copied_alone(detected: "Bench") -> None:
    detected.window.session.calibrate("Forget", None, [0])
    _, names, first, *_ = copied(detected)
    assert names == ["Landmark", "Status", "x px", "y px"]
    assert len(first) == 4


def test_millimetres_that_nobody_vouches_for_are_copied_with_that_caution(
    detected: "Bench",
) -> None:
    at_the_detector = PixelSpacing(0.5, 0.5, SpacingSource.DETECTOR)
    detected.window.session.calibrate("Detector", at_the_detector, [0])
    assert "those of the shadow" in copied(detected)[1][0]


def test_nothing_of_a_prediction_that_is_hidden_is_copied(bench: "Bench") -> None:
    bench.window.reviewing.set_blind_first(on=True)
    bench.open(1)
    bench.start()
    bench.until(lambda: bool(bench.window.session.case and bench.window.session.case.veil))
    bench.until(lambda: _hidden(bench))
    bench.until_shown()
    bench.window.correcting.move("S", Point(50, 60))
    *_, sella, nasion = copied(bench)[:5]
    assert sella[:4] == ["S", "placed", "50.00", "60.00"]
    assert nasion == ["N", "not placed", "", "", "", ""]


def _hidden(bench: "Bench") -> bool:
    case = bench.window.session.case
    return case is not None and case.known_detection is not None


def test_numbers_have_the_decimal_sign_of_the_system(
    detected: "Bench", monkeypatch: "pytest.MonkeyPatch"
) -> None:
    monkeypatch.setattr("landmark_gui.ui.widgets.clipboard.decimal_sign", lambda: ",")
    detected.window.correcting.move("S", Point(50.5, 60.25))
    assert ["50,50", "60,25"] in [line[2:4] for line in copied(detected)]


def test_a_field_of_text_keeps_the_key(detected: "Bench") -> None:
    detected.hand.key(KEY.Key_F, CTRL)
    field = detected.window.focusWidget()
    assert isinstance(field, QLineEdit)
    field.setText("film")
    field.selectAll()
    assert copied(detected) == [["film"]]
