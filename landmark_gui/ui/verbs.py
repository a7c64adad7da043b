"""Which verb belongs to which action."""

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QObject

from landmark_gui.document.review import Filter
from landmark_gui.domain.orientation import Facing, Polarity
from landmark_gui.domain.prediction import Mode
from landmark_gui.domain.region import SHARES
from landmark_gui.ui.canvas.film_view import FilmView
from landmark_gui.ui.canvas.gestures import shift_window
from landmark_gui.ui.detection_queue import DetectionQueue
from landmark_gui.ui.display import Heat, region_action
from landmark_gui.ui.measurements.distance import Distance
from landmark_gui.ui.measurements.measuring import Measuring
from landmark_gui.ui.presets import Presets
from landmark_gui.ui.review.aside import Aside
from landmark_gui.ui.review.correcting import Correcting
from landmark_gui.ui.review.places import Places
from landmark_gui.ui.review.reviewing import Reviewing
from landmark_gui.ui.review.round import Round
from landmark_gui.ui.session import Session
from landmark_gui.ui.stepping import Stepping
from landmark_gui.ui.theme import Appearance
from landmark_gui.ui.transfers.comparing import Comparing
from landmark_gui.ui.transfers.copying import copy_landmarks
from landmark_gui.ui.transfers.dialogs import Dialogs
from landmark_gui.ui.transfers.exporting import Exporting
from landmark_gui.ui.transfers.importing import Importing
from landmark_gui.ui.transfers.picturing import Picturing
from landmark_gui.ui.transfers.saving_figures import SavingFigures


class Verbs(QObject):
    """Binds the ids of the actions to what the session, the queue and the film view can do."""

    def __init__(
        self,
        session: Session,
        queue: DetectionQueue,
        view: FilmView,
        dialogs: Dialogs,
        reviewing: Reviewing,
    ) -> None:
        super().__init__(session)
        self._session = session
        self._queue = queue
        self._view = view
        self._dialogs = dialogs
        self._reviewing = reviewing
        self._places, self._round = Places(session), Round(session)
        self._stepping = Stepping(view, self._round)
        self._aside = Aside(session)
        self._presets = Presets(session, view)
        view.placed.connect(self._places.place)
        self.exporting = Exporting(session, dialogs, self)
        self.ask_import = Importing(session, dialogs, self).ask
        self._picturing = Picturing(session, dialogs, self)
        self._measuring = Measuring(session, view, self)
        self.distance = Distance(session, view, self)
        self.calibration_wanted = self._measuring.calibration_wanted
        self._measuring.picture_wanted.connect(self._picturing.ask_measured)
        self._saving_figures = SavingFigures(session, dialogs)

    def _comparing(self) -> Comparing:
        comparing = Comparing(self._session.background, self._session.scheme, self)
        comparing.to_save.connect(self._saving_figures.ask)
        return comparing

    def by_id(self) -> dict[str, Callable[[], object]]:
        """Return the verbs that do not belong to the window itself."""
        films = self._of_films() | self._of_review() | self._of_detection()
        return films | self._of_landmarks() | self._of_view()

    def _of_films(self) -> dict[str, Callable[[], object]]:
        session = self._session
        return {
            "open_films": self._open_films,
            "open_folder": self._open_folder,
            "open_demo": session.open_demo,
            "retry": session.retry,
            "export": self.exporting.ask,
            "import": self.ask_import,
            "picture": self._picturing.ask,
            "copy_landmarks": partial(copy_landmarks, session),
            "measure": self._measuring.show,
            "distance": self.distance.begin,
            "compare": partial(self._dialogs.show_readers, self._comparing),
        }

    def _of_review(self) -> dict[str, Callable[[], object]]:
        review = self._reviewing
        lists = {f"films_{k.name.lower()}": partial(review.list_kind, k) for k in Filter}
        return lists | {
            "previous_film": partial(review.step_film, -1),
            "next_film": partial(review.step_film, 1),
            "next_review": review.next_film,
            "previous_review": partial(review.next_film, backwards=True),
            "confirm_all": review.confirm_film,
            "confirm_all_next": review.confirm_film_and_go_on,
            "set_aside": self._aside.toggle,
            "blind_first": review.toggle_blind_first,
            "reveal": review.reveal,
        }

    def _of_landmarks(self) -> dict[str, Callable[[], object]]:
        correcting = Correcting(self._session)
        return {
            "undo": self._stepping.undo,
            "redo": self._stepping.redo,
            "next_doubtful": self._round.next_doubtful,
            "previous_doubtful": self._round.previous_doubtful,
            "confirm": correcting.confirm,
            "confirm_next": self._round.confirm,
            "back": self._places.back,
            "missing": partial(self._places.state, correcting.missing),
            "not_visible": partial(self._places.state, correcting.not_visible),
            "lock": correcting.lock,
            "place": self._places.toggle,
            "place_middle": self._place_in_the_middle,
            "other_place": self._places.other,
        }

    def _of_view(self) -> dict[str, Callable[[], object]]:
        view, session, see = self._view, self._session, self._session.see
        looking: dict[str, Callable[[], object]] = {
            "zoom_in": view.zoom_in,
            "zoom_out": view.zoom_out,
            "fit": view.fit,
            "actual_pixels": view.actual_pixels,
            "brighter": partial(shift_window, view, 0, -1),
            "darker": partial(shift_window, view, 0, 1),
            "more_contrast": partial(shift_window, view, 1, 0),
            "less_contrast": partial(shift_window, view, -1, 0),
            "reset_window": view.reset_window,
            "next_preset": self._presets.next,
            "invert": view.invert,
            "labels": lambda: see(labels=not session.display.labels),
            "rings": lambda: see(rings=not session.display.rings),
            "loupe": lambda: see(loupe=not session.display.loupe),
            "keep_enlargement": lambda: see(keep_enlargement=not session.display.keep_enlargement),
        }
        heat = {f"heat_{choice}": partial(see, heat=choice) for choice in Heat}
        themes = {f"theme_{choice}": partial(see, appearance=choice) for choice in Appearance}
        shares = {region_action(share): partial(see, share=share) for share in SHARES}
        return looking | heat | themes | shares

    def _of_detection(self) -> dict[str, Callable[[], object]]:
        queue = self._queue
        modes = {f"mode_{mode}": partial(queue.set_mode, mode) for mode in Mode}
        facings = {f"facing_{side}": partial(queue.state_facing, side) for side in Facing}
        polarities = {f"polarity_{one}": partial(queue.state_polarity, one) for one in Polarity}
        return {
            "detect": queue.detect_again,
            "cancel": queue.cancel,
            "pause": queue.toggle_pause,
            **modes,
            **facings,
            **polarities,
            "facing_recognised": partial(queue.state_facing, None),
            "polarity_recognised": partial(queue.state_polarity, None),
        }

    def _place_in_the_middle(self) -> None:
        if middle := self._view.middle_now:
            self._places.place(middle, stay=True)

    def _open_films(self) -> None:
        if paths := self._dialogs.ask_films():
            self._session.open_paths(paths)

    def _open_folder(self) -> None:
        if folder := self._dialogs.ask_folder():
            self._session.open_paths([folder])
