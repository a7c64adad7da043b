"""How many films there are of each kind, kept up to date film by film."""

from collections import Counter

from landmark_gui.document.review import Filter, Review
from landmark_gui.document.worklist import Entry, Worklist

_NONE: frozenset[Filter] = frozenset()


class Sieve:
    """Sorts films by kind; only films that changed are looked at again."""

    def __init__(self, review: Review) -> None:
        self._review = review
        self._entries: tuple[Entry, ...] = ()
        self._kinds: list[frozenset[Filter]] = []
        self.counts: Counter[Filter] = Counter()

    def __len__(self) -> int:
        """Return how many films were sorted."""
        return len(self._entries)

    def sort(self, worklist: Worklist) -> list[int]:
        """Take over a state and return the films whose kinds changed."""
        if worklist.entries is self._entries:
            return []
        known, self._entries = self._entries, worklist.entries
        self._kinds += [_NONE] * (len(worklist) - len(self._kinds))
        return [
            index
            for index, entry in enumerate(worklist.entries)
            if (index >= len(known) or entry is not known[index]) and self._put(index, entry)
        ]

    def _put(self, index: int, entry: Entry) -> bool:
        kinds = self._review.kinds(entry)
        if kinds == self._kinds[index]:
            return False
        self.counts.subtract(self._kinds[index])
        self.counts.update(kinds)
        self._kinds[index] = kinds
        return True
