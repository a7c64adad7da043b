import os
import signal
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from types import ModuleType

import pytest

from landmark_gui import __version__
from landmark_gui.__main__ import main
from landmark_gui.cli.parser import COMMANDS, build_parser
from landmark_gui.detection.events import Settings
from landmark_gui.diffusion.memory import NO_MEMORY
from landmark_gui.domain.prediction import Mode, ReadOut

ROOT = Path(__file__).parents[2]
SIGNALS = [name for name in ("SIGTERM", "SIGHUP") if hasattr(signal, name)]


@dataclass
class FakeApp:
    """Stands in for the window, and notes with what it was opened."""

    opened: list[tuple[list[Path] | None, str, str | None]] = field(default_factory=list)
    records: Path | None = None
    reader: str | None = None

    def run_window(
        self,
        paths: list[Path] | None,
        *,
        device: str = "auto",
        weights: str | None = None,
        records: Path | None = None,
        reader: str | None = None,
    ) -> int:
        self.records, self.reader = records, reader
        self.opened.append((paths, device, weights))
        return 0


@pytest.fixture
def app(monkeypatch: pytest.MonkeyPatch) -> FakeApp:
    fake = FakeApp()
    pretend(monkeypatch, "landmark_gui.app", run_window=fake.run_window)
    return fake


