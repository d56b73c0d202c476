"""Group commit: one task writes whatever has arrived, in one transaction, without lingering for more.

While one transaction is on its way to the disk the next callers gather; so a quiet hall is answered at once and a
full one in large groups. Once a write has failed its outcome is unknown, and nothing is written any more.
"""

import asyncio
import logging
import sqlite3
from collections import deque
from collections.abc import Awaitable, Callable, Sequence

import msgspec

from live.journal import JournalUnavailable

log = logging.getLogger(__name__)

# One transaction takes this many entries, so that nobody waits for a very long one. A single larger call is still
# taken whole: a call is never torn.
ENTRIES_PER_COMMIT = 1000


class Piece(msgspec.Struct, frozen=True):
    """One filing made ready for the disk. Its rows are (at, subject, request or None, act, checksum of content)."""

    request: str
    rows: tuple[tuple[int, str, str | None, bytes, int], ...]
    erase: tuple[str, ...]


class Call(msgspec.Struct, frozen=True, eq=False):
    """The pieces of one call of append, and who waits for their positions."""

    pieces: Sequence[Piece]
    answer: "asyncio.Future[list[int]]"

    def size(self) -> int:
        """How many entries it adds."""
        return sum(len(piece.rows) for piece in self.pieces)


class GroupCommit:
    """The one writer of a journal.

    `write` puts pieces on the disk in one transaction and returns a position for each. The waiting calls have no
    bound of their own: each belongs to a caller who awaits it, so there are never more than callers.
    """

    def __init__(self, write: Callable[[list[Piece]], Awaitable[list[int]]], failed: Callable[[], None]) -> None:
        self._write = write
        self._failed = failed
        self._waiting: deque[Call] = deque()
        self._arrival = asyncio.Event()
        self._closed_because = ""
        self._task = asyncio.create_task(self._run(), name="journal writer")

    def refuse_when_closed(self) -> None:
        """Raise when nothing more can be promised."""
        if self._closed_because:
            raise JournalUnavailable(self._closed_because)

    async def submit(self, pieces: Sequence[Piece]) -> list[int]:
        """Return when the pieces are durable, with a position for each."""
        self.refuse_when_closed()
        answer: asyncio.Future[list[int]] = asyncio.get_running_loop().create_future()
        self._waiting.append(Call(pieces, answer))
        self._arrival.set()
        return await answer

    async def close(self) -> None:
        """Write what has arrived before, then stop."""
        self._closed_because = self._closed_because or "The journal is closed."
        self._arrival.set()
        await asyncio.wait([self._task])
        if not self._task.cancelled():
            self._task.result()  # a bug in the writer comes to light here, if it has not before

    async def _run(self) -> None:
        while self._waiting or not self._closed_because:
            if not self._waiting:
                self._arrival.clear()
                await self._arrival.wait()
                continue
            group = self._next_group()
            pieces = [piece for call in group for piece in call.pieces]
            try:
                positions = iter(await self._write(pieces))
            except BaseException as error:
                # Also on a bug and on being cancelled: those who wait must learn that nobody knows the outcome.
                self._fail(group, error)
                if isinstance(error, (sqlite3.Error, OSError)):
                    return
                raise
            for call in group:
                answer = [next(positions) for _ in call.pieces]
                if not call.answer.done():  # the one who waited may have been cancelled
                    call.answer.set_result(answer)

    def _next_group(self) -> list[Call]:
        group = [self._waiting.popleft()]
        size = group[0].size()
        while self._waiting and size + self._waiting[0].size() <= ENTRIES_PER_COMMIT:
            size += self._waiting[0].size()
            group.append(self._waiting.popleft())
        return group

    def _fail(self, group: list[Call], error: BaseException) -> None:
        log.error("A write to the journal failed, its outcome is unknown: %s", error)
        self._closed_because = f"The last write to the journal failed ({error}). It must be opened again."
        for call in [*group, *self._waiting]:
            if not call.answer.done():
                call.answer.set_exception(JournalUnavailable(self._closed_because))
        self._waiting.clear()
        self._failed()
