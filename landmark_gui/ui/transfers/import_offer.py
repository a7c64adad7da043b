"""Between the question whose landmarks are to come in and who reads them."""

from PySide6.QtCore import QObject, Signal


class Arrivals(QObject):
    """What was chosen goes one way, what it holds the other."""

    wanted = Signal(object, bool)  # Path; whether landmarks decided here are to be replaced
    ready = Signal(object, object)  # Incoming, Sections
    refused = Signal(object)  # Sections
    given_up = Signal()
