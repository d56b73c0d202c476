"""Making a plan better by moving talks and swapping two of them, for as long as there is time.

Simulated annealing: at first a swap may also make the plan worse, later less and less, so that it does not stop at the first plan
which no single swap makes better. It was tried beside OR-Tools' CP-SAT (`python -m bench timetable`): in the seconds that
somebody waits in front of a page it finds better plans, for conferences of every size, and it needs nothing installed.
"""

from __future__ import annotations

import math
import random
from collections.abc import Callable, Iterable

from live.timetable.masks import Masks
from live.timetable.problem import WAITS, Plan, Problem
from live.timetable.scoring import BROKEN, PLACED

WARM, COLD = 15.0, 1.5
"""How much worse a swap may well make a plan, at first and in the end: a clash or two, and next to nothing."""
BETWEEN_LOOKS = 64  # swaps between two looks at the clock


def swapped(
    problem: Problem, start: Plan, seed: int, left: Callable[[], float], masks: Masks | None = None
) -> list[int]:
    """The best plan found. `left()` is the share of the time that is left, from 1 to 0, when it ends."""
    return _Swaps(problem, start, random.Random(seed), masks or Masks(problem)).run(left)


class _Swaps:
    def __init__(self, problem: Problem, start: Plan, chance: random.Random, masks: Masks) -> None:
        self._problem, self._masks, self._chance = problem, masks, chance
        self._plan = list(start)
        self._in_cell = {cell: talk for talk, cell in enumerate(start) if cell != WAITS}
        self._at = masks.by_moment(start)
        self._missed = [masks.missed(moment, talks) for moment, talks in enumerate(self._at)]
        self._left_out = [0] * len(problem.talks)
        for person in problem.people:
            for talk, weight in person.wants:
                self._left_out[talk] += weight
        self._movable = [
            talk
            for talk, one in enumerate(problem.talks)
            if not one.stays and (problem.suited[talk] or one.at != WAITS)
        ]
        self._cells = {
            talk: sorted({*problem.suited[talk], problem.talks[talk].at} - {WAITS}) for talk in self._movable
        }

    def run(self, left: Callable[[], float]) -> list[int]:
        best, lowest, cost = list(self._plan), 0, 0
        turns, heat = 0, WARM
        while self._movable:
            if turns % BETWEEN_LOOKS == 0:
                share = left()
                if share <= 0:
                    break
                heat = COLD * math.exp(share * math.log(WARM / COLD))
            turns += 1
            talk = self._movable[int(self._chance.random() * len(self._movable))]
            cells = self._cells[talk]
            cost += self._tried(talk, cells[int(self._chance.random() * len(cells))], heat)
            if cost < lowest:
                best, lowest = list(self._plan), cost
        return best

    def _tried(self, talk: int, cell: int, heat: float) -> int:
        """Put a talk into a cell, and what is there where the talk was, unless that breaks a rule or is too much worse: by how
        much the plan costs more."""
        plan, problem = self._plan, self._problem
        was = plan[talk]
        if was == cell:
            return 0
        other = self._in_cell.get(cell)
        if other is not None and not self._may_go(other, was):
            return 0
        moving = (talk,) if other is None else (talk, other)
        before = sum(self._broken(one) for one in moving)
        cells = [(one, plan[one]) for one in moving]
        plan[talk] = cell
        if other is not None:
            plan[other] = was
        change = (sum(self._broken(one) for one in moving) - before) * BROKEN
        if change > 0:
            return self._back(cells)
        missed: dict[int, tuple[list[int], int]] = {}
        for moment in self._touched(was, cell):
            there = [one for one in self._at[moment] if one not in moving]
            there += [
                one for one in moving if plan[one] != WAITS and moment in problem.moments_of[problem.slot_of(plan[one])]
            ]
            missed[moment] = there, self._masks.missed(moment, there)
            change += missed[moment][1] - self._missed[moment]
        change += sum(self._cost(one, plan[one]) - self._cost(one, old) for one, old in cells)
        if change > 0 and self._chance.random() >= math.exp(-change / heat):
            return self._back(cells)
        for moment, (there, weight) in missed.items():
            self._at[moment], self._missed[moment] = there, weight
        for _, old in cells:
            self._in_cell.pop(old, None)
        self._in_cell |= {plan[one]: one for one in moving if plan[one] != WAITS}
        return change

    def _back(self, cells: Iterable[tuple[int, int]]) -> int:
        for one, cell in cells:
            self._plan[one] = cell
        return 0

    def _may_go(self, talk: int, cell: int) -> bool:
        one = self._problem.talks[talk]
        if one.stays:
            return False
        return one.at == WAITS if cell == WAITS else cell in self._cells[talk]

    def _touched(self, *cells: int) -> set[int]:
        problem = self._problem
        return {moment for cell in cells if cell != WAITS for moment in problem.moments_of[problem.slot_of(cell)]}

    def _cost(self, talk: int, cell: int) -> int:
        return PLACED + self._left_out[talk] if cell == WAITS else self._masks.of_cell(talk, cell)

    def _broken(self, talk: int) -> int:
        """The rules that this talk breaks where it is now."""
        cell = self._plan[talk]
        if cell == WAITS:
            return 0
        others = (self._plan[other] for other in self._problem.same_host[talk])
        return (cell not in self._problem.suited[talk]) + sum(self._problem.at_once(cell, other) for other in others)
