"""`detect --given`: what readers have decided stays, on the pictures on which they have."""

from pathlib import Path

import pytest
from PIL import Image

from landmark_gui.__main__ import main
from landmark_gui.exchange.formats.csv import read_csv
from tests.cli.test_detect import CONFIRMED, ScriptedDetector, detector, films

__all__ = ["detector", "films"]


def test_what_readers_have_decided_is_kept_and_told_to_the_detector(
    films: Path, tmp_path: Path, detector: ScriptedDetector
) -> None:
    table, after = tmp_path / "table.csv", tmp_path / "after.csv"
    assert main(["detect", str(films), "--csv", str(table)]) == 0
    text = table.read_text().replace("S,Sella,predicted", "S,Sella,confirmed", 1)
    table.write_text(text)
    detector.asked.clear()
    assert main(["detect", str(films), "--csv", str(after), "--given", str(table)]) == 0
    name = next(n for n, f in read_csv(table).items() if f.annotations["S"].status is CONFIRMED)
    decided = read_csv(table)[name].annotations["S"]
    assert read_csv(after)[name].annotations["S"] == decided
    asked = {request.film.info.name: dict(request.given) for request in detector.asked}
    assert asked.pop(name) == {"S": decided.point}
    assert all(given == {} for given in asked.values())


def test_decisions_on_another_picture_or_on_no_film_at_hand_are_said(
    films: Path, tmp_path: Path, detector: ScriptedDetector, capsys: pytest.CaptureFixture[str]
) -> None:
    table, after = tmp_path / "table.csv", tmp_path / "after.csv"
    assert main(["detect", str(films), "--csv", str(table)]) == 0
    said = read_csv(table)
    name, stray = list(said)[:2]
    text = table.read_text().replace("S,Sella,predicted", "S,Sella,confirmed")
    text = text.replace(said[name].film.sha256, "f" * 64).replace(f"{stray},", "elsewhere.png,")
    table.write_text(text)
    detector.asked.clear()
    assert main(["detect", str(films), "--csv", str(after), "--given", str(table)]) == 1
    err = capsys.readouterr().err
    assert f"{name} is not the picture that was labelled" in err
    assert "has landmarks for films that are not among these: elsewhere.png." in err
    assert name not in read_csv(after)


def test_a_table_in_which_nothing_is_decided_is_refused(
    films: Path, tmp_path: Path, detector: ScriptedDetector, capsys: pytest.CaptureFixture[str]
) -> None:
    table = tmp_path / "table.csv"
    assert main(["detect", str(films), "--csv", str(table)]) == 0
    detector.asked.clear()
    again = ["detect", str(films), "--csv", str(tmp_path / "after.csv"), "--given", str(table)]
    assert main(again) == 2
    assert "no reader has decided anything" in capsys.readouterr().err
    assert detector.asked == []


def test_what_is_decided_on_a_picture_is_kept_under_another_name(
    films: Path, tmp_path: Path, detector: ScriptedDetector, capsys: pytest.CaptureFixture[str]
) -> None:
    table, after = tmp_path / "table.csv", tmp_path / "after.csv"
    Image.new("L", (40, 60), 7).save(films / "c.png")
    assert main(["detect", str(films / "c.png"), "--csv", str(table)]) == 0
    text = table.read_text().replace("S,Sella,predicted", "S,Sella,confirmed")
    sha256 = read_csv(table)["c.png"].film.sha256
    table.write_text(text.replace(sha256, sha256.upper()))
    (films / "c.png").rename(films / "coded.png")
    assert main(["detect", str(films), "--csv", str(after), "--given", str(table)]) == 0
    assert (
        read_csv(after)["coded.png"].annotations["S"] == read_csv(table)["c.png"].annotations["S"]
    )
    given = [request.film.info.name for request in detector.asked if request.given]
    assert given == ["coded.png"]
    assert "not among these" not in capsys.readouterr().err


def test_a_run_that_comes_to_no_good_end_says_whose_decisions_it_could_not_use(
    films: Path, tmp_path: Path, detector: ScriptedDetector, capsys: pytest.CaptureFixture[str]
) -> None:
    table = tmp_path / "table.csv"
    assert main(["detect", str(films), "--csv", str(table)]) == 0
    text = table.read_text().replace("S,Sella,predicted", "S,Sella,confirmed")
    table.write_text(text.replace("\nb.png,", "\nelsewhere.png,"))
    words = ["--csv", str(tmp_path / "after.csv"), "--given", str(table), "--overwrite"]
    ends = (OSError(), 1, "these"), (KeyboardInterrupt(), 130, "those so far")
    for trouble, code, these in ends:
        detector.troubles["b.png"] = trouble
        assert main(["detect", str(films), *words]) == code
        said = f"has landmarks for films that are not among {these}: elsewhere.png."
        assert said in capsys.readouterr().err
