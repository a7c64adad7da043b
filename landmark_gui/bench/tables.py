"""Figures as lines of text."""


def lines(figures: dict[str, object], indent: str = "") -> list[str]:
    """Return one line a figure; what is inside of a group is set in."""
    said = []
    for key, value in figures.items():
        if isinstance(value, dict):
            said += [f"{indent}{key}", *lines(value, indent + "  ")]
        else:
            shown = f"{value:.3f}" if isinstance(value, float) else value
            said.append(f"{indent}{key.replace('_', ' '):36s}{shown}")
    return said
