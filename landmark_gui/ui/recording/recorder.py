"""Every decision goes to the record before the window shows it as saved, and comes back from it.

The recorder looks at the worklist after each change and writes the difference to what is already
in the record. A record that cannot be written costs nothing: the differences stay in the window,
and a timer tries again.
"""

from contextlib import suppress
from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject, QTimer, Signal

from landmark_gui.document.case import Case
from landmark_gui.document.history import History
from landmark_gui.document.worklist import CaseHistory, Entry
from landmark_gui.domain.annotation import Stamp
from landmark_gui.records.drive import Drive
from landmark_gui.records.errors import (
    ChangedElsewhere,
    FilmTooNew,
    RecordDamaged,
    RecordError,
    RecordHangs,
    RecordVanished,
)
from landmark_gui.records.place import set_aside
from landmark_gui.records.record import Record, Restored
from landmark_gui.records.replay import Writer, difference, merged
from landmark_gui.ui.messages import Remedy
from landmark_gui.ui.recording.decided import brings_news, decided_otherwise, said_unread
from landmark_gui.ui.recording.record_words import COMES_BACK, ELSEWHERE, STAYS_OPEN, UNREAD, told
from landmark_gui.ui.session import FILE_CHANGED, Session

PATIENCE_S = 0.15  # the window waits that long for another program, then goes on without
LAST_PATIENCE_S = 2.0  # and for a drive that is slow when the window closes
RETRY_MS = 2000


