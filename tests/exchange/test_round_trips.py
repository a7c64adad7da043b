"""What goes out in a format comes back within the loss that the format states."""

from dataclasses import replace
from functools import partial

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from landmark_gui.domain.geometry import Point
from landmark_gui.domain.landmarks import LandmarkScheme
from landmark_gui.exchange import transfer
from landmark_gui.exchange.context import Context
from landmark_gui.exchange.errors import ExchangeError
from landmark_gui.exchange.labelled import LabelledFilm, Model
from landmark_gui.exchange.losses import reduced
from landmark_gui.exchange.recognise import recognised
from landmark_gui.exchange.registry import FORMATS, Format
from landmark_gui.exchange.transfer import LabelFile
from tests.exchange.labelled_films import AARIZ, SMALL, complete_film, context, many_films

TEXT_FORMATS = [f for f in FORMATS.values() if f.extra is None]


def scheme_of(wanted: Format) -> LandmarkScheme:
    return AARIZ if wanted.scheme else SMALL


def there_and_back(
    films: list[LabelledFilm], wanted: Format, how: Context
) -> tuple[list[LabelledFilm], list[LabelFile]]:
    batches = [[film] for film in films] if wanted.per_film else [films]
    files = [
        LabelFile(_file_name(batch[0], wanted), partial(transfer.render, batch, wanted, how))
        for batch in batches
    ]
    reading = transfer.read_labels(files, how, wanted)
    assert reading.broken == []
    return reading.films, files


def _file_name(film: LabelledFilm, wanted: Format) -> str:
    if not wanted.per_film:
        return f"all{wanted.suffix}"
    return f"{film.film.name.rsplit('.', 1)[0]}{wanted.suffix}"


@pytest.mark.parametrize("name", ["csv", "coco"])
def test_a_seed_comes_back_as_the_same_number(name: str) -> None:
    for seed in (2**53 + 1, 2**64 - 1):
        sent = replace(complete_film("a.png"), model=Model("small", "cd" * 32, seed, 8, 4))
        ((back,), _) = there_and_back([sent], FORMATS[name], context())
        assert back.model == sent.model


@pytest.mark.parametrize("wanted", TEXT_FORMATS, ids=lambda f: f.name)
@settings(max_examples=20, deadline=None)
@given(data=st.data())
def test_what_goes_out_comes_back_within_the_stated_loss(
    wanted: Format, data: st.DataObject
) -> None:
    scheme = scheme_of(wanted)
    films = list(data.draw(many_films(scheme, complete=wanted.complete)))
    back, _ = there_and_back(films, wanted, context(scheme))
    expected = [reduced(film, wanted.keeps) for film in films]
    if wanted.name == "cl-detection":  # images are only numbered
        assert [film.annotations for film in back] == [film.annotations for film in expected]
    else:
        # millimetres and back are exact to the last bit but one
        assert [_to_a_millionth(film) for film in back] == expected


@pytest.mark.parametrize("wanted", TEXT_FORMATS, ids=lambda f: f.name)
def test_our_own_files_are_recognised(wanted: Format) -> None:
    scheme = scheme_of(wanted)
    data = transfer.render([complete_film(scheme=scheme)], wanted, context(scheme))
    assert recognised(data, "file") is wanted


@pytest.mark.parametrize("wanted", TEXT_FORMATS, ids=lambda f: f.name)
@settings(max_examples=20, deadline=None)
@given(data=st.data())
def test_a_damaged_file_is_refused_in_words_or_read(wanted: Format, data: st.DataObject) -> None:
    how = context(scheme_of(wanted))
    content = bytearray(transfer.render([complete_film(scheme=how.scheme)], wanted, how))
    for _ in range(data.draw(st.integers(1, 5))):
        content[data.draw(st.integers(0, len(content) - 1))] = data.draw(st.integers(0, 255))
    damaged = bytes(content[: data.draw(st.integers(0, len(content)))])
    try:
        transfer.codec(wanted).parse(damaged, "labels", how)
    except ExchangeError as refusal:
        assert str(refusal)  # noqa: PT017 - both ends are allowed
    try:
        recognised(damaged, "labels")
    except ExchangeError as refusal:
        assert str(refusal)  # noqa: PT017 - both ends are allowed


@pytest.mark.parametrize("wanted", TEXT_FORMATS, ids=lambda f: f.name)
def test_a_format_that_states_a_loss_really_has_it(wanted: Format) -> None:
    film = complete_film(scheme=scheme_of(wanted))
    (back,), _ = there_and_back([film], wanted, context(scheme_of(wanted)))
    assert (_to_a_millionth(back) == film) is (not losses_of(film, wanted))


def _to_a_millionth(film: LabelledFilm) -> LabelledFilm:
    said = {
        name: replace(a, point=Point(round(a.point.x, 6), round(a.point.y, 6))) if a.point else a
        for name, a in film.annotations.items()
    }
    return replace(film, annotations=said)


def losses_of(film: LabelledFilm, wanted: Format) -> bool:
    return reduced(film, wanted.keeps) != film
