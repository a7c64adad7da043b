"""What readers' tables come to when they are compared; brings scipy along."""

from collections.abc import Iterator
from contextlib import contextmanager

from landmark_gui.domain.geometry import PixelSpacing, SpacingSource
from landmark_gui.domain.landmarks import LandmarkScheme
from landmark_gui.evaluation.readers import ComparisonError
from landmark_gui.evaluation.scale import NoSpacing
from landmark_gui.evaluation.truth import TruthError
from landmark_gui.exchange.analyses import analysis_of
from landmark_gui.exchange.errors import ExchangeError
from landmark_gui.exchange.figures import comparison_csv
from landmark_gui.exchange.measured_figures import measured_csv
from landmark_gui.exchange.measured_readings import compared_measurements
from landmark_gui.exchange.readings import TwoSpacings, Wanted, compared
from landmark_gui.ui.transfers.agreement_rows import sheets
from landmark_gui.ui.transfers.comparison import Answer, Asked
from landmark_gui.ui.transfers.measured_rows import measured_sheets

WHOSE_REMEDY = "choose above whose millimetres per pixel count"
SPACING_REMEDY = "enter the millimetres per pixel of all films above"


def answer(asked: Asked, scheme: LandmarkScheme) -> Answer:
    """Compare tables of readers.

    Raises:
        ExchangeError: they cannot be compared.
    """
    _check(asked.spacing_mm)
    wanted = Wanted(spacing_mm=asked.spacing_mm, spacing_of=asked.spacing_of, blind=asked.blind)
    with _offering_a_remedy():
        if asked.measurements:
            analysis = analysis_of(scheme)
            measured = compared_measurements(asked.tables, scheme, analysis, wanted)
            return Answer(asked.tables, measured_sheets(measured, analysis), measured_csv(measured))
        found = compared(asked.tables, scheme, wanted)
        return Answer(asked.tables, sheets(found), comparison_csv(found))


def _check(spacing_mm: float | None) -> None:
    """Check that pixels may be so wide.

    Raises:
        ExchangeError: no film has such a spacing.
    """
    if spacing_mm is not None:
        try:
            PixelSpacing(spacing_mm, spacing_mm, SpacingSource.STATED_BY_USER)
        except ValueError as error:
            raise ExchangeError(f"{error}.") from error


@contextmanager
def _offering_a_remedy() -> Iterator[None]:
    """Say why nothing can be compared, and what helps.

    Raises:
        ExchangeError: nothing can.
    """
    try:
        yield
    except TwoSpacings as error:
        raise ExchangeError(f"{error}; {WHOSE_REMEDY}.") from error
    except NoSpacing as error:
        raise ExchangeError(f"{error}; {SPACING_REMEDY}.") from error
    except (ComparisonError, TruthError) as error:
        raise ExchangeError(str(error)) from error