class Recorder(QObject):
    """Keeps the session's worklist in a record; does nothing before `open`."""

    changed = Signal()
    kept = Signal(int)  # a film whose state is in the record, or came from there

    def __init__(self, session: Session, parent: QObject) -> None:
        super().__init__(parent)
        self._session = session
        self._path: Path | None = None
        self._record: Record | None = None
        self._drive: Drive | None = None
        self._was_open = False
        self._trouble: RecordError | None = None
        self._saved: dict[int, Restored] = {}  # what the record holds, as far as known here
        self._seen: tuple[Entry, ...] | None = None
        self._awaits = False  # films are yet to be read of which something was said
        self._timer = QTimer(self)
        self._timer.timeout.connect(self.save_now)
        session.film_opened.connect(self._recall)
        session.retried.connect(self._part)
        session.changed.connect(self.save)
        session.listed.connect(self.save)

    @property
    def text(self) -> str:
        """Whether everything is saved, in a few words; empty without a record."""
        if self._path is None:
            return ""
        if self._trouble:
            return f"Not saved: {self._trouble.brief}"
        return "Not saved: still reading" if self._awaits else "Saved"

    @property
    def why(self) -> str:
        """Why something is not saved, in a sentence."""
        return str(self._trouble or (UNREAD if self._awaits else ""))

    @property
    def holds_the_rest(self) -> bool:
        """Whether what was saved before something went wrong is still in the record."""
        return isinstance(self._trouble, RecordHangs | FilmTooNew)

    @property
    def unsaved(self) -> frozenset[int]:
        """The films of which a reader has said what the record, as far as known, does not hold."""
        entries = self._session.worklist.entries
        read = {i for i, entry in enumerate(entries) if self._is_unsaved(i, entry.history)}
        return said_unread(entries) | read

    def _is_unsaved(self, film: int, history: CaseHistory | None) -> bool:
        if history is None:
            return False
        saved = self._saved.get(film)
        kept, now = saved.history.current if saved else history.first, history.current
        return decided_otherwise(kept, now)

    def last_event(self, film: int) -> int:
        """Return the number of a film's last event in the record as it is shown; 0 if none."""
        entry, saved = self._session.worklist.entries[film], self._saved.get(film)
        return saved.last if saved and saved.history is entry.history else 0

    def open(self, path: Path) -> None:
        """Take a record into use; one that cannot be opened is said and tried again."""
        self._part_from_drive()
        self._path, self._drive = path, Drive(path.parent)
        self.save_now()
        self.changed.emit()

    def close(self) -> None:
        """Leave the record."""
        self._timer.stop()
        self._path = None
        if self._record is not None:
            if self._drive and self._drive.answers(PATIENCE_S):
                self._record.close()
            else:
                self._record.abandon()
            self._record = None
        self._part_from_drive()

    def save(self) -> None:
        """Write what has changed, unless the record is in trouble; then the timer does."""
        if self._trouble is None and self._session.worklist.entries is not self._seen:
            self.save_now()

    def save_now(self) -> bool:
        """Write what has changed and tell whether everything is in the record."""
        return self._try(PATIENCE_S)

    def save_at_last(self) -> bool:
        """Do the same before the window closes: with patience, and once more if that may help.

        A record that is found gone is put back, or met where it is again, at the next try. A drive
        that hangs would only hold the window up once more.
        """
        held = self._try(LAST_PATIENCE_S)
        hangs = isinstance(self._trouble, RecordHangs)
        return held or (not hangs and self._try(LAST_PATIENCE_S))

    def _try(self, patience_s: float) -> bool:
        if self._path is None:
            return False
        try:
            self._check_drive(self._path, patience_s)
            record = self._opened(self._path)
            self._write_all(record)
        except RecordError as error:
            self._fail(error)
            return False
        self._recover()
        return True

    def _part_from_drive(self) -> None:
        if self._drive is not None:
            self._drive.close()
            self._drive = None

    def _check_drive(self, path: Path, patience_s: float = PATIENCE_S) -> None:
        if self._drive and not self._drive.answers(patience_s):
            raise RecordHangs(f"The drive with the record {path.name} is not responding.")

    def _opened(self, path: Path) -> Record:
        if self._record is not None and isinstance(self._trouble, RecordVanished):
            self._record.put_back()
            self._record.close()
            self._record = None
        if self._record is None:
            self._record = Record.open(path, patience_s=PATIENCE_S, create=not self._was_open)
            self._was_open = True
            self._know_again(self._record)
        return self._record

    def _know_again(self, record: Record) -> None:
        """Compare the films with a record that was away, or that comes late."""
        known, self._seen, self._saved = self._saved, None, {}
        for index, entry in enumerate(self._session.worklist.entries):
            if entry.history is None:
                continue
            with suppress(FilmTooNew):  # which is told when it is written
                theirs, saved = self._restored(record, index), known.get(index)
                if saved is not None and _still_holds(saved, theirs):
                    self._saved[index] = saved  # it gets what was done meanwhile, undo and all
                else:
                    self._meet(index, theirs)

    def _write_all(self, record: Record) -> None:
        record.check_here()
        met, too_new = False, None
        for index in self._fresh():
            try:
                met |= self._write(record, index)
                met |= self._share(record, index)
            except FilmTooNew as error:  # which hinders no other film
                too_new = error
        if too_new is None:
            self._seen = self._session.worklist.entries
        self._note_unread()
        if met:
            self._session.changed.emit()
        if too_new is not None:
            raise too_new

    def _note_unread(self) -> None:
        """Say so once nothing, or something, is said of films that are yet to be read."""
        if self._awaits is not bool(said_unread(self._session.worklist.entries)):
            self._awaits = not self._awaits
            self.changed.emit()

    def _fresh(self) -> list[int]:
        """Return the films that are not as they were when all was saved."""
        entries, seen = self._session.worklist.entries, self._seen or ()
        known = [
            i for i, (now, then) in enumerate(zip(entries, seen, strict=False)) if now is not then
        ]
        return [*known, *range(len(seen), len(entries))]

    def _write(self, record: Record, index: int) -> bool:
        """Write one film and tell whether it had been changed elsewhere."""
        history, saved = self._session.worklist.entries[index].history, self._saved.get(index)
        if history is None or (saved is not None and saved.history is history):
            return False
        if saved is None:
            self._meet(index, self._restored(record, index))
            self._append(record, index)
            return True
        try:
            self._append(record, index)
        except ChangedElsewhere:
            self._meet(index, self._restored(record, index))
            self._append(record, index)
            return True
        return False

    def _share(self, record: Record, index: int) -> bool:
        """Bring what was said of a film to those of the same picture; tell whether there are any.

        The record knows pictures, not names: one that is listed twice has one reading.
        """
        worklist, saved = self._session.worklist, self._saved.get(index)
        entry = worklist.entries[index]
        if not entry.alike or saved is None:
            return False
        twins = [
            twin
            for twin in worklist.of_picture(entry.sha256)
            if twin in self._saved and self._saved[twin].last != saved.last
        ]
        for twin in twins:
            self._bring_up(record, twin)
        return bool(twins)

    def _bring_up(self, record: Record, index: int) -> None:
        """Show what the record holds of a film; one with nothing of its own takes the news alone.

        To read the whole history at each step on its twin would cost more with every step.
        """
        worklist, saved = self._session.worklist, self._saved[index]
        if worklist.entries[index].history is not saved.history:
            self._meet(index, self._restored(record, index))
            self._append(record, index)
            return
        film, scheme = saved.history.first.film, self._session.scheme
        self._saved[index] = now = record.restore(film, scheme, saved)
        self._session.update_worklist(worklist.restored(index, now.history))
        self.kept.emit(index)

    def _append(self, record: Record, index: int) -> None:
        history, saved = self._session.worklist.entries[index].history, self._saved[index]
        if history is None:
            return
        writer = Writer(Stamp.now(self._session.reader), self._session.scheme.name)
        events = difference(saved.history, history, writer)
        last = saved.last
        if events:
            last = record.append(history.first.film, events, after=saved.last)
        self._saved[index] = Restored(history, last)
        self.kept.emit(index)

    def _recall(self, index: int) -> None:
        """Bring a film that was just opened back to where its readers left it."""
        try:
            restored = self._told(index)
        except RecordError as error:
            self._fail(error)
            return
        if restored is None:
            return
        if restored.last:
            worklist = self._session.worklist.restored(index, restored.history)
            self._session.update_worklist(worklist)
        entry = self._session.worklist.entries[index]
        if entry.history is not None:
            self._saved[index] = Restored(entry.history, restored.last)
            self.kept.emit(index)

    def _told(self, index: int) -> Restored | None:
        """Return what the record says of a film, be it that nothing can be written to it."""
        if self._path is None:
            return None
        if self._record is not None:
            self._check_drive(self._path)
            return self._restored(self._record, index)
        with suppress(RecordError):  # why it cannot be opened is said already
            self._check_drive(self._path)
            with Record.open_to_read(self._path, patience_s=PATIENCE_S) as record:
                return self._restored(record, index)
        return None

    def _restored(self, record: Record, index: int) -> Restored:
        history = self._session.worklist.entries[index].history
        if history is None:
            raise RuntimeError("only films that were read are in the record")
        return record.restore(history.first.film, self._session.scheme)

    def _meet(self, index: int, theirs: Restored) -> None:
        """Put what this window changed on top of what the record holds."""
        worklist, saved = self._session.worklist, self._saved.get(index)
        ours, alike = worklist.entries[index].history, worklist.entries[index].alike
        if ours is None or (saved is not None and saved.last == theirs.last):
            return
        film = ours.first.film
        fresh = Case.new(film, self._session.scheme)
        if theirs.last == 0:  # the record knows nothing: it gets everything, with all steps
            self._saved[index] = Restored(History(fresh), 0)
            return
        base = saved.history.current if saved else fresh
        there, all_of_it = theirs.history.current, saved is not None
        if not alike and brings_news(base, there, ours.current, all_of_it=all_of_it):
            self._session.messages.warn(ELSEWHERE.format(film.name))
        both = merged(theirs.history, base, ours.current)
        self._saved[index] = Restored(theirs.history, theirs.last)
        self._session.update_worklist(worklist.restored(index, both))

    def _part(self, index: int) -> None:
        """Leave a film to the record where another picture is to be opened from its file.

        Its decisions come back when it does. While they are not in the record, it stays.
        """
        worklist = self._session.worklist
        entry = worklist.entries[index]
        if entry.failure != FILE_CHANGED or entry.case is None:
            return
        if self._is_unsaved(index, entry.history):
            self._session.messages.warn(STAYS_OPEN.format(entry.name))
            return
        self._saved.pop(index, None)
        self._session.update_worklist(worklist.replaced(index))
        if entry.case.decided:
            self._session.messages.info(COMES_BACK.format(entry.name))

    def _fail(self, error: RecordError) -> None:
        known = self._trouble is not None and type(self._trouble) is type(error)
        self._trouble = error
        self._timer.start(RETRY_MS)
        if not known:
            said = told(error, was_open=self._was_open)
            holds = partial(self._is_trouble, type(error))
            self._session.messages.error(said, *self._remedies(error), holds=holds)
        self.changed.emit()

    def _is_trouble(self, kind: type[RecordError]) -> bool:
        return type(self._trouble) is kind

    def _remedies(self, error: RecordError) -> tuple[Remedy, ...]:
        if isinstance(error, RecordDamaged):
            return (Remedy("Start a new record", self._start_anew),)
        return ()

    def _start_anew(self) -> None:
        """Keep a damaged record beside a new one, which gets all that this window holds."""
        if self._path is None:
            return
        if self._record is not None:
            self._record.close()
        self._record, self._was_open = None, False
        set_aside(self._path, "damaged")
        self.save_now()

    def _recover(self) -> None:
        if self._trouble is None:
            return
        self._trouble = None
        self._timer.stop()
        self._session.messages.info("Everything is saved again.")
        self.changed.emit()


def _still_holds(saved: Restored, theirs: Restored) -> bool:
    """Tell whether a record says what it said when this window wrote to it last."""
    same = saved.history.current.says_the_same_as(theirs.history.current)
    return saved.last == theirs.last and same
