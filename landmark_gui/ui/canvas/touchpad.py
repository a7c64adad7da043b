"""What fingers on a touchpad mean: two that slide move the film, two that spread enlarge it."""

from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QInputDevice, QNativeGestureEvent, QWheelEvent

PX_PER_ANGLE = 1 / 3  # screen pixels per eighth of a degree, where the pad tells no pixels
SMALLEST_PINCH = 0.2  # one event never shrinks more than five times


def slide(event: QWheelEvent) -> QPointF | None:
    """Return how far two fingers slid in screen pixels; None for a wheel, or with Ctrl held.

    A wheel turns in notches and knows no phases; with Ctrl held Windows tells of a pinch.
    """
    pad = event.device().type() is QInputDevice.DeviceType.TouchPad
    fingers = pad or event.phase() is not Qt.ScrollPhase.NoScrollPhase
    if not fingers or event.modifiers() & Qt.KeyboardModifier.ControlModifier:
        return None
    if not event.pixelDelta().isNull():
        return QPointF(event.pixelDelta())
    return QPointF(event.angleDelta()) * PX_PER_ANGLE


def pinch(event: QNativeGestureEvent) -> float | None:
    """Return by what the film is enlarged; None for another gesture."""
    if event.gestureType() is not Qt.NativeGestureType.ZoomNativeGesture:
        return None
    return max(1.0 + event.value(), SMALLEST_PINCH)
