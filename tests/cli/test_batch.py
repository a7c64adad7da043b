"""Many films one after another: what is kept of each and what is not."""

from pathlib import Path

from PIL import Image

from landmark_gui.cli.batch import Batch, Done
from landmark_gui.detection.detector import FakeDetector
from landmark_gui.detection.events import Settings
from landmark_gui.domain.cephalogram import Cephalogram
from landmark_gui.domain.landmarks import LandmarkScheme
from landmark_gui.domain.prediction import Detection
from landmark_gui.imaging.folder import FilmFile
from landmark_gui.paths import scheme_file


def test_maps_are_handed_over_with_the_film_and_not_kept_until_the_end(tmp_path: Path) -> None:
    path = tmp_path / "a.png"
    Image.new("L", (40, 60)).save(path)
    handed: list[int] = []

    def keep(_: Cephalogram, detection: Detection) -> None:
        handed.append(detection.heatmap.maps.size)

    scheme = LandmarkScheme.read(scheme_file("isbi19"))
    batch = Batch(FakeDetector(("S", "N")), Settings(), scheme, keep)
    *_, done = batch.run([FilmFile(path, "a.png")])
    assert isinstance(done, Done)
    assert done.case.detection is not None
    assert handed[0] > 0
    assert done.case.detection.heatmap.maps.size == 0
