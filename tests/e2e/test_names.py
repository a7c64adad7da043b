"""Patients' names in six scripts: shown to who asks for them, and found nowhere else.

Films with such names are inspected, detected, corrected in the window, recorded, and exported in
every format and as every kind of picture. Then everything that was written or printed is searched.
"""

import contextlib
import io
import json
import logging
import re
import sqlite3
import zipfile
import zlib
from collections.abc import Iterator
from pathlib import Path

import pytest
from PIL import Image
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from landmark_gui.__main__ import main
from landmark_gui.app import open_window
from landmark_gui.detection.detector import FakeDetector
from landmark_gui.domain.landmarks import LandmarkScheme
from landmark_gui.exchange.dicom import write_dicom
from landmark_gui.exchange.registry import FORMATS
from landmark_gui.paths import scheme_file
from landmark_gui.phantom.phantom import make_phantom
from tests.ui.conftest import FakeDialogs

NAMES = {
    "japanese": "Yamada^Tarou=山田^太郎=やまだ^たろう",
    "chinese": "Wang^XiaoDong=王^小东",
    "korean": "Hong^Gildong=洪^吉洞=홍^길동",
    "persian": "رضایی^پژمان",
    "arabic": "قباني^لنزار",
    "cyrillic": "Иванова^Анна",
}
WORDS = sorted({word for name in NAMES.values() for word in re.split("[=^]", name)})
# one ideogram may stand in any text; two words of letters may not
SECRETS = [word for word in WORDS if len(word) > 1]
CODECS = (
    *("utf-8", "utf-16-le", "unicode_escape", "cp1256", "iso8859_6", "cp1251", "koi8_r"),
    *("iso8859_5", "gb18030", "shift_jis", "euc_jp", "euc_kr", "iso2022_jp"),
)


