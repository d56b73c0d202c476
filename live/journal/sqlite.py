"""The journal in one SQLite file: what a conference runs on unless told otherwise.

The clerk appends and follows. Durable means written to the disk and synced (write-ahead log, synchronous=FULL, both
read back). Exactly one connection ever writes or checkpoints: SQLite before 3.51.3 can lose commits otherwise, and a
lock file keeps other processes out. Reading goes over the same connection in short chunks, so that no reader of ours
ever holds up a checkpoint.

Erasing. `secure_delete` overwrites what is deleted, but not the stale copies that a B-tree leaves in the unused part
of a page when it moves a row to a neighbour (seen: 2 in 1,000 erased rows were still readable). So an erasing
transaction is followed by VACUUM, which builds every page anew, and by a checkpoint that truncates the write-ahead
log. The file says how many erased rows are not swept out yet; opening sweeps out what a crash left behind.
"""

import os
import sqlite3
from collections.abc import AsyncIterator, Iterator, Sequence
from pathlib import Path
from typing import Any

from live.journal import Entry, Filing, JournalDamaged, connection
from live.journal import conference_file as file
from live.journal.disk import Disk
from live.journal.group_commit import GroupCommit, Piece
from live.journal.news import News

ERASE = "DELETE FROM entries WHERE subject = ?"
ERASE_ALL_BELOW = "DELETE FROM entries WHERE substr(subject, 1, length(?1)) = ?1"

# Ids come from phones: each is bound as a value of its own, since a list in JSON would be cut short at a NUL. Only a
# few lengths of question, so that SQLite keeps each of them prepared.
KNOWN = {
    size: f"SELECT request, position FROM entries WHERE request IN ({', '.join('?' * size)})"  # noqa: S608  # question marks only
    for size in (128, 32, 8, 1)
}


class SqliteJournal:
    """A `Journal` in one file. Made by `open`."""

    def __init__(self, path: Path, disk: Disk, lock: int, meta: file.Meta) -> None:
        self.path = path
        self._disk = disk
        self._lock = lock
        self._meta = meta
        self._erasings = 0
        self._is_closed = False
        self._news = News()
        self._writer = GroupCommit(self._write, failed=self._news.ring)

    @classmethod
    async def open(cls, path: Path | str, create: bool = False) -> "SqliteJournal":
        """Open a conference's file; `create` makes it when it is missing.

        Raises FileNotFoundError, JournalLocked, JournalTooNew, JournalDamaged, or JournalUnavailable when the disk
        does not do what it must.
        """
        path = Path(path)
        lock = file.claim(path, create)
        try:
            disk, meta = await connection.open_for_writing(path, create)
        except BaseException:
            os.close(lock)
            raise
        return cls(path, disk, lock, meta)

    @property
    def epoch(self) -> str:
        """See `Journal.epoch`."""
        return self._meta.epoch

    async def append(self, filings: Sequence[Filing]) -> list[int]:
        """See `Journal.append`."""
        return await self._writer.submit([_piece(filing) for filing in filings])

    async def read(self, after: int = 0) -> AsyncIterator[Entry]:
        """See `Journal.read`. Raises JournalDamaged at the first entry that is not what was written."""
        self._writer.refuse_when_closed()
        until, must_be, erasings, count = self._meta.head, self._meta.rows, self._erasings, 0
        is_from_the_start = after <= 0
        while after < until:
            self._writer.refuse_when_closed()
            try:
                rows = await self._disk.run(_rows, after, until)
            except file.SQLITE_FAILURES as error:
                raise file.as_journal_error(self.path, error) from error
            position = until  # unless there are rows: what lies between may all have been erased
            for row in rows:
                position = row[0]
                if position <= after:  # a damaged page can give one row twice, in the place of another
                    raise JournalDamaged(f"The entry at {position} stands after the one at {after}.", position)
                entry = file.entry_from_row(row)
                after = position
                count += 1
                yield entry
            after = position
        if is_from_the_start and erasings == self._erasings and count != must_be:
            raise JournalDamaged(f"There must be {must_be} entries, and {count} can be read.", after)

    def follow(self, after: int = 0) -> AsyncIterator[Entry]:
        """See `Journal.follow`."""
        return self._news.follow(self.read, after)

    async def erase(self, subject: str) -> None:
        """See `Journal.erase`."""
        await self.append([Filing(request="", acts=(), at=0, erase=(subject,))])

    async def head(self) -> int:
        """See `Journal.head`."""
        self._writer.refuse_when_closed()
        return self._meta.head

    async def close(self) -> None:
        """See `Journal.close`."""
        if self._is_closed:
            return
        self._is_closed = True
        self._news.end()
        try:
            await self._writer.close()
        finally:
            try:
                await self._disk.close()
            finally:
                os.close(self._lock)

    async def _write(self, pieces: Sequence[Piece]) -> list[int]:
        """Put pieces on the disk in one transaction; the position of each. The writer's task is the only caller."""
        positions, meta = await self._disk.run(_commit, pieces, self._meta)
        has_erased = meta.unswept > self._meta.unswept
        self._meta = meta
        self._news.ring()
        if has_erased:
            self._erasings += 1
            self._meta = await self._disk.run(connection.sweep, meta)
        elif meta.unswept:  # a reader from outside held the last sweep up; it may be gone by now
            self._meta = await self._disk.run(connection.truncate, meta, patience_seconds=0)
        return positions


