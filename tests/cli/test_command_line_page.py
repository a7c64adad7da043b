"""Every command of the documentation page runs, in its order, in an empty folder."""

import json
import os
import re
import shlex
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from landmark_gui import paths
from landmark_gui.__main__ import main
from landmark_gui.cli import detect
from landmark_gui.detection.detector import FakeDetector
from landmark_gui.domain.annotation import Status
from landmark_gui.domain.geometry import Point, SpacingSource
from landmark_gui.evaluation.measured_errors import evaluate_measurements
from landmark_gui.evaluation.readers import compare
from landmark_gui.evaluation.report import evaluate
from landmark_gui.exchange.formats import csv_wide
from landmark_gui.exchange.formats.csv import COLUMNS

ROOT = Path(__file__).parents[2]
PAGE = paths.resource("docs", "command-line.md")
_BLOCK = re.compile(r"(?:<!-- needs: (?P<needs>\w+) -->\n)?```sh\n(?P<lines>.*?)```", re.DOTALL)


def commands() -> list[str]:
    blocks = _BLOCK.finditer(PAGE.read_text("utf-8"))
    wanted = (b["lines"] for b in blocks if b["needs"] is None or find_spec(b["needs"]))
    return [line for lines in wanted for line in lines.splitlines()]


# One process for all plain commands, since starting Python takes longer than most of them. It has
# no home, no display and no network.
DRIVER = """
import shlex, socket, subprocess, sys
from landmark_gui.__main__ import main

def refuse(*_):
    raise OSError("no network")

socket.socket.connect = refuse
program, *lines = sys.argv[1:]
for line in lines:
    print("+", line, file=sys.stderr)
    if set("|>") & set(line):
        prelude = "set -eu -o pipefail; landmark-gui() { " + program + ' "$@"; }; '
        code = subprocess.run(["bash", "-c", prelude + line]).returncode
    else:
        try:
            code = main(shlex.split(line)[1:])
        except SystemExit as stop:
            code = stop.code
    if code:
        sys.exit(f"{line} ended with {code}")
"""


@pytest.mark.skipif(sys.platform == "win32", reason="the page is written for a shell")
def test_every_command_of_the_page_runs_without_home_display_or_network(tmp_path: Path) -> None:
    folder, home = tmp_path / "work", tmp_path / "home"
    folder.mkdir()
    home.mkdir(mode=0o500)
    program = f"{shlex.quote(sys.executable)} -m landmark_gui"
    environment = {
        "PATH": os.environ["PATH"],
        "HOME": str(home),
        "PYTHONPATH": str(ROOT),
        "OMP_NUM_THREADS": "1",
    }
    done = subprocess.run(
        [sys.executable, "-c", DRIVER, program, *commands()],
        cwd=folder,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert "FAILED" not in done.stderr
    assert (folder / "again.json").is_file()
    first = (folder / "labels.csv").read_text("utf-8").splitlines()[1]
    assert (folder / "back.csv").read_text("utf-8").splitlines()[1].split(",")[0] == (
        first.split(",")[0]
    )


def test_the_page_names_every_format_and_every_option_of_convert() -> None:
    text = PAGE.read_text("utf-8")
    done = subprocess.run(
        [sys.executable, "-m", "landmark_gui", "convert", "--help"],
        capture_output=True,
        text=True,
        check=True,
        env=os.environ | {"PYTHONPATH": str(ROOT)},
    )
    options = set(re.findall(r"--[a-z-]+", done.stdout)) - {"--help", "--from"}
    assert {option for option in options if option not in text} == set()


def named_on_the_page() -> set[str]:
    return set(re.findall(r"`([^`\n]+)`", PAGE.read_text("utf-8")))


def test_the_page_tells_every_column_and_every_word_that_one_may_hold() -> None:
    words = {*COLUMNS, *csv_wide.FILM_COLUMNS, *Status, *SpacingSource}
    assert words - named_on_the_page() == set()


def test_the_page_tells_every_key_of_the_reports() -> None:
    films = {f"{i}": {"S": Point(7 * i, i)} for i in range(3)}
    read = {f"{i}": {"S": Point(7 * i + 1, i * i)} for i in range(3)}
    told = [
        compare({"first": films, "second": read}, 0.1).as_dict(),
        evaluate(films, read, 0.1).as_dict(),
        evaluate_measurements({"1": {"S": 1.0}}, {"1": {"S": 2.0}}, {"S": "°"}).as_dict(),
    ]
    data = {"S", "2", "2.5", "3", "4"}  # landmarks and radii
    assert keys_in(told) - data - named_on_the_page() == set()


def test_the_page_tells_every_key_of_the_report_of_a_detection(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(detect, "_load", lambda _weights, _device: FakeDetector())
    Image.fromarray(np.arange(2400, dtype=np.uint16).reshape(60, 40)).save(tmp_path / "a.png")
    (tmp_path / "b.png").write_bytes(b"no film")
    words = ["detect", str(tmp_path), "--csv", str(tmp_path / "out.csv"), "--json"]
    assert main(words) == 1
    assert keys_in(json.loads(capsys.readouterr().out)) - named_on_the_page() == set()


def keys_in(value: object) -> set[str]:
    match value:
        case dict():
            return set(value) | keys_in(list(value.values()))
        case list() | tuple():
            return {key for one in value for key in keys_in(one)}
        case _:
            return set()
