"""Cells of tables: what stands in them comes back, and any program can read them."""

from hypothesis import given
from hypothesis import strategies as st

from landmark_gui.exchange.cells import plain, table, word

LETTERS = st.sampled_from(
    ("\\", "u", "005c", "udce9", "d8", "0", "9", "\udce9", "\ud800", "é", "'", "=")
)


@given(st.lists(LETTERS).map("".join))
def test_any_text_comes_back(text: str) -> None:
    assert plain(word(text)) == text
    table([word(text)], []).decode()


def test_a_name_that_is_no_utf_8_is_written_visibly() -> None:
    name = b"caf\xe9.png".decode("utf-8", "surrogateescape")
    assert table(["image"], [[word(name)]]) == b"image\r\n'caf\\udce9.png\r\n"


def test_somebodys_path_that_looks_like_it_stays_as_it_is() -> None:
    path = r"films\udce9.png"
    assert plain(path) == word(path) == path
