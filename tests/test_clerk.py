"""The clerk: nothing is acknowledged before it is on the disk, and nothing is counted twice."""

from __future__ import annotations

import asyncio
import itertools
from collections.abc import Awaitable, Callable, Sequence

import pytest

from live.clerk import Clerk, Done, Unavailable
from live.conference import (
    Act,
    Actor,
    Conference,
    MakeConference,
    Refused,
    agenda,
    make_conference,
    people,
    polls,
    wall,
)
from live.journal import Entry, Filing, JournalUnavailable
from live.journal.memory import MemoryJournal

CHAIR = Actor("chair")


class Disk:
    """A memory journal that outlives its closing, as a disk does, and can fail as a disk does."""

    def __init__(self) -> None:
        self.written = MemoryJournal()
        self.fails_before_writing = 0
        self.fails_after_writing = 0
        self.opened = 0
        self.appends: list[int] = []
        self.may_write = asyncio.Event()
        self.may_write.set()

    async def open(self) -> Handle:
        self.opened += 1
        return Handle(self)


class Handle(MemoryJournal):
    """One opening of the disk."""

    def __init__(self, disk: Disk) -> None:
        super().__init__()
        self.disk = disk
        self.epoch = disk.written.epoch
        self.read = disk.written.read  # type: ignore[method-assign]
        self.head = disk.written.head  # type: ignore[method-assign]

    async def append(self, filings: Sequence[Filing]) -> list[int]:
        await self.disk.may_write.wait()
        if self.disk.fails_before_writing:
            self.disk.fails_before_writing -= 1
            raise JournalUnavailable("no room")
        positions = await self.disk.written.append(filings)
        self.disk.appends.append(len(filings))
        if self.disk.fails_after_writing:
            self.disk.fails_after_writing -= 1
            raise JournalUnavailable("the disk went away just after writing")
        return positions


class Hall:
    """A clerk at work, with five voices and an open question."""

    def __init__(self) -> None:
        self.disk = Disk()
        self.announced: list[tuple[Conference, Conference, tuple[Act, ...]]] = []
        self.now = 1000
        self.clerk = self.another_clerk()

    def another_clerk(self) -> Clerk:
        return Clerk(self.disk.open, self._announce, now=lambda: self.now, token=lambda: "ab" * 32)

    def _announce(self, before: Conference, after: Conference, acts: Sequence[Act]) -> None:
        self.announced.append((before, after, tuple(acts)))

    async def begin(self) -> None:
        await self.clerk.ask(make_conference, MakeConference("482913", "A day"), CHAIR)
        for number in range(5):
            await self.clerk.ask(people.join, people.Join(), voice(number))
        question = agenda.AddItem("poll", {"options": ["Yes\nNo"]}, "Does it work?", question="one_choice")
        await self.clerk.ask(agenda.add_item, question, CHAIR)
        await self.clerk.ask(polls.open_poll, polls.RoundRequest(1, 1), CHAIR)

    async def vote(self, number: int, answer: str, id: str = "") -> int:
        done = await self.clerk.ask(polls.cast_vote, polls.CastVote(1, 1, {"vote": [answer]}), voice(number), id)
        return done.position

    def vote_soon(self, number: int, answer: str, id: str, told: Callable[[Done | Exception], None]) -> None:
        self.clerk.ask_soon(polls.cast_vote, polls.CastVote(1, 1, {"vote": [answer]}), voice(number), id, told)

    @property
    def tally(self) -> tuple[int, ...]:
        one = self.clerk.conference.polls.by_id[1].rounds[0]
        assert one.box is not None
        return one.box.tally

    async def entries(self) -> list[Entry]:
        return [entry async for entry in self.disk.written.read()]


def voice(number: int) -> Actor:
    return Actor("delegate", f"voice-{number}")


def in_a_hall(story: Callable[[Hall], Awaitable[None]]) -> None:
    """Play a story in a hall whose clerk is at work."""

    async def play() -> None:
        hall = Hall()
        await hall.clerk.open()
        working = asyncio.create_task(hall.clerk.run())
        await hall.begin()
        await story(hall)
        working.cancel()
        await asyncio.gather(working, return_exceptions=True)
        await hall.clerk.close()

    asyncio.run(play())


def test_nobody_is_told_counted_before_it_is_on_the_disk() -> None:
    async def story(hall: Hall) -> None:
        hall.disk.may_write.clear()
        before, told = await hall.disk.written.head(), len(hall.announced)
        vote = asyncio.create_task(hall.vote(0, "A", "id-1"))
        for _ in range(20):
            await asyncio.sleep(0)
        assert (vote.done(), hall.tally, len(hall.announced)) == (False, (0, 0), told)
        hall.disk.may_write.set()
        assert await vote == before + 1
        assert hall.tally == (1, 0)

    in_a_hall(story)


