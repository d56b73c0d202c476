"""A journal that lives as long as its process: every rule of the promise, and no disk.

For tests, and for trying things out. The contract suite holds it to the same rules as the engines that last.
"""

import secrets
from collections.abc import AsyncIterator, Sequence

from live.journal import Entry, Filing, JournalUnavailable
from live.journal.news import News


class MemoryJournal:
    """A `Journal` in plain lists."""

    def __init__(self) -> None:
        self.epoch = secrets.token_urlsafe(12)
        self._entries: list[Entry] = []
        self._position_by_request: dict[str, int] = {}
        self._head = 0
        self._is_closed = False
        self._news = News()

    async def append(self, filings: Sequence[Filing]) -> list[int]:
        """See `Journal.append`; durable here means as long as this process."""
        self._refuse_when_closed()
        positions = [self._file(filing) for filing in filings]
        self._news.ring()
        return positions

    async def read(self, after: int = 0) -> AsyncIterator[Entry]:
        """See `Journal.read`."""
        self._refuse_when_closed()
        for entry in tuple(self._entries):
            if entry.position > after:
                yield entry

    def follow(self, after: int = 0) -> AsyncIterator[Entry]:
        """See `Journal.follow`."""
        return self._news.follow(self.read, after)

    async def erase(self, subject: str) -> None:
        """See `Journal.erase`."""
        await self.append([Filing(request="", acts=(), at=0, erase=(subject,))])

    async def head(self) -> int:
        """See `Journal.head`."""
        self._refuse_when_closed()
        return self._head

    async def close(self) -> None:
        """See `Journal.close`. The entries are gone with it."""
        self._is_closed = True
        self._news.end()

    def _refuse_when_closed(self) -> None:
        if self._is_closed:
            raise JournalUnavailable("The journal is closed.")

    def _file(self, filing: Filing) -> int:
        if filing.request in self._position_by_request:
            return self._position_by_request[filing.request]
        if filing.erase:
            self._forget(filing.erase)
        last = len(filing.acts) - 1
        for place, (subject, act) in enumerate(filing.acts):
            self._head += 1
            request = filing.request if place == last else ""
            self._entries.append(Entry(self._head, filing.at, subject, request, act))
            if request:
                self._position_by_request[request] = self._head
        return self._head

    def _forget(self, subjects: Sequence[str]) -> None:
        whole = tuple(subject for subject in subjects if subject.endswith("/"))
        self._entries = [
            entry for entry in self._entries if entry.subject not in subjects and not entry.subject.startswith(whole)
        ]
        self._position_by_request = {entry.request: entry.position for entry in self._entries if entry.request}
