"""The colours of landmarks by tissue, in the window and in pictures.

Sky blue and yellow are from the palette of Okabe and Ito (2008), "Color Universal Design", which
colour-blind readers tell apart; for the third, their green and purple are too near to the others.
"""

from collections.abc import Mapping

from landmark_gui.domain.landmarks import Group

COLOURS: Mapping[Group, str] = {
    Group.SKELETAL: "#56B4E9",
    Group.DENTAL: "#F0E442",
    Group.SOFT_TISSUE: "#FF8AB0",
}
