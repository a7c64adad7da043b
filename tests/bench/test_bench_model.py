"""The table of `bench model`, with untrained weights of the smallest preset."""

import io
import json
from contextlib import redirect_stdout
from typing import Any

import pytest
from safetensors.torch import save_file

from landmark_gui.__main__ import main
from landmark_gui.bench.model import Lookers, Tally, measure, paper_rows, rows
from landmark_gui.diffusion.checkpoint import write_manifest
from landmark_gui.diffusion.config import PRESETS
from landmark_gui.diffusion.detector import DiffusionDetector, load_detector
from landmark_gui.diffusion.paper import PaperNetwork
from landmark_gui.diffusion.variants import without_neighbours, without_skip
from landmark_gui.phantom.phantom import make_phantom
from tests.weights import write_tiny


@pytest.fixture(scope="module")
def told(tmp_path_factory: pytest.TempPathFactory) -> dict[str, dict[str, Any]]:
    folder, paper = (tmp_path_factory.mktemp(name) for name in ("model", "paper"))
    write_tiny(folder)
    save_file(PaperNetwork(PRESETS["tiny-paper"]).state_dict(), paper / "tiny.safetensors")
    write_manifest(paper, "tiny", PRESETS["tiny-paper"], {})
    films = folder / "films"
    assert main(["phantom", str(films), "--count", "2", "--height", "160"]) == 0
    words = ["--truth", str(films / "truth.csv"), "--spacing", "0.5", "--films", "1", "--json"]
    words += ["--weights", str(folder), "--paper", str(paper)]
    printed = io.StringIO()
    with redirect_stdout(printed):
        assert main(["bench", "model", str(films), *words]) == 0
    figures = json.loads(printed.getvalue())
    assert figures["films"] == 1
    assert list(figures["times_faster"]) == ["paper, T = 100"]
    measured: dict[str, dict[str, Any]] = figures["rows"]
    return measured


def test_every_row_is_measured_on_the_same_films_and_counted(
    told: dict[str, dict[str, Any]],
) -> None:
    assert list(told) == [row.name.strip() for row in (*rows(), *paper_rows(long=False))]
    cost = {name: row["multiply_adds"] for name, row in told.items()}
    assert cost["single-step"] < cost["4 steps x 4"] < cost["8 steps x 4"] < cost["16 steps x 4"]
    # the first step of a chain knows nothing yet: it is one network evaluation for all samples
    assert cost["1 steps x 4"] == cost["single-step"]
    assert cost["multi-step, 8 x 8"] == cost["without skip"]
    # the network runs at every step, the reading of the regions once
    single = cost["paper, single-step"]
    assert 90 * single < cost["paper, T = 100"] < 100 * single
    assert all(row["mre_mm"] > 0 for row in told.values())


def test_without_the_refiner_no_region_is_claimed(told: dict[str, dict[str, Any]]) -> None:
    assert told["without refiner"]["held"] == []
    assert "median_area_mm2" not in told["without refiner"]
    assert len(told["single-step"]["held"]) == 3


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> DiffusionDetector:
    return load_detector(str(write_tiny(tmp_path_factory.mktemp("alone"))), "cpu")


def test_errors_grow_with_the_millimetres_of_a_pixel_and_areas_with_their_square(
    whole: DiffusionDetector,
) -> None:
    phantom, (row, *_) = make_phantom(0, height_px=160), rows()
    lookers, tallies = Lookers(whole, whole, whole), [{row: Tally()} for _ in range(2)]
    for tally, mm in zip(tallies, (1.0, 0.5), strict=True):
        measure(lookers, phantom.film, dict(phantom.landmarks), mm, tally)
    of_one, of_half = (tally[row] for tally in tallies)
    assert len(of_one.errors_mm) == len(of_one.area_mm2) == 19
    assert of_half.errors_mm == pytest.approx([error / 2 for error in of_one.errors_mm])
    assert of_half.area_mm2 == pytest.approx([area / 4 for area in of_one.area_mm2])


def test_a_row_is_measured_without_what_its_name_says(whole: DiffusionDetector) -> None:
    lookers = Lookers(whole, without_skip(whole), without_neighbours(whole))
    used = {row.name.strip(): lookers.of(row) for row in rows()}
    assert used["without neighbours"] is lookers.without_neighbours
    assert used["without skip"] is lookers.without_skip
    others = {name for name in used if name not in {"without neighbours", "without skip"}}
    assert all(used[name] is whole for name in others)
