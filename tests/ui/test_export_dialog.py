"""The question how landmarks are to go out: what can be chosen, and which answer is previewed."""

from dataclasses import replace

import pytest
from pytestqt.qtbot import QtBot

from landmark_gui.exchange.registry import FORMATS
from landmark_gui.ui.exchange_words import Section
from landmark_gui.ui.export_offer import Asked, Offer, Scope
from landmark_gui.ui.panels.export_dialog import ExportDialog


@pytest.fixture
def dialog(qtbot: QtBot) -> ExportDialog:
    """Two films with landmarks, none of them with a decision."""
    counts = {Scope.FILM: 1, Scope.DECIDED: 0, Scope.ALL: 2}
    made = ExportDialog(Offer(counts, {"isbi19": "ISBI", "aariz29": "Aariz"}, Asked()))
    qtbot.addWidget(made)
    made.begin()
    return made


def choose(dialog: ExportDialog, name: str) -> None:
    dialog.format.setCurrentIndex(dialog.format.findData(name))


def test_films_of_which_there_are_none_cannot_be_chosen(dialog: ExportDialog) -> None:
    chosen = {scope: button.isEnabled() for scope, button in dialog.scopes.items()}
    assert chosen == {Scope.FILM: True, Scope.DECIDED: False, Scope.ALL: True}


def test_a_format_of_one_scheme_offers_no_other_labels(dialog: ExportDialog) -> None:
    assert dialog.labels.isEnabled()
    choose(dialog, "aariz")
    assert not dialog.labels.isEnabled()
    choose(dialog, "csv")
    assert dialog.labels.isEnabled()


def test_a_format_whose_package_is_not_there_is_not_agreed_with(
    dialog: ExportDialog, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(FORMATS, "tps", replace(FORMATS["tps"], extra="no_such_package"))
    assert dialog._agree.isEnabled()
    choose(dialog, "tps")
    assert not dialog._agree.isEnabled()


def test_a_preview_that_comes_late_is_not_shown_for_another_answer(dialog: ExportDialog) -> None:
    before = dialog.asked
    dialog.with_times.click()
    dialog.show_preview(dialog.asked, (Section("what was asked last", ("one",)),))
    dialog.show_preview(before, (Section("what was asked before", ("two",)),))
    assert "what was asked last" in dialog.preview.text
    assert "what was asked before" not in dialog.preview.text
