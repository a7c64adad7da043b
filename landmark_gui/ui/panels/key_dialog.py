"""Lists every action with its keys, and gives it others."""

from PySide6.QtCore import (
    QAbstractTableModel,
    QEvent,
    QObject,
    QSortFilterProxyModel,
    Qt,
    Signal,
)
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QDialog,
    QHBoxLayout,
    QHeaderView,
    QLabel,
    QLineEdit,
    QPushButton,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QVBoxLayout,
    QWidget,
)
from typing_extensions import override

from landmark_gui.ui.actions.action import Action
from landmark_gui.ui.actions.every_action import ACTIONS
from landmark_gui.ui.actions.film_actions import FILM_KEYS
from landmark_gui.ui.keymap import Keymap, menu_of, native
from landmark_gui.ui.widgets.key_recorder import KeyRecorder
from landmark_gui.ui.widgets.named import named
from landmark_gui.ui.widgets.scaled import scaled
from landmark_gui.ui.widgets.tables import TOP, Index, aligned, set_up

SIZE = (730, 620)
ROW = 30
HINT = "Double-click a key, or press Enter on it, then press the new one. Delete removes it."
ID = Qt.ItemDataRole.UserRole
FIRST_KEY = 2  # columns from here on hold keys
_HEADERS = ("Where", "Action", "Key", "Second key")
_ROWS: tuple[tuple[str, Action], ...] = (
    *(("Film", action) for action in FILM_KEYS),
    *((menu.replace("&", ""), action) for menu, actions in ACTIONS.items() for action in actions),
)


