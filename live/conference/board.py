"""The open-space board: topics, the slots and rooms they are placed in, who wants to be there, and clashes."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Literal, assert_never, get_args

from msgspec import Struct, field
from msgspec.structs import replace
from rpds import HashTrieMap

from live.conference import wall
from live.conference.people import Actor, Fact, Moment, Request, joined_voice
from live.conference.words import (
    NAME_LETTERS,
    QUESTION_LETTERS,
    TEXT_LETTERS,
    TITLE_LETTERS,
    Refused,
    clean_line,
    clean_text,
)

if TYPE_CHECKING:
    from live.conference import Conference

NOTES_LETTERS = 2000  # half a page of the write-up

Interest = Literal["lead", "listen", "take_part"]
INTERESTS: tuple[str, ...] = get_args(Interest)


class Room(Struct, frozen=True, omit_defaults=True):
    """A place. `seats` 0 means that nobody counted them."""

    id: str
    name: str
    seats: int = 0
    about: str = ""


class Slot(Struct, frozen=True, omit_defaults=True):
    """A time on the board, as written: "11:00" to "11:40"."""

    id: str
    starts: str
    ends: str = ""


class Topic(Struct, frozen=True):
    """A delegate's proposal. `slot` and `room` are empty until a facilitator places it; `hands` maps voices to their interest.
    `notes` are what came out of it, in words for everybody."""

    id: int
    title: str
    host: str
    proposer: str
    why: str = ""
    needs: str = ""
    at: int = 0
    slot: str = ""
    room: str = ""
    hands: HashTrieMap[str, Interest] = field(default_factory=HashTrieMap)
    notes: str = ""

    @property
    def is_placed(self) -> bool:
        return bool(self.slot)


class Board(Struct, frozen=True):
    rooms: tuple[Room, ...] = ()
    slots: tuple[Slot, ...] = ()
    by_id: HashTrieMap[int, Topic] = field(default_factory=HashTrieMap)
    latest_id: int = 0

    def topics(self) -> list[Topic]:
        """All topics, the first proposed first."""
        return sorted(self.by_id.values(), key=lambda topic: topic.id)

    def waiting(self) -> list[Topic]:
        return [topic for topic in self.topics() if not topic.is_placed]

    def at(self, slot: str, room: str) -> Topic | None:
        return next((topic for topic in self.by_id.values() if (topic.slot, topic.room) == (slot, room)), None)

    def room(self, number: str) -> Room | None:
        return next((room for room in self.rooms if room.id == number), None)

    def slot(self, number: str) -> Slot | None:
        return next((slot for slot in self.slots if slot.id == number), None)


class Clash(Struct, frozen=True):
    """Something about a placed topic that a facilitator should know. `topics` are the topics it is about."""

    topics: tuple[int, ...]
    say: str
    short: str


class TopicProposed(Fact, frozen=True):
    topic: int
    title: str
    host: str
    proposer: str
    why: str = ""
    needs: str = ""
    at: int = 0


class TopicWithdrawn(Fact, frozen=True):
    """Its proposer took it off the board. Its words are erased from the disk with this act."""

    topic: int


class TopicPlaced(Fact, frozen=True):
    topic: int
    slot: str
    room: str


class TopicUnplaced(Fact, frozen=True):
    topic: int


class TopicNoted(Fact, frozen=True):
    """What came out of a topic. What stood there before is erased with this act."""

    topic: int
    notes: str


class HandRaised(Fact, frozen=True):
    topic: int
    voice: str
    interest: Interest


class HandLowered(Fact, frozen=True):
    topic: int
    voice: str


BoardAct = TopicProposed | TopicWithdrawn | TopicPlaced | TopicUnplaced | TopicNoted | HandRaised | HandLowered


class ProposeTopic(Request, frozen=True):
    title: str = ""
    why: str = ""
    host: str = ""
    needs: str = ""


class TopicRequest(Request, frozen=True):
    topic: int


class PlaceTopic(Request, frozen=True):
    """Move a topic to "slot/room", or with `to` empty back to those that wait for a place."""

    topic: int
    to: str = ""


class NoteTopic(Request, frozen=True):
    """The notes of a topic, in place of those that stand there."""

    topic: int
    notes: str = ""


class FollowTopic(Request, frozen=True):
    """Say that I want to lead, listen or take part; with `role` empty that I move on."""

    topic: int
    role: str = ""


def fold(board: Board, act: BoardAct) -> Board:
    match act:
        case TopicProposed():
            topic = Topic(act.topic, act.title, act.host, act.proposer, act.why, act.needs, act.at)
            return replace(board, by_id=board.by_id.insert(act.topic, topic), latest_id=max(board.latest_id, act.topic))
        case TopicWithdrawn():
            return replace(board, by_id=board.by_id.discard(act.topic), latest_id=max(board.latest_id, act.topic))
    known = board.by_id.get(act.topic)
    if known is None:
        return board
    return replace(board, by_id=board.by_id.insert(act.topic, _fold_topic(known, act)))


def _fold_topic(topic: Topic, act: TopicPlaced | TopicUnplaced | TopicNoted | HandRaised | HandLowered) -> Topic:
    match act:
        case TopicPlaced():
            return replace(topic, slot=act.slot, room=act.room)
        case TopicUnplaced():
            return replace(topic, slot="", room="")
        case TopicNoted():
            return replace(topic, notes=act.notes)
        case HandRaised():
            return replace(topic, hands=topic.hands.insert(act.voice, act.interest))
        case HandLowered():
            return replace(topic, hands=topic.hands.discard(act.voice))
        case _:
            assert_never(act)


def propose_topic(conference: Conference, ask: ProposeTopic, by: Actor, moment: Moment) -> Sequence[BoardAct]:
    voice = joined_voice(conference, by)
    title = clean_line(ask.title, TITLE_LETTERS, "title", "A topic")
    host = clean_line(ask.host, NAME_LETTERS, "host", "Your first name", optional=True)
    why = clean_text(ask.why, TEXT_LETTERS, "why", "What you add", optional=True)
    needs = clean_line(ask.needs, QUESTION_LETTERS, "needs", "What would help", optional=True)
    for topic in conference.board.by_id.values():
        if topic.title.casefold() == title.casefold():
            raise Refused(
                "There is a topic of this name already. You could join it, or give yours another name.",
                "title",
            )
    return [TopicProposed(conference.board.latest_id + 1, title, host, voice.id, why, needs, moment.at)]


def withdraw_topic(
    conference: Conference, ask: TopicRequest, by: Actor, moment: Moment
) -> Sequence[BoardAct | wall.EndingTakenBack]:
    """Take a topic off the board. Questions that were taken to it are open again."""
    voice = joined_voice(conference, by)
    topic = conference.board.by_id.get(ask.topic)
    if topic is None:
        return []
    if topic.proposer != voice.id:
        raise Refused("Only the person who proposed a topic can take it off the board.")
    return [TopicWithdrawn(topic.id), *wall.opened_again(conference.wall, topic.id)]


def place_topic(conference: Conference, ask: PlaceTopic, by: Actor, moment: Moment) -> Sequence[BoardAct]:
    """Place a topic in an empty cell, or take it off the grid. Clashes are warned of, not refused: people may know better."""
    board = conference.board
    topic = known_topic(conference, ask.topic)
    if not ask.to:
        return [TopicUnplaced(topic.id)] if topic.is_placed else []
    slot_id, _, room_id = ask.to.partition("/")
    slot, room = board.slot(slot_id), board.room(room_id)
    if slot is None or room is None:
        raise Refused("Please choose a time and a room.", "to")
    there = board.at(slot.id, room.id)
    if there is not None and there.id != topic.id:
        raise Refused(f"“{there.title}” is in {room.name} at {slot.starts} already. Move that one first.", "to")
    return [] if there is not None else [TopicPlaced(topic.id, slot.id, room.id)]


def follow_topic(conference: Conference, ask: FollowTopic, by: Actor, moment: Moment) -> Sequence[BoardAct]:
    voice = joined_voice(conference, by)
    topic = known_topic(conference, ask.topic)
    if not ask.role:
        return [HandLowered(topic.id, voice.id)] if voice.id in topic.hands else []
    if ask.role not in INTERESTS:
        raise Refused("Would you like to lead, to listen or to take part?", "role")
    return [] if topic.hands.get(voice.id) == ask.role else [HandRaised(topic.id, voice.id, ask.role)]  # type: ignore[arg-type]  # role checked above


def note_own_topic(conference: Conference, ask: NoteTopic, by: Actor, moment: Moment) -> Sequence[BoardAct]:
    """Who proposed a topic writes down what came out of it."""
    voice = joined_voice(conference, by)
    if known_topic(conference, ask.topic).proposer != voice.id:
        raise Refused("Only the person who proposed a topic and the facilitators write its notes.")
    return note_topic(conference, ask, by, moment)


def note_topic(conference: Conference, ask: NoteTopic, by: Actor, moment: Moment) -> Sequence[BoardAct]:
    topic = known_topic(conference, ask.topic)
    notes = clean_text(ask.notes, NOTES_LETTERS, "notes", "The notes", optional=True)
    return [] if notes == topic.notes else [TopicNoted(topic.id, notes)]


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


def known_topic(conference: Conference, number: int) -> Topic:
    topic = conference.board.by_id.get(number)
    if topic is None:
        raise Refused("This topic is no longer on the board.")
    return topic
