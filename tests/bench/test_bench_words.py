"""What can be typed after `bench`, where many measurements take the same words."""

import argparse
from pathlib import Path

import pytest
from PIL import Image

from landmark_gui.bench import command, films
from landmark_gui.domain.geometry import Point


@pytest.mark.parametrize(
    "words",
    [
        ["--films", "0"],
        ["exchange", "--count", "0"],
        ["folder", "--films", "0"],
        ["drag", "--drags", "-1"],
        ["consistency", "films", "--truth", "t.csv", "--spacing", "1", "--samples", "0"],
        ["following", "films", "--truth", "t.csv", "--spacing", "1", "--films", "-1"],
        ["following", "films", "--truth", "t.csv", "--spacing", "1", "--steps", "0"],
    ],
)
def test_a_count_below_one_is_refused(words: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit, match="2"):
        command.run(words)
    assert "is not a whole number of 1 or more" in capsys.readouterr().err


@pytest.mark.parametrize("word", ["habit", "measurements", "review"])
def test_a_spacing_that_no_film_has_is_refused(
    word: str, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit, match="2"):
        command.run([word, "found.csv", "--truth", "t.csv", "--spacing", "100"])
    assert "a pixel spacing of 100.0 x 100.0 mm is not plausible" in capsys.readouterr().err


def test_films_are_measured_against_the_table_that_the_window_exports(tmp_path: Path) -> None:
    header = "image,image_sha256,landmark,status,x_px,y_px,image_width_px,image_height_px"
    said = ("S,moved,1,2", "N,predicted,3,4", "UMT,moved,5,6")  # the last is none of the model's
    rows = [f"a.png,0,{words},30,20" for words in said]
    (tmp_path / "reader.csv").write_text("\n".join([header, *rows]), "utf-8")
    Image.new("L", (30, 20)).save(tmp_path / "a.png")
    tables = [tmp_path / "reader.csv"]
    known = {"paths": [tmp_path], "truth": tables, "only": None, "films": None}
    words = argparse.Namespace(**known, weights=None)
    assert [truth for _, truth in films.chosen(words)] == [{"S": Point(1, 2)}]
