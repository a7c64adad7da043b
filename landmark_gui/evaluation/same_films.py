"""Which films of several tables are the same: by their pictures, else by their names.

A name is taken as exactly as it can be: as it stands, else without its ending, else without its
folder too, which only tells films apart that no table has twice.
"""

from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from itertools import combinations, permutations
from typing import TypeAlias, TypeVar

from landmark_gui.domain.film_file import composed
from landmark_gui.evaluation.truth import TruthError, film_path, film_stem

Said = TypeVar("Said")

#: What a film is called in each table that has it, by the table's place.
_Film: TypeAlias = dict[int, str]
_Calling: TypeAlias = Callable[[str], str]


def _whole(name: str) -> str:
    return film_path(name).as_posix()


_CALLINGS: tuple[_Calling, ...] = (composed, _whole, film_stem)


def same_films(
    tables: Sequence[Mapping[str, Said]],
    listed: Collection[str] | None = None,
    picture: Callable[[Said], str] = lambda _: "",
) -> tuple[list[dict[str, Said]], tuple[str, ...] | None]:
    """Return the tables, and a list of films, with one name for each film.

    That is the name in the first table that has the film, as short as it tells the films apart.

    Args:
        tables: what is said of films, by their names.
        listed: names of films; those that no table has come back as they are.
        picture: the hash of the picture that something is said of, empty where nobody states it.

    Raises:
        TruthError: a name may mean several films, or is given to different pictures.
    """
    stated = [{name: picture(said) for name, said in table.items()} for table in tables]
    films = _of_one_picture(stated)
    for calling in _CALLINGS:
        films = _of_one_name(films, calling)
    _check_pictures(films, stated)
    names = _names(films)
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


def _of_one_name(films: Sequence[_Film], calling: _Calling) -> list[_Film]:
    """Return the films, of which those became one that only one table each calls so."""
    for name, alike in _called(films, calling).items():
        left = [film for film in alike if film]  # one that became part of another is empty
        if all(count == 1 for count in Counter(place for film in left for place in film).values()):
            for other in left[1:]:
                left[0].update(other)
                other.clear()
        elif any(_may_be_one(name, *two) for two in combinations(left, 2)):
            raise _doubtful(name)
    return [film for film in films if film]


def _called(films: Iterable[_Film], calling: _Calling) -> dict[str, list[_Film]]:
    called: dict[str, list[_Film]] = defaultdict(list)
    for film in films:
        for name in {calling(name) for name in film.values()}:
            called[name].append(film)
    return called


def _may_be_one(name: str, one: _Film, other: _Film) -> bool:
    """Tell whether a table may mean by the bare name a film of another table."""
    apart = not one.keys() & other.keys()
    return apart and any(_whole(own) == name for own in (*one.values(), *other.values()))


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
        f"The tables mean different pictures by {name}, as image_sha256 says; "
        "give a film one name in all tables."
    )


def _names(films: Sequence[_Film]) -> list[str]:
    """Return the shortest name for each film that no other has.

    Raises:
        TruthError: two have the same one even in full, as their pictures differ.
    """
    own = [film[min(film)] for film in films]
    counts = [(calling, Counter(map(calling, own))) for calling in reversed(_CALLINGS)]
    names = []
    for name in own:
        short = (calling(name) for calling, count in counts if count[calling(name)] == 1)
        if (known := next(short, None)) is None:
            raise _two_pictures(name)
        names.append(known)
    return names


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
