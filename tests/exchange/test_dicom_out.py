"""Reports and presentation states: what they hold, what they leave out, and who can read them."""

import io
from dataclasses import replace
from pathlib import Path
from types import MappingProxyType

import numpy as np
import pytest
from pydicom import Dataset, config, dcmread, dcmwrite
from pydicom.uid import (
    UID,
    DeflatedExplicitVRLittleEndian,
    ExplicitVRBigEndian,
    ExplicitVRLittleEndian,
    MultiFrameGrayscaleByteSecondaryCaptureImageStorage,
)

from landmark_gui.cli.films_beside import FilmsBeside
from landmark_gui.document.case import Case
from landmark_gui.domain.annotation import Status
from landmark_gui.domain.cephalogram import Cephalogram, FilmInfo, Window
from landmark_gui.domain.geometry import PixelSpacing, Point, SpacingSource
from landmark_gui.domain.inflation import MOST_ITEMS
from landmark_gui.exchange import recognise
from landmark_gui.exchange.context import Context
from landmark_gui.exchange.dicom import write_dicom
from landmark_gui.exchange.errors import CannotHold, UnreadableLabels
from landmark_gui.exchange.formats import dicom_gsps, dicom_sr
from landmark_gui.exchange.labelled import LabelledFilm
from landmark_gui.exchange.outgoing import HEADER, Wish, outgoing, send
from landmark_gui.exchange.picture.png import write_png
from landmark_gui.exchange.registry import FORMATS
from tests.exchange.labelled_films import SMALL, complete_film

CANARY = "Canary^Patient"

highdicom = pytest.importorskip("highdicom")


@pytest.fixture
def how(tmp_path: Path) -> Context:
    return Context(SMALL, films=FilmsBeside.of(films_in(tmp_path)))


def films_in(folder: Path) -> Path:
    spacing = PixelSpacing(0.125, 0.125, SpacingSource.CALIBRATED)
    info = FilmInfo("a.dcm", "0" * 64, 300, 400, spacing)
    film = Cephalogram(info, np.zeros((400, 300), np.uint8), Window(0, 255))
    write_dicom(folder / "a.dcm", film, patient=CANARY)
    write_png(folder / "b.png", film)
    return folder


def film(name: str = "a.dcm") -> LabelledFilm:
    sent = complete_film(name)
    confirmed = {**sent.annotations}
    confirmed["N"] = type(confirmed["N"])("N", Status.CONFIRMED, Point(12.125, 34.875))
    confirmed["L1"] = type(confirmed["L1"])("L1", Status.MISSING)
    return LabelledFilm(sent.film, confirmed)


def case(said: LabelledFilm) -> Case:
    return Case(said.film, SMALL, MappingProxyType(dict(said.annotations)))


def everything(dataset: Dataset) -> str:
    return str(dataset) + str(dataset.file_meta)


@pytest.mark.parametrize("kind", [dicom_sr, dicom_gsps])
def test_positions_come_back_and_the_film_is_found_by_its_name(kind: object, how: Context) -> None:
    data = kind.render([film()], how)  # type: ignore[attr-defined]  # both have it
    (back,) = kind.parse(data, "a.dcm", how)  # type: ignore[attr-defined]
    assert back.points == film().points
    assert (back.film.name, back.film.size_px) == ("a.dcm", (300, 400))
    assert tuple(back.annotations) == SMALL.abbreviations
    wanted = "dicom-sr" if kind is dicom_sr else "dicom-gsps"
    assert recognise.recognised(data, "a.dcm") is FORMATS[wanted]


def test_a_report_says_how_a_landmark_came_to_be_where_it_is(how: Context) -> None:
    (back,) = dicom_sr.parse(dicom_sr.render([film()], how), "a.dcm", how)
    said = {name: a.status for name, a in back.annotations.items()}
    assert said["N"] is Status.CONFIRMED
    assert said["S"] is Status.MOVED
    assert said["L1"] is Status.UNSET


