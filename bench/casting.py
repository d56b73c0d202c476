"""Casting is O(1): what the rule and the fold of one vote cost with few and with many votes in the box, for every kind.

Both boxes stand in the same hall, and their votes are timed in turn, so that whatever else the machine does meets both alike. The
medians are compared. A vote goes into a hash trie, whose depth is the logarithm to base 32 of what is in it, and a large one is
in slower memory; so a ratio a little over one is what O(1) looks like on a machine.
"""

from __future__ import annotations

import gc
import time
from collections.abc import Iterator
from pathlib import Path
from random import Random
from statistics import median
from tempfile import TemporaryDirectory

from msgspec import Struct

from bench.table import Cell, Table
from live.conference import Actor, Conference, Moment, doors, fold, people, polls
from live.conference.polls.kinds import KINDS, AnyQuestion
from live.envelopes import Envelopes

FEW, MANY = 100, 20_000
TIMED = 400
POLL = 1
TOKEN = "0" * 64


class Case(Struct, frozen=True):
    """A hall with everybody in it, a question for it, and what the rules are given with each vote."""

    name: str
    hall: Conference
    question: AnyQuestion
    terms: polls.Terms = polls.Terms()
    moment: Moment = Moment(1, TOKEN)


async def measure(few: int = FEW, many: int = MANY, timed: int = TIMED) -> Table:
    """With so many votes in the box, so many timed. Takes about a second for each kind."""
    with TemporaryDirectory(prefix="live-bench-") as folder:
        rows: list[tuple[Cell, ...]] = []
        for case in _cases(many + timed, Path(folder)):
            for_small, for_large = _timed(case, few, many, timed)
            rows.append((case.name, for_small, for_large, for_large / for_small))
    head = ("kind of question", f"{few:,} votes in the box: µs", f"{many:,}: µs", "ratio")
    return Table("Casting one vote", head, tuple(rows))


def _cases(people_there: int, folder: Path) -> Iterator[Case]:
    """Every kind, and one kind in every way in which a box can be kept."""
    hall = Conference()
    for number in range(people_there):
        hall = fold(hall, people.VoiceJoined(_voice(number)))
    for name, kind in KINDS.items():
        yield Case(name, hall, kind.example())
    question = KINDS["one_choice"].example()
    yield Case("one_choice, running result", hall, question, polls.Terms(running=True))
    numbers = range(1, people_there + 1)
    hall = fold(hall, doors.BadgesMade(tuple(doors.Badge(number, str(number), str(number)) for number in numbers)))
    for number in numbers:
        hall = fold(hall, doors.BadgeUsed(_voice(number - 1), number))
    yield Case("one_choice, badges", fold(hall, doors.DoorChosen("badges")), question)
    sealing = Moment(1, TOKEN, Envelopes(folder, "bench"))
    yield Case("one_choice, sealed", fold(hall, doors.DoorChosen("secret")), question, moment=sealing)


def _voice(number: int) -> str:
    return f"{number:032x}"


def _with_votes(case: Case, count: int) -> Conference:
    """The hall with the question open, and the votes of its first `count` voices in the box."""
    conference = fold(case.hall, polls.PollAdded(POLL, "What comes first?", case.question, terms=case.terms))
    for act in polls.open_poll(conference, polls.RoundRequest(POLL, 1), Actor("chair"), case.moment):
        conference = fold(conference, act)
    dice = Random(1)
    for voice in range(count):
        conference = _cast(case, conference, _ask(case, dice), voice)
    return conference


def _ask(case: Case, dice: Random) -> polls.CastVote:
    return polls.CastVote(POLL, 1, case.question.imagine(dice.randrange))


def _cast(case: Case, conference: Conference, ask: polls.CastVote, voice: int) -> Conference:
    for act in polls.cast_vote(conference, ask, Actor("delegate", _voice(voice)), case.moment):
        conference = fold(conference, act)
    return conference


def _timed(case: Case, few: int, many: int, count: int) -> tuple[float, float]:
    """The median time of a vote with each box, in microseconds. Every second vote changes an earlier one, the others are new."""
    small, large = _with_votes(case, few), _with_votes(case, many)
    dice = Random(2)
    times: tuple[list[int], list[int]] = ([], [])
    gc.disable()
    try:
        for number in range(count):
            ask = _ask(case, dice)
            for conference, size, taken in ((small, few, times[0]), (large, many, times[1])):
                voice = size + number if number % 2 else dice.randrange(size)
                start = time.perf_counter_ns()
                after = _cast(case, conference, ask, voice)
                end = time.perf_counter_ns()
                if after is not conference:  # the same answer once more changes nothing and costs less
                    taken.append(end - start)
    finally:
        gc.enable()
    return median(times[0]) / 1000, median(times[1]) / 1000
