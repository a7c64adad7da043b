"""Computed films, as large as films are."""

from collections.abc import Iterable
from pathlib import Path

from landmark_gui.domain.cephalogram import Cephalogram
from landmark_gui.exchange.picture.png import write_png
from landmark_gui.phantom.phantom import make_phantom

HEIGHT_PX = 2400  # as the films of the ISBI challenge


def phantoms(count: int) -> list[Cephalogram]:
    """Return so many films."""
    return [make_phantom(seed, height_px=HEIGHT_PX).film for seed in range(count)]


def written(films: Iterable[Cephalogram], folder: Path) -> list[Path]:
    """Write films to a folder and return where they lie."""
    folder.mkdir(exist_ok=True)
    paths = []
    for number, film in enumerate(films):
        paths.append(folder / f"film-{number}.png")
        write_png(paths[-1], film)
    return paths
