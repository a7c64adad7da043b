"""Texts and markers are seen, by colour-blind readers too.

Contrast after WCAG 2.2 (1.4.3 and 1.4.11): 4.5 for text, 3 for what is not text. Colour blindness
after Machado, Oliveira and Fernandes (2009), doi 10.1109/TVCG.2009.113, severity 1.0.
"""

from itertools import combinations

import numpy as np
import pytest
from numpy.typing import NDArray
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QImage, QPalette
from PySide6.QtWidgets import (
    QAbstractButton,
    QCheckBox,
    QComboBox,
    QDialog,
    QLabel,
    QLineEdit,
    QVBoxLayout,
    QWidget,
)

from landmark_gui.ui.canvas.markers import COLOURS, HALO
from landmark_gui.ui.panels.landmark_table import marker_colour
from landmark_gui.ui.theme import DARK, LIGHT, Theme, palette
from landmark_gui.ui.widgets.number_field import NumberField, WholeNumberField
from tests.ui.conftest import Bench

TEXT, NOT_TEXT = 4.5, 3.0
Rgb = NDArray[np.float64]
BLIND: dict[str, Rgb] = {
    "normal": np.eye(3),
    "protanopia": np.array(
        [
            [0.152286, 1.052583, -0.204868],
            [0.114503, 0.786281, 0.099216],
            [-0.003882, -0.048116, 1.051998],
        ]
    ),
    "deuteranopia": np.array(
        [
            [0.367322, 0.860646, -0.227968],
            [0.280085, 0.672501, 0.047413],
            [-0.011820, 0.042940, 0.968881],
        ]
    ),
    "tritanopia": np.array(
        [
            [1.255528, -0.076749, -0.178779],
            [-0.078411, 0.930809, 0.147602],
            [0.004733, 0.691367, 0.303900],
        ]
    ),
}


def channels(colour: QColor) -> Rgb:
    return np.array([colour.redF(), colour.greenF(), colour.blueF()])


def decoded(encoded: Rgb) -> Rgb:
    return np.where(encoded <= 0.04045, encoded / 12.92, ((encoded + 0.055) / 1.055) ** 2.4)


def linear(colour: QColor) -> Rgb:
    return decoded(channels(colour))


def contrasts(one: Rgb, other: Rgb) -> Rgb:
    """Return the contrast of colours `(..., 3)` in 0..1 to others."""
    lights = [decoded(colours) @ np.array([0.2126, 0.7152, 0.0722]) for colours in (one, other)]
    found: Rgb = (np.maximum(*lights) + 0.05) / (np.minimum(*lights) + 0.05)
    return found


def contrast(one: QColor, other: QColor) -> float:
    return float(contrasts(channels(one), channels(other)))


def over(top: QColor, ground: QColor) -> QColor:
    share = top.alphaF()
    return QColor.fromRgbF(*(share * channels(top) + (1 - share) * channels(ground)))


def lab(colour: Rgb) -> Rgb:
    """Return linear sRGB in CIELAB, white point D65."""
    to_xyz = np.array(
        [[0.4124, 0.3576, 0.1805], [0.2126, 0.7152, 0.0722], [0.0193, 0.1192, 0.9505]]
    )
    x, y, z = np.cbrt(to_xyz @ np.clip(colour, 1e-4, 1) / np.array([0.9505, 1.0, 1.089]))
    return np.array([116 * y - 16, 500 * (x - y), 200 * (y - z)])


def colour(theme: Theme, name: str) -> QColor:
    if name == "placeholder":
        return palette(theme).color(QPalette.ColorRole.PlaceholderText)
    return QColor(getattr(theme, name))


@pytest.mark.parametrize("theme", [LIGHT, DARK], ids=lambda theme: theme.name)
def test_every_text_is_read_on_every_ground_it_stands_on(theme: Theme) -> None:
    grounds = ("window", "panel", "raised", "hover", "selected")
    pairs = [(text, ground) for text in ("text", "muted") for ground in grounds]
    pairs += [("good", "panel"), ("error", "panel"), ("accent", "selected")]
    pairs += [(tone, f"{tone}_ground") for tone in ("warning", "error")]
    pairs += [("text", f"{tone}_ground") for tone in ("warning", "error", "info")]
    pairs += [("on_accent", "accent")]
    pairs += [("placeholder", ground) for ground in ("window", "raised")]
    weak = {
        pair: round(found, 2)
        for pair in pairs
        if (found := contrast(*(colour(theme, name) for name in pair))) < TEXT
    }
    # the accent on a selected ground draws icons, not letters
    assert {pair: c for pair, c in weak.items() if pair != ("accent", "selected") or c < 3} == {}


@pytest.mark.parametrize("theme", [LIGHT, DARK], ids=lambda theme: theme.name)
def test_the_frame_around_what_has_the_focus_is_seen(theme: Theme) -> None:
    for ground in (theme.window, theme.panel, theme.raised):
        assert contrast(QColor(theme.accent), QColor(ground)) >= NOT_TEXT


