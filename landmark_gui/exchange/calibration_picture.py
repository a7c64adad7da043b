"""A reliability diagram with a table of coverage, drawn from numbers alone."""

from collections.abc import Mapping, Sequence
from io import BytesIO
from typing import Any

from PIL import Image, ImageDraw

from landmark_gui.exchange.picture.font import font
from landmark_gui.exchange.picture.scene import in_ascii

SIZE = (1180, 640)
_PLOT = (90, 60, 590, 560)  # left, top, right, bottom
_TABLE = (650, 60)
_ROW, _TEXT = 22, 15
_INK, _GREY, _BEFORE, _AFTER = "#202124", "#c4c7cc", "#d55e00", "#0072b2"


def calibration_png(told: Mapping[str, Any]) -> bytes:
    """Return the picture of what `landmark-gui calibrate` found, as PNG.

    Args:
        told: `reliability` with nominal, before and after; `shares`; `per_landmark`; `films`.
    """
    picture = Image.new("RGB", SIZE, "white")
    draw = ImageDraw.Draw(picture)
    _draw_axes(draw)
    curve = told["reliability"]
    _draw_curve(draw, curve["nominal"], curve["before"], _BEFORE)
    _draw_curve(draw, curve["nominal"], curve["after"], _AFTER)
    _draw_legend(draw)
    _draw_table(draw, told)
    data = BytesIO()
    picture.save(data, format="PNG")
    return data.getvalue()


def _place(x: float, y: float) -> tuple[float, float]:
    left, top, right, bottom = _PLOT
    return left + x * (right - left), bottom - y * (bottom - top)


def _say(
    draw: ImageDraw.ImageDraw, place: tuple[float, float], words: str, anchor: str = "la"
) -> None:
    draw.text(place, in_ascii(words), font=font(_TEXT), fill=_INK, anchor=anchor)


def _draw_axes(draw: ImageDraw.ImageDraw) -> None:
    for tick in range(0, 101, 20):
        share = tick / 100
        draw.line([_place(share, 0), _place(share, 1)], fill=_GREY)
        draw.line([_place(0, share), _place(1, share)], fill=_GREY)
        x, y = _place(share, 0)
        _say(draw, (x, y + 8), str(tick), anchor="ma")
        x, y = _place(0, share)
        _say(draw, (x - 8, y), str(tick), anchor="rm")
    draw.line([_place(0, 0), _place(1, 1)], fill=_INK)
    left, top, right, bottom = _PLOT
    _say(
        draw, ((left + right) / 2, bottom + 40), "stated probability of the region, %", anchor="ma"
    )
    _say(draw, (left, top - 12), "landmarks inside, %", anchor="lb")


def _draw_curve(
    draw: ImageDraw.ImageDraw, nominal: Sequence[float], held: Sequence[float], colour: str
) -> None:
    points = [_place(x, y) for x, y in zip(nominal, held, strict=True)]
    draw.line(points, fill=colour, width=2)
    for x, y in points:
        draw.ellipse([x - 4, y - 4, x + 4, y + 4], fill=colour)


def _draw_legend(draw: ImageDraw.ImageDraw) -> None:
    for row, (colour, words) in enumerate(((_AFTER, "calibrated"), (_BEFORE, "as the model says"))):
        x, y = _place(0.05, 0.95)
        y += row * _ROW
        draw.ellipse([x - 4, y - 4, x + 4, y + 4], fill=colour)
        _say(draw, (x + 12, y), words, anchor="lm")


def _draw_table(draw: ImageDraw.ImageDraw, told: Mapping[str, Any]) -> None:
    left, top = _TABLE
    shares = told["shares"]
    columns = [left + 190 + 90 * i for i in range(len(shares))]
    rows: list[tuple[str, list[str]]] = [
        (f"{told['films']} films", [f"{float(share):.0%}" for share in shares]),
        ("held", [f"{row['held']:.1%}" for row in shares.values()]),
        ("as the model says", [f"{row['held_before']:.1%}" for row in shares.values()]),
        ("median area, mm2", [f"{row['median_area_mm2']:.2f}" for row in shares.values()]),
    ]
    rows += [(name, [f"{v:.1%}" for v in held]) for name, held in told["per_landmark"].items()]
    for number, (name, cells) in enumerate(rows):
        y = top + number * _ROW
        _say(draw, (left, y), name)
        for x, cell in zip(columns, cells, strict=True):
            _say(draw, (x, y), cell, anchor="ra")
