"""Suggested timetables as numbers: no plan breaks a hard rule, none is worse than the greedy one, and the worker always ends."""

from __future__ import annotations

import asyncio
import os
from collections.abc import Callable
from itertools import product
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bench.timetable import Size, imagined
from live.timetable.masks import Masks
from live.timetable.planning import planned
from live.timetable.problem import WAITS, Person, Plan, Problem, Space, Talk
from live.timetable.scoring import (
    LEAD,
    LISTEN,
    MOVE,
    PLACED,
    SEAT,
    TAKE_PART,
    Score,
    broken,
    missed_by,
    new_breaks,
    score,
)
from live.timetable.simple import as_they_come, greedy, random_feasible
from live.timetable.swapping import swapped
from live.timetable.worker import NoPlan, plan_elsewhere

NEEDS = ("step_free", "quiet", "screen", "interpreter")
WEIGHT = st.sampled_from((LISTEN, TAKE_PART, LEAD))


def so_often(looks: int) -> Callable[[], float]:
    """A clock that is looked at so many times, so that a plan does not depend on how quick the machine is."""
    left = iter(range(looks - 1, -1, -1))
    return lambda: next(left) / looks


@st.composite
def problems(draw: st.DrawFn) -> Problem:
    """Small boards with everything: placed, fixed and clashing talks, closed cells, times that overlap, bookings."""
    slots, rooms, talks = draw(st.integers(1, 4)), draw(st.integers(1, 3)), draw(st.integers(0, 8))
    offers = st.lists(st.sampled_from(NEEDS), max_size=3, unique=True).map(tuple)
    cells = range(slots * rooms)
    there = draw(st.lists(st.sampled_from([*cells, *[WAITS] * 9]), min_size=talks, max_size=talks))
    placed = [cell if cell not in there[:number] else WAITS for number, cell in enumerate(there)]
    of_all = [
        Talk(
            tuple(draw(st.lists(st.integers(0, 5), max_size=2, unique=True))),
            draw(offers),
            tuple(draw(st.lists(st.integers(0, slots - 1), max_size=1))),
            at,
            at != WAITS and draw(st.booleans()),
        )
        for at in placed
    ]
    wants = st.dictionaries(st.integers(0, talks - 1), WEIGHT, max_size=4) if talks else st.just({})
    busy = st.dictionaries(st.integers(0, slots - 1), WEIGHT, max_size=1)
    people = draw(st.lists(st.tuples(wants, busy), max_size=8))
    free = draw(st.lists(st.sampled_from(cells), unique=True))
    overlapping = draw(st.booleans()) and slots > 1
    return Problem(
        slots,
        tuple(Space(draw(st.integers(0, 3)), draw(offers)) for _ in range(rooms)),
        tuple(of_all),
        tuple(Person(tuple(sorted(one.items())), tuple(sorted(two.items()))) for one, two in people),
        tuple(sorted(free)),
        ((0, 1), *((slot,) for slot in range(2, slots))) if overlapping else tuple((slot,) for slot in range(slots)),
        tuple(draw(st.lists(st.sampled_from(NEEDS), max_size=2, unique=True))),
    )


@given(problems(), st.integers(0, 5))
def test_no_plan_breaks_a_hard_rule_that_the_board_does_not_break_or_takes_a_place_away(
    problem: Problem, seed: int
) -> None:
    plans = (
        random_feasible(problem, seed),
        as_they_come(problem),
        greedy(problem),
        planned(problem, so_often(6), seed),
    )
    for plan in plans:
        assert new_breaks(problem, plan) == []
        taken = [cell for cell in plan if cell != WAITS]
        assert len(taken) == len(set(taken))
        for talk, cell in zip(problem.talks, plan, strict=True):
            assert cell in (*problem.free, talk.at)
            assert talk.at == WAITS or cell != WAITS
            assert not talk.stays or cell == talk.at


@given(problems())
def test_a_suggestion_is_never_worse_than_greedy_and_greedy_never_worse_than_leaving_all_as_it_is(
    problem: Problem,
) -> None:
    suggested, first = planned(problem, so_often(6)), greedy(problem)
    assert score(problem, suggested).cost <= score(problem, first).cost <= score(problem, problem.now()).cost


