"""What is known of the selected landmark, and what can be said of it."""

from collections.abc import Mapping, Sequence

from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QLabel, QToolButton, QVBoxLayout
from typing_extensions import override

from landmark_gui.document.case import Case
from landmark_gui.domain.annotation import Status
from landmark_gui.domain.landmarks import LandmarkScheme
from landmark_gui.domain.shape import Expectation
from landmark_gui.ui import words
from landmark_gui.ui.canvas.markers import both_names
from landmark_gui.ui.widgets.elided import ElidedLabel
from landmark_gui.ui.widgets.flow import Flow
from landmark_gui.ui.widgets.named import named
from landmark_gui.ui.widgets.tips import as_tip

MOST_LINES, FACT_LINES = 3, 3  # of a definition, which the tool tip holds whole; of facts
SIDE = 12
_WRAP = Qt.TextFlag.TextWordWrap


class LandmarkCard(QFrame):
    """Name, definition, position and certainty of one landmark, with the verbs below."""

    def __init__(
        self,
        scheme: LandmarkScheme,
        buttons: Sequence[QToolButton],
    ) -> None:
        super().__init__()
        self.setObjectName("landmark_card")
        self._scheme = scheme
        self._title = ElidedLabel("landmark_title")
        plain = Qt.TextFormat.PlainText  # a scheme may be somebody else's
        self._definition = named(QLabel(wordWrap=True, textFormat=plain), "definition")
        self._definition.setAlignment(Qt.AlignmentFlag.AlignTop)
        self._position = named(QLabel(wordWrap=True, textFormat=plain), "coordinates")
        self._position.setAlignment(Qt.AlignmentFlag.AlignTop)
        self._position.setFixedHeight(FACT_LINES * self.fontMetrics().lineSpacing())
        self._position.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._position.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(SIDE, 10, SIDE, 10)
        layout.setSpacing(6)
        for label in (self._title, self._definition, self._position):
            layout.addWidget(label)
        layout.addSpacing(4)
        for button in buttons:
            button.setProperty("bordered", button.property("primary") is None)
        layout.addWidget(Flow(buttons, spacing=4))

    def show_case(
        self,
        case: Case | None,
        selected: str | None,
        doubts: Mapping[str, Expectation],
        share: float = 0.9,
    ) -> None:
        """Show what is known of a landmark.

        `doubts` holds the implausible ones, `share` is the probability of the region told.
        """
        if selected is None:
            self._title.show_text("No landmark selected")
            self._show("", "")
            return
        landmark = self._scheme[selected]
        state = words.status_text(case, selected)
        self._title.show_text(f"{both_names(landmark)}  ·  {state}")
        doubt = doubts.get(selected)
        facts = _facts(case, selected, doubt, share) if case else ""
        self._show(landmark.definition, facts)

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._definition.setFixedHeight(self._definition_height())

    def _definition_height(self) -> int:
        """Return the height of the longest definition: the table does not jump by landmarks."""
        font, room = self.fontMetrics(), QRect(0, 0, self.width() - 2 * SIDE, 9999)
        boxes = (font.boundingRect(room, _WRAP, mark.definition) for mark in self._scheme)
        return min(max(box.height() for box in boxes), MOST_LINES * font.lineSpacing())

    def _show(self, definition: str, facts: str) -> None:
        """Show texts, whole in the tool tip: narrow or in large letters there is no room."""
        for label, text in ((self._definition, definition), (self._position, facts)):
            label.setText(text)
            label.setToolTip(as_tip(text))


def _facts(case: Case, landmark: str, doubt: Expectation | None, share: float) -> str:
    spacing = case.film.spacing
    unit, point = words.unit(spacing), case.annotations[landmark].point
    facts = [f"x {point.x:z.2f}, y {point.y:z.2f} px" if point else "no position"]
    if (blind := case.blind.get(landmark)) is not None and blind.point not in (None, point):
        facts[0] += f" · placed blind at {blind.point.x:.1f}, {blind.point.y:.1f}"
    elif (moved := _moved_by_the_program(case, landmark)) is not None:
        facts[0] += f" · {moved:.1f} {unit} from where the model sees it"
    if doubt is not None:
        facts.append(words.implausible_text(case, landmark, doubt))
    elif said := case.predicted(landmark):
        error = words.length(said.expected_error_px, spacing)
        facts.append(f"expected error {error:.1f} {unit}, {words.region(said, share, spacing)}")
    return "\n".join(facts)


def _moved_by_the_program(case: Case, landmark: str) -> float | None:
    """Return how far a prediction followed others, in the film's unit, or None if it stayed."""
    if case.annotations[landmark].status is not Status.PREDICTED:
        return None
    return words.moved(case, landmark) or None