@pytest.fixture(scope="module")
def films(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Films of patients with these names and one that is cut off; nobody writes to them."""
    folder = tmp_path_factory.mktemp("films")
    for seed, (script, name) in enumerate(NAMES.items()):
        film = make_phantom(seed, height_px=200).film
        write_dicom(folder / f"{script}.dcm", film, patient=name)
    damaged = (folder / "arabic.dcm").read_bytes()
    (folder / "damaged.dcm").write_bytes(damaged[: len(damaged) // 2])
    return folder


@pytest.fixture
def logged() -> Iterator[io.StringIO]:
    """Everything that any library says to its log."""
    text = io.StringIO()
    handler = logging.StreamHandler(text)
    root = logging.getLogger()
    level = root.level
    root.addHandler(handler)
    root.setLevel(logging.INFO)
    yield text
    root.removeHandler(handler)
    root.setLevel(level)


def forms() -> dict[str, list[bytes]]:
    """Return how each word may stand in a file."""
    found: dict[str, list[bytes]] = {}
    for word in SECRETS:
        written = [json.dumps(word)[1:-1].encode()]
        written.append("".join(f"&#{ord(char)};" for char in word).encode())
        for codec in CODECS:
            with contextlib.suppress(UnicodeEncodeError):
                written.append(word.encode(codec))
        found[word] = written
    return found


FORMS = forms()


def leaks(data: bytes) -> list[str]:
    return [word for word, written in FORMS.items() if any(form in data for form in written)]


def unpacked(path: Path) -> Iterator[bytes]:
    """Yield what is in a file, also in its compressed parts."""
    data = path.read_bytes()
    yield data
    if path.suffix == ".npz":
        with zipfile.ZipFile(path) as archive:
            yield from (archive.read(name) for name in archive.namelist())
    elif path.suffix == ".png":
        with Image.open(path) as picture:
            yield repr(picture.info).encode()
    elif path.suffix == ".pdf":
        for stream in re.findall(rb"stream\r?\n(.*?)\r?\nendstream", data, re.DOTALL):
            with contextlib.suppress(zlib.error):
                yield zlib.decompress(stream)
    elif path.suffix == ".sqlite":
        with contextlib.closing(sqlite3.connect(path)) as record:
            yield "\n".join(record.iterdump()).encode()


def searched(*folders: Path) -> dict[str, list[str]]:
    """Return the names found in each file, and make sure that there were files."""
    files = [path for folder in folders for path in folder.rglob("*") if path.is_file()]
    assert files
    found = {str(path): [word for data in unpacked(path) for word in leaks(data)] for path in files}
    return {name: words for name, words in found.items() if words}


def test_the_search_finds_a_name_in_every_disguise(tmp_path: Path) -> None:
    (tmp_path / "a.json").write_text(json.dumps("山田 太郎"), "utf-8")
    (tmp_path / "b.txt").write_bytes("Иванова".encode("cp1251"))
    with zipfile.ZipFile(tmp_path / "c.npz", "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("d", "홍 길동 " * 9)
    assert len(searched(tmp_path)) == 3


@pytest.mark.parametrize("script", NAMES)
def test_who_asks_is_told_the_name(
    script: str, films: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["inspect", "--show-identity", "--json", str(films / f"{script}.dcm")]) == 0
    (told,) = json.loads(capsys.readouterr().out)
    for word in re.split("[=^]", NAMES[script]):
        assert word in told["patient"]["name"]


@pytest.fixture
def table(films: Path, tmp_path: Path, qtbot: QtBot, logged: io.StringIO) -> Path:
    """The landmarks of all films, confirmed in the window, recorded and exported from there."""
    names = LandmarkScheme.read(scheme_file("isbi19")).abbreviations
    out = tmp_path / "out"
    out.mkdir()
    dialogs = FakeDialogs(export=out / "window.csv", picture=out / "window.svg")
    window = open_window(
        [films], lambda: FakeDetector(names), dialogs, records=tmp_path / "records" / "r.sqlite"
    )
    shown: list[str] = []

    def done() -> bool:
        entries = window.session.worklist.entries
        return len(entries) == len(NAMES) + 1 and all(
            entry.failure or (entry.case and entry.case.detection) for entry in entries
        )

    qtbot.waitUntil(done, timeout=60_000)
    for index in range(len(NAMES) + 1):
        window.session.show(index)
        qtbot.waitUntil(lambda: window.session.background.resting, timeout=20_000)
        window.correcting.confirm_all()
        shown += [_texts(widget) for widget in [window, *window.findChildren(QWidget)]]
    window.menus["picture"].trigger()
    window.menus["export"].trigger()
    qtbot.waitUntil((out / "window.csv").exists, timeout=20_000)
    shown += [action.text() + action.toolTip() for action in window.findChildren(QAction)]
    shown += [widget.windowTitle() for widget in QApplication.topLevelWidgets()]
    window.leave()
    window.deleteLater()  # left to the collection of garbage it would be taken apart in any order
    logged.write("\n".join(shown))
    return out / "window.csv"


def _texts(widget: QWidget) -> str:
    told = [widget.windowTitle(), widget.toolTip(), widget.statusTip(), widget.accessibleName()]
    for said in ("text", "toPlainText", "accessibleDescription"):
        say = getattr(widget, said, None)
        told.append(str(say()) if callable(say) else "")
    return " ".join(told)


def test_names_stand_in_no_log_record_export_picture_or_title(
    films: Path,
    table: Path,
    tmp_path: Path,
    logged: io.StringIO,
    capfd: pytest.CaptureFixture[str],
) -> None:
    out = table.parent
    for name, kind in FORMATS.items():
        if kind.missing_extra is None:
            target = out / name if kind.per_film else out / f"{name}{kind.suffix}"
            words = ["--to", name, "--films", str(films)]
            assert main(["convert", str(table), str(target), *words]) == 0, name
    for kind_of_picture in ("png", "svg", "pdf"):
        words = ["--landmarks", str(table), "--format", kind_of_picture, "--regions"]
        film = films / "persian.dcm"
        main(["picture", str(film), "--out", str(out / f"p.{kind_of_picture}"), *words])
    main(["inspect", str(films)])
    main(["inspect", str(films), "--json"])
    record = str(tmp_path / "records" / "r.sqlite")
    main(["records", "export", "--records", record, "--csv", str(out / "record.csv")])
    assert searched(out, tmp_path / "records") == {}
    said = capfd.readouterr()
    assert leaks((logged.getvalue() + said.out + said.err).encode()) == []
    assert "damaged.dcm" in said.err
