"""Every panel of the window: where it lies, and what of the session it shows."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QToolButton, QWidget

from landmark_gui.ui import words
from landmark_gui.ui.calibration.calibrating import Calibrating
from landmark_gui.ui.calibration.calibration_bar import CalibrationBar
from landmark_gui.ui.canvas.film_view import FilmView
from landmark_gui.ui.columns import column, columns, fill_columns
from landmark_gui.ui.detection_queue import DetectionQueue
from landmark_gui.ui.menus import Menus
from landmark_gui.ui.pages import Pages
from landmark_gui.ui.panels.detection_panel import DetectionPanel
from landmark_gui.ui.panels.film_area import FilmArea
from landmark_gui.ui.panels.header import Header
from landmark_gui.ui.panels.landmark_card import LandmarkCard
from landmark_gui.ui.panels.landmark_table import LandmarkTable
from landmark_gui.ui.panels.message_bar import MessageBar
from landmark_gui.ui.panels.page_bar import PageBar
from landmark_gui.ui.panels.status_line import StatusLine
from landmark_gui.ui.panels.view_bar import ViewBar
from landmark_gui.ui.panels.worklist import WorklistPanel
from landmark_gui.ui.session import Session
from landmark_gui.ui.widgets.focus import KeysToFilm
from landmark_gui.ui.widgets.spoken import say


class Panels:
    """Films on the left, the film in the middle, landmarks on the right."""

    def __init__(
        self,
        session: Session,
        menus: Menus,
        view: FilmView,
        calibrating: Calibrating,
        distance_bar: QWidget,
    ) -> None:
        self._session, self._view = session, view
        openers = [menus.text_button("open_folder", "primary"), menus.text_button("open_demo")]
        self.films = WorklistPanel(menus.button("open_folder"))
        self.detection = DetectionPanel(menus.button("pause"), menus.button("cancel"))
        self.header = Header(menus)
        self.message_bar = MessageBar(session.messages)
        self.calibration_bar = CalibrationBar(calibrating)
        self.page_bar = PageBar(menus)
        self.view_bar = ViewBar(menus)
        self.area = FilmArea(view, openers, menus.text_button("retry"))
        self.table = LandmarkTable(session.scheme)
        self.card = LandmarkCard(session.scheme, _verdicts(menus))
        self.status = StatusLine(menus)
        self.columns = columns()  # now: made after what it holds, it would outlive it
        self.area.lay_over(self.calibration_bar, distance_bar, self.message_bar)
        self._fill_columns()
        self._lend_keys()

    def _fill_columns(self) -> None:
        left = column("left_panel", self.films, self.detection)
        middle = column("middle", self.header, self.page_bar, self.view_bar, self.area)
        fill_columns(self.columns, left, middle, column("right_panel", self.table, self.card))

    def _lend_keys(self) -> None:
        to_film = KeysToFilm(self._view)
        to_film.lend(self.table)
        to_film.lend(self.films.list, dead={Qt.Key.Key_Delete})

    @property
    def in_order(self) -> tuple[QWidget, ...]:
        """The panels in the order in which F6 goes through them."""
        landmarks, films = (self.table, self.card), (self.films, self.detection)
        over = (self.message_bar, self.calibration_bar, self.view_bar)
        return (self.area, *landmarks, *films, self.header, self.page_bar, *over, self.status)

    def show_landmarks(self) -> None:
        """Show the case and the landmark selected, and have them heard."""
        session, case = self._session, self._session.case
        doubts = session.review.of(case).implausible if case else {}
        self.table.show_case(case, session.selected, doubts)
        self.card.show_case(case, session.selected, doubts, session.display.share)
        say(self._view, words.spoken(case, session.selected, doubts))

    def show_facts(self, queue: DetectionQueue, pages: Pages) -> None:
        """Show which film this is, how it is shown, and what detects landmarks."""
        session = self._session
        self.header.show_entry(session.worklist)
        self.page_bar.show_page(pages.shown, pages.count)
        self.view_bar.show_display(session.display)
        self.status.show_film(session.case.film if session.case else None)
        self.status.show_engine(queue.detections.engine, queue.detections.ready)

    def show_list(self, queue: DetectionQueue) -> None:
        """Show the films and the detection that goes on."""
        session, job, engine = self._session, queue.detections.job, queue.detections.engine
        self.films.show_worklist(session.worklist, job, session.shelf.thumbnails, session.marked)
        name = session.worklist.entries[job.film].name if job else ""
        self.detection.show_job(job, name, queue.waiting, engine, paused=queue.paused)


def _verdicts(menus: Menus) -> list[QToolButton]:
    return [
        menus.text_button("confirm_next", "primary"),
        menus.button("next_doubtful"),
        menus.button("confirm", "text"),
        menus.button("missing", "text"),
        menus.button("not_visible", "text"),
        menus.button("back"),
        menus.button("lock"),
    ]
