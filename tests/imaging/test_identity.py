"""Names in all scripts are shown right when asked for, and are nowhere otherwise."""

import shutil
from io import BytesIO
from pathlib import Path

import pydicom
import pytest
from PIL import Image
from pydicom import Dataset, FileMetaDataset
from pydicom.uid import ExplicitVRLittleEndian

from landmark_gui.imaging.errors import UnreadableFilm
from landmark_gui.imaging.film import inspect_film, read_film
from landmark_gui.imaging.identity import read_identity
from landmark_gui.imaging.name_scripts import likely_readings

CHARSETS = Path(pydicom.__file__).parent / "data" / "charset_files"

PYDICOMS_OWN = {
    "chrArab": "قباني لنزار",
    "chrFren": "Buc Jérôme",
    "chrGerm": "Äneas Rüdiger",
    "chrGreek": "Διονυσιος",
    "chrH31": "Yamada Tarou (山田 太郎, やまだ たろう)",
    "chrH32": "ﾔﾏﾀﾞ ﾀﾛｳ (山田 太郎, やまだ たろう)",
    "chrHbrw": "שרון דבורה",
    "chrI2": "Hong Gildong (洪 吉洞, 홍 길동)",
    "chrJapMulti": "やまだ たろう",
    "chrKoreanMulti": "김희중",
    "chrRuss": "Люкceмбypг",
    "chrX1": "Wang XiaoDong (王 小東)",
    "chrX2": "Wang XiaoDong (王 小东)",
}
DECLARED = [
    ("ISO_IR 192", "utf-8", "رضایی^پژمان", "رضایی پژمان"),  # Persian
    ("ISO_IR 127", "iso8859_6", "قباني^لنزار", "قباني لنزار"),
    ("ISO_IR 144", "iso8859_5", "Иванова^Анна", "Иванова Анна"),
    ("GBK", "gbk", "Wang^XiaoDong=王^小东", "Wang XiaoDong (王 小东)"),
    ("ISO_IR 13", "shift_jis", "ﾔﾏﾀﾞ^ﾀﾛｳ", "ﾔﾏﾀﾞ ﾀﾛｳ"),
]
UNDECLARED = [
    ("utf-8", "رضایی^پژمان"),
    ("utf-8", "山田^太郎"),
    ("cp1256", "رضا^پژمان"),
    ("cp1251", "Иванова^Анна"),
    ("koi8_r", "Иванова^Анна"),
    ("gb2312", "王^小东"),
    ("shift_jis", "山田^太郎"),
    ("euc_kr", "김^희중"),
    ("big5", "王^小東"),
    ("iso2022_jp_2", "山田^太郎"),
    ("iso8859_1", "Müller^Jörg"),
]


def film_of(folder: Path, raw: bytes, charset: str | None) -> Path:
    ds = Dataset()
    ds.file_meta = FileMetaDataset()
    ds.file_meta.TransferSyntaxUID = ExplicitVRLittleEndian
    ds.SOPClassUID, ds.SOPInstanceUID = "1.2.840.10008.5.1.4.1.1.7", "1.2.3"
    if charset:
        ds.SpecificCharacterSet = charset
    ds.PatientName = b"@" * (len(raw) + len(raw) % 2)
    ds.PatientID = "17"
    ds.Rows = ds.Columns = 4
    ds.BitsAllocated = 8
    ds.PixelData = bytes(16)
    file = BytesIO()
    ds.save_as(file, enforce_file_format=True)
    padded = raw + b" " * (len(raw) % 2)
    path = folder / "film.dcm"
    path.write_bytes(file.getvalue().replace(b"@" * len(padded), padded))
    return path


@pytest.mark.parametrize("name", PYDICOMS_OWN)
def test_names_of_all_scripts_are_shown_as_people_write_them(name: str, tmp_path: Path) -> None:
    path = shutil.copy(CHARSETS / f"{name}.dcm", tmp_path / "film.dcm")
    assert read_identity(Path(path)).name == PYDICOMS_OWN[name]


@pytest.mark.parametrize(("charset", "codec", "name", "shown"), DECLARED)
def test_the_stated_character_set_counts(
    charset: str, codec: str, name: str, shown: str, tmp_path: Path
) -> None:
    identity = read_identity(film_of(tmp_path, name.encode(codec), charset))
    assert (identity.name, identity.readings) == (shown, ())
    assert identity.number == "17"


@pytest.mark.parametrize(("codec", "name"), UNDECLARED)
def test_without_a_stated_character_set_likely_readings_are_offered(
    codec: str, name: str, tmp_path: Path
) -> None:
    identity = read_identity(film_of(tmp_path, name.encode(codec), None))
    offered = {reading.character_set: reading.name for reading in identity.readings}
    assert offered[codec] == name.replace("^", " ")


def test_plain_letters_need_no_other_reading() -> None:
    assert likely_readings(b"Doe^Jane") == ()


def test_bytes_of_no_script_get_no_reading() -> None:
    assert likely_readings(b"\xff\xfe\x80\x81") == ()


def test_a_raster_says_nothing_of_the_patient(tmp_path: Path) -> None:
    Image.new("L", (4, 4)).save(tmp_path / "film.png")
    assert read_identity(tmp_path / "film.png").name == ""


def test_a_file_that_is_gone_is_refused_in_a_sentence(tmp_path: Path) -> None:
    with pytest.raises(UnreadableFilm, match="no longer there"):
        read_identity(tmp_path / "gone.dcm")


@pytest.mark.parametrize(("charset", "codec", "name", "_shown"), DECLARED)
def test_the_name_is_in_no_film_report_representation_or_log(
    charset: str,
    codec: str,
    name: str,
    _shown: str,
    tmp_path: Path,
    caplog: pytest.LogCaptureFixture,
) -> None:
    path = film_of(tmp_path, name.encode(codec), charset)
    with caplog.at_level("DEBUG"):
        seen = f"{read_film(path).info}{inspect_film(path)}{read_identity(path)}{caplog.text}"
    assert not [part for part in name.replace("=", "^").split("^") if part in seen]
