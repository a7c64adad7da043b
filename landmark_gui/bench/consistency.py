"""`landmark-gui bench consistency`: do the landmarks of one sample belong to one head?

A sample of the chain puts all landmarks at once. Beside it stand as many heads of which each
landmark is drawn by itself from its map of the single step, both also without the prior of the
shape inside the chain, and those that readers have marked.
"""

import argparse
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from landmark_gui.bench.films import add_words, chosen, loaded, shown
from landmark_gui.bench.tables import tell
from landmark_gui.cli.numbers import count
from landmark_gui.cli.outcome import CommandFailed, Exit
from landmark_gui.detection.events import Settings
from landmark_gui.domain.shape import ShapeModel
from landmark_gui.evaluation.truth import Reading

DRAWN = (
    "samples_of_the_chain",
    "each_by_itself",
    "samples_without_neighbours",
    "each_by_itself_without_neighbours",
    "readers",
)


@dataclass(slots=True)
class Tally:
    """What has come of heads so far.

    Attributes:
        contradicted: of each head, how many landmarks lie where the others rule them out.
        errors_mm: of all landmarks.
    """

    contradicted: list[int] = field(default_factory=list)
    errors_mm: list[float] = field(default_factory=list)

    def add(
        self, shape: ShapeModel, heads: Iterable[Reading], truth: Reading, spacing: float
    ) -> None:
        """Take in what was said of a film."""
        for head in heads:
            said = shape.expectations(head).values()
            self.contradicted.append(sum(e.surprise > shape.limit for e in said))
            self.errors_mm += [head[n].distance_px(p) * spacing for n, p in truth.items()]

    def figures(self) -> dict[str, float]:
        """Return what is told of them."""
        heads = len(self.contradicted)
        return {
            "heads": heads,
            "share_implausible": round(sum(n > 0 for n in self.contradicted) / heads, 4),
            "contradicted_landmarks_a_head": round(sum(self.contradicted) / heads, 4),
            "mean_error_mm": round(sum(self.errors_mm) / len(self.errors_mm), 3),
        }


def run(words: Sequence[str]) -> int:
    """Measure and print.

    Raises:
        CommandFailed: no film has a truth, a film or table cannot be read, or the landmarks of
            the weights have no shape model.
    """
    args = _parse(words)
    known = chosen(args)
    from landmark_gui.diffusion.variants import draws, without_neighbours  # noqa: PLC0415 - torch

    detector, settings = loaded(args), Settings(samples=args.samples)
    lonely, shape = without_neighbours(detector), detector.shape
    if shape is None:
        raise CommandFailed("there is no shape model for the landmarks of these weights.")
    tallies = {name: Tally() for name in DRAWN}
    for file, stored in known:
        film, truth = shown(file, stored, args)
        said = (*draws(detector, film, settings), *draws(lonely, film, settings))
        drawn: tuple[Sequence[Reading], ...] = (*said, [truth])
        for tally, heads in zip(tallies.values(), drawn, strict=True):
            tally.add(shape, heads, truth, args.spacing)
    figures = {"films": len(known), **{name: t.figures() for name, t in tallies.items()}}
    tell(figures, as_json=args.json)
    return Exit.OK


def _parse(words: Sequence[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="landmark-gui bench consistency",
        description="Measures whether the landmarks of a sample are arranged as on a head.",
    )
    add_words(parser, films=40)
    parser.add_argument("--samples", type=count, default=8)
    return parser.parse_args(words)
