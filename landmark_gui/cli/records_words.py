"""What can be typed after `landmark-gui records`."""

import argparse
from contextlib import suppress
from pathlib import Path


def describe(parser: argparse.ArgumentParser) -> None:
    """Add the verbs of the command, each with its words."""
    verbs = parser.add_subparsers(
        dest="verb", metavar="VERB", required=True, help="what to do with the record"
    )
    check = verbs.add_parser(
        "verify", help="find single events that are damaged, missing or changed"
    )
    export = verbs.add_parser("export", help="write the contents of the record as a table")
    export.add_argument(
        "--csv", type=Path, required=True, metavar="OUT.csv", help="table to write; - for stdout"
    )
    export.add_argument(
        "--events",
        type=Path,
        metavar="OUT.csv",
        help="also write every event, with its time: placed, moved, confirmed, revealed, undone",
    )
    export.add_argument(
        "--scheme",
        default="isbi19",
        metavar="NAME_OR_FILE",
        help="which landmark scheme; a record may hold several (default: %(default)s)",
    )
    export.add_argument(
        "--set-aside", action="store_true", help="write films that were set aside, too"
    )
    backup = verbs.add_parser("backup", help="copy the record to another file")
    backup.add_argument("copy", type=Path, metavar="FILE", help="file to write")
    restore = verbs.add_parser(
        "restore", help="put a copy in place of the record, which is set aside"
    )
    restore.add_argument("copy", type=Path, metavar="COPY", help="a file written by `backup`")
    for verb in (export, backup):
        verb.add_argument("--overwrite", action="store_true", help="replace an existing file")
    for verb in (check, export, backup, restore):
        add_record(verb)


def add_record(parser: argparse.ArgumentParser) -> None:
    """Let a record be named."""
    parser.add_argument(
        "--records", type=_record, metavar="PATH", help="file of the record (default: your own)"
    )


def _record(text: str) -> Path:
    path = Path(text)
    with suppress(OSError):  # that it cannot be looked at is said where it is opened
        if path.is_dir():
            raise argparse.ArgumentTypeError(f"{path} is a folder; name the record's file")
    return path
