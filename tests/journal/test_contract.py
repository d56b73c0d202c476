"""What every journal promises, whatever it is kept on."""

import asyncio

import pytest

from live.journal import Entry, Filing, JournalUnavailable
from tests.journal.conftest import entries, type_of_engine, vote


def test_entries_come_back_in_the_order_they_were_filed(engine: type_of_engine) -> None:
    """A filing is one request: its acts follow each other, and the last one carries the request id."""

    async def day() -> None:
        async with engine() as journal:
            assert await journal.head() == 0
            assert await entries(journal) == []
            two = Filing("r2", (("label/1", b'["LabelPosted"]'), ("wall", b"{}")), at=1700)
            assert await journal.append([vote("r1"), two, Filing("", (("agenda", b"next"),), at=1701)]) == [1, 3, 4]
            assert await entries(journal) == [
                Entry(1, 0, "poll/7/votes", "r1", b"B"),
                Entry(2, 1700, "label/1", "", b'["LabelPosted"]'),
                Entry(3, 1700, "wall", "r2", b"{}"),
                Entry(4, 1701, "agenda", "", b"next"),
            ]
            assert [entry.position for entry in await entries(journal, after=2)] == [3, 4]
            assert await entries(journal, after=4) == []
            assert await journal.head() == 4

    asyncio.run(day())


def test_any_text_and_any_bytes_come_back_as_they_were(engine: type_of_engine) -> None:
    async def day() -> None:
        async with engine() as journal:
            filing = Filing(
                "réquest \0 \N{BUSTS IN SILHOUETTE}", (("thème/ü\0", bytes(range(256))), ("x", b"")), at=2**53
            )
            assert await journal.append([filing]) == [2]
            assert await journal.append([filing]) == [2]
            assert await entries(journal) == [
                Entry(1, 2**53, "thème/ü\0", "", bytes(range(256))),
                Entry(2, 2**53, "x", "réquest \0 \N{BUSTS IN SILHOUETTE}", b""),
            ]

    asyncio.run(day())


def test_the_same_request_counts_once(engine: type_of_engine) -> None:
    """In a later call, twice in one call, and in many calls at the same time: the first position, and nothing added."""

    async def day() -> None:
        async with engine() as journal:
            assert await journal.append([vote("r1"), vote("r2"), vote("r1", "C")]) == [1, 2, 1]
            assert await journal.append([vote("r2", "A")]) == [2]
            at_once = await asyncio.gather(*(journal.append([vote("r3", str(n))]) for n in range(20)))
            assert at_once == [[3]] * 20
            assert [entry.act for entry in await entries(journal)] == [b"B", b"B", b"0"]

    asyncio.run(day())


def test_what_the_server_files_itself_is_never_taken_for_a_repetition(engine: type_of_engine) -> None:
    async def day() -> None:
        async with engine() as journal:
            assert await journal.append([vote(""), vote("")]) == [1, 2]
            assert await journal.append([vote("")]) == [3]

    asyncio.run(day())


def test_a_count_takes_the_votes_and_their_request_ids_with_it(engine: type_of_engine) -> None:
    """Other subjects stay, positions are never given twice, and the head never goes down."""

    async def day() -> None:
        async with engine() as journal:
            await journal.append(
                [vote("r1"), vote("r2", subject="label/1"), vote("r3"), vote("r4", subject="poll/70/votes")]
            )
            count = Filing("r5", (("poll/7", b"counted"),), at=5, erase=("poll/7/votes", "poll/7/key"))
            assert await journal.append([count]) == [5]
            left = [(entry.position, entry.subject) for entry in await entries(journal)]
            assert left == [(2, "label/1"), (4, "poll/70/votes"), (5, "poll/7")]
            assert await journal.append([vote("r1")]) == [6], "an erased id is forgotten, so the rules must judge it"
            assert await journal.append([count]) == [5], "a count that is sent again adds nothing ..."
            assert (await entries(journal))[-1].position == 6, "... and erases nothing"

    asyncio.run(day())


