"""What only DICOM films have: frames, windows of the file, and an index of the folder."""

from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import pytest
from pydicom import dcmread
from PySide6.QtCore import Qt

from landmark_gui.domain.cephalogram import Window
from landmark_gui.exchange.dicom import write_dicom
from tests.ui.conftest import phantom
from tests.ui.hand import CTRL, KEY, Hand

if TYPE_CHECKING:
    from tests.ui.conftest import Bench

WINDOWS = [Window(99.5, 199.5), Window(49.5, 249.5)]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A file of two frames that offers two windows, as an X-ray unit puts it on a disc."""
    folder = tmp_path / "disc"
    folder.mkdir()
    write_dicom(folder / "IM0001", phantom(1), patient="Canary^Phantom")
    ds = dcmread(folder / "IM0001")
    frames = np.stack([phantom(1).pixels, phantom(2).pixels[: ds.Rows, : ds.Columns]])
    ds.NumberOfFrames, ds.PixelData = 2, frames.tobytes()
    ds.WindowCenter, ds.WindowWidth = [150, 150], [101, 201]
    ds.save_as(folder / "IM0001")
    (folder / "DICOMDIR").write_bytes((folder / "IM0001").read_bytes())
    return folder


@pytest.fixture
def hand(bench: "Bench", folder: Path) -> Hand:
    """The films of the index are open."""
    bench.dialogs.films = [folder / "DICOMDIR"]
    bench.window.view.setFocus()
    made = Hand(bench)
    made.key(KEY.Key_O, CTRL)
    bench.until_shown()
    made.view.setFocus()
    return made


def test_a_dicomdir_lists_the_films_of_its_folder(hand: Hand) -> None:
    assert [entry.name for entry in hand.session.worklist.entries] == ["IM0001"]


def test_frames_are_pages(hand: Hand) -> None:
    hand.key(KEY.Key_PageDown, CTRL)
    hand.bench.until_shown()
    assert [entry.name for entry in hand.session.worklist.entries] == ["IM0001", "IM0001#2"]
    assert hand.session.film is not None
    assert np.array_equal(hand.session.film.film.pixels, phantom(2).pixels)


def test_a_key_goes_through_the_windows_that_the_file_offers(hand: Hand) -> None:
    seen = []
    for _ in range(3):
        seen.append(hand.view.window_now)
        hand.key(Qt.Key.Key_W)
    assert seen == [*WINDOWS, WINDOWS[0]]
    hand.view.set_window(Window(1, 2))
    hand.key(Qt.Key.Key_W)
    assert hand.view.window_now == WINDOWS[0]
    assert hand.window.messages.current is not None
    assert hand.window.messages.current.text == "Display window 1 of 2 in the file."


def test_films_that_offer_one_window_have_nothing_to_go_through(bench: "Bench") -> None:
    bench.open(1)
    bench.until_shown()
    assert not bench.window.menus["next_preset"].isEnabled()
