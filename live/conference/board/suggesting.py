"""What a suggested timetable may touch, and putting chosen moves of one onto the board.

A suggestion is worked out beside the conference (`live/timetable`) and looked at by people, so the board may be another one when
they say yes. What nothing may break is therefore checked here once more, for the moves that they chose. It is stricter than
moving by hand, where people may know better:

- one topic in a cell; nothing into or out of a locked cell; nothing into a cell where a booked session is;
- nobody hosts two things at a time;
- what begins within a quarter of an hour, or has begun, stays: people are on their way;
- a topic that must be reached without steps, or that needs a place for an interpreter, is in a room that offers it, where any
  room does. Without those somebody is shut out; without quiet or a screen it is only less good, and that is weighed.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence, Set
from typing import TYPE_CHECKING, Literal

import msgspec

from live.conference.board.board_acts import BoardAct, TopicPlaced
from live.conference.board.hours import minutes, overlap
from live.conference.board.placing import (
    Booked,
    booked_cells,
    booked_sessions,
    cell_in_words,
    in_one_step,
    is_cell,
)
from live.conference.board.problems import NEED_WORDS
from live.conference.board.topics import Board, Need, Slot, Topic
from live.conference.people import Actor, Moment, Request
from live.conference.polls.question import Fields
from live.conference.words import Refused

if TYPE_CHECKING:
    from live.conference import Conference

SOON_MINUTES = 15
MUSTS: tuple[Need, ...] = ("step_free", "interpreter")
LONGEST_MOVES = 60_000  # letters: 500 moves with the longest of names

AGAIN = "Please have a timetable suggested again."
UNCLEAR = f"This page sent moves that the server does not understand. {AGAIN}"


class ApplyMoves(Request, frozen=True):
    """`every` has all moves of a suggestion (`moves_as_text`). With `all` "yes" all of them are made, otherwise those whose
    topics are ticked (the form's field `topic`, several times)."""

    fields: Fields
    every: str = ""
    all: str = ""


def moves_as_text(moves: Sequence[tuple[int, str, str]]) -> str:
    """Moves (topic, the cell it is in or "", the cell it goes to) as one field of a form."""
    return msgspec.json.encode(moves).decode()


def begun(conference: Conference, local: str) -> frozenset[str]:
    """The times that begin within a quarter of an hour or have begun, by the clock in the hall ("2027-05-14 10:52")."""
    day, _, clock = local.partition(" ")
    now = minutes(clock)
    if now is None or (conference.day and conference.day != day):
        return frozenset()
    starts = ((slot.id, minutes(slot.starts)) for slot in conference.board.slots)
    return frozenset(slot for slot, at in starts if at is not None and at <= now + SOON_MINUTES)


def closed_cells(conference: Conference, local: str) -> dict[str, str]:
    """The cells that nothing may be put into, each with the reason in words that go on from "Hall at 11:00 …"."""
    board, gone = conference.board, begun(conference, local)
    closed = {
        f"{slot.id}/{room.id}": f"begins within {SOON_MINUTES} minutes, or has begun"
        for slot in board.slots
        for room in board.rooms
        if slot.id in gone
    }
    for cell, sessions in booked_cells(board, conference.agenda.programme).items():
        closed.setdefault(cell, f"is booked for the session “{sessions[0].title}”")
    return {**closed, **dict.fromkeys(board.locked, "is locked")}


def may_not_leave(conference: Conference, local: str) -> frozenset[str]:
    """The cells that nothing may be taken out of."""
    board, gone = conference.board, begun(conference, local)
    return board.locked | {f"{slot}/{room.id}" for slot in gone for room in board.rooms}


def musts_of(board: Board) -> frozenset[Need]:
    """The needs that a room has to meet: those that shut somebody out, where any room meets them."""
    return frozenset(need for need in MUSTS if any(need in room.offers for room in board.rooms))


Hosts = frozenset[tuple[Literal["name", "voice"], str]]
"""Who must be at a topic, by name and by voice."""


def hosts_of(board: Board, topic: Topic) -> Hosts:
    """Who hosts a topic, or what became part of it. Who proposed a topic that seeks a host will not host it. A first name alone
    is nobody in particular: in a hall there are several of most, and the board warns of them."""
    found: set[tuple[Literal["name", "voice"], str]] = set()
    for one in (topic, *board.parts_of(topic.id)):
        if " " in (name := one.host.strip().casefold()):
            found.add(("name", name))
        if one.speaker and not one.seeks_host:
            found.add(("voice", one.speaker))
    return frozenset(found)


def host_elsewhere(sessions: Sequence[Booked], hosts: Hosts, slot: Slot) -> Booked | None:
    """The booked session that one of these hosts at this time."""
    return next(
        (one for one in sessions if ("name", one.host.strip().casefold()) in hosts and overlap(slot, one)), None
    )


def apply_moves(conference: Conference, ask: ApplyMoves, by: Actor, moment: Moment) -> Sequence[BoardAct]:
    """Make the chosen moves, all or none, as one step that can be taken back as one."""
    board = conference.board
    if board.stage == "quiet":
        raise Refused("Proposals are still quiet. Open the market first, then place them.")
    chosen = _chosen(conference, ask)
    after = {topic.id: topic.cell for topic in board.standing()} | {topic.id: to for topic, to in chosen}
    hosts = {number: hosts_of(board, board.by_id[number]) for number in after}
    shut = closed_cells(conference, moment.local), may_not_leave(conference, moment.local)
    for topic, to in chosen:
        _check_cells(board, topic, to, *shut)
        _check_company(conference, topic, to, after, hosts)
    return in_one_step(board, chosen, board.latest_step + 1)


def _chosen(conference: Conference, ask: ApplyMoves) -> list[tuple[Topic, str]]:
    """The moves that are still to be made, each topic with its cell to be."""
    board = conference.board
    ticked = set(ask.fields.get("topic", ()))
    moves = [move for move in _read(ask.every) if ask.all == "yes" or str(move[0]) in ticked]
    if not moves:
        raise Refused("Please tick at least one move.", "topic")
    chosen: list[tuple[Topic, str]] = []
    for number, was, now in moves:
        topic = board.by_id.get(number)
        if topic is None or topic.merged_into or not is_cell(board, now):
            raise Refused(f"A topic, a room or a time of this suggestion is no longer on the board. {AGAIN}")
        if topic.cell == now:
            continue  # done already
        if topic.cell != was:
            where = cell_in_words(board, topic.cell)
            raise Refused(f"“{topic.title}” was moved since this was suggested: it is {where} now. {AGAIN}", "topic")
        chosen.append((topic, now))
    return chosen


def _read(every: str) -> list[tuple[int, str, str]]:
    try:
        if len(every) > LONGEST_MOVES:
            raise Refused(UNCLEAR)
        moves = msgspec.json.decode(every, type=list[tuple[int, str, str]])
    except (msgspec.DecodeError, UnicodeEncodeError):
        raise Refused(UNCLEAR) from None
    return list({move[0]: move for move in moves}.values())


def _check_cells(board: Board, topic: Topic, to: str, closed: Mapping[str, str], fixed: Set[str]) -> None:
    """`closed` are the cells that nothing may be put into, and why; `fixed` those that nothing may leave."""
    if topic.cell in fixed:
        reason = "is locked" if topic.cell in board.locked else closed[topic.cell]
        raise Refused(f"“{topic.title}” stays where it is: {cell_in_words(board, topic.cell)} {reason}.", "topic")
    if reason := closed.get(to, ""):
        raise Refused(f"{cell_in_words(board, to)} {reason}, so “{topic.title}” cannot go there.", "topic")
    room = board.room(to.partition("/")[2])
    missing = [need for need in topic.wants if need in musts_of(board) and room and need not in room.offers]
    if missing and room:
        raise Refused(f"“{topic.title}” needs {NEED_WORDS[missing[0]]}, and {room.name} does not offer that.", "topic")


def _check_company(
    conference: Conference, topic: Topic, to: str, after: Mapping[int, str], hosts: Mapping[int, Hosts]
) -> None:
    """What else is in the cell, or at the time. `after` and `hosts` have the cell and the hosts of each topic."""
    board = conference.board
    slots = {slot.id: slot for slot in board.slots}
    when = slots[to.partition("/")[0]]
    if session := host_elsewhere(booked_sessions(conference.agenda.programme), hosts[topic.id], when):
        raise Refused(f"{session.host} hosts the session “{session.title}” at {session.starts}. {AGAIN}", "topic")
    for number, cell in after.items():
        other = board.by_id[number]
        if not cell or number == topic.id:
            continue
        if cell == to:
            where = cell_in_words(board, to)
            raise Refused(
                f"“{other.title}” is in {where}. Tick its move too, or leave “{topic.title}” where it is.", "topic"
            )
        there = slots.get(cell.partition("/")[0])
        if there is not None and (there == when or overlap(there, when)) and hosts[topic.id] & hosts[number]:
            raise Refused(
                f"One person hosts “{topic.title}” and “{other.title}”, which would be at the same time. "
                "Tick both moves, or neither.",
                "topic",
            )


def what_was_applied(conference: Conference, ask: Request, acts: Sequence[object]) -> str:
    """What is said when the moves are made; "" where none were left to make."""
    moved = len({act.topic for act in acts if isinstance(act, TopicPlaced)})
    if not moved:
        return ""
    return f"{moved} {'topic is' if moved == 1 else 'topics are'} moved. It can be taken back in one step."
