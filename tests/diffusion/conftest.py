from pathlib import Path

import pytest

from tests.weights import write_tiny


@pytest.fixture(scope="session")
def tiny_weights(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with untrained weights of the smallest preset."""
    return write_tiny(tmp_path_factory.mktemp("weights"))
