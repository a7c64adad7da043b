"""Films and folders that are dropped on the window are opened."""

from pathlib import Path

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QFrame, QLabel, QVBoxLayout, QWidget
from typing_extensions import override

from landmark_gui.ui.session import Session
from landmark_gui.ui.widgets.named import named


class FilmDrop(QObject):
    """Watches a window for what is dragged onto it."""

    def __init__(self, session: Session, window: QWidget) -> None:
        super().__init__(window)
        self._session = session
        self._sign = DropSign(window)
        window.setAcceptDrops(True)
        window.installEventFilter(self)

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if isinstance(event, QDropEvent) and event.type() is QEvent.Type.Drop:
            self._sign.hide()
            self._drop(event)
        elif isinstance(event, QDragEnterEvent) and event.mimeData().hasUrls():
            self._sign.appear()
            event.acceptProposedAction()
        elif event.type() is QEvent.Type.DragLeave:
            self._sign.hide()
        else:
            return False
        return True

    def _drop(self, event: QDropEvent) -> None:
        urls = event.mimeData().urls()
        paths = [Path(url.toLocalFile()) for url in urls if url.isLocalFile()]
        if paths:
            event.acceptProposedAction()
            self._session.open_paths(paths)


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
