"""How far two marks on the film are apart: told at its foot, and kept nowhere."""

from PySide6.QtCore import QObject, Qt
from PySide6.QtWidgets import QLabel

from landmark_gui.domain.geometry import Point
from landmark_gui.ui import words
from landmark_gui.ui.canvas.film_view import FilmView
from landmark_gui.ui.canvas.ruler_tool import RulerTool
from landmark_gui.ui.session import Session
from landmark_gui.ui.widgets.named import named
from landmark_gui.ui.widgets.spoken import announce

TWO = 2
WANTED = (
    "Click two points · N places one by key · Esc ends",
    "Click the other point · the arrow keys shift a mark",
)


class Distance(QObject):
    """Measures while its tool is in the hand.

    Attributes:
        tool: takes the marks.
        bar: says the distance, over the foot of the film.
    """

    def __init__(self, session: Session, view: FilmView, parent: QObject) -> None:
        super().__init__(parent)
        self._session, self._view = session, view
        self.tool = RulerTool(view)
        self._sha256 = ""  # of the film that is measured
        self.bar = named(QLabel(wordWrap=True, textFormat=Qt.TextFormat.PlainText), "distance_bar")
        self.bar.setContentsMargins(14, 8, 14, 8)
        self.bar.hide()
        self.tool.changed.connect(self._on_marks)
        for done in (self.tool.agreed, self.tool.left_off):
            done.connect(self.end)
        view.pointed.connect(self._on_point)
        session.changed.connect(self._follow)

    def begin(self) -> None:
        """Take the tool in the hand, or lay it down."""
        shown = self._session.film
        if self.tool.in_hand or shown is None:
            self.end()
            return
        self._sha256 = shown.film.info.sha256
        self.tool.begin()
        self._session.see(marking=True)
        self._view.setFocus()
        self._tell(self.tool.marks)
        self.bar.show()

    def end(self) -> None:
        """Leave the film to its landmarks again."""
        if self.tool.in_hand:
            self.tool.put_away()
            self.bar.hide()
            self._session.see(marking=False)

    def _on_marks(self) -> None:
        marks = self.tool.marks
        if not self.tool.in_hand:
            return
        if len(marks) > TWO:
            self.tool.show(marks[TWO:])  # the next distance begins
            return
        self._tell(marks)
        announce(self.bar, self.bar.text())

    def _on_point(self, point: Point | None) -> None:
        marks = self.tool.marks
        if self.tool.in_hand and len(marks) == 1:
            self._tell((*marks, point) if point else marks)

    def _follow(self) -> None:
        """Measure in other millimetres, or leave off with the film."""
        shown, marks = self._session.film, self.tool.marks
        if not self.tool.in_hand:
            return
        if shown is None or shown.film.info.sha256 != self._sha256:
            self.end()
        elif len(marks) == TWO:
            self._tell(marks)

    def _tell(self, marks: tuple[Point, ...]) -> None:
        if len(marks) < TWO:
            self.bar.setText(WANTED[len(marks)])
        elif case := self._session.case:
            self.bar.setText(words.distance(case.film, *marks))
