"""What the model is doing, with the two ways to hold it."""

from PySide6.QtWidgets import QFrame, QHBoxLayout, QToolButton, QVBoxLayout

from landmark_gui.ui import words
from landmark_gui.ui.detections import Engine, Job
from landmark_gui.ui.pace import time_text
from landmark_gui.ui.widgets.bar import Bar
from landmark_gui.ui.widgets.elided import ElidedLabel


class DetectionPanel(QFrame):
    """Film, step, and how many films wait."""

    def __init__(self, pause: QToolButton, cancel: QToolButton) -> None:
        super().__init__()
        self.setObjectName("detection_panel")
        self._title = ElidedLabel("panel_title")
        self._state = ElidedLabel("muted")
        self._bar = Bar("steps", "Steps of the detection")
        self._cancel = cancel
        head = QHBoxLayout()
        head.setSpacing(2)
        head.addWidget(self._title, 1)
        head.addWidget(pause)
        head.addWidget(cancel)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(14, 8, 8, 12)
        layout.setSpacing(5)
        layout.addLayout(head)
        layout.addWidget(self._state)
        layout.addWidget(self._bar)

    def show_job(
        self, job: Job | None, name: str, waiting: int, engine: Engine, *, paused: bool
    ) -> None:
        """Show how far the model is."""
        self._bar.show_share(job.step if job else 0, max(job.total, 1) if job else 1)
        self._bar.setVisible(job is not None)
        self._cancel.setVisible(job is not None)
        idle = _idle(engine, waiting, paused=paused)
        self._title.show_text(_busy(job, waiting, paused=paused) if job else idle)
        self._state.show_text(_state(job, name, waiting))
        self.setVisible(job is not None or waiting > 0)


def _idle(engine: Engine, waiting: int, *, paused: bool) -> str:
    if engine in {Engine.ABSENT, Engine.LOADING}:
        return "Loading the model"
    if engine is Engine.BROKEN:
        return "Model not loaded"
    return "Paused" if paused and waiting else "Waiting for films"


def _busy(job: Job, waiting: int, *, paused: bool) -> str:
    if not waiting:
        return "Detecting"
    left = time_text(job.film_s * (1 + waiting)) if job.film_s and not paused else ""
    return f"{waiting} left · {left}" if left else f"{waiting} left"


def _state(job: Job | None, name: str, waiting: int) -> str:
    if job is None:
        return f"{words.films_text(waiting)} left" if waiting else ""
    stage = "stopping" if job.leaving else words.step_text(job)
    return f"{stage} · {name}" if name else stage  # the name may end in dots, the step not
