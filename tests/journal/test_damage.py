"""What the disk gives back is not believed: changed bytes, lost rows and failed writes are noticed and named."""

import asyncio
import resource
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from sqlite3 import Connection

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from live.journal import Entry, Filing, JournalDamaged, JournalError, JournalUnavailable
from live.journal.care import check
from live.journal.sqlite import SqliteJournal
from tests.journal.conftest import bytes_on_disk, entries, vote


async def fill(path: Path, count: int = 9) -> list[Entry]:
    """A closed journal with some votes, the first of them counted and erased; its entries."""
    journal = await SqliteJournal.open(path, create=True)
    await journal.append([vote("r0", subject="poll/1/votes")])
    await journal.append([Filing("", (("poll/1", b"counted"),), at=3, erase=("poll/1/votes",))])
    await journal.append([vote(f"r{n}", f"vote number {n}.") for n in range(1, count)])
    whole = await entries(journal)
    await journal.close()
    return whole


def flip(path: Path, offset: int, bit: int = 0) -> None:
    """Change one bit of a file."""
    raw = bytearray(path.read_bytes())
    raw[offset] ^= 1 << bit
    path.write_bytes(raw)


async def read_all(path: Path) -> list[Entry]:
    """Everything in the journal, opened and closed."""
    journal = await SqliteJournal.open(path)
    try:
        return await entries(journal)
    finally:
        await journal.close()


def test_a_changed_byte_in_an_act_is_noticed_at_its_position(path: Path) -> None:
    async def day() -> None:
        whole = await fill(path)
        flip(path, bytes_on_disk(path).index(b"vote number 5."), bit=1)
        journal = await SqliteJournal.open(path)
        reading = journal.read()
        good = [await anext(reading) for _ in range(5)]
        assert good == whole[:5], "what comes before it is still good"
        with pytest.raises(JournalDamaged, match="entry at 7 is not what was written") as damage:
            await anext(reading)
        assert damage.value.position == 7
        await journal.close()
        assert check(path).faults == ("The entry at 7 is not what was written.",)

    asyncio.run(day())


@pytest.fixture(scope="module")
def example_day(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, list[Entry]]:
    """A small journal to damage copies of."""
    path = tmp_path_factory.mktemp("example") / "day.live"
    return path, asyncio.run(fill(path))


@given(where=st.floats(0, 1, exclude_max=True), bit=st.integers(0, 7))
@example(where=0.0, bit=0)
def test_no_changed_bit_anywhere_in_the_file_is_ever_believed(
    example_day: tuple[Path, list[Entry]], where: float, bit: int
) -> None:
    """Either every entry is as it was written, or opening or reading says that something is wrong."""
    path, whole = example_day
    damaged = path.with_name("damaged.live")
    for part in damaged.parent.glob("damaged.live*"):
        part.unlink()
    shutil.copyfile(path, damaged)
    flip(damaged, int(where * path.stat().st_size), bit)
    try:
        seen = asyncio.run(read_all(damaged))
    except JournalError:
        assert not check_is_whole(damaged)
    else:
        assert seen == whole


def check_is_whole(path: Path) -> bool:
    """What `check` says; a format that is too new is not whole either."""
    try:
        return check(path).is_whole
    except JournalError:
        return False


@pytest.mark.parametrize(
    ("loss", "sentence"),
    [
        ("DELETE FROM entries WHERE position = 5", "There must be 9 entries, and there are 8."),
        ("DELETE FROM entries WHERE position = 10", "There must be 9 entries, and there are 8."),
        ("DELETE FROM meta", "The row that says how many entries there must be is missing."),
        ("UPDATE meta SET rows = 8", "The row that says how many entries there must be is damaged."),
        ("UPDATE entries SET position = 11 WHERE position = 10", "There is an entry at 11, past the last one at 10."),
    ],
)
def test_a_lost_row_is_noticed_although_erasing_leaves_gaps(path: Path, loss: str, sentence: str) -> None:
    async def day() -> None:
        await fill(path)
        db = sqlite3.connect(path)
        db.execute(loss)
        db.commit()
        db.close()
        with pytest.raises(JournalDamaged) as damage:
            await SqliteJournal.open(path)
        assert str(damage.value) == sentence
        assert sentence in check(path).faults

    asyncio.run(day())


