"""How large a film may be, checked on the header before anything is decoded.

A file of 538 bytes can ask for 8 GiB. The limits lie far above any radiograph: a cephalogram has
5 to 10 megapixels.
"""

from landmark_gui.domain.geometry import MAX_SIDE_PX
from landmark_gui.imaging.errors import UnreadableFilm

MAX_PIXELS = 200_000_000  # of one picture
MAX_BYTES = 1 << 30  # of a file, and of a decoded picture
MOST_PAGES = 9999  # that are told: a file of some bytes can state thousands of millions
MOST_SCANS = 100  # of a JPEG, as libtiff has it: each goes over the whole picture; usual are ten
MAX_INFLATED_BYTES = 1 << 28  # of a deflated file: holds 100 megapixels at 16 bits


def check_page(page: int, pages: int) -> None:
    """Return if a file of so many pages has this one; pages are counted from 0.

    Raises:
        UnreadableFilm: it has not.
    """
    if not 0 <= page < pages:
        holds = f"{pages} pages" if pages > 1 else "one page only"
        raise UnreadableFilm(f"The file has {holds}; there is no page {page + 1}.")


def check_size(width_px: int, height_px: int, decoded_bytes: int = 0) -> None:
    """Return if a picture may be decoded.

    Raises:
        UnreadableFilm: no pixels at all, or more than the limits allow.
    """
    if width_px < 1 or height_px < 1:
        raise UnreadableFilm("The file states a picture without any pixels.")
    too_long = max(width_px, height_px) > MAX_SIDE_PX  # neither record nor table holds such a film
    if too_long or width_px * height_px > MAX_PIXELS or decoded_bytes > MAX_BYTES:
        raise UnreadableFilm(
            f"The file states a picture of {width_px} x {height_px} pixels; "
            "that is more than this program opens."
        )
