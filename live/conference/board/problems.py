"""What a facilitator should look at on the board. Nothing of it is refused: people may know better."""

from __future__ import annotations

from msgspec import Struct

from live.conference.board.topics import Board, Slot, Topic


class Clash(Struct, frozen=True):
    """Something about a placed topic that a facilitator should know. `topics` are the topics it is about."""

    topics: tuple[int, ...]
    say: str
    short: str


def clashes(board: Board) -> tuple[Clash, ...]:
    """What a facilitator should look at: a host in two places at once, and rooms too small for those who want to come."""
    found: list[Clash] = []
    for slot in board.slots:
        here = [topic for topic in board.topics() if topic.slot == slot.id]
        found += _hosts_twice(slot, here)
        for topic in here:
            room = board.room(topic.room)
            if room is not None and room.seats and len(topic.hands) > room.seats:
                want = f"{len(topic.hands)} people want to come to “{topic.title}” at {slot.starts}"
                say = f"{room.name} has {room.seats} seats, and {want}."
                found.append(Clash((topic.id,), say, f"{len(topic.hands)} for {room.seats} seats"))
    return tuple(found)


def _hosts_twice(slot: Slot, here: list[Topic]) -> list[Clash]:
    found = []
    for place, one in enumerate(here):
        for other in here[place + 1 :]:
            same_name = one.host and one.host.casefold() == other.host.casefold()
            if same_name or one.proposer == other.proposer:
                host = one.host if same_name else "One person"
                verb = "hosts" if same_name else "proposed both"
                say = f"{host} {verb} “{one.title}” and “{other.title}”, which are at the same time, {slot.starts}."
                found.append(Clash((one.id, other.id), say, f"{host} twice"))
    return found