def test_erasing_keeps_to_the_order_within_one_call(engine: type_of_engine) -> None:
    """What was filed before goes, what is filed with it or after stays, and ids are judged at their turn."""

    async def day() -> None:
        async with engine() as journal:
            positions = await journal.append(
                [
                    vote("r1"),
                    vote("r2", subject="label/1"),
                    Filing("r3", (("poll/7/votes", b"kept"),), at=0, erase=("poll/7/votes",)),
                    vote("r1", "again"),
                    vote("r2", subject="label/1"),
                ]
            )
            assert positions == [1, 2, 3, 4, 2]
            assert [entry.act for entry in await entries(journal)] == [b"B", b"kept", b"again"]

    asyncio.run(day())


def test_a_subject_that_ends_in_a_slash_stands_for_all_below_it(engine: type_of_engine) -> None:
    async def day() -> None:
        async with engine() as journal:
            subjects = ("label/1", "label/12", "labels", "label", "LABEL/1", "wall")
            await journal.append([Filing("", tuple((subject, b"words") for subject in subjects), at=0)])
            await journal.append([Filing("", (("label/3", b"new"),), at=0, erase=("label/",))])
            left = [entry.subject for entry in await entries(journal)]
            assert left == ["labels", "label", "LABEL/1", "wall", "label/3"]
            await journal.erase("label/")
            assert [entry.subject for entry in await entries(journal)] == left[:-1]

    asyncio.run(day())


def test_a_filing_that_only_erases_gives_the_head(engine: type_of_engine) -> None:
    async def day() -> None:
        async with engine() as journal:
            await journal.append([vote("r1"), vote("r2", subject="label/1")])
            assert await journal.append([Filing("r3", (), at=0, erase=("label/1",))]) == [2]
            await journal.erase("poll/7/votes")
            await journal.erase("nothing of that name")
            assert await entries(journal) == []
            assert await journal.head() == 2
            assert await journal.append([vote("r3")]) == [3]

    asyncio.run(day())


def test_a_follower_sees_what_was_there_and_what_is_appended(engine: type_of_engine) -> None:
    """Each entry once and in order, whatever is appended while it reads; a closed journal is its end."""

    async def day() -> None:
        async with engine() as journal:
            await journal.append([vote("", str(n)) for n in range(1, 2501)])
            seen: list[int] = []
            has_seen_all = asyncio.Event()

            async def follow() -> None:
                async for entry in journal.follow(after=10):
                    seen.append(entry.position)
                    if entry.position == 2600:
                        has_seen_all.set()

            async with asyncio.timeout(20), asyncio.TaskGroup() as hall:
                hall.create_task(follow())
                for n in range(2501, 2601):
                    await journal.append([vote("", str(n))])
                await has_seen_all.wait()
                await journal.close()
            assert seen == list(range(11, 2601))

    asyncio.run(day())


def test_a_reader_gets_what_was_there_when_it_started(engine: type_of_engine) -> None:
    async def day() -> None:
        async with engine() as journal:
            await journal.append([vote("", "B")] * 3)
            seen = []
            async for entry in journal.read():
                seen.append(entry.position)
                await journal.append([vote("")])
            assert seen == [1, 2, 3]

    asyncio.run(day())


def test_a_closed_journal_refuses_everything(engine: type_of_engine) -> None:
    async def day() -> None:
        async with engine() as journal:
            await journal.append([vote("r1")])
            await journal.close()
            await journal.close()
            with pytest.raises(JournalUnavailable):
                await journal.append([vote("r2")])
            with pytest.raises(JournalUnavailable):
                await entries(journal)
            with pytest.raises(JournalUnavailable):
                await entries(journal, after=1)
            with pytest.raises(JournalUnavailable):
                await journal.head()

    asyncio.run(day())


def test_every_journal_has_an_epoch_of_its_own(engine: type_of_engine) -> None:
    async def day() -> None:
        async with engine() as journal:
            first = journal.epoch
            await journal.append([vote("r1")])
            assert journal.epoch == first
            assert len(first) == 16

    asyncio.run(day())
