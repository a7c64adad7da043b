"""Saving landmarks in any format, without ever replacing a file unasked."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject

from landmark_gui.document.case import Case
from landmark_gui.document.worklist import Entry, Progress
from landmark_gui.exchange.context import Context
from landmark_gui.exchange.errors import ExchangeError
from landmark_gui.exchange.outgoing import Outgoing, Sent, Wish, outgoing, send
from landmark_gui.exchange.schemes import with_others
from landmark_gui.exchange.text import stem
from landmark_gui.ui.background import Line, expecting
from landmark_gui.ui.messages import Remedy
from landmark_gui.ui.preferences import Preferences
from landmark_gui.ui.session import Session
from landmark_gui.ui.transfers.at_hand import films_at_hand
from landmark_gui.ui.transfers.dialogs import Dialogs
from landmark_gui.ui.transfers.exchange_words import (
    in_the_way_text,
    preview,
    refusal,
    replace_text,
    sent_text,
)
from landmark_gui.ui.transfers.export_offer import Asked, Offer, Previews, Scope
from landmark_gui.ui.transfers.in_the_way import ask_again, free_path
from landmark_gui.ui.transfers.last_export import LastExport

NAME = "landmarks"
KEPT = "export"  # where the preferences have the last one
SET_ASIDE = "set aside"
NOT_READ = "not read yet, export again later"
GONE = "None of these films has landmarks to export by now."
UNREADABLE = "the record has landmarks, but the film could not be read"
_Job = tuple[Outgoing, Sent]


@dataclass(frozen=True, slots=True)
class _Load:
    """What is to be saved, whatever is shown or selected by then.

    Attributes:
        wish: how.
        films: places in the worklist.
        unread: films that stay behind, with the reason.
        whole: whether it is about the study; a file of a few films is suggested for no other.
    """

    wish: Wish
    films: tuple[int, ...]
    unread: Mapping[str, str]
    whole: bool


class Exporting(QObject):
    """Asks how and where to, and what to do with a file that is there already."""

    def __init__(self, session: Session, dialogs: Dialogs, parent: QObject) -> None:
        super().__init__(parent)
        self._session = session
        self._dialogs = dialogs
        self._last = LastExport()
        self._preferences: Preferences | None = None
        self._scope = Scope.ALL
        self._shown, self._marked = 0, frozenset[int]()  # when it was asked
        self._previews = Previews(self)
        self._previews.wanted.connect(self._preview)

    def remember_in(self, preferences: Preferences) -> None:
        """Begin where an earlier start has ended, and keep what is answered from now on."""
        self._preferences = preferences
        self._last = LastExport.read(preferences.text_of(KEPT))

    def ask(self) -> None:
        """Ask how the landmarks are to be saved, then where, and save them."""
        self._last = self._last.of(self._session.opened)
        self._shown, self._marked = self._session.worklist.current, self._session.marked
        counts = {scope: len(self._cases(scope)) for scope in Scope}
        if len(self._session.marked) < 2:  # noqa: PLR2004 - then it is the film shown
            del counts[Scope.SELECTED]
        if counts[Scope.ALL]:
            self._dialogs.ask_how(self._offer(counts), self._previews, self._ask_where)

    def _offer(self, counts: Mapping[Scope, int]) -> Offer:
        schemes = {each.name: each.title for each in with_others(self._session.scheme)}
        scope = self._scope if counts.get(self._scope) else Scope.ALL
        asked = Asked(scope, self._last.wish)
        return Offer(counts, schemes, asked, len(self._session.marked))

    def _cases(self, scope: Scope) -> dict[int, Case]:
        cases = self._session.worklist.exportable
        match scope:
            case Scope.ALL:
                return cases
            case Scope.DECIDED:
                return {index: case for index, case in cases.items() if case.decided}
            case Scope.FILM:
                return _among(cases, (self._shown,))
            case Scope.SELECTED:
                return _among(cases, sorted(self._marked))

    def _unread(self, scope: Scope) -> dict[str, str]:
        """Return films that the record says something of, but that were not read, and why."""
        return {
            entry.name: UNREADABLE if entry.failure else NOT_READ
            for entry in self._meant(scope)
            if entry.case is None and not entry.aside and _is_noted(entry, scope)
        }

    def _set_aside(self, scope: Scope) -> dict[str, str]:
        return {entry.name: SET_ASIDE for entry in self._meant(scope) if entry.aside}

    def _meant(self, scope: Scope) -> list[Entry]:
        """Return the films of a scope, whether or not anything is said of them."""
        entries = self._session.worklist.entries
        meant = {Scope.FILM: {self._shown}, Scope.SELECTED: self._marked}.get(scope)
        return [entry for i, entry in enumerate(entries) if meant is None or i in meant]

    # before it

    def _preview(self, asked: Asked) -> None:
        wanted = asked.wish.format
        if wanted.missing_extra:
            self._refuse(asked, ExchangeError(wanted.missing_extra))
            return
        then = partial(self._show_preview, asked)
        failed = expecting(ExchangeError, partial(self._refuse, asked))
        left_out = self._unread(asked.scope) | self._set_aside(asked.scope)
        work = self._prepared(asked.wish, self._cases(asked.scope), left_out)
        self._session.background.run(work, then, failed, line=Line.SAVING)

    def _show_preview(self, asked: Asked, out: Outgoing) -> None:
        self._previews.ready.emit(asked, preview(out, asked.wish.format), len(out.films))

    def _refuse(self, asked: Asked, error: ExchangeError) -> None:
        self._previews.ready.emit(asked, refusal(error), 0)

    def _prepared(
        self, wish: Wish, cases: Mapping[int, Case], unread: Mapping[str, str]
    ) -> Callable[[], Outgoing]:
        """Return the work that readies films for their way out, for any thread."""
        context = Context(self._session.scheme, films=films_at_hand(self._session))
        said, reader = list(cases.values()), self._session.reader

        def prepare() -> Outgoing:
            out = outgoing(said, wish, context, reader=reader)
            return replace(out, left_out={**out.left_out, **unread})

        return prepare

    # where to

    def _ask_where(self, asked: Asked) -> None:
        self._scope = asked.scope
        cases = self._cases(asked.scope)
        if not cases:
            self._say_gone()
            return
        few = asked.scope in {Scope.FILM, Scope.SELECTED}
        whole = not few or len(cases) == len(self._session.worklist.exportable)
        load = _Load(asked.wish, tuple(cases), self._unread(asked.scope), whole)
        path = self._place(load, cases)
        if path is not None:
            self._save(load, path)

    def _remember(self, load: _Load, path: Path) -> None:
        # None stands for the labels of whatever scheme the next start has
        scheme = None if load.wish.scheme == self._session.scheme.name else load.wish.scheme
        self._last = self._last.gone(replace(load.wish, scheme=scheme), path, whole=load.whole)
        if self._preferences is not None:
            self._preferences.remember_text(KEPT, self._last.text)

    def _place(self, load: _Load, cases: Mapping[int, Case]) -> Path | None:
        wish, wanted, folder = load.wish, load.wish.format, self._last.folder
        if wanted.per_film and len(cases) > 1:
            return self._dialogs.ask_export_folder(folder)
        last = self._last.files.get(wanted.name)
        if last is not None and load.whole:
            return self._dialogs.ask_export(last, wanted)  # whether to replace it is asked later
        name = NAME
        if wanted.per_film and not wish.by_identity:
            (case,) = cases.values()
            name = Path(stem(case.film.name)).name
        suggestion = free_path(folder / f"{name}{wanted.suffix}", wanted.suffix)
        return self._dialogs.ask_export(suggestion, wanted)

    # saving

    def _save(self, load: _Load, path: Path, *, overwrite: bool = False) -> None:
        cases = _among(self._session.worklist.exportable, load.films)
        if not cases:
            self._say_gone()
            return
        prepare = self._prepared(load.wish, cases, load.unread)
        work = partial(_sent, prepare, load.wish, path, overwrite=overwrite)
        then = partial(self._on_sent, load, path, cases)
        self._session.background.keep(work, then, expecting(ExchangeError, self._on_failure))

    def _on_sent(self, load: _Load, path: Path, cases: dict[int, Case], job: _Job) -> None:
        out, sent = job
        if sent.in_the_way:
            self._ask_again(load, path, job)
            return
        if sent.written:
            self._remember(load, path)
        gone = {index: case for index, case in cases.items() if case.film.name in sent.written}
        self._session.note_exported(gone)
        messages, whole = self._session.messages, len(gone) == len(cases) and not load.unread
        tell = messages.info if whole else messages.warn
        tell(sent_text(sent, out, path))

    def _ask_again(self, load: _Load, path: Path, job: _Job) -> None:
        (out, sent), wanted = job, load.wish.format
        reasons = [] if wanted.per_film else [*load.unread.values()]  # own files stay as they are
        unread, broken = len(reasons), reasons.count(UNREADABLE)
        other = free_path(path, "" if path.is_dir() else wanted.suffix)
        ask_again(
            self._session.messages,
            in_the_way_text(sent, path, unread, broken),
            Remedy(
                replace_text(sent, len(out.films) if unread else 0),
                partial(self._save, load, path, overwrite=True),
            ),
            (other, partial(self._save, load, other)),
        )

    def _say_gone(self) -> None:
        """Say that nothing is left to save: another window may have set the films aside."""
        self._session.messages.warn(GONE)

    def _on_failure(self, error: ExchangeError) -> None:
        self._session.messages.error(str(error))


def _sent(
    prepare: Callable[[], Outgoing], wish: Wish, path: Path, *, overwrite: bool
) -> tuple[Outgoing, Sent]:
    out = prepare()
    return out, send(out, wish.format, path, overwrite=overwrite)


def _is_noted(entry: Entry, scope: Scope) -> bool:
    """Tell whether the record has something of a film; of one that was taken back, who knows."""
    said = entry.noted
    if said is None or said.progress is Progress.WAITING:
        return said is None and entry.aside_unread is False
    return bool(said.decided) or scope is not Scope.DECIDED


def _among(cases: Mapping[int, Case], films: Iterable[int]) -> dict[int, Case]:
    return {index: cases[index] for index in films if index in cases}
