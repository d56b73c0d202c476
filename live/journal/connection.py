"""The one connection that writes: set up so that a commit is on the disk, and swept so that what is erased is not.

Only the SQLite journal talks to this. Every setting is read back, because SQLite ignores what it does not know.
"""

import logging
import secrets
from pathlib import Path

import aiosqlite
import msgspec

from live.journal import JournalUnavailable
from live.journal import conference_file as file

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


async def open_for_writing(path: Path, create: bool) -> tuple[aiosqlite.Connection, file.Meta]:
    """Open a conference's file that is claimed, fill it first if it is empty; what must be true of it comes too."""
    try:
        db = await aiosqlite.connect(path, isolation_level=None, timeout=PATIENCE_SECONDS)
        try:
            return db, await _prepare(path, db, create)
        except BaseException:
            # aiosqlite's thread is no daemon: a connection left open would keep the process alive for ever.
            await db.close()
            raise
    except file.SQLITE_FAILURES as error:
        raise file.as_journal_error(path, error) from error


async def sweep(db: aiosqlite.Connection, meta: file.Meta) -> file.Meta:
    """Remove every byte of what was erased from the file and its write-ahead log; what is then true of the file.

    VACUUM builds all pages anew from the rows that are left. It costs about what writing the whole file once does.
    """
    await db.execute("VACUUM")
    return await truncate(db, meta, PATIENCE_SECONDS)


async def truncate(db: aiosqlite.Connection, meta: file.Meta, patience_seconds: float) -> file.Meta:
    """Empty the write-ahead log, the last place where erased bytes lie after VACUUM.

    A backup or check in another process may be reading from the log. Past our patience the day goes on: it is
    logged, `unswept` stays, and each later commit and the next opening tries again.
    """
    await db.execute(f"PRAGMA busy_timeout = {int(patience_seconds * 1000)}")
    ((is_busy, _, _),) = await db.execute_fetchall("PRAGMA wal_checkpoint(TRUNCATE)")
    await db.execute(f"PRAGMA busy_timeout = {int(PATIENCE_SECONDS * 1000)}")
    if is_busy:
        log.error("Erased entries are not off the disk yet: another process reads the file. Trying again.")
        return meta
    meta = msgspec.structs.replace(meta, unswept=0)
    await db.execute(file.WRITE_META, meta.row())
    return meta


async def _prepare(path: Path, db: aiosqlite.Connection, create: bool) -> file.Meta:
    ((application_id,),) = await db.execute_fetchall("PRAGMA application_id")
    ((file_format,),) = await db.execute_fetchall("PRAGMA user_version")
    tables = list(await db.execute_fetchall(file.READ_TABLES))
    is_empty = application_id == file_format == len(tables) == 0  # just made, or a crash cut the making short
    if not (is_empty and create):
        file.recognise(path, application_id, file_format, tables)
    for name, value, must_be in PRAGMAS:
        await db.execute_fetchall(f"PRAGMA {name} = {value}")
        ((has_become,),) = await db.execute_fetchall(f"PRAGMA {name}")
        if has_become != must_be:
            raise JournalUnavailable(f"{path}: SQLite does not take {name} = {value}, it stays {has_become}.")
    if is_empty:
        await _make(path, db)
    meta = file.Meta.from_row(next(iter(await db.execute_fetchall(file.READ_META)), None))
    ((rows, last),) = await db.execute_fetchall(file.COUNT_ROWS)
    meta.compare(rows, last)
    return await sweep(db, meta) if meta.unswept else meta


async def _make(path: Path, db: aiosqlite.Connection) -> None:
    await db.execute("BEGIN IMMEDIATE")
    for statement in file.SCHEMA:
        await db.execute(statement)
    await db.execute(file.WRITE_META, file.Meta(secrets.token_urlsafe(12)).row())
    await db.execute("COMMIT")
    file.keep_name(path)
