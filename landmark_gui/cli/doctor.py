"""`landmark-gui doctor`: what is installed, where it computes, and why not faster."""

import argparse
import json

from landmark_gui.cli.outcome import Exit, say
from landmark_gui.installation import all_well, as_text, findings


def run(args: argparse.Namespace) -> int:
    """Print the findings; the exit code tells whether something needs attention."""
    found = findings()
    say(json.dumps(found, indent=2) if args.json else as_text(found))
    return Exit.OK if all_well(found) else Exit.FAILED
