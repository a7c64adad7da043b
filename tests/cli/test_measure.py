"""Angles and lengths of a table of landmarks."""

import csv
import json
from dataclasses import replace
from math import pi
from pathlib import Path

import pytest

from landmark_gui import __version__, paths
from landmark_gui.__main__ import main
from landmark_gui.document.case import Case
from landmark_gui.domain.annotation import Stamp
from landmark_gui.domain.cephalogram import FilmInfo
from landmark_gui.domain.geometry import PixelSpacing, Point, SpacingSource
from landmark_gui.domain.landmarks import LandmarkScheme
from landmark_gui.domain.region import Ellipse, Region
from landmark_gui.exchange.analyses import analysis_of
from landmark_gui.exchange.formats.csv import read_csv, write_csv
from landmark_gui.exchange.labelled import labelled
from landmark_gui.exchange.measurements import measured
from landmark_gui.exchange.reader_table import write_reader_table
from landmark_gui.exchange.schemes import read_scheme
from landmark_gui.records.packing import pack_detection, unpack_detection
from tests.document.cases import predicted

ISBI = LandmarkScheme.read(paths.scheme_file("isbi19"))
HEAD = {"S": Point(0, 0), "N": Point(700, 0), "A": Point(700, 500), "B": Point(600, 1000)}
CALIBRATED = PixelSpacing(0.1, 0.1, SpacingSource.CALIBRATED)


def table(path: Path) -> Path:
    """A film with a spacing and one without, A of the first marked as not visible."""
    cases = []
    for name, spacing in (("a=1.png", CALIBRATED), ("=b.png", None)):
        case = Case.new(FilmInfo(name, name, 1000, 1200, spacing), ISBI)
        for landmark, point in HEAD.items():
            case = case.moved(landmark, point, Stamp.now("r"))
        cases.append(case)
    write_csv(path, [cases[0].marked_not_visible("A", Stamp.now("r")), cases[1]])
    return path


def rows(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(text.splitlines()))


@pytest.mark.parametrize("words", [(), ("--csv", "-")])
def test_a_row_per_film_tells_what_its_landmarks_suffice_for(
    tmp_path: Path, capfdbinary: pytest.CaptureFixture[bytes], words: tuple[str, ...]
) -> None:
    assert main(["measure", str(table(tmp_path / "t.csv")), *words]) == 0
    first, second = rows(capfdbinary.readouterr().out.decode())
    assert (first["image"], first["SNA_deg"], first["ANB_deg"]) == ("a=1.png", "", "")
    assert float(first["S_N_mm"]) == pytest.approx(70)
    assert all(column.isascii() and column.isidentifier() for column in first)
    assert "UL_to_Sn_Pog_mm" in first  # not two lines for the prime and the blank
    assert second["image"] == "'=b.png"  # no spreadsheet may run a name
    assert float(second["SNA_deg"]) == pytest.approx(90)
    assert float(second["ANB_deg"]) == pytest.approx(5.711, abs=1e-3)
    assert second["S_N_mm"] == ""


