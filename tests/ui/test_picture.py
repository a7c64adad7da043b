"""The film shown as a picture: what is in it, where it goes, what it never replaces."""

import re
import threading
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import pytest
from PIL import Image

from landmark_gui.domain.cephalogram import Cephalogram
from landmark_gui.domain.geometry import PixelSpacing, SpacingSource
from landmark_gui.exchange.labelled import LabelledFilm
from landmark_gui.exchange.picture.layout import Style, lay_out
from landmark_gui.exchange.picture.scene import Scene
from landmark_gui.ui.measurements.measurements_window import MeasurementsWindow
from landmark_gui.ui.messages import Message, Tone
from landmark_gui.ui.transfers import picturing
from landmark_gui.ui.transfers.dialogs import SystemDialogs
from landmark_gui.ui.transfers.picturing import with_ending
from tests.exchange.pictures import svg_groups
from tests.ui.exchanging import told

if TYPE_CHECKING:
    from tests.ui.conftest import Bench


def save(bench: "Bench", to: Path) -> Message:
    bench.window.messages.say(None)
    bench.dialogs.picture = to
    bench.window.menus["picture"].trigger()
    return told(bench)


def test_without_a_film_there_is_no_picture_to_save(bench: "Bench") -> None:
    assert not bench.window.menus["picture"].isEnabled()


def test_a_png_has_the_film_resolution_and_the_message_says_where_it_is(
    detected: "Bench", film: Cephalogram, tmp_path: Path
) -> None:
    message = save(detected, tmp_path / "a.png")
    assert message.tone is Tone.INFO
    assert str(tmp_path / "a.png") in message.text
    with Image.open(tmp_path / "a.png") as picture:
        assert picture.size == film.info.size_px
        pixels = np.asarray(picture)
    assert (pixels.max(2) != pixels.min(2)).any()  # a film is grey, marks are not
    assert detected.dialogs.suggested is not None
    assert detected.dialogs.suggested.name == "film-1-landmarks.png"


def test_the_picture_shows_landmarks_regions_and_a_scale_and_names_nobody(
    detected: "Bench", tmp_path: Path
) -> None:
    detected.window.correcting.confirm()
    case = detected.window.session.case
    assert case is not None
    assert case.film.spacing is not None
    save(detected, tmp_path / "a.svg")
    text = (tmp_path / "a.svg").read_text()
    assert 'data-landmark="S" data-status="confirmed"' in text
    assert 'class="region"' in text
    assert 'class="scale"' in text
    for ending in ("svg", "png", "pdf"):
        save(detected, tmp_path / f"a.{ending}")
        data = (tmp_path / f"a.{ending}").read_bytes()
        assert b"film-1" not in data
        assert b"reader" not in data


def test_the_picture_has_the_region_that_the_window_draws(
    detected: "Bench", tmp_path: Path
) -> None:
    case = detected.window.session.case
    said = case.predicted("S") if case else None
    region = said.region(0.9) if said else None
    assert region is not None
    save(detected, tmp_path / "a.svg")
    (drawn,) = svg_groups((tmp_path / "a.svg").read_bytes(), "region")["S"]
    place = [float(drawn.attrib[name]) for name in ("cx", "cy", "rx", "ry")]
    e = region.ellipse
    assert place == pytest.approx([e.centre.x, e.centre.y, e.major_px, e.minor_px], abs=0.001)


def test_the_window_of_measurements_saves_the_film_with_them_beside_it(
    detected: "Bench", film: Cephalogram, tmp_path: Path
) -> None:
    detected.window.menus["measure"].trigger()
    measurements = detected.window.findChildren(MeasurementsWindow)[-1]
    detected.window.messages.say(None)
    detected.dialogs.picture = tmp_path / "a.png"
    measurements.picture_wanted.emit()
    assert str(tmp_path / "a.png") in told(detected).text
    with Image.open(tmp_path / "a.png") as picture:
        assert picture.height > film.info.height_px  # or none of its 480 rows could be read
        assert picture.width > film.info.width_px
    save(detected, tmp_path / "b.png")
    with Image.open(tmp_path / "b.png") as picture:
        assert picture.size == film.info.size_px


def test_the_lines_on_the_film_are_in_the_picture_with_its_measurements(
    detected: "Bench", tmp_path: Path
) -> None:
    detected.window.menus["measure"].trigger()
    measurements = detected.window.findChildren(MeasurementsWindow)[-1]
    detected.dialogs.picture = tmp_path / "bare.svg"
    measurements.picture_wanted.emit()
    told(detected)
    assert 'class="tracing"' not in (tmp_path / "bare.svg").read_text()
    measurements.table.selectRow(0)
    detected.dialogs.picture = tmp_path / "drawn.svg"
    measurements.picture_wanted.emit()
    told(detected)
    assert 'class="tracing"' in (tmp_path / "drawn.svg").read_text()


