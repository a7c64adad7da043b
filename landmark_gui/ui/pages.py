"""The pages of a file: each is a film of its own, listed behind the one before."""

from landmark_gui.ui.session import Session


class Pages:
    """Knows which page of its file is shown, and turns to another one."""

    def __init__(self, session: Session) -> None:
        self._session = session

    @property
    def shown(self) -> int:
        """The page shown, counted from 0."""
        sources = self._session.shelf.sources
        return sources[self._session.worklist.current].page if sources else 0

    @property
    def count(self) -> int:
        """How many pages the file of the film shown has, as far as that is known."""
        return self._session.shelf.pages.get(self._session.worklist.current, 1)

    def turn(self, step: int) -> None:
        """Show the page after the one shown, or before it for a step of -1."""
        self.turn_to(self.shown + step)

    def turn_to(self, page: int) -> None:
        """Show a page of the file, counted from 0; beyond its ends nothing happens."""
        if 0 <= page < self.count:
            self._session.show(self.listed(self._session.worklist.current, page))

    def listed(self, film: int, page: int) -> int:
        """Return the place of a page of a film's file, listed now if it was not.

        Whoever calls announces it.
        """
        session, sources = self._session, self._session.shelf.sources
        if sources[film].page == page or sources[film].path is None:
            return film
        key = sources[film].key
        places = {source.page: index for index, source in enumerate(sources) if source.key == key}
        if page not in places:
            before = max(each for each in places if each < page)
            session.add_behind(places[before], sources[places[0]].turned_to(page))
            places[page] = len(session.worklist) - 1
            if film in session.shelf.pages:
                session.shelf.pages[places[page]] = session.shelf.pages[film]
        return places[page]
