"""How and where landmarks went out last: the next export begins there, also after a restart."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path

from landmark_gui.exchange.outgoing import Wish
from landmark_gui.exchange.registry import FORMATS
from landmark_gui.in_place import is_there
from landmark_gui.paths import home
from landmark_gui.ui.transfers.export_offer import TABLE


@dataclass(frozen=True, slots=True)
class LastExport:
    """The answers that stand until others are given.

    Attributes:
        wish: how.
        folder: where the last file of any format went.
        files: the last file of each format that holds all films in one, by the format's name; of a
            file with a few of them nothing is kept.
        opened: the films and folders that were open then.
    """

    wish: Wish = TABLE
    folder: Path = field(default_factory=home)
    files: Mapping[str, Path] = field(default_factory=dict)
    opened: frozenset[str] = frozenset()

    @classmethod
    def read(cls, text: str) -> "LastExport":
        """Return what `text` gave; as if nothing had gone out where it cannot be understood."""
        try:
            known = json.loads(text)
            wish = Wish(
                FORMATS[known["format"]],
                by_identity=known["by_identity"] is True,
                with_times=known["with_times"] is True,
                scheme=None if known["scheme"] is None else str(known["scheme"]),
            )
            files = {str(name): Path(file) for name, file in known["files"].items()}
            return cls(wish, Path(known["folder"]), files, frozenset(map(str, known["opened"])))
        except (ValueError, TypeError, LookupError, AttributeError, RecursionError):
            return cls()

    @property
    def text(self) -> str:
        """What there is to keep; that the patient was named is no answer for the next time."""
        wish = self.wish
        return json.dumps(
            {
                "format": wish.format.name,
                "by_identity": wish.by_identity,
                "with_times": wish.with_times,
                "scheme": wish.scheme,
                "folder": str(self.folder),
                "files": {name: str(file) for name, file in self.files.items()},
                "opened": sorted(self.opened),
            }
        )

    def of(self, opened: Iterable[Path]) -> "LastExport":
        """Return it without its files, unless they are about films that are open now as well.

        To replace the table of another study would be too easy.
        """
        now = frozenset(str(path.absolute()) for path in opened)
        same = now & self.opened or now == self.opened
        return replace(self, files=self.files if same else {}, opened=now)

    def gone(self, wish: Wish, path: Path, *, whole: bool) -> "LastExport":
        """Return it after an export of the `whole` study or a few films, to a file or a folder."""
        kept = whole and not wish.format.per_film
        files = {**self.files, wish.format.name: path} if kept else self.files
        folder = path if is_there(path) and path.is_dir() else path.parent
        return replace(self, wish=wish, folder=folder, files=files)
