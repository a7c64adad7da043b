"""What an enhanced multi-frame file says of each frame apart (PS3.3 section C.7.6.16).

Such files keep spacing, rescale and windows in functional groups: those that all frames share, and
those of each frame. What holds for the frame is put where single-frame files have it, so that the
rest of the reader need not know.
"""

from collections.abc import Mapping

from pydicom import Dataset

from landmark_gui.imaging.dicom_header import UNUSABLE

_SHARED, _PER_FRAME = "SharedFunctionalGroupsSequence", "PerFrameFunctionalGroupsSequence"
_STATED: Mapping[str, tuple[str, ...]] = {
    "PixelMeasuresSequence": ("PixelSpacing",),
    "FramePixelDataPropertiesSequence": ("ImagerPixelSpacing",),
    "PixelValueTransformationSequence": ("RescaleIntercept", "RescaleSlope"),
    "FrameVOILUTSequence": ("WindowCenter", "WindowWidth", "VOILUTFunction", "VOILUTSequence"),
}


def state_frame(ds: Dataset, page: int) -> None:
    """State in the header what its functional groups say of a frame, counted from 0.

    A frame's own group is believed before the shared one, and that before the header itself.
    """
    for groups in (_item(ds, _SHARED, 0), _item(ds, _PER_FRAME, page)):
        for macro, keywords in _STATED.items():
            stated = _item(groups, macro, 0)
            for keyword in keywords:
                if keyword in stated:
                    element = stated.get_item(keyword)  # unconverted: it may be nonsense
                    ds[element.tag] = element


def _item(ds: Dataset, keyword: str, place: int) -> Dataset:
    """Return an item of a sequence, empty where there is none."""
    try:
        item = ds[keyword].value[place]
    except UNUSABLE:
        return Dataset()
    return item if isinstance(item, Dataset) else Dataset()
