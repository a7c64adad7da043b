"""Measurements of schemes in which the landmarks have names of their own."""

import pytest

from landmark_gui.domain.landmarks import Group, Landmark, LandmarkScheme
from landmark_gui.domain.measurement import Analysis
from landmark_gui.exchange.analyses import analysis_of
from landmark_gui.exchange.schemes import read_scheme
from landmark_gui.paths import analysis_file


def own(**same_as: str) -> LandmarkScheme:
    """A scheme of these landmarks, each the same as another or as none."""
    marks = (
        Landmark(number, name, name, Group.SKELETAL, f"Ours {number}", tuple(same.split()))
        for number, (name, same) in enumerate(same_as.items(), start=1)
    )
    return LandmarkScheme("own", "Our own", tuple(marks))


def measured(scheme: LandmarkScheme) -> dict[str, frozenset[str]]:
    analysis = analysis_of(scheme)
    return {m.name: analysis.landmarks(m) for m in analysis.measurements}


@pytest.mark.parametrize("name", ["isbi19", "aariz29"])
def test_the_schemes_of_the_program_measure_by_their_own_abbreviations(name: str) -> None:
    scheme = read_scheme(name)
    assert analysis_of(scheme) == Analysis.read(analysis_file()).of(scheme)


def test_a_landmark_measures_as_the_one_that_it_is_said_to_be() -> None:
    found = measured(own(Sella="isbi19:S", Nas="isbi19:N", Sub="isbi19:A", Nose=""))
    assert found == {"SNA": {"Sella", "Nas", "Sub"}, "S-N": {"Sella", "Nas"}}


def test_what_is_stated_goes_before_an_abbreviation_that_may_mean_anything() -> None:
    found = measured(own(S="isbi19:S", N="isbi19:N", A="", Sub="isbi19:A"))
    assert found["SNA"] == {"S", "N", "Sub"}


def test_a_landmark_that_two_schemes_know_measures_once() -> None:
    marks = own(Tip="isbi19:U1 aariz29:UIT", Apex="aariz29:UIA", N="", A="", Pog="")
    assert {"UIT to N-A", "UIT to A-Pog"} < measured(marks).keys()
    assert not {"U1 to N-A", "U1 to A-Pog"} & measured(marks).keys()


def test_without_such_a_statement_nothing_is_measured() -> None:
    assert measured(own(Sella="", Nas="", Sub="")) == {}
