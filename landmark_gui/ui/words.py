"""How values are said: lengths with their unit, progress, spacing, the detector."""

from collections.abc import Callable, Mapping, Sequence
from math import hypot

from landmark_gui.detection.events import Ready
from landmark_gui.document.case import Case
from landmark_gui.document.review import to_place
from landmark_gui.document.worklist import Entry, Progress, Standing, Worklist
from landmark_gui.domain.annotation import Annotation, Status
from landmark_gui.domain.cephalogram import FilmInfo
from landmark_gui.domain.counting import counted
from landmark_gui.domain.geometry import PixelSpacing, Point
from landmark_gui.domain.prediction import Detection, Prediction
from landmark_gui.domain.shape import Expectation
from landmark_gui.ui.canvas.markers import STATUS_TEXT
from landmark_gui.ui.detections import Engine, Job

DASH = "–"
PLACED = "placed"  # what is seen without a prediction was not moved away from one
NOTHING_LEFT = "Every landmark of this film has a position. Drag one to move it."
#: Its hyphens and its space are such that no line of a message ends within it
OTHER_RECORD = "(\N{NON-BREAKING HYPHEN}\N{NON-BREAKING HYPHEN}records\N{NO-BREAK SPACE}FILE)"
_BEGINNINGS = ("no ", "one ", "only ", "the ", "there ", "two ")  # of errors that name no file
KeyNames = Callable[[str], str]  # the key of an action as it is now, "" without one


def unit(spacing: PixelSpacing | None) -> str:
    """Return the unit in which lengths on a film are said."""
    return "mm" if spacing else "px"


def length(px: float, spacing: PixelSpacing | None) -> float:
    """Return a length without direction in the film's unit."""
    return px * spacing.mean_mm if spacing else px


def region(said: Prediction, share: float, spacing: PixelSpacing | None) -> str:
    """Return how large the region is that holds a landmark with that probability."""
    known = said.region(share)
    if known is None:
        return f"90 % within {length(said.radius90_px, spacing):.1f} {unit(spacing)}"
    mm2 = spacing.x_mm * spacing.y_mm if spacing else None
    area = f"{known.area_px2 * mm2:.1f} mm²" if mm2 else f"{known.area_px2:.0f} px²"
    return f"{100 * share:.0f} % region {area}"


def moved(case: Case, landmark: str) -> float | None:
    """Return how far a landmark lies from its prediction, in the film's unit."""
    point, seen = case.annotations[landmark].point, case.predicted(landmark)
    if point is None or seen is None:
        return None
    spacing = case.film.spacing
    return spacing.distance_mm(seen.point, point) if spacing else point.distance_px(seen.point)


def implausible_text(case: Case, landmark: str, doubt: Expectation | None) -> str:
    """Return how far a landmark is from where the others suggest, if that is far."""
    point, spacing = case.annotations[landmark].point, case.film.spacing
    if doubt is None or point is None:
        return ""
    far = spacing.distance_mm(doubt.point, point) if spacing else doubt.point.distance_px(point)
    return f"unlikely: {far:.1f} {unit(spacing)} from where the other landmarks suggest"


def distance(film: FilmInfo, first: Point, second: Point) -> str:
    """Return how far two points are apart, in millimetres only with their source."""
    px = hypot(second.x - first.x, (second.y - first.y) * film.aspect)
    apart = f"{px:.1f} {'px' if film.aspect == 1 else 'pixel widths'}"
    if film.spacing is None:
        return apart
    return f"{apart} = {film.spacing.distance_mm(first, second):.1f} mm ({film.spacing.source})"


def number(value: float | None) -> str:
    """Return a length to a tenth, or a dash."""
    return DASH if value is None else f"{value:.1f}"


def spacing_text(spacing: PixelSpacing | None) -> str:
    """Return millimetres per pixel with their source, or that there are none."""
    if spacing is None:
        return "no spacing: pixels only"
    return f"{mm_per_px(spacing)} – {spacing.source}"


def mm_per_px(spacing: PixelSpacing) -> str:
    """Return millimetres per pixel, both directions where they differ."""
    x, y = f"{spacing.x_mm:.4g}", f"{spacing.y_mm:.4g}"
    return f"{x if x == y else f'{x} × {y}'} mm/px"


def film_facts(film: FilmInfo) -> str:
    """Return the size of a film."""
    return f"{film.width_px} × {film.height_px} px"


def share_text(standing: Standing) -> str:
    """Return how much of a film is decided, where that is understood."""
    return f"{standing.decided} of {standing.total}"


def decided_text(standing: Standing) -> str:
    """Return how much of a film is decided."""
    return f"{share_text(standing)} decided"


def status_word(case: Case | None, landmark: str) -> str:
    """Return the status of a landmark; without a film nothing is placed."""
    status = case.annotations[landmark].status if case else Status.UNSET
    if case and status is Status.MOVED and case.predicted(landmark) is None:
        return PLACED
    return STATUS_TEXT[status]


def status_text(case: Case | None, landmark: str) -> str:
    """Return the state of a landmark in words."""
    word = status_word(case, landmark)
    return with_lock(word, case.annotations[landmark]) if case else word


def with_lock(status: str, said: Annotation) -> str:
    """Return a status, and whether the landmark is locked."""
    return f"{status}, locked" if said.locked else status


