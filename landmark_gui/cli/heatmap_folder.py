"""The folder into which `landmark-gui detect` writes the maps of the films, one file each."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from landmark_gui.cli.outcome import CommandFailed
from landmark_gui.cli.targets import naming
from landmark_gui.domain.cephalogram import Cephalogram
from landmark_gui.domain.prediction import Detection
from landmark_gui.exchange.heatmaps import write_heatmaps
from landmark_gui.imaging.folder import FilmFile


@dataclass(frozen=True, slots=True)
class HeatmapFolder:
    """Where the maps of films lie, by the films' names."""

    path: Path

    def check(self, films: Sequence[FilmFile], *, overwrite: bool) -> None:
        """Make the folder, and check that the films' maps may be written to it.

        Raises:
            CommandFailed: it cannot be made, or maps are there already and are not to be replaced.
        """
        with naming(self.path, "could not be made"):
            self.path.mkdir(parents=True, exist_ok=True)
        for film in () if overwrite else films:
            if self.has(film.name):
                raise CommandFailed(f"{self._file(film.name)} exists; --overwrite replaces it.")

    def has(self, film: str) -> bool:
        """Tell whether the maps of a film are there."""
        try:
            return self._file(film).exists()
        except OSError:  # the name is too long with its ending; its own film will say so
            return False

    def keep(self, film: Cephalogram, detection: Detection) -> None:
        """Write the maps of a film.

        Raises:
            CannotWrite: they cannot be written.
            OSError: no folder can be made for them.
        """
        path = self._file(film.info.name)
        path.parent.mkdir(parents=True, exist_ok=True)
        write_heatmaps(path, film.info, detection.heatmap)

    def _file(self, film: str) -> Path:
        # the film's own ending stays: a.png and a.dcm are two films
        return self.path / f"{film}.npz"
