"""Probability maps beside the record: 1.6 MB a film in memory, some 50 kB here.

They can be made again from their detection, so they may be deleted at any time, and what cannot be
written or read is simply not there.
"""

import hashlib
from contextlib import suppress
from dataclasses import asdict
from pathlib import Path
from typing import BinaryIO
from zipfile import ZipFile

import numpy as np
from numpy.typing import NDArray

from landmark_gui.domain.prediction import Detection, Heatmap
from landmark_gui.records.packing import canonical

LIMIT_BYTES = 1 << 30  # the maps of some 20,000 films
MAX_UNPACKED_BYTES = 1 << 28  # of one film; what a damaged file says of itself may be any number
_LOOK_EVERY = 500  # films written between two looks at how much there is
_ARE = "calibrated"  # in the names of files: earlier versions kept maps that were twice as broad


class MapFolder:
    """Keeps the maps of detections in one folder, without loss; the oldest give way."""

    def __init__(self, folder: Path, limit_bytes: int = LIMIT_BYTES) -> None:
        self._folder = folder
        self._limit_bytes = limit_bytes
        self._written = 0

    def keep(self, detection: Detection) -> None:
        """Write the maps of a detection, if that can be done."""
        path, heatmap = self._path(detection), detection.heatmap
        temporary = path.with_suffix(".tmp")
        with suppress(OSError):
            # without its parents: a drive that is away comes back to its place
            self._folder.mkdir(exist_ok=True)
            with temporary.open("wb") as file:
                np.savez_compressed(
                    file, maps=heatmap.maps, landmarks=np.array(heatmap.landmarks, np.str_)
                )
            temporary.replace(path)
            self._written += 1
            if self._written % _LOOK_EVERY == 1:
                self._make_room()

    def find(self, detection: Detection) -> Heatmap | None:
        """Return the maps of a detection that comes without, or None if they are not there."""
        grid = detection.heatmap.grid
        try:
            # opened here: NumPy leaves a file open that turns out to be damaged
            with self._path(detection).open("rb") as file:
                maps, names = _unpacked(file)
        except Exception:  # noqa: BLE001 - NumPy and zipfile raise a dozen kinds on damaged files
            return None
        whole = maps.dtype == np.float32 and maps.shape == (len(names), grid.height, grid.width)
        return Heatmap(grid, names, maps) if whole else None

    def _path(self, detection: Detection) -> Path:
        what = canonical([_ARE, detection.film_sha256, asdict(detection.provenance)])
        return self._folder / f"{hashlib.sha256(what.encode()).hexdigest()}.npz"

    def _make_room(self) -> None:
        found = [(path.stat(), path) for path in self._folder.glob("*.npz")]
        found.sort(key=lambda one: one[0].st_mtime_ns)
        too_much = sum(stat.st_size for stat, _ in found) - self._limit_bytes
        for stat, path in found:
            if too_much <= 0:
                break
            path.unlink(missing_ok=True)
            too_much -= stat.st_size


def _unpacked(file: BinaryIO) -> tuple[NDArray[np.float32], tuple[str, ...]]:
    """Return what `keep` has written, maps `(N, H, W)` and landmarks; or whatever a file holds."""
    with ZipFile(file) as archive:
        if sum(member.file_size for member in archive.infolist()) > MAX_UNPACKED_BYTES:
            raise ValueError("no film has so large maps")
    file.seek(0)
    found = np.load(file, allow_pickle=False)
    return found["maps"], tuple(map(str, found["landmarks"].tolist()))
