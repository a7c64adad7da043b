"""Files with several pages: each is a film of its own, and there are as many as the file says."""

import struct
from pathlib import Path
from typing import Any, Literal

import numpy as np
import pytest
from imagecodecs import jpegls_encode
from numpy.typing import NDArray
from PIL import Image
from PIL.TiffImagePlugin import TiffImageFile
from pydicom import Dataset, dcmread
from pydicom.encaps import encapsulate
from pydicom.uid import JPEGLSLossless, RLELossless

from landmark_gui.domain.geometry import PixelSpacing, SpacingSource
from landmark_gui.imaging.dicom import read_dicom
from landmark_gui.imaging.errors import UnreadableFilm
from landmark_gui.imaging.film import inspect_film, read_film
from landmark_gui.imaging.folder import FilmFile
from landmark_gui.imaging.raster import read_raster
from tests.imaging.test_read_dicom import dataset, written
from tests.imaging.test_read_raster import encoded, tiff

PAGES = np.random.default_rng(4).integers(0, 4096, (3, 5, 7), np.uint16)


def multi_page(pages: NDArray[Any] = PAGES, **options: Any) -> bytes:  # noqa: ANN401 - Pillow's own
    first, *others = [Image.fromarray(page) for page in pages]
    return encoded(first, "TIFF", save_all=True, append_images=others, **options)


def multi_frame(**attributes: Any) -> Dataset:  # noqa: ANN401 - any element
    ds = dataset(PAGES[0], NumberOfFrames=len(PAGES), **attributes)
    ds.PixelData = PAGES.tobytes()
    return ds


def joined(first: bytes, second: bytes) -> bytes:
    """Return one big-endian TIFF of two single pages written by `tiff`."""
    shift = len(first)
    moved = bytearray(second)
    (directory,) = struct.unpack_from(">I", moved, 4)
    (count,) = struct.unpack_from(">H", moved, directory)
    for place in range(directory + 2, directory + 2 + 12 * count, 12):
        if struct.unpack_from(">H", moved, place) == (273,):  # where the pixels stand
            struct.pack_into(">I", moved, place + 8, 8 + shift)
    return first[:-4] + struct.pack(">I", directory + shift) + bytes(moved)


@pytest.mark.parametrize("page", range(len(PAGES)))
@pytest.mark.parametrize("compression", [None, "tiff_deflate", "tiff_lzw"])
def test_every_page_of_a_tiff_comes_back_exactly(page: int, compression: str | None) -> None:
    picture = read_raster(multi_page(compression=compression), page)
    assert np.array_equal(picture.pixels, PAGES[page])
    assert (picture.storage.page, picture.storage.pages) == (page + 1, 3)


BIG_ENDIAN = joined(tiff(PAGES[0], order=">"), tiff(PAGES[1], order=">"))


@pytest.mark.parametrize(
    ("data", "pages"),
    [
        (multi_page(), 3),
        (multi_page(big_tiff=True), 3),
        (BIG_ENDIAN, 2),
        (b"II\0*" + multi_page()[4:], 3),  # as some write it
        (b"MM*\0" + BIG_ENDIAN[4:], 2),
    ],
)
def test_the_pages_of_every_variety_of_tiff_are_counted(data: bytes, pages: int) -> None:
    assert read_raster(data).storage.pages == pages
    assert np.array_equal(read_raster(data, 1).pixels, PAGES[1])


def test_no_more_pages_of_a_tiff_are_looked_at_than_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(TiffImageFile, "n_frames", property(lambda _: pytest.fail("all")))
    monkeypatch.setattr("landmark_gui.imaging.tiff.MOST_PAGES", 2)
    assert read_raster(multi_page()).storage.pages == 2


@pytest.mark.parametrize("pointer", [1 << 31, 1 << 63, (1 << 64) - 1])
def test_a_directory_beyond_the_file_is_no_page(pointer: int) -> None:
    data = bytearray(multi_page(PAGES[:1], big_tiff=True))
    (directory,) = struct.unpack_from("<Q", data, 8)
    (count,) = struct.unpack_from("<Q", data, directory)
    struct.pack_into("<Q", data, directory + 8 + 20 * count, pointer)
    assert read_raster(bytes(data)).storage.pages == 1


