"""What this room says when a film cannot be read."""


class UnreadableFilm(Exception):  # noqa: N818 - the name states the fact, as the window words it
    """A file is no film that can be read; the message is a sentence fit for a clinician.

    The sentence never holds anything out of the file: headers carry patients' names.
    """


class UndeliveredFilm(UnreadableFilm):
    """A file that the drive or the system did not give; another time it may."""
