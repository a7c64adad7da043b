"""What can be typed after `landmark-gui`; imports nothing heavy, so that `--help` is instant."""

import argparse
from collections.abc import Callable
from pathlib import Path

from landmark_gui import __version__
from landmark_gui.cli import (
    calibrate_words,
    convert_words,
    evaluate_words,
    measure_words,
    picture_words,
    records_words,
)
from landmark_gui.cli.examples import examples_of
from landmark_gui.cli.numbers import count, film_height, length, seed, spacing
from landmark_gui.cli.refusing import Parser

_EXAMPLES = """\
examples:
  landmark-gui                                   open the window
  landmark-gui films/                            open the window on a folder
  landmark-gui demo                              try it on computed films
  landmark-gui detect films/ --csv found.csv     find the landmarks of a folder
  landmark-gui evaluate found.csv --truth reader.csv --spacing 0.1
  landmark-gui compare senior.csv junior.csv --spacing 0.1
  landmark-gui measure found.csv --csv angles.csv      SNA, SNB, ANB and others, a row per film
  landmark-gui convert found.csv coco.json --to coco
  landmark-gui picture films/ --landmarks found.csv --out pictures/
  landmark-gui inspect film.dcm                  what the program understands of it
  landmark-gui phantom practice/ --count 20      computed films with known landmarks
  landmark-gui doctor                            what is installed, and why it is slow

`landmark-gui COMMAND --help` explains the options of a command.
"""
_DEVICE = "where to compute: auto, cpu, cuda, cuda:1, mps (default: %(default)s)"
_WEIGHTS = "name of installed weights, or a folder with your own"


_IF_NOT = " (default: %(default)s)"


def build_parser() -> Parser:
    """Return the parser; the parsed namespace names its command in `command`."""
    parser = Parser(
        prog="landmark-gui",
        description="Finds, shows and corrects anatomical landmarks on cephalograms, offline.",
        epilog=_EXAMPLES,
        formatter_class=argparse.RawDescriptionHelpFormatter,
        allow_abbrev=False,
    )
    version = f"landmark-gui {__version__}"
    parser.add_argument("-V", "--version", action="version", version=version)
    commands = parser.add_subparsers(dest="command", metavar="COMMAND", title="commands")
    for name, (sentence, describe) in _COMMANDS.items():
        command = commands.add_parser(
            name,
            help=sentence,
            description=f"{sentence.capitalize()}.",
            epilog=examples_of(name),
            formatter_class=argparse.RawDescriptionHelpFormatter,
            allow_abbrev=False,
        )
        describe(command)
    return parser


