import torch

from landmark_gui.diffusion.training.augmentation import cover


def test_an_artefact_is_an_even_grey_on_about_so_many_crops() -> None:
    crops = torch.rand(400, 1, 24, 24, generator=torch.manual_seed(0)) + 2.0
    before = crops.clone()
    covered = cover(crops, 0.25, torch.manual_seed(1)) != before
    under = covered.flatten(1).float().mean(1)
    assert 0.18 < float((under > 0).float().mean()) < 0.32
    assert float(under.max()) == 1.0  # it may hide all
    assert float(under[under > 0].median()) < 0.6  # and mostly hides a part
    for crop, hidden in zip(crops, covered, strict=True):
        assert crop[hidden].unique().numel() <= 1


def test_where_no_artefact_is_wanted_there_is_none() -> None:
    crops = torch.rand(20, 1, 8, 8)
    assert torch.equal(cover(crops.clone(), 0.0, torch.manual_seed(0)), crops)