@pytest.mark.parametrize("theme", [LIGHT, DARK], ids=lambda theme: theme.name)
def test_frames_and_handles_are_seen(theme: Theme) -> None:
    for ground in (theme.window, theme.panel, theme.raised):
        assert contrast(QColor(theme.outline), QColor(ground)) >= NOT_TEXT


@pytest.mark.parametrize("made", [QComboBox, NumberField, WholeNumberField, QLineEdit])
def test_the_frame_of_a_field_is_seen(dressed: Bench, made: type[QWidget]) -> None:
    dialog = QDialog(dressed.window)
    column, field, ground = QVBoxLayout(dialog), made(), QLabel()
    for part in (ground, field):
        column.addWidget(part)
    field.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    dialog.show()
    seen = picture(field)
    frame = seen.pixelColor(seen.width() // 2, 0)
    assert contrast(frame, picture(ground).pixelColor(0, 0)) >= NOT_TEXT
    dialog.close()


def told_apart(before: QImage, after: QImage) -> int:
    """Return how many pixels of two pictures differ so much that it is seen."""
    assert before.size() == after.size()
    return int(np.count_nonzero(contrasts(colours(before), colours(after)) >= NOT_TEXT))


def colours(image: QImage) -> Rgb:
    """Return the `(H, W, 3)` colours of a picture, in 0..1."""
    plain = image.convertToFormat(QImage.Format.Format_RGBA8888)  # no bytes between its rows
    values = np.frombuffer(plain.constBits(), np.uint8)
    return values.reshape(plain.height(), plain.width(), 4)[..., :3] / 255


def picture(widget: QWidget) -> QImage:
    return widget.grab().toImage()


@pytest.fixture(params=[LIGHT, DARK], ids=lambda theme: theme.name)
def dressed(bench: Bench, request: pytest.FixtureRequest) -> Bench:
    bench.window.menus[f"theme_{request.param.name}"].trigger()
    return bench


@pytest.mark.parametrize("name", ["rings", "heat_all"])
def test_a_button_that_is_on_is_told_from_one_that_is_off(dressed: Bench, name: str) -> None:
    button = dressed.window.findChild(QAbstractButton, f"button_{name}")
    assert button is not None
    button.setEnabled(True)
    off = picture(button)
    dressed.window.menus[name].setChecked(True)
    assert told_apart(off, picture(button)) >= button.width() / 2


def test_a_selected_row_is_told_from_the_others(dressed: Bench) -> None:
    table = dressed.window.panels.table
    table.clearSelection()
    before = picture(table)
    table.selectRow(3)
    assert told_apart(before, picture(table)) >= table.viewport().width()


def test_a_selected_film_is_told_from_the_others(dressed: Bench) -> None:
    dressed.open(2)
    dressed.until_shown()
    films = dressed.window.panels.films.list
    before = picture(films)
    dressed.window.session.mark(frozenset({0, 1}))  # the film shown is selected at any rate
    films.show_rows(0, frozenset({0, 1}))
    assert told_apart(before, picture(films)) >= films.viewport().width()


@pytest.mark.parametrize("on", [False, True])
def test_a_box_that_has_the_focus_is_told_from_one_that_has_not(
    dressed: Bench,
    on: bool,  # noqa: FBT001 - a parameter of the test
) -> None:
    dialog = QDialog(dressed.window)
    box, other, column = QCheckBox("Include the times"), QLineEdit(), QVBoxLayout(dialog)
    column.addWidget(other)
    column.addWidget(box)
    box.setChecked(on)
    dialog.show()
    dialog.activateWindow()
    other.setFocus()
    dressed.until(other.hasFocus)
    before = picture(box)
    box.setFocus()
    assert told_apart(before, picture(box)) >= box.width()
    dialog.close()


@pytest.mark.parametrize("group", COLOURS)
def test_markers_and_labels_are_seen_on_every_grey_of_a_film(group: str) -> None:
    colour = COLOURS[group]  # type: ignore[index]  # the groups themselves
    for grey in range(256):
        halo = over(HALO, QColor(grey, grey, grey))
        assert contrast(colour, halo) >= TEXT


@pytest.mark.parametrize("theme", [LIGHT, DARK], ids=lambda theme: theme.name)
@pytest.mark.parametrize("group", COLOURS)
def test_markers_in_the_table_are_seen(group: str, theme: Theme) -> None:
    colour = marker_colour(group, theme)  # type: ignore[arg-type]  # the groups themselves
    for ground in (theme.panel, theme.selected):
        assert contrast(colour, QColor(ground)) >= NOT_TEXT


@pytest.mark.parametrize("eyes", BLIND)
def test_the_groups_are_told_apart_by_colour_blind_readers(eyes: str) -> None:
    seen = [lab(BLIND[eyes] @ linear(colour)) for colour in COLOURS.values()]
    # 2.3 is the difference that is just seen (Sharma 2003); side by side on a film ten times that
    assert min(np.linalg.norm(a - b) for a, b in combinations(seen, 2)) >= 20
