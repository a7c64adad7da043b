"""The answer to whoever wants to save: it is done already, or why it is not."""

from collections.abc import Callable

from landmark_gui.ui.messages import Messages, Remedy
from landmark_gui.ui.recording.recorder import Recorder


def say_saved(recorder: Recorder, messages: Messages, export: Callable[[], None]) -> None:
    """Say that nothing need be saved by hand, if the record is there; who wants a file exports."""
    remedy = Remedy("Export…", export)
    if recorder.save_now() and not recorder.why:
        messages.info("Every step is saved as you make it.", remedy)
    else:
        messages.warn(f"Not everything is saved. {recorder.why}", remedy)
