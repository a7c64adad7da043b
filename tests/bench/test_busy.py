from pathlib import Path

import pytest

from landmark_gui.bench.busy import others_busy


def test_others_are_busy_as_long_as_is_measured() -> None:
    with others_busy(2) as others:
        assert [other.poll() for other in others] == [None, None]
    assert all(other.returncode is not None for other in others)


def test_others_stop_when_the_measurement_fails() -> None:
    with pytest.raises(FileNotFoundError), others_busy(1) as others:
        Path("no such film").read_bytes()
    assert others[0].returncode is not None
