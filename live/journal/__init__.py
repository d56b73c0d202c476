"""The journal: the durable order of what happened, and the promise that every engine of it keeps.

The clerk appends filings and follows the entries; nobody else writes. The journal knows subjects, positions and
bytes, never what an act means. What it promises stands below, in `Journal`; `memory` keeps the promise for tests,
`sqlite` on a disk, and one contract suite holds both to it.
"""

from collections.abc import AsyncIterator, Sequence
from typing import Protocol

import msgspec


class Filing(msgspec.Struct, frozen=True):
    """What one request adds: appended as a whole or not at all.

    `request` is the id made on the phone, or "" when the server itself files (then no id is kept). `acts` are pairs
    of a subject and one line of JSON. `at` is in milliseconds since the epoch, 0 where no time may be kept.
    `erase` names subjects whose entries go for good in the same transaction, before the acts are added; one that ends in a slash
    ("label/") stands for all that begin with it.
    """

    request: str
    acts: tuple[tuple[str, bytes], ...]
    at: int
    erase: tuple[str, ...] = ()


class Entry(msgspec.Struct, frozen=True):
    """One act in its place. Only the last entry of a filing carries the request id; the others carry ""."""

    position: int
    at: int
    subject: str
    request: str
    act: bytes


class Journal(Protocol):
    """The durable order of entries of one conference. One process, one event loop, one owner.

    Positions start at 1 and rise; erasing leaves gaps and never lowers the head. Failures are `JournalUnavailable`,
    and from then on the journal refuses everything until it is closed and opened again.
    """

    @property
    def epoch(self) -> str:
        """Random, kept in the file, changed in every backup copy: tells phones that a day was restored."""
        ...

    async def append(self, filings: Sequence[Filing]) -> list[int]:
        """Return when all filings are durable: for each the position of its last entry.

        A request id seen before (in the journal, in a call at the same time, or earlier in this call) adds nothing,
        erases nothing and gives the position it got the first time. An erased entry takes its id with it. A filing
        without acts gives the head, and its id is not kept. One call is one transaction.

        When this raises `JournalUnavailable`, or the waiting task is cancelled, the outcome is unknown: it may be in
        the journal or not. Sending the same request ids again after opening again is always right.
        """
        ...

    def read(self, after: int = 0) -> AsyncIterator[Entry]:
        """The entries after a position, in order, up to the head as it is when reading starts."""
        ...

    def follow(self, after: int = 0) -> AsyncIterator[Entry]:
        """Read, then wait for more. Ends when the journal is closed; raises when it fails."""
        ...

    async def erase(self, subject: str) -> None:
        """Remove all entries of a subject, with their request ids; on return their bytes are gone from the disk. A subject that
        ends in a slash stands for all that begin with it."""
        ...

    async def head(self) -> int:
        """The highest position ever given, 0 at the start."""
        ...

    async def close(self) -> None:
        """Finish what was asked for before, then let go of the file. Closing twice is closing once."""
        ...


class JournalError(Exception):
    """Any failure of a journal. Its text is for the operator, never for a phone."""


class JournalLocked(JournalError):
    """Another process has this journal open."""


class JournalTooNew(JournalError):
    """The journal was written in a newer format than this program knows."""


class JournalDamaged(JournalError):
    """What is on the disk is not what was written. `position` is the entry it was noticed at, 0 for the whole file."""

    def __init__(self, sentence: str, position: int = 0) -> None:
        super().__init__(sentence)
        self.position = position


class JournalUnavailable(JournalError):
    """The disk failed or the journal is closed; what was being written has an unknown outcome.

    Close the journal, open it again, read on from the last entry that was seen, and send again.
    """
