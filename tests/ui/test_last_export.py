"""The next export begins where the last one has ended, also after a restart."""

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from landmark_gui.domain.geometry import Point
from landmark_gui.exchange.outgoing import Wish
from landmark_gui.exchange.picture.png import write_png
from landmark_gui.exchange.registry import FORMATS
from landmark_gui.ui.transfers.export_offer import Asked, Scope
from landmark_gui.ui.transfers.last_export import LastExport
from tests.ui.conftest import phantom
from tests.ui.exchanging import told

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.ui.conftest import Bench

WIDE = Wish(FORMATS["csv-wide"], with_times=True, scheme="aariz29")


@pytest.fixture
def study(tmp_path: Path) -> Path:
    return _folder(tmp_path / "study")


def _folder(path: Path) -> Path:
    path.mkdir()
    write_png(path / "film-1.png", phantom(1))
    return path


def at_work(bench: "Bench", folder: Path) -> "Bench":
    bench.window.session.open_paths([folder])
    bench.until_shown()
    bench.window.correcting.move("S", Point(50, 60))
    return bench


def export(bench: "Bench", to: Path | None, asked: Asked | None = None) -> Asked:
    """Answer the questions, and return what they offered to begin with."""
    bench.window.messages.say(None)
    bench.dialogs.asked, bench.dialogs.export = asked, to
    bench.window.menus["export"].trigger()
    if to is not None:
        told(bench)
    assert bench.dialogs.offer is not None
    return bench.dialogs.offer.asked


def test_the_file_of_the_last_export_is_suggested_again(
    bench: "Bench", study: Path, tmp_path: Path
) -> None:
    at_work(bench, study)
    evening = tmp_path / "evening.csv"
    export(bench, evening)
    assert bench.dialogs.suggested is not None
    assert bench.dialogs.suggested.name == "landmarks.csv"
    export(bench, tmp_path / "evening.tps", Asked(wish=Wish(FORMATS["tps"])))
    export(bench, None, Asked(wish=Wish(FORMATS["csv"])))
    assert bench.dialogs.suggested == evening


@pytest.mark.parametrize("scope", [Scope.FILM, Scope.SELECTED])
def test_the_table_of_a_study_is_not_suggested_for_a_few_films_nor_theirs_for_it(
    bench: "Bench", study: Path, tmp_path: Path, scope: Scope
) -> None:
    for number in (2, 3):
        write_png(study / f"film-{number}.png", phantom(number))
    at_work(bench, study)
    session = bench.window.session
    for place in (1, 2):
        session.show(place)
        bench.until_shown()
        bench.window.correcting.move("S", Point(50, 60))
    session.mark(frozenset({0, 1}))
    export(bench, tmp_path / "landmarks.csv")
    few = Asked(scope, Wish(FORMATS["csv"]))
    export(bench, tmp_path / "few.csv", few)
    assert bench.dialogs.suggested == tmp_path / "landmarks-2.csv"
    export(bench, None, Asked(wish=Wish(FORMATS["csv"])))
    assert bench.dialogs.suggested == tmp_path / "landmarks.csv"


def test_the_file_that_was_really_saved_is_suggested_again(
    bench: "Bench", study: Path, tmp_path: Path
) -> None:
    at_work(bench, study)
    (tmp_path / "evening.csv").write_text("of somebody else")
    bench.dialogs.export = tmp_path / "evening.csv"
    bench.window.menus["export"].trigger()
    _, save_as = told(bench).remedies
    save_as.verb()
    told(bench)
    export(bench, tmp_path / "gone" / "evening.csv")
    export(bench, None)
    assert bench.dialogs.suggested == tmp_path / "evening-2.csv"


def test_after_a_restart_the_answers_of_the_last_export_stand(
    study: Path, tmp_path: Path, another: "Callable[[], Bench]"
) -> None:
    first = at_work(another(), study)
    identified = replace(WIDE, identified=True)
    export(first, tmp_path / "evening.csv", Asked(Scope.FILM, identified))
    first.window.leave()
    second = at_work(another(), study)
    assert export(second, None) == Asked(Scope.ALL, WIDE)
    assert second.dialogs.suggested == tmp_path / "evening.csv"


def test_the_table_of_another_study_is_not_suggested(
    study: Path, tmp_path: Path, another: "Callable[[], Bench]"
) -> None:
    first = at_work(another(), study)
    export(first, study / "landmarks.csv")
    first.window.leave()
    second = at_work(another(), _folder(tmp_path / "other"))
    export(second, None)
    assert second.dialogs.suggested == study / "landmarks-2.csv"


def test_the_windows_own_labels_are_those_of_the_window_that_asks(
    bench: "Bench", study: Path, tmp_path: Path
) -> None:
    at_work(bench, study)
    own = bench.window.session.scheme.name
    export(bench, tmp_path / "a.csv", Asked(wish=replace(WIDE, scheme=own)))
    assert export(bench, None).wish.scheme is None


def test_what_is_kept_of_an_export_comes_back() -> None:
    last = LastExport(WIDE, Path("a"), {"csv-wide": Path("a/ü.csv")}, frozenset({"b"}))
    assert LastExport.read(last.text) == last


@pytest.mark.parametrize("text", ["", "[]", "{", '{"format": "csv"}', '{"format": "unknown"}'])
def test_what_cannot_be_understood_is_no_last_export(text: str) -> None:
    assert LastExport.read(text) == LastExport()
