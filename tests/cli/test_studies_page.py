"""Every command of the page on studies runs, in its order; readers at the window are computed."""

import csv
import json
import re
import shlex
import subprocess
import sys
from collections import Counter
from collections.abc import Sequence
from itertools import pairwise
from pathlib import Path

import pytest

from landmark_gui import paths
from landmark_gui.__main__ import main
from landmark_gui.document.case import Case
from landmark_gui.document.history import History
from landmark_gui.domain.annotation import Stamp
from landmark_gui.domain.geometry import Point
from landmark_gui.domain.landmarks import LandmarkScheme
from landmark_gui.imaging.film import read_film
from landmark_gui.records.record import Record
from landmark_gui.records.replay import Writer, difference
from tests.document.cases import detection

PAGE = paths.resource("docs", "studies.md")
SCHEME = LandmarkScheme.read(paths.scheme_file("isbi19"))


def read_blind(folders: Sequence[Path], *, records: Path, reader: str, **_: object) -> int:
    """Read films as at the window: blind, each record a little elsewhere; Cleo then reveals."""
    stamp, by_px = Stamp.now(reader), len(records.stem) + ord(records.stem[-1]) % 5
    for film in sorted(folders[0].glob("*.png")):
        fresh = Case.new(read_film(film, film.name).info, SCHEME)
        case = fresh.veiled()
        for number, name in enumerate(SCHEME.abbreviations):
            case = case.moved(name, Point(20 + 9 * number + by_px, 20 + 13 * number), stamp)
        states = [fresh, case]
        if reader == "Cleo":
            seen = case.detected(detection()).revealed(case.decisions)
            states.append(seen.moved("S", Point(40, 40), stamp))
        with Record.open(records) as record:
            for before, after in pairwise(map(History, states)):
                record.append(fresh.film, difference(before, after, Writer(stamp, SCHEME.name)))
    return 0


def commands() -> list[str]:
    blocks = re.findall(r"```sh\n(.*?)```", PAGE.read_text("utf-8"), re.DOTALL)
    return [line for block in blocks for line in block.splitlines()]


def run(line: str) -> int:
    program, *words = shlex.split(line)
    if program != "landmark-gui":
        return subprocess.run(["/bin/sh", "-c", line], check=False).returncode
    try:
        return main(words)
    except SystemExit as end:
        return int(end.code or 0)


@pytest.mark.skipif(sys.platform == "win32", reason="the page is written for a shell")
def test_every_command_of_the_page_runs(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr("landmark_gui.app.run_window", read_blind)
    assert len(commands()) > 10
    for line in commands():
        assert run(line) == 0, (line, capfd.readouterr().err)
    with (tmp_path / "anna-2.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert len(rows) == 4 * len(SCHEME)
    assert {row["reader"] for row in rows} == {"Anna"}
    assert all(row["blind_x_px"] == row["x_px"] for row in rows)
    with (tmp_path / "cleo-1-events.csv").open(encoding="utf-8", newline="") as file:
        kinds = Counter(row["kind"] for row in csv.DictReader(file))
    assert (kinds["revealed"], kinds["placed"]) == (4, 4 * len(SCHEME))
    said = capfd.readouterr().out
    assert "cleo-1 minus cleo-1 blind, 4 films" in said
    within = json.loads(said[said.index("{") : said.rindex("}") + 1])
    assert within["readers"] == ["anna-1", "anna-2"]


def test_the_page_is_linked_from_the_readme() -> None:
    readme = Path(__file__).parents[2] / "README.md"
    assert "resources/docs/studies.md" in readme.read_text("utf-8")
