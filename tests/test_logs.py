"""What goes wrong is logged with its place, and without the name of the patient."""

import io
import logging
import traceback
from collections.abc import Iterator

import pytest

from landmark_gui.domain.film_file import DICOM_ENDINGS, RASTER_ENDINGS
from landmark_gui.exchange.errors import UnreadableLabels
from landmark_gui.exchange.registry import FORMATS
from landmark_gui.logs import NamelessFormatter


@pytest.fixture
def log() -> Iterator[logging.Logger]:
    logger = logging.getLogger("nameless")
    handler = logging.StreamHandler(io.StringIO())
    handler.setFormatter(NamelessFormatter())
    logger.addHandler(handler)
    yield logger
    logger.removeHandler(handler)


def written(log: logging.Logger) -> str:
    (handler,) = log.handlers
    assert isinstance(handler, logging.StreamHandler)
    return str(handler.stream.getvalue())


@pytest.mark.parametrize(
    "name",
    [
        "/films/Doe_Jane.png",
        "C:\\films\\Doe Jane.dcm",
        'Doe\'s "Jane".png',
        "Doe 'Jane' and others.png",
    ],
)
@pytest.mark.parametrize("as_text", [False, True])
def test_an_error_that_names_a_file_is_logged_without_its_name(
    log: logging.Logger, name: str, *, as_text: bool
) -> None:
    def open_it() -> None:
        raise FileNotFoundError(2, "No such file or directory", name)

    try:
        open_it()
    except FileNotFoundError as error:
        if as_text:
            log.error("detection failed: %s\n%s", error, traceback.format_exc())  # noqa: TRY400
        else:
            log.exception("a film could not be read")
    text = written(log)
    assert "Doe" not in text
    assert "Jane" not in text
    assert "FileNotFoundError: [Errno 2] No such file or directory: ..." in text
    assert "in open_it" in text
    assert "test_logs.py" in text


ENDINGS = RASTER_ENDINGS | DICOM_ENDINGS | {wanted.suffix for wanted in FORMATS.values()}


@pytest.mark.parametrize("ending", sorted(ENDINGS | {".sqlite", ".svg", ".pdf"}))
@pytest.mark.parametrize(
    "before", ["", "it could not be read\n", "of two:\nRoe.png: cannot become "]
)
def test_a_name_of_whatever_ending_is_left_out_on_whatever_line(
    log: logging.Logger, ending: str, before: str
) -> None:
    log.error("it could not be read", exc_info=ValueError(f"{before}Doe Jane{ending} is no table"))
    assert "Doe" not in written(log)
    assert "Jane" not in written(log)
    assert "Roe" not in written(log)
    assert "ERROR nameless: it could not be read" in written(log)
    assert "ValueError: " in written(log)


@pytest.mark.parametrize("kind", [ValueError, UnreadableLabels])
@pytest.mark.parametrize("name", ["Doe Jane.png", "Doe_Jane.DCM", "Doe, Jane.csv"])
def test_a_name_without_quotes_and_folders_is_left_out_too(
    log: logging.Logger, name: str, kind: type[Exception]
) -> None:
    log.error("it could not be read", exc_info=kind(f"{name} is no table"))
    assert "Doe" not in written(log)
    assert "Jane" not in written(log)
    assert f"{kind.__name__}: ..." in written(log)


def test_what_an_error_of_ours_says_stays_with_the_user(log: logging.Logger) -> None:
    log.error("it could not be read", exc_info=UnreadableLabels("DOE^JANE: two positions."))
    assert "DOE" not in written(log)
    assert "UnreadableLabels: ..." in written(log)
