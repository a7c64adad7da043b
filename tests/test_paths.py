"""The program's own folders are their owner's alone; those that the user names are left as is."""

import sys
from pathlib import Path

import pytest

from landmark_gui import paths
from landmark_gui.records.record import Record

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="asks for rights of POSIX and XDG")


@pytest.fixture
def own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where the record lies of a user who has named no folder."""
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "xdg"))
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "xdg"))
    for variable in (paths.CONFIG_VARIABLE, paths.DATA_VARIABLE):
        monkeypatch.delenv(variable)
    return paths.record_file().parent


def rights(folder: Path) -> int:
    return folder.stat().st_mode & 0o777


def test_nobody_else_may_look_into_the_folder_of_the_record(own: Path) -> None:
    Record.open(paths.record_file()).close()
    assert rights(own) == 0o700


def test_a_user_without_a_home_has_no_folder_called_by_a_tilde(
    own: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert own.is_absolute()
    monkeypatch.setattr("os.path.expanduser", str)
    for which in ("config", "data"):
        monkeypatch.setattr(f"platformdirs.user_{which}_path", lambda *_, **__: Path("~/.own"))
    with pytest.raises(paths.NoHome, match=paths.DATA_VARIABLE):
        paths.record_file()


def test_a_folder_of_an_earlier_version_is_closed_too(own: Path) -> None:
    own.mkdir(parents=True, mode=0o755)
    paths.make_folder(own)
    assert rights(own) == 0o700


def test_a_folder_that_its_owner_may_not_write_stays_so(own: Path) -> None:
    own.mkdir(parents=True)
    own.chmod(0o555)
    paths.make_folder(own)
    assert rights(own) == 0o500


def test_a_folder_that_the_user_has_named_is_left_as_it_is(tmp_path: Path) -> None:
    shared = tmp_path / "shared"
    shared.mkdir()
    shared.chmod(0o775)
    Record.open(shared / "study.sqlite").close()
    assert rights(shared) == 0o775


def test_a_folder_that_the_user_has_laid_elsewhere_is_left_as_it_is(
    own: Path, tmp_path: Path
) -> None:
    shared = tmp_path / "shared"
    shared.mkdir()
    shared.chmod(0o775)
    own.parent.mkdir()
    own.symlink_to(shared)
    paths.make_folder(own)
    assert rights(shared) == 0o775
