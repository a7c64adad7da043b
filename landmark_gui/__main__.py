"""The program's door: a window without a command, the command line with one."""

import argparse
import difflib
import os
import signal
import sys
from collections.abc import Sequence
from importlib import import_module
from pathlib import Path

from landmark_gui.cli.outcome import (
    ENDING,
    CommandFailed,
    Exit,
    complain,
    failing_when_full,
    speak_any_language,
    writing_stdout,
)
from landmark_gui.cli.parser import COMMANDS, build_parser
from landmark_gui.paths import NoHome

_ABOUT_THE_PROGRAM = ("-h", "--help", "-V", "--version")


def main(argv: Sequence[str] | None = None) -> int:
    """Run the program with the words after its name and return the exit code."""
    _serve_if_frozen()
    words = list(sys.argv[1:] if argv is None else argv)
    speak_any_language()
    try:
        return _finished(_run(words))
    except CommandFailed as failure:
        complain(str(failure))
        return failure.code
    except NoHome as missing:
        complain(str(missing))
        return Exit.FAILED
    except KeyboardInterrupt:
        complain("interrupted.")
        return Exit.INTERRUPTED
    except OSError as error:
        if not isinstance(error, BrokenPipeError):  # a full disk, say
            complain(f"{error}.")
        # Whoever read our output has gone, as `head` does; Python must not complain at exit
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return Exit.FAILED


def _serve_if_frozen() -> None:
    """Become the decoding process where a bundled program has been started anew as that."""
    if getattr(sys, "frozen", False):
        from multiprocessing import freeze_support  # noqa: PLC0415 - `--help` is instant

        freeze_support()


def _finished(code: int) -> int:
    with writing_stdout():
        sys.stdout.flush()  # here, where a reader that has gone is still caught
    return code


def _run(words: list[str]) -> int:
    if not words or words[0] not in (*COMMANDS, *_ABOUT_THE_PROGRAM):
        words = ["open", *words]
    if words[0] == "bench":
        return _hand_over("bench", words[1:])
    args = build_parser().parse_args(words)
    if args.command in {"open", "demo"}:
        return _window(args)
    return _hand_over(args.command, args)


def _hand_over(command: str, words: argparse.Namespace | list[str]) -> int:
    # whoever ends a long job, or closes its terminal, wants what it has so far, as with Ctrl+C
    for number in ENDING:
        if signal.getsignal(number) is not signal.SIG_IGN:  # as under nohup
            signal.signal(number, signal.default_int_handler)
    # named, not imported: `--help` must load neither torch nor Qt nor numpy
    room = "bench.command" if command == "bench" else f"cli.{command}"
    with failing_when_full():
        return int(import_module(f"landmark_gui.{room}").run(words))


def _window(args: argparse.Namespace) -> int:
    paths: list[Path] | None = None if args.command == "demo" else args.paths
    for path in paths or ():
        if not path.exists():
            raise CommandFailed(_nothing_there(path))
    if not _has_display():
        others = "`landmark-gui detect` and the other commands need none"
        raise CommandFailed(f"there is no display to open a window on; {others}.")
    from landmark_gui.app import run_window  # noqa: PLC0415 - `--help` must not load Qt

    kept = {"records": args.records, "reader": args.reader}
    return run_window(paths, device=args.device, weights=args.weights, **kept)


def _has_display() -> bool:
    """Tell whether Qt finds a screen: without one it ends the process without a word of ours."""
    named = ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM")
    return not sys.platform.startswith("linux") or any(map(os.environ.get, named))


def _nothing_there(path: Path) -> str:
    near = difflib.get_close_matches(str(path), COMMANDS, n=1)
    hint = f"Did you mean the command {near[0]}?" if near else "See landmark-gui --help."
    return f"there is no film or folder {path}. {hint}"


if __name__ == "__main__":
    sys.exit(main())
