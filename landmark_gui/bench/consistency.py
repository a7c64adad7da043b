"""`landmark-gui bench consistency`: do the landmarks of one sample belong to one head?

A sample of the chain puts all landmarks at once. Beside it stand as many heads of which each
landmark is drawn by itself from its map of the single step, both also without the prior of the
shape inside the chain, and those that readers have marked.
"""

import argparse
import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from landmark_gui import paths
from landmark_gui.bench.following import covered
from landmark_gui.bench.tables import lines
from landmark_gui.cli.known_films import known_films, spread_out
from landmark_gui.cli.outcome import CommandFailed, Exit, failing_with, say
from landmark_gui.detection.events import Settings
from landmark_gui.domain.landmarks import LandmarkScheme
from landmark_gui.domain.shape import ShapeModel
from landmark_gui.evaluation.truth import Reading, TruthError, film_stem, read_truth
from landmark_gui.imaging.errors import UnreadableFilm
from landmark_gui.imaging.film import read_film

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
    with failing_with(Exit.USAGE, TruthError):
        truth = read_truth(args.truth, LandmarkScheme.read(paths.scheme_file("isbi19")))
        chosen = spread_out(known_films(args.paths, truth, args.only), args.films)
    from landmark_gui.diffusion.detector import load_detector  # noqa: PLC0415 - torch when needed
    from landmark_gui.diffusion.variants import draws, without_neighbours  # noqa: PLC0415

    detector, settings = load_detector(args.weights, args.device), Settings(samples=args.samples)
    lonely, shape = without_neighbours(detector), detector.shape
    if shape is None:
        raise CommandFailed("there is no shape model for the landmarks of these weights.")
    tallies = {name: Tally() for name in DRAWN}
    for file in chosen:
        with failing_with(Exit.FAILED, UnreadableFilm):
            film = read_film(file.path, file.name)
        known = truth[film_stem(file.name)]
        shown = covered(film, known) if args.covered else film
        said = [*draws(detector, shown, settings), *draws(lonely, shown, settings)]
        for tally, heads in zip(tallies.values(), (*said, [known]), strict=True):
            tally.add(shape, heads, known, args.spacing)
    figures = {"films": len(chosen), **{name: t.figures() for name, t in tallies.items()}}
    say(json.dumps(figures, indent=2) if args.json else "\n".join(lines(figures)))
    return Exit.OK


def _parse(words: Sequence[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="landmark-gui bench consistency",
        description="Measures whether the landmarks of a sample lie to each other as on a head.",
    )
    parser.add_argument("paths", nargs="+", type=Path, metavar="FILM_OR_FOLDER")
    parser.add_argument("--truth", type=Path, action="append", required=True, metavar="READER.csv")
    parser.add_argument("--spacing", type=float, required=True, metavar="MM", help="per pixel")
    parser.add_argument("--only", type=Path, metavar="LIST.txt", help="these films only")
    parser.add_argument("--films", type=int, default=40, help="how many (default: %(default)s)")
    parser.add_argument("--covered", action="store_true", help="put an artefact on every film")
    parser.add_argument("--samples", type=int, default=8)
    parser.add_argument("--weights", default=None)
    parser.add_argument("--device", default="auto")
    parser.add_argument("--json", action="store_true", help="print JSON")
    return parser.parse_args(words)
