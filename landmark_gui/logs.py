"""The log: what went wrong and where, without the names of files, which may be patients'."""

import logging
import re

from typing_extensions import override

FORMAT = "%(asctime)s %(levelname)s %(name)s: %(message)s"
_QUOTED = r"""'(?:\\.|[^'\\])*'|"(?:\\.|[^"\\])*\""""
_NAME = re.compile(rf"{_QUOTED}|\S*[/\\]\S*")
_OF_CODE = "  "  # so the lines of a traceback begin that tell the place and not the error


class NamelessFormatter(logging.Formatter):
    """Leaves out what stands in quotes or looks like a path, but for the places in the code."""

    def __init__(self) -> None:
        super().__init__(FORMAT)

    @override
    def format(self, record: logging.LogRecord) -> str:
        return "\n".join(map(_without_names, super().format(record).splitlines()))


def _without_names(line: str) -> str:
    return line if line.startswith(_OF_CODE) else _NAME.sub("...", line)
