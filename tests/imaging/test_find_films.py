"""Which files of a folder are films."""

import sys
from pathlib import Path

import pytest

from landmark_gui.imaging.folder import find_films
from landmark_gui.imaging.kinds import looks_like_dicom

DICOM = bytes(128) + b"DICM"


def touch(folder: Path, *names: str, data: bytes = b"x") -> None:
    for name in names:
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)


def names(*paths: Path) -> list[str]:
    return [film.name for film in find_films(paths)]


def test_films_are_found_in_all_subfolders_by_suffix_whatever_its_case(tmp_path: Path) -> None:
    touch(tmp_path, "a.PNG", "b/c.jpeg", "b/d/e.Dcm", "f.IMA", "notes.txt", "table.csv")
    assert names(tmp_path) == ["a.PNG", "b/c.jpeg", "b/d/e.Dcm", "f.IMA"]


def test_numbers_sort_as_people_count(tmp_path: Path) -> None:
    touch(tmp_path, "film10.png", "film2.png", "Film1.png", "3.png", "20.png")
    assert names(tmp_path) == ["3.png", "20.png", "Film1.png", "film2.png", "film10.png"]


def test_numbers_in_persian_and_arabic_digits_sort_as_people_count(tmp_path: Path) -> None:
    touch(tmp_path, "بیمار ۱۰.png", "بیمار ۲.png", "ع ٣.png", "ع ١٢.png", "ع 5.png")
    assert names(tmp_path) == ["بیمار ۲.png", "بیمار ۱۰.png", "ع ٣.png", "ع 5.png", "ع ١٢.png"]


def test_hidden_files_and_folders_are_left_out(tmp_path: Path) -> None:
    touch(tmp_path, ".a.png", "._b.dcm", ".cache/c.png", "d.png")
    assert names(tmp_path) == ["d.png"]


def test_files_without_suffix_are_films_if_they_hold_dicom(tmp_path: Path) -> None:
    touch(tmp_path, "IM0001", "1.2.840.113619.77", "DICOMDIR", data=DICOM)
    touch(tmp_path, "README", "IM0002")
    assert names(tmp_path) == ["1.2.840.113619.77", "IM0001"]


def test_a_file_named_by_itself_is_listed_however_odd(tmp_path: Path) -> None:
    touch(tmp_path, "notes.txt", ".hidden.png")
    assert names(tmp_path / "notes.txt", tmp_path / ".hidden.png", tmp_path / "gone.png") == [
        "notes.txt",
        ".hidden.png",
        "gone.png",
    ]


def test_a_file_that_is_reached_twice_is_listed_once(tmp_path: Path) -> None:
    touch(tmp_path, "a.png", "b.png")
    assert names(tmp_path / "b.png", tmp_path) == ["b.png", "a.png"]


@pytest.mark.skipif(sys.platform == "win32", reason="links need rights there")
def test_links_are_followed_but_loops_are_not(tmp_path: Path) -> None:
    touch(tmp_path / "archive", "a.png")
    touch(tmp_path / "open", "b.png")
    (tmp_path / "open" / "archive").symlink_to(tmp_path / "archive")
    (tmp_path / "archive" / "again").symlink_to(tmp_path / "open")
    assert names(tmp_path / "open") == ["archive/a.png", "b.png"]


def test_an_empty_folder_holds_no_films(tmp_path: Path) -> None:
    assert names(tmp_path) == []


@pytest.mark.parametrize(
    ("head", "dicom"),
    [
        (DICOM, True),
        (b"\x08\x00\x05\x00CS\x0a\x00ISO_IR 100", True),
        (b"\x08\x00\x00\x00\x04\x00\x00\x00\xae\x00\x00\x00", True),
        (b"\x02\x00\x00\x00UL\x04\x00", True),
        (b"\x08\x00 some text", False),
        (b"", False),
    ],
)
def test_dicom_is_known_by_its_first_bytes(head: bytes, dicom: bool) -> None:  # noqa: FBT001 - a pytest parameter
    assert looks_like_dicom(head) is dicom


def test_a_search_that_is_given_up_looks_at_no_further_file(tmp_path: Path) -> None:
    touch(tmp_path, "a.png", "b.png", "c/d.png")
    left = iter([True, False])
    found = find_films([tmp_path], lambda: next(left))
    assert len(found) == 1
