"""What is said of an export or an import, before it and after it."""

from dataclasses import replace
from pathlib import Path

from landmark_gui.domain.annotation import Annotation, Status
from landmark_gui.domain.geometry import Point
from landmark_gui.exchange.errors import ExchangeError
from landmark_gui.exchange.incoming import NOT_OPEN, Incoming
from landmark_gui.exchange.outgoing import HEADER, Outgoing, Sent
from landmark_gui.exchange.registry import FORMATS
from landmark_gui.ui.transfers import exchange_words as words
from landmark_gui.ui.transfers.exchange_words import Section
from tests.exchange.labelled_films import complete_film, context

TABLE = FORMATS["csv"]
FILM = complete_film("a.png")


def test_names_with_the_same_reason_are_said_together_and_many_are_counted() -> None:
    left = {f"{n}.png": "not here" for n in range(9)} | {"x.png": "broken"}
    assert words.reasons(left) == ("0.png, 1.png, 2.png, 6 more: not here", "x.png: broken")


def test_an_export_of_which_nothing_came_says_so(tmp_path: Path) -> None:
    out = replace(
        Outgoing([], context()),
        left_out={"a": "no millimetres per pixel"},
    )
    text = words.sent_text(Sent(), out, tmp_path)
    assert text == "Nothing could be saved. Left out: a: no millimetres per pixel."
    out = replace(out, removed=["the names"])
    assert words.sent_text(Sent(), out, tmp_path) == text
    assert "Removed: the names." in words.sent_text(Sent({"b": tmp_path}), out, tmp_path)


def test_a_preview_says_how_much_of_it_a_reader_has_decided() -> None:
    predicted = Annotation("S", Status.PREDICTED, Point(1, 2))
    unset = Annotation("N")
    out = Outgoing(
        [replace(FILM, annotations={**FILM.annotations, "S": predicted, "N": unset})], context()
    )
    first, *_ = words.preview(out, TABLE)
    assert first.lines == ("2 of 3 landmarks decided, 1 only predicted",)
    first, *_ = words.preview(Outgoing([FILM], context()), TABLE)
    assert first.lines == ("4 of 4 landmarks decided",)


def test_a_preview_claims_to_be_whole_only_if_nothing_is_lost_or_removed() -> None:
    whole = Outgoing([FILM], context())
    for out in (whole, replace(whole, lost=["a"]), replace(whole, removed=["a"])):
        first, *_ = words.preview(out, TABLE)
        assert ("everything known" in first.heading) is (out is whole)


def test_a_preview_says_whether_the_patients_data_go_along() -> None:
    told = Section("Disclosed to whoever receives the files", (HEADER,))
    out = Outgoing([FILM], replace(context(), identified=True))
    assert told in words.preview(out, FORMATS["dicom-sr"])
    assert told not in words.preview(out, TABLE)
    assert told not in words.preview(Outgoing([FILM], context()), FORMATS["dicom-sr"])


def test_an_import_says_by_which_scheme_it_was_understood(tmp_path: Path) -> None:
    come = Incoming(tmp_path / "a.json", TABLE, {}, read_as="Aariz")
    assert words.arrival(come, {}, "Dr. A")[0].heading.endswith(", read as Aariz")
    assert ", read as Aariz)" in words.taken_text(come, {}, "Dr. A")


def test_an_import_of_which_nothing_can_be_taken_says_why(tmp_path: Path) -> None:
    def heading(*left: str) -> str:
        come = Incoming(tmp_path, TABLE, {}, {f"{n}.png": why for n, why in enumerate(left)})
        return words.arrival(come, {}, "Dr. A")[1].heading

    assert heading(NOT_OPEN) == "Nothing to import: its film is not open"
    assert heading(*[NOT_OPEN] * 300) == "Nothing to import: none of its 300 films is open"
    assert heading(NOT_OPEN, "in the file twice") == "Nothing to import"


def test_a_refusal_begins_with_a_capital_unless_with_the_name_of_a_file() -> None:
    (own,) = words.refusal(ExchangeError("no landmark of these is the same in those."))
    (named,) = words.refusal(ExchangeError("evening.csv is empty."))
    assert own.heading == "No landmark of these is the same in those."
    assert named.heading == "evening.csv is empty."
