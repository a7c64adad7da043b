"""Films with damage of every kind, read under watch: `python -m tests.imaging.fuzz --films 10000`.

Each mutant of a sample is read in a process with bounded memory and time. What must not happen is
counted: the process dies, a film takes longer than the limit, memory runs away, or anything but a
sentence comes out. The samples are those inside the pydicom package, and rasters and DICOM written
here in every transfer syntax (Pillow's wheel ships none).
"""

import argparse
import struct
import sys
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from io import BytesIO
from multiprocessing import get_context
from multiprocessing.connection import Connection
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

import numpy as np
import pydicom
from PIL import Image
from pydicom.datadict import tag_for_keyword
from typing_extensions import override

from tests.imaging.test_dicom_matrix import CODECS, Way, written

if TYPE_CHECKING:
    from multiprocessing.process import BaseProcess

MOST_BYTES = 1 << 18  # larger samples are slow and break no differently
LIMIT_S = 15.0  # the program's own limit for a decoder comes before it
MEMORY_BYTES = 1 << 30  # of resident memory, the goal
ADDRESS_BYTES = 3 << 30  # the libraries alone map more than 1 GiB
# a decoder lost in its own process costs its film only, and is told apart to be counted
GOOD, BAD = ("read", "refused", "decoder lost"), ("deaths", "hangs", "untyped")
PIXELS = (b"\xe0\x7f\x10\x00", b"\x7f\xe0\x00\x10")  # the tag in either byte order
RASTERS = ("PNG", "JPEG", "TIFF", "BMP", "WEBP")
_KEYWORDS = ("Rows", "Columns", "SamplesPerPixel", "BitsAllocated", "BitsStored", "NumberOfFrames")
TAGS = [tag_for_keyword(word) for word in (*_KEYWORDS, "PixelData", "SpecificCharacterSet")]


def samples() -> list[tuple[str, bytes]]:
    """Return the files that are damaged, under a name that leads to their reader."""
    folder = Path(pydicom.__file__).parent / "data"
    shipped = [file.read_bytes() for file in sorted(folder.rglob("*.dcm"))]
    films = [data for data in shipped if any(pixels in data for pixels in PIXELS)]
    ways = [Way("MONOCHROME1", True, 12, "voi"), Way("MONOCHROME2", False, 8, "linear")]
    ours = [written(way, codec, {}) for codec in CODECS for way in ways]
    named = [("film.dcm", data) for data in (*films, *ours)]
    named += [("film", data) for data in _rasters()]
    return [(name, data) for name, data in named if len(data) <= MOST_BYTES]


def _rasters() -> Iterator[bytes]:
    grey = np.random.default_rng(0).integers(0, 256, (64, 48)).astype(np.uint8)
    pictures = [Image.fromarray(grey), Image.fromarray(grey).convert("RGB")]
    deep = Image.fromarray(grey.astype(np.uint16) * 257)
    for kind, picture in [(k, p) for k in RASTERS for p in pictures] + [
        ("PNG", deep),
        ("TIFF", deep),
    ]:
        file = BytesIO()
        picture.save(file, kind, dpi=(300, 300))
        yield file.getvalue()
    for compression in ("tiff_lzw", "tiff_deflate", "packbits"):
        file = BytesIO()
        deep.save(file, "TIFF", compression=compression)
        yield file.getvalue()


def mutant(data: bytes, random: Random) -> bytes:
    """Return a sample with one to four kinds of damage."""
    for _ in range(random.randint(1, 4)):
        data = random.choice((_flipped, _flipped, _flipped, _cut, _resized, _retagged, _spliced))(
            data, random
        )
        if not data:
            return b"\0"
    return data


def _flipped(data: bytes, random: Random) -> bytes:
    changed = bytearray(data)
    # damage to a header mostly ends in "no picture": the second half belongs to the decoders
    start = 0 if random.random() < 0.3 else len(changed) // 2
    for _ in range(random.choice((1, 2, 8, 40))):
        changed[random.randrange(start, len(changed))] ^= 1 << random.randrange(8)
    return bytes(changed)


