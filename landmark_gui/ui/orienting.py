"""What the user has stated of how films lie; all else is left to recognition."""

from dataclasses import replace

from landmark_gui.detection.events import Settings
from landmark_gui.domain.orientation import Facing, Finding, Polarity
from landmark_gui.ui.session import Session


class Orienting:
    """Knows for each film what was stated, also in a session before this one."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self._stated: dict[int, Finding] = {}

    def stated(self, film: int) -> Finding:
        """Return what is stated of a film, by its place in the worklist."""
        entries = self._session.worklist.entries
        case = entries[film].case if film < len(entries) else None
        known = case.known_detection if case else None
        return self._stated.get(film, known.finding if known else Finding())

    def state_facing(self, film: int, facing: Facing | None) -> None:
        """Take over where the face looks; None leaves it to recognition."""
        self._stated[film] = replace(self.stated(film), facing=facing)

    def state_polarity(self, film: int, polarity: Polarity | None) -> None:
        """Take over whether bone is bright; None leaves it to recognition."""
        self._stated[film] = replace(self.stated(film), polarity=polarity)

    def forget(self, film: int) -> None:
        """Begin anew with a film: its file may hold another picture by now."""
        self._stated.pop(film, None)

    def settings(self, film: int, settings: Settings) -> Settings:
        """Return how a film is detected."""
        stated = self.stated(film)
        return replace(settings, facing=stated.facing, polarity=stated.polarity)

    @property
    def switched_on(self) -> frozenset[str]:
        """The ids of the actions that are checked, of the film shown."""
        stated = self.stated(self._session.worklist.current)
        facing, polarity = stated.facing or "recognised", stated.polarity or "recognised"
        return frozenset({f"facing_{facing}", f"polarity_{polarity}"})
