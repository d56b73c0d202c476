"""Why a topic goes where a plan puts it, and what a plan could not do, in sentences for facilitators."""

from __future__ import annotations

from collections.abc import Iterator

from live.conference.board import NEED_WORDS, Need, Room, Slot
from live.timetable.of_conference import Asked
from live.timetable.problem import WAITS, Plan
from live.timetable.scoring import broken


def many(number: int, one: str, more: str) -> str:
    return f"{number} {one if number == 1 else more}"


class Reasons:
    """Of one plan for one conference. Talks and cells are numbers, as in the problem."""

    def __init__(self, asked: Asked, plan: Plan) -> None:
        self._asked, self._problem, self._plan = asked, asked.problem, plan
        self._now = asked.problem.now()
        self._slots, self._rooms = asked.board.slots, asked.board.rooms

    def why(self, talk: int) -> str:
        """One to three sentences on a talk that the plan puts somewhere else."""
        was, now = self._now[talk], self._plan[talk]
        if was == WAITS:
            return " ".join((self._crowd(talk, now), *self._room(talk, now)))
        found = [*self._must_leave(talk, was), *self._better(talk, was, now)]
        if not found and was in self._plan:
            found = [f"It makes room for “{self._title(list(self._plan).index(was))}”."]
        return " ".join(found or ["By itself it gains little: it goes with the other moves."])

    def left(self) -> Iterator[str]:
        """What the plan could not do: who waits, which rules what stays breaks, too few seats, needs, clashes that remain."""
        waiting = [talk for talk, cell in enumerate(self._plan) if cell == WAITS]
        for talk in waiting:
            yield f"“{self._title(talk)}” waits: {self._why_it_waits(talk)}"
        for talks in broken(self._problem, self._plan):
            yield self._broken(talks)
        for talk, cell in enumerate(self._plan):
            if cell == WAITS:
                continue
            room, people = self._room_of(cell), self._people(talk)
            if room.seats and people > room.seats:
                seats = many(room.seats, "seat", "seats")
                yield f"“{self._title(talk)}”: {people} people want to come, and {room.name} has {seats}."
            for need in self._missing(talk, cell):
                if need not in self._problem.musts:
                    yield f"“{self._title(talk)}” needs {NEED_WORDS[need]}, and {room.name} does not offer that."

    def _crowd(self, talk: int, cell: int) -> str:
        people, torn = self._problem.wanted_by[talk], self._torn(talk, cell)
        when = self._slot_of(cell).starts
        if not self._people(talk):
            return f"Nobody has said yet that they want it, and {self._where(cell)} is free."
        want = "One person wants" if people == 1 else f"{people} people want"
        if not torn:
            return f"{want} it, and at {when} nobody of them wants anything else."
        return f"{want} it. At {when}, {torn} of them {'wants' if torn == 1 else 'want'} something else, too."

    def _room(self, talk: int, cell: int) -> Iterator[str]:
        """What the room has that this talk needs."""
        room, people = self._room_of(cell), self._people(talk)
        if room.seats and people > room.seats:
            yield f"{room.name} has {many(room.seats, 'seat', 'seats')} for them."
        met = [need for need in self._asked.topics[talk].wants if need in room.offers]
        if met:
            yield f"{room.name} offers what it needs: {_listed(met)}."

    def _must_leave(self, talk: int, was: int) -> Iterator[str]:
        topic = self._asked.topics[talk]
        if reason := self._asked.closed.get(topic.cell, ""):
            yield f"{self._where(was)} {reason}."
        musts = [need for need in self._missing(talk, was) if need in self._problem.musts]
        if musts:
            yield f"It needs {_listed(musts)}, and {self._room_of(was).name} does not offer that."
        if self._problem.slot_of(was) in self._problem.talks[talk].barred:
            yield f"Its host has a session at {self._slot_of(was).starts}."
        for other in self._problem.same_host[talk]:
            if self._problem.at_once(was, self._now[other]):
                yield f"At {self._slot_of(was).starts} the same person hosts “{self._title(other)}”."

    def _better(self, talk: int, was: int, now: int) -> Iterator[str]:
        before, after = self._torn(talk, was), self._torn(talk, now)
        if before > after:
            want = "wants" if before == 1 else "want"
            wanted_by = self._problem.wanted_by[talk]
            first = f"At {self._slot_of(was).starts}, {before} of the {wanted_by} people who want it {want} something"
            then = "nobody does" if not after else f"{after} {'does' if after == 1 else 'do'}"
            yield f"{first} else, too; at {self._slot_of(now).starts} {then}."
        here, there, people = self._room_of(was), self._room_of(now), self._people(talk)
        if here.seats and people > here.seats and (not there.seats or there.seats > here.seats):
            seats = f" and {there.name} {there.seats}" if there.seats else ""
            yield f"{people} people want it; {here.name} has {many(here.seats, 'seat', 'seats')}{seats}."
        gained = [
            need
            for need in self._missing(talk, was)
            if need not in self._missing(talk, now) and need not in self._problem.musts
        ]
        if gained:
            yield f"{there.name} offers {_listed(gained)}, which {here.name} does not."

    def _why_it_waits(self, talk: int) -> str:
        free = [cell for cell in self._problem.free if cell not in self._plan]
        if not self._problem.suited[talk]:
            musts = [need for need in self._asked.topics[talk].wants if need in self._problem.musts]
            if musts and self._problem.free:
                return f"no room that offers {_listed(musts)} can still be used."
            return "no place can still be used."
        if not free:
            return "all places that can be used are taken. More people want the topics in them, or those stand there already."
        if not set(free) & set(self._problem.suited[talk]):
            return "the places that are still free do not have what it must have, or its host is booked elsewhere."
        return "at all times that are still free, its host hosts something else."

    def _broken(self, talks: tuple[int, ...]) -> str:
        if len(talks) == 2:
            one, other = talks
            both = f"“{self._title(one)}” and “{self._title(other)}”"
            return f"One person hosts {both} at the same time, and no other place was found."
        return f"“{self._title(talks[0])}” is where it should not be, and no other place was found."

    def _torn(self, talk: int, cell: int) -> int:
        """How many who want this talk would want something else then, were it in this cell and all else as planned."""
        moments = self._problem.moments_of[self._problem.slot_of(cell)]
        then = {slot for moment in moments for slot in self._problem.moments[moment]}
        torn = 0
        for person in self._problem.people:
            wants = [one for one, _ in person.wants]
            if talk in wants:
                slots = {
                    self._problem.slot_of(self._plan[one]) for one in wants if one != talk and self._plan[one] != WAITS
                }
                torn += bool(then & (slots | {slot for slot, _ in person.busy}))
        return torn

    def _missing(self, talk: int, cell: int) -> list[Need]:
        return [need for need in self._asked.topics[talk].wants if need not in self._room_of(cell).offers]

    def _people(self, talk: int) -> int:
        return self._problem.wanted_by[talk] - self._problem.talks[talk].on_stage

    def _title(self, talk: int) -> str:
        return self._asked.topics[talk].title

    def _slot_of(self, cell: int) -> Slot:
        return self._slots[self._problem.slot_of(cell)]

    def _room_of(self, cell: int) -> Room:
        return self._rooms[cell % len(self._rooms)]

    def _where(self, cell: int) -> str:
        return f"{self._room_of(cell).name} at {self._slot_of(cell).starts}"


def _listed(needs: list[Need]) -> str:
    *rest, last = (NEED_WORDS[need] for need in needs)
    return f"{', '.join(rest)} and {last}" if rest else last
