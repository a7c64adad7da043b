"""The films that `landmark-gui calibrate` is told of, and the weights that look at them."""

import argparse
from collections.abc import Collection
from functools import partial
from typing import TYPE_CHECKING

from landmark_gui.cli.known_films import known_films
from landmark_gui.cli.outcome import CommandFailed
from landmark_gui.domain.cephalogram import Cephalogram
from landmark_gui.domain.landmarks import LandmarkScheme
from landmark_gui.evaluation.truth import Reading, TruthError
from landmark_gui.exchange.readings import mean_of_known, mean_of_readers, tables_by_stem
from landmark_gui.imaging.film import read_film
from landmark_gui.imaging.folder import FilmFile

if TYPE_CHECKING:
    from collections.abc import Mapping

    from landmark_gui.diffusion.calibrating import Known
    from landmark_gui.diffusion.checkpoint import Weights
    from landmark_gui.diffusion.training.settings import FilmSource

    Groups = Mapping[str | None, Mapping[FilmFile, Known]]

FEWEST_FILMS = 20  # the 95 % quantile of fewer scores is their maximum


def looked_at(args: argparse.Namespace, weights: "Weights", scheme: LandmarkScheme) -> "Groups":
    """Return which weights look at which films.

    Raises:
        CommandFailed: too few films, or words that do not go together.
        TruthError, UnreadableTable, WeightsError, ValueError: a table, a run or the recipe cannot
            be used.
    """
    if args.recipe:
        groups = _left_out(args, weights, scheme)
    else:
        groups = {args.weights: _known(args, scheme)}
    if not (args.weights or args.judge or args.placed):
        raise CommandFailed("A calibration is saved with its weights; name them with --weights.")
    count = sum(map(len, groups.values()))
    if count < FEWEST_FILMS:
        raise CommandFailed(f"At least {FEWEST_FILMS} films with a truth are needed, not {count}.")
    return groups


def _left_out(args: argparse.Namespace, weights: "Weights", scheme: LandmarkScheme) -> "Groups":
    """Return the films that each run of a cross-validation has left out."""
    from landmark_gui.diffusion.checkpoint import find_weights  # noqa: PLC0415 - torch when needed
    from landmark_gui.diffusion.training.folds import films_left_out  # noqa: PLC0415
    from landmark_gui.diffusion.training.settings import TrainingSettings  # noqa: PLC0415

    if args.judge or not args.fold:
        raise CommandFailed(
            "--recipe needs a --fold for each run, and cannot be used with --judge."
        )
    if not args.recipe.is_file():
        raise CommandFailed(f"there is no file {args.recipe}.")
    settings, (data, *_) = TrainingSettings.read(args.recipe), args.films
    for run in args.fold:
        if find_weights(str(run)).config != weights.config:
            raise CommandFailed(
                f"{run} does not have the architecture of the weights '{weights.name}'."
            )
    return {
        str(run): {
            file: _left_out_film(source, file, truth, args.spacing)
            for source, file, truth in films_left_out(settings.data, scheme, data, run)
        }
        for run in args.fold
    }


def _left_out_film(
    source: "FilmSource", file: FilmFile, truth: Reading, spacing_mm: float | None
) -> "Known":
    from landmark_gui.diffusion.calibrating import Known  # noqa: PLC0415 - torch only when needed

    mm_per_px = source.mm_per_px or spacing_mm
    if mm_per_px is None:
        missing = f"The recipe does not state mm_per_px for '{source.name}'"
        raise CommandFailed(f"{missing}; --spacing states it for such films.")
    read = partial(read_film, file.path, file.name)
    return Known(read, truth, mm_per_px, source=source.name)


def _known(args: argparse.Namespace, scheme: LandmarkScheme) -> dict[FilmFile, "Known"]:
    from landmark_gui.diffusion.calibrating import Known  # noqa: PLC0415 - torch only when needed

    if not args.truth or args.spacing is None:
        raise CommandFailed("--truth and --spacing are needed, or --recipe with --fold.")
    tables = tables_by_stem(args.truth, scheme)
    truth = mean_of_known(tables, scheme)
    readers = [mean_of_readers([table], scheme) for table in args.reader]
    return {
        film: Known(
            partial(_read, film, {t[stem].film.sha256 for t in tables if stem in t} - {""}),
            truth[stem],
            args.spacing,
            [reader.get(stem, {}) for reader in readers],
        )
        for stem, film in known_films(args.films, truth, args.only).items()
    }


def _read(file: FilmFile, pictures: Collection[str]) -> Cephalogram:
    film = read_film(file.path, file.name)
    if pictures and film.info.sha256 not in pictures:
        raise TruthError(f"{file.name} is not the picture that the readers have read.")
    return film
