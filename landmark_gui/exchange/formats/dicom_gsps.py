"""Landmarks as a DICOM presentation state: points and their abbreviations drawn over the film.

Any viewer shows it, but it says nothing of what the points are: it stands beside the report.
Pixels count as we do: (0.0, 0.0) is the top-left corner of the first pixel.
"""

from collections.abc import Iterator, Sequence
from fractions import Fraction
from typing import Any

import numpy as np
from pydicom import Dataset

from landmark_gui import __version__
from landmark_gui.domain.cephalogram import FilmInfo
from landmark_gui.domain.geometry import Point
from landmark_gui.exchange.context import Context
from landmark_gui.exchange.dicom_header import (
    MANUFACTURER,
    Source,
    items,
    point_of,
    read_object,
    rendered,
)
from landmark_gui.exchange.labelled import LabelledFilm
from landmark_gui.exchange.text import stem

_LAYER = "LANDMARKS"
_PARTS = 1000  # of a pixel's width, at most, as its height is told


def parse(data: bytes, file: str, context: Context) -> list[LabelledFilm]:
    """Return the film of a presentation state, called as the file is.

    Raises:
        UnreadableLabels: no such object, or its texts are no landmarks.
    """
    annotations = context.annotated(_labelled(read_object(data, file), file), file)
    return [LabelledFilm(context.film(FilmInfo.named(stem(file))), annotations)]


def render(films: Sequence[LabelledFilm], context: Context) -> bytes:
    """Return the presentation state of one film.

    Raises:
        CannotHold: the film is no DICOM that is at hand, or no landmark has a position.
    """
    return rendered(films, context, _state)


def _state(film: LabelledFilm, source: Source, context: Context) -> Dataset:
    import highdicom as hd  # noqa: PLC0415 - an extra, and it takes a second

    points = film.points
    layer = hd.pr.GraphicLayer(layer_name=_LAYER, order=1, description="Cephalometric landmarks")
    state: Dataset = hd.pr.GrayscaleSoftcopyPresentationState(
        referenced_images=[source.header],
        series_instance_uid=source.uid("gsps series", ""),
        series_number=9002,
        sop_instance_uid=source.uid("gsps", (points, context.identified)),
        instance_number=1,
        manufacturer=MANUFACTURER,
        manufacturer_model_name=MANUFACTURER,
        software_versions=__version__,
        device_serial_number="0",
        content_label=_LAYER,
        content_description="Cephalometric landmarks",
        content_creator_name="",
        graphic_layers=[layer],
        graphic_annotations=[_drawn(hd, source, layer, *pair) for pair in points.items()],
        presentation_lut_transformation=_greys(hd, source.header),
    )
    (area,) = state.DisplayedAreaSelectionSequence
    area.PresentationPixelAspectRatio = _high_by_wide(film.film.aspect)
    state.Laterality = ""  # of the series; empty where the film says nothing of a side
    return state


def _greys(hd: Any, header: Dataset) -> Any:  # noqa: ANN401 - highdicom is an extra
    """Return how grey values become brightness; a state has the last word over its film."""
    low_is_bright = header.get("PhotometricInterpretation") == "MONOCHROME1"
    inverse = low_is_bright or header.get("PresentationLUTShape") == "INVERSE"
    return hd.PresentationLUTTransformation(
        presentation_lut_shape="INVERSE" if inverse else "IDENTITY"
    )


def _high_by_wide(aspect: float) -> list[int]:
    """Return the height and the width of a pixel to each other, in whole numbers."""
    ratio = Fraction(aspect).limit_denominator(_PARTS)
    return [ratio.numerator, ratio.denominator]


def _drawn(hd: Any, source: Source, layer: Any, label: str, point: Point) -> Any:  # noqa: ANN401 - highdicom is an extra
    graphic = hd.pr.GraphicObject(
        graphic_type=hd.pr.GraphicTypeValues.POINT,
        graphic_data=np.array([[point.x, point.y]], np.float32),
        units=hd.pr.AnnotationUnitsValues.PIXEL,
    )
    text = hd.pr.TextObject(
        text_value=label,
        units=hd.pr.AnnotationUnitsValues.PIXEL,
        anchor_point=(float(point.x), float(point.y)),
        anchor_point_visible=False,
    )
    return hd.pr.GraphicAnnotation(
        referenced_images=[source.header],
        referenced_frame_number=source.frame,
        graphic_layer=layer,
        graphic_objects=[graphic],
        text_objects=[text],
    )


def _labelled(state: Dataset, file: str) -> Iterator[tuple[str, Point | None]]:
    for drawn in items(state, "GraphicAnnotationSequence"):
        texts = [str(t.get("UnformattedTextValue", "")) for t in items(drawn, "TextObjectSequence")]
        points = [
            g for g in items(drawn, "GraphicObjectSequence") if g.get("GraphicType") == "POINT"
        ]
        # One point with one text is a landmark; anything else is somebody's drawing, and so is what
        # keeps its place on the screen
        units = [g.get("GraphicAnnotationUnits") for g in points]
        if len(texts) == 1 and units == ["PIXEL"]:
            yield texts[0], point_of(points[0], file)
