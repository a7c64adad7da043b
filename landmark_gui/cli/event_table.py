"""What a record holds, event by event, as a flat table for statistics programs."""

from collections.abc import Iterable

from landmark_gui.exchange.cells import exact, table, word
from landmark_gui.exchange.landmark_values import utc_text
from landmark_gui.records.log import Logged

_HEADER = (
    *("event", "session", "utc", "seconds", "image", "image_sha256", "scheme"),
    *("reader", "kind", "landmark", "x_px", "y_px", "step"),
)


def event_table(events: Iterable[Logged]) -> bytes:
    """Return a row per event, in the order in which they were written."""
    return table(_HEADER, map(_row, events))


def _row(logged: Logged) -> list[object]:
    event, film = logged.event, logged.film
    point = event.point
    return [
        logged.number,
        logged.session,
        utc_text(event.utc),
        "" if logged.seconds is None else f"{logged.seconds:g}",
        word(film.name),
        word(film.sha256),
        word(event.scheme),
        word(event.reader),
        event.kind.replace(" ", "_"),  # as the column `status` of other tables has it
        word(event.landmark),
        exact(point.x if point else None),
        exact(point.y if point else None),
        word(event.label),
    ]
