"""Headings with their lines, in a frame: what is going to happen; and a dialog around them."""

from html import escape

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QDialog,
    QFrame,
    QHBoxLayout,
    QLabel,
    QLayout,
    QPushButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from landmark_gui.ui.transfers.exchange_words import Section, Sections
from landmark_gui.ui.widgets.named import named


def arrange(
    dialog: QDialog, top: QLayout, view: "SectionsView", agree: QPushButton, *before: QWidget
) -> None:
    """Put what is asked above what would come of it, and the answers below; some widgets before."""
    cancel = QPushButton("Cancel")
    cancel.clicked.connect(dialog.reject)
    answers = QHBoxLayout()
    for widget in before:
        answers.addWidget(widget)
    answers.addStretch(1)
    answers.addWidget(cancel)
    answers.addWidget(agree)
    layout = QVBoxLayout(dialog)
    layout.setContentsMargins(20, 18, 20, 16)
    layout.setSpacing(14)
    layout.addLayout(top)
    layout.addWidget(view, 1)
    layout.addLayout(answers)


class SectionsView(QScrollArea):
    """Shows sections; what does not fit can be scrolled to."""

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("sections")
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setWidgetResizable(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)  # the arrow keys scroll
        self.setAccessibleName("What is going to happen")
        self._text = named(QLabel(wordWrap=True), "sections_text")
        self._text.setTextFormat(Qt.TextFormat.RichText)
        self._text.setAlignment(Qt.AlignmentFlag.AlignTop)
        page = named(QWidget(), "sections_page")
        layout = QVBoxLayout(page)
        layout.setContentsMargins(14, 12, 14, 12)
        layout.addWidget(self._text)
        self.setWidget(page)

    @property
    def text(self) -> str:
        """What is shown."""
        return self._text.text()

    def show_sections(self, sections: Sections) -> None:
        """Show other sections."""
        self._text.setText("".join(map(_as_html, sections)))


def _as_html(section: Section) -> str:
    heading = f'<p dir="ltr" style="margin: 10px 0 2px 0"><b>{escape(section.heading)}</b></p>'
    lines = (
        f'<p dir="ltr" style="margin: 2px 0 2px 24px; text-indent: -10px">• {escape(x)}</p>'
        for x in section.lines
    )
    return heading + "".join(lines)
