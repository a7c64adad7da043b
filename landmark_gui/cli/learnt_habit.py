"""`--like`: how a reader places landmarks, learnt from a table that they have corrected."""

from pathlib import Path

from landmark_gui import paths
from landmark_gui.cli.outcome import CommandFailed, Exit, failing_with
from landmark_gui.domain.habit import FEWEST_FILMS, Habit
from landmark_gui.domain.landmarks import LandmarkScheme
from landmark_gui.domain.shape import ShapeModel
from landmark_gui.exchange.errors import UnreadableTable
from landmark_gui.exchange.formats.csv import read_csv


def habit_in(table: Path, scheme: LandmarkScheme, model: str) -> Habit:
    """Return the habit of whoever corrected the predictions of a model in a table of ours.

    Raises:
        CommandFailed: the table cannot be read, too few of its films are corrected, another model
            found them, or there is no model of how the landmarks of the scheme lie to each other.
    """
    with failing_with(Exit.USAGE, UnreadableTable):
        films = [film for film in read_csv(table).values() if film.decided and film.predicted]
    others = sorted({film.model.name for film in films if film.model} - {model})
    if others:
        remedy = f"use --weights {others[0]}"
        raise CommandFailed(
            f"{table.name} corrects what the weights '{others[0]}' found; {remedy}."
        )
    shape = ShapeModel.read_if_any(paths.shape_file(scheme.name))
    if shape is None:
        raise CommandFailed(f"--like cannot be used with these weights: {no_shape(scheme)}.")
    habit = Habit.learnt(((film.predicted, film.decided) for film in films), shape)
    if habit.films < FEWEST_FILMS:
        least = f"at least {FEWEST_FILMS} are needed"
        raise CommandFailed(f"a reader has corrected {habit.films} films in {table.name}; {least}.")
    return habit


def no_shape(scheme: LandmarkScheme) -> str:
    """Return why neither habits are learnt nor neighbours follow in a scheme."""
    return f"there is no model of how the landmarks of {scheme.title} are arranged"
