"""The commands of all pages are such as the program takes; those of the README also run."""

import argparse
import re
import shlex
from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest

from landmark_gui import paths
from landmark_gui.__main__ import main
from landmark_gui.cli.completion import commands_of
from landmark_gui.cli.examples import examples_of
from landmark_gui.cli.outcome import Exit
from landmark_gui.cli.parser import COMMANDS, build_parser

ROOT = Path(__file__).parents[2]
README = ROOT / "README.md"
PAGES = [README, *sorted(paths.resource("docs").glob("*.md"))]


def lines(text: str) -> list[str]:
    blocks = re.findall(r"```sh\n(.*?)```", text, re.DOTALL)
    return [line for block in blocks for line in block.splitlines()]


def calls(line: str) -> Iterator[list[str]]:
    """Yield the words of each call of the program in a line of the shell."""
    lexer = shlex.shlex(line, posix=True, punctuation_chars=True)
    lexer.whitespace_split = True
    words: list[str] = []
    for token in [*lexer, ";"]:
        if set(token) <= set(lexer.punctuation_chars):
            if words and Path(words[0]).name == "landmark-gui":
                yield words[1:]
            words = []
        else:
            words.append(token)


class Parsed(Exception):  # noqa: N818 - no error
    """The words of a command make sense; nothing is done with them."""


@pytest.fixture
def only_parsed(monkeypatch: pytest.MonkeyPatch) -> None:
    real = argparse.ArgumentParser.parse_args

    def parse_args(parser: argparse.ArgumentParser, words: Sequence[str]) -> None:
        real(parser, words)
        raise Parsed

    monkeypatch.setattr(argparse.ArgumentParser, "parse_args", parse_args)
    monkeypatch.chdir(ROOT)  # where the settings of a training are


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
@pytest.mark.usefixtures("only_parsed")
def test_every_command_of_a_page_is_one_that_the_program_takes(
    page: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    found = [words for line in lines(page.read_text("utf-8")) for words in calls(line)]
    assert found
    for words in found:
        assert "..." not in words
        code = ended(words)
        assert code == 0, (words, capsys.readouterr().err)


@pytest.mark.parametrize("command", [name for name in COMMANDS if name != "bench"])
@pytest.mark.usefixtures("only_parsed")
def test_the_help_of_every_command_has_examples_that_the_program_takes(
    command: str, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit):
        main([command, "--help"])
    told = capsys.readouterr().out.split("examples:\n")[1]
    found = [words for line in told.splitlines() for words in calls(line)]
    assert found
    for words in found:
        assert ended(words) == 0, (words, capsys.readouterr().err)


@pytest.mark.parametrize(
    "command", ["calibrate", "compare", "detect", "evaluate", "inspect", "measure", "picture"]
)
def test_the_examples_lack_nothing_but_the_files_they_name(
    command: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.chdir(tmp_path)
    for line in (examples_of(command) or "").splitlines():
        for words in calls(line):
            assert main(words) == Exit.USAGE
            assert re.search("there is no film|No such file", capsys.readouterr().err), words


def ended(words: Sequence[str]) -> int:
    try:
        return main(words)
    except Parsed:
        return 0
    except SystemExit as end:  # --version and --help
        return int(end.code or 0)


def test_the_commands_of_the_readme_run_without_a_window(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    text = README.read_text("utf-8").split("## Without a window")[1]
    few = text.replace("--count 20", "--count 2 --height 300").split("```\n", 1)[0] + "```"
    found = [words for line in lines(few) for words in calls(line)]
    assert len(found) > 5
    for words in found:
        assert main(words) == 0, (words, capsys.readouterr().err)


def test_the_page_names_the_commands_that_print_no_report() -> None:
    without = {
        name
        for name, command in commands_of(build_parser()).items()
        if "--json" not in command.options and name not in {"open", "demo", "bench"}
    }
    page = paths.resource("docs", "command-line.md").read_text("utf-8")
    told = re.search(r"all but (.*?) take it", page, re.DOTALL)
    assert told
    assert set(re.findall(r"`(\w+)`", told[1])) == without


# those of `bench`, which the figures are from, stand with its measurements
@pytest.mark.parametrize(
    "page", [page for page in PAGES if page.stem != "figures"], ids=lambda page: page.stem
)
def test_every_option_that_the_text_of_a_page_names_is_one_of_some_command(page: Path) -> None:
    text = re.sub(r"```.*?```", "", page.read_text("utf-8"), flags=re.DOTALL)
    named = re.findall(r"(?<!\S)--[a-z][a-z-]*", " ".join(re.findall(r"`([^`\n]+)`", text)))
    known = {o for command in commands_of(build_parser()).values() for o in command.options}
    assert named
    assert set(named) - known == {"--version"} & set(named)  # which is the program's own