def test_a_landmark_has_the_same_colour_in_the_picture_and_in_the_window(
    detected: "Bench", tmp_path: Path
) -> None:
    save(detected, tmp_path / "a.svg")
    text = (tmp_path / "a.svg").read_text()
    for name in ("S", "L1", "UL"):
        item = detected.window.view._landmarks.item(name)
        drawn = re.search(rf'data-landmark="{name}"[^>]*><[^>]*stroke="(#\w+)"', text)
        assert item is not None
        assert drawn is not None
        assert drawn[1] == item.marker.colour.name().upper()


def test_the_scale_is_the_one_the_film_was_calibrated_to(detected: "Bench", tmp_path: Path) -> None:
    oblong = PixelSpacing(0.05, 0.2, SpacingSource.RULER)
    detected.window.session.calibrate("Calibrate by ruler", oblong, [0])
    save(detected, tmp_path / "a.svg")
    text = (tmp_path / "a.svg").read_text()
    bar = re.search(r'"scale"><polyline points="([^,]+),[^ ]+ ([^,]+),', text)
    assert bar is not None
    assert "2 mm across (calibrated by ruler)" in text
    assert float(bar[2]) - float(bar[1]) == pytest.approx(2 / 0.05, abs=0.01)


def test_the_ending_says_what_is_written_and_png_is_written_without_one(
    detected: "Bench", tmp_path: Path
) -> None:
    beginnings = {"a.PDF": b"%PDF", "a.svg": b"<?xml", "film.v2": b"\x89PNG"}
    for name, beginning in beginnings.items():
        assert str(with_ending(tmp_path / name)) in save(detected, tmp_path / name).text
        assert with_ending(tmp_path / name).read_bytes().startswith(beginning)
    assert with_ending(tmp_path / "film.v2").name == "film.v2.png"


def test_a_picture_in_the_way_is_kept_until_somebody_says_otherwise(
    detected: "Bench", tmp_path: Path
) -> None:
    there = tmp_path / "a.pdf"
    there.write_text("precious")
    message = save(detected, there)
    assert message.tone is Tone.WARNING
    assert [remedy.text for remedy in message.remedies] == ["Replace it", "Save as a-2.pdf"]
    assert there.read_text() == "precious"
    message.remedies[1].verb()
    assert str(tmp_path / "a-2.pdf") in told(detected).text
    assert there.read_text() == "precious"
    message.remedies[0].verb()
    told(detected)
    assert there.read_bytes().startswith(b"%PDF")


def test_a_film_is_never_replaced_by_its_picture(
    bench: "Bench", film: Cephalogram, tmp_path: Path
) -> None:
    path = tmp_path / "x.png"
    Image.fromarray(film.pixels).save(path)
    before = path.read_bytes()
    bench.window.session.open_paths([path])
    bench.until_shown()
    message = save(bench, path)
    assert message.tone is Tone.ERROR
    assert not message.remedies
    assert path.read_bytes() == before
    assert "no scale bar" in save(bench, tmp_path / "y.png").text


def test_a_place_that_is_not_there_is_an_error_and_no_place_is_a_change_of_mind(
    detected: "Bench", tmp_path: Path
) -> None:
    assert save(detected, tmp_path / "nowhere" / "a.png").tone is Tone.ERROR
    detected.dialogs.picture = None
    detected.window.menus["picture"].trigger()
    assert detected.window.session.background.resting
    assert not list(tmp_path.iterdir())


def test_the_window_does_not_wait_for_the_drawing(
    detected: "Bench", tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    drawn_in: list[threading.Thread] = []

    def watched(film: Cephalogram, labels: LabelledFilm, style: Style) -> Scene:
        drawn_in.append(threading.current_thread())
        return lay_out(film, labels, style)

    monkeypatch.setattr(picturing, "lay_out", watched)
    save(detected, tmp_path / "a.png")
    assert drawn_in != []
    assert threading.main_thread() not in drawn_in


def test_the_system_dialog_leaves_the_question_of_replacing_to_the_message_bar(
    bench: "Bench", tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[object] = []

    def answer(*args: object, options: object) -> tuple[str, str]:
        asked.extend((*args, options))
        return str(tmp_path / "a.svg"), ""

    dialog = "landmark_gui.ui.transfers.dialogs.QFileDialog.getSaveFileName"
    monkeypatch.setattr(dialog, answer)
    system = SystemDialogs(bench.window)
    assert system.ask_picture(tmp_path / "b.png") == tmp_path / "a.svg"
    assert str(tmp_path / "b.png") in asked
    assert "DontConfirmOverwrite" in str(asked[-1])
