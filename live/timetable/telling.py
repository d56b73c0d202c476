"""A plan in words: what it changes and spares, why each topic goes where it goes, and what it could not do."""

from __future__ import annotations

from collections.abc import Callable

from msgspec import Struct

from live.conference.board import Board
from live.timetable.of_conference import Asked, moves_of
from live.timetable.problem import WAITS, Plan, Problem
from live.timetable.reasons import Reasons, many
from live.timetable.scoring import missed_by, unmet, unseated
from live.timetable.simple import as_they_come

MOST_LEFT = 30  # sentences about what could not be done


class SuggestedMove(Struct, frozen=True):
    """A topic, the cell it is in ("slot/room", "" while it waits), the cell it goes to, and why."""

    topic: int
    title: str
    was: str
    now: str
    why: str


class Figure(Struct, frozen=True):
    """Something to be counted, before and with the suggestion."""

    what: str
    before: int
    then: int


class Suggestion(Struct, frozen=True):
    """`say` is the sum of it, `beside` what it is compared with, `left` what could not be done. `board` is the board as it stood.
    Each suggestion of a conference has a `number` of its own."""

    number: int
    all_topics: bool
    moves: tuple[SuggestedMove, ...]
    say: str
    beside: str
    figures: tuple[Figure, ...]
    left: tuple[str, ...]
    board: Board


class Timetable(Struct, frozen=True):
    """What a conference has of suggested timetables: one that is being worked out, one to look at, or why there is none."""

    working: bool = False
    failed: bool = False
    latest: Suggestion | None = None


def told(asked: Asked, plan: Plan, number: int, *, all_topics: bool) -> Suggestion:
    """The plan, beside the board as it stands; where topics wait, beside those put into the first free places."""
    problem, reasons = asked.problem, Reasons(asked, plan)
    place = {topic.id: talk for talk, topic in enumerate(asked.topics)}
    moves = tuple(
        SuggestedMove(topic, asked.topics[place[topic]].title, was, now, reasons.why(place[topic]))
        for topic, was, now in moves_of(asked, plan)
    )
    fresh = sum(not move.was for move in moves)
    before = as_they_come(problem) if fresh else problem.now()
    then, today = missed_by(problem, plan), missed_by(problem, before)
    spared = sum(after < first for first, after in zip(today, then, strict=True))
    hit = sum(after > first for first, after in zip(today, then, strict=True))
    parts = [many(spared, "person is spared a clash", "people are spared a clash")]
    if hit:
        parts.append(many(hit, "person gets one", "people get one"))
    if len(moves) > fresh:
        parts.append(many(len(moves) - fresh, "topic moves", "topics move"))
    if fresh:
        parts.append(many(fresh, "topic gets a place", "topics get a place"))
    beside = "the board as it stands"
    beside += ", with the waiting topics put into the first places that would do" if fresh else ""
    figures = (
        Figure("People who want two things at once", sum(map(bool, today)), sum(map(bool, then))),
        Figure("People without a seat", _sum(asked, before, unseated), _sum(asked, plan, unseated)),
        Figure("Needs that a room does not meet", _sum(asked, before, unmet), _sum(asked, plan, unmet)),
        Figure("Topics without a place", list(before).count(WAITS), list(plan).count(WAITS)),
    )
    left = tuple(reasons.left())
    if len(left) > MOST_LEFT:
        left = (*left[:MOST_LEFT], f"And {len(left) - MOST_LEFT} more of the kind.")
    say = f"{', '.join(parts)}." if moves else "Nothing better was found: everything can stay as it is."
    return Suggestion(number, all_topics, moves, say, f"Compared with {beside}.", figures, left, asked.board)


def _sum(asked: Asked, plan: Plan, count: Callable[[Problem, int, int], int]) -> int:
    return sum(count(asked.problem, talk, cell) for talk, cell in enumerate(plan))
