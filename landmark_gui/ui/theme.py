"""Light and dark: the colours of the window, its style sheet and its icons."""

from dataclasses import asdict, dataclass
from enum import StrEnum
from string import Template

from PySide6.QtCore import QByteArray, QRectF, Qt
from PySide6.QtGui import QColor, QGuiApplication, QIcon, QPainter, QPalette, QPixmap
from PySide6.QtSvg import QSvgRenderer
from PySide6.QtWidgets import QApplication

from landmark_gui.paths import resource

ICON_PX = 18
ICON_SCALES = (1, 2, 3)
SURROUND = QColor("#111214")  # around the film, in both themes: a bright surround dazzles


class Appearance(StrEnum):
    """What the user asks for."""

    SYSTEM = "system"
    LIGHT = "light"
    DARK = "dark"


@dataclass(frozen=True, slots=True)
class Theme:
    """Colours by what they are for; `outline` is seen on every ground, `border` only divides."""

    name: str
    window: str
    panel: str
    raised: str
    hover: str
    selected: str
    border: str
    outline: str
    text: str
    muted: str
    faint: str
    accent: str
    on_accent: str
    good: str
    warning: str
    warning_ground: str
    error: str
    error_ground: str
    info_ground: str


LIGHT = Theme(
    name="light",
    window="#F6F6F7",
    panel="#FCFCFD",
    raised="#FFFFFF",
    hover="#EDEEF0",
    selected="#E3EAFC",
    border="#E1E2E6",
    outline="#83878F",
    text="#1A1B1E",
    muted="#62666E",
    faint="#9DA1A9",
    accent="#3457D5",
    on_accent="#FFFFFF",
    good="#1B7F4B",
    warning="#8A5A00",
    warning_ground="#FFF4DC",
    error="#B3261E",
    error_ground="#FDECEA",
    info_ground="#EAF0FE",
)
DARK = Theme(
    name="dark",
    window="#17181A",
    panel="#1C1D20",
    raised="#25262A",
    hover="#2A2C31",
    selected="#28345A",
    border="#2E3035",
    outline="#7A7E87",
    text="#ECEDEF",
    muted="#A0A4AC",
    faint="#70747C",
    accent="#6E8BFF",
    on_accent="#0E1020",
    good="#5CC98D",
    warning="#F0C060",
    warning_ground="#362D18",
    error="#FF8F87",
    error_ground="#3B2020",
    info_ground="#202B4A",
)


def system_theme() -> Theme:
    """Return the theme that the system asks for."""
    dark = QGuiApplication.styleHints().colorScheme() is Qt.ColorScheme.Dark
    return DARK if dark else LIGHT


def chosen_theme(appearance: Appearance) -> Theme:
    """Return the theme for what the user asked for."""
    match appearance:
        case Appearance.LIGHT:
            return LIGHT
        case Appearance.DARK:
            return DARK
        case Appearance.SYSTEM:
            return system_theme()


def apply_theme(theme: Theme) -> None:
    """Give the whole program a theme."""
    app = QApplication.instance()
    if not isinstance(app, QApplication) or app.property("theme") == theme.name:
        return
    app.setProperty("theme", theme.name)
    app.setStyle("Fusion")
    app.setPalette(palette(theme))
    app.setStyleSheet(style_sheet(theme))


def palette(theme: Theme) -> QPalette:
    """Return the palette behind the style sheet, for all that it leaves alone."""
    made = QPalette()
    role = QPalette.ColorRole
    for where, colour in (
        (role.Window, theme.window),
        (role.Base, theme.raised),
        (role.AlternateBase, theme.panel),
        (role.Button, theme.panel),
        (role.WindowText, theme.text),
        (role.Text, theme.text),
        (role.ButtonText, theme.text),
        (role.ToolTipBase, theme.raised),
        (role.ToolTipText, theme.text),
        (role.PlaceholderText, theme.muted),
        (role.Highlight, theme.selected),
        (role.HighlightedText, theme.text),
        (role.Accent, theme.accent),
        (role.Link, theme.accent),
        (role.Mid, theme.border),
    ):
        made.setColor(where, QColor(colour))
    for where in (role.WindowText, role.Text, role.ButtonText):
        made.setColor(QPalette.ColorGroup.Disabled, where, QColor(theme.faint))
    return made


def style_sheet(theme: Theme) -> str:
    """Return the style sheet with the theme's colours put in."""
    tick = resource("icons", "tick.svg").as_posix()
    return Template(resource("style.qss").read_text("utf-8")).substitute(asdict(theme), tick=tick)


def icon(name: str, theme: Theme, side_px: int = ICON_PX) -> QIcon:
    """Return one of our line icons in the theme's colours, sharp where it is that large."""
    made = QIcon()
    svg = resource("icons", f"{name}.svg").read_text("utf-8")
    scales = {*ICON_SCALES, *(each.devicePixelRatio() for each in QGuiApplication.screens())}
    for mode, state, colour in (
        (QIcon.Mode.Normal, QIcon.State.Off, theme.text),
        (QIcon.Mode.Normal, QIcon.State.On, theme.accent),
        (QIcon.Mode.Disabled, QIcon.State.Off, theme.faint),
    ):
        for scale in scales:
            made.addPixmap(_pixmap(svg, colour, scale, side_px), mode, state)
    return made


def pixmap(name: str, colour: str, side_px: int) -> QPixmap:
    """Return one of our line icons at some size, sharp on dense screens."""
    svg = resource("icons", f"{name}.svg").read_text("utf-8")
    return _pixmap(svg, colour, 2, side_px)


def _pixmap(svg: str, colour: str, scale: float, side_px: int) -> QPixmap:
    renderer = QSvgRenderer(QByteArray(svg.replace("currentColor", colour).encode()))
    side = round(side_px * scale)
    drawn = QPixmap(side, side)
    drawn.fill(Qt.GlobalColor.transparent)
    painter = QPainter(drawn)
    renderer.render(painter, QRectF(0, 0, side, side))
    painter.end()
    drawn.setDevicePixelRatio(scale)
    return drawn
