"""What `bench habit` tells of a reader who puts one landmark elsewhere, always the same way."""

import json
from pathlib import Path

import numpy as np
import pytest

from landmark_gui.bench import habit
from landmark_gui.cli.outcome import CommandFailed
from landmark_gui.document.case import Case
from landmark_gui.domain.cephalogram import FilmInfo
from landmark_gui.exchange.formats.csv import write_csv
from tests.bench.test_bench_review import reader_table
from tests.document.cases import SCHEME, SHAPE, found
from tests.domain.test_shape import placed

OFF_PX = 190.0  # on one of 19 landmarks: 10 px a landmark


def words_of(folder: Path, films: int) -> list[str]:
    shifts = np.zeros((films, len(SCHEME)))
    shifts[:, 3] = OFF_PX
    reader_table(folder / "reader.csv", shifts)
    said = found(placed(SHAPE))
    infos = [FilmInfo(f"{film}.png", f"{film}", 1935, 2400) for film in range(films)]
    write_csv(folder / "found.csv", [Case.new(info, SCHEME).detected(said) for info in infos])
    reader = ["--truth", str(folder / "reader.csv"), "--spacing", "0.1"]
    return [str(folder / "found.csv"), *reader]


def test_a_steady_shift_is_gone_once_three_films_were_corrected(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    words = words_of(tmp_path, 6)
    assert habit.run([*words, "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert list(told) == ["0", "3", "5"]
    assert told["0"]["mean_mm"] == pytest.approx(OFF_PX * 0.1 / 19)
    assert told["3"]["mean_mm"] == pytest.approx(0, abs=1e-6)
    assert told["3"]["points"] == habit.DRAWS * 3 * 19
    assert (told["3"]["draws"], told["3"]["points_per_draw"]) == (habit.DRAWS, 3 * 19)
    assert told["3"]["sd_of_means_mm"] == pytest.approx(0, abs=1e-6)
    assert (told["0"]["draws"], told["0"]["sd_of_means_mm"]) == (1, None)
    assert habit.run(words) == 0
    assert "6 films" in capsys.readouterr().out


def test_errors_are_as_large_as_the_pixels_are_high(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    words = words_of(tmp_path, 6)
    said = found({name: point.moved(0, 10) for name, point in placed(SHAPE).items()})
    infos = [FilmInfo(f"{film}.png", f"{film}", 1935, 1200, pixel_aspect=2.0) for film in range(6)]
    write_csv(tmp_path / "found.csv", [Case.new(info, SCHEME).detected(said) for info in infos])
    reader_table(tmp_path / "reader.csv", np.zeros((6, len(SCHEME))))
    assert habit.run([*words, "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["0"]["mean_mm"] == pytest.approx(10 * 0.2)


def test_films_that_are_named_are_learnt_from_and_left_out_of_the_figures(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    words = words_of(tmp_path, 6)
    (tmp_path / "list.txt").write_text("0\n1\n2\n3\nnone of these")
    assert habit.run([*words, "--corrected", str(tmp_path / "list.txt"), "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert {count: row["points"] for count, row in told.items()} == {"0": 38, "4": 38}
    assert told["4"]["mean_mm"] == pytest.approx(0, abs=1e-6)


def test_too_few_films_are_refused_in_a_sentence(tmp_path: Path) -> None:
    with pytest.raises(CommandFailed, match="too few films have both a prediction and a reader"):
        habit.run(words_of(tmp_path, 3))


def test_no_film_is_left_to_measure_where_all_are_corrected(tmp_path: Path) -> None:
    words = words_of(tmp_path, 4)
    (tmp_path / "list.txt").write_text("0\n1\n2\n3")
    with pytest.raises(CommandFailed, match="and others to measure"):
        habit.run([*words, "--corrected", str(tmp_path / "list.txt")])


def test_where_no_film_has_both_a_prediction_and_a_reader_that_is_said(tmp_path: Path) -> None:
    words = words_of(tmp_path, 6)
    reader = tmp_path / "reader.csv"
    reader.write_text(reader.read_text().replace("\n", "\nanother "))
    with pytest.raises(CommandFailed, match="too few films have both a prediction and a reader"):
        habit.run(words)


def test_renamed_films_are_known_by_their_pictures(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    reader, words = tmp_path / "reader.csv", words_of(tmp_path, 6)
    header, *rows = reader.read_text().splitlines()
    film = "image,image_sha256,image_width_px,image_height_px"
    coded = [f"coded {row.replace(',', f',{row[0]},1935,2400,', 1)}" for row in rows]
    reader.write_text("\n".join([header.replace("image", film, 1), *coded]))
    (tmp_path / "list.txt").write_text("coded 0\n1.png\n2\n3")
    assert habit.run([*words, "--corrected", str(tmp_path / "list.txt"), "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert {count: row["points"] for count, row in told.items()} == {"0": 38, "4": 38}
