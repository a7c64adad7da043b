"""A run that ended early, however it ended, is gone on with."""

import csv
import json
import signal
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from threading import Thread

import numpy as np
import pytest
from PIL import Image
from typing_extensions import override

from landmark_gui.cli import detect, growing_table
from landmark_gui.cli.outcome import Exit, undisturbed
from landmark_gui.detection.events import Finished, Request, StepDone
from landmark_gui.document.case import Case
from landmark_gui.domain.orientation import Finding, Remark
from landmark_gui.exchange import region_values
from landmark_gui.exchange.formats.csv import COLUMNS, Rows, read_csv, write_csv
from tests.cli.test_detect import ScriptedDetector, detector, films, run

__all__ = ["detector", "films", "run"]
Run = Callable[..., int]
Captured = pytest.CaptureFixture[str]


@pytest.fixture
def table(tmp_path: Path) -> Path:
    return tmp_path / "out.csv"


@pytest.fixture
def interrupted(run: Run, detector: ScriptedDetector, table: Path) -> bytes:
    """A table that lacks the last film; returned as it stands."""
    detector.troubles["sub/a.png"] = KeyboardInterrupt()
    assert run() == 130
    detector.troubles.clear()
    detector.asked.clear()
    return table.read_bytes()


def asked(detector: ScriptedDetector) -> list[str]:
    return [request.film.info.name for request in detector.asked]


def test_what_is_done_is_kept_as_it_stands_and_the_rest_is_found(
    run: Run, detector: ScriptedDetector, interrupted: bytes, table: Path, capsys: Captured
) -> None:
    ours = interrupted.replace(b"\r\n", b"older\r\n").replace(b"versionolder", b"version")
    table.write_bytes(ours)
    assert run("--resume", "--json") == 0
    assert asked(detector) == ["sub/a.png"]
    assert table.read_bytes().startswith(ours)
    assert list(read_csv(table)) == ["a.png", "b.png", "sub/a.png"]
    said = capsys.readouterr()
    taken = json.loads(said.out)["from_an_earlier_run"]
    assert [film["image"] for film in taken] == ["a.png", "b.png"]
    assert "1/3  a.png  from an earlier run" in said.err
    assert "3 of 3 films written to" in said.err
    assert "2 of them from an earlier run." in said.err


def test_a_film_that_is_another_picture_now_is_found_anew(
    run: Run, detector: ScriptedDetector, interrupted: bytes, films: Path, table: Path
) -> None:
    Image.fromarray(np.zeros((60, 40), np.uint8)).save(films / "a.png")
    assert run("--resume") == 0
    assert asked(detector) == ["a.png", "sub/a.png"]
    assert list(read_csv(table)) == ["a.png", "b.png", "sub/a.png"]
    assert table.read_bytes() != interrupted


@pytest.mark.usefixtures("interrupted")
@pytest.mark.parametrize("options", ["--seed 1", "--steps 3", "--samples 3", "--mode single"])
def test_a_table_that_was_made_otherwise_is_not_mixed_with_this_run(
    run: Run, detector: ScriptedDetector, table: Path, capsys: Captured, options: str
) -> None:
    before = table.read_bytes()
    assert run("--resume", *options.split()) == 2
    assert "holds a.png, which was detected with other settings" in capsys.readouterr().err
    assert table.read_bytes() == before
    assert run("--resume", "--overwrite", *options.split()) == 0
    assert len(asked(detector)) == 3


def test_what_a_reader_has_corrected_is_never_lost_by_going_on(
    run: Run, interrupted: bytes, table: Path
) -> None:
    corrected = interrupted.replace(b"S,Sella,predicted", b"S,Sella,confirmed", 1)
    table.write_bytes(corrected)
    assert run("--resume") == 2
    assert table.read_bytes() == corrected


@pytest.mark.usefixtures("interrupted")
def test_films_that_are_not_at_hand_stay_in_the_table(
    run: Run, films: Path, table: Path, capsys: Captured
) -> None:
    before = table.read_bytes()
    (films / "b.png").unlink()
    assert run("--resume") == 2
    assert "holds b.png, which" in capsys.readouterr().err
    assert table.read_bytes() == before


