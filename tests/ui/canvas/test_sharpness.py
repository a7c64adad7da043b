"""The film's own pixels are seen wherever there is room for them."""

from dataclasses import replace

import numpy as np
import pytest
from numpy.typing import NDArray
from PySide6.QtCore import QPoint
from PySide6.QtGui import QColor, QImage, QPainter
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from landmark_gui.domain.cephalogram import Cephalogram, Window
from landmark_gui.domain.geometry import Point
from landmark_gui.ui.canvas.film_view import FilmView
from landmark_gui.ui.canvas.pyramid import ShownFilm

SIDE = 1000


@pytest.fixture
def chequered(film: Cephalogram) -> ShownFilm:
    """A film of single black and white pixels: reduced to half its size it is plain grey."""
    pixels = (np.indices((SIDE, SIDE)).sum(axis=0) % 2 * 255).astype(np.uint8)
    info = replace(film.info, width_px=SIDE, height_px=SIDE)
    return ShownFilm.of(replace(film, info=info, pixels=pixels, window=Window(0, 255)))


@pytest.fixture
def view(qtbot: QtBot, chequered: ShownFilm) -> FilmView:
    made = FilmView()
    qtbot.addWidget(made)
    made.resize(500, 500)
    with qtbot.waitExposed(made):
        made.show()
    made.show_film(chequered)
    return made


def grey(image: QImage) -> NDArray[np.uint8]:
    shown = image.convertToFormat(QImage.Format.Format_Grayscale8)
    rows = np.frombuffer(shown.constBits(), np.uint8)
    return rows.reshape(shown.height(), shown.bytesPerLine())[:, : shown.width()]


def middle(image: QImage) -> NDArray[np.uint8]:
    height, width = image.height(), image.width()
    return grey(image)[height * 2 // 5 : height // 2 - 6, width * 2 // 5 : width // 2 - 6]


def loupe(view: FilmView) -> QImage:
    view.set_loupe(always=True)
    for x in (240, 250):
        QTest.mouseMove(view.viewport(), QPoint(x, 250))
    return view._loupe.grab().toImage()


def test_a_reduced_film_is_averaged(view: FilmView) -> None:
    assert middle(view.grab().toImage()).std() < 2


def test_a_reduced_film_is_as_large_as_it_should_be(view: FilmView) -> None:
    view.setBackgroundBrush(QColor("black"))
    at = view.viewport_now.to_screen(Point(SIDE, SIDE))
    row, column = round(at.y), round(at.x)
    seen = grey(view.grab().toImage())
    assert seen[row - 8 : row - 2, column - 8 : column - 2].mean() == pytest.approx(127, abs=2)
    assert seen[row + 2 :, column + 2 :].max() == 0


def test_the_loupe_shows_the_films_own_pixels_where_the_view_is_reduced(view: FilmView) -> None:
    assert middle(loupe(view)).std() > 20


@pytest.mark.parametrize("inverted", [False, True])
def test_the_loupe_shows_the_window_of_the_view(view: FilmView, inverted: bool) -> None:  # noqa: FBT001 - a parameter
    view.set_window(Window(-255, 255))
    if inverted:
        view.invert()
    assert middle(loupe(view)).mean() == pytest.approx(64 if inverted else 191, abs=3)


def test_on_a_dense_screen_a_reduced_film_is_drawn_from_finer_pixels(view: FilmView) -> None:
    image = QImage(1000, 1000, QImage.Format.Format_RGB32)
    image.setDevicePixelRatio(2.0)
    painter = QPainter(image)
    view.render(painter)
    painter.end()
    assert middle(image).std() > 20


def test_one_film_pixel_is_one_pixel_of_a_dense_screen(
    view: FilmView, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(view, "devicePixelRatioF", lambda: 2.0)
    view.actual_pixels()
    assert view.viewport_now.scale == pytest.approx(0.5)


def test_panning_computes_no_pixel_anew(view: FilmView, monkeypatch: pytest.MonkeyPatch) -> None:
    computed: list[bool] = []
    item = view._image._item
    view.grab()
    render = item.render

    def note() -> None:
        computed.append(True)
        render()

    monkeypatch.setattr(item, "render", note)
    view.look_at(view.viewport_now.panned(20, 0))
    view.grab()
    assert not computed
    view.invert()
    view.grab()
    assert computed
