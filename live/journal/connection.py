"""The one connection that writes: set up so that a commit is on the disk, and swept so that what is erased is not.

Only the SQLite journal talks to this. Every setting is read back, because SQLite ignores what it does not know.
"""

import logging
import secrets
import sqlite3
from pathlib import Path

import msgspec

from live.journal import JournalUnavailable
from live.journal import conference_file as file
from live.journal.disk import Disk

log = logging.getLogger(__name__)

# How long a checkpoint waits for a backup or a check that is reading: both take a second or two for a large day.
PATIENCE_SECONDS = 5.0

# What to set, and how it must read back. fullfsync: on a Mac, fsync alone does not reach the disk; elsewhere it is
# without effect. temp_store: pages that SQLite sets aside in a transaction hold what is being erased, so no files.
# cache_size: 32 MiB keep the index of random request ids of a very large day in memory.
PRAGMAS: tuple[tuple[str, str, str | int], ...] = (
    ("journal_mode", "WAL", "wal"),
    ("synchronous", "FULL", 2),
    ("secure_delete", "ON", 1),
    ("temp_store", "MEMORY", 2),
    ("fullfsync", "ON", 1),
    ("checkpoint_fullfsync", "ON", 1),
    ("cache_size", "-32768", -32768),
)


async def open_for_writing(path: Path, create: bool) -> tuple[Disk, file.Meta]:
    """Open a conference's file that is claimed, fill it first if it is empty; what must be true of it comes too."""
    try:
        disk = await Disk.connect(path, PATIENCE_SECONDS)
        try:
            return disk, await disk.run(_prepare, path, create)
        except BaseException:
            await disk.close()
            raise
    except file.SQLITE_FAILURES as error:
        raise file.as_journal_error(path, error) from error


def sweep(db: sqlite3.Connection, meta: file.Meta) -> file.Meta:
    """Remove every byte of what was erased from the file and its write-ahead log; what is then true of the file.

    VACUUM builds all pages anew from the rows that are left. It costs about what writing the whole file once does.
    """
    db.execute("VACUUM")
    return truncate(db, meta, PATIENCE_SECONDS)


def truncate(db: sqlite3.Connection, meta: file.Meta, patience_seconds: float) -> file.Meta:
    """Empty the write-ahead log, the last place where erased bytes lie after VACUUM.

    A backup or check in another process may be reading from the log. Past our patience the day goes on: it is
    logged, `unswept` stays, and each later commit and the next opening tries again.
    """
    db.execute(f"PRAGMA busy_timeout = {int(patience_seconds * 1000)}")
    ((is_busy, _, _),) = db.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()
    db.execute(f"PRAGMA busy_timeout = {int(PATIENCE_SECONDS * 1000)}")
    if is_busy:
        log.error("Erased entries are not off the disk yet: another process reads the file. Trying again.")
        return meta
    meta = msgspec.structs.replace(meta, unswept=0)
    db.execute(file.WRITE_META, meta.row())
    return meta


def _prepare(db: sqlite3.Connection, path: Path, create: bool) -> file.Meta:
    ((application_id,),) = db.execute("PRAGMA application_id").fetchall()
    ((file_format,),) = db.execute("PRAGMA user_version").fetchall()
    tables = db.execute(file.READ_TABLES).fetchall()
    is_empty = application_id == file_format == len(tables) == 0  # just made, or a crash cut the making short
    if not (is_empty and create):
        file.recognise(path, application_id, file_format, tables)
    for name, value, must_be in PRAGMAS:
        db.execute(f"PRAGMA {name} = {value}").fetchall()
        ((has_become,),) = db.execute(f"PRAGMA {name}").fetchall()
        if has_become != must_be:
            raise JournalUnavailable(f"{path}: SQLite does not take {name} = {value}, it stays {has_become}.")
    if is_empty:
        _make(db, path)
    meta = file.Meta.from_row(db.execute(file.READ_META).fetchone())
    ((rows, last),) = db.execute(file.COUNT_ROWS).fetchall()
    meta.compare(rows, last)
    return sweep(db, meta) if meta.unswept else meta


def _make(db: sqlite3.Connection, path: Path) -> None:
    db.execute("BEGIN IMMEDIATE")
    for statement in file.SCHEMA:
        db.execute(statement)
    db.execute(file.WRITE_META, file.Meta(secrets.token_urlsafe(12)).row())
    db.execute("COMMIT")
    file.keep_name(path)
