"""What is read of a long name in the list."""

from dataclasses import replace
from functools import partial

import pytest
from PySide6.QtCore import Qt

from landmark_gui.ui.short_names import short_name
from tests.ui.conftest import Bench, source


def elided(width: int, text: str) -> str:
    return text if len(text) <= width else f"{text[: width - 1]}…"


def shown(name: str, *neighbours: str, width: int = 17) -> str:
    return short_name(name, neighbours, partial(elided, width))


def test_a_name_that_fits_is_read_whole() -> None:
    assert shown("film_004.jpg", "film_003.jpg") == "film_004.jpg"


def test_the_ending_is_left_off_first() -> None:
    assert shown("Patient_0004_lat.jpeg", "Patient_0003_lat.jpeg") == "Patient_0004_lat"
    assert shown("1.2.840.113619.2.55.3", "1.2.840.113619.2.55.4", width=9) == "…9.2.55.3"


def test_the_number_of_a_long_name_is_read() -> None:
    long = "Patient_{:04d}_lateral_ceph.jpg"
    names = [long.format(number) for number in range(100)]
    said = [shown(n, *names[max(0, i - 1) : i + 2]) for i, n in enumerate(names)]
    assert said[4] == "Patient_0004_lat…"
    assert len(set(said)) == len(names)


def test_what_comes_before_the_number_goes_where_there_is_no_room_for_it() -> None:
    start, tail = "University_Hospital_", "_lateral_ceph.jpg"
    assert shown(f"{start}0009{tail}", f"{start}0010{tail}") == "…0009_lateral_ce…"


def test_both_numbers_of_a_name_are_read() -> None:
    name = "University_Hospital_P{}_V{}_lateral.jpg".format
    assert shown(name(12, 1), name(11, 2), name(12, 2)) == "…l_P12_V1_lateral"


def test_a_film_that_is_called_otherwise_hides_no_number() -> None:
    name = "University_Hospital_{:04d}_lateral.jpg".format
    assert shown(name(0), "broken.png", name(1)) == "…tal_0000_lateral"
    assert shown(name(0), "broken.png") == "University_Hospi…"


def test_as_much_as_fits_is_read_before_the_end_that_differs() -> None:
    name = "Patient_0004_lateral_ceph_T{}.png".format
    assert shown(name(1), name(2), width=18) == "…4_lateral_ceph_T1"
    assert shown(name(2), name(1), name(3), width=21) == "…0004_lateral_ceph_T2"


@pytest.mark.parametrize(("width", "said"), [(18, "…0004…eral_ceph_T3"), (8, "…0004…T3")])
def test_two_differences_that_lie_far_apart_are_both_read(width: int, said: str) -> None:
    name = "Patient_{:04d}_lateral_ceph_T{}.png".format
    assert shown(name(4, 3), name(4, 2), name(5, 1), width=width) == said


@pytest.mark.parametrize("width", range(7))
def test_the_first_of_two_differences_is_read_where_there_is_no_room_for_both(width: int) -> None:
    name = "Patient_{:04d}_lateral_ceph_T{}.png".format
    said = shown(name(4, 3), name(4, 2), name(5, 1), width=width + 1)
    assert "…0004…3".startswith(said.rstrip("…"))
    assert len(said) <= width + 1


def test_the_ending_is_read_where_only_that_differs() -> None:
    name = "Mueller_Anna_lateral_ceph_2019.{}".format
    assert shown(name("png"), name("tif"), width=22) == "…lateral_ceph_2019.png"
    assert shown(name("tif"), name("png"), width=22) == "…lateral_ceph_2019.tif"


@pytest.mark.parametrize("neighbour", ["Lateral_of_a_long_stay_", "Lateral_of_a_long_stay.png"])
def test_a_neighbour_may_begin_or_be_called_the_same(neighbour: str) -> None:
    assert shown("Lateral_of_a_long_stay.jpg", neighbour).startswith(("Lateral", "…"))


def test_films_of_long_names_are_told_apart_in_the_list(bench: Bench) -> None:
    name = "Patient_{}_of_the_university_hospital.jpg".format
    films = [replace(source(1), name=name(n), key=str(n)) for n in range(1001, 1005)]
    bench.window.session.add(films)
    bench.until(lambda: all(entry.case for entry in bench.window.session.worklist.entries))
    rows = bench.window.panels.films.list
    index = rows.model().index
    second, third = (rows.visualRect(index(row, 0)) for row in (2, 3))
    assert second.size() == third.size()
    assert rows.viewport().grab(second).toImage() != rows.viewport().grab(third).toImage()
    assert name(1003) in index(2, 0).data(Qt.ItemDataRole.ToolTipRole)
    assert name(1003) in index(2, 0).data(Qt.ItemDataRole.AccessibleTextRole)


def test_films_that_are_not_listed_tell_nothing_apart(bench: Bench) -> None:
    name = "Patient_{}_of_the_university_hospital_of_the_town_T{}.jpg".format
    names = [name(patient, time) for patient in (1001, 1002, 1003) for time in (1, 2, 3)]
    bench.window.session.add([replace(source(1), name=each, key=each) for each in names])
    bench.until(lambda: all(entry.case for entry in bench.window.session.worklist.entries))
    panel = bench.window.panels.films
    bench.window.session.show(1)
    bench.window.reviewing.search("T2")
    bench.until(lambda: panel.list.isRowHidden(0) and panel.list.isRowHidden(8))
    assert panel._model.neighbours(4) == [names[1], names[7]]
    assert panel._model.neighbours(1) == [names[4]]
    bench.window.reviewing.search("")
    bench.until(lambda: not panel.list.isRowHidden(0))
    assert panel._model.neighbours(4) == [names[3], names[5]]
