"""Names and texts out of files are shown as they are, though they may look like HTML."""

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QPixmap, QTextDocumentFragment
from PySide6.QtWidgets import QLabel, QWidget

from landmark_gui.detection.events import Ready
from landmark_gui.domain.landmarks import Group, Landmark, LandmarkScheme
from landmark_gui.ui.detections import Engine
from landmark_gui.ui.panels.film_area import Chip
from landmark_gui.ui.panels.landmark_card import LandmarkCard
from landmark_gui.ui.panels.landmark_table import LandmarkModel
from landmark_gui.ui.sources import FilmSource
from landmark_gui.ui.transfers.import_dialog import ImportDialog
from landmark_gui.ui.transfers.readers_window import ReadersWindow
from landmark_gui.ui.widgets.elided import ElidedLabel
from landmark_gui.ui.widgets.figure_table import FigureTable
from landmark_gui.ui.widgets.figures import Cell
from tests.ui.conftest import Bench, phantom

SIDE = 500


@pytest.fixture
def tag(tmp_path: Path) -> str:
    """HTML that would show a large picture."""
    picture = QPixmap(SIDE, SIDE)
    picture.fill(Qt.GlobalColor.black)
    picture.save(str(tmp_path / "picture.png"))
    return f"<img src='{tmp_path / 'picture.png'}'>"


def label_named(top: QWidget, name: str) -> QLabel:
    found = top.findChild(QLabel, name)
    assert found is not None
    return found


def test_no_label_shows_the_picture_that_a_text_names(bench: Bench, tag: str) -> None:
    window, readers, coming = bench.window, ReadersWindow(bench.window), ImportDialog(bench.window)
    window.messages.info(tag)
    window.panels.area.show_failure(tag, tag)
    readers.show_refusal(tag)
    coming.choose(Path(tag))
    remark, name = Chip("remark", window), ElidedLabel("name")
    remark.say(tag)
    name.show_text(tag)
    names = ("message_text", "failure_text")
    labels = [label_named(window, each) for each in names]
    labels += [window.panels.area._failure._title, readers.summary, coming._place, remark, name]
    assert [label.heightForWidth(SIDE) > SIDE / 2 for label in labels] == [False] * len(labels)
    assert [label.sizeHint().height() > SIDE / 2 for label in labels] == [False] * len(labels)


def test_tool_tips_show_the_name_of_a_film_as_it_is(bench: Bench, tag: str) -> None:
    film = phantom(1)
    bench.window.session.add([FilmSource(tag, "key", lambda _: film)])
    bench.until_shown()
    tip = bench.window.panels.films.list.model().index(0, 0).data(Qt.ItemDataRole.ToolTipRole)
    for shown in (tip, bench.window.panels.header._name.toolTip()):
        assert "<img" not in shown
        assert QTextDocumentFragment.fromHtml(shown).toPlainText().startswith(tag)


def test_the_words_of_somebody_else_s_scheme_are_shown_as_they_are(bench: Bench, tag: str) -> None:
    mark = Landmark(1, "S", tag, Group.SKELETAL, tag)
    scheme = LandmarkScheme("own", "Own", (mark,))
    card, model = LandmarkCard(scheme, []), LandmarkModel(scheme, bench.window)
    card.show_case(None, "S", {})
    assert card._definition.sizeHint().height() < SIDE / 2
    tip = model.index(0, 0).data(Qt.ItemDataRole.ToolTipRole)
    for shown in (card._definition.toolTip(), tip):
        assert "<img" not in shown
        assert tag in QTextDocumentFragment.fromHtml(shown).toPlainText()


def test_what_others_call_weights_files_and_measurements_is_shown_as_it_is(
    bench: Bench, tag: str
) -> None:
    status, table = bench.window.panels.status, FigureTable("figures")
    status.show_engine(Engine.READY, Ready(tag, "cpu"))
    status.show_saving("Not saved", tag)
    table.show_rows(("name",), [(Cell("name", 0.0, tag),)])
    assert status._engine.sizeHint().height() < SIDE / 2
    tip = table.model().index(0, 0).data(Qt.ItemDataRole.ToolTipRole)
    for shown in (status._saving.toolTip(), tip):
        assert QTextDocumentFragment.fromHtml(shown).toPlainText() == tag
