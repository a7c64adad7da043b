"""Figures as they are told: as lines of text, or as JSON."""

import json
from collections.abc import Mapping

from landmark_gui.cli.outcome import say


def lines(figures: Mapping[str, object], indent: str = "") -> list[str]:
    """Return one line a figure; what is inside of a group is set in."""
    said = []
    for key, value in figures.items():
        if isinstance(value, dict):
            said += [f"{indent}{key}", *lines(value, indent + "  ")]
        else:
            shown = f"{value:.3f}" if isinstance(value, float) else value
            said.append(f"{indent}{key.replace('_', ' '):36s}{shown}")
    return said


def tell(figures: Mapping[str, object], table: str | None = None, *, as_json: bool) -> None:
    """Print figures: as JSON, or as a table; one line a figure unless another is given."""
    if as_json:
        say(json.dumps(figures, indent=2))
    else:
        say("\n".join(lines(figures)) if table is None else table)