@pytest.mark.parametrize("order", ["<", ">"])
@pytest.mark.parametrize(
    ("pointer", "behind"),
    [
        ("pixels", b""),
        ("end", bytes(6)),  # a directory without entries, and no other
        ("end", b"\x01\x01"),  # one whose entries would lie beyond the file
    ],
)
def test_rubbish_behind_the_directory_is_no_page(
    order: Literal["<", ">"], pointer: str, behind: bytes
) -> None:
    data = tiff(PAGES[0], order=order)
    to = {"pixels": 8, "end": len(data)}[pointer]
    data = data[:-4] + struct.pack(f"{order}I", to) + behind
    assert read_raster(data).storage.pages == 1
    with pytest.raises(UnreadableFilm, match="one page only"):
        read_raster(data, 1)


def test_pages_of_different_sizes_keep_theirs() -> None:
    small, large = Image.fromarray(PAGES[0]), Image.fromarray(np.tile(PAGES[1], (2, 3)))
    data = encoded(small, "TIFF", save_all=True, append_images=[large])
    assert np.array_equal(read_raster(data, 1).pixels, np.tile(PAGES[1], (2, 3)))


def test_a_page_does_not_take_the_resolution_of_the_page_before() -> None:
    data = bytearray(multi_page(PAGES[:2], dpi=(300, 300)))
    inches = struct.pack("<HHII", 296, 3, 1, 2)
    place = data.rindex(inches)  # in the directory of the second page
    data[place : place + len(inches)] = struct.pack("<HHII", 296, 3, 1, 1)
    spacing = PixelSpacing(25.4 / 300, 25.4 / 300, SpacingSource.SCAN_RESOLUTION)
    assert read_raster(bytes(data)).spacing == spacing
    assert read_raster(bytes(data), 1).spacing is None


@pytest.mark.parametrize("photometrics", [(0, 1), (1, 0), (0, 0)])
def test_polarity_is_that_of_the_page(photometrics: tuple[int, int]) -> None:
    singles = [
        tiff(page, photometric=kind, order=">")
        for page, kind in zip(PAGES, photometrics, strict=False)
    ]
    data = joined(*singles)
    for number, kind in enumerate(photometrics):
        picture = read_raster(data, number)
        assert np.array_equal(picture.pixels, PAGES[number] if kind else 65535 - PAGES[number])
        assert picture.storage.turned_round == (kind == 0)
        assert picture.storage.pages == 2


def test_directories_in_a_circle_end() -> None:
    data = bytearray(tiff(PAGES[0], photometric=0, order=">"))
    (directory,) = struct.unpack_from(">I", data, 4)
    data[-4:] = struct.pack(">I", directory)
    assert np.array_equal(read_raster(bytes(data)).pixels, 65535 - PAGES[0])


def test_a_later_picture_of_an_animation_is_read_within_limits() -> None:
    pages = [Image.fromarray(page.astype(np.uint8)) for page in PAGES]
    data = encoded(pages[0], "PNG", save_all=True, append_images=pages[1:])
    assert np.array_equal(read_raster(data, 2).pixels, PAGES[2].astype(np.uint8))
    large = [Image.new("L", (4000, 4000), 10 * shade) for shade in range(18)]
    data = encoded(large[0], "PNG", save_all=True, append_images=large[1:])
    with pytest.raises(UnreadableFilm, match="more than this program opens"):
        read_raster(data, 17)


@pytest.mark.parametrize("page", range(len(PAGES)))
def test_every_frame_of_a_dicom_file_comes_back_exactly(page: int) -> None:
    picture = read_dicom(written(multi_frame()), page)
    assert np.array_equal(picture.pixels, PAGES[page])
    assert (picture.storage.page, picture.storage.pages) == (page + 1, 3)


@pytest.mark.parametrize("page", range(len(PAGES)))
def test_every_compressed_frame_comes_back_exactly(page: int) -> None:
    ds = multi_frame()
    ds.compress(RLELossless)
    assert np.array_equal(read_dicom(written(ds), page).pixels, PAGES[page])
    ds.PixelData = encapsulate([bytes(jpegls_encode(frame)) for frame in PAGES])
    data = written(ds, JPEGLSLossless)
    assert np.array_equal(read_dicom(data, page).pixels, PAGES[page])


