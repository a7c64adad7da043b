"""What can go wrong between our files and the outside."""


class ExchangeError(Exception):
    """Base of this room's expected failures; the text is a sentence for the user."""


class UnreadableTable(ExchangeError):  # noqa: N818 - says what is wrong, as UnreadableFilm does
    """A table that cannot be read; the sentence names file, line and remedy."""


class CannotWrite(ExchangeError):  # noqa: N818 - says what is wrong, as UnreadableFilm does
    """A file that could not be written; what was there before is untouched."""
