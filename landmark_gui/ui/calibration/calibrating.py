"""Millimetres from the user: the ruler tool, typed numbers, and a ruler that the program sees."""

from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from landmark_gui.domain.geometry import PixelSpacing
from landmark_gui.ui.calibration.ruler_search import RulerSearch
from landmark_gui.ui.calibration.together import Together, calibrate_together
from landmark_gui.ui.calibration.ways import (
    Outcome,
    Way,
    alike,
    outcome,
    seen_text,
    size_doubt,
)
from landmark_gui.ui.canvas.film_view import FilmView
from landmark_gui.ui.canvas.ruler_tool import RulerTool
from landmark_gui.ui.messages import Message, Tone
from landmark_gui.ui.session import Session

if TYPE_CHECKING:
    from landmark_gui.domain.cephalogram import Cephalogram

SEEN_LABEL = "Accept the ruler found"


class Calibrating(QObject):
    """Holds what is being typed and marked; nothing is applied before the user says so.

    Attributes:
        open: the user is calibrating the film shown.
        way: how.
        values: the number typed for each way: millimetres, factor, millimetres per pixel.
        to_all: whether all films alike are meant.
    """

    changed = Signal()
    bar_asked = Signal()  # the keyboard wants to go to the bar

    def __init__(self, session: Session, view: FilmView) -> None:
        super().__init__(session)
        self._session = session
        self._view = view
        self.tool = RulerTool(view)
        self._search = RulerSearch(session, self)
        self.open = False
        self.way = Way.RULER
        self.values = {Way.RULER: 10.0, Way.MAGNIFICATION: 1.0, Way.TYPED: 0.1, Way.FILE: 0.0}
        self.to_all = False
        self._film: Cephalogram | None = None
        self.tool.changed.connect(self.changed)
        self.tool.agreed.connect(self.apply)
        self.tool.left_off.connect(self.cancel)
        self.tool.bar_asked.connect(self.bar_asked)
        session.changed.connect(self._follow)
        self._search.ready.connect(self._follow)

    def begin(self) -> None:
        """Begin to calibrate the film shown, or leave off."""
        if self.open:
            self.cancel()
            return
        shown = self._session.film
        if shown is None:
            return
        self.open, self._film = True, shown.film
        self.values[Way.MAGNIFICATION] = shown.film.magnification or 1.0
        if shown.film.info.spacing is not None:
            self.values[Way.TYPED] = shown.film.info.spacing.x_mm
        self.set_way(Way.RULER)
        self._view.setFocus()

    def ask(self) -> None:
        """Begin from another window, whose place the film's own takes."""
        self._view.window().activateWindow()
        if not self.open:
            self.begin()

    def set_way(self, way: Way) -> None:
        """Calibrate in another way."""
        self.way = way
        if way is Way.RULER:
            self.tool.begin()
        else:
            self.tool.put_away()
        self._session.see(marking=self._view.tool_in_hand)

    def set_value(self, value: float) -> None:
        """Take the number typed."""
        self.values[self.way] = value
        self.changed.emit()

    def set_to_all(self, to_all: bool) -> None:  # noqa: FBT001 - a slot
        """Mean all films alike, or only the one shown."""
        self.to_all = to_all

    @property
    def outcome(self) -> Outcome:
        """What would be applied now, or what is still wanted."""
        film, case = self._film, self._session.case
        if not self.open or film is None or case is None:
            return Outcome("")
        known = case.film.spacing
        found = outcome(self.way, self.values[self.way], self.tool.marks, film, known)
        if doubt := size_doubt(film.info, found.spacing):
            return replace(found, text=f"{found.text}. {doubt}")
        return found

    @property
    def seen(self) -> str:
        """What a ruler that the program sees would do, in words; empty where there is none."""
        ruler, shown = self._search.ruler, self._session.film
        return seen_text(ruler, shown.film) if ruler and shown and not self.open else ""

    @property
    def films_alike(self) -> int:
        """How many films "all" would mean."""
        return len(alike(self._session))

    @property
    def films_unread(self) -> bool:
        """Whether "all" may leave out films of which nobody knows the size yet."""
        entries = self._session.worklist.entries
        return any(not (entry.case or entry.failure or entry.aside) for entry in entries)

    def apply(self) -> None:
        """Take the calibration over, if there is one."""
        outcome = self.outcome
        if outcome.label:
            films = self._meant(every=self.to_all and self.way is not Way.FILE)
            self._end()
            self._calibrate(outcome.label, outcome.spacing, films)

    def cancel(self) -> None:
        """Leave everything as it was."""
        self._end()
        self._follow()

    def accept(self) -> None:
        """Take over the ruler that the program sees."""
        ruler, shown = self._search.ruler, self._session.film
        if ruler is None or shown is None:
            return
        spacing = ruler.spacing(shown.film.info.aspect)
        self._calibrate(SEEN_LABEL, spacing, self._take_meant())

    def reject(self) -> None:
        """Speak no more of the ruler on the films meant."""
        self._search.judge(self._take_meant())

    def close(self, timeout_s: float) -> None:
        """Leave the film alone and end the search, which gets that long."""
        self.tool.put_away()
        self._search.close(timeout_s)

    def _calibrate(self, label: str, spacing: PixelSpacing | None, films: list[int]) -> None:
        """Measure films anew; a size that no cephalogram has is said, though it stands."""
        session = self._session
        doubt = size_doubt(session.case.film, spacing) if session.case else ""
        if len(films) > 1:
            calibrate_together(session, Together(label, spacing, self._measured(films)), doubt)
            return
        session.calibrate(label, spacing, films)
        if doubt:
            session.messages.say(Message(doubt, Tone.WARNING, of_film=True))

    def _measured(self, films: list[int]) -> dict[int, PixelSpacing | None]:
        """Return what films are measured in by now."""
        cases = ((film, self._session.worklist.entries[film].case) for film in films)
        return {film: case.film.spacing for film, case in cases if case}

    def _meant(self, *, every: bool) -> list[int]:
        films = alike(self._session)
        return films if every else films[:1]

    def _take_meant(self) -> list[int]:
        """Return the films meant, and mean the one shown alone again: the next ruler is another."""
        films = self._meant(every=self.to_all)
        self.to_all = False
        return films

    def _end(self) -> None:
        self.open, self.to_all, self._film = False, False, None
        if self.tool.in_hand:
            self.tool.put_away()
            self._session.see(marking=False)

    def _follow(self) -> None:
        """Leave off when another film is shown; show where a ruler is seen."""
        shown = self._session.film
        if self._film and (shown is None or shown.film.info.sha256 != self._film.info.sha256):
            self._session.messages.info(f"Calibration of {self._film.info.name} was cancelled.")
            self._end()
        if not self.open:
            ruler = self._search.ruler
            self.tool.show((ruler.start, ruler.end) if ruler else ())
        self.changed.emit()