def group(**macros: dict[str, Any]) -> Dataset:
    item = Dataset()
    for macro, values in macros.items():
        inner = Dataset()
        for keyword, value in values.items():
            setattr(inner, keyword, value)
        setattr(item, macro, [inner])
    return item


def test_a_frame_has_the_spacing_rescale_and_window_of_its_groups() -> None:
    shared = group(
        PixelMeasuresSequence={"PixelSpacing": [0.2, 0.1]},
        FrameVOILUTSequence={"WindowCenter": 1000, "WindowWidth": 401},
    )
    second = group(
        PixelMeasuresSequence={"PixelSpacing": [0.4, 0.3]},
        PixelValueTransformationSequence={"RescaleSlope": 2, "RescaleIntercept": 100},
    )
    ds = multi_frame(
        SharedFunctionalGroupsSequence=[shared],
        PerFrameFunctionalGroupsSequence=[Dataset(), second],
    )
    first, other, third = (read_dicom(written(ds), page) for page in range(3))
    assert np.array_equal(first.pixels, PAGES[0])
    assert np.array_equal(other.pixels, PAGES[1] * 2 + 100)
    alone = SpacingSource.STATED_BY_FILE
    assert first.spacing == third.spacing == PixelSpacing(0.1, 0.2, alone)
    assert other.spacing == PixelSpacing(0.3, 0.4, alone)
    assert [(one.window.low, one.window.high) for one in (first, other)] == [(799.5, 1199.5)] * 2


def test_groups_of_nonsense_do_not_cost_the_film() -> None:
    ds = multi_frame(SharedFunctionalGroupsSequence=[], PerFrameFunctionalGroupsSequence=[])
    assert np.array_equal(read_dicom(written(ds), 1).pixels, PAGES[1])
    ds.SharedFunctionalGroupsSequence = [group(PixelMeasuresSequence={"PixelSpacing": [0.0, 0.0]})]
    assert read_dicom(written(ds), 1).spacing is None


@pytest.mark.parametrize(
    ("name", "data", "page", "holds"),
    [
        ("film.tif", multi_page(), 3, "3 pages; there is no page 4."),
        ("film.dcm", written(multi_frame()), 7, "3 pages; there is no page 8."),
        ("film.tif", multi_page(PAGES[:1]), 1, "one page only; there is no page 2."),
        ("film.png", encoded(Image.fromarray(PAGES[0]), "PNG"), 10**9, "one page only; there is"),
        ("film.dcm", written(dataset(PAGES[0])), 1, "one page only; there is no page 2."),
        ("film.tif", multi_page(), -1, "3 pages; there is no page 0."),
    ],
)
def test_a_page_that_is_not_there_is_refused_with_the_number_there_is(
    tmp_path: Path, name: str, data: bytes, page: int, holds: str
) -> None:
    (tmp_path / name).write_bytes(data)
    with pytest.raises(UnreadableFilm, match=f"The file has {holds}"):
        read_film(tmp_path / name, page=page)


def test_a_frame_that_is_only_stated_is_refused_in_words(tmp_path: Path) -> None:
    ds = multi_frame()
    ds.compress(RLELossless)
    ds.NumberOfFrames = 9
    (tmp_path / "film.dcm").write_bytes(written(ds))
    assert dcmread(tmp_path / "film.dcm").NumberOfFrames == 9
    with pytest.raises(UnreadableFilm, match="damaged or cut off"):
        read_film(tmp_path / "film.dcm", page=8)


def test_two_pages_are_two_films(tmp_path: Path) -> None:
    path = tmp_path / "film.tif"
    path.write_bytes(multi_page())
    infos = [read_film(path, page=page).info for page in range(3)]
    assert [info.name for info in infos] == ["film.tif", "film.tif#2", "film.tif#3"]
    assert len({info.sha256 for info in infos}) == 3
    assert inspect_film(path, page=1).info == infos[1]


def test_another_page_of_a_file_is_called_so() -> None:
    file = FilmFile(Path("x"), "a/film.tif")
    assert file.turned_to(1) == FilmFile(Path("x"), "a/film.tif#2", 1)
    assert file.turned_to(0) == file


def test_a_picture_longer_than_any_film_is_refused() -> None:
    data = encoded(Image.new("1", (1_000_001, 1)), "PNG")
    with pytest.raises(UnreadableFilm, match="1000001 x 1 pixels"):
        read_raster(data)
