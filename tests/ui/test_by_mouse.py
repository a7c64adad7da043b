"""Somebody who knows no key: what comes next stands on a button."""

from PySide6.QtWidgets import QToolButton

from landmark_gui.ui.panels.message_bar import RemedyButton
from tests.ui.conftest import Bench
from tests.ui.films import with_errors


def button(bench: Bench, action: str) -> QToolButton:
    found = bench.window.findChild(QToolButton, f"button_{action}")
    assert found is not None
    return found


def test_the_doubtful_landmarks_are_gone_through_and_confirmed(bench: Bench) -> None:
    with_errors(bench, 1.0)
    session = bench.window.session
    session.select("N")
    button(bench, "next_doubtful").click()
    after = session.selected
    assert after not in {None, "N"}
    assert session.case is not None
    assert session.case.decided == 0
    button(bench, "confirm_next").click()
    assert session.selected not in {None, "N", after}
    assert session.case.decided == 1


def test_no_button_goes_on_where_no_prediction_is_left_to_confirm(detected: Bench) -> None:
    go_on = button(detected, "confirm_next")
    assert go_on.isEnabled()
    detected.window.correcting.confirm_all()
    assert not go_on.isEnabled()


def test_the_measurements_are_one_click_away(detected: Bench) -> None:
    assert detected.window._verbs._measuring._window is None
    button(detected, "measure").click()
    assert detected.window._verbs._measuring._window is not None


def test_a_film_that_is_complete_leads_to_the_next_and_the_last_one_to_the_export(
    bench: Bench,
) -> None:
    with_errors(bench, 1.0, 1.0)
    confirm, go_on = button(bench, "confirm_all"), button(bench, "next_review")
    assert (confirm.isVisible(), go_on.isVisible()) == (True, False)
    confirm.click()
    assert (confirm.isVisible(), go_on.isVisible()) == (False, True)
    go_on.click()
    assert bench.current == 1
    assert (confirm.isVisible(), go_on.isVisible()) == (True, False)
    assert not button(bench, "export").property("primary")
    confirm.click()
    assert not go_on.isVisible()
    assert button(bench, "export").property("primary")
    bench.window.menus["next_review"].trigger()
    assert bench.said == "All 2 films are complete."
    export = bench.window.findChild(RemedyButton)
    assert export is not None
    assert export.text() == "Export…"
    export.click()
    assert bench.dialogs.offer is not None


def test_a_film_that_failed_does_not_stand_in_the_way_of_the_export(bench: Bench) -> None:
    bench.open(1, broken=True)
    bench.start()
    bench.until_detected()
    bench.window.session.show(1)
    bench.until(lambda: bool(bench.window.session.worklist.entries[1].failure))
    bench.window.session.show(0)
    bench.window.reviewing.next_film()
    assert bench.said == "No other film is waiting for review."
    bench.window.correcting.confirm_all()
    assert button(bench, "next_review").isHidden()
    assert button(bench, "export").property("primary")
    bench.window.reviewing.next_film()
    assert bench.said == "1 of 2 films are complete, 1 failed."


def test_the_export_comes_next_only_until_a_decision_is_taken_back(detected: Bench) -> None:
    export, confirm = button(detected, "export"), button(detected, "confirm_all")
    usual = export.font()
    detected.window.correcting.confirm_all()
    assert (export.property("primary"), export.property("bordered")) == (True, False)
    detected.window.correcting.undo()
    assert (export.property("primary"), export.property("bordered")) == (False, True)
    assert export.font() == usual
    assert confirm.isEnabled()


def test_a_film_without_others_leads_nowhere(detected: Bench) -> None:
    detected.window.correcting.confirm_all()
    assert button(detected, "next_review").isHidden()
    assert not button(detected, "confirm_all").isEnabled()