def pretend(monkeypatch: pytest.MonkeyPatch, name: str, **contents: object) -> None:
    module = ModuleType(name)
    vars(module).update(contents)
    monkeypatch.setitem(sys.modules, name, module)


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="elsewhere there is always one")
def test_without_a_display_the_window_is_refused_with_what_needs_none(
    app: FakeApp, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    for name in ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"):
        monkeypatch.delenv(name, raising=False)
    assert main(["demo"]) == 2
    assert "no display" in capsys.readouterr().err
    assert app.opened == []
    monkeypatch.setenv("DISPLAY", ":0")
    assert main(["demo"]) == 0


def test_without_a_word_the_window_opens(app: FakeApp) -> None:
    assert main([]) == 0
    assert app.opened == [([], "auto", None)]


@pytest.mark.parametrize("word", [[], ["open"]])
def test_a_film_or_folder_opens_in_the_window(
    app: FakeApp, tmp_path: Path, word: list[str]
) -> None:
    (tmp_path / "a.png").touch()
    paths = [tmp_path, tmp_path / "a.png"]
    assert main([*word, *map(str, paths), "--device", "cpu", "--weights", "small"]) == 0
    assert app.opened == [(paths, "cpu", "small")]


def test_an_option_alone_opens_the_window(app: FakeApp) -> None:
    assert main(["--device", "cpu"]) == 0
    assert app.opened == [([], "cpu", None)]


def test_a_folder_called_like_a_command_opens_with_open(
    app: FakeApp, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "detect").mkdir()
    monkeypatch.chdir(tmp_path)
    assert main(["open", "detect"]) == 0
    assert app.opened[0][0] == [Path("detect")]


def test_demo_opens_the_window_on_phantoms(app: FakeApp) -> None:
    assert main(["demo"]) == 0
    assert app.opened == [(None, "auto", None)]


@pytest.mark.parametrize("word", ["open", "demo"])
def test_who_reads_can_be_stated(app: FakeApp, word: str) -> None:
    assert main([word, "--reader", " Anna "]) == 0
    assert app.reader == "Anna"
    assert main([word, "--reader", " "]) == 2


def test_without_a_name_whoever_is_logged_in_reads(app: FakeApp) -> None:
    assert main(["demo"]) == 0
    assert app.reader is None


@pytest.mark.parametrize(
    ("word", "remedy"),
    [("detcet", "Did you mean the command detect?"), ("fils/", "See landmark-gui --help.")],
)
def test_a_path_that_does_not_exist_is_refused_with_a_remedy(
    app: FakeApp, capsys: pytest.CaptureFixture[str], word: str, remedy: str
) -> None:
    assert main([word]) == 2
    assert not app.opened
    said = capsys.readouterr().err
    assert said == f"landmark-gui: there is no film or folder {word.rstrip('/')}. {remedy}\n"


@pytest.mark.parametrize("command", ["phantom out", "records verify", "completion bash"])
def test_an_option_that_a_command_has_not_is_refused_with_the_help_of_that_command(
    capsys: pytest.CaptureFixture[str], command: str
) -> None:
    words = command.split()
    assert main([*words, "--json"]) == 2
    prog = "records verify" if words[0] == "records" else words[0]
    said = f"unrecognized arguments: --json. See landmark-gui {prog} --help.\n"
    assert capsys.readouterr().err == f"landmark-gui: {said}"


def test_bench_gets_its_words_unread(monkeypatch: pytest.MonkeyPatch) -> None:
    words: list[list[str]] = []

    def run(given: list[str]) -> int:
        words.append(given)
        return 3

    pretend(monkeypatch, "landmark_gui.bench", __path__=[])
    pretend(monkeypatch, "landmark_gui.bench.command", run=run)
    assert main(["bench", "--films", "x", "--help"]) == 3
    assert words == [["--films", "x", "--help"]]


def test_train_gets_its_options(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    config = tmp_path / "c.toml"
    config.touch()
    seen: list[dict[str, object]] = []

    def run(args: object) -> int:
        seen.append(vars(args))
        return 0

    pretend(monkeypatch, "landmark_gui.diffusion.training.command", run=run)
    assert main(["train", str(config), "--resume", "--minutes", "2.5", "--seed", "3"]) == 0
    assert seen == [
        {
            "command": "train",
            "config": config,
            "part": "all",
            "data": Path(),
            "out": None,
            "resume": True,
            "minutes": 2.5,
            "seed": 3,
            "fold": None,
            "device": "auto",
        }
    ]


def test_train_without_its_config_is_refused(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["train", "none.toml"]) == 2
    assert "there is no file none.toml" in capsys.readouterr().err


def raising(error: BaseException) -> Callable[..., int]:
    def run_window(*_: object, **__: object) -> int:
        raise error

    return run_window


@pytest.mark.parametrize(
    "error", [MemoryError(), RuntimeError("DefaultCPUAllocator: can't allocate memory")]
)
def test_memory_that_does_not_suffice_on_the_cpu_ends_a_command_with_what_helps(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], error: Exception
) -> None:
    pretend(monkeypatch, "landmark_gui.cli.doctor", run=raising(error))
    assert main(["doctor"]) == 1
    assert capsys.readouterr().err == f"landmark-gui: {NO_MEMORY}\n"


def test_ctrl_c_ends_with_the_shells_code(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    pretend(monkeypatch, "landmark_gui.app", run_window=raising(KeyboardInterrupt()))
    assert main([]) == 130
    assert capsys.readouterr().err == "landmark-gui: interrupted.\n"


def sent(
    monkeypatch: pytest.MonkeyPatch, name: str, before: signal.Handlers = signal.SIG_DFL
) -> int:
    """Return how a command ends to which a signal is sent while it works."""
    number = getattr(signal, name)

    def run(_: object) -> int:
        signal.raise_signal(number)
        return 0

    kept = {signal.Signals[n]: signal.getsignal(signal.Signals[n]) for n in SIGNALS}
    signal.signal(number, before)  # the tests themselves may run under nohup
    pretend(monkeypatch, "landmark_gui.cli.doctor", run=run)
    try:
        return main(["doctor"])
    finally:
        for each, handler in kept.items():
            signal.signal(each, handler)


@pytest.mark.parametrize("name", SIGNALS)
def test_a_command_that_is_terminated_or_loses_its_terminal_ends_as_with_ctrl_c(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], name: str
) -> None:
    assert sent(monkeypatch, name) == 130
    assert capsys.readouterr().err == "landmark-gui: interrupted.\n"


@pytest.mark.skipif("SIGHUP" not in SIGNALS, reason="Windows has no SIGHUP")
def test_under_nohup_a_closed_terminal_ends_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    assert sent(monkeypatch, "SIGHUP", signal.SIG_IGN) == 0


def test_every_option_of_every_command_is_explained() -> None:
    parser = build_parser()
    subparsers = next(a for a in parser._actions if isinstance(a.choices, dict)).choices
    assert isinstance(subparsers, dict)
    assert tuple(subparsers) == COMMANDS
    for name, command in subparsers.items():
        for action in command._actions:
            assert action.help, f"{name} {action.dest}"


def test_choices_and_defaults_are_those_of_the_domain() -> None:
    args = build_parser().parse_args(["detect", "x", "--csv", "y"])
    given = Settings(Mode(args.mode), args.steps, args.samples, args.seed, ReadOut(args.read_out))
    assert given == Settings()
    for mode in Mode:
        for read_out in ReadOut:
            words = ["detect", "x", "--csv", "y", "--mode", mode, "--read-out", read_out]
            assert build_parser().parse_args(words).mode == mode


@pytest.mark.parametrize("command", COMMANDS)
def test_help_names_every_command(command: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as stop:
        main(["--help"])
    assert stop.value.code == 0
    assert f"\n    {command}" in capsys.readouterr().out


def test_version_is_the_packages(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as stop:
        main(["--version"])
    assert stop.value.code == 0
    assert capsys.readouterr().out == f"landmark-gui {__version__}\n"


def test_the_module_runs_and_hands_its_exit_code_to_the_shell() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "landmark_gui", "no-such-film"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )
    assert done.returncode == 2
    assert done.stderr == (
        "landmark-gui: there is no film or folder no-such-film. See landmark-gui --help.\n"
    )


@pytest.mark.parametrize("lines", [1, 10_000])
def test_a_reader_that_went_away_is_no_error(lines: int) -> None:
    # `landmark-gui ... | head`: nobody holds the other end of the pipe any more
    code = f"""
import sys
from landmark_gui import __main__ as program
from landmark_gui.cli.outcome import say
def talk(words):
    for _ in range({lines}):
        say("x" * 100)
    return 0
program._run = talk
sys.exit(program.main([]))
"""
    read_end, write_end = os.pipe()
    os.close(read_end)
    done = subprocess.run(
        [sys.executable, "-c", code],
        cwd=ROOT,
        stdout=write_end,
        stderr=subprocess.PIPE,
        text=True,
        check=False,
        timeout=60,
    )
    os.close(write_end)
    assert (done.returncode, done.stderr) == (1, "")


@pytest.mark.skipif(sys.platform == "win32", reason="the shell's own words")
@pytest.mark.parametrize("streams", ["2>&1 | head -1", "2>&-", ">&- 2>&-"])
def test_work_goes_on_when_nobody_hears_of_it(tmp_path: Path, streams: str) -> None:
    code = """
import sys
from pathlib import Path
from landmark_gui import __main__ as program
from landmark_gui.cli.outcome import complain
from landmark_gui.cli.progress import Progress
def work(words):
    progress = Progress(sys.stderr, 9999)
    for number in range(9999):
        progress.finished(number, "a.png", 1.0)
        complain("this is odd")
    progress.summary("Done.")
    Path(words[1]).touch()
    return 0
program._run = work
Path(sys.argv[1]).write_text(str(program.main(["work", sys.argv[2]])))
"""
    end, done = tmp_path / "end", tmp_path / "done"
    line = f'"$0" -c "$1" {end} {done} {streams}'
    words = ["/bin/sh", "-c", line, sys.executable, code]
    subprocess.run(words, cwd=ROOT, stdout=subprocess.DEVNULL, check=False, timeout=60)
    assert end.read_text() == "0"
    assert done.exists()
