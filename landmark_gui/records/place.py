"""Where a record lies: whether over a network, and whether it is still the file that was opened."""

import sys
from pathlib import Path
from typing import NamedTuple

_NETWORK = frozenset(
    {"nfs", "nfs4", "cifs", "smb3", "smbfs", "afs", "ceph", "9p", "davfs", "glusterfs", "lustre"}
)
_NETWORK_FUSE = ("fuse.sshfs", "fuse.rclone", "fuse.davfs", "fuse.gvfsd", "fuse.glusterfs")
_MOUNTS = Path("/proc/mounts")
_REMOTE_DRIVE = 4  # DRIVE_REMOTE of the Windows API


class FileId(NamedTuple):
    """Which file it is, whatever it is called."""

    device: int
    number: int


def file_id(path: Path) -> FileId | None:
    """Return which file lies there, or None if none does."""
    try:
        found = path.stat()
    except OSError:
        return None
    return FileId(found.st_dev, found.st_ino)


def over_network(folder: Path) -> bool:
    """Tell whether a folder is on another machine, as far as this system says so."""
    if sys.platform == "win32":
        return _remote_drive(folder)
    try:
        mounts = _MOUNTS.read_text("utf-8", "surrogateescape")
        return is_network(_kind_of_mount(folder.resolve(), mounts))
    except OSError:  # no such list on this system
        return False


def is_network(kind: str) -> bool:
    """Tell whether a kind of file system reaches over a network."""
    return kind in _NETWORK or kind.startswith(_NETWORK_FUSE)


def _kind_of_mount(folder: Path, mounts: str) -> str:
    """Return the kind of the file system that holds a folder; the longest mount point wins."""
    best, kind = -1, ""
    for line in mounts.splitlines():
        words = line.split(" ")
        point = Path(words[1].replace("\\040", " "))
        if folder.is_relative_to(point) and len(point.parts) >= best:
            best, kind = len(point.parts), words[2]
    return kind


def _remote_drive(folder: Path) -> bool:
    import ctypes  # noqa: PLC0415 - Windows alone

    root = folder.absolute().anchor
    if root.startswith("\\\\"):
        return True
    windll = getattr(ctypes, "windll")  # noqa: B009 - absent from the stubs elsewhere
    return int(windll.kernel32.GetDriveTypeW(root)) == _REMOTE_DRIVE
