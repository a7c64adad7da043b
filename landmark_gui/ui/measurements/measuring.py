"""The window of measurements, opened once it is wanted and kept up with the film shown.

Its figures follow a landmark in the hand; what is selected in it is drawn on the film.
"""

from PySide6.QtCore import QObject, QTimer, Signal

from landmark_gui.document.case import Case
from landmark_gui.domain.annotation import Stamp
from landmark_gui.domain.geometry import Point
from landmark_gui.domain.tracing import Line, traced
from landmark_gui.exchange.analyses import analysis_of
from landmark_gui.ui.canvas.film_view import FilmView
from landmark_gui.ui.measurements.measurements_window import MeasurementsWindow
from landmark_gui.ui.session import Session

READING_MS = 50  # figures that change faster cannot be read, and painting them takes frames


class Measuring(QObject):
    """Between the session, the film, and the window that shows what its landmarks measure."""

    picture_wanted = Signal(tuple)  # of the film with its measurements, and these lines on it
    calibration_wanted = Signal()

    def __init__(self, session: Session, view: FilmView, parent: QObject) -> None:
        super().__init__(parent)
        self._session, self._view = session, view
        self._window: MeasurementsWindow | None = None
        self._carried: tuple[str, Point] | None = None  # a landmark in the hand
        self._due = QTimer(self, singleShot=True)
        self._due.timeout.connect(self._follow)

    def show(self) -> None:
        """Open the window, or bring it to the front."""
        if self._window is None:
            self._window = self._made()
        self._window.show()
        self._window.activateWindow()
        self._follow()

    def _made(self) -> MeasurementsWindow:
        analysis = analysis_of(self._session.scheme)
        window = MeasurementsWindow(self._view.window(), analysis)
        self._session.changed.connect(self._follow)
        self._view.carried.connect(self._carry)
        self._view.let_go.connect(self._let_go)
        window.picture_wanted.connect(self._want_picture)
        window.calibration_wanted.connect(self.calibration_wanted)
        for drawn_otherwise in (window.table.chosen, window.finished):
            drawn_otherwise.connect(self._draw)
        return window

    def _carry(self, landmark: str, point: Point) -> None:
        self._carried = (landmark, point)
        self._draw()
        if not self._due.isActive():
            self._due.start(READING_MS)

    def _let_go(self) -> None:
        if self._carried is not None:
            self._carried = None
            self._follow()

    def _follow(self) -> None:
        window = self._window
        if window is None or not window.isVisible():
            return
        window.show_case(self._case)
        self._draw()

    def _draw(self) -> None:
        self._view.tracing.show_lines(self._lines())

    def _want_picture(self) -> None:
        self.picture_wanted.emit(self._lines())

    def _lines(self) -> tuple[Line, ...]:
        case, window = self._case, self._window
        if case is None or window is None or not window.isVisible():
            return ()
        return traced(window.analysis, window.selected, case.points, case.film.aspect)

    @property
    def _case(self) -> Case | None:
        """The case of the film that is seen, as it were if the hand let go now."""
        # of a film that is not at hand nobody knows the shape of its pixels
        case = self._session.case if self._session.film else None
        if case is None or self._carried is None:
            return case
        return case.moved(*self._carried, Stamp.now(self._session.reader))
