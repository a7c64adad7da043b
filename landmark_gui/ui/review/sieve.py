"""How many films there are of each kind, kept up to date film by film."""

from collections import Counter

from landmark_gui.document.review import Filter, Review
from landmark_gui.document.worklist import Entry, Worklist

_NONE: frozenset[Filter] = frozenset()


class Sieve:
    """Sorts films by kind; only films that changed are looked at again.

    Attributes:
        unjudged: films that were read and are sorted at a glance only.
    """

    def __init__(self, review: Review) -> None:
        self._review = review
        self._entries: tuple[Entry, ...] = ()
        self._kinds: list[frozenset[Filter]] = []
        self.unjudged: set[int] = set()
        self._alike: Counter[frozenset[Filter]] = Counter()  # films of the same kinds

    def __len__(self) -> int:
        """Return how many films were sorted."""
        return len(self._entries)

    @property
    def counts(self) -> Counter[Filter]:
        """How many films there are of each kind."""
        counts: Counter[Filter] = Counter()
        for kinds, films in self._alike.items():
            counts.update(dict.fromkeys(kinds, films))
        return counts

    def knows(self, worklist: Worklist) -> bool:
        """Tell whether nothing has changed since."""
        return worklist.entries is self._entries

    def sort(self, worklist: Worklist) -> list[int]:
        """Take over a state and return the films whose kinds changed."""
        known, self._entries = self._entries, worklist.entries
        self._kinds += [_NONE] * (len(worklist) - len(self._kinds))
        entries = self._entries
        fresh = [
            index
            for index, entry in enumerate(entries)
            if index >= len(known) or entry is not known[index]
        ]
        self.unjudged.update(index for index in fresh if entries[index].case is not None)
        return [index for index in fresh if self._put(index)]

    def judge(self, index: int) -> bool:
        """Look closely at a film and tell whether its kinds changed."""
        case = self._entries[index].case
        if case is None:
            return False
        self._review.of(case)  # whoever shows the film may have done so before
        return self._put(index)

    def _put(self, index: int) -> bool:
        kinds = self._review.kinds(self._entries[index])
        if kinds == self._kinds[index]:
            return False
        self._alike[self._kinds[index]] -= 1
        self._alike[kinds] += 1
        self._kinds[index] = kinds
        return True
