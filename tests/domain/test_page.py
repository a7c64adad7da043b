import pytest

from landmark_gui.domain.page import named_page, page_name


@pytest.mark.parametrize(
    ("name", "file", "page"),
    [
        ("a/film.tif#2", "a/film.tif", 1),
        ("film#12", "film", 11),
        ("film.tif", "film.tif", 0),
        ("film#1", "film#1", 0),  # the first page is called as its file
        ("film#2.tif", "film#2.tif", 0),
        ("#2", "#2", 0),
        ("film#²", "film#²", 0),
        ("film#" + "9" * 5000, "film#" + "9" * 5000, 0),
    ],
)
def test_the_page_is_found_in_its_name(name: str, file: str, page: int) -> None:
    assert named_page(name) == (file, page)
    assert page_name(file, page) == name
