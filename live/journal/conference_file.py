"""The file of one conference: how it is made, recognised, locked and set up, and how its rows are checked.

Talked to by the SQLite journal, which writes, and by `care`, which only reads. SQLite keeps transactions whole; what
it does not tell is kept here: a checksum on every row, and a `meta` row that is written in every transaction and
knows the head and how many rows there must be. So a changed byte and a lost row are both noticed, although erasing
leaves gaps.

Never open a conference's file with `open()` in a process that has it open through SQLite: closing that handle drops
SQLite's own locks (POSIX says so), and a second process could then write.
"""

import fcntl
import os
import sqlite3
import struct
import zlib
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import msgspec

from live.journal import (
    Entry,
    JournalDamaged,
    JournalError,
    JournalLocked,
    JournalTooNew,
    JournalUnavailable,
)

FORMAT = 1
APPLICATION_ID = 0x4C495645  # "LIVE": lets `file` and us tell a conference from any other SQLite file

# A subject has no index: only erasing looks for one, and erasing rewrites the file anyway (see `SqliteJournal`).
SCHEMA = (
    """CREATE TABLE entries (
         position INTEGER PRIMARY KEY,
         at INTEGER NOT NULL,
         subject TEXT NOT NULL,
         request TEXT UNIQUE,
         act BLOB NOT NULL,
         checksum INTEGER NOT NULL
       ) STRICT""",
    """CREATE TABLE meta (
         only INTEGER PRIMARY KEY CHECK (only = 1),
         epoch TEXT NOT NULL,
         head INTEGER NOT NULL,
         rows INTEGER NOT NULL,
         unswept INTEGER NOT NULL,
         checksum INTEGER NOT NULL
       ) STRICT""",
    f"PRAGMA application_id = {APPLICATION_ID}",
    f"PRAGMA user_version = {FORMAT}",
)

# Cast to bytes, so that damaged text reaches the checksum instead of failing to be decoded.
# The first `?` is the position to read after, the second the last position wanted, the third the size of a chunk.
READ_ROWS = """
    SELECT position, at, CAST(subject AS BLOB), CAST(request AS BLOB), CAST(act AS BLOB), checksum
    FROM entries WHERE position > ? AND position <= ? ORDER BY position LIMIT ?"""
READ_TABLES = "SELECT CAST(sql AS BLOB) FROM sqlite_schema WHERE type = 'table' ORDER BY rowid"
LAST_POSITION = 2**63 - 1
ROWS_PER_CHUNK = 1000  # about 2 ms of reading, so that commits in between hardly wait

READ_META = "SELECT CAST(epoch AS BLOB), head, rows, unswept, checksum FROM meta"
WRITE_META = "INSERT OR REPLACE INTO meta (only, epoch, head, rows, unswept, checksum) VALUES (1, ?, ?, ?, ?, ?)"
# NOT INDEXED: count the table itself, not the index of request ids, which may be whole when the table is not.
COUNT_ROWS = "SELECT count(*), coalesce(max(position), 0) FROM entries NOT INDEXED"


class Meta(msgspec.Struct, frozen=True):
    """What must be true of the whole file. `unswept` rows are erased, but their bytes may still lie about."""

    epoch: str
    head: int = 0
    rows: int = 0
    unswept: int = 0

    def row(self) -> tuple[str, int, int, int, int]:
        """The values for WRITE_META."""
        checksum = zlib.crc32(f"{self.epoch} {self.head} {self.rows} {self.unswept}".encode())
        return self.epoch, self.head, self.rows, self.unswept, checksum

    @classmethod
    def from_row(cls, row: Any) -> "Meta":
        """The row of READ_META, checked."""
        if row is None:
            raise JournalDamaged("The row that says how many entries there must be is missing.")
        epoch, head, rows, unswept, checksum = row
        meta = cls((epoch or b"").decode(errors="replace"), head, rows, unswept)
        if meta.row()[-1] != checksum:
            raise JournalDamaged("The row that says how many entries there must be is damaged.")
        return meta

    def compare(self, rows: int, last: int) -> None:
        """Raise when the table does not hold what it must."""
        if rows != self.rows:
            raise JournalDamaged(f"There must be {self.rows} entries, and there are {rows}.")
        if last > self.head:
            raise JournalDamaged(f"There is an entry at {last}, past the last one at {self.head}.", last)


