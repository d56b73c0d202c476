"""How good suggested timetables are: what people would miss, beside placing at random and greedily, and the time to an answer.

Three conferences are made by chance (always the same): some topics are wanted by many and most by few, people want what is of
their field, and two to nine things each; rooms differ in seats and in what they offer. What is told of a plan is counted by the
same sum for all (`live/timetable/scoring.py`). Where OR-Tools is installed (the extra `solver`), CP-SAT is given the greedy plan
and the same seconds on two cores.
"""

from __future__ import annotations

import importlib.util
import time
from random import Random
from statistics import mean

from msgspec import Struct

from bench import machine
from bench.table import Cell, Table
from live.timetable.problem import Person, Plan, Problem, Space, Talk
from live.timetable.scoring import LEAD, LISTEN, TAKE_PART, Score, score
from live.timetable.simple import greedy, random_feasible
from live.timetable.worker import SECONDS, plan_elsewhere

NEEDS = ("step_free", "quiet", "screen", "interpreter")
MUSTS = ("step_free", "interpreter")
FIELDS = 6  # of interest: people want four times as often what is of theirs
TRIES = 20  # placed at random


class Size(Struct, frozen=True):
    talks: int
    rooms: int
    slots: int
    people: int


SIZES = (Size(30, 6, 6, 150), Size(60, 8, 6, 300), Size(120, 12, 10, 1000))


async def measure(sizes: tuple[Size, ...] = SIZES, seconds: float = SECONDS, solver: bool | None = None) -> Table:
    """With the solver too, where it is installed (or as said)."""
    solver = importlib.util.find_spec("ortools") is not None if solver is None else solver
    rows: list[tuple[Cell, ...]] = []
    for size in sizes:
        problem = imagined(size)
        began = time.monotonic()
        best = score(problem, await plan_elsewhere(problem, seconds))
        took = time.monotonic() - began
        cells = size.slots * size.rooms
        rows.append(
            (f"{size.talks} topics, {cells} cells, {size.people:,} people: suggested", *_told([best], best), took)
        )
        by_chance = [score(problem, random_feasible(problem, seed)) for seed in range(TRIES)]
        rows.append((f"– at random ({TRIES} times)", *_told(by_chance, best), ""))
        began = time.monotonic()
        first = greedy(problem)
        rows.append(("– greedy", *_told([score(problem, first)], best), time.monotonic() - began))
        if solver:
            rows.append(_solved(problem, first, best, seconds))
    head = ("", "× suggested", "clashes", "no seat", "needs not met", "topics left", "seconds")
    return Table("Suggested timetables", head, tuple(rows))


def _told(scores: list[Score], best: Score) -> tuple[Cell, ...]:
    """The means of several plans, and the whole sum beside that of the suggested one. A topic without a place is in the sum by
    all who want it."""
    return (
        mean(one.soft for one in scores) / max(best.soft, 1),
        mean(one.missed for one in scores) / LISTEN,
        mean(one.unseated for one in scores),
        mean(one.needs for one in scores),
        mean(one.waiting for one in scores),
    )


def _solved(problem: Problem, first: Plan, best: Score, seconds: float) -> tuple[Cell, ...]:
    from bench.cp_sat import solved

    began = time.monotonic()
    with machine.running_on(machine.SERVER | machine.CLIENTS):
        found = score(problem, solved(problem, first, seconds))
    return ("– CP-SAT from greedy on", *_told([found], best), time.monotonic() - began)


def imagined(size: Size, seed: int = 1) -> Problem:
    """A conference of this size before anything is placed."""
    chance = Random(seed)
    rooms = tuple(Space(chance.choice((12, 20, 30, 50, 80)), _some(chance, 0.5)) for _ in range(size.rooms))
    drawn = [chance.paretovariate(1.2) for _ in range(size.talks)]
    fields = [chance.randrange(FIELDS) for _ in range(size.talks)]
    hosts = max(1, size.talks * 4 // 5)
    talks = tuple(Talk((chance.randrange(hosts),), _some(chance, 0.12)) for _ in range(size.talks))
    people = []
    for _ in range(size.people):
        own = chance.randrange(FIELDS)
        odds = [weight * (4 if field == own else 1) for weight, field in zip(drawn, fields, strict=True)]
        things = sorted(set(chance.choices(range(size.talks), odds, k=chance.randint(2, 9))))
        people.append(Person(tuple((talk, chance.choices((LISTEN, TAKE_PART, LEAD), (6, 3, 1))[0]) for talk in things)))
    return Problem(
        size.slots,
        rooms,
        talks,
        tuple(people),
        tuple(range(size.slots * size.rooms)),
        tuple((slot,) for slot in range(size.slots)),
        tuple(need for need in MUSTS if any(need in room.offers for room in rooms)),
    )


def _some(chance: Random, odds: float) -> tuple[str, ...]:
    return tuple(need for need in NEEDS if chance.random() < odds)
