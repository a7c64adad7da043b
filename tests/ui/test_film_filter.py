"""Which films are listed and which comes next: names, kinds, another round."""

from unicodedata import normalize

import pytest
from PySide6.QtTest import QTest

from landmark_gui.document.review import Filter
from tests.ui.conftest import Bench, named
from tests.ui.films import with_errors
from tests.ui.hand import KEY


def kinds(bench: Bench) -> list[str]:
    box = bench.window.panels.films.filter.kinds
    return [box.itemText(row) for row in range(box.count())]


def test_a_name_is_found_however_a_system_stores_its_accents(bench: Bench) -> None:
    films = [normalize(form, "Müller.png") for form in ("NFC", "NFD")]
    bench.window.session.add([named("Maier.png"), *map(named, films)])
    bench.until_shown()
    for typed in films:
        bench.window.reviewing.search(typed)
        assert [bench.window.reviewing.lists(index) for index in (1, 2)] == [True, True]


@pytest.mark.parametrize(
    ("typed", "name"),
    [
        ("istanbul", "İSTANBUL.png"),
        ("ışık", "IŞIK.png"),
        ("isik", "Işık.png"),
        ("STRASSE", "Straße.png"),
        ("nunez", "Núñez.png"),
        ("علی", "علي.png"),  # as an Arabic keyboard writes it
        ("کریمی", "كريمى.png"),
        ("می‌رود", "میرود.png"),
        ("12", "بیمار ۱۲.png"),
        ("۱۲", "patient 12.png"),
        ("١٢", "بیمار ۱۲.png"),
    ],
)
def test_a_name_is_found_however_a_keyboard_writes_it(typed: str, name: str, bench: Bench) -> None:
    bench.window.session.add([named("Maier.png"), named("سارا.png"), named(name)])
    bench.until_shown()
    bench.window.reviewing.search(typed)
    assert [bench.window.reviewing.lists(index) for index in (1, 2)] == [False, True]


def test_two_films_can_be_searched_already(bench: Bench) -> None:
    bench.open(1)
    bench.until_shown()
    assert not bench.window.panels.films.filter.isVisible()
    bench.open(2)
    bench.until(bench.window.panels.films.filter.isVisible)


def test_when_every_film_was_passed_by_another_round_goes_through_all(bench: Bench) -> None:
    with_errors(bench, 1.0, 3.0, 2.0)
    shown = []
    for _ in range(6):
        bench.window.reviewing.next_film()
        bench.until_shown()
        shown.append(bench.current)
    assert sorted(shown[3:]) == [0, 1, 2]


def test_blind_nobody_is_told_how_many_films_are_doubtful(bench: Bench) -> None:
    with_errors(bench, 1.0, 99.0)
    bench.until(lambda: "Doubtful (1)" in kinds(bench))
    bench.window.reviewing.set_blind_first(on=True)
    bench.until(lambda: "Doubtful (hidden)" in kinds(bench))


def test_blind_a_list_of_doubtful_films_becomes_one_of_all(bench: Bench) -> None:
    with_errors(bench, 1.0, 99.0)
    bench.window.reviewing.list_kind(Filter.DOUBTFUL)
    bench.window.reviewing.set_blind_first(on=True)
    assert bench.window.reviewing.listing.kind is Filter.ALL


def test_a_question_takes_no_other_message_with_it(bench: Bench) -> None:
    with_errors(bench, 99.0, 99.0)
    messages = bench.window.messages
    bench.window.reviewing.confirm_film()
    messages.error("The drive is full.")
    said = messages.current
    bench.window.session.show(1)
    bench.until_shown()
    assert messages.current is said


def test_a_kind_chosen_in_the_box_is_listed_and_ticked_in_the_menu(bench: Bench) -> None:
    with_errors(bench, 1.0, 99.0)
    window = bench.window
    for kind in list(Filter)[1:]:
        QTest.keyClick(window.panels.films.filter.kinds, KEY.Key_Down)
        assert window.reviewing.listing.kind is kind
        assert window.menus[f"films_{kind.name.lower()}"].isChecked()
