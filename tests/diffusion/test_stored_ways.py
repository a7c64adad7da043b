from pathlib import Path

from landmark_gui.diffusion.upright import load_upright_detector
from tests.diffusion.stored_ways import PHOTOMETRICS, a_few_ways, furthest_apart_px
from tests.imaging.test_dicom_matrix import BITS, CODECS, TABLES


def test_the_few_ways_have_every_value_of_every_axis() -> None:
    ways, codecs, _ = zip(*a_few_ways(), strict=True)
    assert {way.photometric for way in ways} == set(PHOTOMETRICS)
    assert {way.signed for way in ways} == {False, True}
    assert {way.bits for way in ways} == set(BITS)
    assert {way.table for way in ways} == set(TABLES)
    assert set(codecs) == set(CODECS)


def test_a_film_has_the_same_landmarks_however_it_is_stored(tmp_path: Path) -> None:
    assert furthest_apart_px(load_upright_detector(device="cpu"), a_few_ways(), tmp_path) < 0.3
