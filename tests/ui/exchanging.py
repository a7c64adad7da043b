"""What comes into the window and goes out of it, and what it says then."""

from pathlib import Path
from typing import TYPE_CHECKING

from landmark_gui.exchange.outgoing import Wish
from landmark_gui.exchange.registry import FORMATS
from landmark_gui.ui.messages import Message
from landmark_gui.ui.transfers.export_offer import Asked, Scope

if TYPE_CHECKING:
    from landmark_gui.document.case import Case
    from tests.ui.conftest import Bench


def cases(bench: "Bench") -> "list[Case]":
    found = [entry.case for entry in bench.window.session.worklist.entries]
    return [case for case in found if case is not None]


def told(bench: "Bench") -> Message:
    bench.until(lambda: bench.window.messages.current is not None)
    message = bench.window.messages.current
    assert message is not None
    bench.window.messages.say(None)
    return message


def imported(bench: "Bench", path: Path, *, replace: bool = False) -> Message:
    bench.window.messages.say(None)
    bench.dialogs.labels, bench.dialogs.replace = path, replace
    bench.window.menus["import"].trigger()
    return told(bench)


def export(bench: "Bench", asked: Asked, to: Path) -> Message:
    bench.window.messages.say(None)
    bench.dialogs.asked, bench.dialogs.export = asked, to
    bench.window.menus["export"].trigger()
    return told(bench)


def asked(name: str, scope: Scope = Scope.ALL) -> Asked:
    return Asked(scope, Wish(FORMATS[name]))