def test_the_name_of_a_film_does_not_steer_the_terminal(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    film = FilmInfo("\x1b[31ma.png", "0", 1000, 1200)
    write_csv(tmp_path / "t.csv", [Case.new(film, ISBI).moved("S", HEAD["S"], Stamp.now("r"))])
    monkeypatch.setattr("sys.stdout.isatty", lambda: True)
    assert main(["measure", str(tmp_path / "t.csv")]) == 0
    (row,) = rows(capsys.readouterr().out)
    assert row["image"] == "?[31ma.png"


def test_millimetres_tell_what_they_rest_on(
    tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    columns = ("spacing_x_mm", "spacing_y_mm", "spacing_source")
    words = ["measure", str(table(tmp_path / "t.csv"))]
    assert main(words) == 0
    first, second = rows(capfd.readouterr().out)
    assert [first[column] for column in columns] == ["0.1", "0.1", "calibrated"]
    assert [second[column] for column in columns] == ["", "", ""]
    assert main([*words, "--json"]) == 0
    second = json.loads(capfd.readouterr().out)["films"][1]
    assert [second[column] for column in columns] == [None, None, None]
    assert main([*words, "--spacing", "0.2"]) == 0
    for row in rows(capfd.readouterr().out):
        assert [row[column] for column in columns] == ["0.2", "0.2", "stated by the user"]


def test_a_film_is_told_by_its_picture_its_readers_and_the_program(
    tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    case = Case.new(FilmInfo("a.png", "f" * 64, 1000, 1200), ISBI)
    for landmark, reader in (("S", "Anna"), ("N", "Ben"), ("A", "Anna")):
        case = case.moved(landmark, HEAD[landmark], Stamp.now(reader))
    write_csv(tmp_path / "t.csv", [case])
    assert main(["measure", str(tmp_path / "t.csv")]) == 0
    (row,) = rows(capfd.readouterr().out)
    assert (row["image_sha256"], row["reader"]) == ("f" * 64, "Anna; Ben")
    assert row["app_version"] == __version__
    assert main(["measure", str(tmp_path / "t.csv"), "--json"]) == 0
    said = json.loads(capfd.readouterr().out)
    assert said["app_version"] == __version__
    assert said["films"][0]["image_sha256"] == "f" * 64
    assert said["films"][0]["readers"] == ["Anna", "Ben"]


def test_a_spacing_for_all_films_and_a_file_of_its_own(tmp_path: Path) -> None:
    out = tmp_path / "angles.csv"
    words = ["measure", str(table(tmp_path / "t.csv")), "--csv", str(out), "--spacing", "0.2"]
    assert main(words) == 0
    assert [row["S_N_mm"] for row in rows(out.read_text("utf-8"))] == ["140.000", "140.000"]
    assert main(words) == 2
    assert main([*words, "--overwrite"]) == 0


def test_json_tells_units_meanings_and_what_is_not_decided(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    readers = tmp_path / "readers.csv"
    write_reader_table(readers, ISBI, {"a": HEAD})
    assert main(["measure", str(readers), "--json"]) == 0
    said = json.loads(capsys.readouterr().out)
    assert said["measurements"]["SNA"]["unit"] == "°"
    assert said["measurements"]["ANB"]["of"] == ["A", "B", "N", "S"]
    (film,) = said["films"]
    assert film["values"]["SNA"] == pytest.approx(90)
    assert film["values"]["S-N"] is None
    assert film["undecided"] == []


def test_json_tells_how_far_off_it_may_be_what_rests_on_predictions(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    half_decided = predicted(error_px=10.0).confirmed("S", Stamp.now("r"))
    write_csv(tmp_path / "t.csv", [half_decided])
    assert main(["measure", str(tmp_path / "t.csv"), "--json"]) == 0
    (film,) = json.loads(capsys.readouterr().out)["films"]
    assert film["expected_errors"]["S-N"] == pytest.approx(2 / pi * 10 * 0.1, abs=2e-3)
    write_csv(tmp_path / "t.csv", [half_decided.confirmed("N", Stamp.now("r"))])
    assert main(["measure", str(tmp_path / "t.csv"), "--json"]) == 0
    (film,) = json.loads(capsys.readouterr().out)["films"]
    assert "S-N" not in film["expected_errors"]
    assert "SNA" in film["expected_errors"]


def unsure_along(angle_rad: float) -> Case:
    """Return a film whose landmarks may be further off in that direction."""
    case = predicted(error_px=10.0)
    assert case.detection
    said = tuple(
        replace(p, regions=(Region(0.9, 1.0, Ellipse(p.point, 37.7, 11.3, angle_rad)),))
        for p in case.detection.predictions
    )
    return case.detected(replace(case.detection, predictions=said))


def test_expected_errors_are_the_same_from_window_record_and_table(tmp_path: Path) -> None:
    window = unsure_along(1.2)
    assert window.detection
    kept = unpack_detection(pack_detection(window.detection), window.film.sha256)
    write_csv(tmp_path / "t.csv", [window])
    films = (
        labelled(window),
        labelled(window.detected(kept)),
        read_csv(tmp_path / "t.csv")[window.film.name],
    )
    told = [measured(film, analysis_of(ISBI), None).errors for film in films]
    assert len(told[0]) == 44
    assert told[1] == told[0]
    assert told[2] == pytest.approx(told[0], rel=1e-4)


def test_a_table_without_ellipses_has_errors_alike_in_all_directions(tmp_path: Path) -> None:
    for name, case in (("new", unsure_along(1.2)), ("round", predicted(error_px=10.0))):
        write_csv(tmp_path / name, [case])
    text = (tmp_path / "new").read_text("utf-8").replace("region90", "something")
    (tmp_path / "old").write_text(text, "utf-8")
    new, alike, old = (
        measured(read_csv(tmp_path / name)["a.png"], analysis_of(ISBI), None).errors
        for name in ("new", "round", "old")
    )
    assert old == alike
    assert new["S-N"] < 0.9 * old["S-N"]  # S-N lies across
    assert new["N-Me"] > 1.1 * old["N-Me"]


def test_what_is_told_of_no_prediction_has_no_expected_error(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    write_csv(tmp_path / "t.csv", [predicted()])
    text = (tmp_path / "t.csv").read_text("utf-8").replace("predicted_x_px", "something")
    (tmp_path / "t.csv").write_text(text.replace("predicted_y_px", "else"), "utf-8")
    assert main(["measure", str(tmp_path / "t.csv"), "--json"]) == 0
    (film,) = json.loads(capsys.readouterr().out)["films"]
    assert len(film["undecided"]) == len(ISBI)
    assert film["expected_errors"] == {}


def test_an_angle_that_rounds_to_nothing_has_no_sign(
    tmp_path: Path, capfdbinary: pytest.CaptureFixture[bytes]
) -> None:
    readers = tmp_path / "readers.csv"
    write_reader_table(readers, ISBI, {"a": HEAD | {"B": Point(700.005, 1000)}})
    assert main(["measure", str(readers)]) == 0
    (film,) = rows(capfdbinary.readouterr().out.decode())
    assert film["ANB_deg"] == "0.000"
    assert main(["measure", str(readers), "--json"]) == 0
    assert b'"ANB": 0.0' in capfdbinary.readouterr().out


def own_scheme(*names: str, same: bool = True) -> str:
    """Write a scheme of sella, nasion and A under names of one's own."""
    marks = [
        {
            "id": number,
            "abbreviation": name,
            "name": name,
            "group": "skeletal",
            "definition": f"Ours {number}",
            "same_as": [f"isbi19:{usual}"] if same else [],
        }
        for number, (name, usual) in enumerate(zip(names, "SNA", strict=True), start=1)
    ]
    scheme = {"name": "own", "title": "Our own", "landmarks": marks}
    Path("own.json").write_text(json.dumps(scheme), "utf-8")
    return "own.json"


def test_landmarks_of_a_list_of_ones_own_are_measured_as_what_they_are_the_same_as(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    names = ("Sella", "Nas", "Sub")
    head = dict(zip(names, (HEAD[n] for n in "SNA"), strict=True))
    scheme = own_scheme(*names)
    write_reader_table(Path("t.csv"), read_scheme(scheme), {"a": head})
    assert main(["measure", "t.csv", "--scheme", scheme]) == 0
    (film,) = rows(capfd.readouterr().out)
    assert float(film["SNA_deg"]) == pytest.approx(90)


def test_a_list_whose_landmarks_give_no_measurement_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    scheme = own_scheme("Sella", "Nas", "Sub", same=False)
    (tmp_path / "t.csv").write_text("image,landmark,x_px,y_px\na.png,Sella,1,2\n", "utf-8")
    assert main(["measure", "t.csv", "--scheme", scheme]) == 2
    assert "No measurement rests on the landmarks of Our own." in capfd.readouterr().err
    assert main(["measure", "t.csv"]) == 2
    assert "19 landmarks has none of its landmarks; name another" in capfd.readouterr().err


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["nothing.csv"], "nothing.csv"),
        (["t.csv", "--json", "--csv", "x.csv"], "choose one"),
        (["t.csv", "--spacing", "50"], "not plausible"),
        (["t.csv", "--csv", "t.csv", "--overwrite"], "is also an input"),
    ],
)
def test_measure_refuses_in_one_sentence(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    words: list[str],
    said: str,
) -> None:
    monkeypatch.chdir(tmp_path)
    table(Path("t.csv"))
    assert main(["measure", *words]) == 2
    error = capsys.readouterr().err
    assert said in error
    assert error.count("\n") == 1
