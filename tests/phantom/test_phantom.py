"""What a phantom promises: one head per seed, the same at every size, with true landmarks."""

from collections.abc import Callable
from functools import cache

import numpy as np
import pytest

from landmark_gui.domain.cephalogram import film_identity
from landmark_gui.domain.geometry import Point
from landmark_gui.phantom.phantom import Phantom, make_phantom

ISBI19 = {
    *("S", "N", "Or", "Po", "A", "B", "Pog", "Me", "Gn", "Go"),
    *("L1", "U1", "UL", "LL", "Sn", "Pog'", "PNS", "ANS", "Ar"),
}
SEEDS = range(20)
SMALL_PX = 160


@cache
def small(seed: int) -> Phantom:
    return make_phantom(seed, height_px=SMALL_PX)


def test_the_same_seed_gives_the_same_bits() -> None:
    first, second = (make_phantom(5, height_px=200) for _ in range(2))

    assert first.film.pixels.tobytes() == second.film.pixels.tobytes()
    assert first.film.info == second.film.info
    assert first.landmarks == second.landmarks


def test_different_seeds_give_different_heads() -> None:
    assert len({small(seed).film.info.sha256 for seed in SEEDS}) == len(SEEDS)
    assert len({small(seed).landmarks["N"] for seed in SEEDS}) == len(SEEDS)


@pytest.mark.parametrize("seed", [0, 1, 2])
def test_landmarks_scale_with_the_height_of_the_film(seed: int) -> None:
    large = make_phantom(seed, height_px=480)

    for name, point in small(seed).landmarks.items():
        expected = Point(point.x * 3, point.y * 3)
        assert large.landmarks[name].distance_px(expected) < 0.01


def test_the_picture_is_the_same_at_another_height() -> None:
    large = make_phantom(3, height_px=2 * SMALL_PX).film.pixels.astype(float)
    little = small(3).film.pixels.astype(float)
    height, width = min(large.shape[0] // 2, 160), min(large.shape[1] // 2, little.shape[1])
    halved = large[: 2 * height, : 2 * width].reshape(height, 2, width, 2).mean(axis=(1, 3))

    assert np.corrcoef(halved.ravel(), little[:height, :width].ravel())[0, 1] > 0.99


@pytest.mark.parametrize("seed", SEEDS)
def test_all_landmarks_lie_on_the_film(seed: int) -> None:
    phantom = small(seed)

    assert set(phantom.landmarks) == ISBI19
    assert all(phantom.film.info.holds(point) for point in phantom.landmarks.values())


ORDER: list[tuple[str, Callable[[dict[str, Point]], bool]]] = [
    ("the face looks to the right", lambda p: p["N"].x > p["S"].x > p["Po"].x),
    ("the ear lies below the sella", lambda p: p["Po"].y > p["S"].y),
    ("orbitale lies below nasion", lambda p: p["Or"].y > p["N"].y),
    ("the palate points forward", lambda p: p["ANS"].x > p["PNS"].x),
    ("A lies below and behind the spine", lambda p: p["A"].y > p["ANS"].y),
    ("the chin follows from B to menton", lambda p: p["B"].y < p["Pog"].y < p["Me"].y),
    ("gnathion is between pogonion and menton", lambda p: p["Me"].x < p["Gn"].x < p["Pog"].x),
    ("gnathion is above menton", lambda p: p["Pog"].y < p["Gn"].y < p["Me"].y),
    ("gonion is behind menton", lambda p: p["Go"].x < p["Me"].x),
    ("articulare is above gonion", lambda p: p["Po"].y < p["Ar"].y < p["Go"].y),
    ("skin lies in front of bone", lambda p: p["Pog'"].x > p["Pog"].x and p["Sn"].x > p["A"].x),
    ("lips lie in front of teeth", lambda p: p["UL"].x > p["U1"].x and p["LL"].x > p["L1"].x),
    ("lips follow each other downwards", lambda p: p["Sn"].y < p["UL"].y < p["LL"].y),
]


@pytest.mark.parametrize(("what", "holds"), ORDER, ids=[what for what, _ in ORDER])
def test_landmarks_keep_their_anatomical_order(
    what: str, holds: Callable[[dict[str, Point]], bool]
) -> None:
    broken = [seed for seed in SEEDS if not holds(dict(small(seed).landmarks))]

    assert not broken, f"not so: {what}"


def test_heads_vary_as_much_as_patients_do() -> None:
    menton_mm = np.array(
        [
            [
                (small(seed).landmarks["Me"].x - small(seed).landmarks["S"].x),
                (small(seed).landmarks["Me"].y - small(seed).landmarks["S"].y),
            ]
            for seed in SEEDS
        ]
    ) * (240 / SMALL_PX)

    assert np.all(menton_mm.std(axis=0) > 4.0)
    assert np.all(menton_mm.std(axis=0) < 14.0)


def test_the_film_says_what_it_is() -> None:
    phantom = small(7)
    info, pixels = phantom.film.info, phantom.film.pixels

    assert info.name == "phantom-0007.png"
    assert info.sha256 == film_identity(pixels, info.spacing)
    assert pixels.dtype == np.uint8
    assert info.spacing is not None
    assert 225 < info.spacing.y_mm * info.height_px < 255
    assert abs(info.width_px / info.height_px - 0.806) < 0.01


@pytest.mark.parametrize("seed", range(6))
def test_bone_is_brighter_than_soft_tissue_and_that_brighter_than_air(seed: int) -> None:
    pixels, p = small(seed).film.pixels, small(seed).landmarks

    def grey(x: float, y: float) -> float:
        return float(pixels[int(y) - 1 : int(y) + 2, int(x) - 1 : int(x) + 2].mean())

    brain = grey(p["S"].x, p["S"].y - 25)
    chin = grey((p["Pog"].x + p["Pog'"].x) / 2, p["Pog'"].y)
    air = grey(p["Pog'"].x + 6, p["Pog'"].y)
    assert brain > chin + 40 > air + 40
