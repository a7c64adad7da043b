"""What is dropped on the window comes in: films and folders are opened, landmarks imported."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QFrame, QLabel, QVBoxLayout, QWidget
from typing_extensions import override

from landmark_gui.exchange.text import LABEL_ENDINGS
from landmark_gui.ui.messages import Remedy
from landmark_gui.ui.session import Session
from landmark_gui.ui.widgets.named import named

FILMS_FIRST = "These are landmarks. Open their films first, then import them."
ONE_BY_ONE = "Import one file of landmarks at a time, or the folder they are in."
IMPORT = "Import landmarks…"


class FilmDrop(QObject):
    """Watches a window for what is dragged onto it."""

    def __init__(
        self, session: Session, ask_import: Callable[[Path | None], None], window: QWidget
    ) -> None:
        super().__init__(window)
        self._session, self._ask_import = session, ask_import
        self._sign = DropSign(window)
        self._films: list[Path] = []  # dropped last
        self._labels: list[Path] = []  # beside these
        session.searching.ended.connect(self._on_searched)
        window.setAcceptDrops(True)
        window.installEventFilter(self)

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if isinstance(event, QDropEvent) and event.type() is QEvent.Type.Drop:
            self._sign.hide()
            self._drop(event)
        elif isinstance(event, QDragEnterEvent) and _files(event):
            self._sign.appear()
            event.acceptProposedAction()
        elif event.type() is QEvent.Type.DragLeave:
            self._sign.hide()
        else:
            return False
        return True

    def _drop(self, event: QDropEvent) -> None:
        if paths := _files(event):
            event.acceptProposedAction()
            self._take(paths)

    def _take(self, paths: list[Path]) -> None:
        """Open the films; files of landmarks beside them are offered to be imported after that."""
        self._labels = [path for path in paths if path.name.lower().endswith(LABEL_ENDINGS)]
        self._films = [path for path in paths if path not in self._labels]
        if self._films:
            self._session.open_paths(self._films)
        elif not self._session.worklist.entries:
            self._session.messages.warn(FILMS_FIRST)
        elif len(paths) == 1:
            self._ask_import(paths[0])
        else:
            self._session.messages.warn(ONE_BY_ONE, Remedy(IMPORT, partial(self._ask_import, None)))

    def _on_searched(self, paths: Sequence[Path], count: int) -> None:
        if paths != self._films:
            return
        labels, self._films, self._labels = self._labels, [], []
        if count and labels:
            self._offer(labels)
        elif not count and len(paths) == 1 and self._session.worklist.entries:
            self._offer_folder(paths[0])

    def _offer_folder(self, folder: Path) -> None:
        """Offer to import a folder that was just said to hold no films; it may hold landmarks."""
        said, ask = self._session.messages.current, partial(self._ask_import, folder)
        if said is not None:
            self._session.messages.say(replace(said, remedies=(Remedy(IMPORT, ask),)))

    def _offer(self, labels: Sequence[Path]) -> None:
        """Say that landmarks came with the films, which are open now, and offer to import them."""
        alone = len(labels) == 1
        came = f"{labels[0].name} came" if alone else f"{len(labels)} files of landmarks came"
        ask = Remedy(IMPORT, partial(self._ask_import, labels[0] if alone else None))
        there = "is not imported yet." if alone else f"are not imported yet. {ONE_BY_ONE}"
        self._session.messages.info(f"{came} with the films and {there}", ask)


def _files(event: QDropEvent) -> list[Path]:
    """Return what lies on this machine; a picture in a browser does not."""
    urls = event.mimeData().urls()
    return [Path(url.toLocalFile()) for url in urls if url.isLocalFile()]


class DropSign(QFrame):
    """A frame around the whole window, while something is held over it that it would take."""

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self._window = window
        self.setObjectName("drop_sign")
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        layout = QVBoxLayout(self)
        text = named(QLabel("Drop to add"), "drop_text")
        layout.addWidget(text, 0, Qt.AlignmentFlag.AlignCenter)
        self.hide()

    def appear(self) -> None:
        """Show it over all else."""
        self.setGeometry(self._window.rect())
        self.raise_()
        self.show()
