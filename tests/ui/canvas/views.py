"""The film alone, without the window around it."""

from pytestqt.qtbot import QtBot

from landmark_gui.domain.cephalogram import Cephalogram
from landmark_gui.ui.canvas.film_view import FilmView
from landmark_gui.ui.canvas.pyramid import ShownFilm


def view_of(qtbot: QtBot, film: Cephalogram) -> FilmView:
    """Return a view that is seen and shows a film."""
    made = FilmView()
    qtbot.addWidget(made)
    made.resize(500, 400)
    with qtbot.waitExposed(made):
        made.show()
    made.show_film(ShownFilm.of(film))
    return made
