"""A short, seeded part of the fuzzing; `python -m tests.imaging.fuzz` is the long one."""

from tests.imaging.fuzz import fuzz


def test_damaged_films_are_read_or_refused_and_do_no_harm() -> None:
    tally = fuzz(150, seed=1)
    assert tally.sound, f"{tally} {tally.odd}"
    assert min(tally.seen["read"], tally.seen["refused"]) > 10