def checksum_of_content(at: int, subject: bytes, request: bytes, act: bytes) -> int:
    """The part of a row's checksum that is known before its position is."""
    return zlib.crc32(act, zlib.crc32(f"{at} {len(subject)} {len(request)} ".encode() + subject + request))


def checksum_at(position: int, content: int) -> int:
    """A row's checksum: its content and its place."""
    return zlib.crc32(struct.pack("<q", position), content)


def entry_from_row(row: Any) -> Entry:
    """A row of READ_ROWS as an entry, or JournalDamaged with its position."""
    position, at, subject, request, act, checksum = row
    # No request id is NULL; damage can make the others NULL, whatever the table says about it.
    subject, request, act = subject or b"", request or b"", act or b""
    if checksum_at(position, checksum_of_content(at, subject, request, act)) != checksum:
        raise JournalDamaged(f"The entry at {position} is not what was written.", position)
    return Entry(position, at, subject.decode(), request.decode(), act)


def recognise(path: Path, application_id: int, file_format: int, tables: Iterable[Any]) -> None:
    """Raise unless this is a conference's file in a format that we know; `tables` are the rows of READ_TABLES."""
    if application_id != APPLICATION_ID:
        raise JournalDamaged(f"{path} is not a conference's file.")
    if file_format > FORMAT:
        raise JournalTooNew(
            f"{path} was written by a newer version of this program (format {file_format}; this one knows {FORMAT})."
        )
    if [row[0] for row in tables] != [table.encode() for table in SCHEMA[:2]]:
        raise JournalDamaged(f"{path} is damaged: its tables are not those of a conference.")


# Python decodes the text of SQLite's complaints, which fails when that text quotes damaged bytes.
SQLITE_FAILURES = (sqlite3.Error, UnicodeDecodeError)


def as_journal_error(path: Path, error: Exception) -> JournalError:
    """What SQLite complains about: wrong bytes, or that it could not get at them."""
    if isinstance(error, UnicodeDecodeError) or _primary_code(error) in (sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB):
        return JournalDamaged(f"{path} is damaged ({error}).")
    if is_kept_out(error):
        return JournalUnavailable(f"{path} cannot be used: this user must be allowed to write there ({error}).")
    return JournalUnavailable(f"{path} cannot be used ({error}).")


def is_kept_out(error: Exception) -> bool:
    """Whether SQLite was not let in. Also to read, it must be able to write in the folder: what was written last lies beside."""
    return _primary_code(error) in (sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_READONLY, sqlite3.SQLITE_PERM)


def _primary_code(error: Exception) -> int:
    code: int = getattr(error, "sqlite_errorcode", 0)
    return code & 0xFF


def claim(path: Path, create: bool) -> int:
    """Hold `<path>.lock` for this process, and make the file if it is missing and may be made.

    Close the returned descriptor to let go; the kernel does so when the process dies, however it dies. The lock file
    stays: removing it would let two processes lock two different files of the same name.
    """
    if not (create or path.exists()):
        raise FileNotFoundError(f"There is no conference's file at {path}.")
    descriptor = os.open(f"{path}.lock", os.O_RDWR | os.O_CREAT, 0o600)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        if not path.exists():
            make_private(path)
    except BlockingIOError as taken:
        os.close(descriptor)
        raise JournalLocked(f"{path} is already open in another process.") from taken
    except OSError:
        os.close(descriptor)
        raise
    return descriptor


def make_private(path: Path) -> None:
    """Make an empty file that only its owner can read: the hashes of role keys and open ballots lie in it."""
    os.close(os.open(path, os.O_RDWR | os.O_CREAT | os.O_EXCL, 0o600))


def keep_name(path: Path) -> None:
    """Make the name of a new file survive a power cut, not only its bytes."""
    folder = os.open(path.parent, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)