def test_the_same_id_twice_gives_the_first_answer_again_and_adds_nothing() -> None:
    async def story(hall: Hall) -> None:
        first = await hall.vote(0, "A", "id-1")
        entries = len(await hall.entries())
        assert await hall.vote(0, "B", "id-1") == first
        assert list(await asyncio.gather(hall.vote(1, "B", "id-2"), hall.vote(1, "B", "id-2"))) == [
            first + 1,
            first + 1,
        ]
        assert (hall.tally, len(await hall.entries())) == ((1, 1), entries + 1)

    in_a_hall(story)


def test_another_clerk_on_the_same_disk_knows_the_ids_and_the_day() -> None:
    async def story(hall: Hall) -> None:
        first = await hall.vote(0, "A", "id-1")
        other = hall.another_clerk()
        await other.open()
        assert other.conference == hall.clerk.conference
        assert (
            await other.ask(polls.cast_vote, polls.CastVote(1, 1, {"vote": ["B"]}), voice(0), "id-1")
        ).position == first
        await other.close()

    in_a_hall(story)


def test_requests_that_wait_together_are_written_together() -> None:
    async def story(hall: Hall) -> None:
        hall.disk.may_write.clear()
        first = asyncio.create_task(hall.vote(0, "A"))
        await asyncio.sleep(0)
        await asyncio.sleep(0)
        rest = [asyncio.create_task(hall.vote(number, "B")) for number in range(1, 5)]
        await asyncio.sleep(0)
        hall.disk.may_write.set()
        await asyncio.gather(first, *rest)
        assert hall.disk.appends[-2:] == [1, 4]
        assert hall.tally == (1, 4)

    in_a_hall(story)


def test_a_refusal_is_for_the_one_who_asked_and_leaves_no_trace() -> None:
    async def story(hall: Hall) -> None:
        entries = len(await hall.entries())
        answers = await asyncio.gather(hall.vote(0, "Z"), hall.vote(1, "A"), hall.vote(99, "A"), return_exceptions=True)
        assert [type(answer) for answer in answers] == [Refused, int, Refused]
        assert (hall.tally, len(await hall.entries())) == ((1, 0), entries + 1)

    in_a_hall(story)


@pytest.mark.parametrize("written", [False, True], ids=["not written", "written, but nobody knows"])
def test_after_a_failed_write_the_phone_is_told_later_and_sending_again_counts_once(written: bool) -> None:
    async def story(hall: Hall) -> None:
        if written:
            hall.disk.fails_after_writing = 1
        else:
            hall.disk.fails_before_writing = 1
        with pytest.raises(Unavailable):
            await hall.vote(0, "A", "id-1")
        position = None
        while position is None:
            try:
                position = await hall.vote(0, "A", "id-1")
            except Unavailable:
                await asyncio.sleep(0)
        assert hall.tally == (1, 0)
        assert [entry.request for entry in await hall.entries()].count("id-1") == 1
        assert hall.disk.opened == 2

    in_a_hall(story)


def test_a_rule_that_breaks_is_a_problem_of_one_request_only() -> None:
    def broken(*_: object) -> Sequence[Act]:
        raise ZeroDivisionError

    async def story(hall: Hall) -> None:
        outcomes = await asyncio.gather(
            hall.clerk.ask(broken, wall.LabelRequest(1), voice(0)), hall.vote(1, "B"), return_exceptions=True
        )
        assert isinstance(outcomes[0], ZeroDivisionError)
        assert hall.tally == (0, 1)

    in_a_hall(story)


def test_the_count_erases_the_votes_and_their_ids_but_a_late_copy_is_still_told_counted() -> None:
    async def story(hall: Hall) -> None:
        first = await hall.vote(0, "A", "id-1")
        await hall.clerk.ask(polls.close_poll, polls.RoundRequest(1, 1), CHAIR)
        hall.now += polls.LATE_MS
        await hall.clerk.ask(polls.show_result, polls.ShowResult(1, 1), CHAIR)
        assert not [
            entry for entry in await hall.entries() if entry.subject.endswith("votes") or entry.request == "id-1"
        ]
        assert await hall.vote(0, "A", "id-1") == first
        count = hall.clerk.conference.polls.by_id[1].rounds[0].count
        assert count is not None
        assert (count.voters, count.tally) == (1, (1, 0))

    in_a_hall(story)


def test_a_vote_bears_no_time() -> None:
    async def story(hall: Hall) -> None:
        await hall.vote(0, "A", "id-1")
        assert [entry.at for entry in await hall.entries() if entry.request == "id-1"] == [0]

    in_a_hall(story)


