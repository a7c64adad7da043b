"""Cells that a spreadsheet might run as a formula: inert in LibreOffice, unchanged on return."""

import csv as stdlib_csv
import shutil
import subprocess
from dataclasses import replace
from pathlib import Path

import pytest

from landmark_gui.domain.annotation import Stamp
from landmark_gui.exchange.formats import csv, csv_wide
from landmark_gui.exchange.labelled import LabelledFilm
from tests.exchange.labelled_films import NOON, complete_film, context

EVIL = ("=1+1", "+1+1", "-1+1", "@SUM(1)", "\t=1+1", "\r=1+1", "'=1", " =1+1")
OFFICE = shutil.which("soffice")


def evil_films() -> list[LabelledFilm]:
    films = []
    for name in EVIL:
        film = complete_film(name)
        said = {n: replace(a, stamp=Stamp(name, NOON)) for n, a in film.annotations.items()}
        films.append(replace(film, annotations=said))
    return films


def test_such_names_come_back_unchanged() -> None:
    films = evil_films()
    assert csv.parse(csv.render(films, context()), "x.csv", context()) == films
    wide = csv_wide.parse(csv_wide.render(films, context()), "x.csv", context())
    assert [film.film.name for film in wide] == list(EVIL)


def formulas(data: bytes, folder: Path) -> int:
    """Return how many cells LibreOffice takes for formulas, told to compute what it finds."""
    assert OFFICE is not None
    (folder / "x.csv").write_bytes(data)
    profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    reading = "--infilter=Text - txt - csv (StarCalc):44,34,76,1,,0,false,true,false,false,false,-1"
    command = [OFFICE, profile, "--headless", reading, "--convert-to", "fods", "x.csv"]
    subprocess.run(command, cwd=folder, check=True, capture_output=True, timeout=100)
    return (folder / "x.fods").read_text("utf-8").count("table:formula=")


@pytest.mark.skipif(OFFICE is None, reason="LibreOffice is not installed")
@pytest.mark.parametrize("kind", [csv, csv_wide])
def test_libreoffice_computes_none_of_them(kind: object, tmp_path: Path) -> None:
    data = kind.render(evil_films(), context())  # type: ignore[attr-defined]  # both have it
    assert formulas(data, tmp_path) == 0


@pytest.mark.skipif(OFFICE is None, reason="LibreOffice is not installed")
def test_libreoffice_would_compute_a_formula_that_is_not_made_safe(tmp_path: Path) -> None:
    assert formulas(b"image,x\n=1+1,2\n", tmp_path) == 1


def test_by_the_documented_rule_no_cell_of_words_begins_like_a_formula() -> None:
    text = csv.render(evil_films(), context()).decode()
    for row in stdlib_csv.DictReader(text.splitlines(keepends=True)):
        for column in ("image", "reader", "landmark", "model"):
            assert not row[column].lstrip().startswith(("=", "+", "-", "@"))
            assert not row[column].startswith(("\t", "\r"))
