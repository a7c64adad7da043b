"""A parser that refuses in one sentence what makes no sense as it was typed."""

import argparse
from collections.abc import Sequence
from typing import Any, NoReturn

from typing_extensions import override

from landmark_gui.cli.outcome import CommandFailed


class Parser(argparse.ArgumentParser):
    """Refuses in one sentence, which names the help of the command, instead of a whole usage."""

    @override
    def error(self, message: str) -> NoReturn:
        raise CommandFailed(f"{message.rstrip('.')}. See {self.prog} --help.")

    @override
    def parse_known_args(  # type: ignore[override]  # its overloads tell namespaces apart
        self, args: Sequence[str] | None = None, namespace: Any = None
    ) -> tuple[Any, list[str]]:
        # else a command would leave what it does not know to the program, whose help has it not
        known, unknown = super().parse_known_args(args, namespace)
        if unknown:
            self.error(f"unrecognized arguments: {' '.join(unknown)}")
        return known, unknown
