"""What is erased is gone from the disk: no file of the conference holds one byte of it any more."""

import asyncio
import random
import re
import sqlite3
from pathlib import Path

import pytest

from live.journal import Filing, connection
from live.journal.sqlite import SqliteJournal
from tests.journal.conftest import bytes_on_disk, entries, python, vote

DIE_BEFORE_SWEEPING = """
import asyncio, os, signal, sys
from live.journal import connection
from live.journal.sqlite import SqliteJournal
connection.sweep = lambda db, meta: os.kill(os.getpid(), signal.SIGKILL)
async def main():
    journal = await SqliteJournal.open(sys.argv[1])
    await journal.erase("label/1")
asyncio.run(main())
"""


def unswept(path: Path) -> int:
    """How many erased rows the file itself says are not swept out."""
    db = sqlite3.connect(path)
    try:
        ((count,),) = db.execute("SELECT unswept FROM meta")
    finally:
        db.close()
    return int(count)


def marks(raw: bytes) -> set[bytes]:
    """The request ids and acts that can be recognised in raw bytes."""
    return set(re.findall(rb"[RA]-[0-9a-f]{20}", raw))


@pytest.mark.parametrize("seed", range(3))
def test_a_day_of_counts_leaves_no_byte_of_votes_or_their_request_ids(path: Path, seed: int) -> None:
    """Votes and labels are mixed, so that pages are split and merged, and rows move: stale copies must go as well."""
    chance = random.Random(seed)
    kept: dict[str, set[bytes]] = {}
    gone: set[bytes] = set()

    def somebody_files(number: int) -> Filing:
        subject = chance.choice(["poll/1/votes", "poll/2/votes", "poll/3/votes", f"label/{number}"])
        request, act = f"R-{chance.getrandbits(80):020x}", f"A-{chance.getrandbits(80):020x}".encode()
        kept.setdefault(subject, set()).update({request.encode(), act})
        return Filing(request, ((subject, act + b"x" * chance.choice([10, 100, 300, 5000])),), at=0)

    def counted(subjects: list[str]) -> Filing:
        gone.update(*(kept.pop(subject) for subject in subjects))
        return Filing("", (("poll", b"counted"),), at=0, erase=tuple(subjects))

    async def day() -> None:
        journal = await SqliteJournal.open(path, create=True)
        for hour in range(30):
            await journal.append([somebody_files(hour * 100 + n) for n in range(chance.randrange(1, 100))])
            if chance.random() < 0.5:
                await journal.append([counted([chance.choice(sorted(kept))])])
        await journal.append([counted(chance.sample(sorted(kept), len(kept) // 2))])
        await journal.append([vote("the last")])
        await journal.close()

    asyncio.run(day())
    assert len(gone) > 500
    assert marks(bytes_on_disk(path)) == set().union(*kept.values())


def test_bytes_are_gone_when_the_count_is_acknowledged_not_later(path: Path) -> None:
    """Looked at by another process right after the append returned, with the journal still open."""
    look = "import sys, pathlib; print([p.name for p in pathlib.Path(sys.argv[1]).iterdir() if b'SECRET' in p.read_bytes()])"

    async def day() -> None:
        journal = await SqliteJournal.open(path, create=True)
        await journal.append([vote(f"SECRET-id-{n}", f"SECRET-act-{n}") for n in range(300)])
        with python(look, path.parent) as before:
            assert before.communicate() == ("['482913.live-wal']\n", "")
        await journal.append([Filing("count", (("poll/7", b"counted"),), at=1, erase=("poll/7/votes",))])
        with python(look, path.parent) as after:
            assert after.communicate() == ("[]\n", "")
        await journal.close()

    asyncio.run(day())


def test_a_crash_between_the_commit_and_the_sweep_is_made_good_at_the_next_opening(path: Path) -> None:
    async def make() -> None:
        journal = await SqliteJournal.open(path, create=True)
        await journal.append([vote("r1", "SECRET", subject="label/1"), vote("r2")])
        await journal.close()

    async def open_again() -> None:
        journal = await SqliteJournal.open(path)
        assert [entry.request for entry in await entries(journal)] == ["r2"]
        await journal.close()

    asyncio.run(make())
    with python(DIE_BEFORE_SWEEPING, path) as writer:
        assert writer.communicate() == ("", "")
    assert b"SECRET" in bytes_on_disk(path)
    asyncio.run(open_again())
    assert b"SECRET" not in bytes_on_disk(path)
    assert unswept(path) == 0


def test_a_reader_from_outside_delays_the_sweep_and_not_the_day(
    path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    """It is said loudly, and the first commit after the reader has gone finishes the work."""
    monkeypatch.setattr(connection, "PATIENCE_SECONDS", 0.05)

    async def day() -> None:
        journal = await SqliteJournal.open(path, create=True)
        await journal.append([vote("r1", "SECRET"), vote("r2", subject="label/1")])
        reader = sqlite3.connect(f"{path.as_uri()}?mode=ro", uri=True, isolation_level=None)
        reader.execute("BEGIN")
        reader.execute("SELECT count(*) FROM entries").fetchall()
        await journal.erase("poll/7/votes")
        assert "not off the disk yet" in caplog.text
        assert await journal.append([vote("r3")]) == [3]
        assert unswept_seen_by(reader) == 0, "the reader still sees its own moment"
        reader.execute("COMMIT")
        assert unswept_seen_by(reader) == 1
        reader.close()
        await journal.append([vote("r4")])
        await journal.close()

    def unswept_seen_by(reader: sqlite3.Connection) -> int:
        ((count,),) = reader.execute("SELECT unswept FROM meta").fetchall()
        return int(count)

    asyncio.run(day())
    assert unswept(path) == 0
    assert b"SECRET" not in bytes_on_disk(path)
