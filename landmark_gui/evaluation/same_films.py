"""Which films of several tables are the same: by their pictures, else by their names.

A name is taken as exactly as it can be: as it stands, else without its ending, its folder or both,
which only tells films apart that no table has twice. Between tables that call a picture differently
a name joins no two films that state different hashes.
"""

from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations, permutations, product
from typing import TypeAlias, TypeVar

from landmark_gui.domain.film_file import composed, possible_names
from landmark_gui.evaluation.truth import TruthError, film_stem

Said = TypeVar("Said")

#: What a film is called in each table that has it, by the table's place.
_Film: TypeAlias = dict[int, str]
_Calling: TypeAlias = Callable[[str], str]


def _part(exactness: int) -> _Calling:
    return lambda name: possible_names(name)[exactness]


_whole = _part(1)
_CALLINGS: tuple[_Calling, ...] = (composed, _part(0), _whole, _part(2), film_stem)
_NAMES: tuple[_Calling, ...] = (composed, _whole, film_stem)  # what films are called in figures
_DIGITS = 8  # of a hash, where a name alone does not tell films apart


@dataclass(frozen=True, slots=True)
class _Pictures:
    """Hashes by film, of each table, and the pairs of tables that call a picture differently."""

    stated: Sequence[Mapping[str, str]]
    renamed: Collection[tuple[int, int]]

    def differ(self, one: _Film, other: _Film) -> bool:
        """Tell whether tables of renamed films state different hashes for films of one name."""
        hashes = (
            (self.stated[a][one[a]], self.stated[b][other[b]])
            for a, b in product(one, other)
            if (a, b) in self.renamed
        )
        return any(all(pair) and pair[0] != pair[1] for pair in hashes)


def same_films(
    tables: Sequence[Mapping[str, Said]],
    listed: Collection[str] | None = None,
    picture: Callable[[Said], str] = lambda _: "",
) -> tuple[list[dict[str, Said]], tuple[str, ...] | None]:
    """Return the tables, and a list of films, with one name for each film.

    That is the name in the first table that has the film, as short as it tells the films apart; if
    another film has it, that in another table, or the name with the first digits of the hash.

    Args:
        tables: what is said of films, by their names.
        listed: names of films; those that no table has come back as they are.
        picture: the hash of the picture that something is said of, empty where nobody states it.

    Raises:
        TruthError: a name may mean several films, or is given to different pictures.
    """
    stated = [{name: picture(said) for name, said in table.items()} for table in tables]
    films = _of_one_picture(stated)
    pictures = _Pictures(stated, _renamed(films))
    for calling in _CALLINGS:
        films = _of_one_name(films, calling, pictures)
    _check_pictures(films, stated)
    names = _names(films, stated)
    common = {of: name for film, name in zip(films, names, strict=True) for of in film.items()}
    renamed = [
        {common[place, name]: said for name, said in table.items()}
        for place, table in enumerate(tables)
    ]
    return renamed, None if listed is None else tuple(_meant(listed, films, names))


def _of_one_picture(stated: Sequence[Mapping[str, str]]) -> list[_Film]:
    counts = [Counter(table.values()) for table in stated]
    films: dict[object, _Film] = {}
    for place, table in enumerate(stated):
        for name, sha256 in table.items():
            tells = sha256 and all(count[sha256] < 2 for count in counts)  # noqa: PLR2004 - twice
            films.setdefault(sha256 if tells else (place, name), {})[place] = name
    return list(films.values())


def _renamed(films: Iterable[_Film]) -> set[tuple[int, int]]:
    """Return the pairs of tables in which a picture has two names: there, names prove little."""
    return {
        (one, other)
        for film in films
        for one, other in permutations(film, 2)
        if film_stem(film[one]) != film_stem(film[other])
    }


def _of_one_name(films: Sequence[_Film], calling: _Calling, pictures: _Pictures) -> list[_Film]:
    """Return the films, of which those became one that only one table each calls so."""
    for name, alike in _called(films, calling).items():
        left = [film for film in alike if film]  # one that became part of another is empty
        if _are_one(left, pictures):
            for other in left[1:]:
                left[0].update(other)
                other.clear()
        elif _is_doubtful(name, left, pictures):
            raise _doubtful(name)
    return [film for film in films if film]


