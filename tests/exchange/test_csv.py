import csv
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone
from math import radians
from pathlib import Path
from types import MappingProxyType

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from landmark_gui import __version__, paths
from landmark_gui.document.case import Case
from landmark_gui.domain.annotation import Annotation, Stamp, Status
from landmark_gui.domain.cephalogram import FilmInfo
from landmark_gui.domain.geometry import ImageGrid, PixelSpacing, Point, SpacingSource
from landmark_gui.domain.landmarks import Group, Landmark, LandmarkScheme
from landmark_gui.domain.orientation import Facing, Finding, Polarity, Remark
from landmark_gui.domain.prediction import Detection, Heatmap, Mode, Prediction, Provenance, ReadOut
from landmark_gui.domain.region import Ellipse, Region
from landmark_gui.exchange.context import Context
from landmark_gui.exchange.errors import CannotWrite, UnreadableTable
from landmark_gui.exchange.formats.csv import COLUMNS, point_table, read_csv, render, write_csv
from landmark_gui.exchange.labelled import labelled

ISBI = LandmarkScheme.read(paths.scheme_file("isbi19"))
SPACING = PixelSpacing(0.1, 0.2, SpacingSource.CALIBRATED)
FILM = FilmInfo("folder/a.png", "ab" * 32, 1935, 2400, SPACING)
NOON = datetime(2026, 5, 17, 12, 0, tzinfo=UTC)
NAMES = (
    "a,b.png",
    'say "x".png',
    "two\r\nlines\n.png",
    "=1+1.png",
    "'=1.png",
    " -1.png",
    "\ufeff@x",
    "＝SUM.png",
    "پرتونگاری ۱.png",
    "頭部X線.dcm",
    "\udc80raw.png",
    "''",
    "",
    "NA",
)
WORDS = st.one_of(st.text(), st.sampled_from(NAMES))
NUMBERS = st.floats(-1e6, 1e6)  # no film has a position further away
POINTS = st.builds(Point, NUMBERS, NUMBERS)
MM = st.floats(0.01, 2.0)
STAMPS = st.builds(
    Stamp,
    WORDS,
    st.datetimes(min_value=datetime(1, 1, 2), timezones=st.just(UTC)),  # noqa: DTZ001
)
PLACED = st.sampled_from((Status.PREDICTED, Status.CONFIRMED, Status.MOVED))
PLACELESS = st.sampled_from((Status.UNSET, Status.MISSING, Status.NOT_VISIBLE))


def detection(film: FilmInfo, points: dict[str, Point]) -> Detection:
    heatmap = Heatmap(ImageGrid(1, 1, 1.0), (), np.zeros((0, 1, 1), np.float32))
    predictions = tuple(Prediction(name, p, 5.0, 10.12345, 6.0) for name, p in points.items())
    made = Provenance("=evil", "cd" * 32, Mode.MULTI, 8, 4, 7, "cpu")
    return Detection(film.sha256, predictions, heatmap, made)


ASPECTS = st.sampled_from((1.0, 2.0, 0.75))


@st.composite
def cases(draw: st.DrawFn, name: str) -> Case:
    abbreviations = draw(st.lists(WORDS, unique=True, min_size=1, max_size=4))
    landmarks = (Landmark(i, a, draw(WORDS), Group.DENTAL, "") for i, a in enumerate(abbreviations))
    spacing = draw(
        st.none() | st.builds(PixelSpacing, MM, MM, st.sampled_from(list(SpacingSource)))
    )
    sides = st.integers(1, 100_000)
    film = FilmInfo(name, draw(WORDS), draw(sides), draw(sides), spacing, draw(ASPECTS))
    annotations = {a: draw(annotation(a)) for a in abbreviations}
    predicted = draw(st.none() | st.dictionaries(st.sampled_from(abbreviations), POINTS))
    return Case(
        film,
        LandmarkScheme("x", "X", tuple(landmarks)),
        MappingProxyType(annotations),
        None if predicted is None else detection(film, predicted),
    )


def annotation(landmark: str) -> st.SearchStrategy[Annotation]:
    stamps = st.none() | STAMPS
    return st.one_of(
        st.builds(Annotation, st.just(landmark), PLACED, POINTS, stamps),
        st.builds(Annotation, st.just(landmark), PLACELESS, st.none(), stamps),
    )


