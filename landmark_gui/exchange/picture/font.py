"""The one font of pictures: Pillow's own, so that they look alike on every machine."""

from functools import cache

from PIL import ImageFont

from landmark_gui.exchange.picture.scene import in_ascii

ASCENT, DESCENT = 0.76, 0.22  # of the size, above and below the baseline


@cache
def font(size_px: float) -> ImageFont.FreeTypeFont:
    """Return the font in that size.

    Raises:
        RuntimeError: a Pillow without FreeType, which its published wheels all have.
    """
    loaded = ImageFont.load_default(size_px)
    if not isinstance(loaded, ImageFont.FreeTypeFont):
        raise RuntimeError("this Pillow was built without FreeType")  # noqa: TRY004 - no caller's fault
    return loaded


def width_px(words: str, size_px: float) -> float:
    """Return how wide words are."""
    return float(font(size_px).getlength(in_ascii(words)))
