"""The open-space board as it stands: topics, the times and rooms they are placed in, who wants to be there, the last moves."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from typing import Literal, get_args

from msgspec import Struct, field
from rpds import HashTrieMap

Interest = Literal["lead", "listen", "take_part"]
INTERESTS: tuple[str, ...] = get_args(Interest)

Need = Literal["step_free", "quiet", "screen", "interpreter"]
"""What a topic may need and a room may offer: no steps on the way, quiet, a screen, a sign language interpreter's place."""

NEEDS: tuple[str, ...] = get_args(Need)

Stage = Literal["open", "quiet"]
"""*Quiet*: everybody writes proposals, and nobody sees those of others until the market opens for all at one moment."""


class Room(Struct, frozen=True, omit_defaults=True):
    """A place. `seats` 0 means that nobody counted them."""

    id: str
    name: str
    seats: int = 0
    about: str = ""
    offers: tuple[Need, ...] = ()


class Slot(Struct, frozen=True, omit_defaults=True):
    """A time on the board, as written: "11:00" to "11:40"."""

    id: str
    starts: str
    ends: str = ""


class Topic(Struct, frozen=True):
    """A delegate's proposal. `slot` and `room` are empty until a facilitator places it; `hands` maps voices to their interest.

    `host` is a name as its giver wrote it. `needs` is what would help, in words; `wants` is what a room must offer. With
    `needs_host` its proposer will not host it; `hosted_by` is the voice that offered to. A topic that was `merged_into` another
    keeps its own hands and words, so that it can be parted again. A repeat (`repeat_of`) has the words of another topic, its own
    place and its own hands. `notes` are of older days; what comes out of a topic is in `Conference.harvest`."""

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
    wants: tuple[Need, ...] = ()
    needs_host: bool = False
    hosted_by: str = ""
    merged_into: int = 0
    repeat_of: int = 0

    @property
    def is_placed(self) -> bool:
        return bool(self.slot)

    @property
    def cell(self) -> str:
        """ "slot/room", or "" while it waits for a place."""
        return f"{self.slot}/{self.room}" if self.slot else ""

    @property
    def seeks_host(self) -> bool:
        return self.needs_host and not self.hosted_by

    @property
    def speaker(self) -> str:
        """The voice that speaks for the topic: its host, or while it has none, whoever proposed it."""
        return self.hosted_by or self.proposer


class Move(Struct, frozen=True, array_like=True):
    """One topic went from one cell ("slot/room"; "" waits for a place) to another."""

    topic: int
    was: str
    now: str


class Step(Struct, frozen=True):
    """What a facilitator did to the board in one go, and can be taken back in one go."""

    number: int
    moves: tuple[Move, ...]


class MergeAsk(Struct, frozen=True):
    """`topic` would become part of `into`. `yes` has those of the two whose host has agreed."""

    topic: int
    into: int
    yes: frozenset[int] = frozenset()


class Pitch(Struct, frozen=True):
    """The topic that is being pitched, and until when (milliseconds since 1970)."""

    topic: int
    ends_at: int


class Bell(Struct, frozen=True):
    """The bell was rung in a slot at a moment: so many minutes are left. The moment is in milliseconds since 1970."""

    slot: str
    minutes: int
    at: int

    @property
    def ends_at(self) -> int:
        return self.at + self.minutes * 60_000


class Board(Struct, frozen=True):
    rooms: tuple[Room, ...] = ()
    slots: tuple[Slot, ...] = ()
    by_id: HashTrieMap[int, Topic] = field(default_factory=HashTrieMap)
    latest_id: int = 0
    stage: Stage = "open"
    order: tuple[int, ...] = ()
    """The topics that were there when the market opened, shuffled: so they are shown and pitched."""
    pitch: Pitch | None = None
    pitched: frozenset[int] = frozenset()
    merges: tuple[MergeAsk, ...] = ()
    """Which topics somebody asked to merge, while not both hosts have answered."""
    locked: frozenset[str] = frozenset()
    """The cells ("slot/room") that nothing moves into or out of."""
    steps: tuple[Step, ...] = ()
    """The last steps that can be taken back, the latest last."""
    latest_step: int = 0
    bell: Bell | None = None
    latest_place: int = 0
    """How many rooms and slots were ever made by hand: their ids count on from here."""

    def topics(self) -> list[Topic]:
        """All topics, the first proposed first, with those that became part of others and, while it is quiet, those that nobody
        sees yet."""
        return sorted(self.by_id.values(), key=lambda topic: topic.id)

    def standing(self) -> list[Topic]:
        """The topics that stand for themselves, in the order in which everybody sees them: as the market shuffled them, and later
        ones behind. None while proposals are quiet."""
        if self.stage == "quiet":
            return []
        place = {number: index for index, number in enumerate(self.order)}
        those = (topic for topic in self.by_id.values() if not topic.merged_into)
        return sorted(those, key=lambda topic: (place.get(topic.id, len(place)), topic.id))

    def seen(self, number: int) -> Topic | None:
        """The topic of this number, as far as everybody may see it: None while proposals are quiet."""
        return None if self.stage == "quiet" else self.by_id.get(number)

    def head(self, topic: Topic) -> Topic:
        """The topic that stands for this one: itself, or what it became part of."""
        return self.by_id.get(topic.merged_into, topic) if topic.merged_into else topic

    def parts_of(self, number: int) -> list[Topic]:
        """The topics that became part of this one, the first proposed first."""
        return [topic for topic in self.topics() if topic.merged_into == number]

    def repeats_of(self, number: int) -> list[Topic]:
        return [topic for topic in self.topics() if topic.repeat_of == number]

    def people_of(self, topic: Topic) -> dict[str, Interest]:
        """Who wants to be there and how, with those of its parts. Of those who said several things counts what they said of the
        topic itself, then of the part that was proposed first."""
        people: dict[str, Interest] = dict(topic.hands.items())
        if any(one.merged_into == topic.id for one in self.by_id.values()):
            return together(topic, self.parts_of(topic.id))
        return people

    def counts_of(self, topic: Topic) -> Counter[str]:
        """How many people lead, listen and take part."""
        return Counter(self.people_of(topic).values())

    def waiting(self) -> list[Topic]:
        return [topic for topic in self.standing() if not topic.is_placed]

    def at(self, slot: str, room: str) -> Topic | None:
        return next((topic for topic in self.by_id.values() if (topic.slot, topic.room) == (slot, room)), None)

    def room(self, number: str) -> Room | None:
        return next((room for room in self.rooms if room.id == number), None)

    def slot(self, number: str) -> Slot | None:
        return next((slot for slot in self.slots if slot.id == number), None)


def together(topic: Topic, parts: Iterable[Topic]) -> dict[str, Interest]:
    """Who wants to be at a topic with these parts, and how (`Board.people_of`)."""
    people: dict[str, Interest] = dict(topic.hands.items())
    for part in parts:
        for voice, interest in part.hands.items():
            people.setdefault(voice, interest)
    return people
