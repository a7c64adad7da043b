"""`landmark-gui train`: hands over to the room that knows how, and words its refusals."""

import argparse

from landmark_gui.cli.outcome import CommandFailed, Exit, failing_with
from landmark_gui.diffusion.manifest import WeightsError
from landmark_gui.exchange.errors import ExchangeError
from landmark_gui.imaging.errors import UnreadableFilm


def run(args: argparse.Namespace) -> int:
    """Train; 0 when all steps are done, 1 when the time was up before.

    Raises:
        CommandFailed: the settings, the device or the data are not usable.
    """
    if not args.config.is_file():
        raise CommandFailed(f"there is no file {args.config}.")
    # Imported only here: torch loads slowly, and where it does not load that is worth a sentence
    with failing_with(Exit.FAILED, ImportError):
        from landmark_gui.diffusion.training.command import run as train  # noqa: PLC0415 - above
    with failing_with(Exit.USAGE, ValueError, OSError, WeightsError, UnreadableFilm, ExchangeError):
        return train(args)
