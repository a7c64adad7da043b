"""Random events on a real window: nothing may die, undo leads back, the record equals the screen.

    python -m tests.soak --events 1000000

Keys, mouse, wheel and every action of the table, in any order, with dialogs that are answered. Now
and then the record must hold what the window shows. A window gets 20,000 events at most; then
undoing all leads to what its films were before the first one, and redoing all leads forth again.
"""

import argparse
import logging
import os
import random
import sys
import tempfile
import time
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialog, QWidget
from typing_extensions import override

from landmark_gui.app import open_window
from landmark_gui.detection.detector import FakeDetector
from landmark_gui.document.worklist import CaseHistory
from landmark_gui.domain.annotation import Annotation
from landmark_gui.exchange.picture.png import write_png
from landmark_gui.phantom.phantom import make_phantom
from landmark_gui.records.record import Record
from landmark_gui.records.verify import verify
from landmark_gui.ui.actions.every_action import ACTIONS
from landmark_gui.ui.main_window import MainWindow
from tests.document.cases import SCHEME
from tests.ui.conftest import FakeDialogs

if TYPE_CHECKING:
    from collections.abc import Callable

FILMS, HEIGHT_PX = 3, 480
OF_A_WINDOW, CHECK_EVERY = 20_000, 2000
PATIENCE_S, REST_S = 60.0, 0.1
FIT_SHARE = 0.3
LEFT_OUT = frozenset({"quit"})
KEYS = [getattr(Qt.Key, f"Key_{name}") for name in (*"ABCDEFGHLMPQRVZ0123", "Space", "Escape")]
KEYS += [Qt.Key.Key_Left, Qt.Key.Key_Right, Qt.Key.Key_Up, Qt.Key.Key_Down, Qt.Key.Key_Tab]
KEYS += [Qt.Key.Key_Return, Qt.Key.Key_Backspace, Qt.Key.Key_PageUp, Qt.Key.Key_PageDown]
BUTTONS = [
    Qt.MouseButton.LeftButton,
    Qt.MouseButton.LeftButton,
    Qt.MouseButton.RightButton,
    Qt.MouseButton.MiddleButton,
]
MODIFIERS = [
    Qt.KeyboardModifier.NoModifier,
    Qt.KeyboardModifier.NoModifier,
    Qt.KeyboardModifier.ShiftModifier,
    Qt.KeyboardModifier.ControlModifier,
]
State = list[dict[str, Annotation]]


class Errors(logging.Handler):
    """Keeps what the window's crash net has caught, and all else that is an error."""

    def __init__(self, tally: "Tally") -> None:
        super().__init__(logging.ERROR)
        self._tally = tally

    @override
    def emit(self, record: logging.LogRecord) -> None:
        trace = logging.Formatter().formatException(record.exc_info) if record.exc_info else ""
        self._tally.faults.append(
            f"after {self._tally.events} events: {record.getMessage()}\n{trace}"
        )


@dataclass(slots=True)
class Tally:
    """What the events have done."""

    events: int = 0
    checks: int = 0
    steps: int = 0
    faults: list[str] = field(default_factory=list)
    kinds: Counter[str] = field(default_factory=Counter)

    def sentence(self) -> str:
        """Return the figures."""
        return (
            f"{self.events} events ({', '.join(f'{n} {k}' for k, n in self.kinds.most_common())}), "
            f"{self.checks} checks, {self.steps} steps undone and redone, "
            f"{len(self.faults)} faults"
        )


