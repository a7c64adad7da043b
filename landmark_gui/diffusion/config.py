"""The shape of a model as plain values, with the presets that are trained."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from types import MappingProxyType
from typing import Any, Literal, TypeAlias

Method: TypeAlias = Literal["encode-once", "paper"]

#: The networks of a method that are trained apart from each other.
PARTS: Mapping[Method, tuple[str, ...]] = MappingProxyType(
    {"encode-once": ("coarse", "refiner"), "paper": ("unet",)}
)

#: The largest number in a manifest, of all others the second; else one could ask for any memory.
_MOST = MappingProxyType({"grid_height": 1024, "grid_width": 1024, "fine": 16, "looks": 16})
_MOST_OF_OTHERS, _MOST_LEVELS = 512, 6


@dataclass(frozen=True, slots=True)
class ModelConfig:
    """Everything that decides the tensors of a model.

    Attributes:
        scheme: name of the landmark scheme.
        landmarks: number of landmarks N.
        method: "encode-once", the film encoder with denoiser and refiner, or "paper", one U-Net.
        grid_height: rows of the coarse grid, in cells; must be divisible by 2^(levels - 1).
        grid_width: columns of the coarse grid.
        encoder: channels per level of the film encoder, or of the paper's U-Net, full resolution
            first.
        denoiser: channels per level of the denoiser, half resolution first.
        refiner: channels per level of the refiner, full crop resolution first.
        embedding: width of the time and landmark embeddings.
        fine: pixels of the fine film per cell.
        crop: side of a refiner's crop in its pixels.
        looks: of each refiner, how many fine pixels a pixel of its crop is wide; the first is 1.
    """

    scheme: str = "isbi19"
    landmarks: int = 19
    method: Method = "encode-once"
    grid_height: int = 160
    grid_width: int = 128
    encoder: tuple[int, ...] = (16, 32, 64, 96, 128)
    denoiser: tuple[int, ...] = (32, 48, 64)
    refiner: tuple[int, ...] = (24, 48, 64, 96)
    embedding: int = 64
    fine: int = 5
    crop: int = 96
    looks: tuple[int, ...] = (1,)

    @property
    def grid_size(self) -> tuple[int, int]:
        """Width and height of the coarse grid."""
        return (self.grid_width, self.grid_height)

    def as_dict(self) -> dict[str, Any]:
        """Return the values for a manifest."""
        return asdict(self)

    @classmethod
    def from_dict(cls, values: Mapping[str, Any]) -> "ModelConfig":
        """Return the config written by `as_dict`; lists become tuples.

        Raises:
            TypeError: a value is unknown.
            ValueError: a value is of another type, or larger than any network here.
        """
        tuples: dict[str, Any] = {
            key: tuple(v) if isinstance(v, list) else v for key, v in values.items()
        }
        for key, value in tuples.items():
            if not _possible(key, value):
                raise ValueError(f"{key} of a model cannot be {value!r}")
        return cls(**tuples)


def _possible(key: str, value: object) -> bool:
    if key == "method":
        return value in PARTS
    if key == "scheme":
        return isinstance(value, str)
    numbers = value if isinstance(value, tuple) else (value,)
    most = _MOST.get(key, _MOST_OF_OTHERS)
    possible = all(type(number) is int and 1 <= number <= most for number in numbers)
    return possible and len(numbers) <= _MOST_LEVELS


PRESETS: Mapping[str, ModelConfig] = MappingProxyType(
    {
        "small": ModelConfig(),
        "paper": ModelConfig(
            method="paper", encoder=(32, 48, 64, 96, 128), denoiser=(), refiner=()
        ),
        # cells half as wide: a hottest cell says more, and a step takes several times as long
        "paper-fine": ModelConfig(
            method="paper",
            grid_height=320,
            grid_width=256,
            encoder=(16, 32, 48, 64, 96, 128),
            denoiser=(),
            refiner=(),
            fine=2,
        ),
        # big enough to run every line of the method, small enough for a test
        "tiny": ModelConfig(
            grid_height=40,
            grid_width=32,
            encoder=(8, 16, 16),
            denoiser=(8, 16),
            refiner=(8, 16),
            embedding=16,
            fine=4,
            crop=32,
        ),
        "tiny-paper": ModelConfig(
            method="paper",
            grid_height=40,
            grid_width=32,
            encoder=(8, 16, 16),
            denoiser=(),
            refiner=(),
            embedding=16,
            fine=4,
        ),
    }
)
