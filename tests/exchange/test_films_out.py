from pathlib import Path
from typing import TypeAlias

import numpy as np
import pytest
from numpy.typing import NDArray
from PIL import Image

from landmark_gui import paths
from landmark_gui.domain.cephalogram import Cephalogram, FilmInfo, Window
from landmark_gui.domain.geometry import ImageGrid, PixelSpacing, Point, SpacingSource
from landmark_gui.domain.landmarks import LandmarkScheme
from landmark_gui.domain.prediction import Heatmap
from landmark_gui.exchange.dicom import write_dicom
from landmark_gui.exchange.heatmaps import write_heatmaps
from landmark_gui.exchange.picture.png import write_png
from landmark_gui.exchange.reader_table import write_reader_table
from landmark_gui.imaging.film import read_film

ISBI = LandmarkScheme.read(paths.scheme_file("isbi19"))
SPACING = PixelSpacing(0.19732891237, 0.2, SpacingSource.CALIBRATED)


Grey: TypeAlias = np.uint8 | np.uint16 | np.float32


def ramp(kind: type[Grey], top: float) -> NDArray[Grey]:
    return np.linspace(0, top, 7 * 5).reshape(7, 5).astype(kind)


def film(kind: type[Grey], top: float) -> Cephalogram:
    info = FilmInfo("a", "0" * 64, 5, 7, SPACING)
    return Cephalogram(info, ramp(kind, top), Window(0.0, top))


@pytest.mark.parametrize(("kind", "top"), [(np.uint8, 255), (np.uint16, 65535)])
def test_a_png_keeps_every_grey_level(tmp_path: Path, kind: type[Grey], top: float) -> None:
    sent = film(kind, top)
    write_png(tmp_path / "a.png", sent)
    np.testing.assert_array_equal(np.asarray(Image.open(tmp_path / "a.png")), sent.pixels)


def test_a_float_film_becomes_a_16_bit_png_through_its_window(tmp_path: Path) -> None:
    write_png(tmp_path / "a.png", film(np.float32, 1.0))
    back = np.asarray(Image.open(tmp_path / "a.png"))
    assert (back.min(), back.max()) == (0, 65535)


@pytest.mark.parametrize(("kind", "top"), [(np.uint8, 255), (np.uint16, 65535)])
def test_a_dicom_film_is_read_back_with_pixels_window_and_spacing(
    tmp_path: Path, kind: type[Grey], top: float
) -> None:
    sent = film(kind, top)
    write_dicom(tmp_path / "a.dcm", sent, patient="phantom")
    back = read_film(tmp_path / "a.dcm", "a")
    np.testing.assert_array_equal(back.pixels, sent.pixels)
    assert (back.window.low, back.window.high) == pytest.approx((0.0, top), abs=1.0)
    assert back.info.spacing is not None
    assert back.info.spacing.source is SpacingSource.GEOMETRY
    assert back.info.spacing.x_mm == pytest.approx(SPACING.x_mm)
    assert back.info.spacing.y_mm == pytest.approx(SPACING.y_mm)


def test_float_pixels_are_no_dicom(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="whole grey values"):
        write_dicom(tmp_path / "a.dcm", film(np.float32, 1.0), patient="phantom")


def test_heatmaps_come_with_what_lays_them_over_the_film(tmp_path: Path) -> None:
    maps = np.random.default_rng(0).random((2, 4, 3), np.float32)
    heatmap = Heatmap(ImageGrid(3, 4, 2.5, -1.0, 0.5), ("S", "Pog'"), maps)
    write_heatmaps(tmp_path / "a.png.npz", film(np.uint8, 255).info, heatmap)
    with np.load(tmp_path / "a.png.npz", allow_pickle=False) as back:
        np.testing.assert_array_equal(back["maps"], maps)
        assert back["maps"].dtype == np.float32
        assert back["landmarks"].tolist() == ["S", "Pog'"]
        assert [float(back[key]) for key in ("cell_px", "left_px", "top_px")] == [2.5, -1.0, 0.5]
        assert (str(back["image"]), int(back["image_width_px"])) == ("a", 5)


def test_a_readers_table_holds_pixel_indices_in_scheme_order(tmp_path: Path) -> None:
    write_reader_table(tmp_path / "t.csv", ISBI, {"001": {"N": Point(3.5, 4.0)}})
    header, row = (tmp_path / "t.csv").read_text("utf-8").splitlines()
    assert header.startswith("image,1_x,1_y,2_x,2_y,")
    assert header.endswith(",19_x,19_y")
    assert row == "001,,,3.0,3.5" + ",," * 17
