"""The journal on a disk: durable settings, one process, one answer per request, many requests per commit."""

import asyncio
import signal
import threading
from pathlib import Path
from sqlite3 import Connection

import pytest

from live.journal import Filing, JournalLocked, JournalTooNew
from live.journal.sqlite import SqliteJournal
from tests.journal.conftest import bytes_on_disk, entries, python, vote

HOLD = """
import asyncio, sys
from live.journal.sqlite import SqliteJournal
async def main():
    journal = await SqliteJournal.open(sys.argv[1])
    print("open", flush=True)
    await asyncio.Event().wait()
asyncio.run(main())
"""

OPEN = """
import asyncio, sys
from live.journal import JournalLocked
from live.journal.sqlite import SqliteJournal
async def main():
    try:
        journal = await SqliteJournal.open(sys.argv[1], create=True)
    except JournalLocked as taken:
        print(taken)
    else:
        await journal.close()
        print("opened")
asyncio.run(main())
"""

APPEND_FOR_EVER = """
import asyncio, itertools, sys
from live.journal import Filing
from live.journal.sqlite import SqliteJournal
async def main():
    journal = await SqliteJournal.open(sys.argv[1])
    numbers = itertools.count()
    async def phone():
        for number in numbers:
            request = f"request-{number}"
            (position,) = await journal.append([Filing(request, (("poll/7/votes", b"B" * 50),), at=0)])
            print(request, position, flush=True)
    async with asyncio.TaskGroup() as hall:
        for _ in range(50):
            hall.create_task(phone())
asyncio.run(main())
"""


def test_a_commit_is_on_the_disk(path: Path) -> None:
    """Read back from SQLite itself: a write-ahead log, synced at each commit; and deleted rows are overwritten."""

    async def day() -> dict[str, object]:
        journal = await SqliteJournal.open(path, create=True)
        in_force = {}
        for name in ("journal_mode", "synchronous", "secure_delete", "application_id", "user_version"):
            (in_force[name],) = (await journal._disk.run(Connection.execute, f"PRAGMA {name}")).fetchone()
        await journal.close()
        return in_force

    durable = {"journal_mode": "wal", "synchronous": 2, "secure_delete": 1}
    assert asyncio.run(day()) == durable | {"application_id": int.from_bytes(b"LIVE"), "user_version": 1}


def test_a_day_goes_on_where_it_was(path: Path) -> None:
    """After closing and opening: the same epoch, entries, head, and the same answer to a request sent again."""

    async def day() -> None:
        journal = await SqliteJournal.open(path, create=True)
        await journal.append([vote("r1"), vote("r2"), Filing("r3", (("poll/7", b"x"),), 9, erase=("poll/7/votes",))])
        epoch, before = journal.epoch, await entries(journal)
        await journal.erase("poll/7")
        await journal.append([vote("r4")])
        before = await entries(journal)
        await journal.close()
        journal = await SqliteJournal.open(path)
        assert (journal.epoch, await entries(journal), await journal.head()) == (epoch, before, 4)
        assert await journal.append([vote("r4", "changed"), vote("r5")]) == [4, 5]
        await journal.close()

    asyncio.run(day())


def test_a_conference_that_is_not_there_is_not_made_by_looking(path: Path) -> None:
    with pytest.raises(FileNotFoundError, match="482913"):
        asyncio.run(SqliteJournal.open(path))
    assert list(path.parent.iterdir()) == []


def test_only_the_owner_can_read_a_conference(path: Path) -> None:
    async def day() -> None:
        journal = await SqliteJournal.open(path, create=True)
        await journal.append([vote("r1")])
        modes = {part.name: oct(part.stat().st_mode & 0o777) for part in path.parent.iterdir()}
        assert modes == {f"482913.live{end}": "0o600" for end in ("", "-wal", "-shm", ".lock")}
        await journal.close()

    asyncio.run(day())


def test_a_second_process_is_told_which_file_is_taken(path: Path) -> None:
    """And the kernel frees the file when the first one dies, even by SIGKILL."""

    async def make() -> None:
        await (await SqliteJournal.open(path, create=True)).close()

    asyncio.run(make())
    with python(HOLD, path) as first:
        assert first.stdout is not None
        assert first.stdout.readline() == "open\n"
        with python(OPEN, path) as second:
            assert second.communicate() == (f"{path} is already open in another process.\n", "")
        with pytest.raises(JournalLocked):
            asyncio.run(SqliteJournal.open(path))
        first.kill()
    with python(OPEN, path) as third:
        assert third.communicate() == ("opened\n", "")


