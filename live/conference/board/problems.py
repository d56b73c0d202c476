"""What a facilitator should look at on the board, the worst first. Nothing of it is refused: people may know better.

It is worked out anew from the conference whenever something changes; with 120 topics and 1,000 people that takes a few
milliseconds, as people are compared as sets and only where two things are on at the same time.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import combinations
from typing import TYPE_CHECKING

from msgspec import Struct

from live.conference.board.hours import overlap
from live.conference.board.placing import Booked, booked_sessions
from live.conference.board.topics import Board, Need, Room, Slot, Topic

if TYPE_CHECKING:
    from live.conference import Conference

NEED_WORDS: dict[Need, str] = {
    "step_free": "no steps on the way",
    "quiet": "a quiet room",
    "screen": "a screen",
    "interpreter": "a place for an interpreter",
}

# What is worse than what, whatever the number of people: nobody can be in two places, and a room holds one thing at a time.
HOST_TWICE, ROOM_TWICE, NEED_NOT_MET, NO_SEATS, WANT_BOTH = 5_000_000, 4_000_000, 3_000_000, 2_000_000, 1_000_000


class Clash(Struct, frozen=True):
    """Something about a placed topic that a facilitator should know. `topics` are the topics it is about, `short` is for a card.
    The larger its `weight`, the worse."""

    topics: tuple[int, ...]
    say: str
    short: str
    weight: int = 0

    @property
    def is_grave(self) -> bool:
        """More than that people would like to be in two places."""
        return self.weight >= NO_SEATS


class _Held(Struct, frozen=True):
    """A topic in its place, with those who want to be there. `together`: itself and what became part of it, whose hosts host it
    too."""

    topic: Topic
    together: tuple[Topic, ...]
    slot: Slot
    room: Room
    people: frozenset[str]


def clashes(conference: Conference) -> tuple[Clash, ...]:
    """What a facilitator should look at, the worst first."""
    board = conference.board
    held = list(_held(board))
    in_slot: dict[str, list[_Held]] = {}
    found: list[Clash] = []
    for here in held:
        in_slot.setdefault(here.slot.id, []).append(here)
        found += _of_the_room(here)
    for together in in_slot.values():
        for one, other in combinations(together, 2):
            found += _of_two(one, other)
    for early, late in combinations(board.slots, 2):
        if overlap(early, late):
            for one in in_slot.get(early.id, ()):
                for other in in_slot.get(late.id, ()):
                    found += _of_two(one, other)
    for session in booked_sessions(conference.agenda.programme):
        inside = frozenset(conference.bookings.inside(session.id, session.places))
        for slot in board.slots:
            if overlap(slot, session):
                for here in in_slot.get(slot.id, ()):
                    found += _with_session(here, session, inside)
    return tuple(sorted(found, key=lambda clash: (-clash.weight, clash.topics)))


def _held(board: Board) -> Iterator[_Held]:
    """The topics in their places, the first proposed first."""
    rooms, slots = {room.id: room for room in board.rooms}, {slot.id: slot for slot in board.slots}
    parts: dict[int, list[Topic]] = {}
    for topic in board.by_id.values():
        if topic.merged_into:
            parts.setdefault(topic.merged_into, []).append(topic)
    for topic in sorted(board.standing(), key=lambda one: one.id):
        slot, room = slots.get(topic.slot), rooms.get(topic.room)
        if slot is not None and room is not None:
            together = (topic, *parts.get(topic.id, ()))
            people = frozenset(voice for one in together for voice in one.hands)
            yield _Held(topic, together, slot, room, people)


def _of_the_room(here: _Held) -> Iterator[Clash]:
    topic, room, many = here.topic, here.room, len(here.people)
    missing = [need for need in topic.wants if need not in room.offers]
    if missing:
        needs = _listed(NEED_WORDS[need] for need in missing)
        say = f"“{topic.title}” needs {needs}, and {room.name} does not offer that."
        yield Clash((topic.id,), say, f"Needs {needs}", NEED_NOT_MET + len(missing) * 1000 + many)
    if room.seats and many > room.seats:
        want = f"{many} people want to come to “{topic.title}” at {here.slot.starts}"
        say = f"{room.name} has {_many(room.seats, 'seat', 'seats')}, and {want}."
        yield Clash((topic.id,), say, f"{many} for {room.seats} seats", NO_SEATS + many - room.seats)


def _of_two(one: _Held, other: _Held) -> Iterator[Clash]:
    first, second = one.topic, other.topic
    both = (min(first.id, second.id), max(first.id, second.id))
    if one.slot.id == other.slot.id:
        when = f"which are at the same time, {one.slot.starts}"
    else:
        when = f"which overlap, {one.slot.starts} and {other.slot.starts}"
    pairs = [(mine, theirs) for mine in one.together for theirs in other.together]
    name = next((mine.host for mine, theirs in pairs if mine.host and _is_one_name(mine.host, theirs.host)), "")
    if name or any(_is_one_speaker(mine, theirs) for mine, theirs in pairs):
        host = name or "One person"
        verb = "hosts" if name or first.hosted_by or len(pairs) > 1 else "proposed both"
        say = f"{host} {verb} “{first.title}” and “{second.title}”, {when}."
        yield Clash(both, say, f"{host} twice", HOST_TWICE + len(one.people | other.people))
    if wanted := len(one.people & other.people):
        want = "1 person wants" if wanted == 1 else f"{wanted} people want"
        say = f"{want} both “{first.title}” and “{second.title}”, {when}."
        yield Clash(both, say, _two_at_once(wanted), WANT_BOTH + wanted)


def _is_one_name(one: str, other: str) -> bool:
    return one.casefold() == other.casefold()


def _is_one_speaker(first: Topic, second: Topic) -> bool:
    """Whether one person speaks for both. Who proposed a topic that seeks a host will not host it."""
    return first.speaker == second.speaker != "" and not first.seeks_host and not second.seeks_host


def _with_session(here: _Held, session: Booked, inside: frozenset[str]) -> Iterator[Clash]:
    topic, starts = here.topic, here.slot.starts
    if here.room.name.strip().casefold() == session.room.strip().casefold():
        say = f"The session “{session.title}” is in {here.room.name} at {session.starts}, and so is “{topic.title}”."
        yield Clash((topic.id,), say, "Room is booked", ROOM_TWICE + len(here.people))
    host = next((each.host for each in here.together if each.host and _is_one_name(each.host, session.host)), "")
    if host:
        say = f"{host} hosts “{topic.title}” at {starts} and the session “{session.title}” at {session.starts}."
        yield Clash((topic.id,), say, f"{host} twice", HOST_TWICE + len(here.people))
    if wanted := len(here.people & inside):
        have, want = ("1 person has", "wants") if wanted == 1 else (f"{wanted} people have", "want")
        say = f"{have} a place in the session “{session.title}” at {session.starts} and {want} “{topic.title}”, too."
        yield Clash((topic.id,), say, _two_at_once(wanted), WANT_BOTH + wanted)


def _two_at_once(wanted: int) -> str:
    return f"{wanted} {'wants' if wanted == 1 else 'want'} two at once"


def _many(number: int, one: str, more: str) -> str:
    return f"{number} {one if number == 1 else more}"


def _listed(words: Iterable[str]) -> str:
    *rest, last = words
    return f"{', '.join(rest)} and {last}" if rest else last