def _cut(data: bytes, random: Random) -> bytes:
    least = 1 if random.random() < 0.3 else max(1, len(data) * 9 // 10)
    return data[: random.randrange(least, len(data) + 1)]


def _resized(data: bytes, random: Random) -> bytes:
    """Put an extreme number where a length or a size may stand."""
    changed = bytearray(data)
    place = random.randrange(0 if random.random() < 0.5 else len(data) // 3, len(data))
    number = random.choice((0, 1, 0x7F, 0xFF, 0xFFFF, 0x7FFFFFFF, 0xFFFFFFFE, 0xFFFFFFFF))
    width = random.choice((2, 4))
    value = (number & ((1 << 8 * width) - 1)).to_bytes(width, random.choice(("little", "big")))
    changed[place : place + width] = value
    return bytes(changed)


def _retagged(data: bytes, random: Random) -> bytes:
    """Exchange a tag for another, or make the value after one extreme."""
    place = data.find(_tag(random))
    if place < 0:
        return _resized(data, random)
    changed = bytearray(data)
    if random.random() < 0.5:
        changed[place : place + 4] = _tag(random)
    else:
        extreme = (b"\0\0", b"\xff\xff", b"\x01\0", b"\0\x40")
        changed[place + 8 : place + 10] = random.choice(extreme)
    return bytes(changed)


def _tag(random: Random) -> bytes:
    tag = random.choice(TAGS) or 0
    return struct.pack("<HH", tag >> 16, tag & 0xFFFF)


def _spliced(data: bytes, random: Random) -> bytes:
    """Leave a short piece out, or repeat it."""
    start = random.randrange(len(data) // 2, len(data))
    end = start + random.randint(1, 64)
    return data[:start] + data[start:end] * random.choice((0, 2, 3)) + data[end:]


@dataclass
class Tally:
    """What came of the mutants; all but read and refused should be 0."""

    seen: Counter[str] = field(default_factory=Counter)
    odd: list[str] = field(default_factory=list)
    slowest_s: float = 0.0
    peak_bytes: int = 0

    @property
    def sound(self) -> bool:
        return set(self.seen) <= set(GOOD) and self.peak_bytes < MEMORY_BYTES

    @override
    def __str__(self) -> str:
        outcomes = ", ".join(f"{self.seen[kind]} {kind}" for kind in (*GOOD, *BAD))
        peak = f"{self.peak_bytes / 1e6:.0f} MB"
        return f"{self.seen.total()} mutants: {outcomes}; slowest {self.slowest_s:.1f} s, {peak}"


class Reader:
    """A process that reads films, and is replaced when it is lost."""

    def __init__(self) -> None:
        self._process: BaseProcess | None = None
        self._pipe: Connection | None = None

    def read(self, path: Path, tally: Tally) -> str:
        """Return what came of a film: read, refused, untyped, deaths or hangs."""
        pipe, started = self._connected(), time.monotonic()
        try:
            pipe.send(path)
            if not pipe.poll(LIMIT_S):
                return self._lost("hangs")
            outcome, peak = pipe.recv()
        except (EOFError, OSError):
            return self._lost("deaths")
        tally.slowest_s = max(tally.slowest_s, time.monotonic() - started)
        tally.peak_bytes = max(tally.peak_bytes, peak)
        return str(outcome)

    def close(self) -> None:
        """End the process and, as its pipe breaks, its decoding process."""
        if self._pipe is not None:
            self._pipe.close()
        if self._process is not None:
            self._process.join(5)
            self._process.kill()

    def _connected(self) -> Connection:
        if self._pipe is None:
            self._pipe, theirs = get_context("spawn").Pipe()
            self._process = get_context("spawn").Process(target=_serve, args=(theirs,))
            self._process.start()
            theirs.close()
            assert self._pipe.recv() == "ready"
        return self._pipe

    def _lost(self, how: str) -> str:
        if self._process is not None:
            self._process.kill()
        self.close()
        self._process = self._pipe = None
        return how


def _serve(pipe: Connection) -> None:
    from landmark_gui.imaging.errors import UnreadableFilm  # noqa: PLC0415 - in the process only
    from landmark_gui.imaging.film import inspect_film  # noqa: PLC0415 - in the process only
    from landmark_gui.imaging.isolated import CRASHED, HANGS  # noqa: PLC0415 - in the process only

    _limit_memory()
    pipe.send("ready")
    while True:
        try:
            path = pipe.recv()
        except (EOFError, OSError):
            return
        try:
            inspect_film(path)
            outcome = "read"
        except UnreadableFilm as refusal:
            lost = str(refusal) in (CRASHED, HANGS)
            outcome = "decoder lost" if lost else "refused"
            outcome = outcome if str(refusal).endswith(".") else "untyped"
        except Exception:  # noqa: BLE001 - what is looked for
            outcome = "untyped"
        pipe.send((outcome, _peak_bytes()))


def _limit_memory() -> None:
    if sys.platform != "win32":
        import resource  # noqa: PLC0415 - not on Windows

        resource.setrlimit(resource.RLIMIT_AS, (ADDRESS_BYTES, ADDRESS_BYTES))


def _peak_bytes() -> int:
    """Return the most memory that this process or its decoding process ever held, on Linux."""
    from landmark_gui.imaging import isolated  # noqa: PLC0415 - in the process only

    decoder = isolated._shared._process
    peaks = [_peak_of("self"), _peak_of(str(decoder.pid)) if decoder else 0]
    return max(peaks)


def _peak_of(process: str) -> int:
    try:
        status = Path(f"/proc/{process}/status").read_text("utf-8")
    except OSError:
        return 0  # no Linux, or gone
    line = next((one for one in status.splitlines() if one.startswith("VmHWM:")), "VmHWM: 0 kB")
    return int(line.split()[1]) * 1024


def fuzz(films: int, seed: int, keep: Path | None = None) -> Tally:
    """Return what came of so many mutants; the same seed makes the same ones."""
    pool, tally, reader = samples(), Tally(), Reader()
    with TemporaryDirectory() as folder:
        for number in range(films):
            random = Random(f"{seed} {number}")
            name, sample = random.choice(pool)
            data, path = mutant(sample, random), Path(folder) / name
            path.write_bytes(data)
            outcome = reader.read(path, tally)
            tally.seen[outcome] += 1
            if outcome not in GOOD[:2]:
                tally.odd.append(f"{outcome}: mutant {number}")
                if keep is not None:
                    (keep / f"{outcome}-{seed}-{number}.dcm").write_bytes(data)
            if number % 1000 == 999 and keep is not None:
                print(number + 1, tally, flush=True)  # noqa: T201 - a command
    reader.close()
    return tally


def main(argv: Sequence[str] | None = None) -> int:
    """Run the command; 1 where something happened that must not."""
    parser = argparse.ArgumentParser(description="Reads damaged films under watch.")
    parser.add_argument("--films", type=int, default=10_000)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument(
        "--keep", type=Path, default=Path(), help="folder for mutants that did harm"
    )
    args = parser.parse_args(argv)
    tally = fuzz(args.films, args.seed, args.keep)
    print(tally, *tally.odd, sep="\n")  # noqa: T201 - a command
    return 0 if tally.sound else 1


if __name__ == "__main__":
    sys.exit(main())
