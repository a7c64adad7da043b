"""The question how landmarks are to go out: what can be chosen, and which answer is previewed."""

from dataclasses import replace

import pytest
from pytestqt.qtbot import QtBot

from landmark_gui.exchange.outgoing import Wish
from landmark_gui.exchange.registry import FORMATS
from landmark_gui.ui.transfers.exchange_words import Section
from landmark_gui.ui.transfers.export_dialog import ExportDialog
from landmark_gui.ui.transfers.export_offer import Asked, Offer, Scope


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
    assert dialog.labels.currentText() == "Aariz"
    choose(dialog, "csv")
    assert dialog.labels.isEnabled()
    assert dialog.labels.currentText() == "ISBI"
    assert dialog.asked.wish.scheme == "isbi19"


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
    dialog.show_preview(dialog.asked, (Section("what was asked last", ("one",)),), 2)
    dialog.show_preview(before, (Section("what was asked before", ("two",)),), 0)
    assert "what was asked last" in dialog.preview.text
    assert "what was asked before" not in dialog.preview.text
    assert dialog._agree.isEnabled()


def test_what_would_save_no_film_is_not_agreed_with(dialog: ExportDialog) -> None:
    agreeable = []
    for films in (2, 0):
        dialog.show_preview(dialog.asked, (Section("0 films will be saved"),), films)
        agreeable.append(dialog._agree.isEnabled())
    choose(dialog, "coco")
    assert [*agreeable, dialog._agree.isEnabled()] == [True, False, True]


def test_the_patients_data_are_asked_about_for_dicom_alone_and_stay_behind_unless_wanted(
    dialog: ExportDialog,
) -> None:
    def offered_and_wished() -> tuple[bool, bool]:
        return not dialog.identified.isHidden(), dialog.asked.wish.identified

    assert offered_and_wished() == (False, False)
    choose(dialog, "dicom-sr")
    assert offered_and_wished() == (True, False)
    dialog.identified.click()
    assert offered_and_wished() == (True, True)
    choose(dialog, "csv")
    assert offered_and_wished() == (False, False)


def test_that_the_patients_data_went_out_once_is_no_answer_for_the_next_time(
    qtbot: QtBot,
) -> None:
    before = Asked(Scope.ALL, Wish(FORMATS["dicom-sr"], with_times=True, identified=True))
    counts = {Scope.FILM: 1, Scope.ALL: 2}
    dialog = ExportDialog(Offer(counts, {"isbi19": "ISBI"}, before))
    qtbot.addWidget(dialog)
    wish = dialog.asked.wish
    assert (wish.with_times, wish.identified) == (True, False)
