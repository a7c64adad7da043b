"""Probability maps of one film as a compressed NumPy archive."""

from pathlib import Path

import numpy as np

from landmark_gui.domain.cephalogram import FilmInfo
from landmark_gui.domain.prediction import Heatmap
from landmark_gui.exchange.replacing import replacing


def write_heatmaps(path: Path, film: FilmInfo, heatmap: Heatmap) -> None:
    """Write maps with everything needed to lay them over the film.

    The archive holds `maps` (N, height, width) float32, as sure as the radii of the table and each
    with the sum 1, in cells that may be wider than a radius; `landmarks` (N,) text, `cell_px`,
    `left_px` and `top_px` of the grid on the film (pixels; cell (i, j) covers the film from
    left_px + i * cell_px to left_px + (i + 1) * cell_px, and so on downwards), and `image`,
    `image_sha256`, `image_width_px`, `image_height_px`.

    Raises:
        CannotWrite: the file could not be written.
    """
    grid = heatmap.grid
    with replacing(path) as temporary, temporary.open("wb") as file:
        # A file, not a path: NumPy would append .npz to the temporary name
        np.savez_compressed(
            file,
            maps=heatmap.maps.astype(np.float32, copy=False),
            landmarks=np.array(heatmap.landmarks, np.str_),
            cell_px=grid.cell_px,
            left_px=grid.left_px,
            top_px=grid.top_px,
            image=film.name,
            image_sha256=film.sha256,
            image_width_px=film.width_px,
            image_height_px=film.height_px,
        )
