"""The log: what went wrong and where, without the names of files, which may be patients'."""

import logging
import re

from typing_extensions import override

FORMAT = "%(asctime)s %(levelname)s %(name)s: %(message)s"
_QUOTED = r"""'(?:\\.|[^'\\])*'|"(?:\\.|[^"\\])*\""""
_NAME = re.compile(rf"{_QUOTED}|\S*[/\\]\S*")
_ENDINGS = (
    r"\.(?:png|jpe?g|jpe|jfif|tiff?|bmp|webp|dcm|dicom|dic|ima|csv|json|txt|tps|svg|pdf|sqlite)"
)
_FIRST = r"\d{4}-\S+ \S+ [A-Z]+ [\w.]+: "  # as FORMAT has it
_KIND = rf"(?!\S*{_ENDINGS}:)[\w.]+: "  # of an error
# it may begin anywhere before its ending
_BARE = re.compile(rf"^({_FIRST}|{_KIND}|).*{_ENDINGS}\b", re.IGNORECASE)
_OWN = re.compile(r"^(landmark_gui[\w.]+: ).*")  # an error of ours has a sentence that names films
_OF_CODE = "  "  # so the lines of a traceback begin that tell the place and not the error


class NamelessFormatter(logging.Formatter):
    """Leaves out what may be the name of a file, but for the places in the code."""

    def __init__(self) -> None:
        super().__init__(FORMAT)

    @override
    def format(self, record: logging.LogRecord) -> str:
        return without_names(super().format(record))


def without_names(text: str) -> str:
    """Return what is told of an error without what may be the name of a file."""
    return "\n".join(map(_without_names, text.splitlines()))


def _without_names(line: str) -> str:
    if line.startswith(_OF_CODE):
        return line
    return _BARE.sub(r"\1...", _NAME.sub("...", _OWN.sub(r"\1...", line)))
