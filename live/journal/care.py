"""Looking after a conference's file from outside: check that it is whole, and copy it.

For the command line. Both only read, and both work beside a running server, which they hold up for no longer than
an erasing has to wait for them.
"""

import asyncio
import contextlib
import secrets
import sqlite3
from collections.abc import Iterator
from pathlib import Path

import msgspec

from live.journal import JournalDamaged
from live.journal import conference_file as file

FAULTS_NAMED = 20  # more would not tell more
NOT_WRITTEN = (sqlite3.SQLITE_FULL, sqlite3.SQLITE_IOERR_WRITE, sqlite3.SQLITE_IOERR_FSYNC)


class Report(msgspec.Struct, frozen=True):
    """What a conference's file holds, and what is wrong with it, in sentences for the operator."""

    path: str
    format: int
    epoch: str
    head: int
    entries: int
    faults: tuple[str, ...]

    @property
    def is_whole(self) -> bool:
        """Whether every entry that must be there is there as it was written."""
        return not self.faults


def check(path: Path | str) -> Report:
    """Read a conference's file from end to end.

    Damage is reported, not raised. Raises FileNotFoundError, JournalTooNew for a format that we cannot judge, and
    JournalUnavailable for a file that we may not read: that says nothing about what is in it.
    """
    path = Path(path)
    faults: list[str] = []
    meta = file.Meta("")
    file_format = entries = last = 0
    with _reading(path) as db:
        with _noting(faults):
            ((application_id,),) = db.execute("PRAGMA application_id")
            ((file_format,),) = db.execute("PRAGMA user_version")
            file.recognise(path, application_id, file_format, db.execute(file.READ_TABLES))
        if faults:
            return Report(str(path), file_format, "", 0, 0, tuple(faults))
        with _noting(faults):
            verdict = [sentence for (sentence,) in db.execute(f"PRAGMA integrity_check({FAULTS_NAMED})")]
            faults += [f"SQLite says: {sentence}." for sentence in verdict if sentence != "ok"]
        db.execute("BEGIN")  # from here on one moment of the file, whatever is written meanwhile
        with _noting(faults):
            meta = file.Meta.from_row(db.execute(file.READ_META).fetchone())
        with _noting(faults):
            for row in db.execute(file.READ_ROWS, (0, file.LAST_POSITION, -1)):
                entries += 1
                last = row[0]
                with _noting(faults):
                    file.entry_from_row(row)
        with _noting(faults):
            meta.compare(entries, last)
    if len(faults) > FAULTS_NAMED:
        faults[FAULTS_NAMED:] = [f"And {len(faults) - FAULTS_NAMED} more faults."]
    return Report(str(path), file_format, meta.epoch, meta.head, entries, tuple(faults))


@contextlib.contextmanager
def _noting(faults: list[str]) -> Iterator[None]:
    try:
        yield
    except JournalDamaged as damage:
        faults.append(str(damage))
    except file.SQLITE_FAILURES as error:
        if file.is_kept_out(error):
            raise
        faults.append(f"SQLite cannot read on: {error}.")


class Texts(msgspec.Struct, frozen=True):
    """What stands in a conference's file as text: every single one in it, and every act as it is written."""

    single: frozenset[str]
    acts: tuple[bytes, ...]


def texts(path: Path | str) -> Texts:
    """All texts in a conference's file, for looking later whether they are gone. Raises as `check` does, and JournalDamaged."""
    single: set[str] = set()
    acts: list[bytes] = []
    with _reading(Path(path)) as db:
        for row in db.execute(file.READ_ROWS, (0, file.LAST_POSITION, -1)):
            acts.append(file.entry_from_row(row).act)
            single.update(_texts_in(msgspec.json.decode(acts[-1])))
    return Texts(frozenset(single), tuple(acts))


def _texts_in(value: object) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for inner in value.values():
            yield from _texts_in(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from _texts_in(inner)


def still_there(path: Path | str, gone: frozenset[str]) -> int:
    """How many of the texts that should be gone are found in the bytes of a conference's file and of what lies beside it.

    A text that stands in what is left on purpose (a label "Lunch" beside an item "Lunch") is not looked for, nor one of fewer
    than four letters, which may be anywhere by chance.
    """
    path = Path(path)
    left = b"\n".join(texts(path).acts)
    looked_for = [text for text in (msgspec.json.encode(one)[1:-1] for one in gone if len(one) > 3) if text not in left]
    beside = [path, *(path.with_name(path.name + ending) for ending in ("-wal", "-journal"))]
    bytes_there = b"\n".join(one.read_bytes() for one in beside if one.exists())
    return sum(text in bytes_there for text in looked_for)


async def backup(source: Path | str, target: Path | str) -> Report:
    """Copy a conference's file as it is at one moment, also while a server writes to it.

    The copy is one file that needs nothing beside it, has an epoch of its own, is checked, and gets its name only
    when it is whole and on the disk. Raises FileExistsError rather than replacing anything, JournalDamaged when
    the source is not whole, and OSError when the copy cannot be written.
    """
    return await asyncio.to_thread(_backup, Path(source), Path(target))


def _backup(source: Path, target: Path) -> Report:
    if target.is_dir():
        raise IsADirectoryError(f"{target} is a folder. The copy needs a name, too: {target / source.name}.")
    if target.exists():
        raise FileExistsError(f"{target} is already there.")
    if not target.parent.is_dir():
        raise FileNotFoundError(f"There is no folder {target.parent}.")
    partial = target.with_name(f"{target.name}.{secrets.token_hex(4)}.partial")
    with _reading(source) as db:
        file.make_private(partial)
        try:
            copy = sqlite3.connect(partial, isolation_level=None)
            try:
                # One step: the stepwise way starts again whenever the server writes, and never ends.
                db.backup(copy, pages=-1)
                _make_it_a_copy(copy)
            except sqlite3.OperationalError as problem:
                if problem.sqlite_errorcode in NOT_WRITTEN:  # nothing else is written here
                    raise OSError(f"{target} cannot be written ({problem}). Is there room for it?") from problem
                raise
            finally:
                copy.close()
            report = check(partial)
            if not report.is_whole:
                raise JournalDamaged(f"{source} is not whole: {report.faults[0]}")
            partial.rename(target)
        except BaseException:
            partial.unlink()
            raise
    file.keep_name(target)
    return msgspec.structs.replace(report, path=str(target))


def _make_it_a_copy(copy: sqlite3.Connection) -> None:
    # Without a write-ahead log it is one file, and can be read from a medium that cannot be written to.
    copy.execute("PRAGMA journal_mode = DELETE").fetchall()
    copy.execute("PRAGMA synchronous = FULL")
    copy.execute("BEGIN IMMEDIATE")
    meta = file.Meta.from_row(copy.execute(file.READ_META).fetchone())
    copy.execute(file.WRITE_META, msgspec.structs.replace(meta, epoch=secrets.token_urlsafe(12)).row())
    copy.execute("COMMIT")


@contextlib.contextmanager
def _reading(path: Path) -> Iterator[sqlite3.Connection]:
    """A connection that cannot write or checkpoint, so that the server's stays the only one that does."""
    if not path.exists():
        raise FileNotFoundError(f"There is no conference's file at {path}.")
    try:
        db = sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True, isolation_level=None)
        try:
            yield db
        finally:
            db.close()
    except file.SQLITE_FAILURES as error:
        raise file.as_journal_error(path, error) from error
