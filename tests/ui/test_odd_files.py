"""Names and files as disks have them: each is listed, read or refused with a sentence, and kept."""

import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from landmark_gui.document.worklist import Progress
from landmark_gui.domain.geometry import Point
from landmark_gui.exchange.picture.png import write_png
from landmark_gui.records.record import Record
from landmark_gui.records.verify import verify
from tests.ui.conftest import phantom

if TYPE_CHECKING:
    from tests.ui.conftest import Bench

LONG = "ı" * 125 + ".png"  # 254 bytes in UTF-8: what a disk takes at most is 255
LATIN = os.fsdecode(b"M\xfcller.png")  # no valid UTF-8
NAMES = [
    LONG,
    "a" * 251 + ".png",
    "スキャン.png",
    "پرتونگاری.png",
    "line\nbreak.png",
    " .png",
    pytest.param(
        LATIN, marks=pytest.mark.skipif(sys.platform != "linux", reason="names are Unicode there")
    ),
]


@pytest.mark.skipif(sys.platform == "win32", reason="names are shorter and stricter there")
@pytest.mark.parametrize("name", NAMES)
def test_a_film_of_any_name_is_listed_read_corrected_kept_and_exported(
    bench: "Bench", tmp_path: Path, name: str
) -> None:
    folder = tmp_path / "films"
    folder.mkdir()
    write_png(tmp_path / "film.png", phantom(1))
    (tmp_path / "film.png").rename(folder / name)
    window, record = bench.window, tmp_path / "record.sqlite"
    window.open_record(record)
    window.session.open_paths([folder])
    bench.start()
    bench.until_detected()
    window.grab()
    window.correcting.move("S", Point(30, 40))
    assert window.recorder.text == "Saved"
    assert verify(record).whole
    with Record.open(record) as opened:
        case = window.session.case
        assert case is not None
        kept = opened.restore(case.film, case.scheme).history.current
    assert kept.annotations == case.annotations
    bench.dialogs.export = tmp_path / "out.csv"
    window.menus["export"].trigger()
    bench.until((tmp_path / "out.csv").exists)


@pytest.mark.skipif(sys.platform == "win32", reason="pipes and links are other things there")
def test_what_is_no_film_or_may_not_be_read_is_refused_and_the_others_are_read(
    bench: "Bench", tmp_path: Path
) -> None:
    folder = tmp_path / "films"
    (folder / "folder.png").mkdir(parents=True)
    (folder / "around").symlink_to(folder)
    (folder / "itself.png").symlink_to(folder / "itself.png")
    (folder / "nowhere.png").symlink_to(folder / "gone.png")
    (folder / "empty.png").touch()
    write_png(folder / "film.png", phantom(1))
    bench.window.session.open_paths([folder])
    session = bench.window.session
    bench.until(lambda: len(session.worklist) > 0 and session.background.resting)
    found = {entry.name: entry for entry in session.worklist.entries}
    assert set(found) == {"itself.png", "nowhere.png", "empty.png", "film.png"}
    assert found.pop("film.png").progress is Progress.WAITING
    assert all(entry.failure.endswith(".") for entry in found.values())
