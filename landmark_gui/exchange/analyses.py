"""Which measurements the landmarks of a scheme give, whatever they are called in it."""

from landmark_gui.domain.landmarks import LandmarkScheme
from landmark_gui.domain.measurement import Analysis
from landmark_gui.exchange.schemes import USUAL, mapping, read_scheme, with_others
from landmark_gui.paths import analysis_file


def analysis_of(scheme: LandmarkScheme) -> Analysis:
    """Return the measurements that a scheme suffices for, with its own abbreviations.

    A landmark counts as what it is called, if a measurement knows that name; else as the landmark
    of the program's schemes that is the same point, before any that merely has its abbreviation.
    """
    analysis = Analysis.read(analysis_file())
    known = frozenset[str]().union(*map(analysis.landmarks, analysis.measurements))
    same: dict[str, str] = {}
    for other in with_others(read_scheme(USUAL)):
        same |= mapping(scheme, other).names
    names = {there: here for here, there in same.items() if here not in known}
    return analysis.naming(names).of(scheme)


def nothing_to_measure(scheme: LandmarkScheme) -> str:
    """Return the sentence for a scheme that suffices for no measurement."""
    return f"No measurement rests on the landmarks of {scheme.title}."
