"""What the page for developers says of Python runs as it stands."""

import re
from pathlib import Path

import pytest

from landmark_gui import paths
from landmark_gui.__main__ import main
from landmark_gui.document.case import Case
from landmark_gui.document.history import History
from landmark_gui.domain.annotation import Stamp
from landmark_gui.domain.geometry import Point
from landmark_gui.exchange.formats.csv import read_csv
from landmark_gui.exchange.schemes import USUAL, read_scheme
from landmark_gui.imaging.film import read_film
from landmark_gui.records.record import Record
from landmark_gui.records.replay import Writer, difference

FILM = "phantom-0000.png"


def write_record(film: Path, record: Path) -> None:
    scheme, stamp = read_scheme(USUAL), Stamp.now("Anna")
    fresh = Case.new(read_film(film).info, scheme)
    read = fresh.moved("S", Point(12.5, 30.25), stamp)
    events = difference(History(fresh), History(read), Writer(stamp, scheme.name))
    with Record.open(record) as opened:
        opened.append(fresh.film, events)


def test_the_lines_of_python_find_landmarks_and_read_a_record(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    assert main(["phantom", "practice", "--count", "1", "--height", "300"]) == 0
    write_record(Path("practice", FILM), Path("anna-1.sqlite"))
    page = paths.resource("docs", "developers.md").read_text("utf-8")
    (lines,) = re.findall(r"```python\n(.*?)```", page, re.DOTALL)
    told: dict[str, object] = {}
    exec(compile(lines, "developers.md", "exec"), told)  # noqa: S102 - our own page
    assert tuple(read_csv(Path("found.csv"))[FILM].predicted) == read_scheme(USUAL).abbreviations
    assert "Point(x=12.5, y=30.25)" in capsys.readouterr().out.splitlines()[-1]
