"""Puts the parts of the window together and tells them of each other; decides nothing."""

import time
from collections.abc import Callable
from functools import partial
from pathlib import Path

from PySide6.QtCore import QTimer
from PySide6.QtGui import QCloseEvent, QGuiApplication
from PySide6.QtWidgets import QMainWindow
from typing_extensions import override

from landmark_gui.detection.runner import Runner
from landmark_gui.domain.geometry import Point
from landmark_gui.domain.landmarks import LandmarkScheme
from landmark_gui.ui import over_film
from landmark_gui.ui.about import About
from landmark_gui.ui.calibration.calibrating import Calibrating
from landmark_gui.ui.canvas.film_view import FilmView
from landmark_gui.ui.columns import first_size, remember_columns, restore_columns
from landmark_gui.ui.context_menus import ContextMenus
from landmark_gui.ui.crash import CrashReporter
from landmark_gui.ui.detection_queue import DetectionQueue
from landmark_gui.ui.film_drop import FilmDrop
from landmark_gui.ui.following import Following
from landmark_gui.ui.garbage import GarbageCollection
from landmark_gui.ui.keys import KeySettings
from landmark_gui.ui.menus import Menus
from landmark_gui.ui.messages import Messages
from landmark_gui.ui.pages import Pages
from landmark_gui.ui.panels.every_panel import Panels
from landmark_gui.ui.placing_alike import PlacingAlike
from landmark_gui.ui.preferences import Preferences
from landmark_gui.ui.recording.leaving import Leaving
from landmark_gui.ui.recording.recorder import Recorder
from landmark_gui.ui.recording.saved import say_saved
from landmark_gui.ui.recording.standings import Standings
from landmark_gui.ui.recording.whereabouts import Whereabouts
from landmark_gui.ui.review.correcting import Correcting
from landmark_gui.ui.review.listed import Listed
from landmark_gui.ui.review.listed_twice import ListedTwice
from landmark_gui.ui.review.reviewing import Reviewing
from landmark_gui.ui.session import Session
from landmark_gui.ui.situation import situation
from landmark_gui.ui.stepping import with_marks
from landmark_gui.ui.theme import SURROUND, Theme, apply_theme, chosen_theme
from landmark_gui.ui.transfers.dialogs import Dialogs, SystemDialogs
from landmark_gui.ui.verbs import Verbs
from landmark_gui.ui.widgets.focus import PanelOrder

CLOSING_S = 2.0
LIST_MS = 50


