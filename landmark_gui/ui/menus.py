"""Turns the actions from data into menus, shortcuts and buttons."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace

from PySide6.QtCore import QObject, QPoint, QSize, Qt
from PySide6.QtGui import QAction, QActionGroup, QKeySequence
from PySide6.QtWidgets import QMainWindow, QMenu, QSizePolicy, QToolButton

from landmark_gui.ui.actions.action import Action
from landmark_gui.ui.actions.every_action import ACTIONS
from landmark_gui.ui.actions.possible import Situation, When
from landmark_gui.ui.keymap import Keymap, native
from landmark_gui.ui.theme import ICON_PX, Theme, icon
from landmark_gui.ui.widgets.focus import by_keyboard
from landmark_gui.ui.widgets.scaled import scaled
from landmark_gui.ui.widgets.text_keys import TextKeys

Verbs = Mapping[str, Callable[[], object]]
NO_PREDICTION = "Discard what you placed"  # what "Back to prediction" does in a blind reading
NO_ARRANGEMENT = "Not with these weights: there is no model of how their landmarks are arranged"
TAKE_BACK = "Take back into the list"  # what "Set aside" does for films that are
NEW_PICTURE = "Open the new picture"  # what "Try this film again" does for a file rewritten


class Menus(QObject):
    """The window's actions; each one calls the verb of its id."""

    def __init__(self, window: QMainWindow) -> None:
        super().__init__(window)
        self._window = window
        self._icon_px = scaled(ICON_PX, window)
        self._verbs: Verbs = {}
        self._group = QActionGroup(self)
        self._group.setExclusionPolicy(QActionGroup.ExclusionPolicy.None_)
        self._group.triggered.connect(self._run)
        self._actions: dict[str, tuple[Action, QAction]] = {}
        self.keymap = Keymap()
        self._theme: Theme | None = None
        for menu_name, actions in ACTIONS.items():
            menu = window.menuBar().addMenu(menu_name)
            menu.setToolTipsVisible(True)
            for action in actions:
                menu.addAction(self._made(action, window))
                if action.ends_section:
                    menu.addSeparator()
        self.show_keys(self.keymap)
        TextKeys(window)

    def serve(self, verbs: Verbs) -> None:
        """Let each action call the verb of its id; there are panels to go to by now."""
        self._verbs = verbs

    def __getitem__(self, action_id: str) -> QAction:
        """Return the action with that id."""
        return self._actions[action_id][1]

    def button(self, action_id: str, style: str = "icon") -> QToolButton:
        """Return a button for an action.

        Args:
            action_id: which one.
            style: "icon" or "text" (the short one).
        """
        made = by_keyboard(QToolButton())
        made.setDefaultAction(self[action_id])
        made.setObjectName(f"button_{action_id}")
        spec, _ = self._actions[action_id]
        if spec.short:  # heard alone it says too little
            made.setAccessibleName(spec.text.rstrip("…"))
        made.setIconSize(QSize(self._icon_px, self._icon_px))
        made.setProperty("shown_as", style)
        made.setToolButtonStyle(_BUTTON_STYLES[style])
        made.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        return made

    def pop_up(self, sections: Sequence[Sequence[str]], at: QPoint, title: str = "") -> None:
        """Open a menu of some actions there on the screen."""
        menu = QMenu(self._window)
        menu.setObjectName("context_menu")
        menu.setToolTipsVisible(True)
        if title:
            menu.addAction(title.replace("&", "&&")).setEnabled(False)
        for ids in sections:
            menu.addSeparator()  # which Qt hides at the head
            menu.addActions([self[action_id] for action_id in ids])
        menu.aboutToHide.connect(menu.deleteLater)
        menu.popup(at)

    def show_situation(self, now: Situation) -> None:
        """Enable, check and name the actions."""
        for spec, action in self._actions.values():
            action.setEnabled(spec.when is None or spec.when in now.holds)
            if spec.checkable:
                action.setChecked(spec.id in now.checked)
        self["undo"].setText(f"Undo {now.undo}" if now.undo else "Undo")
        self["redo"].setText(f"Redo {now.redo}" if now.redo else "Redo")
        self._show_tip("back", NO_PREDICTION if When.VEILED in now.holds else None)
        for by_arrangement in ("alike", "follow"):
            self._show_tip(by_arrangement, None if When.ARRANGED in now.holds else NO_ARRANGEMENT)
        spec, aside = self._actions["set_aside"]
        aside.setText(TAKE_BACK if now.aside else spec.text)
        spec, retry = self._actions["retry"]
        retry.setText(NEW_PICTURE if now.replaced else spec.text)
        retry.setIconText(retry.text())

    def _show_tip(self, action_id: str, instead: str | None) -> None:
        """Tell what an action does, or something else instead."""
        spec, action = self._actions[action_id]
        told = spec if instead is None else replace(spec, tip=instead)
        action.setToolTip(_tip(told, self.keymap.of(action_id)))

    def show_keys(self, keymap: Keymap) -> None:
        """Give the actions their keys, and name these in the tool tips."""
        self.keymap = keymap
        for spec, action in self._actions.values():
            keys = keymap.of(spec.id)
            action.setShortcuts([QKeySequence(key) for key in keys])
            action.setToolTip(_tip(spec, keys))

    def key_name(self, action_id: str) -> str:
        """Return the key of an action as this system writes it; "" if it has none now."""
        keys = self.keymap.of(action_id)
        return native(keys[0]) if keys else ""

    def trigger_key(self, key: str) -> None:
        """Do what a key stands for, as if it were pressed."""
        action_id = self.keymap.by_key(key)
        if action_id in self._actions:
            self[action_id].trigger()

    def show_theme(self, theme: Theme) -> None:
        """Draw the icons in a theme's colours."""
        if theme is self._theme:
            return
        self._theme = theme
        for spec, action in self._actions.values():
            if spec.icon:
                action.setIcon(icon(spec.icon, theme, self._icon_px))

    def _made(self, spec: Action, window: QMainWindow) -> QAction:
        made = QAction(spec.text, window)
        made.setObjectName(spec.id)
        made.setAutoRepeat(spec.id in _REPEATING)
        made.setCheckable(spec.checkable)
        made.setIconText(spec.short or spec.text.rstrip("…"))
        made.setIconVisibleInMenu(False)
        self._group.addAction(made)
        self._actions[spec.id] = (spec, made)
        return made

    def _run(self, action: QAction) -> None:
        self._verbs[action.objectName()]()


_REPEATING = frozenset(
    {
        *("undo", "redo", "zoom_in", "zoom_out", "next_film", "previous_film"),
        *("brighter", "darker", "more_contrast", "less_contrast"),
    }
)
_BUTTON_STYLES = {
    "icon": Qt.ToolButtonStyle.ToolButtonIconOnly,
    "text": Qt.ToolButtonStyle.ToolButtonTextOnly,
}


def _tip(spec: Action, keys: Sequence[str]) -> str:
    title = spec.text.rstrip("…") + (f"  ({native(keys[0])})" if keys else "")
    return f"{title}\n{spec.tip}" if spec.tip else title
