"""How good a plan is: one exact sum, which every way of planning is measured by.

First come the rules that nothing may break, then that talks have a place at all. What is left is weighed, by person and talk:

- A person who wants several things at one moment misses all but the one they want most. What is missed counts by how they wanted
  it (`LISTEN`, `TAKE_PART`, `LEAD`): who would lead a talk is missed by all who come.
- Somebody who finds no seat may stand or go elsewhere, so that is half of a clash: `SEAT`.
- A need that the room does not meet (other than those it has to meet) is a nuisance for a whole talk: `NEED`.
- A talk that moves sends people to the wrong door who had read the board: `MOVE`. So it moves only where it spares at least three
  listeners a clash, or as much.
"""

from __future__ import annotations

from collections.abc import Iterable

from msgspec import Struct

from live.timetable.problem import WAITS, Plan, Problem

LISTEN, TAKE_PART, LEAD = 10, 15, 20
SEAT = 5
NEED = 25
MOVE = 20
PLACED = 1_000_000  # more than a thousand people can miss in a day
BROKEN = 1_000_000_000


class Score(Struct, frozen=True):
    """`broken` are hard rules that the plan breaks, `waiting` talks without a place, `left_out` and `missed` the weights of what
    people wanted that has no place, or is at the same time as something else they want. The rest are counts."""

    broken: int = 0
    waiting: int = 0
    left_out: int = 0
    missed: int = 0
    unseated: int = 0
    needs: int = 0
    moves: int = 0

    @property
    def cost(self) -> int:
        return self.broken * BROKEN + self.waiting * PLACED + self.soft

    @property
    def soft(self) -> int:
        return self.left_out + self.missed + self.unseated * SEAT + self.needs * NEED + self.moves * MOVE


def score(problem: Problem, plan: Plan) -> Score:
    """Counted from nothing, in the plainest way."""
    waiting = [talk for talk, cell in enumerate(plan) if cell == WAITS]
    gone = set(waiting)
    return Score(
        broken=len(broken(problem, plan)),
        waiting=len(waiting),
        left_out=sum(weight for person in problem.people for talk, weight in person.wants if talk in gone),
        missed=sum(missed_by(problem, plan)),
        unseated=sum(unseated(problem, talk, cell) for talk, cell in enumerate(plan)),
        needs=sum(unmet(problem, talk, cell) for talk, cell in enumerate(plan)),
        moves=moves(problem, plan),
    )


def missed_by(problem: Problem, plan: Plan) -> list[int]:
    """What each person misses, in weights: at every moment all that they want but the one they want most."""
    found = []
    for person in problem.people:
        at: dict[int, list[int]] = {}
        things = [(problem.slot_of(plan[talk]), weight) for talk, weight in person.wants if plan[talk] != WAITS]
        for slot, weight in (*things, *person.busy):
            for moment in problem.moments_of[slot]:
                at.setdefault(moment, []).append(weight)
        found.append(sum(sum(weights) - max(weights) for weights in at.values()))
    return found


def unseated(problem: Problem, talk: int, cell: int) -> int:
    """How many of those who want a talk find no seat in the room of this cell."""
    if cell == WAITS:
        return 0
    seats = problem.rooms[cell % len(problem.rooms)].seats
    return max(0, problem.wanted_by[talk] - problem.talks[talk].on_stage - seats) if seats else 0


def unmet(problem: Problem, talk: int, cell: int) -> int:
    """How many needs of a talk, of those a room does not have to meet, it does not meet."""
    if cell == WAITS:
        return 0
    wishes = set(problem.talks[talk].needs) - set(problem.musts)
    return len(wishes.difference(problem.rooms[cell % len(problem.rooms)].offers))


def moves(problem: Problem, plan: Plan) -> int:
    """How many talks that have a place now get another."""
    return sum(talk.at not in (WAITS, cell) for talk, cell in zip(problem.talks, plan, strict=True))


def broken(problem: Problem, plan: Plan) -> list[tuple[int, ...]]:
    """The hard rules that a plan breaks: each as the talks (one or two) that it is about. Talks that stay where nobody may move
    them break no rule by themselves."""
    found: list[tuple[int, ...]] = []
    in_cell: dict[int, int] = {}
    for talk, cell in enumerate(plan):
        one = problem.talks[talk]
        if one.stays and cell != one.at:
            found.append((talk,))
        if cell == WAITS:
            if one.at != WAITS:
                found.append((talk,))  # what has a place does not lose it
            continue
        if not one.stays and cell not in problem.suited[talk]:
            found.append((talk,))
        if cell in in_cell:
            found.append((in_cell[cell], talk))
        in_cell[cell] = talk
        found += [
            (talk, other)
            for other in problem.same_host[talk]
            if other > talk
            and not (one.stays and problem.talks[other].stays)
            and problem.at_once(cell, plan[other])
        ]  # fmt: skip
    return found


def new_breaks(problem: Problem, plan: Plan) -> list[tuple[int, ...]]:
    """The hard rules that a plan breaks and that what stands does not break: none, or the plan is not one to suggest."""
    before: Iterable[tuple[int, ...]] = set(broken(problem, problem.now()))
    return [one for one in broken(problem, plan) if one not in before]