@pytest.mark.parametrize("kind", [dicom_sr, dicom_gsps])
def test_neither_patient_nor_day_is_in_it_unless_asked(kind: object, how: Context) -> None:
    render = kind.render  # type: ignore[attr-defined]  # both have it
    shut = dcmread(io.BytesIO(render([film()], how)))
    assert CANARY not in everything(shut)
    assert (shut.PatientName, shut.PatientID, shut.StudyDate) == ("", "", "")
    days = {str(e.value) for e in shut.iterall() if e.VR in ("DA", "DT") and e.value}
    assert days == {"19000101", "19000101000000"}
    opened = Context(SMALL, films=how.films, identified=True)
    assert dcmread(io.BytesIO(render([film()], opened))).PatientName == CANARY


@pytest.mark.parametrize("frames", [1, 2])
def test_no_free_text_beside_the_grey_values_goes_over(
    how: Context, tmp_path: Path, frames: int
) -> None:
    if frames > 1:
        as_two_frames(tmp_path / "a.dcm")
    source = dcmread(tmp_path / "a.dcm")
    source.RescaleIntercept, source.RescaleSlope, source.RescaleType = 0, 1, CANARY
    source.WindowCenter, source.WindowWidth = 40, 100
    source.WindowCenterWidthExplanation = CANARY
    source.save_as(tmp_path / "a.dcm")
    state = dcmread(io.BytesIO(dicom_gsps.render([film()], how)))
    assert state.RescaleType == "US"
    assert "WindowCenterWidthExplanation" not in state.SoftcopyVOILUTSequence[0]
    assert CANARY not in everything(state)


@pytest.mark.parametrize(
    ("bits", "data"),
    [
        (8, [0, 128, 255]),
        (8, [0x8000, 0xFF]),  # two entries a number
        (8, b"\x00\x80\xff\x00"),  # bytes come in pairs
        (12, [0, 2056, 4095]),
        (12, np.array([0, 2056, 4095], "<u2").tobytes()),
        (16, [0, 32896, 65535]),
    ],
)
def test_a_presentation_state_keeps_a_table_of_grey_values_without_its_name(
    how: Context, tmp_path: Path, bits: int, data: bytes | list[int]
) -> None:
    table = Dataset()
    table.LUTDescriptor, table.LUTExplanation = [3, 5, bits], CANARY
    table.add_new("LUTData", "OW" if isinstance(data, bytes) else "US", data)
    source = dcmread(tmp_path / "a.dcm")
    source.VOILUTSequence = [table]
    source.save_as(tmp_path / "a.dcm")
    state = dcmread(io.BytesIO(dicom_gsps.render([film()], how)))
    assert CANARY not in everything(state)
    (voi,) = state.SoftcopyVOILUTSequence
    assert "WindowCenter" not in voi
    back = highdicom.VOILUT.from_dataset(voi.VOILUTSequence[0])
    assert (back.first_mapped_value, back.bits_per_entry) == (5, 16)
    assert back.lut_data.tolist() == pytest.approx([0, 32896, 65535], abs=8)


@pytest.mark.parametrize("syntax", [ExplicitVRLittleEndian, ExplicitVRBigEndian])
@pytest.mark.parametrize("form", ["US", "OW"])
def test_a_table_keeps_its_entries_in_every_order_and_beyond_its_bits(
    how: Context, tmp_path: Path, syntax: UID, form: str
) -> None:
    little = syntax is ExplicitVRLittleEndian
    entries = np.arange(0, 4096, 15)
    table = Dataset()
    table.LUTDescriptor = [len(entries), 0, 10]
    stored = entries.astype("<u2" if little else ">u2").tobytes()
    table.add_new("LUTData", form, stored if form == "OW" else entries.tolist())
    source = dcmread(tmp_path / "a.dcm")
    source.VOILUTSequence = [table]
    source.file_meta.TransferSyntaxUID = syntax
    dcmwrite(tmp_path / "a.dcm", source)
    state = dcmread(io.BytesIO(dicom_gsps.render([film()], how)))
    back = highdicom.VOILUT.from_dataset(state.SoftcopyVOILUTSequence[0].VOILUTSequence[0])
    assert back.lut_data.tolist() == pytest.approx(list(entries * (65535 / 4095)), abs=1)


