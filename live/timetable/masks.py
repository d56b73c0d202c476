"""The same sum as `scoring.score`, quick enough to try a hundred thousand plans in a second.

Who wants a talk is one whole number with a bit for each person, so "how many people want two of these" is an `or` and a count of
bits. Weights are layers: who wants something by 15 is in the layer from 10 to 15 too, and what a person misses is then, in each
layer, one less than the things they want there.
"""

from __future__ import annotations

from live.timetable.problem import WAITS, Plan, Problem
from live.timetable.scoring import MOVE, NEED, SEAT, unmet, unseated


class Masks:
    """What the plans of one problem cost, taken apart: by moment (`missed`) and by talk and cell (`of_cell`)."""

    def __init__(self, problem: Problem) -> None:
        self.problem = problem
        weights = {weight for person in problem.people for _, weight in (*person.wants, *person.busy)}
        self._layers: list[tuple[int, list[tuple[int, int]], list[tuple[int, int]]]] = []
        below = 0
        for level in sorted(weights):
            wants, busy = [0] * len(problem.talks), [0] * len(problem.moments)
            doubly = [0] * len(problem.moments)
            for number, person in enumerate(problem.people):
                for talk, weight in person.wants:
                    if weight >= level:
                        wants[talk] |= 1 << number
                for slot, weight in person.busy:
                    for moment in problem.moments_of[slot] if weight >= level else ():
                        doubly[moment] += bool(busy[moment] & 1 << number)
                        busy[moment] |= 1 << number
            counted = [(mask, mask.bit_count()) for mask in wants]
            self._layers.append((level - below, counted, list(zip(busy, doubly, strict=True))))
            below = level
        self._costs = [
            [self._cell_cost(talk, cell) for cell in range(problem.slots * len(problem.rooms))]
            for talk in range(len(problem.talks))
        ]

    def _cell_cost(self, talk: int, cell: int) -> int:
        moved = self.problem.talks[talk].at not in (WAITS, cell)
        return unseated(self.problem, talk, cell) * SEAT + unmet(self.problem, talk, cell) * NEED + moved * MOVE

    def of_cell(self, talk: int, cell: int) -> int:
        """What seats, needs and the move cost when this talk is in this cell."""
        return self._costs[talk][cell]

    def missed(self, moment: int, talks: list[int]) -> int:
        """What people miss at a moment, in weights, when these talks are then."""
        total = 0
        for height, wants, busy in self._layers:
            all_of_them, twice = busy[moment]
            for talk in talks:
                mask, count = wants[talk]
                twice += (all_of_them & mask).bit_count() if count else 0
                all_of_them |= mask
            total += height * twice
        return total

    def by_moment(self, plan: Plan) -> list[list[int]]:
        """The talks at each moment."""
        found: list[list[int]] = [[] for _ in self.problem.moments]
        for talk, cell in enumerate(plan):
            if cell != WAITS:
                for moment in self.problem.moments_of[self.problem.slot_of(cell)]:
                    found[moment].append(talk)
        return found