def test_an_interrupt_while_going_on_loses_nothing_that_was_there(
    run: Run, detector: ScriptedDetector, films: Path, table: Path
) -> None:
    assert run() == 0
    whole = table.read_bytes()
    Image.fromarray(np.zeros((60, 40), np.uint8)).save(films / "a.png")
    detector.troubles["a.png"] = KeyboardInterrupt()
    assert run("--resume") == 130
    assert table.read_bytes() == whole


class NoticingDetector(ScriptedDetector):
    """A scripted detector that has remarks on films."""

    def __init__(self) -> None:
        super().__init__()
        self.remarks: dict[str, tuple[Remark, ...]] = {}

    @override
    def detect(self, request: Request) -> Iterator[StepDone | Finished]:
        finding = Finding(remarks=self.remarks.get(request.film.info.name, ()))
        for event in super().detect(request):
            if isinstance(event, Finished):
                yield replace(event, detection=replace(event.detection, finding=finding))
            else:
                yield event


def test_what_an_earlier_run_noticed_is_said_again(
    run: Run, monkeypatch: pytest.MonkeyPatch, capsys: Captured
) -> None:
    detector = NoticingDetector()
    monkeypatch.setattr(detect, "_load", lambda *_: detector)
    detector.remarks = {
        "a.png": (Remark.FACES_LEFT, Remark.STRANGE),
        "sub/a.png": (Remark.STRANGE,),
    }
    detector.troubles["sub/a.png"] = KeyboardInterrupt()
    assert run() == 130
    detector.troubles.clear()
    capsys.readouterr()
    assert run("--resume", "--json") == 0
    said = capsys.readouterr()
    assert f"1/3  a.png  {Remark.STRANGE.sentence}" in said.err
    assert "check 2 of them, see above." in said.err
    assert json.loads(said.out)["from_an_earlier_run"] == [
        {"image": "a.png", "remarks": ["faces left", "strange"], "warning": True},
        {"image": "b.png", "remarks": [], "warning": False},
    ]


@pytest.mark.usefixtures("detector")
def test_a_film_that_cannot_be_read_at_the_moment_keeps_what_was_found(
    run: Run, films: Path, table: Path, capsys: Captured
) -> None:
    assert run() == 0
    whole = table.read_bytes()
    (films / "b.png").write_bytes(b"from a drive that fails")
    capsys.readouterr()
    assert run("--resume", "--json") == 1
    assert table.read_bytes() == whole
    said = capsys.readouterr()
    assert [film["image"] for film in json.loads(said.out)["failed"]] == ["b.png"]
    assert "3 of 3 films written to" in said.err
    assert "3 of them from an earlier run, 1 failed." in said.err


@pytest.mark.usefixtures("detector")
def test_where_no_table_is_there_everything_is_found(run: Run, table: Path) -> None:
    assert run("--resume") == 0
    assert len(read_csv(table)) == 3


def test_films_whose_map_is_missing_are_found_again(
    run: Run, detector: ScriptedDetector, tmp_path: Path
) -> None:
    maps = tmp_path / "maps"
    assert run("--heatmaps", str(maps)) == 0
    (maps / "b.png.npz").unlink()
    detector.asked.clear()
    assert run("--heatmaps", str(maps), "--resume") == 0
    assert asked(detector) == ["b.png"]
    assert (maps / "b.png.npz").is_file()


@pytest.mark.usefixtures("detector")
@pytest.mark.parametrize("option", ["--given", "--like"])
def test_what_a_table_does_not_tell_is_not_gone_on_with(
    run: Run, capsys: Captured, option: str
) -> None:
    assert run("--resume", option, "corrected.csv") == 2
    assert "--resume cannot be used with" in capsys.readouterr().err


