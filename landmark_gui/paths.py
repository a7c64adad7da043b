"""Where data lies: the program's own in the source tree or the package, the user's in theirs."""

import os
from contextlib import suppress
from pathlib import Path

CONFIG_VARIABLE, DATA_VARIABLE = "LANDMARK_GUI_CONFIG", "LANDMARK_GUI_DATA"

_OWNER = 0o700  # the rights of whoever owns a folder
_PACKAGE = Path(__file__).resolve().parent


class NoHome(Exception):  # noqa: N818 - says what is wrong, as UnreadableFilm does
    """The user has no folders of their own; the message is a sentence with the remedy."""


def _shipped(name: str) -> Path:
    installed = _PACKAGE / f"_{name}"
    return installed if installed.is_dir() else _PACKAGE.parent / name


def resource(*parts: str) -> Path:
    """Return the path of a file in `resources/`, e.g. `resource("icons", "undo.svg")`."""
    return _shipped("resources").joinpath(*parts)


def scheme_file(name: str) -> Path:
    """Return the path of a landmark scheme, e.g. `isbi19`."""
    return resource("schemes", f"{name}.json")


def shape_file(scheme: str) -> Path:
    """Return the path of a scheme's shape model; not every scheme has one."""
    return resource("shapes", f"{scheme}.json")


def analysis_file() -> Path:
    """Return the path of the measurements that landmarks give."""
    return resource("analyses", "lateral.json")


def weights_folder() -> Path:
    """Return the folder that holds `manifest.json` and the shipped weights."""
    return _shipped("model_weights")


def home() -> Path:
    """Return the user's home folder, or the working folder of a user who has none."""
    try:
        return Path.home()
    except RuntimeError:  # in a container the user may have neither a name nor HOME
        return Path.cwd()


def config_folder() -> Path:
    """Return the folder for settings and the log; an environment variable overrides it.

    Raises:
        NoHome: the user has none, and the variable is not set.
    """
    named = os.environ.get(CONFIG_VARIABLE)
    return Path(named) if named else _own_folders()[0]


def record_file() -> Path:
    """Return the user's record of all decisions; an environment variable overrides its folder.

    Raises:
        NoHome: the user has none, and the variable is not set.
    """
    named = os.environ.get(DATA_VARIABLE)
    return (Path(named) if named else _own_folders()[1]) / "record.sqlite"


def make_folder(folder: Path) -> None:
    """Make a folder for what the user works on, if it is not there.

    Patients' names lie in it. So nobody else may look into one of ours; one that the user has named
    or laid elsewhere may be shared on purpose.

    Raises:
        OSError: it cannot be made.
    """
    folder.mkdir(parents=True, exist_ok=True)
    # there may be none of ours, or it is somebody else's, or on a drive without rights
    with suppress(NoHome, OSError):
        if folder in _own_folders() and not folder.is_symlink():
            folder.chmod(folder.stat().st_mode & _OWNER)


def _own_folders() -> tuple[Path, Path]:
    """Return the folders for settings and for data where the user names none.

    Raises:
        NoHome: the user has none.
    """
    from platformdirs import user_config_path, user_data_path  # noqa: PLC0415 - not for `--help`

    try:
        config = user_config_path("landmark-gui", appauthor=False)
        data = user_data_path("landmark-gui", appauthor=False)
        return config.expanduser(), data.expanduser()  # older platformdirs leave a ~ as it stands
    except RuntimeError as error:
        variables = f"{CONFIG_VARIABLE} and {DATA_VARIABLE}"
        raise NoHome(f"you have no home folder; name two of your own by {variables}.") from error
