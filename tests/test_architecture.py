"""The rules of the house, checked: who may import whom, what loads when, how long a file may be."""

import ast
import json
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
PACKAGE = ROOT / "landmark_gui"
MAX_LINES = 400
HEAVY = frozenset({"torch", "PySide6", "pyqtgraph", "scipy", "pydicom", "PIL"})


def python(*words: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, *words], cwd=ROOT, capture_output=True, text=True, check=False, timeout=100
    )


def packages_loaded_by(code: str) -> set[str]:
    report = "import json, sys; print('\\n' + json.dumps(sorted(sys.modules)))"
    done = python("-c", f"{code}\n{report}")
    assert done.returncode == 0, done.stderr
    return {name.partition(".")[0] for name in json.loads(done.stdout.splitlines()[-1])}


def import_of_all_in(*rooms: str) -> str:
    files = (file for room in rooms for file in sorted((PACKAGE / room).glob("*.py")))
    names = (".".join(file.relative_to(ROOT).with_suffix("").parts) for file in files)
    return "; ".join(f"import {name.removesuffix('.__init__')}" for name in names)


def test_rooms_import_as_the_contracts_in_pyproject_say() -> None:
    code = "import sys; from importlinter.cli import lint_imports; sys.exit(lint_imports())"
    done = python("-c", code)
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.mark.parametrize("folder", ["landmark_gui", "tests"])
def test_no_file_is_longer_than_400_lines(folder: str) -> None:
    lengths = {
        file.relative_to(ROOT): len(file.read_text("utf-8").splitlines())
        for file in (ROOT / folder).rglob("*.py")
    }
    assert {file: length for file, length in lengths.items() if length > MAX_LINES} == {}


def test_texts_are_read_and_written_in_an_encoding_that_is_stated() -> None:
    before_it = {"read_text": 0, "write_text": 1}  # arguments
    bare = [
        f"{file.name}:{call.lineno}"
        for file in PACKAGE.rglob("*.py")
        for call in ast.walk(ast.parse(file.read_text("utf-8")))
        if isinstance(call, ast.Call) and isinstance(call.func, ast.Attribute)
        if len(call.args) + len(call.keywords) <= before_it.get(call.func.attr, -1)
    ]
    assert bare == []


def test_no_property_of_a_qt_class_that_begins_with_i_is_given_by_keyword() -> None:
    # PySide finds `setInterval` by the C library's capital of an i, which in Turkish is not I
    named = [
        f"{file.name}:{call.lineno} {keyword.arg}"
        for file in PACKAGE.rglob("*.py")
        for call in ast.walk(ast.parse(file.read_text("utf-8")))
        if isinstance(call, ast.Call) and ast.unparse(call.func).rpartition(".")[2].startswith("Q")
        for keyword in call.keywords
        if (keyword.arg or "").startswith("i")
    ]
    assert named == []


def test_help_loads_nothing_heavy() -> None:
    code = """
from landmark_gui.__main__ import main
try:
    main(["--help"])
except SystemExit as stop:
    assert stop.code == 0
"""
    loaded = packages_loaded_by(code)
    assert not loaded & (HEAVY | {"numpy"})


def test_the_core_loads_numpy_and_nothing_heavy() -> None:
    loaded = packages_loaded_by(import_of_all_in("domain", "document", "detection"))
    assert "numpy" in loaded
    assert not loaded & HEAVY


def test_the_rooms_beside_the_network_load_neither_torch_nor_qt() -> None:
    rooms = ("imaging", "evaluation", "phantom", "exchange", "records", "cli")
    loaded = packages_loaded_by(import_of_all_in(*rooms))
    assert not loaded & {"torch", "PySide6", "pyqtgraph"}


def test_every_room_says_what_it_is_for() -> None:
    for file in PACKAGE.rglob("__init__.py"):
        assert file.read_text("utf-8").startswith('"""'), file