def spoken(case: Case | None, selected: str | None, doubts: Mapping[str, Expectation]) -> str:
    """Return what somebody who does not see the film has to know of the selected landmark.

    `doubts` holds the implausible ones.
    """
    if case is None or selected is None:
        return ""
    said, far = case.annotations[selected], implausible_text(case, selected, doubts.get(selected))
    place = f" at x {said.point.x:.1f}, y {said.point.y:.1f} pixels" if said.point else ""
    name = case.scheme[selected].name
    state = f"{status_text(case, selected)}{place}{f', {far}' if far else ''}"
    return f"{selected}, {name}: {state}. {decided_text(Standing.of(case))}."


def with_keys(text: str, key_name: KeyNames, **verbs: str) -> str:
    """Return a remark and, by action, which key does what; actions without a key are left out."""
    keyed = (f"{key} {verb}" for action, verb in verbs.items() if (key := key_name(action)))
    return " · ".join((text, *keyed))


def placing_text(case: Case | None, selected: str | None, key_name: KeyNames) -> str:
    """Return what a click and keys do in place mode."""
    placed = to_place(case, selected) if case else None
    if placed is None:
        return NOTHING_LEFT
    where = f"Click where {placed} is"
    if key := key_name("place_middle"):  # N, which is a landmark as well
        where += f" · key {key} puts it in the middle of the view"
    return with_keys(where, key_name, abort="to leave")


def with_twin(text: str, entry: Entry) -> str:
    """Return what is said of a film and, where it is listed twice, under which other name."""
    return f"{text} · same picture as {entry.alike}, shared reading" if entry.alike else text


def progress_text(entry: Entry, job: Job | None) -> str:
    """Return where a film stands."""
    match entry.progress:
        case Progress.FAILED:
            return entry.failure
        case Progress.DETECTING:
            return f"detecting, {step_text(job)}" if job and job.total else "detecting"
        case Progress.WAITING | Progress.COMPLETE | Progress.SET_ASIDE:
            return entry.progress.value
        case Progress.BLIND:
            return f"blind · {share_text(entry.standing)}" if entry.standing else "blind"
        case Progress.PREDICTED | Progress.EDITED:
            return _reviewed_text(entry)


def _reviewed_text(entry: Entry) -> str:
    decided = decided_text(entry.standing) if entry.standing else ""
    warned = entry.case and entry.case.detection and entry.case.detection.finding.warns
    return f"doubtful · {decided}" if warned else decided


def step_text(job: Job) -> str:
    """Return how far a job is."""
    return f"step {job.step} of {job.total}" if job.total else "starting"


def engine_text(engine: Engine, ready: Ready | None) -> str:
    """Return what can be said of the model."""
    match engine:
        case Engine.ABSENT | Engine.LOADING:
            return "Model: loading…"
        case Engine.BROKEN:
            return "Model: not loaded"
        case Engine.READY:
            return _ready_text(ready) if ready else ""


def _ready_text(ready: Ready) -> str:
    # in the middle: a narrow window cuts the end off
    bare = "" if ready.calibrated else " (not calibrated)"
    return f"Model {ready.model}{bare} ready {device_text(ready.device)}"


def calibration_text(ready: Ready | None) -> str:
    """Return what regions are worth where nobody has fitted them; empty where somebody has."""
    if ready is None or ready.calibrated:
        return ""
    return (
        "These weights are not calibrated: regions may contain more or fewer landmarks than they"
        " state, and errors may be larger or smaller than expected. The command"
        " landmark-gui calibrate calibrates them."
    )


def waiting_text(engine: Engine) -> str:
    """Return why a film has no prediction yet; empty where its turn comes by itself."""
    match engine:
        case Engine.LOADING:
            return "The model is loading"
        case Engine.BROKEN:
            return "The model is not loaded"
        case Engine.ABSENT | Engine.READY:
            return ""


def maps_text(detection: Detection, key_name: KeyNames) -> str:
    """Return why a film that was detected shows no heatmap; empty where it does."""
    if detection.heatmap.landmarks:
        return ""
    return with_keys("No heatmaps are stored for this film", key_name, detect="detects again")


def device_text(device: str) -> str:
    """Return where the model computes."""
    return "on the CPU" if device.lower() == "cpu" else f"on {device}"


def films_text(count: int) -> str:
    """Return a number of films."""
    return counted(count, "film")


def film_of(worklist: Worklist) -> str:
    """Return which film is shown, for somebody who does not see the list; empty without one."""
    entry = worklist.entry
    if entry is None:
        return ""
    return f"film {worklist.order.index(worklist.current) + 1} of {len(worklist)}, {entry.name}"


def all_complete(entries: Sequence[Entry]) -> str:
    """Return that nothing is left to do but on films that failed or are set aside; else nothing."""
    aside = sum(entry.aside for entry in entries)
    failed = sum(entry.progress is Progress.FAILED for entry in entries)
    complete = sum(entry.progress is Progress.COMPLETE for entry in entries)
    count = len(entries) - aside
    if not complete or complete + failed < count:
        return ""
    if not failed:
        return "The film is complete." if complete == 1 else f"All {complete} films are complete."
    return f"{complete} of {count} films are complete, {failed} failed."


def capital(text: str) -> str:
    """Return a text that begins a line."""
    return text[:1].upper() + text[1:]


def sentence(text: str) -> str:
    """Return an error's text as it begins a line; one that begins with a file's name keeps it."""
    return capital(text) if text.startswith(_BEGINNINGS) else text
