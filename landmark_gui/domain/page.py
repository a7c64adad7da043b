"""What the pages and frames of a file are called: `film.tif`, `film.tif#2`, `film.tif#3`."""

import re

_PAGE_NUMBER = re.compile(r"[2-9]|[1-9][0-9]{1,8}")


def page_name(name: str, page: int) -> str:
    """Return what a page of a file is called: the first as the file, the second `film.tif#2`."""
    return f"{name}#{page + 1}" if page else name


def named_page(name: str) -> tuple[str, int]:
    """Return the file and the page that are called so, the inverse of `page_name`."""
    file, _, number = name.rpartition("#")
    if not file or not _PAGE_NUMBER.fullmatch(number):
        return name, 0
    return file, int(number) - 1
