"""A table of sample films: what their catalogue says of each, and what the reader saw of it.

Run by hand on a folder that holds samples and their `catalog.csv`:

    python -m tests.imaging.catalogue FOLDER
"""

import argparse
import csv
import sys
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from landmark_gui.imaging.errors import UnreadableFilm
from landmark_gui.imaging.film import inspect_film
from landmark_gui.imaging.report import FilmReport


def rows(folder: Path) -> Iterator[tuple[str, str, str, bool]]:
    """Yield of each sample its name, what is expected, what was seen, and whether they agree.

    A refusal agrees: its sentence names the reason.
    """
    with (folder / "catalog.csv").open(encoding="utf-8", newline="") as table:
        for sample in csv.DictReader(table):
            name, expected = sample["file"], _expected(sample)
            try:
                report = inspect_film(folder / name, name)
            except UnreadableFilm as refusal:
                yield name, expected, f"refused: {refusal}", bool(str(refusal))
            else:
                yield name, expected, _seen(report), _agrees(sample, report)


def _expected(sample: Mapping[str, str]) -> str:
    said = (sample[key] for key in ("size", "bits", "photometric", "exercises"))
    return "; ".join(text for text in said if text)


def _seen(report: FilmReport) -> str:
    info, storage = report.info, report.storage
    told = [f"{info.height_px}x{info.width_px}", f"{storage.bits} bits", storage.colours]
    if storage.turned_round:
        told.append("turned round")
    told += storage.applied
    if storage.pages > 1:
        told.append(f"{storage.pages} pages")
    spacing = info.spacing
    told.append(f"{spacing.x_mm:g} x {spacing.y_mm:g} mm {spacing.source}" if spacing else "px")
    return "; ".join(told)


def _agrees(sample: Mapping[str, str], report: FilmReport) -> bool:
    size = f"{report.info.height_px}x{report.info.width_px}"
    colours = report.storage.colours
    return sample["size"] in {size, "x"} and sample["photometric"] in {colours, ""}


def main(words: Sequence[str] | None = None) -> int:
    """Print the table as Markdown; 1 when a sample was read otherwise than it is."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    table = list(rows(parser.parse_args(words).folder))
    sys.stdout.write("| sample | expected | seen | |\n|---|---|---|---|\n")
    for name, expected, seen, agrees in table:
        sys.stdout.write(f"| {name} | {expected} | {seen} | {'ok' if agrees else 'DIFFERS'} |\n")
    return 0 if all(agrees for *_, agrees in table) else 1


if __name__ == "__main__":
    sys.exit(main())
