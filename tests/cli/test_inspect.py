"""`landmark-gui inspect`."""

import json
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from landmark_gui.__main__ import main
from landmark_gui.domain.cephalogram import Cephalogram, FilmInfo, Window, film_identity
from landmark_gui.domain.geometry import PixelSpacing, SpacingSource
from landmark_gui.exchange.dicom import write_dicom
from tests.imaging.drawn_rulers import Drawn

CANARY = "山田^太郎"
PIXELS = np.arange(600, dtype=np.uint16).reshape(20, 30) * 100


@pytest.fixture
def film(tmp_path: Path) -> Path:
    spacing = PixelSpacing(0.1, 0.2, SpacingSource.CALIBRATED)
    info = FilmInfo("a", film_identity(PIXELS, spacing), 30, 20, spacing)
    path = tmp_path / "film.dcm"
    write_dicom(path, Cephalogram(info, PIXELS, Window(0, 60000)), patient=CANARY)
    return path


def test_it_tells_what_was_understood(film: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["inspect", str(film)]) == 0
    said = capsys.readouterr().out
    for fact in (
        "30 x 20 pixels",
        "DICOM, Explicit VR Little Endian, 16 bits unsigned, MONOCHROME2",
        "high is bright",
        "0.1 x 0.2 mm, calibrated, GEOMETRY",
        film_identity(PIXELS, PixelSpacing(0.1, 0.2, SpacingSource.CALIBRATED)),
    ):
        assert fact in said


def test_json_holds_the_same(film: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["inspect", str(film), "--json"]) == 0
    (told,) = json.loads(capsys.readouterr().out)
    assert (told["film"], told["width_px"], told["height_px"]) == ("film.dcm", 30, 20)
    assert told["spacing"] == {"x_mm": 0.1, "y_mm": 0.2, "source": "calibrated, GEOMETRY"}
    assert told["pixel_aspect"] == 2
    assert "patient" not in told


@pytest.mark.parametrize("words", [[], ["--json"]])
def test_the_patient_is_told_only_when_asked_for(
    film: Path, words: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    def said() -> str:
        text = capsys.readouterr().out
        return json.dumps(json.loads(text), ensure_ascii=False) if words else text

    assert main(["inspect", str(film), *words]) == 0
    assert not {"山田", "太郎"} & set(said().replace("^", " ").split())
    assert main(["inspect", str(film), "--show-identity", *words]) == 0
    assert "山田 太郎" in said()


def test_a_film_without_spacing_says_so(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    Image.fromarray(PIXELS).save(tmp_path / "film.png")
    assert main(["inspect", str(tmp_path)]) == 0
    assert "none: pixels and angles only" in capsys.readouterr().out


def test_a_refused_film_gives_its_reason_and_the_others_are_told(
    film: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (film.parent / "empty.png").touch()
    assert main(["inspect", str(film.parent)]) == 1
    said = capsys.readouterr()
    assert "empty.png: The file is empty." in said.err
    assert "30 x 20 pixels" in said.out
    assert main(["inspect", str(film.parent), "--json"]) == 1
    assert {"film": "empty.png", "refused": "The file is empty."} in json.loads(
        capsys.readouterr().out
    )


@pytest.mark.parametrize("words", [[], ["gone.dcm"], ["."]])
def test_wrong_usage_is_told_apart_from_a_refusal(
    words: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    assert main(["inspect", *words]) == 2


def test_a_ruler_that_is_seen_is_told_and_not_applied(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    grey = Drawn(5.0, (300, 40), length_mm=40.0).on(np.full((600, 480), 0.3, np.float32))
    Image.fromarray((grey * 255).astype(np.uint8)).save(tmp_path / "film.png")
    assert main(["inspect", str(tmp_path / "film.png")]) == 0
    said = capsys.readouterr().out
    assert "pixels per mm if its smallest division is 1 mm, so" in said
    assert "none: pixels and angles only" in said
    assert main(["inspect", str(tmp_path / "film.png"), "--json"]) == 0
    (told,) = json.loads(capsys.readouterr().out)
    assert told["spacing"] is None
    assert told["ruler"]["px_per_mm"] == pytest.approx(5.0, rel=0.003)


def test_another_page_is_told_by_its_number(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    pages = [Image.fromarray(PIXELS), Image.fromarray(PIXELS[:10]), Image.fromarray(PIXELS[:5])]
    pages[0].save(tmp_path / "film.tif", save_all=True, append_images=pages[1:])
    assert main(["inspect", str(tmp_path), "--page", "2"]) == 0
    said = capsys.readouterr().out
    for fact in ("film.tif#2", "30 x 10 pixels", "3, this is page 2"):
        assert fact in said
    assert main(["inspect", str(tmp_path), "--page", "4"]) == 1
    refusal = "film.tif#4: The file has 3 pages; there is no page 4."
    assert refusal in capsys.readouterr().err


def test_a_file_of_one_page_has_no_second(film: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["inspect", str(film), "--page", "2"]) == 1
    assert "The file has one page only; there is no page 2." in capsys.readouterr().err
    assert main(["inspect", str(film), "--page", "0"]) == 2
