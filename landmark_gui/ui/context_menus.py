"""What a right click offers: actions of the menus, for what lies there."""

from PySide6.QtCore import QObject, QPoint, Qt
from PySide6.QtWidgets import QAbstractItemView

from landmark_gui.ui.canvas.film_view import FilmView
from landmark_gui.ui.canvas.markers import both_names
from landmark_gui.ui.menus import Menus
from landmark_gui.ui.panels.film_list import FilmList
from landmark_gui.ui.panels.landmark_table import LandmarkTable
from landmark_gui.ui.session import Session
from landmark_gui.ui.words import films_text

LANDMARK = (("confirm", "back", "other_place"), ("missing", "not_visible"), ("lock",))
FILM = (("place",), ("fit", "actual_pixels"), ("reset_window", "invert"), ("measure", "picture"))
LISTED = (("set_aside",), ("detect", "retry"), ("export",))
SEVERAL = (("set_aside",), ("export",))


class ContextMenus(QObject):
    """Opens them on the film, the table of landmarks and the list of films.

    A right click selects what it is about first, so that the actions do what they do anywhere.
    """

    def __init__(
        self,
        menus: Menus,
        session: Session,
        view: FilmView,
        table: LandmarkTable,
        films: FilmList,
    ) -> None:
        super().__init__(menus)
        self._menus, self._session = menus, session
        self._table, self._films = table, films
        view.asked.connect(self._on_film)
        for listing, show in ((table, self._on_table), (films, self._on_list)):
            listing.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
            listing.customContextMenuRequested.connect(show)

    def _on_film(self, landmark: str | None, at: QPoint) -> None:
        if landmark is None:
            self._menus.pop_up(FILM, at)
        else:
            self._menus.pop_up(LANDMARK, at, both_names(self._session.scheme[landmark]))

    def _on_table(self, at: QPoint) -> None:
        selected = self._session.selected
        if self._session.film is not None and selected is not None and _is_row(self._table, at):
            self._on_film(selected, self._table.viewport().mapToGlobal(at))

    def _on_list(self, at: QPoint) -> None:
        if not _is_row(self._films, at):
            return
        there, selected = self._films.viewport().mapToGlobal(at), len(self._session.marked)
        if selected > 1:
            self._menus.pop_up(SEVERAL, there, films_text(selected))
        else:
            self._menus.pop_up(LISTED, there)


def _is_row(listing: QAbstractItemView, at: QPoint) -> bool:
    return listing.indexAt(at).isValid()
