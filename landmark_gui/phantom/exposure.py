"""How a film answers: exposure, noise, contrast, collimation.

Behind the head I = I_0 exp(-T) photons arrive; the film's brightness is a saturating function of
the optical path, g = 1 - exp(-c T), and the noise of counting I photons is 1 / sqrt(I) in T.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy import ndimage

from landmark_gui.phantom.rays import Patch
from landmark_gui.phantom.render import Frame


@dataclass(frozen=True, slots=True)
class Exposure:
    """The settings of one exposure.

    Attributes:
        contrast: c, how fast brightness grows with the optical path.
        gamma: exponent of the film's curve.
        fog: brightness of the unattenuated beam.
        photons: I_0, mean count in a square of a quarter of a millimetre.
        blur_mm: standard deviation of focal spot and screen.
        vignette: how much brighter the film is at the sides, where the beam is weaker.
        collimated_mm: width of the unexposed borders left, top, right, bottom.
    """

    contrast: float
    gamma: float
    fog: float
    photons: float
    blur_mm: float
    vignette: float
    collimated_mm: tuple[float, float, float, float]


def draw_exposure(rng: np.random.Generator) -> Exposure:
    """Return random settings."""
    left, top, right, bottom = rng.uniform(0.0, 3.5, 4) * (rng.random(4) < [0.7, 0.6, 0.4, 0.5])
    return Exposure(
        contrast=rng.uniform(1.0, 1.45),
        gamma=rng.uniform(1.0, 1.45),
        fog=rng.uniform(0.02, 0.09),
        photons=rng.uniform(1500.0, 6000.0),
        blur_mm=rng.uniform(0.1, 0.22),
        vignette=rng.uniform(0.0, 0.35),
        collimated_mm=(float(left), float(top), float(right), float(bottom)),
    )


def develop(total: Patch, exposure: Exposure, frame: Frame, rng: np.random.Generator) -> Patch:
    """Return the film's brightness, `(H, W)` float32 in 0 ... 1."""
    sigma_px = exposure.blur_mm * frame.px_per_mm
    path = np.asarray(ndimage.gaussian_filter(total, sigma_px, truncate=3.0), np.float32)
    path += _falloff(exposure, frame)
    photons = exposure.photons * (4 / frame.px_per_mm) ** 2
    path += rng.standard_normal(frame.shape, np.float32) * _noise(path, photons)
    bright = 1 - np.exp(-np.float32(exposure.contrast) * np.maximum(path, 0))
    bright = np.float32(exposure.fog) + np.float32(1 - exposure.fog) * bright
    bright **= np.float32(exposure.gamma)
    _collimate(bright, exposure, frame)
    return np.asarray(np.clip(bright, 0.0, 1.0), np.float32)


def _noise(path: Patch, photons: float) -> Patch:
    """Return the standard deviation of the measured path where I_0 `photons` meet a pixel."""
    return np.asarray(np.exp(path / 2) / np.float32(np.sqrt(photons)), np.float32)


def _falloff(exposure: Exposure, frame: Frame) -> Patch:
    x = np.linspace(-1, 1, frame.width_px, dtype=np.float32)[None]
    y = np.linspace(-1, 1, frame.height_px, dtype=np.float32)[:, None]
    # the beam's heel: weaker in front of the face than behind the head
    across = 0.5 * np.maximum(x, 0) ** 2 + 0.3 * np.abs(x) ** 5
    return np.asarray(exposure.vignette * (across + 0.3 * y**4), np.float32)


def _collimate(bright: Patch, exposure: Exposure, frame: Frame) -> None:
    left, top, right, bottom = (round(mm * frame.px_per_mm) for mm in exposure.collimated_mm)
    height, width = frame.shape
    for border in (
        bright[:top],
        bright[height - bottom :],
        bright[:, :left],
        bright[:, width - right :],
    ):
        border[:] = 0.97


def quantise(bright: Patch) -> NDArray[np.uint8]:
    """Return grey values of a scanned film, `(H, W)` uint8."""
    return np.asarray(np.rint(bright * 255), np.uint8)