@pytest.mark.parametrize("descriptor", [[256, -128, 8], [256, 0, 0], [256, 0]], ids=str)
def test_a_table_of_grey_values_that_no_state_takes_leaves_the_window_in_force(
    how: Context, tmp_path: Path, descriptor: list[int]
) -> None:
    table = Dataset()
    table.add_new("LUTDescriptor", "SS", descriptor)
    table.add_new("LUTData", "OW", bytes(range(256)))
    source = dcmread(tmp_path / "a.dcm")
    source.VOILUTSequence = [table]
    source.WindowCenter, source.WindowWidth = 40, 100
    source.save_as(tmp_path / "a.dcm")
    assert dicom_sr.render([film()], how)
    state = dcmread(io.BytesIO(dicom_gsps.render([film()], how)))
    (voi,) = state.SoftcopyVOILUTSequence
    assert (voi.WindowCenter, voi.WindowWidth) == (40, 100)


def test_the_report_is_tied_to_the_film_by_its_uids(how: Context, tmp_path: Path) -> None:
    source = dcmread(tmp_path / "a.dcm")
    report = dcmread(io.BytesIO(dicom_sr.render([film()], how)))
    assert report.StudyInstanceUID == source.StudyInstanceUID
    assert source.SOPInstanceUID in everything(report)
    again = dcmread(io.BytesIO(dicom_sr.render([film()], how)))
    assert again.SOPInstanceUID == report.SOPInstanceUID


def test_highdicom_reads_the_report_as_tid_1500_with_a_point_each(how: Context) -> None:
    dataset = dcmread(io.BytesIO(dicom_sr.render([film()], how)))
    report = highdicom.sr.ComprehensiveSR.from_dataset(dataset)
    groups = report.content.get_planar_roi_measurement_groups(
        graphic_type=highdicom.sr.GraphicTypeValues.POINT
    )
    points = {group.tracking_identifier: group.roi.value.tolist() for group in groups}
    assert points == {name: [[p.x, p.y]] for name, p in film().points.items()}
    assert report.ContentTemplateSequence[0].TemplateIdentifier == "1500"


def test_highdicom_reads_the_presentation_state(how: Context) -> None:
    dataset = dcmread(io.BytesIO(dicom_gsps.render([film()], how)))
    drawn = dataset.GraphicAnnotationSequence
    assert [d.TextObjectSequence[0].UnformattedTextValue for d in drawn] == list(film().points)
    assert {d.GraphicObjectSequence[0].GraphicType for d in drawn} == {"POINT"}
    assert {d.GraphicObjectSequence[0].GraphicAnnotationUnits for d in drawn} == {"PIXEL"}


@pytest.mark.parametrize(
    ("greys", "header", "shape"),
    [
        ("MONOCHROME2", "IDENTITY", "IDENTITY"),
        ("MONOCHROME1", "IDENTITY", "INVERSE"),
        ("MONOCHROME1", "INVERSE", "INVERSE"),
    ],
)
def test_a_presentation_state_leaves_bone_bright(
    how: Context, tmp_path: Path, greys: str, header: str, shape: str
) -> None:
    source = dcmread(tmp_path / "a.dcm")
    source.PhotometricInterpretation, source.PresentationLUTShape = greys, header
    source.save_as(tmp_path / "a.dcm")
    state = dcmread(io.BytesIO(dicom_gsps.render([film()], how)))
    assert state.PresentationLUTShape == shape


@pytest.mark.parametrize(
    ("y_mm", "ratio"), [(0.125, [1, 1]), (0.25, [2, 1]), (0.0625, [1, 2]), (0.150149, [806, 671])]
)
def test_a_presentation_state_shows_pixels_in_their_shape(
    how: Context, y_mm: float, ratio: list[int]
) -> None:
    spacing = PixelSpacing(0.125, y_mm, SpacingSource.CALIBRATED)
    shown = replace(film(), film=replace(film().film, spacing=spacing))
    (area,) = dcmread(io.BytesIO(dicom_gsps.render([shown], how))).DisplayedAreaSelectionSequence
    assert area.PresentationPixelAspectRatio == ratio