def test_a_row_that_appears_in_the_place_of_another_is_noticed(path: Path) -> None:
    """Every row is as it was written and their number is right; yet one is there twice, and one not at all."""
    asyncio.run(fill(path))
    raw = bytearray(path.read_bytes())
    pointers = 4096 + 8  # the second page holds the entries; after its head it says where each row begins, 2 bytes each
    raw[pointers + 6 : pointers + 8] = raw[pointers + 8 : pointers + 10]
    path.write_bytes(raw)
    with pytest.raises(JournalDamaged, match="stands after"):
        asyncio.run(read_all(path))
    assert not check(path).is_whole


def test_a_row_that_is_lost_while_the_server_runs_is_noticed_on_reading(path: Path) -> None:
    async def day() -> None:
        await fill(path)
        journal = await SqliteJournal.open(path)
        await journal._disk.run(Connection.execute, "DELETE FROM entries WHERE position = 5")
        with pytest.raises(JournalDamaged, match="There must be 9 entries, and 8 can be read"):
            await entries(journal)
        await journal.close()

    asyncio.run(day())


def test_rows_that_changed_places_are_noticed(path: Path) -> None:
    """A row's checksum holds for its place only."""

    async def day() -> None:
        await fill(path)
        db = sqlite3.connect(path)
        for old, new in ((4, 99), (5, 4), (99, 5)):
            db.execute("UPDATE entries SET position = ? WHERE position = ?", (new, old))
        db.commit()
        db.close()
        with pytest.raises(JournalDamaged) as damage:
            await read_all(path)
        assert damage.value.position == 4

    asyncio.run(day())


def test_a_file_that_is_no_conference_is_left_alone(path: Path) -> None:
    """Whether it is another program's database or no database at all."""

    db = sqlite3.connect(path)
    db.execute("CREATE TABLE recipes (name TEXT)")
    db.close()
    before = path.read_bytes()
    with pytest.raises(JournalDamaged, match="is not a conference's file"):
        asyncio.run(SqliteJournal.open(path, create=True))
    assert path.read_bytes() == before
    path.write_text("Dear diary, " * 100)
    with pytest.raises(JournalDamaged):
        asyncio.run(SqliteJournal.open(path, create=True))
    assert path.read_text() == "Dear diary, " * 100


@contextmanager
def no_file_larger_than(size: int) -> Iterator[None]:
    """The kernel fails each write of this process past a size, also for root."""
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


def test_a_failed_write_stops_the_journal_until_it_is_opened_again(path: Path) -> None:
    """All who wait are told that the outcome is unknown; what was acknowledged before is there; sending again is right."""

    async def day() -> None:
        journal = await SqliteJournal.open(path, create=True)
        assert await journal.append([vote("r1")]) == [1]

        async def follow() -> Entry:
            return await anext(journal.follow(after=1))

        follower = asyncio.create_task(follow())
        with no_file_larger_than(100_000):
            calls = (journal.append([vote(f"s{n}", "B" * 1000)]) for n in range(2000))
            answers = await asyncio.gather(*calls, return_exceptions=True)
        assert {type(answer) for answer in answers} == {JournalUnavailable}
        async with asyncio.timeout(10):
            with pytest.raises(JournalUnavailable):
                await follower
        with pytest.raises(JournalUnavailable, match="opened again"):
            await journal.append([vote("r2")])
        with pytest.raises(JournalUnavailable):
            await entries(journal)
        with pytest.raises(JournalUnavailable):
            await journal.head()
        await journal.close()
        journal = await SqliteJournal.open(path)
        assert [entry.request for entry in await entries(journal)] == ["r1"]
        again = await asyncio.gather(*(journal.append([vote(f"s{n}", "B" * 1000)]) for n in range(2000)))
        assert again == [[n] for n in range(2, 2002)]
        await journal.close()

    asyncio.run(day())


def test_a_full_disk_loses_nothing_that_was_acknowledged(path: Path) -> None:
    """The same by SQLite's own report of a full disk, in the middle of a stream of votes."""

    async def day() -> None:
        journal = await SqliteJournal.open(path, create=True)
        await journal._disk.run(Connection.execute, "PRAGMA max_page_count = 60")
        acknowledged: dict[str, int] = {}

        async def fill_the_disk() -> None:
            for n in range(10_000):
                (acknowledged[f"r{n}"],) = await journal.append([vote(f"r{n}", "B" * 1000)])

        with pytest.raises(JournalUnavailable, match="full"):
            await fill_the_disk()
        await journal.close()
        assert len(acknowledged) > 100
        assert {entry.request: entry.position for entry in await read_all(path)} == acknowledged
        assert check(path).is_whole

    asyncio.run(day())
