"""The problem of a conference: its board, bookings and hands as numbers, and the way back from numbers to topics and cells."""

from __future__ import annotations

from collections.abc import Sequence

from msgspec import Struct

from live.conference import Conference
from live.conference.board import (
    Board,
    Hosts,
    Interest,
    Slot,
    Topic,
    begun,
    booked_sessions,
    closed_cells,
    host_elsewhere,
    hosts_of,
    may_not_leave,
    musts_of,
)
from live.conference.board.hours import minutes, overlap
from live.timetable.problem import WAITS, Person, Plan, Problem, Space, Talk
from live.timetable.scoring import LEAD, LISTEN, TAKE_PART

WEIGHTS: dict[Interest, int] = {"lead": LEAD, "take_part": TAKE_PART, "listen": LISTEN}


class Asked(Struct, frozen=True):
    """A problem, and what its numbers stand for: `topics[n]` is talk n, `cells[n]` the cell n ("slot/room"). `board` is the board
    as it stood, `closed` why nothing may be put into some of its cells."""

    problem: Problem
    board: Board
    topics: tuple[Topic, ...]
    cells: tuple[str, ...]
    closed: dict[str, str]
    begun: frozenset[str] = frozenset()


def problem_of(conference: Conference, local: str, *, all_topics: bool) -> Asked:
    """What is to be placed: the topics that wait, or with `all_topics` also those that have a place and may leave it. `local` is
    the clock in the hall, "2027-05-14 10:52"."""
    board = conference.board
    topics = tuple(sorted(board.standing(), key=lambda topic: topic.id))
    cells = tuple(f"{slot.id}/{room.id}" for slot in board.slots for room in board.rooms)
    number = {cell: place for place, cell in enumerate(cells)}
    closed, held = closed_cells(conference, local), may_not_leave(conference, local)
    sessions = booked_sessions(conference.agenda.programme)
    hosts: dict[tuple[str, str], int] = {}
    hosted = [hosts_of(board, topic) for topic in topics]
    talks = tuple(
        Talk(
            tuple(sorted(hosts.setdefault(host, len(hosts)) for host in sorted(here))),
            topic.wants,
            tuple(at for at, slot in enumerate(board.slots) if host_elsewhere(sessions, here, slot)),
            number.get(topic.cell, WAITS),
            topic.is_placed and (not all_topics or topic.cell in held),
            len(_voices(here) - set(board.people_of(topic))),
        )
        for topic, here in zip(topics, hosted, strict=True)
    )
    problem = Problem(
        len(board.slots),
        tuple(Space(room.seats, room.offers) for room in board.rooms),
        talks,
        _people(conference, topics, hosted),
        tuple(place for cell, place in number.items() if cell not in closed),
        _moments(board.slots),
        tuple(sorted(musts_of(board))),
    )
    return Asked(problem, board, topics, cells, closed, begun(conference, local))


def _people(conference: Conference, topics: Sequence[Topic], hosted: Sequence[Hosts]) -> tuple[Person, ...]:
    """Everybody who wants something, with the sessions that they have a place in. Who hosts a topic leads it."""
    board = conference.board
    wants: dict[str, dict[int, int]] = {}
    for place, (topic, hosts) in enumerate(zip(topics, hosted, strict=True)):
        people = board.people_of(topic) | dict.fromkeys(_voices(hosts), "lead")
        for voice, interest in people.items():
            wants.setdefault(voice, {})[place] = WEIGHTS[interest]
    busy: dict[str, dict[int, int]] = {}
    for session in booked_sessions(conference.agenda.programme):
        at = [place for place, slot in enumerate(board.slots) if overlap(slot, session)]
        for voice in conference.bookings.inside(session.id, session.places):
            busy.setdefault(voice, {}).update(dict.fromkeys(at, TAKE_PART))
    return tuple(
        Person(tuple(sorted(things.items())), tuple(sorted(busy.get(voice, {}).items())))
        for voice, things in sorted(wants.items())
    )


def _voices(hosts: Hosts) -> set[str]:
    """The voices that are known to be there to host."""
    return {host for kind, host in hosts if kind == "voice"}


def _moments(slots: Sequence[Slot]) -> tuple[tuple[int, ...], ...]:
    """Which times are at the same time: for the beginning of each, all that are on then. What another moment holds too is left
    out, so where no two overlap each time is a moment of its own."""
    found = {
        frozenset(place for place, other in enumerate(slots) if other == slot or _is_on(other, slot)) for slot in slots
    }
    return tuple(sorted(tuple(sorted(one)) for one in found if not any(one < other for other in found)))


def _is_on(other: Slot, slot: Slot) -> bool:
    """Whether `other` is on when `slot` begins."""
    if not overlap(other, slot):
        return False
    ours, theirs = minutes(slot.starts), minutes(other.starts)
    return ours is None or theirs is None or theirs <= ours


def moves_of(asked: Asked, plan: Plan) -> list[tuple[int, str, str]]:
    """What a plan changes: topic, the cell it is in ("": it waits), the cell it goes to; in the order of time and room."""
    changed = [
        (cell, topic.id, topic.cell)
        for topic, cell in zip(asked.topics, plan, strict=True)
        if cell != WAITS and asked.cells[cell] != topic.cell
    ]
    return [(topic, was, asked.cells[cell]) for cell, topic, was in sorted(changed)]