def _rows(db: sqlite3.Connection, after: int, until: int) -> list[Any]:
    return db.execute(file.READ_ROWS, (after, until, file.ROWS_PER_CHUNK)).fetchall()


def _commit(db: sqlite3.Connection, pieces: Sequence[Piece], before: file.Meta) -> tuple[list[int], file.Meta]:
    """One transaction: the position of each piece, and what is then true of the file."""
    meta = before
    positions: list[int] = []
    db.execute("BEGIN IMMEDIATE")
    for run in _runs(pieces):
        meta = _write_run(db, run, meta, positions)
    if meta != before:
        db.execute(file.WRITE_META, meta.row())
    db.execute("COMMIT")
    return positions, meta


def _write_run(db: sqlite3.Connection, run: Sequence[Piece], meta: file.Meta, positions: list[int]) -> file.Meta:
    """Write pieces of which only a first and single one may erase; what is then true of the file."""
    known = _positions_of(db, [piece.request for piece in run if piece.request])
    head, erased = meta.head, 0
    rows: list[tuple[int, int, str, str | None, bytes, int]] = []
    for piece in run:
        if piece.request in known:
            positions.append(known[piece.request])
            continue
        for subject in piece.erase:
            erase = ERASE_ALL_BELOW if subject.endswith("/") else ERASE
            erased += db.execute(erase, (subject,)).rowcount
        for at, subject, request, act, content in piece.rows:
            head += 1
            rows.append((head, at, subject, request, act, file.checksum_at(head, content)))
        if piece.request and piece.rows:
            known[piece.request] = head
        positions.append(head)
    if rows:
        db.executemany("INSERT INTO entries VALUES (?, ?, ?, ?, ?, ?)", rows)
    return file.Meta(meta.epoch, head, meta.rows - erased + len(rows), meta.unswept + erased)


def _positions_of(db: sqlite3.Connection, requests: Sequence[str]) -> dict[str, int]:
    """Where those of the requests are that the file already holds."""
    known: dict[str, int] = {}
    start = 0
    for size, question in KNOWN.items():
        while len(requests) - start >= size:
            known.update(db.execute(question, requests[start : start + size]))
            start += size
    return known


def _runs(pieces: Sequence[Piece]) -> Iterator[Sequence[Piece]]:
    """Cut where something is erased: a request id is looked up after whatever came before it has gone."""
    start = 0
    for place, piece in enumerate(pieces):
        if piece.erase:
            yield pieces[start:place]
            yield pieces[place : place + 1]
            start = place + 1
    yield pieces[start:]


def _piece(filing: Filing) -> Piece:
    """A filing made ready for the disk; nonsense raises here, at the caller, and not in the writer."""
    last = len(filing.acts) - 1
    encoded_request = filing.request.encode()
    rows = []
    for place, (subject, act) in enumerate(filing.acts):
        request = encoded_request if place == last else b""
        content = file.checksum_of_content(filing.at, subject.encode(), request, act)
        rows.append((filing.at, subject, filing.request if request else None, act, content))
    return Piece(filing.request, tuple(rows), filing.erase)
