"""Casting is O(1): what the rule and the fold of one vote cost with few and with many votes in the box, for every kind.

Both boxes stand in the same hall, and their votes are timed in turn, so that whatever else the machine does meets both alike. The
medians are compared. A vote goes into a hash trie, whose depth is the logarithm to base 32 of what is in it, and a large one is
in slower memory; so a ratio a little over one is what O(1) looks like on a machine.
"""

from __future__ import annotations

import gc
import time
from random import Random
from statistics import median

from bench.table import Cell, Table
from live.conference import Actor, Conference, Moment, fold, people, polls
from live.conference.polls.kinds import KINDS, AnyQuestion

FEW, MANY = 100, 20_000
TIMED = 400
POLL = 1
CHAIR = Actor("chair")
NOW = Moment(1, "0" * 64)


async def measure(few: int = FEW, many: int = MANY, timed: int = TIMED) -> Table:
    """With so many votes in the box, so many timed. Takes about two seconds for eight kinds."""
    rows: list[tuple[Cell, ...]] = []
    hall = Conference()
    for number in range(many + timed):
        hall = fold(hall, people.VoiceJoined(f"{number:032x}"))
    for name, kind in KINDS.items():
        question: AnyQuestion = kind.example()
        small, large = _with_votes(hall, question, few), _with_votes(hall, question, many)
        for_small, for_large = _timed(small, large, question, few, many, timed)
        rows.append((name, for_small, for_large, for_large / for_small))
    return Table(
        "Casting one vote", ("kind of question", f"{few:,} votes in the box: µs", f"{many:,}: µs", "ratio"), tuple(rows)
    )


def _with_votes(hall: Conference, question: AnyQuestion, count: int) -> Conference:
    """The hall with this question open, and the votes of its first `count` voices in the box."""
    conference = fold(hall, polls.PollAdded(POLL, "What comes first?", question))
    for act in polls.open_poll(conference, polls.RoundRequest(POLL, 1), CHAIR, NOW):
        conference = fold(conference, act)
    dice = Random(1)
    for voice in range(count):
        conference = _cast(conference, _ask(question, dice), voice)
    return conference


def _ask(question: AnyQuestion, dice: Random) -> polls.CastVote:
    return polls.CastVote(POLL, 1, question.imagine(dice.randrange))


def _cast(conference: Conference, ask: polls.CastVote, voice: int) -> Conference:
    for act in polls.cast_vote(conference, ask, Actor("delegate", f"{voice:032x}"), NOW):
        conference = fold(conference, act)
    return conference


def _timed(
    small: Conference, large: Conference, question: AnyQuestion, few: int, many: int, count: int
) -> tuple[float, float]:
    """The median time of a vote with each box, in microseconds. Every second vote changes an earlier one, the others are new."""
    dice = Random(2)
    times: tuple[list[int], list[int]] = ([], [])
    gc.disable()
    try:
        for number in range(count):
            ask = _ask(question, dice)
            for conference, size, taken in ((small, few, times[0]), (large, many, times[1])):
                voice = size + number if number % 2 else dice.randrange(size)
                start = time.perf_counter_ns()
                after = _cast(conference, ask, voice)
                end = time.perf_counter_ns()
                if after is not conference:  # the same answer once more changes nothing and costs less
                    taken.append(end - start)
    finally:
        gc.enable()
    return median(times[0]) / 1000, median(times[1]) / 1000
