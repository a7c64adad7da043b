"""The user's keys: shown in a list, changed in a dialog, applied at once and remembered."""

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from landmark_gui.ui.canvas.film_view import FilmView
from landmark_gui.ui.keymap import Keymap
from landmark_gui.ui.menus import Menus
from landmark_gui.ui.panels.key_dialog import KeyDialog
from landmark_gui.ui.panels.key_list import KeyList
from landmark_gui.ui.preferences import Preferences
from landmark_gui.ui.theme import LIGHT, Theme


class KeySettings(QObject):
    """Gives menus and film view the keys that the user has chosen."""

    changed = Signal()

    def __init__(
        self, menus: Menus, view: FilmView, preferences: Preferences, window: QWidget
    ) -> None:
        super().__init__(window)
        self._menus, self._view, self._preferences = menus, view, preferences
        self._window = window
        self._list: KeyList | None = None
        self._theme = LIGHT
        self._apply(preferences.keymap())
        view.tapped.connect(menus.trigger_key)

    def show_list(self) -> None:
        """Show all keys; the window may stay open beside the film."""
        if self._list is None:
            self._list = KeyList(self._theme, self._menus.keymap, self._window)
        self._list.show()
        self._list.activateWindow()

    def show_theme(self, theme: Theme) -> None:
        """Write the list in a theme's colours."""
        self._theme = theme
        self._show_keys()

    def edit(self) -> None:
        """Let the user change keys."""
        dialog = KeyDialog(self._menus.keymap, self._window)
        dialog.changed.connect(self._on_changed)
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def _on_changed(self, keymap: Keymap) -> None:
        self._apply(keymap)
        self._preferences.remember_keymap(keymap)
        self.changed.emit()

    def _apply(self, keymap: Keymap) -> None:
        self._menus.show_keys(keymap)
        self._view.show_keys(keymap)
        self._show_keys()

    def _show_keys(self) -> None:
        if self._list is not None:
            self._list.show_keys(self._theme, self._menus.keymap)
