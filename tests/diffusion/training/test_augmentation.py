import torch

from landmark_gui.diffusion.training.augmentation import cover, lay_metal


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


def test_metal_is_bright_about_so_many_films_and_leaves_the_rest_of_a_film() -> None:
    films = torch.full((200, 1, 60, 48), 0.3)
    shown = lay_metal(films.clone(), 0.4, (0.1, 0.4), torch.manual_seed(1))
    changed = (shown != films).flatten(1).float().mean(1)
    assert 0.25 < float((changed > 0).float().mean()) <= 0.4  # a heap may lie beside the film
    assert 0.005 < float(changed[changed > 0].median()) < 0.15
    assert float(shown.min()) == float(films.min())  # nothing becomes darker
    assert float(shown.max()) <= 1.0
    brightest = shown.flatten(1).max(1).values[changed > 0.02]
    assert float(brightest.min()) >= 0.6


def test_metal_grows_with_the_sizes_asked_for() -> None:
    def covered(sizes: tuple[float, float]) -> float:
        films = torch.zeros(100, 1, 60, 48)
        return float((lay_metal(films, 1.0, sizes, torch.manual_seed(0)) > 0).float().mean())

    assert covered((0.1, 0.1)) < 0.4 * covered((0.4, 0.4))


def test_where_no_metal_is_wanted_there_is_none() -> None:
    films = torch.rand(20, 1, 16, 12)
    assert torch.equal(lay_metal(films.clone(), 0.0, (0.2, 0.4), torch.manual_seed(0)), films)
