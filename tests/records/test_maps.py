"""Maps come back as they were, or not at all."""

import hashlib
import os
from collections.abc import Callable
from dataclasses import asdict, replace
from io import BytesIO
from pathlib import Path
from typing import BinaryIO

import numpy as np
import pytest

from landmark_gui.domain.prediction import Detection, Heatmap
from landmark_gui.records.maps import MapFolder
from landmark_gui.records.packing import canonical
from tests.document.cases import detection


@pytest.fixture
def full() -> Detection:
    said = detection()
    maps = np.random.default_rng(0).random((2, 2, 2), np.float32)
    return replace(said, heatmap=Heatmap(said.heatmap.grid, ("S", "N"), maps))


def bare(said: Detection) -> Detection:
    return replace(said, heatmap=Heatmap.bare(said.heatmap.grid))


def test_maps_come_back_without_loss(tmp_path: Path, full: Detection) -> None:
    folder = MapFolder(tmp_path / "maps")
    folder.keep(full)
    found = folder.find(bare(full))
    assert found is not None
    assert found.landmarks == full.heatmap.landmarks
    assert found.grid == full.heatmap.grid
    np.testing.assert_array_equal(found.maps, full.heatmap.maps)


def test_another_seed_is_another_detection(tmp_path: Path, full: Detection) -> None:
    folder = MapFolder(tmp_path)
    folder.keep(full)
    other = replace(full, provenance=replace(full.provenance, seed=1))
    assert folder.find(bare(other)) is None


def test_maps_of_an_earlier_version_which_meant_something_else_are_not_taken(
    tmp_path: Path, full: Detection
) -> None:
    folder = MapFolder(tmp_path)
    folder.keep(full)
    (path,) = tmp_path.iterdir()
    what = canonical([full.film_sha256, asdict(full.provenance)])
    path.rename(tmp_path / f"{hashlib.sha256(what.encode()).hexdigest()}.npz")
    assert folder.find(bare(full)) is None


@pytest.mark.parametrize("damage", [b"", b"no archive", None])
def test_what_is_damaged_is_not_there(
    tmp_path: Path, full: Detection, damage: bytes | None
) -> None:
    folder = MapFolder(tmp_path)
    folder.keep(full)
    (path,) = tmp_path.iterdir()
    path.write_bytes(path.read_bytes()[:-40] if damage is None else damage)
    assert folder.find(bare(full)) is None


def table_of_numbers(_: bytes) -> bytes:
    file = BytesIO()
    np.save(file, np.zeros((2, 2, 2), np.float32))
    return file.getvalue()


def with_header(offset: int, value: int) -> Callable[[bytes], bytes]:
    """Return what makes an archive state something else of its first member."""

    def changed(archive: bytes) -> bytes:
        at = archive.index(b"PK\1\2") + offset
        return archive[:at] + bytes([value]) + archive[at + 1 :]

    return changed


STRANGE = {
    "no archive": table_of_numbers,
    "encrypted": with_header(8, 1),
    "patched": with_header(8, 32),
    "of another method": with_header(10, 77),
    "of a later version": with_header(6, 200),
}


@pytest.mark.parametrize("strange", STRANGE.values(), ids=STRANGE)
def test_what_no_version_has_written_is_not_there(
    tmp_path: Path, full: Detection, strange: Callable[[bytes], bytes]
) -> None:
    folder = MapFolder(tmp_path)
    folder.keep(full)
    (path,) = tmp_path.iterdir()
    path.write_bytes(strange(path.read_bytes()))
    assert folder.find(bare(full)) is None


def test_maps_larger_than_those_of_any_film_are_not_unpacked(
    tmp_path: Path, full: Detection, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("landmark_gui.records.maps.MAX_UNPACKED_BYTES", 100)
    folder = MapFolder(tmp_path)
    folder.keep(full)
    assert folder.find(bare(full)) is None


def test_maps_of_another_size_are_not_taken(tmp_path: Path, full: Detection) -> None:
    folder = MapFolder(tmp_path)
    folder.keep(full)
    grid = replace(full.heatmap.grid, width=3)
    assert folder.find(replace(full, heatmap=Heatmap.bare(grid))) is None


def test_a_folder_that_cannot_be_written_costs_the_maps_only(
    tmp_path: Path, full: Detection
) -> None:
    (tmp_path / "maps").write_text("a file is in the way")
    folder = MapFolder(tmp_path / "maps")
    folder.keep(full)
    assert folder.find(bare(full)) is None


def test_the_folder_of_a_drive_that_is_away_is_not_made_anew(
    tmp_path: Path, full: Detection
) -> None:
    MapFolder(tmp_path / "drive" / "maps").keep(full)
    assert not (tmp_path / "drive").exists()


def test_maps_that_could_be_written_only_in_part_take_no_whole_ones_away(
    tmp_path: Path, full: Detection, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fill_the_disk(file: BinaryIO, **_: object) -> None:
        file.write(b"PK")
        raise OSError(28, "No space left on device")

    folder = MapFolder(tmp_path)
    folder.keep(full)
    monkeypatch.setattr(np, "savez_compressed", fill_the_disk)
    folder.keep(full)
    assert folder.find(bare(full)) is not None


def test_the_oldest_maps_give_way_when_there_are_too_many(
    tmp_path: Path, full: Detection, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("landmark_gui.records.maps._LOOK_EVERY", 2)
    MapFolder(tmp_path).keep(full)
    (oldest,) = tmp_path.iterdir()
    os.utime(oldest, ns=(1, 1))
    newer = replace(full, provenance=replace(full.provenance, seed=1))
    folder = MapFolder(tmp_path, limit_bytes=oldest.stat().st_size)
    folder.keep(newer)
    assert folder.find(bare(full)) is None
    assert folder.find(bare(newer)) is not None