@given(problems(), st.integers(0, 3))
def test_quick_and_plain_counting_come_to_the_same(problem: Problem, seed: int) -> None:
    plan, masks = random_feasible(problem, seed), Masks(problem)
    counted = score(problem, plan)
    quick = sum(masks.missed(moment, talks) for moment, talks in enumerate(masks.by_moment(plan)))
    assert quick == sum(missed_by(problem, plan)) == counted.missed
    in_cells = sum(masks.of_cell(talk, cell) for talk, cell in enumerate(plan) if cell != WAITS)
    assert quick + in_cells + counted.left_out == counted.soft


@given(problems())
@settings(max_examples=20)
def test_the_same_board_gets_the_same_suggestion(problem: Problem) -> None:
    assert planned(problem, so_often(5)) == planned(problem, so_often(5))


@pytest.mark.parametrize("seed", range(12))
def test_of_a_small_board_the_best_plan_there_is_is_found(seed: int) -> None:
    problem = imagined(Size(talks=5, rooms=2, slots=3, people=12), seed)
    costs = (score(problem, plan).cost for plan in product(range(WAITS, 6), repeat=5) if not broken(problem, plan))
    assert score(problem, planned(problem, so_often(60))).cost == min(costs)


def test_what_a_plan_costs_is_told_by_its_parts() -> None:
    """Two rooms at two times; talk 1 waits, talk 2 moved from the small room at the first time to the second."""
    problem = Problem(
        2,
        (Space(1, ("screen",)), Space(0)),
        (Talk(), Talk(needs=("screen",)), Talk(at=0)),
        (
            Person(((0, LEAD), (1, LISTEN), (2, TAKE_PART))),
            Person(((0, LISTEN), (2, LISTEN)), busy=((1, TAKE_PART),)),
        ),
        (0, 1, 2, 3),
        ((0,), (1,)),
    )
    plan: Plan = (3, WAITS, 2)
    missed = TAKE_PART + (LISTEN + LISTEN)  # the first leads talk 0; the second is booked
    assert score(problem, plan) == Score(waiting=1, left_out=LISTEN, missed=missed, unseated=1, moves=1)
    assert score(problem, plan).cost == PLACED + LISTEN + missed + SEAT + MOVE
    assert missed_by(problem, plan) == [TAKE_PART, LISTEN + LISTEN]


def test_swapping_finds_what_greedy_does_not() -> None:
    """The three conferences of the bench, with a count of swaps instead of seconds."""
    for size in (Size(30, 6, 6, 150), Size(60, 8, 6, 300)):
        problem = imagined(size)
        first = greedy(problem)
        at_random = [score(problem, random_feasible(problem, seed)).soft for seed in range(5)]
        best = score(problem, swapped(problem, first, 1, so_often(300)))
        assert best.soft < 0.95 * score(problem, first).soft
        assert best.soft < 0.6 * min(at_random)
        assert best.waiting == max(0, size.talks - size.slots * size.rooms)


def workers() -> list[str]:
    """The worker processes that this process has started and that still run."""
    found = []
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            line, parent = (
                (folder / "cmdline").read_bytes(),
                (folder / "stat").read_text().rpartition(")")[2].split()[1],
            )
        except OSError:
            continue  # it ended meanwhile
        if b"live.timetable" in line and parent == str(os.getpid()):
            found.append(folder.name)
    return found


def test_a_worker_answers_with_a_plan() -> None:
    problem = imagined(Size(20, 4, 5, 60))
    plan = asyncio.run(plan_elsewhere(problem, seconds=0.2))
    assert broken(problem, plan) == []
    assert score(problem, plan).cost <= score(problem, greedy(problem)).cost
    assert workers() == []


def test_a_worker_that_takes_too_long_is_ended() -> None:
    with pytest.raises(NoPlan, match=r"no answer after 0\.5 seconds"):
        asyncio.run(plan_elsewhere(imagined(Size(20, 4, 5, 60)), seconds=600, longest=0.5))
    assert workers() == []


def test_a_worker_ends_with_whoever_waits_for_it() -> None:
    async def leaving() -> None:
        with pytest.raises(TimeoutError):
            await asyncio.wait_for(plan_elsewhere(imagined(Size(20, 4, 5, 60)), seconds=600, longest=600), 1)
        assert workers() == []

    asyncio.run(leaving())


def test_a_worker_that_fails_says_why() -> None:
    wrong = Problem(1, (Space(),), (Talk(),), (Person(((7, LISTEN),)),), (0,), ((0,),))
    with pytest.raises(NoPlan, match=r"(?s)the worker ended with 1: .*IndexError"):
        asyncio.run(plan_elsewhere(wrong, seconds=0.1))
