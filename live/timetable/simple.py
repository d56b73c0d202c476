"""Plans that are made in one go: at random, in their order, and greedily.

None of them breaks a hard rule that the board as it stands does not break. Each leaves talks waiting where they find no cell.
"""

from __future__ import annotations

import random

from live.timetable.masks import Masks
from live.timetable.problem import WAITS, Plan, Problem
from live.timetable.scoring import new_breaks, score


def random_feasible(problem: Problem, seed: int) -> list[int]:
    """What waits, in any order, each in any cell that suits it. What has a place keeps it."""
    chance = random.Random(seed)
    plan = problem.now()
    for talk in chance.sample(_waiting(plan), len(_waiting(plan))):
        plan[talk] = chance.choice(_open_to(problem, plan, talk) or [WAITS])
    return plan


def as_they_come(problem: Problem) -> list[int]:
    """What waits, in its order, each in the first cell that suits it: what somebody in a hurry would do."""
    plan = problem.now()
    for talk in _waiting(plan):
        plan[talk] = next(iter(_open_to(problem, plan, talk)), WAITS)
    return plan


def greedy(problem: Problem, masks: Masks | None = None) -> list[int]:
    """The talks that most people want first, each where it costs least at that moment: once round what has a place already, and
    once with everything that may move taken up. The better of the two."""
    masks = masks or Masks(problem)
    emptied = [talk.at if talk.stays else WAITS for talk in problem.talks]
    plans = [_filled(problem, masks, start) for start in (problem.now(), emptied)]
    return min((plan for plan in plans if not new_breaks(problem, plan)), key=lambda plan: score(problem, plan).cost)


def _filled(problem: Problem, masks: Masks, start: Plan) -> list[int]:
    plan, at = list(start), masks.by_moment(start)
    missed = [masks.missed(moment, talks) for moment, talks in enumerate(at)]
    hardest_first = sorted(_waiting(plan), key=lambda talk: (-problem.wanted_by[talk], len(problem.suited[talk]), talk))
    for talk in hardest_first:
        cells = _open_to(problem, plan, talk)
        if not cells:
            continue
        more = [masks.missed(moment, [*talks, talk]) - missed[moment] for moment, talks in enumerate(at)]

        def added(cell: int, talk: int = talk, more: list[int] = more) -> int:
            moments = problem.moments_of[problem.slot_of(cell)]
            return masks.of_cell(talk, cell) + sum(more[moment] for moment in moments)

        plan[talk] = min(cells, key=added)
        for moment in problem.moments_of[problem.slot_of(plan[talk])]:
            at[moment].append(talk)
            missed[moment] += more[moment]
    return plan


def _waiting(plan: Plan) -> list[int]:
    return [talk for talk, cell in enumerate(plan) if cell == WAITS]


def _open_to(problem: Problem, plan: Plan, talk: int) -> list[int]:
    """The empty cells that suit a talk, at times at which no other talk of its hosts is."""
    taken = set(plan)
    others = [plan[other] for other in problem.same_host[talk]]
    return [
        cell
        for cell in problem.suited[talk]
        if cell not in taken and not any(problem.at_once(cell, other) for other in others)
    ]
