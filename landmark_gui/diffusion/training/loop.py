"""The training loop: optimiser, running average, checkpoints that lose nothing, resume."""

import json
import math
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import fields
from pathlib import Path

import torch
from safetensors import SafetensorError, safe_open
from safetensors.torch import save
from torch import Tensor, nn

from landmark_gui.diffusion.training.ending import heard_between_steps
from landmark_gui.diffusion.training.parts import Part
from landmark_gui.diffusion.training.settings import PartSettings
from landmark_gui.exchange.replacing import write_over

CHECKPOINT_S = 180.0
REPORT_STEPS = 25
WARM_UP_STEPS = 50


class Trainer:
    """Trains one part; the randomness of a step depends on the seed and its number alone."""

    def __init__(
        self, part: Part, settings: PartSettings, seed: int, folder: Path, start: str = ""
    ) -> None:
        self._part, self._settings, self._seed = part, settings, seed
        self._file = checkpoint(folder, part.name)
        self._net = part.network
        self._optimiser = torch.optim.AdamW(
            self._net.parameters(), lr=1.0, weight_decay=settings.weight_decay, betas=(0.9, 0.99)
        )
        self._average = {k: v.detach().clone() for k, v in self._net.state_dict().items()}
        self._recipe = _recipe(settings, seed) | ({"start": start} if start else {})
        self.step = 0

    def run(self, stop_at: float = math.inf, say: Callable[[str], None] | None = None) -> bool:
        """Train until all steps are done or the clock (`time.monotonic`) passes `stop_at`.

        Returns:
            Whether all steps are done.

        Raises:
            ValueError: the loss has no gradient any more.
            CannotWrite: a checkpoint cannot be written.
            KeyboardInterrupt: the program was asked to end; what is done is kept.
        """
        say = say or tell
        saved = time.monotonic()
        losses: list[float] = []
        with heard_between_steps() as asked_to_end:
            while not asked_to_end.is_set() and self._goes_on(stop_at):
                losses.append(self._one_step())
                if self.step % REPORT_STEPS == 0:
                    say(self._report(sum(losses) / len(losses)))
                    losses.clear()
                if time.monotonic() - saved > CHECKPOINT_S:
                    self.save()
                    saved = time.monotonic()
            self.save()
        if asked_to_end.is_set():
            say(f"{self._part.name}: stopped; --resume goes on from step {self.step}")
            raise KeyboardInterrupt
        return self.step >= self._settings.steps

    def _goes_on(self, stop_at: float) -> bool:
        return self.step < self._settings.steps and time.monotonic() < stop_at

    def _report(self, loss: float) -> str:
        return f"{self._part.name} step {self.step}/{self._settings.steps} loss {loss:.4f}"

    def _one_step(self) -> float:
        seed = (self._seed * 1_000_003 + self.step) % 2**63  # torch takes no larger one
        generator = torch.manual_seed(seed)  # dropout draws from it too
        for group in self._optimiser.param_groups:
            group["lr"] = self._learning_rate()
        loss = self._part.loss(generator)
        self._optimiser.zero_grad()
        loss.backward()  # type: ignore[no-untyped-call]  # torch leaves it unannotated
        if not nn.utils.clip_grad_norm_(self._net.parameters(), 1.0).isfinite():
            raise ValueError(
                f"The loss of '{self._part.name}' has no gradient any more at step {self.step}; "
                "train it anew with a lower learning_rate."
            )
        self._optimiser.step()
        self.step += 1
        self._update_average()
        return float(loss.detach())

    def _learning_rate(self) -> float:
        cycle = self._settings.steps / self._settings.cycles
        done = self.step % cycle / cycle
        warm = min(1.0, (self.step + 1) / WARM_UP_STEPS)
        return self._settings.learning_rate * warm * (0.495 * (1 + math.cos(math.pi * done)) + 0.01)

    @torch.no_grad()
    def _update_average(self) -> None:
        decay = min(self._settings.ema, self.step / (self.step + 20))
        for name, value in self._net.state_dict().items():
            self._average[name].lerp_(value, 1 - decay)

    def averaged(self) -> dict[str, Tensor]:
        """Return the running average of the weights, which is what ships."""
        return {name: value.contiguous() for name, value in self._average.items()}

    def save(self) -> None:
        """Write weights, average and optimiser to disk; an interruption leaves the old file.

        Raises:
            CannotWrite: they cannot be written.
        """
        tensors = {f"net.{k}": v.contiguous() for k, v in self._net.state_dict().items()}
        tensors |= {f"average.{k}": v for k, v in self.averaged().items()}
        for index, state in self._optimiser.state_dict()["state"].items():
            tensors |= {f"optimiser.{index}.{k}": v.contiguous() for k, v in state.items()}
        told = {"step": self.step, "recipe": self._recipe}
        write_over(self._file, save(tensors, {"training": json.dumps(told)}))

    def start_from(self, tensors: dict[str, Tensor]) -> None:
        """Set out from weights that were trained before.

        Raises:
            ValueError: they are of a network of another shape.
        """
        try:
            self._net.load_state_dict(tensors)
        except RuntimeError as error:
            part = self._part.name
            raise ValueError(f"The weights to start from do not fit '{part}' here.") from error
        self._average = {k: v.detach().clone() for k, v in self._net.state_dict().items()}

    def resume(self) -> bool:
        """Go on from the checkpoint, and tell whether there was one.

        Raises:
            ValueError: it is damaged, or of another network, recipe or seed.
        """
        if not self._file.exists():
            return False
        with self._refusing():
            self._take_up()
        return True

    def check(self) -> None:
        """Refuse what `resume` would refuse for its recipe, before anything is written.

        Raises:
            ValueError: as there.
        """
        if self._file.exists():
            with self._refusing(), safe_open(self._file, "pt") as file:
                self._steps_done(file.metadata())

    @contextmanager
    def _refusing(self) -> Iterator[None]:
        try:
            yield
        except (SafetensorError, KeyError, RuntimeError, TypeError, ValueError) as error:
            raise ValueError(
                f"{self._file} is damaged or of another recipe; delete it to train this part anew."
            ) from error

    def _steps_done(self, metadata: Mapping[str, str]) -> int:
        told = json.loads(metadata["training"])
        # earlier versions did not say of which recipe: what took hours is not lost for that
        if told["step"] > self._settings.steps or told.get("recipe", self._recipe) != self._recipe:
            raise ValueError("another recipe")
        return int(told["step"])

    def _take_up(self) -> None:
        with safe_open(self._file, "pt") as file:
            self.step = self._steps_done(file.metadata())
            tensors = {name: file.get_tensor(name) for name in file.keys()}  # noqa: SIM118 - no dict
        self._net.load_state_dict(_under("net.", tensors))
        device = next(self._net.parameters()).device
        self._average = {k: v.to(device) for k, v in _under("average.", tensors).items()}
        self._restore_optimiser(_under("optimiser.", tensors))

    def _restore_optimiser(self, tensors: dict[str, Tensor]) -> None:
        state: dict[int, dict[str, Tensor]] = {}
        for name, value in tensors.items():
            index, key = name.split(".", 1)
            state.setdefault(int(index), {})[key] = value
        whole = self._optimiser.state_dict()
        self._optimiser.load_state_dict({**whole, "state": state})


def _recipe(settings: PartSettings, seed: int) -> dict[str, float | str]:
    """Return by name what has decided the steps that are done; more cycles may follow them."""
    # without defaults: a version that knows more of them goes on as well
    own = (field for field in fields(settings) if field.name not in ("steps", "cycles"))
    said = {f.name: value for f in own if (value := getattr(settings, f.name)) != f.default}
    return {**said, "cycle": settings.steps / settings.cycles, "seed": seed}


def _under(prefix: str, tensors: dict[str, Tensor]) -> dict[str, Tensor]:
    return {k.removeprefix(prefix): v for k, v in tensors.items() if k.startswith(prefix)}


def tell(line: str) -> None:
    """Say on stderr how a training goes."""
    print(line, file=sys.stderr, flush=True)  # noqa: T201 - progress of a command


def checkpoint(folder: Path, part: str) -> Path:
    """Return where the training of a part keeps what it needs to go on."""
    return folder / f"{part}.checkpoint.safetensors"
