"""Cross-validation: the films that a run leaves out, and that judge it afterwards."""

from collections.abc import Collection, Iterator
from pathlib import Path

from landmark_gui.diffusion.training.settings import FOLDS, DataSettings, FilmSource
from landmark_gui.domain.landmarks import LandmarkScheme
from landmark_gui.evaluation.truth import Reading, read_film_list, read_truth
from landmark_gui.imaging.folder import FilmFile, find_films

Readings = dict[str, Reading]


def truth_of(source: FilmSource, folder: Path, scheme: LandmarkScheme) -> Readings:
    """Return the mean of the readers of a source, by the stem of the film."""
    return read_truth([folder / name for name in source.labels], scheme)


def readings_of(source: FilmSource, folder: Path, scheme: LandmarkScheme) -> list[Readings]:
    """Return what each reader of a source says, by the stem of the film."""
    return [read_truth([folder / name], scheme) for name in source.labels]


def files_of(source: FilmSource, folder: Path, wanted: Collection[str]) -> Iterator[FilmFile]:
    """Yield the films of a source with these stems."""
    for file in find_films([folder / source.films]):
        if file.path.stem in wanted:
            yield file


def stems(source: FilmSource, folder: Path, truth: Collection[str]) -> list[str]:
    """Return the films of a source that have labels, in order."""
    wanted = set(read_film_list(folder / source.list)) if source.list else set(truth)
    return sorted(wanted & set(truth))


def left_out(
    source: FilmSource, folder: Path, truth: Collection[str], fold: int | None
) -> list[str]:
    """Return the films of a source that a fold of the cross-validation leaves out."""
    if fold is None or not source.folds:
        return []
    return stems(source, folder, truth)[fold::FOLDS]


def list_left_out(
    settings: DataSettings, scheme: LandmarkScheme, folder: Path, fold: int, run: Path
) -> None:
    """Write into the folder of a run which films its fold leaves out of each source."""
    for source in settings.sources:
        truth = truth_of(source, folder, scheme)
        if names := left_out(source, folder, truth, fold):
            _list_of(source, run).write_text("\n".join(names))


def films_left_out(
    settings: DataSettings, scheme: LandmarkScheme, folder: Path, run: Path
) -> Iterator[tuple[FilmSource, FilmFile, Reading]]:
    """Yield the films that a run has left out, each with its source and its truth.

    Raises:
        TruthError: the run has no list of them, or a table cannot be read.
    """
    for source in settings.sources:
        if source.folds:
            truth = truth_of(source, folder, scheme)
            for file in files_of(source, folder, set(read_film_list(_list_of(source, run)))):
                yield source, file, truth[file.path.stem]


def _list_of(source: FilmSource, run: Path) -> Path:
    return run / f"left_out-{source.name}.txt"
