"""Suggested timetables of one conference: who asks for one starts a worker process, and all facilitators see the same outcome.

What is suggested is not written down: it is a thought about the board, and gone when the server is. What is made of it is.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable, Sequence

from live.conference import Act, Actor, Conference, Moment, Refused, Request
from live.conference.board import Board, ProposalsQuiet, TopicChanged, TopicWithdrawn, closed_cells
from live.conference.keeping import WordsForgotten
from live.timetable.of_conference import problem_of
from live.timetable.telling import Suggestion, Timetable, told
from live.timetable.worker import NoPlan, plan_elsewhere

log = logging.getLogger("live.web")


class SuggestTimetable(Request, frozen=True):
    """`which` "waiting": places for the topics that wait; "all": for all that may move."""

    which: str = ""


class DropTimetable(Request, frozen=True):
    """`number` is the suggestion that is put away: a newer one stays."""

    number: int


def suggest_timetable(conference: Conference, ask: SuggestTimetable, by: Actor, moment: Moment) -> Sequence[Act]:
    """Whether there is anything to suggest. It changes nothing: the work begins when this is answered."""
    board = conference.board
    if ask.which not in ("waiting", "all"):
        raise Refused("Which topics: those that wait, or all that may move?", "which")
    if board.stage == "quiet":
        raise Refused("Proposals are still quiet. Open the market first, then place them.")
    if not board.rooms or not board.slots:
        raise Refused("There are no rooms or times on the board yet.")
    if not (board.waiting() if ask.which == "waiting" else board.standing()):
        raise Refused("No topic waits for a place." if board.standing() else "There are no topics yet.")
    if len(closed_cells(conference, moment.local)) == len(board.rooms) * len(board.slots):
        say = "No place can be used: all are locked, booked, or begin too soon."
        if clock := moment.local.partition(" ")[2]:
            say += f" By the clock in the hall it is {clock}."
            say += "" if conference.day else " If the conference is on another day, the chair can say so in the plan."
        raise Refused(say)
    return []


def drop_timetable(conference: Conference, ask: DropTimetable, by: Actor, moment: Moment) -> Sequence[Act]:
    """Put the suggestion away. The board stays as it is."""
    return []


OF_WORDS = (TopicChanged, TopicWithdrawn, ProposalsQuiet, WordsForgotten)
"""After these, titles that a suggestion quotes may not be there any more."""


class Planning:
    """Of one conference, as `conference()` gives it, at a time by the hall's `clock()`; `changed()` is called when there is
    something else to show."""

    def __init__(
        self, conference: Callable[[], Conference], clock: Callable[[], str], changed: Callable[[], None]
    ) -> None:
        self._conference = conference
        self._clock = clock
        self._changed = changed
        self._wanted: asyncio.Queue[bool] = asyncio.Queue()
        self._number = 0
        self.latest = Timetable()

    def take(self, request: Request) -> None:
        """Begin, or put away, what a facilitator asked for. Whoever asks while one is worked out gets that one."""
        latest = self.latest.latest
        if isinstance(request, SuggestTimetable) and not self.latest.working:
            self._show(Timetable(working=True))
            self._wanted.put_nowait(request.which == "all")
        elif isinstance(request, DropTimetable) and latest is not None and latest.number == request.number:
            self._show(Timetable())

    def announced(self, acts: Sequence[Act]) -> None:
        """What is suggested quotes titles and hosts: it must not outlive words that were changed or erased. It stays when
        somebody says more about their topic, or one person could keep facilitators from ever having one."""
        latest = self.latest.latest
        if latest is None or not any(isinstance(act, OF_WORDS) for act in acts):
            return
        if not _still_said(latest.board, self._conference().board):
            self._show(Timetable())

    async def run(self) -> None:
        """Work out what is wanted, for ever. The worker ends with this task."""
        while True:
            all_topics = await self._wanted.get()
            try:
                board = self._conference().board
                suggested = await self._suggested(all_topics)
                still = _still_said(board, self._conference().board)
                self._show(Timetable(latest=suggested) if still else Timetable())
            except NoPlan as problem:
                log.error("no timetable was suggested: %s", problem)
                self._show(Timetable(failed=True))
            finally:
                if self.latest.working:
                    self._show(Timetable(failed=True))

    async def _suggested(self, all_topics: bool) -> Suggestion:
        asked = await asyncio.to_thread(problem_of, self._conference(), self._clock(), all_topics=all_topics)
        plan = await plan_elsewhere(asked.problem)
        self._number += 1
        return await asyncio.to_thread(told, asked, plan, self._number, all_topics=all_topics)

    def _show(self, timetable: Timetable) -> None:
        self.latest = timetable
        self._changed()


def _still_said(then: Board, now: Board) -> bool:
    """Whether all topics that everybody saw `then` can be seen now, under the same titles and with the same hosts."""
    said = {topic.id: (topic.title, topic.host) for topic in then.standing()}
    return all((topic := now.seen(number)) and (topic.title, topic.host) == words for number, words in said.items())
