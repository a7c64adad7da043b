"""The figures of a comparison, saved from its window as the command writes them."""

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from landmark_gui.__main__ import main
from landmark_gui.domain.landmarks import LandmarkScheme
from landmark_gui.ui.messages import Message, Tone
from landmark_gui.ui.transfers.dialogs import SystemDialogs
from landmark_gui.ui.transfers.readers_window import ReadersWindow
from tests.ui.exchanging import told
from tests.ui.readers import SPACING, heads, opened

if TYPE_CHECKING:
    from tests.ui.conftest import Bench


@pytest.fixture
def tables(tmp_path: Path, scheme: LandmarkScheme) -> list[Path]:
    return [heads(tmp_path / f"{name}.csv", scheme, SPACING) for name in ("a", "bb", "ccc")]


@pytest.fixture
def readers(bench: "Bench", tables: list[Path]) -> ReadersWindow:
    window = opened(bench)
    window.compare(tables)
    bench.until(window._save.isVisible)
    return window


def save(bench: "Bench", readers: ReadersWindow, path: Path) -> Message:
    bench.dialogs.table = path
    readers._save.click()
    return told(bench)


@pytest.mark.parametrize("words", [[], ["--measurements"]])
def test_the_file_is_the_one_that_the_command_writes(
    bench: "Bench", readers: ReadersWindow, tables: list[Path], tmp_path: Path, words: list[str]
) -> None:
    if words:
        readers.what.measurements.click()
        bench.until(lambda: "measurements" in readers.summary.text())
    message = save(bench, readers, tmp_path / "saved.csv")
    assert message.text.endswith(f"saved as {tmp_path / 'saved.csv'}.")
    written = ["--csv", str(tmp_path / "written.csv")]
    assert main(["compare", *map(str, tables), *words, *written]) == 0
    assert (tmp_path / "saved.csv").read_bytes() == (tmp_path / "written.csv").read_bytes()
    assert bench.dialogs.suggested is not None
    assert bench.dialogs.suggested.name == "comparison.csv"


def test_a_file_in_the_way_is_kept_until_somebody_says_otherwise(
    bench: "Bench", readers: ReadersWindow, tmp_path: Path
) -> None:
    there = tmp_path / "there.csv"
    there.write_text("precious")
    message = save(bench, readers, there)
    assert message.tone is Tone.WARNING
    assert [remedy.text for remedy in message.remedies] == ["Replace it", "Save as there-2.csv"]
    message.remedies[1].verb()
    assert str(tmp_path / "there-2.csv") in told(bench).text
    assert there.read_text() == "precious"
    message.remedies[0].verb()
    told(bench)
    assert there.read_bytes() == (tmp_path / "there-2.csv").read_bytes()


def test_a_table_that_is_compared_is_never_replaced(
    bench: "Bench", readers: ReadersWindow, tables: list[Path], tmp_path: Path
) -> None:
    before = tables[1].read_bytes()
    message = save(bench, readers, tables[1])
    assert message.tone is Tone.ERROR
    assert "one of the tables compared" in message.text
    assert not message.remedies
    assert tables[1].read_bytes() == before
    assert save(bench, readers, tmp_path / "nowhere" / "a.csv").tone is Tone.ERROR


def test_a_name_that_is_too_long_is_told(
    bench: "Bench", readers: ReadersWindow, tmp_path: Path
) -> None:
    message = save(bench, readers, tmp_path / f"{'x' * 255}.csv")
    assert message.tone is Tone.ERROR
    assert "could not be written" in message.text


def test_what_is_saved_is_told_though_the_comparison_was_closed(
    bench: "Bench", readers: ReadersWindow, tmp_path: Path
) -> None:
    bench.dialogs.table = tmp_path / "saved.csv"
    readers._save.click()
    readers.close()
    assert "saved.csv" in told(bench).text
    assert (tmp_path / "saved.csv").is_file()


def test_no_place_is_a_change_of_mind_and_what_cannot_be_compared_is_not_saved(
    bench: "Bench", readers: ReadersWindow, tables: list[Path]
) -> None:
    readers._save.click()
    assert bench.window.session.background.resting
    assert bench.window.messages.current is None
    readers.compare(tables[:1])
    bench.until(lambda: "at least two readers" in readers.summary.text())
    assert readers._save.isHidden()


def test_the_system_dialog_adds_the_ending_and_leaves_the_question_of_replacing(
    bench: "Bench", tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[object] = []

    def answer(*args: object, options: object) -> tuple[str, str]:
        asked.extend((*args, options))
        return str(tmp_path / "figures"), ""

    dialog = "landmark_gui.ui.transfers.dialogs.QFileDialog.getSaveFileName"
    monkeypatch.setattr(dialog, answer)
    found = SystemDialogs(bench.window).ask_table(tmp_path / "comparison.csv")
    assert found == tmp_path / "figures.csv"
    assert "DontConfirmOverwrite" in str(asked[-1])
