"""Landmarks and pictures of films whose names, or places to be saved, are those of no file."""

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from landmark_gui.exchange.outgoing import Wish
from landmark_gui.exchange.registry import FORMATS
from landmark_gui.ui.messages import Tone
from landmark_gui.ui.transfers.export_offer import Asked, Scope
from landmark_gui.ui.transfers.in_the_way import free_path
from tests.ui.conftest import named
from tests.ui.exchanging import told

if TYPE_CHECKING:
    from tests.ui.conftest import Bench

LONG = "x" * 251  # with .png as long as a file may be called; with a longer ending, too long


@pytest.fixture
def long(bench: "Bench") -> "Bench":
    """A film with landmarks whose name leaves no room for more."""
    bench.window.session.add([named(f"{LONG}.png")])
    bench.start()
    bench.until_detected()
    return bench


def export(bench: "Bench", name: str, to: Path) -> None:
    bench.dialogs.asked, bench.dialogs.export = Asked(Scope.FILM, Wish(FORMATS[name])), to
    bench.window.menus["export"].trigger()


def test_a_film_with_a_long_name_is_saved_under_a_shorter_one(
    long: "Bench", tmp_path: Path
) -> None:
    long.dialogs.picture = tmp_path / "short.png"
    long.window.menus["picture"].trigger()
    assert str(tmp_path / "short.png") in told(long).text
    export(long, "labelme", tmp_path / "short.json")
    assert long.dialogs.suggested is not None
    assert LONG in long.dialogs.suggested.name
    assert str(tmp_path / "short.json") in told(long).text


@pytest.mark.parametrize("name", ["csv", "labelme"])
def test_a_name_that_is_too_long_is_told(long: "Bench", tmp_path: Path, name: str) -> None:
    export(long, name, tmp_path / f"{LONG}-landmarks{FORMATS[name].suffix}")
    message = told(long)
    assert message.tone is Tone.ERROR
    assert "could not be written" in message.text
    assert list(tmp_path.glob("x*")) == []


def test_a_picture_whose_name_is_too_long_is_told(long: "Bench", tmp_path: Path) -> None:
    long.dialogs.picture = tmp_path / f"{LONG}-landmarks.png"
    long.window.menus["picture"].trigger()
    message = told(long)
    assert message.tone is Tone.ERROR
    assert "could not be written" in message.text


def test_a_name_is_free_where_nobody_may_look(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(_: Path) -> bool:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "exists", refuse)
    assert free_path(Path("shut/landmarks.csv")) == Path("shut/landmarks.csv")
