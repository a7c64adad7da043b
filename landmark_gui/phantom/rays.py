"""What lies along the rays: a sum of thickness maps, one for every structure.

A ray loses the factor exp(-T), and T = sum_k mu_k t_k adds up over the structures k it passes
(Beer and Lambert). Amounts here are mu * t, without unit; lengths are millimetres.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy import ndimage

Patch = NDArray[np.float32]
Window = tuple[slice, slice]
_STEP_PX = 0.5  # along an outline


@dataclass(frozen=True, slots=True)
class Edge:
    """How a body thickens from its outline inwards, and what it looks like inside.

    Attributes:
        depth_mm: distance over which it reaches its full thickness.
        rim: extra amount of the cortical bone at the outline, relative to the body.
        rim_mm: thickness of that cortical bone.
        grain: strength of the marrow's texture, 0 for none.
        cells: strength of the walls of air cells, 0 for none.
    """

    depth_mm: float = 1.0
    rim: float = 0.0
    rim_mm: float = 1.6
    grain: float = 0.0
    cells: float = 0.0


@dataclass(frozen=True, slots=True, eq=False)
class Tissue:
    """Textures inside of bone, each `(H, W)` float32 of zero mean and unit variance.

    Attributes:
        marrow: irregular, as spongy bone.
        cells: a net of thin bright walls.
    """

    marrow: Patch
    cells: Patch


@dataclass(slots=True, eq=False)
class Rays:
    """The accumulated attenuation of a film.

    Attributes:
        total: `(H, W)` float32, the sum T so far; added to in place.
        tissue: what bodies look like inside.
        px_per_mm: size of a millimetre on the film.
    """

    total: Patch
    tissue: Tissue
    px_per_mm: float

    def body(self, outline_mm: NDArray[np.float64], amount: float, edge: Edge) -> None:
        """Add a rounded body, such as a head or a tooth, inside an outline `(M, 2)`."""
        sigma_px = edge.depth_mm / 2 * self.px_per_mm
        outline_px = outline_mm * self.px_per_mm
        window = self._window(outline_px, 0.0)
        cover = coverage(_inside(outline_px, window), _size(window))
        if not cover.size:
            return
        inside = 2 * soften(cover, sigma_px) - 1
        # a ramp without a knee, which would show as a false contour inside of the body
        ramp = (inside + np.sqrt(inside * inside + np.float32(0.04))) / 2
        thickness = cover * np.sqrt(ramp)
        self._fill(thickness, window, edge)
        if edge.rim:
            near = soften(cover, edge.rim_mm / 2 * self.px_per_mm)
            thickness += np.float32(4 * edge.rim) * cover * near * (1 - near)
        self.total[window] += np.float32(amount) * thickness

    def veil(self, outline_mm: NDArray[np.float64], amount: float, edge: Edge) -> None:
        """Add a layer with a soft border; a negative amount takes tissue away (air)."""
        sigma_px = edge.depth_mm / 2 * self.px_per_mm
        outline_px = outline_mm * self.px_per_mm
        window = self._window(outline_px, 3 * sigma_px)
        layer = blurred_coverage(_inside(outline_px, window), _size(window), sigma_px)
        self._fill(layer, window, edge)
        self.total[window] += np.float32(amount) * layer

    def stroke(self, line_mm: NDArray[np.float64], amount: float, width_mm: float) -> None:
        """Add a thin plate seen on edge along a line `(M, 2)`; it fades out at both ends."""
        self.veil(ribbon(line_mm, width_mm), amount, Edge(width_mm / 2))

    def _fill(self, layer: Patch, window: Window, edge: Edge) -> None:
        if edge.grain:
            layer *= 1 + np.float32(edge.grain) * self.tissue.marrow[window]
        if edge.cells:
            layer *= 1 + np.float32(edge.cells) * self.tissue.cells[window]

    def _window(self, outline_px: NDArray[np.float64], margin_px: float) -> Window:
        shape = np.array(self.total.shape)
        low = np.floor(outline_px.min(axis=0) - margin_px).astype(int)[::-1].clip(0, shape)
        high = np.ceil(outline_px.max(axis=0) + margin_px).astype(int)[::-1].clip(low, shape)
        return (slice(int(low[0]), int(high[0])), slice(int(low[1]), int(high[1])))


def _size(window: Window) -> tuple[int, int]:
    rows, columns = window
    return (rows.stop - rows.start, columns.stop - columns.start)


def _inside(outline_px: NDArray[np.float64], window: Window) -> NDArray[np.float64]:
    return outline_px - (window[1].start, window[0].start)


def coverage(outline_px: NDArray[np.float64], shape: tuple[int, int]) -> Patch:
    """Return how much of every pixel lies inside a closed outline, `shape` float32 in 0 ... 1.

    Every short piece of the outline adds its height to its own pixel and to all on its right;
    the sum over a row is then the exact share that is covered (R. Levien's font rasteriser).
    """
    height, width = shape
    if not height or not width:
        return np.zeros(shape, np.float32)
    line = _short_steps(np.vstack([outline_px, outline_px[:1]]))
    line[:, 1] = line[:, 1].clip(0, height)
    start, end = _split_at_rows(line)
    rise = end[:, 1] - start[:, 1]
    middle = (start + end) / 2
    row = middle[:, 1].astype(np.intp).clip(0, height - 1)
    x = middle[:, 0].clip(0, width)
    column = x.astype(np.intp).clip(0, width - 1)
    share = np.clip(column + 1 - x, 0.0, 1.0)
    cell = row * (width + 1) + column
    size = height * (width + 1)
    steps = np.bincount(cell, rise * share, size) + np.bincount(cell + 1, rise * (1 - share), size)
    filled = np.abs(np.cumsum(steps.reshape(height, width + 1)[:, :width], axis=1))
    return np.minimum(filled, 1.0).astype(np.float32)


def _short_steps(line: NDArray[np.float64]) -> NDArray[np.float64]:
    lengths = np.hypot(*np.diff(line, axis=0).T)
    if lengths.max() <= 1.2 * _STEP_PX:
        return line
    counts = np.maximum(np.ceil(lengths / _STEP_PX), 1)
    at = np.concatenate([[0.0], np.cumsum(counts)])
    where = np.arange(at[-1] + 1)
    return np.stack([np.interp(where, at, line[:, 0]), np.interp(where, at, line[:, 1])], axis=1)


def _split_at_rows(
    line: NDArray[np.float64],
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Return starts and ends `(M, 2)` of pieces, none of which crosses from row to row."""
    start, end = line[:-1], line[1:]
    crosses = np.floor(start[:, 1]) != np.floor(end[:, 1])
    row = np.floor(np.maximum(start[:, 1], end[:, 1]))
    rise = np.where(crosses, end[:, 1] - start[:, 1], 1.0)
    share = np.where(crosses, (row - start[:, 1]) / rise, 1.0)[:, None]
    cut = start + share * (end - start)
    return np.vstack([start, cut]), np.vstack([cut, end])


def ribbon(line_mm: NDArray[np.float64], width_mm: float) -> NDArray[np.float64]:
    """Return the outline of a line drawn with a width, narrowing to its ends."""
    line = line_mm[np.r_[True, np.hypot(*np.diff(line_mm, axis=0).T) > 0]]
    tangent = np.gradient(line, axis=0)
    normal = np.stack([-tangent[:, 1], tangent[:, 0]], axis=1)
    normal /= np.maximum(np.hypot(*normal.T), 1e-9)[:, None]
    at = np.linspace(0.0, 1.0, len(line))
    taper = np.minimum(1.0, 0.25 + 6 * np.minimum(at, 1 - at))
    offset = normal * (width_mm / 2 * taper)[:, None]
    return np.vstack([line + offset, (line - offset)[::-1]])


def soften(patch: Patch, sigma_px: float) -> Patch:
    """Return a Gaussian blur; a wide one is computed on a coarser grid, where nothing is lost."""
    factor = _coarseness(sigma_px)
    if factor == 1 or min(patch.shape) < 4 * factor:
        return _gaussian(patch, sigma_px)
    height, width = patch.shape
    padded = np.pad(patch, ((0, -height % factor), (0, -width % factor)), mode="edge")
    rows, columns = padded.shape[0] // factor, padded.shape[1] // factor
    coarse = padded.reshape(rows, factor, columns, factor).mean(axis=(1, 3))
    return enlarge(_gaussian(coarse, sigma_px / factor), factor, (height, width))


def blurred_coverage(
    outline_px: NDArray[np.float64], shape: tuple[int, int], sigma_px: float
) -> Patch:
    """Return `coverage` after a Gaussian blur, drawn coarsely from the start where it is wide."""
    factor = _coarseness(sigma_px)
    coarse = (-(-shape[0] // factor), -(-shape[1] // factor))
    blurred = _gaussian(coverage(outline_px / factor, coarse), sigma_px / factor)
    return blurred if factor == 1 else enlarge(blurred, factor, shape)


def _coarseness(sigma_px: float) -> int:
    return max(1, int(sigma_px // 2.5))


def _gaussian(patch: Patch, sigma_px: float) -> Patch:
    if not patch.size:
        return patch
    blurred = ndimage.gaussian_filter(patch, sigma_px, truncate=3.0, mode="nearest")
    return np.asarray(blurred, np.float32)


def enlarge(coarse: Patch, factor: float, shape: tuple[int, int]) -> Patch:
    """Return a coarse map on `shape` pixels, `factor` times as fine, linearly interpolated."""
    rows = (np.arange(shape[0]) + 0.5) / factor - 0.5
    columns = (np.arange(shape[1]) + 0.5) / factor - 0.5
    return _along(_along(coarse, rows).T, columns).T


def _along(values: Patch, at: NDArray[np.floating]) -> Patch:
    at = at.clip(0, len(values) - 1)
    low = np.minimum(at.astype(np.intp), max(len(values) - 2, 0))
    high = np.minimum(low + 1, len(values) - 1)
    weight = (at - low).astype(np.float32)[:, None]
    return np.asarray(values[low] * (1 - weight) + values[high] * weight, np.float32)
