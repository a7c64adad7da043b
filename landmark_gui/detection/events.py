"""What is asked of a detector, and what it says while it works.

Every message is frozen and picklable, so that a detector may live in another thread or process.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TypeAlias

from landmark_gui.domain.cephalogram import Cephalogram
from landmark_gui.domain.geometry import Point
from landmark_gui.domain.orientation import Facing, Polarity
from landmark_gui.domain.prediction import Detection, Heatmap, Mode, ReadOut


@dataclass(frozen=True, slots=True)
class Settings:
    """How a film is detected.

    Attributes:
        mode: the whole chain, or x_0 straight from noise.
        steps: levels of noise in multi-step mode.
        samples: independent chains in multi-step mode.
        seed: the first sample's seed; sample k uses seed + k.
        read_out: how a point is taken from a map.
        facing: where the face looks; None leaves it to recognition.
        polarity: whether bone is bright; None leaves it to recognition.

    A mode, read-out, facing side or polarity may be given by its word, as "multi".

    Raises:
        ValueError: there is none of that word, or a number is too small.
    """

    mode: Mode = Mode.MULTI
    steps: int = 8
    samples: int = 8
    seed: int = 0
    read_out: ReadOut = ReadOut.LEAST_ERROR
    facing: Facing | None = None
    polarity: Polarity | None = None

    def __post_init__(self) -> None:
        # detectors compare by identity, and a bare word is no member
        object.__setattr__(self, "mode", Mode(self.mode))
        object.__setattr__(self, "read_out", ReadOut(self.read_out))
        if self.facing is not None:
            object.__setattr__(self, "facing", Facing(self.facing))
        if self.polarity is not None:
            object.__setattr__(self, "polarity", Polarity(self.polarity))
        if self.steps < 1 or self.samples < 1:
            raise ValueError("steps and samples are at least 1")
        if self.seed < 0:
            raise ValueError("seeds count from 0")

    @property
    def chain(self) -> tuple[int, int]:
        """Steps and samples; the single step is one chain of one."""
        return (self.steps, self.samples) if self.mode is Mode.MULTI else (1, 1)


@dataclass(frozen=True, slots=True, eq=False)
class Request:
    """Find the landmarks of one film.

    Attributes:
        job: the caller's number for it.
        film: the film.
        settings: how.
        given: where landmarks are known to be, by abbreviation; the others are sought beside them.
        watched: somebody looks at the maps of the steps. If not, a detector may leave out the
            maps, and steps of which its answer does not depend.
    """

    job: int
    film: Cephalogram
    settings: Settings = field(default_factory=Settings)
    given: Mapping[str, Point] = field(default_factory=dict)
    watched: bool = True


@dataclass(frozen=True, slots=True)
class Ready:
    """The detector is loaded: which weights, and where it computes.

    `neighbours_follow` where landmarks get better when others are set; `sha256` is of the weights;
    `calibrated` where their regions and expected errors were fitted on films.
    """

    model: str
    device: str
    neighbours_follow: bool = False
    sha256: str = ""
    calibrated: bool = True


@dataclass(frozen=True, slots=True, eq=False)
class StepDone:
    """One step of the reverse chain is finished; `preview` is the map as it stands."""

    job: int
    step: int
    total: int
    preview: Heatmap | None = None


@dataclass(frozen=True, slots=True, eq=False)
class Finished:
    """The detection is complete."""

    job: int
    detection: Detection


@dataclass(frozen=True, slots=True)
class Cancelled:
    """The user gave up before the last step."""

    job: int


@dataclass(frozen=True, slots=True)
class Failed:
    """Something broke; `message` is fit to be shown, `trace` to be logged.

    `job` is None where the detector itself could not be loaded; `full` where memory did not
    suffice.
    """

    job: int | None
    message: str
    trace: str
    full: bool = False


Event: TypeAlias = Ready | StepDone | Finished | Cancelled | Failed
END = (Finished, Cancelled, Failed)
