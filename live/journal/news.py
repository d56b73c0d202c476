"""How followers wait: a reader is a position, and a bell tells that there is more to read.

Each engine owns one `News`, rings it after every append and when it fails (the next read then says so), and ends it
when it is closed. No follower has a queue, so a slow one costs nothing and delays nobody.
"""

import asyncio
from collections.abc import AsyncIterator, Callable

from live.journal import Entry, JournalUnavailable


class News:
    """The bell of one journal."""

    def __init__(self) -> None:
        self._next = asyncio.Event()
        self._ended = asyncio.Event()

    def ring(self) -> None:
        """There is something new to learn by reading: wake everybody who waits."""
        self._next.set()
        self._next = asyncio.Event()

    def end(self) -> None:
        """There will be no more entries."""
        self._ended.set()
        self._next.set()

    async def follow(self, read: Callable[[int], AsyncIterator[Entry]], after: int) -> AsyncIterator[Entry]:
        """Read on from a position for as long as there is news. What `read` raises is raised here."""
        while True:
            # Taken before reading: whatever is appended while we read rings this very bell, so nothing is slept over.
            bell = self._next
            if self._ended.is_set():
                return
            try:
                async for entry in read(after):
                    after = entry.position
                    yield entry
            except JournalUnavailable:
                if self._ended.is_set():  # closed while we were reading: for a follower that is the end, not a failure
                    return
                raise
            await bell.wait()