def test_what_was_acknowledged_survives_sigkill_once(path: Path) -> None:
    async def make() -> None:
        await (await SqliteJournal.open(path, create=True)).close()

    asyncio.run(make())
    with python(APPEND_FOR_EVER, path) as writer:
        assert writer.stdout is not None
        acknowledged = [writer.stdout.readline() for _ in range(3000)]
        writer.kill()
        acknowledged += [line for line in writer.stdout if line.endswith("\n")]
    assert writer.returncode == -signal.SIGKILL
    position_by_request = {request: int(position) for request, position in map(str.split, acknowledged)}

    async def day() -> None:
        journal = await SqliteJournal.open(path)
        kept = [(entry.request, entry.position) for entry in await entries(journal)]
        assert len(dict(kept)) == len(kept), "no request is there twice"
        assert position_by_request.items() <= dict(kept).items()
        again = await journal.append([vote(request) for request in position_by_request])
        assert again == list(position_by_request.values())
        await journal.close()

    asyncio.run(day())


def test_requests_that_arrive_together_share_a_commit(path: Path) -> None:
    """Counted by SQLite's own trace: 5,000 votes at once need 5 or 6 commits, never more than 1,000 entries each."""

    async def day() -> None:
        journal = await SqliteJournal.open(path, create=True)
        statements: list[str] = []
        await journal._disk.run(Connection.set_trace_callback, statements.append)
        positions = await asyncio.gather(*(journal.append([vote(f"r{n}")]) for n in range(5000)))
        assert [position for (position,) in positions] == list(range(1, 5001))
        assert statements.count("COMMIT") in (5, 6)
        await journal.append([vote("alone")])
        assert statements.count("COMMIT") in (6, 7), "and one that comes alone is not kept waiting for others"
        await journal.close()

    asyncio.run(day())


def test_closing_finishes_what_was_asked_for_before(path: Path) -> None:
    async def day() -> None:
        journal = await SqliteJournal.open(path, create=True)
        async with asyncio.TaskGroup() as hall:
            votes = [hall.create_task(journal.append([vote(f"r{n}")])) for n in range(1500)]
            hall.create_task(journal.close())
        assert [task.result() for task in votes] == [[n] for n in range(1, 1501)]

    asyncio.run(day())


def test_a_phone_that_stops_waiting_harms_nobody(path: Path) -> None:
    """The outcome of a cancelled call is unknown to its caller; all others get their answer."""

    async def day() -> None:
        journal = await SqliteJournal.open(path, create=True)
        calls = [asyncio.create_task(journal.append([vote(f"r{n}")])) for n in range(10)]
        await asyncio.sleep(0)
        calls[4].cancel()
        answers = await asyncio.gather(*calls, return_exceptions=True)
        assert isinstance(answers[4], asyncio.CancelledError)
        assert [answer for n, answer in enumerate(answers) if n != 4] == [[n] for n in range(1, 11) if n != 5]
        assert await journal.append([vote("r4")]) == [5], "it had arrived, so sending again gives its position"
        await journal.close()

    asyncio.run(day())


def test_nonsense_from_the_caller_does_not_stop_the_journal(path: Path) -> None:
    async def day() -> None:
        journal = await SqliteJournal.open(path, create=True)
        with pytest.raises(UnicodeEncodeError):
            await journal.append([vote("half a \ud800 pair")])
        with pytest.raises(UnicodeEncodeError):
            await journal.append([Filing("half a \ud800 pair", (), at=0)])
        assert await journal.append([vote("r1")]) == [1]
        await journal.close()

    asyncio.run(day())


def test_a_newer_format_is_refused_and_left_as_it_is(path: Path) -> None:
    """The process can end afterwards: no thread is left behind by an opening that failed."""

    async def day() -> None:
        journal = await SqliteJournal.open(path, create=True)
        await journal._disk.run(Connection.execute, "PRAGMA user_version = 2")
        await journal.close()
        before, threads_before = bytes_on_disk(path), set(threading.enumerate())
        with pytest.raises(JournalTooNew, match="format 2; this one knows 1"):
            await SqliteJournal.open(path)
        assert bytes_on_disk(path) == before
        for thread in set(threading.enumerate()) - threads_before:
            thread.join(timeout=10)
            assert not thread.is_alive()

    asyncio.run(day())


def test_a_making_that_was_cut_short_is_finished(path: Path) -> None:
    """A power cut may leave an empty file behind."""

    path.touch()

    async def day() -> None:
        journal = await SqliteJournal.open(path, create=True)
        assert await journal.append([vote("r1")]) == [1]
        await journal.close()

    asyncio.run(day())
