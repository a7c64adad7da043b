import pytest
import torch
from torch import Tensor
from torch.nn import functional

from landmark_gui.diffusion.blocks import ResidualBlock


@pytest.fixture
def block() -> ResidualBlock:
    torch.manual_seed(0)
    return ResidualBlock(24 + 8, 16, embedding=4)


@pytest.fixture
def inputs() -> tuple[Tensor, Tensor, Tensor]:
    """Coarse features, an embedding, and fine features beside."""
    return torch.randn(2, 24, 5, 7), torch.randn(2, 4), torch.randn(2, 8, 10, 14)


def in_one_piece(block: ResidualBlock, x: Tensor, embedding: Tensor, beside: Tensor) -> Tensor:
    finer = functional.interpolate(x, scale_factor=2.0)
    said: Tensor = block(torch.cat([finer, beside], 1), embedding)
    return said


def test_coarse_features_count_as_made_finer(
    block: ResidualBlock, inputs: tuple[Tensor, Tensor, Tensor]
) -> None:
    expected = in_one_piece(block, *inputs)
    torch.testing.assert_close(block(*inputs), expected, atol=1e-5, rtol=1e-5)


def test_without_gradients_the_answer_is_the_same_and_nothing_given_is_changed(
    block: ResidualBlock, inputs: tuple[Tensor, Tensor, Tensor]
) -> None:
    before = [given.clone() for given in inputs]
    expected = block(*inputs)
    with torch.no_grad():
        torch.testing.assert_close(block(*inputs), expected)
    for given, as_it_was in zip(inputs, before, strict=True):
        assert torch.equal(given, as_it_was)


def test_the_gradients_are_those_of_features_in_one_piece(
    block: ResidualBlock, inputs: tuple[Tensor, Tensor, Tensor]
) -> None:
    x, embedding, beside = (given.requires_grad_() for given in inputs)
    learnt = [x, beside, *block.parameters()]
    wanted = torch.randn(2, 16, 10, 14)
    expected = torch.autograd.grad(
        (in_one_piece(block, x, embedding, beside) * wanted).sum(), learnt
    )
    found = torch.autograd.grad((block(x, embedding, beside) * wanted).sum(), learnt)
    for one, other in zip(found, expected, strict=True):
        torch.testing.assert_close(one, other, atol=1e-3, rtol=1e-3)


def test_what_is_kept_of_a_detection_serves_training(
    block: ResidualBlock, inputs: tuple[Tensor, Tensor, Tensor]
) -> None:
    with torch.inference_mode():
        block(*inputs)
    block(*inputs).sum().backward()
    assert block.first.weight.grad is not None