def _are_one(alike: Sequence[_Film], pictures: _Pictures) -> bool:
    places = Counter(place for film in alike for place in film)
    return max(places.values(), default=1) == 1 and not any(
        pictures.differ(*two) for two in combinations(alike, 2)
    )


def _is_doubtful(name: str, alike: Sequence[_Film], pictures: _Pictures) -> bool:
    """Tell whether a table may mean by the bare name a film of another table."""
    bare = (film for film in alike if name in map(_whole, film.values()))
    return any(
        not one.keys() & other.keys() and not pictures.differ(one, other)
        for one, other in product(bare, alike)
    )


def _called(films: Iterable[_Film], calling: _Calling) -> dict[str, list[_Film]]:
    called: dict[str, list[_Film]] = defaultdict(list)
    for film in films:
        for name in dict.fromkeys(map(calling, film.values())):
            called[name].append(film)
    return called


def _doubtful(name: str) -> TruthError:
    return TruthError(f"More than one film is called {name}; give its full name in every table.")


def _check_pictures(films: Iterable[_Film], stated: Sequence[Mapping[str, str]]) -> None:
    """Check that no film found by its name is another picture that the other table has, too.

    Raises:
        TruthError: it is. One film may well have two hashes, as DICOM and as PNG.
    """
    pictures = [frozenset(table.values()) for table in stated]
    for film in films:
        for one, other in permutations(film, 2):
            said = stated[one][film[one]], stated[other][film[other]]
            if all(said) and said[0] != said[1] and said[0] in pictures[other]:
                raise _two_pictures(film[one])


def _two_pictures(name: str) -> TruthError:
    return TruthError(
        f"The tables use the name {name} for different pictures (see image_sha256); "
        "give each film one name in all tables."
    )


def _names(films: Sequence[_Film], stated: Sequence[Mapping[str, str]]) -> list[str]:
    """Return the shortest name for each film that no other may be called by.

    Raises:
        TruthError: two have the same one even in full.
    """
    own = _own_names(films, stated)
    heard = [
        Counter(short for name in own for short in {exact(name) for exact in _NAMES[:last]})
        for last in range(1, len(_NAMES) + 1)
    ]
    shortest_first = list(zip(_NAMES, heard, strict=True))[::-1]
    return [
        next(calling(name) for calling, count in shortest_first if count[calling(name)] == 1)
        for name in own
    ]


def _own_names(films: Sequence[_Film], stated: Sequence[Mapping[str, str]]) -> list[str]:
    """Return the name of each film in the first table where no other film has taken it.

    Films without a hash choose first: the others may add theirs to the name.

    Raises:
        TruthError: two films without a hash have one name.
    """
    hashes = [[stated[place][name] for place, name in sorted(film.items())] for film in films]
    chosen: dict[str, int] = {}
    for film in sorted(range(len(films)), key=lambda film: any(hashes[film])):
        names = [composed(name) for _, name in sorted(films[film].items())]
        coded = [f"{names[0]} ({sha256[:_DIGITS]})" for sha256 in hashes[film] if sha256]
        free = [name for name in names + coded if name not in chosen]
        if not free:
            raise _two_pictures(names[0])
        chosen[free[0]] = film
    return sorted(chosen, key=chosen.__getitem__)


def _meant(listed: Iterable[str], films: Sequence[_Film], names: Sequence[str]) -> Iterator[str]:
    """Yield what the films of a list are called, each once.

    Raises:
        TruthError: a bare name may mean several.
    """
    called = [(calling, _called(films, calling)) for calling in _CALLINGS]
    common = {id(film): name for film, name in zip(films, names, strict=True)}

    def meant(line: str) -> str:
        for calling, found in called:
            alike = found.get(calling(line), [])
            if len(alike) == 1:
                return common[id(alike[0])]
            if alike and calling(line) == _whole(line):
                raise _doubtful(line)
        return line

    yield from dict.fromkeys(map(meant, listed))