class KeyModel(QAbstractTableModel):
    """Shows a keymap to the table."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.keymap = Keymap()

    def show_keys(self, keymap: Keymap) -> None:
        """Show other keys."""
        self.keymap = keymap
        self.dataChanged.emit(self.index(0, 0), self.index(len(_ROWS) - 1, len(_HEADERS) - 1))

    @override
    def rowCount(self, parent: Index = TOP) -> int:
        return 0 if parent.isValid() else len(_ROWS)

    @override
    def columnCount(self, parent: Index = TOP) -> int:
        return 0 if parent.isValid() else len(_HEADERS)

    @override
    def flags(self, index: Index) -> Qt.ItemFlag:
        flags = super().flags(index)
        return flags | Qt.ItemFlag.ItemIsEditable if index.column() >= FIRST_KEY else flags

    @override
    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        where, action = _ROWS[index.row()]
        if role == ID:
            return action.id
        if role != Qt.ItemDataRole.DisplayRole:
            return None
        keys = (*map(native, self.keymap.of(action.id)), "", "")
        return (where, action.text.rstrip("…"), *keys)[index.column()]

    @override
    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> object:
        shown = orientation is Qt.Orientation.Horizontal and role == Qt.ItemDataRole.DisplayRole
        return _HEADERS[section] if shown else None


class RecordingDelegate(QStyledItemDelegate):
    """Puts a recorder into the cell and tells what it took down."""

    recorded = Signal(str, int, str)  # action, which of its keys, the new one

    @override
    def createEditor(self, parent: QWidget, option: QStyleOptionViewItem, index: Index) -> QWidget:
        editor = KeyRecorder(parent)
        editor.setProperty("action", index.data(ID))
        editor.setProperty("place", index.column() - FIRST_KEY)
        editor.recorded.connect(self._on_recorded)
        editor.left.connect(self._on_left)
        return editor

    @override
    def setEditorData(self, editor: QWidget, index: Index) -> None:
        """Leave the field empty: it waits for a key."""

    @override
    def setModelData(self, editor: QWidget, model: object, index: Index) -> None:
        """Leave it to the dialog, which may have to ask first."""

    @override
    def eventFilter(self, editor: QObject, event: QEvent) -> bool:
        """Leave Tab, Enter and Esc to the recorder, which takes them down."""
        return not isinstance(event, QKeyEvent) and super().eventFilter(editor, event)

    def _on_recorded(self, key: str) -> None:
        editor = self.sender()
        if isinstance(editor, KeyRecorder):
            self.closeEditor.emit(editor)
            self.recorded.emit(editor.property("action"), editor.property("place"), key)

    def _on_left(self) -> None:
        editor = self.sender()
        if isinstance(editor, KeyRecorder):
            self.closeEditor.emit(editor)


class KeyTable(QTableView):
    """The table; Delete takes a key away, Enter asks for another."""

    cleared = Signal(str, int)  # action, which of its keys

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        index = self.currentIndex()
        if not index.isValid():  # nothing was found
            super().keyPressEvent(event)
            return
        if index.column() < FIRST_KEY:
            index = index.siblingAtColumn(FIRST_KEY)
        if event.key() in {Qt.Key.Key_Delete, Qt.Key.Key_Backspace}:
            self.cleared.emit(index.data(ID), index.column() - FIRST_KEY)
        elif event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            self.edit(index)
        else:
            super().keyPressEvent(event)


class KeyDialog(QDialog):
    """Emits the keymap as it is wanted after each change; it counts at once."""

    changed = Signal(object)  # Keymap

    def __init__(self, keymap: Keymap, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("key_dialog")
        self.setWindowTitle("Change keys")
        self.resize(scaled(SIZE[0], self), SIZE[1])
        self._model = KeyModel(self)
        self._found = QSortFilterProxyModel(self)
        self._delegate = RecordingDelegate(self)
        self._wanted: Keymap | None = None  # what "use it here" would make of a conflict
        self.search = named(QLineEdit(), "key_search")
        self.table = named(KeyTable(), "key_table")
        self.sentence = named(QLabel(HINT, wordWrap=True), "key_sentence")
        self.use = named(QPushButton("Use it here"), "use_key")
        self.reset = QPushButton("Reset this action")
        self.reset_all = QPushButton("Reset all")
        self.close_button = QPushButton("Close")
        self._set_up_table()
        self._arrange()
        self._connect()
        self.show_keys(keymap)

    def show_keys(self, keymap: Keymap) -> None:
        """Show a keymap."""
        self._model.show_keys(keymap)
        self.reset_all.setEnabled(bool(keymap.chosen))

    def want(self, action_id: str, place: int, key: str) -> None:
        """Give an action a key, or say who has it and offer to take it from there."""
        keymap = self._model.keymap
        wanted, owner = keymap.given(action_id, place, key), keymap.owner(key, action_id)
        if (menu := menu_of(key)) is not None:
            self._refuse(f"{native(key)} already opens the {menu} menu.", None)
        elif owner is not None:
            self._refuse(f"{native(key)} is already used for “{owner.text.rstrip('…')}”.", wanted)
        else:
            self._change(wanted)

    def _refuse(self, why: str, wanted: Keymap | None) -> None:
        """Say why nothing was changed, and offer what is wanted if it can be had all the same."""
        self._wanted = wanted
        self.sentence.setText(f"{why} Nothing was changed.")
        self.use.setVisible(wanted is not None)

    def _set_up_table(self) -> None:
        self._found.setSourceModel(self._model)
        self._found.setFilterKeyColumn(-1)
        self._found.setFilterCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        table = self.table
        set_up(table, ROW)
        table.setModel(self._found)
        table.setItemDelegate(self._delegate)
        table.setAccessibleName("Actions and their keys")
        table.setTabKeyNavigation(False)
        table.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        table.setWordWrap(False)
        header = table.horizontalHeader()
        header.setDefaultAlignment(aligned(right=False))
        header.setSectionResizeMode(1, QHeaderView.ResizeMode.Stretch)
        for column, width in {0: 86, 2: 130, 3: 130}.items():
            table.setColumnWidth(column, scaled(width, table))
        table.setCurrentIndex(self._found.index(0, FIRST_KEY))

    def _arrange(self) -> None:
        self.search.setPlaceholderText("Search for an action or a key")
        self.search.setAccessibleName("Search for an action or a key")
        self.use.hide()
        foot, said = QHBoxLayout(), QHBoxLayout()
        said.addWidget(self.sentence, 1)
        said.addWidget(self.use)
        for button in (self.reset, self.reset_all):
            foot.addWidget(button)
        foot.addStretch(1)
        foot.addWidget(self.close_button)
        for pushed in (self.use, self.reset, self.reset_all, self.close_button):
            pushed.setAutoDefault(False)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(20, 18, 20, 16)  # as all dialogs have it
        layout.setSpacing(12)
        layout.addWidget(self.search)
        layout.addWidget(self.table, 1)
        layout.addLayout(said)
        layout.addLayout(foot)
        self.table.setFocus()

    def _connect(self) -> None:
        self.search.textChanged.connect(self._found.setFilterFixedString)
        self._delegate.recorded.connect(self.want)
        self.table.cleared.connect(self._on_cleared)
        self.use.clicked.connect(self._on_use)
        self.reset.clicked.connect(self._on_reset)
        self.reset_all.clicked.connect(self._on_reset_all)
        self.close_button.clicked.connect(self.close)

    def _change(self, keymap: Keymap) -> None:
        self._wanted = None
        self.use.hide()
        self.sentence.setText(HINT)
        self.show_keys(keymap)
        self.changed.emit(keymap)

    def _on_cleared(self, action_id: str, place: int) -> None:
        self._change(self._model.keymap.given(action_id, place, ""))

    def _on_use(self) -> None:
        if self._wanted is not None:
            self._change(self._wanted)
            self.table.setFocus()

    def _on_reset(self) -> None:
        action_id = self.table.currentIndex().data(ID)
        if action_id:
            self._change(self._model.keymap.reset(action_id))

    def _on_reset_all(self) -> None:
        self._change(Keymap())
