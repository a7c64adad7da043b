"""A graphics view that leaves all to its items: no scroll bars, no transformations of its own."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QGraphicsScene, QGraphicsView


class BareView(QGraphicsView):
    """The scene's coordinates are the widget's pixels."""

    # pyqtgraph's items connect to these two of whatever view holds them; nothing here emits them
    sigDeviceRangeChanged = Signal(object, object)  # noqa: N815 - pyqtgraph's name
    sigDeviceTransformChanged = Signal(object)  # noqa: N815 - pyqtgraph's name

    def __init__(self) -> None:
        super().__init__()
        self.setScene(QGraphicsScene(self))
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setTransformationAnchor(QGraphicsView.ViewportAnchor.NoAnchor)
        self.setResizeAnchor(QGraphicsView.ViewportAnchor.NoAnchor)
        self.setAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop)
        self.setOptimizationFlag(QGraphicsView.OptimizationFlag.DontSavePainterState)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMouseTracking(True)
        self.viewport().setAcceptDrops(False)  # films are dropped on the window
        self.setMinimumSize(240, 200)