def _open(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("paths", nargs="*", type=Path, metavar="PATH", help="films or folders")
    _demo(parser)


def _demo(parser: argparse.ArgumentParser) -> None:
    _add_where(parser)
    records_words.add_record(parser)
    parser.add_argument(
        "--reader",
        type=_name,
        metavar="NAME",
        help="who signs decisions (default: your login name)",
    )


def _detect(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "films", nargs="+", type=Path, metavar="FILM_OR_FOLDER", help="films, or folders of films"
    )
    parser.add_argument(
        "--csv", type=Path, required=True, metavar="OUT.csv", help="table to write; - for stdout"
    )
    parser.add_argument("--overwrite", action="store_true", help="replace an existing table")
    parser.add_argument(
        "--resume",
        action="store_true",
        help="keep what an interrupted run left in OUT.csv, and do the rest",
    )
    _add_page(parser)
    parser.add_argument(
        "--heatmaps",
        type=Path,
        metavar="DIR",
        help="also write the probability maps, one .npz per film",
    )
    parser.add_argument(
        "--mode",
        choices=("multi", "single"),
        default="multi",
        help="the whole diffusion chain, or a single step from noise (default: %(default)s)",
    )
    parser.add_argument(
        "--steps", type=count, default=8, metavar="N", help=f"steps of the chain{_IF_NOT}"
    )
    parser.add_argument(
        "--samples", type=count, default=8, metavar="N", help=f"independent chains{_IF_NOT}"
    )
    parser.add_argument(
        "--read-out",
        choices=("least-error", "hottest"),
        default="least-error",
        help="how a point is read from a map (default: %(default)s)",
    )
    parser.add_argument(
        "--facing",
        choices=("recognised", "right", "left"),
        default="recognised",
        help="which way the faces look once films are upright (default: as %(default)s)",
    )
    parser.add_argument(
        "--polarity",
        choices=("recognised", "normal", "inverted"),
        default="recognised",
        help="whether bone is bright (normal) or dark (inverted) (default: as %(default)s)",
    )
    parser.add_argument(
        "--given",
        type=Path,
        metavar="LANDMARKS.csv",
        help="experimental: keep the readers' decisions in that table, and let the rest follow",
    )
    parser.add_argument(
        "--like",
        type=Path,
        metavar="CORRECTED.csv",
        help="place landmarks as the reader of that table does, learnt from the corrections in it",
    )
    _add_seed(parser, "the same seed gives the same points")
    _add_where(parser)
    _add_json(parser)


def _evaluate(parser: argparse.ArgumentParser) -> None:
    evaluate_words.describe(parser)
    _add_what_counts(parser, "each film's own")
    _add_scheme(parser)
    _add_figures(parser, "landmark or measurement")
    _add_json(parser)


def _calibrate(parser: argparse.ArgumentParser) -> None:
    calibrate_words.describe(parser)
    _add_where(parser)
    _add_json(parser)


def _compare(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "tables",
        nargs="+",
        type=Path,
        metavar="READER.csv",
        help="one table per reader, of which only decisions count; - for stdin",
    )
    parser.add_argument(
        "--measurements",
        action="store_true",
        help="compare angles, ratios and lengths (SNA, ANB, FMA and others), not landmarks",
    )
    parser.add_argument(
        "--blind",
        action="store_true",
        help="use what readers had decided before they saw predictions; of a single table, "
        "compare it with what became of it",
    )
    _add_what_counts(parser, "as the tables state, else pixels")
    _add_scheme(parser)
    _add_figures(parser, "pair of readers and landmark, or measurement")
    _add_json(parser)


def _measure(parser: argparse.ArgumentParser) -> None:
    measure_words.describe(parser)
    _add_scheme(parser)
    _add_json(parser)


def _completion(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "shell", choices=("bash", "zsh", "fish"), help="the shell to print the script for"
    )


def _picture(parser: argparse.ArgumentParser) -> None:
    picture_words.describe(parser)
    _add_scheme(parser)
    _add_page(parser)
    _add_json(parser)


def _inspect(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "films", nargs="+", type=Path, metavar="FILM", help="films, or folders of films"
    )
    parser.add_argument(
        "--show-identity", action="store_true", help="also show the patient's name and number"
    )
    _add_page(parser)
    _add_json(parser)


def _phantom(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("folder", type=Path, metavar="OUT_DIR", help="folder to write to")
    parser.add_argument(
        "--count", type=count, default=10, metavar="N", help=f"how many films{_IF_NOT}"
    )
    parser.add_argument(
        "--height",
        type=film_height,
        default=1200,
        metavar="PX",
        help=f"height of a film in pixels{_IF_NOT}",
    )
    parser.add_argument("--dicom", action="store_true", help="also write DICOM, in OUT_DIR/dicom")
    parser.add_argument("--overwrite", action="store_true", help="replace existing films")
    _add_seed(parser, "number of the first film")


def _train(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "config", type=Path, metavar="CONFIG.toml", help="the recipe: what to train, and how"
    )
    parser.add_argument(
        "--data", type=Path, default=Path(), metavar="DIR", help="folder with the data sets"
    )
    parser.add_argument(
        "--out",
        type=Path,
        metavar="DIR",
        help="folder for checkpoints and weights (default: runs/NAME, as the recipe is named)",
    )
    parser.add_argument(
        "--part",
        metavar="PART",
        default="all",
        help="coarse, refiner, refiner-2 ...; parts can be trained side by side (default: all)",
    )
    parser.add_argument("--resume", action="store_true", help="continue from the last checkpoint")
    parser.add_argument(
        "--minutes", type=length, metavar="M", help="stop cleanly after so many minutes"
    )
    parser.add_argument(
        "--seed", type=seed, metavar="N", help="use this seed, not the one in CONFIG.toml"
    )
    parser.add_argument(
        "--fold",
        type=int,
        choices=range(5),
        metavar="0-4",
        help="leave out a fifth of the films, and list them in --out: they can judge the weights",
    )
    _add_device(parser)


def _add_where(parser: argparse.ArgumentParser) -> None:
    _add_device(parser)
    parser.add_argument("--weights", metavar="NAME", help=_WEIGHTS)


def _add_device(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--device", default="auto", metavar="NAME", help=_DEVICE)


def _add_scheme(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--scheme",
        default="isbi19",
        metavar="NAME_OR_FILE",
        help=f"landmark scheme of a reader's table whose columns are ids{_IF_NOT}",
    )


def _add_what_counts(parser: argparse.ArgumentParser, otherwise: str) -> None:
    stated = parser.add_mutually_exclusive_group()
    what = f"millimetres per pixel for all films (default: {otherwise})"
    stated.add_argument("--spacing", type=spacing, metavar="MM", help=what)
    stated.add_argument(
        "--spacing-of",
        type=Path,
        metavar="TABLE.csv",
        help="take each film's spacing from this table, whatever the others state",
    )
    parser.add_argument(
        "--films", type=Path, metavar="LIST.txt", help="use only these films, one name per line"
    )


def _add_seed(parser: argparse.ArgumentParser, meaning: str) -> None:
    parser.add_argument("--seed", type=seed, default=0, metavar="N", help=f"{meaning}{_IF_NOT}")


def _add_page(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--page",
        type=count,
        default=1,
        metavar="N",
        help=f"which page to take of files that have several{_IF_NOT}",
    )


def _add_json(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--json", action="store_true", help="print the result as JSON on stdout")


def _add_figures(parser: argparse.ArgumentParser, each: str) -> None:
    parser.add_argument(
        "--csv", type=Path, metavar="OUT.csv", help=f"also write the figures, a row per {each}"
    )
    parser.add_argument(
        "--points", type=Path, metavar="OUT.csv", help="also write every individual difference"
    )
    parser.add_argument("--overwrite", action="store_true", help="replace existing tables")


def _name(text: str) -> str:
    if not text.strip():
        raise argparse.ArgumentTypeError("a name cannot be empty")
    return text.strip()


def _without_options(_: argparse.ArgumentParser) -> None:
    """Bench reads its own words; here it is only listed."""


_COMMANDS: dict[str, tuple[str, Callable[[argparse.ArgumentParser], None]]] = {
    "open": ("open the window on films or folders; `open` may be omitted", _open),
    "demo": ("open the window on computed films", _demo),
    "detect": ("find the landmarks of many films without a window", _detect),
    "evaluate": ("measure predictions against readers", _evaluate),
    "calibrate": ("calibrate regions and expected errors, and plot how well they hold", _calibrate),
    "compare": ("compare readers with each other", _compare),
    "measure": ("compute angles and lengths from landmarks", _measure),
    "convert": ("convert labels from one format to another", convert_words.describe),
    "picture": ("save films with their landmarks as pictures", _picture),
    "inspect": ("show what is understood of films, without the patient's name", _inspect),
    "phantom": ("write computed films with exactly known landmarks", _phantom),
    "records": (
        "verify, export, back up or restore the record of decisions",
        records_words.describe,
    ),
    "train": ("train the networks", _train),
    "bench": ("measure speed and accuracy on this machine", _without_options),
    "completion": ("print the completion script for a shell", _completion),
    "doctor": ("show what is installed and which device is used", _add_json),
}
#: The words that are commands; any other first word is a film or a folder.
COMMANDS = tuple(_COMMANDS)
