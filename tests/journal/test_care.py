"""A conference's file can be checked and copied from outside, also while a server writes to it."""

import asyncio
import resource
import socket
from pathlib import Path
from sqlite3 import Connection

import pytest

from live.journal import Filing, JournalDamaged, JournalTooNew, JournalUnavailable
from live.journal.care import Report, backup, check, texts
from live.journal.sqlite import SqliteJournal
from tests.journal.conftest import entries, python, vote

CHECK = "import sys; from live.journal.care import check; print(check(sys.argv[1]))"


async def made(path: Path) -> SqliteJournal:
    """An open journal of five entries, one of them erased."""
    journal = await SqliteJournal.open(path, create=True)
    await journal.append([vote("r1"), vote("r2", subject="label/1"), vote("r3"), vote("r4"), vote("r5")])
    await journal.erase("label/1")
    return journal


def test_a_check_says_what_a_file_holds_and_that_it_is_whole(path: Path) -> None:
    """Beside a running server, from another process; and when it is closed."""

    async def day() -> None:
        journal = await made(path)
        report = Report(str(path), format=1, epoch=journal.epoch, head=5, entries=4, faults=())
        with python(CHECK, path) as beside:
            assert beside.communicate() == (f"{report}\n", "")
        assert await journal.append([vote("r6")]) == [6], "and the server goes on"
        await journal.close()
        assert check(path) == Report(str(path), format=1, epoch=journal.epoch, head=6, entries=5, faults=())
        assert check(path).is_whole

    asyncio.run(day())


def test_a_check_names_every_fault_up_to_twenty(path: Path) -> None:
    async def day() -> None:
        journal = await SqliteJournal.open(path, create=True)
        await journal.append([vote("", f"act number {n};") for n in range(30)])
        await journal._disk.run(Connection.execute, "UPDATE entries SET at = 1 WHERE position > 3")
        await journal.close()

    asyncio.run(day())
    report = check(path)
    assert not report.is_whole
    assert report.entries == 30
    assert report.faults[0] == "The entry at 4 is not what was written."
    assert report.faults[-1] == "And 7 more faults."
    assert len(report.faults) == 21


def test_a_check_of_what_is_no_conference(path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        check(path)
    path.write_text("Dear diary, " * 100)
    assert check(path).faults == ("SQLite cannot read on: file is not a database.",)


def test_a_check_does_not_judge_a_newer_format(path: Path) -> None:
    async def day() -> None:
        journal = await made(path)
        await journal._disk.run(Connection.execute, "PRAGMA user_version = 2")
        await journal.close()

    asyncio.run(day())
    with pytest.raises(JournalTooNew):
        check(path)


def test_a_backup_of_a_running_day_is_one_whole_file_with_an_epoch_of_its_own(path: Path) -> None:
    """Everything acknowledged before it started is in it, and it can be opened and gone on with."""

    async def day() -> None:
        journal = await made(path)
        before = await entries(journal)
        target = path.parent / "copies" / "482913.live"
        target.parent.mkdir()
        async with asyncio.TaskGroup() as hall:
            voting = [hall.create_task(journal.append([vote(f"s{n}")])) for n in range(200)]
            copying = hall.create_task(backup(path, target))
        assert [task.result() for task in voting] == [[n] for n in range(6, 206)]
        report = copying.result()
        assert report.is_whole
        assert report.path == str(target)
        assert [part.name for part in target.parent.iterdir()] == ["482913.live"]
        assert target.stat().st_mode & 0o777 == 0o600
        copy = await SqliteJournal.open(target)
        copied = await entries(copy)
        assert copied[: len(before)] == before
        assert (report.entries, report.head, report.epoch) == (len(copied), await copy.head(), copy.epoch)
        assert copy.epoch != journal.epoch
        assert await copy.append([vote("r5")]) == [5]
        await copy.close()
        await journal.close()

    asyncio.run(day())


def test_a_backup_replaces_nothing(path: Path) -> None:
    async def day() -> None:
        await (await made(path)).close()
        with pytest.raises(FileExistsError):
            await backup(path, path)
        with pytest.raises(FileNotFoundError):
            await backup(path.with_name("nowhere.live"), path.with_name("copy.live"))

    asyncio.run(day())
    assert check(path).is_whole
    assert not list(path.parent.glob("copy*"))


def test_a_copy_for_which_there_is_no_room_is_not_blamed_on_the_day(path: Path) -> None:
    async def day() -> None:
        journal = await SqliteJournal.open(path, create=True)
        await journal.append([vote("", f"act number {n};") for n in range(3000)])
        await journal.close()

    asyncio.run(day())
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (64 * 1024, before[1]))
    try:
        with pytest.raises(OSError, match=r"copy\.live cannot be written \(.*\)\. Is there room for it\?"):
            asyncio.run(backup(path, path.with_name("copy.live")))
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)
    assert not list(path.parent.glob("copy*"))
    assert check(path).is_whole


def test_a_day_that_may_not_be_read_is_not_called_damaged(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """That the system keeps us out says nothing about what is in the file."""
    monkeypatch.chdir(path.parent)  # a socket's name is short
    with socket.socket(socket.AF_UNIX) as unreadable:
        unreadable.bind(path.name)
        for refused in (check, texts, lambda path: asyncio.run(backup(path, path.with_name("copy.live")))):
            with pytest.raises(JournalUnavailable, match="this user must be allowed to write there"):
                refused(path)
    assert not list(path.parent.glob("copy*"))


def test_a_damaged_day_is_not_passed_off_as_a_backup(path: Path) -> None:
    async def day() -> None:
        journal = await made(path)
        await journal.append([Filing("r6", (("label/2", b"a label"),), at=7)])
        await journal._disk.run(Connection.execute, "UPDATE entries SET at = 8 WHERE position = 6")
        await journal.close()
        with pytest.raises(JournalDamaged, match="The entry at 6"):
            await backup(path, path.with_name("copy.live"))

    asyncio.run(day())
    assert not list(path.parent.glob("copy*"))