class MainWindow(QMainWindow):
    """The window: films on the left, the film in the middle, landmarks on the right."""

    _theme: Theme | None = None

    def __init__(
        self,
        scheme: LandmarkScheme,
        reader: str,
        preferences: Preferences,
        dialogs: Dialogs | None = None,
    ) -> None:
        super().__init__()
        self.setObjectName("main_window")
        self.setWindowTitle("Landmark GUI")
        self._preferences = preferences
        GarbageCollection(self)
        self.messages = Messages(self)
        self.crash = CrashReporter(self.messages, self)
        self.session = Session(scheme, reader, self.messages, self)
        self.session.display = preferences.display()
        self.pages, self.correcting = Pages(self.session), Correcting(self.session)
        # veils before anything is recorded or shown
        self.reviewing = Reviewing(self.session, self._key_name, self)
        self.recorder = Recorder(self.session, self)  # hears of changes before anything shows them
        self.reviewing.listen()  # veils what the record brought back
        self._standings = Standings(self.session, self.recorder, self.pages, self)
        self.queue = DetectionQueue(self.session, self)
        self.view = FilmView()
        self.following = Following(self.session, self.queue, self.view.glide, preferences, self)
        self.alike = PlacingAlike(self.session, self.view.glide, preferences, self)
        self.calibrating = Calibrating(self.session, self.view)
        self._verbs = Verbs(
            self.session, self.queue, self.view, dialogs or SystemDialogs(self), self.reviewing
        )
        self.menus = Menus(self)
        self._keys = KeySettings(self.menus, self.view, preferences, self)
        self.whereabouts = Whereabouts(
            self.session, self.view, self.pages, preferences.folder, self
        )
        # Films of a folder are read at any rate; the list need not be looked through for each
        self._list_due = QTimer(self, singleShot=True)
        self._arrange()
        self._connect()
        self._restore()
        self._refresh()
        self.panels.area.take_focus()

    def attach(self, runner: Runner) -> None:
        """Take a runner into use; it is made after the first paint."""
        self.queue.attach(runner)

    def open_record(self, path: Path) -> None:
        """Keep everything in a record from now on; heatmaps lie beside it."""
        self._standings.open(path)
        self.queue.maps.open(path.with_name(f"{path.name}.maps"))
        self.recorder.open(path)

    def _arrange(self) -> None:
        # First: panels that are made without style and icons ask for more room than they need
        apply_theme(theme := chosen_theme(self.session.display.appearance))
        self.menus.show_theme(theme)
        bar = self._verbs.distance.bar
        self.panels = Panels(self.session, self.menus, self.view, self.calibrating, bar)
        self._listed = Listed(self.session, self.reviewing, self.panels.films, self.view)
        self.setCentralWidget(self.panels.columns)
        self.setStatusBar(self.panels.status)
        self._order = PanelOrder(self, self.panels.in_order)

    def _connect(self) -> None:
        self.about = About(self.messages, self.session.background)
        self.menus.serve(self._verbs.by_id() | self._own_verbs())
        self._connect_view()
        session, panels = self.session, self.panels
        export = self.menus["export"].trigger
        self._leaving = Leaving(session, self.recorder, export, self.close, self)
        ListedTwice(session, self.recorder)
        FilmDrop(session, self._verbs.ask_import, self)
        ContextMenus(self.menus, session, self.view, panels.table, panels.films.list)
        self.crash.struck.connect(self.recorder.save_now)
        self.queue.changed.connect(self.recorder.save)
        self.recorder.changed.connect(self._show_saving)
        session.listed.connect(self._list_soon)
        self._list_due.timeout.connect(self._refresh_list)
        for changed in (session.changed, self.queue.changed, self._keys.changed):
            changed.connect(self._refresh)
        for changed in (self.following.changed, self.alike.changed):
            changed.connect(self._show_possible)
        panels.films.chosen.connect(session.show)
        panels.films.marked.connect(session.mark)
        panels.films.picture_wanted.connect(session.shelf.see)
        session.shelf.pictured.connect(panels.films.redraw)
        panels.table.picked.connect(session.select)
        self.reviewing.changed.connect(self._on_listing)
        self.reviewing.export_wanted.connect(export)
        self._verbs.calibration_wanted.connect(self.calibrating.ask)
        panels.page_bar.chosen.connect(self.pages.turn_to)
        for bar in (panels.page_bar, panels.calibration_bar):
            bar.left_off.connect(panels.area.take_focus)
        panels.view_bar.opacity_changed.connect(self._on_opacity)
        QGuiApplication.styleHints().colorSchemeChanged.connect(self._show_theme)

    def _connect_view(self) -> None:
        view = self.view
        view.picked.connect(self.session.select)
        view.dropped.connect(self.correcting.move)
        view.nudged.connect(self.correcting.nudge)
        view.refused.connect(self.correcting.refuse)
        view.pointed.connect(self._on_point)
        view.looked.connect(self._on_look)
        view.left_off.connect(self._on_left_off)
        for tool in (self.calibrating.tool, self._verbs.distance.tool):
            tool.changed.connect(self._show_possible)

    def _own_verbs(self) -> dict[str, Callable[[], object]]:
        return {
            "calibrate": self.calibrating.begin,
            "follow": self.following.toggle,
            "alike": self.alike.toggle,
            "previous_page": partial(self.pages.turn, -1),
            "next_page": partial(self.pages.turn, 1),
            "save": partial(say_saved, self.recorder, self.messages, self.menus["export"].trigger),
            "quit": self.close,
            "shortcuts": self._keys.show_list,
            "edit_keys": self._keys.edit,
            "next_panel": self._order.next,
            "previous_panel": self._order.previous,
            "about": self.about.show,
            "find_film": self._listed.find,
        }

    def _restore(self) -> None:
        self.resize(first_size(self.screen()))
        self.reviewing.set_blind_first(on=self._preferences.flag("blind_first"))
        geometry = self._preferences.bytes_of("geometry")
        if not geometry.isEmpty():
            self.restoreGeometry(geometry)
        restore_columns(self.panels.columns, self._preferences)
        self._verbs.exporting.remember_in(self._preferences)

    # values to panels

    def _refresh(self) -> None:
        for show in (
            self._show_theme,
            self._refresh_list,
            self._show_facts,
            self.panels.show_landmarks,
            self._show_area,
            self._show_view,
            self._show_possible,
        ):
            with self.crash.contained():
                show()

    def _show_facts(self) -> None:
        self.panels.show_facts(self.queue, self.pages)

    def _show_possible(self) -> None:
        self.panels.status.show_zoom(self.view.viewport_now.scale if self.session.film else None)
        on = {"invert": self.view.inverted, "follow": self.following.on, "alike": self.alike.on}
        also = {action for action, checked in on.items() if checked}
        now = situation(self.session, self.queue, self.reviewing, self.pages, also)
        self.menus.show_situation(with_marks(now, self.view))

    def _list_soon(self) -> None:
        if not self._list_due.isActive():  # to begin anew with each film would be to wait for all
            self._list_due.start(LIST_MS)

    def _refresh_list(self) -> None:
        self.panels.show_list(self.queue)
        self._listed.refresh()

    def _show_saving(self) -> None:
        self.panels.status.show_saving(self.recorder.text, self.recorder.why)

    def _show_area(self) -> None:
        chip = over_film.chip_text(self.session, self.queue, self.reviewing, self._key_name)
        over_film.show_area(self.panels.area, self.session, chip)

    def _show_view(self) -> None:
        over_film.show_view(self.view, self.session, self.queue.preview)
        self.panels.area.settle()

    def _show_theme(self) -> None:
        theme = chosen_theme(self.session.display.appearance)
        if theme is self._theme:
            return
        self._theme = theme
        apply_theme(theme)
        self.menus.show_theme(theme)
        self._keys.show_theme(theme)
        for panel in (self.panels.films, self.panels.message_bar, self.panels.table):
            panel.show_theme(theme)
        self.view.setBackgroundBrush(SURROUND)

    # what the user does to the window itself

    def _on_point(self, point: Point | None) -> None:
        film = self.session.film
        self.panels.status.show_place(film.film if film else None, point)

    def _on_look(self) -> None:
        self.panels.status.show_zoom(self.view.viewport_now.scale if self.session.film else None)
        self.menus["invert"].setChecked(self.view.inverted)

    def _on_left_off(self) -> None:
        if self.calibrating.open:
            self.calibrating.cancel()
        elif self.session.display.placing:
            self.session.see(placing=False)
        else:
            self.messages.close()
        self.view.setFocus()

    def _on_listing(self) -> None:
        if self.reviewing.blind_first is not self._preferences.flag("blind_first"):
            self._preferences.remember_flag("blind_first", on=self.reviewing.blind_first)
        self._refresh()

    def _on_opacity(self, opacity: float) -> None:
        if abs(opacity - self.session.display.opacity) > 1e-3:  # noqa: PLR2004 - below a percent
            self.session.see(opacity=opacity)

    def _key_name(self, action_id: str) -> str:
        return self.menus.key_name(action_id)  # asked only once there are menus

    # the window itself

    @override
    def closeEvent(self, event: QCloseEvent) -> None:
        if not self._leaving.allowed():
            event.ignore()
            return
        self._preferences.remember_display(self.session.display)
        self._preferences.remember_bytes("geometry", self.saveGeometry())
        remember_columns(self.panels.columns, self._preferences)
        self.whereabouts.end()
        self._verbs.distance.end()
        self._end_threads()
        self._standings.close()
        self.recorder.close()
        self.crash.uninstall()
        event.accept()

    def leave(self) -> None:
        """Close without asking about what was not saved."""
        self._leaving.insist()

    def _end_threads(self) -> None:
        """Give all work at hand CLOSING_S together; what lasts longer ends with the program."""
        ends = time.monotonic() + CLOSING_S
        for close in (self.queue.close, self.session.background.close, self.calibrating.close):
            close(max(0.0, ends - time.monotonic()))
