"""The window of measurements, opened once it is wanted and kept up with the film shown."""

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

from landmark_gui.domain.measurement import Analysis
from landmark_gui.paths import analysis_file
from landmark_gui.ui.panels.measurements_window import MeasurementsWindow
from landmark_gui.ui.session import Session


class Measuring(QObject):
    """Between the session and the window that shows what its landmarks measure."""

    def __init__(self, session: Session, beside: QWidget, parent: QObject) -> None:
        super().__init__(parent)
        self._session, self._beside = session, beside
        self._window: MeasurementsWindow | None = None

    def show(self) -> None:
        """Open the window, or bring it to the front."""
        if self._window is None:
            analysis = Analysis.read(analysis_file()).of(self._session.scheme)
            self._window = MeasurementsWindow(self._beside.window(), analysis)
            self._session.changed.connect(self._follow)
        self._window.show()
        self._window.activateWindow()
        self._follow()

    def _follow(self) -> None:
        session, window = self._session, self._window
        if window is None or not window.isVisible():
            return
        # of a film that is not at hand nobody knows the shape of its pixels
        window.show_case(None if session.film is None else session.case)