@pytest.mark.parametrize("name", ["dicom-sr", "dicom-gsps"])
def test_the_preview_leaves_out_what_no_report_can_be_made_for(how: Context, name: str) -> None:
    cases = [case(film("a.dcm")), case(film("b.png")), case(film("c.dcm"))]
    out = outgoing(cases, Wish(FORMATS[name]), how)
    assert [ready.film.name for ready in out.films] == ["a.dcm"]
    why = "not a DICOM film that a report can refer to"
    assert out.left_out == {"b.png": why, "c.dcm": "not a DICOM film"}


@pytest.mark.parametrize("identified", [True, False])
def test_the_patients_data_go_out_when_that_is_wished(
    how: Context, tmp_path: Path, *, identified: bool
) -> None:
    wish = Wish(FORMATS["dicom-sr"], identified=identified)
    out = outgoing([case(film())], wish, how)
    assert (HEADER in out.removed) is not identified
    send(out, wish.format, tmp_path / "sr.dcm", overwrite=False)
    assert (CANARY in everything(dcmread(tmp_path / "sr.dcm"))) is identified


def test_a_film_that_is_no_dicom_or_not_at_hand_is_refused(how: Context) -> None:
    with pytest.raises(CannotHold, match=r"b\.png: not a DICOM film"):
        dicom_sr.render([film("b.png")], how)
    with pytest.raises(CannotHold, match=r"c\.dcm: it is not at hand; .*--films"):
        dicom_gsps.render([film("c.dcm")], how)


@pytest.mark.parametrize("syntax", [ExplicitVRLittleEndian, DeflatedExplicitVRLittleEndian])
@pytest.mark.parametrize("defined", [True, False])
def test_a_film_of_endless_lists_is_refused(
    how: Context, tmp_path: Path, syntax: UID, *, defined: bool
) -> None:
    source = dcmread(tmp_path / "a.dcm")
    source.ReferencedImageSequence = [Dataset()] * (MOST_ITEMS + 1)
    source["ReferencedImageSequence"].is_undefined_length = not defined
    source.file_meta.TransferSyntaxUID = syntax
    source.save_as(tmp_path / "a.dcm")
    with pytest.raises(CannotHold, match=r"a\.dcm: it has longer lists than any film"):
        dicom_sr.render([film()], how)


