"""The plan that OR-Tools' CP-SAT finds in a given time, to compare with.

Each talk is in one of its cells; a person who wants several things at a moment misses all but one of them, once for each layer of
weights (as in `live/timetable/masks.py`). The greedy plan is given as a hint.
"""

from __future__ import annotations

from collections import Counter

from ortools.sat.python import cp_model

from live.timetable.problem import WAITS, Plan, Problem
from live.timetable.scoring import BROKEN, MOVE, NEED, PLACED, SEAT, unmet, unseated


def solved(problem: Problem, start: Plan, seconds: float, seed: int = 1, workers: int = 2) -> list[int]:
    """The best plan found in so many seconds; `start` if there is none."""
    model = cp_model.CpModel()
    in_cell: dict[int, list[cp_model.IntVar]] = {}
    at: list[dict[int, cp_model.IntVar]] = []
    costs: list[cp_model.LinearExprT] = []
    left_out = [0] * len(problem.talks)
    for person in problem.people:
        for wanted, weight in person.wants:
            left_out[wanted] += weight
    for number, talk in enumerate(problem.talks):
        cells = (
            [talk.at]
            if talk.stays
            else sorted({*problem.suited[number], talk.at} | ({WAITS} if talk.at == WAITS else set()))
        )
        here = {cell: model.new_bool_var(f"{number}@{cell}") for cell in cells}
        at.append(here)
        model.add_exactly_one(here.values())
        for cell, var in here.items():
            model.add_hint(var, start[number] == cell)
            if cell == WAITS:
                costs.append((PLACED + left_out[number]) * var)
                continue
            in_cell.setdefault(cell, []).append(var)
            price = unseated(problem, number, cell) * SEAT + unmet(problem, number, cell) * NEED
            price += MOVE * (talk.at not in (WAITS, cell))
            if not talk.stays and cell not in problem.suited[number]:
                price += BROKEN
            if price:
                costs.append(price * var)
    for cell, those in in_cell.items():
        if len(those) > 1 and not all(problem.talks[n].stays for n in range(len(at)) if cell in at[n]):
            model.add_at_most_one(those)
    slots: list[dict[int, cp_model.IntVar]] = []
    for number, here in enumerate(at):
        of_slot: dict[int, list[cp_model.IntVar]] = {}
        for cell, var in here.items():
            if cell != WAITS:
                of_slot.setdefault(problem.slot_of(cell), []).append(var)
        mine = {}
        for slot, those in of_slot.items():
            mine[slot] = model.new_bool_var(f"{number}in{slot}")
            model.add(sum(those) == mine[slot])
            model.add_hint(mine[slot], start[number] != WAITS and problem.slot_of(start[number]) == slot)
        slots.append(mine)

    def then(talk: int, moment: int) -> list[cp_model.IntVar]:
        return [slots[talk][slot] for slot in problem.moments[moment] if slot in slots[talk]]

    for one, others in enumerate(problem.same_host):
        for other in others:
            if other < one or (problem.talks[one].stays and problem.talks[other].stays):
                continue
            stay = problem.at_once(problem.talks[one].at, problem.talks[other].at)
            for moment in range(len(problem.moments)):
                both = [*then(one, moment), *then(other, moment)]
                if stay:
                    extra = model.new_bool_var("")
                    costs.append(BROKEN * extra)
                    model.add(sum(both) <= 1 + extra)
                    model.add_implication(extra, at[one][problem.talks[one].at])
                    model.add_implication(extra, at[other][problem.talks[other].at])
                elif len(both) > 1:
                    model.add_at_most_one(both)
    weights = sorted({weight for person in problem.people for _, weight in (*person.wants, *person.busy)})
    groups: Counter[tuple[int, int, tuple[int, ...]]] = Counter()
    for below, level in zip([0, *weights], weights, strict=False):
        for person in problem.people:
            talks = tuple(sorted(talk for talk, weight in person.wants if weight >= level))
            busy = Counter(m for slot, weight in person.busy if weight >= level for m in problem.moments_of[slot])
            for moment in range(len(problem.moments)):
                if len(talks) + busy[moment] > 1 and talks:
                    groups[moment, busy[moment], talks] += level - below
    for (moment, busy_then, talks), weight in groups.items():
        those = [var for talk in talks for var in then(talk, moment)]
        if len(those) + busy_then < 2:
            continue
        most = len(those) + busy_then - 1
        missed = model.new_int_var(0, most, "")
        model.add(missed >= sum(those) + busy_then - 1)
        hint = (
            sum(start[t] != WAITS and problem.slot_of(start[t]) in problem.moments[moment] for t in talks)
            + busy_then
            - 1
        )
        model.add_hint(missed, max(0, hint))
        costs.append(weight * missed)
    model.minimize(sum(costs))
    solver = cp_model.CpSolver()
    solver.parameters.max_time_in_seconds = seconds
    solver.parameters.num_workers = workers
    solver.parameters.random_seed = seed
    status = solver.solve(model)
    if status not in (cp_model.OPTIMAL, cp_model.FEASIBLE):
        return list(start)
    return [next(cell for cell, var in here.items() if solver.boolean_value(var)) for here in at]
