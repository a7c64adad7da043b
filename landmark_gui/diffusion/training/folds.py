"""Cross-validation: the films that a run leaves out, and that judge it afterwards."""

from collections.abc import Iterable, Iterator
from pathlib import Path

from landmark_gui.diffusion.training.settings import DataSettings, FilmSource
from landmark_gui.diffusion.training.sources import FoundSource, files_of
from landmark_gui.domain.landmarks import LandmarkScheme
from landmark_gui.evaluation.truth import Reading, read_film_list
from landmark_gui.exchange.readings import mean_of_readers
from landmark_gui.imaging.folder import FilmFile


def list_left_out(sources: Iterable[FoundSource], run: Path) -> None:
    """Write into the folder of a run which films it leaves out of each source."""
    for found in sources:
        if found.left_out:
            _list_of(found.source, run).write_text("\n".join(found.left_out), "utf-8")


def films_left_out(
    settings: DataSettings, scheme: LandmarkScheme, folder: Path, run: Path
) -> Iterator[tuple[FilmSource, FilmFile, Reading]]:
    """Yield the films that a run has left out, each with its source and its truth.

    Raises:
        TruthError: the run has no list of them, or a table or a source has two films of one name.
        UnreadableTable: a table cannot be read.
    """
    for source in settings.sources:
        if source.folds:
            truth = mean_of_readers([folder / name for name in source.labels], scheme)
            wanted = read_film_list(_list_of(source, run))
            for stem, file in files_of(source, folder, wanted).items():
                yield source, file, truth[stem]


def _list_of(source: FilmSource, run: Path) -> Path:
    return run / f"left_out-{source.name}.txt"