@st.composite
def many_cases(draw: st.DrawFn) -> list[Case]:
    return [draw(cases(name)) for name in draw(st.lists(WORDS, unique=True, max_size=3))]


@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(many_cases())
def test_what_goes_out_comes_back_unchanged(tmp_path: Path, sent: list[Case]) -> None:
    table = tmp_path / "out.csv"
    write_csv(table, sent)
    back = read_csv(table)
    assert list(back) == [case.film.name for case in sent]
    for case in sent:
        film = back[case.film.name]
        assert film.film == case.film
        assert film.annotations == case.annotations
        found = case.detection.predictions if case.detection else ()
        assert film.predicted == {p.landmark: p.point for p in found}


@settings(
    max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(many_cases())
def test_no_cell_of_words_can_start_a_formula(tmp_path: Path, sent: list[Case]) -> None:
    table = tmp_path / "out.csv"
    write_csv(table, sent)
    words = ("image", "image_sha256", "landmark", "name", "reader", "model")
    for row in rows_of(table):
        assert not any(row[column].lstrip().startswith(tuple("=+-@＝")) for column in words)
        assert not any(row[column].startswith(("\t", "\r", "\n")) for column in words)


@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(st.data())
def test_a_damaged_table_is_refused_in_words_or_read(tmp_path: Path, data: st.DataObject) -> None:
    table = tmp_path / "out.csv"
    write_csv(table, [reviewed()])
    content = bytearray(table.read_bytes())
    for _ in range(data.draw(st.integers(1, 5))):
        content[data.draw(st.integers(0, len(content) - 1))] = data.draw(st.integers(0, 255))
    table.write_bytes(content[: data.draw(st.integers(0, len(content)))])
    for read in (read_csv, point_table):
        try:
            read(table)
        except UnreadableTable as refusal:
            assert "out.csv" in str(refusal)  # noqa: PT017 - both ends are allowed


def test_the_columns_stand_in_the_documented_order(tmp_path: Path) -> None:
    write_csv(tmp_path / "out.csv", [])
    header = (
        "image,image_sha256,landmark,name,status,x_px,y_px,x_mm,y_mm,predicted_x_px,"
        "predicted_y_px,moved_px,radius50_px,radius90_px,region90_x_px,region90_y_px,"
        "region90_major_px,region90_minor_px,region90_angle_deg,expected_error_px,"
        "spacing_x_mm,spacing_y_mm,spacing_source,image_width_px,image_height_px,pixel_aspect,reader,changed_utc,"
        "blind_status,blind_x_px,blind_y_px,model,model_sha256,"
        "seed,steps,samples,options,remarks,app_version\r\n"
    )
    assert (tmp_path / "out.csv").read_bytes().decode() == header


def test_a_moved_landmark_tells_where_it_was_predicted_and_by_what(tmp_path: Path) -> None:
    write_csv(tmp_path / "out.csv", [reviewed()])
    row = rows_of(tmp_path / "out.csv")[0]
    assert row == dict.fromkeys(COLUMNS, "") | {
        "image": "folder/a.png",
        "image_sha256": "ab" * 32,
        "landmark": "S",
        "name": "Sella",
        "status": "moved",
        "x_px": "13.0",
        "y_px": "24.0",
        "x_mm": "1.3000",
        "y_mm": "4.8000",
        "predicted_x_px": "10.0",
        "predicted_y_px": "20.0",
        "moved_px": "5.0000",
        "radius50_px": "5.0000",
        "radius90_px": "10.1235",
        "expected_error_px": "6.0000",
        "spacing_x_mm": "0.1",
        "spacing_y_mm": "0.2",
        "spacing_source": "calibrated",
        "image_width_px": "1935",
        "image_height_px": "2400",
        "reader": "Dr. Ōe",
        "changed_utc": "2026-05-17T12:00:00Z",
        "model": "'=evil",
        "model_sha256": "cd" * 32,
        "seed": "7",
        "steps": "8",
        "samples": "4",
        "app_version": __version__,
    }


def test_what_was_not_as_usual_is_named(tmp_path: Path) -> None:
    found = detection(FILM, {"S": Point(1, 2)})
    made = replace(found.provenance, mode=Mode.SINGLE, read_out=ReadOut.HOTTEST)
    finding = Finding(facing=Facing.LEFT, polarity=Polarity.INVERTED)
    found = replace(found, provenance=made, finding=finding)
    write_csv(tmp_path / "t.csv", [Case.new(FILM, ISBI).detected(found)])
    options = "mode=single read-out=hottest facing=left polarity=inverted"
    assert {row["options"] for row in rows_of(tmp_path / "t.csv")} == {options}
    model = read_csv(tmp_path / "t.csv")[FILM.name].model
    assert model is not None
    assert model.options == options


def test_what_was_noticed_on_a_film_is_told_and_read_back(tmp_path: Path) -> None:
    remarks = (Remark.FACES_LEFT, Remark.STRANGE)
    found = replace(detection(FILM, {"S": Point(1, 2)}), finding=Finding(remarks=remarks))
    write_csv(tmp_path / "t.csv", [Case.new(FILM, ISBI).detected(found)])
    assert {row["remarks"] for row in rows_of(tmp_path / "t.csv")} == {"faces left; strange"}
    assert read_csv(tmp_path / "t.csv")[FILM.name].remarks == remarks
    later = (tmp_path / "t.csv").read_bytes().replace(b"faces left; ", b"of a later version; ")
    (tmp_path / "t.csv").write_bytes(later)
    assert read_csv(tmp_path / "t.csv")[FILM.name].remarks == (Remark.STRANGE,)


def test_the_ellipse_of_the_90_percent_region_is_told_and_read_back(tmp_path: Path) -> None:
    half, most = Ellipse(Point(3, 4), 2, 1, 0.5), Ellipse(Point(5.12345, 6), 20, 12.5, radians(120))
    regions = tuple(Region(share, 1, e) for share, e in ((0.5, half), (0.9, most), (0.95, half)))
    said = replace(detection(FILM, {"S": Point(1, 2)}).predictions[0], regions=regions)
    found = replace(detection(FILM, {}), predictions=(said,))
    write_csv(tmp_path / "t.csv", [Case.new(FILM, ISBI).detected(found)])
    row = rows_of(tmp_path / "t.csv")[0]
    assert {name: cell for name, cell in row.items() if name.startswith("region90")} == {
        "region90_x_px": f"{5.12345:.4f}",
        "region90_y_px": "6.0000",
        "region90_major_px": "20.0000",
        "region90_minor_px": "12.5000",
        "region90_angle_deg": "120.0000",
    }
    back = read_csv(tmp_path / "t.csv")[FILM.name].found["S"].region90
    assert back == replace(most, centre=Point(round(5.12345, 4), 6))


def test_every_landmark_has_a_row_and_a_missing_one_no_position(tmp_path: Path) -> None:
    write_csv(tmp_path / "out.csv", [reviewed()])
    rows = {row["landmark"]: row for row in rows_of(tmp_path / "out.csv")}
    assert tuple(rows) == ISBI.abbreviations
    assert (rows["PNS"]["status"], rows["PNS"]["x_px"], rows["PNS"]["x_mm"]) == ("missing", "", "")
    assert rows["ANS"]["status"] == "unset"


@pytest.mark.parametrize("revealed", [False, True])
def test_what_is_decided_behind_a_veil_is_blind_whether_or_not_it_is_lifted(
    tmp_path: Path, *, revealed: bool
) -> None:
    case = Case.new(FILM, ISBI).veiled().detected(detection(FILM, {"S": Point(1, 2)}))
    case = case.moved("N", Point(3, 4), Stamp("Ana", NOON))
    write_csv(tmp_path / "t.csv", [case.revealed(case.decisions) if revealed else case])
    said = {row["landmark"]: row["blind_status"] for row in rows_of(tmp_path / "t.csv")}
    assert {name: status for name, status in said.items() if status} == {"N": "moved"}


def test_without_a_spacing_there_are_no_millimetres(tmp_path: Path) -> None:
    case = reviewed()
    write_csv(tmp_path / "out.csv", [replace(case, film=replace(case.film, spacing=None))])
    for row in rows_of(tmp_path / "out.csv"):
        assert not any(row[column] for column in COLUMNS if column.endswith("_mm"))
        assert not row["spacing_source"]


def test_numpy_numbers_are_written_as_plain_ones(tmp_path: Path) -> None:
    point = Point(np.float64(1.5), np.float32(2.25))  # type: ignore[arg-type]  # numpy slips in
    case = Case.new(FILM, ISBI).moved("S", point, Stamp("r", NOON))
    write_csv(tmp_path / "out.csv", [case])
    assert rows_of(tmp_path / "out.csv")[0]["x_px"] == "1.5"
    assert read_csv(tmp_path / "out.csv")[FILM.name].annotations["S"].point == Point(1.5, 2.25)


def test_unsigned_rows_carry_the_reader_of_the_export_but_no_stamp(tmp_path: Path) -> None:
    data = render([labelled(Case.new(FILM, ISBI), reader="=cmd()")], Context(ISBI))
    (tmp_path / "out.csv").write_bytes(data)
    assert {row["reader"] for row in rows_of(tmp_path / "out.csv")} == {"'=cmd()"}
    annotations = read_csv(tmp_path / "out.csv")[FILM.name].annotations
    assert all(annotation.stamp is None for annotation in annotations.values())


def test_a_time_of_another_zone_is_read_as_the_same_moment(tmp_path: Path) -> None:
    tehran = datetime(2026, 5, 17, 15, 30, tzinfo=timezone(timedelta(hours=3.5)))
    case = Case.new(FILM, ISBI).moved("S", Point(1, 2), Stamp("r", tehran))
    write_csv(tmp_path / "out.csv", [case])
    assert rows_of(tmp_path / "out.csv")[0]["changed_utc"] == "2026-05-17T12:00:00Z"


def test_a_byte_order_mark_from_a_spreadsheet_does_no_harm(tmp_path: Path) -> None:
    table = tmp_path / "out.csv"
    write_csv(table, [reviewed()])
    table.write_bytes(b"\xef\xbb\xbf" + table.read_bytes())
    assert read_csv(table)[FILM.name].film == FILM


def test_points_are_read_by_film_and_abbreviation(tmp_path: Path) -> None:
    write_csv(tmp_path / "out.csv", [reviewed()])
    assert point_table(tmp_path / "out.csv") == {FILM.name: {"S": Point(13, 24)}}


def test_empty_cells_are_empty_however_a_statistics_program_writes_them(tmp_path: Path) -> None:
    write_csv(tmp_path / "ours.csv", [reviewed()])
    ours = read_csv(tmp_path / "ours.csv")
    rows = rows_of(tmp_path / "ours.csv")
    for empty in ("NA", "NaN", "nan"):
        with (tmp_path / "r.csv").open("w", encoding="utf-8", newline="") as file:
            table = csv.DictWriter(file, rows[0], quoting=csv.QUOTE_ALL)
            table.writeheader()
            table.writerows({c: cell or empty for c, cell in row.items()} for row in rows)
        assert read_csv(tmp_path / "r.csv") == ours


def test_initials_are_no_missing_value(tmp_path: Path) -> None:
    write_csv(
        tmp_path / "out.csv", [Case.new(FILM, ISBI).moved("S", Point(1, 2), Stamp("NA", NOON))]
    )
    assert rows_of(tmp_path / "out.csv")[0]["reader"] == "'NA"
    stamp = read_csv(tmp_path / "out.csv")[FILM.name].annotations["S"].stamp
    assert stamp == Stamp("NA", NOON)


@pytest.mark.parametrize("read", [read_csv, point_table])
def test_a_table_that_is_not_there_is_named(tmp_path: Path, read: Callable[[Path], object]) -> None:
    with pytest.raises(UnreadableTable, match=r"none\.csv could not be read: No such file"):
        read(tmp_path / "none.csv")


def test_a_table_cannot_take_the_place_of_a_folder(tmp_path: Path) -> None:
    (tmp_path / "out.csv").mkdir()
    with pytest.raises(CannotWrite, match="could not be written"):
        write_csv(tmp_path / "out.csv", [])


def reviewed() -> Case:
    case = Case.new(FILM, ISBI).detected(detection(FILM, {"S": Point(10, 20)}))
    stamp = Stamp("Dr. Ōe", NOON)
    return case.moved("S", Point(13, 24), stamp).marked_missing("PNS", stamp)


def rows_of(table: Path) -> list[dict[str, str]]:
    with table.open(encoding="utf-8", errors="surrogatepass", newline="") as file:
        return list(csv.DictReader(file))
