"""One suggestion: greedy first, then swapping for as long as there is time, and the better of the two."""

from __future__ import annotations

from collections.abc import Callable

from live.timetable.masks import Masks
from live.timetable.problem import Problem
from live.timetable.scoring import new_breaks, score
from live.timetable.simple import greedy
from live.timetable.swapping import swapped

SEED = 1  # the same board gets the same suggestion, as far as the machine is as quick


def planned(problem: Problem, left: Callable[[], float], seed: int = SEED) -> list[int]:
    """A plan that breaks no hard rule which the board does not break already, and is never worse than the greedy one. `left()`
    is the share of the time that is left, from 1 to 0."""
    masks = Masks(problem)
    first = greedy(problem, masks)
    plans = [first, swapped(problem, first, seed, left, masks)]
    return min((plan for plan in plans if not new_breaks(problem, plan)), key=lambda plan: score(problem, plan).cost)
