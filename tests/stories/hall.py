"""The hall of a story: who is there, what each of them was told is counted, and what must therefore be true in the evening.

The truth is kept here in the plainest way there is, as people with paper would keep it: who said what last. Nothing of the
server's own code takes part in it.
"""

from __future__ import annotations

import asyncio
import secrets
from collections import Counter
from collections.abc import Coroutine, Sequence
from typing import Any

from msgspec import Struct

from live import plans
from live.conference import Actor, Conference, Moment, replay
from live.conference.agenda import Item
from live.conference.plan import TakePlan, take_plan
from live.crowd import Demo, Done, Refused, read_demo
from tests.running import House, Links, Someone

PLAN = "co-production"
PLAN_TEXT = plans.plan_text(PLAN)


def shipped_day() -> Conference:
    """The shipped plan as the server will have it: items and questions get their numbers in the order of the plan."""
    return replay(take_plan(Conference(), TakePlan(PLAN_TEXT), Actor("chair"), Moment(0)))


def shipped_demo() -> Demo:
    return read_demo(plans.demo_text(PLAN))


class Acknowledged(Struct, frozen=True):
    """A request that somebody was told is done."""

    name: str
    by: str
    fields: dict[str, str | Sequence[str]]


class Hall:
    def __init__(self, here: House, links: Links) -> None:
        self.here = here
        self.links = links
        self.day = shipped_day()
        self.demo = shipped_demo()
        self.delegates: list[Someone] = []
        self.acknowledged: dict[str, Acknowledged] = {}
        self.votes: dict[tuple[int, int], dict[str, Sequence[str]]] = {}
        """What each person said last, by question and round: letters, or a list with one text."""

    def item(self, words: str) -> Item:
        [item] = [each for each in self.day.agenda.items if words in each.title]
        return item

    def poll(self, words: str) -> int:
        [poll] = [each.id for each in self.day.polls.in_order() if words in each.title]
        return poll

    async def does(self, who: Someone, what: str, /, **fields: str | Sequence[str]) -> Done:
        """Ask for something that must be done, and remember that it was acknowledged."""
        request = secrets.token_urlsafe(18)
        answer = await who.wants_as(request, what, **fields)
        assert isinstance(answer, Done), f"{who.name} wanted to {what} and heard: {answer}"
        assert answer.id == request
        self.acknowledged[request] = Acknowledged(what, who.name, fields)
        return answer

    async def is_refused(self, who: Someone, what: str, /, **fields: str | Sequence[str]) -> Refused:
        answer = await who.wants(what, **fields)
        assert isinstance(answer, Refused), f"{who.name} wanted to {what} and heard: {answer}"
        return answer

    async def votes_for(self, who: Someone, poll: int, number: int, vote: Sequence[str]) -> None:
        await self.does(who, "cast_vote", poll=str(poll), round=str(number), vote=list(vote))
        self.votes.setdefault((poll, number), {})[who.name] = vote

    def tally(self, poll: int, number: int, marks: str) -> list[int]:
        """How often each mark was made, by what was sent."""
        made = Counter(mark for vote in self.votes[poll, number].values() for mark in vote)
        return [made[mark] for mark in marks]


async def all_of(doings: Sequence[Coroutine[Any, Any, Any]]) -> None:
    """Everybody at once."""
    async with asyncio.TaskGroup() as group:
        for doing in doings:
            group.create_task(doing)


async def some_of(tasks: Sequence[asyncio.Task[None]], count: int) -> None:
    """Wait until so many of these are done."""
    while sum(task.done() for task in tasks) < count:
        await asyncio.wait([task for task in tasks if not task.done()], return_when=asyncio.FIRST_COMPLETED)
