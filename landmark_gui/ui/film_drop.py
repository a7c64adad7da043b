"""What is dropped on the window comes in: films and folders are opened, landmarks imported."""

from collections.abc import Callable
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


class FilmDrop(QObject):
    """Watches a window for what is dragged onto it."""

    def __init__(
        self, session: Session, ask_import: Callable[[Path | None], None], window: QWidget
    ) -> None:
        super().__init__(window)
        self._session, self._ask_import = session, ask_import
        self._sign = DropSign(window)
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
        """Open the films; files of landmarks beside them are passed over, as in a folder."""
        films = [path for path in paths if not path.name.lower().endswith(LABEL_ENDINGS)]
        if films:
            self._session.open_paths(films)
        elif not self._session.worklist.entries:
            self._session.messages.warn(FILMS_FIRST)
        elif len(paths) == 1:
            self._ask_import(paths[0])
        else:
            ask = Remedy("Import landmarks…", partial(self._ask_import, None))
            self._session.messages.warn(ONE_BY_ONE, ask)


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
