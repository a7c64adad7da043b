"""Films whose landmarks an export cannot have yet: they are named, and no full table is lost."""

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from landmark_gui.document.worklist import Progress, Standing
from landmark_gui.domain.geometry import Point
from landmark_gui.exchange.formats.csv import read_csv
from landmark_gui.exchange.outgoing import Sent
from landmark_gui.ui.messages import Tone
from landmark_gui.ui.transfers.exchange_words import in_the_way_text
from landmark_gui.ui.transfers.export_offer import Scope
from tests.ui.exchanging import asked, export, told

if TYPE_CHECKING:
    from tests.ui.conftest import Bench


@pytest.mark.usefixtures("_no_time")
def test_an_export_names_the_films_that_were_not_read_yet(bench: "Bench", tmp_path: Path) -> None:
    bench.open(3)
    bench.until_shown()
    session = bench.window.session
    bench.window.correcting.move("S", Point(1, 2))
    session.take_notes({2: Standing(Progress.EDITED, 4, 19)})
    message = export(bench, asked("csv"), tmp_path / "out.csv")
    assert message.tone is Tone.WARNING
    assert "Left out: film-3: not read yet" in message.text
    assert len(read_csv(tmp_path / "out.csv")) == 1
    alone = export(bench, asked("csv", Scope.FILM), tmp_path / "one.csv")
    assert alone.tone is Tone.INFO


@pytest.mark.usefixtures("_no_time")
def test_a_full_table_is_not_replaced_unawares_by_one_of_the_films_read_so_far(
    bench: "Bench", tmp_path: Path
) -> None:
    path = tmp_path / "evening.csv"
    path.write_text("all films of yesterday")
    bench.open(3)
    bench.until_shown()
    session = bench.window.session
    bench.window.correcting.move("S", Point(1, 2))
    session.take_notes({2: Standing(Progress.COMPLETE, 19, 19)})
    message = export(bench, asked("csv"), path)
    assert message.text == (
        "evening.csv already exists. The new file would lack 1 film that is not read yet. "
        "Nothing has been saved yet."
    )
    offers = [remedy.text for remedy in message.remedies]
    assert offers == ["Replace it with 1 film", "Save as evening-2.csv"]
    message.remedies[0].verb()
    told(bench)
    assert set(read_csv(path)) == {"film-1"}
    (tmp_path / "film-1.json").touch()
    alone = export(bench, asked("labelme"), tmp_path / "film-1.json")
    assert alone.remedies[0].text == "Replace it"


def test_films_of_the_record_that_cannot_be_read_today_are_not_left_out_silently(
    bench: "Bench", tmp_path: Path
) -> None:
    (tmp_path / "evening.csv").write_text("all films of yesterday")
    bench.open(1, broken=True)
    bench.until_shown()
    session = bench.window.session
    bench.window.correcting.move("S", Point(1, 2))
    session.take_notes({1: Standing(Progress.COMPLETE, 19, 19)})
    bench.until(lambda: bool(session.worklist.entries[1].failure))
    message = export(bench, asked("csv"), tmp_path / "evening.csv")
    assert "The new file would lack 1 film that could not be read." in message.text
    assert message.remedies[0].text == "Replace it with 1 film"
    message.remedies[1].verb()
    message = told(bench)
    assert message.tone is Tone.WARNING
    assert "Left out: broken: the record has landmarks, but the film could not" in message.text


def test_films_that_wait_are_told_from_those_that_cannot_be_read() -> None:
    there, table = Sent(in_the_way=[Path("t.csv")]), Path("t.csv")
    lacking = [in_the_way_text(there, table, 3, broken) for broken in (0, 1, 3)]
    assert [text.split("3 films that ")[1].split(".")[0] for text in lacking] == [
        "are not read yet",
        "are not read yet or could not be",
        "could not be read",
    ]


@pytest.mark.usefixtures("_no_time")
def test_a_film_that_was_taken_back_and_is_not_read_yet_is_named(
    bench: "Bench", tmp_path: Path
) -> None:
    bench.open(3)
    bench.until_shown()
    session = bench.window.session
    bench.window.correcting.move("S", Point(1, 2))
    session.take_notes({2: Standing(Progress.SET_ASIDE, 4, 19)})
    session.update_worklist(session.worklist.set_aside((2,), on=False))
    message = export(bench, asked("csv"), tmp_path / "out.csv")
    assert "Left out: film-3: not read yet" in message.text