def test_films_that_an_earlier_version_found_without_regions_are_named_and_kept_as_they_are(
    run: Run, detector: ScriptedDetector, interrupted: bytes, table: Path, capsys: Captured
) -> None:
    rows = [*csv.DictReader(interrupted.decode("utf-8").splitlines())]
    columns = [column for column in COLUMNS if column not in region_values.NAMES]
    with table.open("w", encoding="utf-8", newline="") as file:
        earlier = csv.DictWriter(file, columns, extrasaction="ignore")
        earlier.writeheader()
        earlier.writerows(rows)
    capsys.readouterr()
    assert run("--resume") == 0
    assert "out.csv has no region90 for a.png, b.png, detected by an" in capsys.readouterr().err
    assert asked(detector) == ["sub/a.png"]
    found = {name: film.found["S"] for name, film in read_csv(table).items()}
    assert [name for name, said in found.items() if said.region90 is None] == ["a.png", "b.png"]
    assert {said.radius90_px for said in found.values()} == {found["a.png"].radius90_px}


@pytest.mark.usefixtures("interrupted")
def test_nothing_is_said_of_regions_where_the_table_has_them(run: Run, capsys: Captured) -> None:
    capsys.readouterr()
    assert run("--resume") == 0
    assert "region90" not in capsys.readouterr().err


@pytest.mark.usefixtures("detector")
def test_a_table_of_an_earlier_version_is_refused(run: Run, table: Path, capsys: Captured) -> None:
    table.write_text(",".join(c for c in COLUMNS if c != "options") + "\r\n", "utf-8")
    assert run("--resume") == 2
    said = capsys.readouterr().err
    assert "lacks the columns options. It may come from an earlier version; write to" in said


def test_a_run_that_is_killed_has_left_what_was_done(
    run: Run, detector: ScriptedDetector, table: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(growing_table, "SAVE_S", 0.0)
    detector.troubles["sub/a.png"] = SystemExit("as if killed: nobody writes any more")
    with pytest.raises(SystemExit):
        run()
    assert list(read_csv(table)) == ["a.png", "b.png"]


def test_a_table_that_is_to_be_replaced_stays_until_the_run_is_done(
    run: Run, detector: ScriptedDetector, table: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(growing_table, "SAVE_S", 0.0)
    table.write_text("a reader's work", "utf-8")
    detector.troubles["sub/a.png"] = KeyboardInterrupt()
    assert run("--overwrite") == 130
    assert table.read_text("utf-8") == "a reader's work"
    (spare,) = table.parent.glob("out-*.csv")
    assert list(read_csv(spare)) == ["a.png", "b.png"]


@pytest.fixture(params=["SIGINT", "SIGTERM", "SIGHUP"])
def signalled(
    monkeypatch: pytest.MonkeyPatch, request: pytest.FixtureRequest
) -> Iterator[signal.Signals]:
    """A signal that comes while a table is being written."""
    number = getattr(signal, request.param, signal.SIGINT)  # Windows has no SIGHUP

    def write(path: Path, films: Sequence[Case | Rows]) -> None:
        signal.raise_signal(number)
        write_csv(path, films)

    monkeypatch.setattr(growing_table, "write_csv", write)
    kept = signal.signal(number, signal.default_int_handler)
    yield number
    signal.signal(number, kept)


@pytest.mark.parametrize("code", [Exit.INTERRUPTED, Exit.FAILED])
def test_a_signal_while_the_table_is_written_loses_nothing(
    run: Run, detector: ScriptedDetector, signalled: signal.Signals, table: Path, code: int
) -> None:
    detector.troubles["sub/a.png"] = KeyboardInterrupt() if code == Exit.INTERRUPTED else OSError()
    assert run() == code
    assert list(read_csv(table)) == ["a.png", "b.png"]
    assert signal.getsignal(signalled) is signal.default_int_handler


def test_a_thread_leaves_the_signals_of_the_program_alone() -> None:
    seen = []

    def work() -> None:
        with undisturbed():
            seen.append(signal.getsignal(signal.SIGINT))

    before = signal.getsignal(signal.SIGINT)
    thread = Thread(target=work)
    thread.start()
    thread.join()
    assert seen == [before]
