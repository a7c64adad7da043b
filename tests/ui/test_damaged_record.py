"""Records that are damaged one after another: none of them is lost."""

from collections.abc import Callable
from pathlib import Path

from tests.ui.conftest import Bench


def test_a_damaged_record_takes_no_place_of_one_that_was_set_aside_before(
    another: Callable[[], Bench], tmp_path: Path
) -> None:
    record, damaged = tmp_path / "record.sqlite", [b"no database" * 999, b"none either" * 999]
    for contents in damaged:
        record.write_bytes(contents)
        window = another().window
        said = window.messages.current
        assert said is not None
        said.remedies[0].verb()
        assert window.recorder.text == "Saved"
        window.leave()
    aside = [record.with_stem(f"record-damaged-{number}") for number in (1, 2)]
    assert [path.read_bytes() for path in aside] == damaged
