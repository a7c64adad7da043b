"""A real window in which somebody drags landmarks for ever, and says what is saved.

    python -m tests.records.window_to_kill FILM RECORD SEED

Each line on stdout is a JSON object: `opened` with the seconds from asking for the window to the
film with its landmarks, `trying` before a change, `saved` with all landmarks once the window
says so.
"""

import json
import os
import random
import sys
import time
from collections.abc import Iterator
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtCore import QPoint, QPointF, Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from landmark_gui.app import open_window
from landmark_gui.detection.detector import FakeDetector
from landmark_gui.ui.main_window import MainWindow
from tests.document.cases import SCHEME

LEFT, CTRL = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.ControlModifier
UNDO_SHARE = 0.2


class Hand:
    """Does one small thing at every beat: press, move, move, release, sometimes undo."""

    def __init__(self, window: MainWindow, seed: int, begun: float) -> None:
        self.window, self.begun = window, begun
        self.random = random.Random(seed)
        self.deeds = self._deeds()
        self.timer = QTimer(window)
        self.timer.timeout.connect(self._beat)
        self.timer.start(1)

    def _beat(self) -> None:
        next(self.deeds)

    def _deeds(self) -> Iterator[None]:
        session = self.window.session
        while session.film is None:
            yield
        self.say("opened", time.perf_counter() - self.begun)
        while session.case is None or session.case.detection is None:
            yield
        while True:
            undo = self.random.random() < UNDO_SHARE
            yield from self._undo() if undo else self._drag()
            if self.window.recorder.text == "Saved":
                self.say("saved", None)

    def _undo(self) -> Iterator[None]:
        self.say("trying", "undo")
        QTest.keyClick(self.window.view, Qt.Key.Key_Z, CTRL)
        yield

    def _drag(self) -> Iterator[None]:
        view, case = self.window.view, self.window.session.case
        name = self.random.choice(SCHEME.abbreviations)
        self.window.panels.table.picked.emit(name)  # of two that lie together, it is the one taken
        at = case.annotations[name].point if case else None
        if at is None:
            return
        self.say("trying", name)
        start = QPointF(*view.viewport_now.to_screen(at)).toPoint()
        by = QPoint(self.random.randint(-40, 40), self.random.randint(-40, 40))
        QTest.mousePress(view.viewport(), LEFT, pos=start)
        for step in range(1, 5):
            yield
            QTest.mouseMove(view.viewport(), start + by * step / 4)
        QTest.mouseRelease(view.viewport(), LEFT, pos=start + by)
        yield

    def say(self, what: str, value: object) -> None:
        case = self.window.session.case
        said = case.annotations.values() if case else ()
        state = {a.landmark: [a.status, a.point and [a.point.x, a.point.y]] for a in said}
        line = json.dumps({"what": what, "value": value, "state": state})
        os.write(1, f"{line}\n".encode())


def main() -> None:
    film, record, seed = sys.argv[1:]
    application = QApplication([])
    begun = time.perf_counter()
    window = open_window(
        [Path(film)], lambda: FakeDetector(SCHEME.abbreviations), records=Path(record)
    )
    hand = Hand(window, int(seed), begun)
    application.exec()
    del hand


if __name__ == "__main__":
    main()