class Hands:
    """Does random things to a window."""

    def __init__(self, window: MainWindow, seed: int) -> None:
        self.window = window
        self.random = random.Random(seed)
        ids = [action.id for menu in ACTIONS.values() for action in menu]
        self.actions = [name for name in ids if name not in LEFT_OUT]
        self.deeds: list[tuple[str, Callable[[], None]]] = [
            ("action", self.trigger),
            ("key", self.key),
            ("drag", self.drag),
            ("click", self.click),
            ("wheel", self.wheel),
            ("list", self.list_click),
            ("wait", QApplication.processEvents),
        ]

    def deed(self) -> str:
        """Do one thing and return what kind it was."""
        kind, do = self.random.choice(self.deeds)
        do()
        return kind

    def trigger(self) -> None:
        """Choose from a menu; what is grey cannot be chosen."""
        action = self.window.menus[self.random.choice(self.actions)]
        if action.isEnabled():
            action.trigger()

    def key(self) -> None:
        """Press a key on the film, or let one go that was never pressed."""
        press = self.random.choice([QTest.keyClick, QTest.keyPress, QTest.keyRelease])
        keys = self.random.choice(MODIFIERS)
        key = self.random.choice(KEYS)
        if keys != Qt.KeyboardModifier.ControlModifier or key != Qt.Key.Key_Q:
            press(self.window.view, key, keys)

    def drag(self) -> None:
        """Press, move, and mostly release."""
        if self.random.random() < FIT_SHARE:  # or the wheel would lose the film for good
            self.window.view.fit()
        screen, button = self.window.view.viewport(), self.random.choice(BUTTONS)
        QTest.mousePress(screen, button, self.random.choice(MODIFIERS), self.near())
        for _ in range(self.random.randint(1, 3)):
            QTest.mouseMove(screen, self.place(screen))
        if self.random.random() < 0.9:
            QTest.mouseRelease(screen, button, pos=self.place(screen))

    def click(self) -> None:
        """Click on the film or into the table of landmarks, once or twice."""
        screen = self.random.choice(
            [self.window.view.viewport(), self.window.panels.table.viewport()]
        )
        press = self.random.choice([QTest.mouseClick, QTest.mouseDClick])
        press(
            screen, self.random.choice(BUTTONS), self.random.choice(MODIFIERS), self.place(screen)
        )

    def list_click(self) -> None:
        """Click into the list of films."""
        screen = self.window.panels.films.list.viewport()
        keys = self.random.choice(MODIFIERS)
        QTest.mouseClick(screen, Qt.MouseButton.LeftButton, keys, self.place(screen))

    def wheel(self) -> None:
        """Turn the wheel."""
        screen = self.window.view.viewport()
        at, turn = (
            QPointF(self.place(screen)),
            QPoint(0, self.random.choice([-240, -120, 120, 240])),
        )
        event = QWheelEvent(
            at,
            screen.mapToGlobal(at),
            QPoint(),
            turn,
            Qt.MouseButton.NoButton,
            self.random.choice(MODIFIERS),
            Qt.ScrollPhase.NoScrollPhase,
            False,
        )
        QApplication.sendEvent(screen, event)

    def near(self) -> QPoint:
        """Return a place on the film, mostly that of a landmark."""
        case, view = self.window.session.case, self.window.view
        points = [said.point for said in case.annotations.values() if said.point] if case else []
        if points and self.random.random() < 0.8:
            return QPointF(*view.viewport_now.to_screen(self.random.choice(points))).toPoint()
        return self.place(view.viewport())

    def place(self, screen: QWidget) -> QPoint:
        """Return any place on a widget, or just beside it."""
        return QPoint(
            self.random.randint(-5, screen.width() + 5),
            self.random.randint(-5, screen.height() + 5),
        )