def test_when_it_stops_those_who_wait_are_told_later() -> None:
    async def story(hall: Hall) -> None:
        hall.disk.may_write.clear()
        first = asyncio.create_task(hall.vote(0, "A"))
        await asyncio.sleep(0)
        await asyncio.sleep(0)
        waiting = asyncio.create_task(hall.vote(1, "A"))
        await asyncio.sleep(0)
        await hall.clerk.close()
        with pytest.raises(Unavailable):
            await waiting
        with pytest.raises(Unavailable):
            await hall.vote(2, "A")
        first.cancel()

    in_a_hall(story)


def test_who_does_not_wait_is_told_once_whatever_comes_of_it() -> None:
    def broken(*_: object) -> Sequence[Act]:
        raise ZeroDivisionError

    async def story(hall: Hall) -> None:
        told: list[tuple[str, Done | Exception]] = []

        def tell(name: str) -> Callable[[Done | Exception], None]:
            return lambda outcome: told.append((name, outcome))

        hall.vote_soon(0, "A", "id-1", tell("counted"))
        hall.vote_soon(0, "B", "id-1", tell("twin"))
        hall.vote_soon(1, "Z", "id-2", tell("refused"))
        hall.clerk.ask_soon(broken, wall.LabelRequest(1), voice(2), "", tell("broken"))
        assert told == []
        last = await hall.vote(3, "B")
        hall.vote_soon(0, "B", "id-1", tell("late copy"))
        first = last - 1
        assert [(name, type(outcome)) for name, outcome in told] == [
            ("counted", Done),
            ("twin", Done),
            ("refused", Refused),
            ("broken", ZeroDivisionError),
            ("late copy", Done),
        ]
        assert [outcome.position for _, outcome in told if isinstance(outcome, Done)] == [first, first, first]
        assert hall.tally == (1, 1)

    in_a_hall(story)


def test_who_does_not_wait_is_told_later_when_the_disk_fails_or_the_clerk_stops() -> None:
    async def story(hall: Hall) -> None:
        told: list[Done | Exception] = []
        hall.disk.fails_after_writing = 1
        hall.vote_soon(0, "A", "id-1", told.append)
        for _ in range(20):
            await asyncio.sleep(0)
        hall.vote_soon(0, "A", "id-1", told.append)
        await hall.clerk.close()
        hall.vote_soon(1, "A", "id-2", told.append)
        assert [type(outcome) for outcome in told] == [Unavailable, Done, Unavailable]

    in_a_hall(story)


def test_a_clerk_that_is_stopped_while_it_writes_tells_so() -> None:
    async def play() -> None:
        hall = Hall()
        await hall.clerk.open()
        working = asyncio.create_task(hall.clerk.run())
        await hall.begin()
        told: list[Done | Exception] = []
        hall.disk.may_write.clear()
        hall.vote_soon(0, "A", "id-1", told.append)
        for _ in range(5):
            await asyncio.sleep(0)
        hall.vote_soon(1, "A", "id-2", told.append)
        working.cancel()
        await asyncio.gather(working, return_exceptions=True)
        await hall.clerk.close()
        assert [type(outcome) for outcome in told] == [Unavailable, Unavailable]

    asyncio.run(play())


def test_who_went_away_or_cannot_be_told_keeps_nobody_else_from_being_told() -> None:
    def breaks(_: Done | Exception) -> None:
        raise ZeroDivisionError

    async def story(hall: Hall) -> None:
        gone = asyncio.create_task(hall.vote(0, "A", "id-1"))
        await asyncio.sleep(0)
        gone.cancel()
        hall.vote_soon(1, "A", "id-2", breaks)
        await hall.vote(2, "B")
        assert gone.cancelled()
        assert (hall.tally, hall.disk.opened) == ((2, 1), 1)

    in_a_hall(story)


def test_a_line_of_many_is_written_in_short_batches_and_others_have_their_turn_between() -> None:
    """By a clock on which looking at a request takes a millisecond."""

    async def play() -> None:
        hall = Hall()
        hall.clerk = Clerk(
            hall.disk.open,
            hall._announce,
            now=lambda: hall.now,
            token=lambda: "ab" * 32,
            seconds=(ms / 1000 for ms in itertools.count()).__next__,
        )
        await hall.clerk.open()
        working = asyncio.create_task(hall.clerk.run())
        await hall.begin()
        written, turns, told = len(hall.disk.appends), [], list[Done | Exception]()
        for number in range(50):
            hall.vote_soon(number % 5, "AB"[number % 2], f"id-{number}", told.append)
        while len(told) < 50:
            turns.append(len(told))
            await asyncio.sleep(0)
        sizes = hall.disk.appends[written:]
        assert sum(sizes) == 50
        assert max(sizes) <= 6
        assert set(itertools.accumulate(sizes)) - {50} <= set(turns), "somebody else has looked after each batch"
        working.cancel()
        await asyncio.gather(working, return_exceptions=True)
        await hall.clerk.close()

    asyncio.run(play())
