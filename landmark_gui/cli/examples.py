"""What one types after `landmark-gui`, command by command; imports nothing heavy."""

_EXAMPLES = {
    "open": (
        "landmark-gui open films/",
        "landmark-gui films/ --records second-reading.sqlite --reader 'Dr. B'",
    ),
    "demo": ("landmark-gui demo", "landmark-gui demo --records practice.sqlite"),
    "detect": (
        "landmark-gui detect films/ --csv found.csv",
        "landmark-gui detect films/ --csv found.csv --resume",
        "landmark-gui detect films/ --csv mine.csv --like corrected.csv",
    ),
    "evaluate": (
        "landmark-gui evaluate found.csv --truth reader.csv --spacing 0.1",
        "landmark-gui evaluate found.csv --truth senior.csv --truth junior.csv --csv figures.csv",
        "landmark-gui evaluate found.csv --truth reader.csv --spacing 0.1 --measurements",
    ),
    "calibrate": (
        "landmark-gui calibrate films/ --truth senior.csv --spacing 0.1 --out judged/ --judge",
        "landmark-gui calibrate films/ --truth a.csv --spacing 0.1 --weights runs/mine --out fit/",
    ),
    "compare": (
        "landmark-gui compare senior.csv junior.csv --spacing 0.1",
        "landmark-gui compare first.csv second.csv --csv figures.csv --points differences.csv",
        "landmark-gui compare first.csv second.csv --measurements --spacing 0.1",
        "landmark-gui compare anna.csv --blind",
    ),
    "measure": (
        "landmark-gui measure found.csv",
        "landmark-gui measure found.csv --csv angles.csv --spacing 0.1",
    ),
    "picture": (
        "landmark-gui picture films/ --landmarks found.csv --out pictures/",
        "landmark-gui picture a.png --landmarks found.csv --out a.pdf --regions --measurements",
    ),
    "inspect": (
        "landmark-gui inspect film.dcm",
        "landmark-gui inspect films/ --json",
    ),
    "phantom": (
        "landmark-gui phantom practice/ --count 20",
        "landmark-gui phantom practice/ --count 2 --height 800 --dicom",
    ),
    "records": (
        "landmark-gui records verify",
        "landmark-gui records export --csv decided.csv",
        "landmark-gui records export --csv decided.csv --events events.csv",
        "landmark-gui records backup copy.sqlite --records second-reading.sqlite",
        "landmark-gui records restore copy.sqlite --records second-reading.sqlite",
    ),
    "train": (
        "landmark-gui train resources/training/benchmark.toml --data DATA --out runs/benchmark",
        "landmark-gui train resources/training/benchmark.toml --data DATA --resume --minutes 60",
    ),
    "completion": ("landmark-gui completion bash > ~/.landmark-gui-completion",),
    "doctor": ("landmark-gui doctor", "landmark-gui doctor --json"),
}


def examples_of(command: str) -> str | None:
    """Return what stands below the help of a command, if anything does."""
    lines = _EXAMPLES.get(command, ())
    return "\n".join(["examples:", *(f"  {line}" for line in lines)]) if lines else None
