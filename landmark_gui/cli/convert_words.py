"""What can be typed after `landmark-gui convert`; imports nothing heavy."""

import argparse
from pathlib import Path

from landmark_gui.cli.numbers import spacing
from landmark_gui.exchange.registry import FORMATS

_EPILOG = """\
formats:
{formats}

IN and OUT are files, or folders if the format has one file per film; - is stdin or stdout.
No patient's name, id or date is written unless you give --identified.

examples:
  landmark-gui convert labels/ corrected.csv --to csv --films films/
  landmark-gui convert found.csv coco.json --to coco
  landmark-gui convert found.csv slicer/ --to mrk --spacing 0.1
  landmark-gui convert found.csv - --to tps | less
"""


def describe(parser: argparse.ArgumentParser) -> None:
    """Add the words."""
    lines = (f"  {f.name:13s} {f.title}" for f in FORMATS.values())
    parser.epilog = _EPILOG.format(formats="\n".join(lines))
    parser.add_argument("source", metavar="IN", help="file or folder of labels, or -")
    parser.add_argument("target", metavar="OUT", help="file or folder to write, or -")
    parser.add_argument(
        "--to", choices=tuple(FORMATS), required=True, metavar="FORMAT", help="format to write"
    )
    parser.add_argument(
        "--from",
        dest="source_format",
        choices=tuple(FORMATS),
        metavar="FORMAT",
        help="format to read (default: detected from the file)",
    )
    parser.add_argument(
        "--films",
        type=Path,
        metavar="FOLDER",
        help="the films, for their size, spacing and identity",
    )
    parser.add_argument(
        "--label-map",
        type=Path,
        metavar="FILE",
        help="JSON file: foreign label to abbreviation or null",
    )
    parser.add_argument(
        "--spacing", type=spacing, metavar="MM", help="millimetres per pixel for all films"
    )
    parser.add_argument(
        "--scheme",
        metavar="NAME_OR_FILE",
        help="landmark scheme of the labels (default: isbi19, or aariz29 if only that fits)",
    )
    parser.add_argument(
        "--to-scheme",
        metavar="NAME_OR_FILE",
        help="write the landmarks of another scheme; only those with the same definition",
    )
    parser.add_argument("--overwrite", action="store_true", help="replace existing files")
    parser.add_argument(
        "--names-by-identity", action="store_true", help="name every film by the hash of its pixels"
    )
    parser.add_argument(
        "--identified",
        action="store_true",
        help="keep the patient's data of DICOM films and the times of readings",
    )
    parser.add_argument("--json", action="store_true", help="print the report as JSON on stdout")