class Check:
    """Compares the window with its record and with its own beginning."""

    def __init__(self, window: MainWindow, record: Path, tally: Tally) -> None:
        self.window, self.record, self.tally = window, record, tally

    def record_and_screen(self) -> None:
        """Compare the record with the window."""
        self.settle()
        self.tally.checks += 1
        self.expect(self.window.recorder.text == "Saved", "the window says that it is not saved")
        self.expect(verify(self.record).whole, "the record does not verify")
        self.expect(self.kept() == self.shown(), "the record holds something else than the window")

    def undo_all(self) -> None:
        """Undo all steps of all films, look at what is there, and redo them."""
        session = self.window.session
        self.window.reviewing.set_blind_first(on=False)  # it veils films as they are shown
        for index in range(len(session.worklist)):
            session.show(index)  # and they are unveiled as they are shown
            self.settle()
        films = session.worklist.entries
        before = {index: film.case for index, film in enumerate(films) if film.case is not None}
        for index in before:
            self.undo_film(index)
        for index, case in before.items():
            back = dict(self.history(index).current.annotations)
            self.expect(back == dict(case.annotations), "redoing all does not lead back")

    def undo_film(self, index: int) -> None:
        """Undo all of a film, then redo as much; the window is shown only the two ends."""
        session = self.window.session
        session.show(index)
        self.settle()
        done = len(self.history(index).past)
        for _ in range(done):
            session.update_worklist(session.worklist.undone())
        session.changed.emit()
        self.tally.steps += done
        self.expect(self.history(index).current.decided == 0, "undoing all leaves decisions")
        self.expect(self.is_prediction(index), "undoing all does not lead to the prediction")
        self.record_and_screen()
        for _ in range(done):
            session.update_worklist(session.worklist.redone())
        session.changed.emit()

    def history(self, index: int) -> CaseHistory:
        history = self.window.session.worklist.entries[index].history
        assert history is not None
        return history

    def is_prediction(self, index: int) -> bool:
        case = self.history(index).current
        if case.detection is None:
            return all(said.point is None for said in case.annotations.values())
        return all(
            case.annotations[p.landmark].point == p.point for p in case.detection.predictions
        )

    def kept(self) -> State:
        with Record.open(self.record) as record:
            scheme = self.window.session.scheme
            films = [
                entry.case.film for entry in self.window.session.worklist.entries if entry.case
            ]
            return [dict(record.restore(f, scheme).history.current.annotations) for f in films]

    def shown(self) -> State:
        entries = self.window.session.worklist.entries
        return [dict(entry.case.annotations) for entry in entries if entry.case]

    def settle(self) -> None:
        """Let go of everything and let the window come to rest."""
        window = self.window
        for dialog in window.findChildren(QDialog):
            dialog.close()
        for button in set(BUTTONS):
            QTest.mouseRelease(window.view.viewport(), button)
        QTest.keyClick(window.view, Qt.Key.Key_Escape)
        begun = busy = time.monotonic()
        while time.monotonic() - busy < REST_S:
            QApplication.processEvents()
            time.sleep(0.001)
            if not self.at_rest():
                busy = time.monotonic()
            if busy - begun > PATIENCE_S:
                self.expect(False, "the window does not come to rest")
                return

    def at_rest(self) -> bool:
        session, queue = self.window.session, self.window.queue
        return session.background.resting and queue.detections.job is None

    def expect(self, holds: bool, otherwise: str) -> None:  # noqa: FBT001 - reads as a sentence
        if not holds:
            self.tally.faults.append(f"after {self.tally.events} events: {otherwise}")


def run_window(folder: Path, events: int, seed: int, tally: Tally) -> None:
    """Do things to one window."""
    record = folder / "record.sqlite"
    paths = [folder / f"{number}.png" for number in range(FILMS)]
    for number, path in enumerate(paths):
        write_png(path, make_phantom(number, height_px=HEIGHT_PX).film)
    table = folder / "out.csv"  # what goes out may come in again
    dialogs = FakeDialogs(export=table, picture=folder / "picture.png", labels=table)
    window = open_window(paths, lambda: FakeDetector(SCHEME.abbreviations), dialogs, records=record)
    hands, check = Hands(window, seed), Check(window, record, tally)
    check.settle()
    for number in range(1, events + 1):
        tally.kinds[hands.deed()] += 1
        tally.events += 1
        if number % CHECK_EVERY == 0 or number == events:
            check.record_and_screen()
    check.undo_all()
    window.leave()
    QApplication.processEvents()  # the settings are written now, while their folder is there
    window.deleteLater()


def run(events: int, seed: int) -> Tally:
    """Do things to one window after the other."""
    application = QApplication.instance() or QApplication([])
    tally, random_state = Tally(), random.Random(seed)
    errors, log = Errors(tally), logging.getLogger("landmark_gui")
    log.addHandler(errors)
    while tally.events < events and not tally.faults:
        with tempfile.TemporaryDirectory() as name:
            os.environ["LANDMARK_GUI_CONFIG"] = name
            of_this = min(OF_A_WINDOW, events - tally.events)
            run_window(Path(name), of_this, random_state.randrange(2**32), tally)
    log.removeHandler(errors)
    del application
    return tally


def main() -> int:
    """Run and tell."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--events", type=int, default=20_000)
    parser.add_argument("--seed", type=int, default=0)
    args = parser.parse_args()
    begun = time.perf_counter()
    tally = run(args.events, args.seed)
    sys.stdout.write(f"{tally.sentence()}; {time.perf_counter() - begun:.0f} s\n")
    sys.stdout.writelines(f"{fault}\n" for fault in tally.faults[:20])
    return 1 if tally.faults else 0


if __name__ == "__main__":
    sys.exit(main())
