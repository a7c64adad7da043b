"""A film that is set aside is remembered by its picture, whichever landmarks are read on it."""

from dataclasses import replace
from pathlib import Path

from landmark_gui.records.record import Record
from landmark_gui.records.replay import difference
from tests.document.cases import SCHEME
from tests.records.one_film import FILM, MOVED, WRITER, write


def test_a_film_that_was_set_aside_is_so_in_every_scheme_until_it_is_taken_back(
    tmp_path: Path,
) -> None:
    aside = MOVED.rewritten(lambda case: case.set_aside(on=True))
    path = tmp_path / "record.sqlite"
    write(path, MOVED)
    with Record.open(path) as record:
        for before, after in ((MOVED, aside), (aside, MOVED)):
            record.append(FILM, difference(before, after, WRITER))
            for scheme in (SCHEME, replace(SCHEME, name="aariz29")):
                back = record.restore(FILM, scheme).history
                assert back.current.aside is after.current.aside