def test_the_pixels_of_a_film_are_not_read_for_its_header(how: Context, tmp_path: Path) -> None:
    source = dcmread(tmp_path / "a.dcm")
    source.Rows = source.Columns = 1024
    source.PixelData = b"\xfe\xff\x00\xe0" * (1024 * 1024 // 4)  # would be counted as lists
    source.save_as(tmp_path / "a.dcm")
    assert dicom_sr.render([film()], how)


def as_two_frames(path: Path) -> None:
    source = dcmread(path)
    source.NumberOfFrames, source.PixelData = 2, source.PixelData * 2
    source.SOPClassUID = MultiFrameGrayscaleByteSecondaryCaptureImageStorage
    source.save_as(path)


@pytest.mark.parametrize(("name", "frame"), [("a.dcm", 1), ("a.dcm#2", 2)])
def test_of_a_file_of_several_frames_the_one_that_was_read_is_meant(
    name: str, frame: int, how: Context, tmp_path: Path
) -> None:
    as_two_frames(tmp_path / "a.dcm")
    report = dcmread(io.BytesIO(dicom_sr.render([film(name)], how)))
    dataset = highdicom.sr.ComprehensiveSR.from_dataset(report)
    groups = dataset.content.get_planar_roi_measurement_groups(
        graphic_type=highdicom.sr.GraphicTypeValues.POINT
    )
    meant = [g.roi.ContentSequence[0].ReferencedSOPSequence[0] for g in groups]
    assert {item.ReferencedFrameNumber for item in meant} == {frame}
    state = dcmread(io.BytesIO(dicom_gsps.render([film(name)], how)))
    drawn = [d.ReferencedImageSequence[0] for d in state.GraphicAnnotationSequence]
    assert {item.ReferencedFrameNumber for item in drawn} == {frame}


def windowed(centre: float) -> Dataset:
    """Return the functional groups of a frame with a window."""
    group, window = Dataset(), Dataset()
    window.WindowCenter, window.WindowWidth = centre, 100
    group.FrameVOILUTSequence = [window]
    return group


def test_a_presentation_state_shows_a_frame_in_its_own_window(how: Context, tmp_path: Path) -> None:
    as_two_frames(tmp_path / "a.dcm")
    source = dcmread(tmp_path / "a.dcm")
    source.PerFrameFunctionalGroupsSequence = [windowed(40), windowed(70)]
    source.save_as(tmp_path / "a.dcm")
    shown = dcmread(io.BytesIO(dicom_gsps.render([film("a.dcm#2")], how)))
    assert [voi.WindowCenter for voi in shown.SoftcopyVOILUTSequence] == [70]


@pytest.mark.parametrize("kind", [dicom_sr, dicom_gsps])
def test_objects_on_two_frames_are_two_objects(kind: object, how: Context, tmp_path: Path) -> None:
    as_two_frames(tmp_path / "a.dcm")
    made = [kind.render([film(name)], how) for name in ("a.dcm", "a.dcm#2")]  # type: ignore[attr-defined]
    first, second = (dcmread(io.BytesIO(data)).SOPInstanceUID for data in made)
    assert first != second


@pytest.mark.parametrize("kind", [dicom_sr, dicom_gsps])
def test_a_film_without_positions_is_refused(kind: object, how: Context) -> None:
    bare = LabelledFilm(film().film, {"S": type(film().annotations["S"])("S")})
    with pytest.raises(CannotHold, match="no landmark has a position"):
        kind.render([bare], how)  # type: ignore[attr-defined]  # both have it


def test_what_breaks_the_standard_in_the_patients_data_does_not_go_over(
    how: Context, tmp_path: Path
) -> None:
    source = dcmread(tmp_path / "a.dcm")
    with config.disable_value_validation():
        source.PatientSex, source.StudyDate, source.StudyTime = "?", "2026-05-17", "11:25:01"
        source.AccessionNumber = "20220422113657META1"
        source.save_as(tmp_path / "a.dcm")
    opened = Context(SMALL, films=how.films, identified=True)
    report = dcmread(io.BytesIO(dicom_sr.render([film()], opened)))
    assert (report.PatientSex, report.StudyDate, report.StudyTime) == ("", "", "")
    assert report.AccessionNumber == ""
    assert report.PatientName == CANARY


@pytest.mark.parametrize("kind", [dicom_sr, dicom_gsps])
def test_a_header_that_no_report_fits_is_refused_without_quoting_it(
    kind: object, how: Context, tmp_path: Path
) -> None:
    source = dcmread(tmp_path / "a.dcm")
    del source.Modality, source.SamplesPerPixel
    source.save_as(tmp_path / "a.dcm")
    with pytest.raises(CannotHold, match=r"^a\.dcm: no report can be made from its DICOM header"):
        kind.render([film()], how)  # type: ignore[attr-defined]  # both have it


@pytest.mark.parametrize("kind", [dicom_sr, dicom_gsps])
def test_a_landmark_beside_the_film_is_refused(kind: object, how: Context) -> None:
    far = film()
    out = {**far.annotations, "S": type(far.annotations["S"])("S", Status.MOVED, Point(301, 1))}
    with pytest.raises(CannotHold, match="S lies outside the DICOM film"):
        kind.render([LabelledFilm(far.film, out)], how)  # type: ignore[attr-defined]  # both


@pytest.mark.parametrize("kind", [dicom_sr, dicom_gsps])
@pytest.mark.parametrize("cut", [0, 10, 200, 900])
def test_a_damaged_object_is_refused_in_words(kind: object, cut: int, how: Context) -> None:
    data = kind.render([film()], how)  # type: ignore[attr-defined]  # both have it
    broken = data[:cut]
    try:
        kind.parse(broken, "a.dcm", how)  # type: ignore[attr-defined]
    except UnreadableLabels as refusal:
        assert "a.dcm" in str(refusal)  # noqa: PT017 - both ends are allowed
