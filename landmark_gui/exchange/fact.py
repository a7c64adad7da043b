"""What can be known of a labelled film; a format keeps some of it and loses the rest.

Imports nothing heavy: the list of formats stands in `--help`.
"""

from enum import StrEnum


class Fact(StrEnum):
    """A kind of knowledge; the value says it in the words of the report."""

    NAME = "the film's file name"
    SIZE = "the film's size"  # and the shape of its pixels
    IDENTITY = "the film's identity (hash)"
    SPACING = "millimetres per pixel"
    FRACTION = "fractions of a pixel"
    STATUS = "whether a landmark was predicted, confirmed or moved"
    ABSENCE = "that a landmark is missing or not visible"
    READER = "who read a landmark"
    TIME = "when a landmark was read"
    PREDICTION = "where the model saw a landmark"
    UNCERTAINTY = "the radius and region of uncertainty"
    MODEL = "which model made the prediction"
    BLIND = "what was read blind, before the prediction was shown"
    REMARKS = "remarks on the film, such as that it faces left or looks strange"


ALL = frozenset(Fact)
#: What a position-only format keeps when it can carry a note about the film.
NOTED = frozenset({Fact.NAME, Fact.SIZE, Fact.IDENTITY, Fact.SPACING, Fact.FRACTION})
