"""What happens to the board, as accepted."""

from __future__ import annotations

from msgspec import Struct

from live.conference.board.topics import Interest, Need, Room, Slot
from live.conference.people import Fact


class TopicProposed(Fact, frozen=True):
    topic: int
    title: str
    host: str
    proposer: str
    why: str = ""
    needs: str = ""
    at: int = 0
    wants: tuple[Need, ...] = ()
    needs_host: bool = False


class KeptHands(Struct, frozen=True, omit_defaults=True):
    """The voices of a topic by what they want."""

    lead: tuple[str, ...] = ()
    listen: tuple[str, ...] = ()
    take_part: tuple[str, ...] = ()


class TopicChanged(Fact, frozen=True):
    """Its words are now these. What was written of the topic before is erased with this act, so everything else that stays of it
    stands here too. Its repeats are changed by acts of their own."""

    topic: int
    title: str
    host: str
    proposer: str
    why: str = ""
    needs: str = ""
    at: int = 0
    wants: tuple[Need, ...] = ()
    needs_host: bool = False
    slot: str = ""
    room: str = ""
    hands: KeptHands = KeptHands()
    hosted_by: str = ""
    merged_into: int = 0
    repeat_of: int = 0
    notes: str = ""


class TopicWithdrawn(Fact, frozen=True):
    """Its proposer took it off the board. Its words are erased from the disk with this act."""

    topic: int


class TopicPlaced(Fact, frozen=True):
    """With a `step` it is one of the moves of a step that can be taken back, and `was` is the cell that it came from."""

    topic: int
    slot: str
    room: str
    step: int = 0
    was: str = ""


class TopicUnplaced(Fact, frozen=True):
    """As `TopicPlaced`."""

    topic: int
    step: int = 0
    was: str = ""


class StepUndone(Fact, frozen=True):
    """The latest step is taken back: its topics are put back by acts of their own, and it cannot be taken back again."""

    step: int


class CellLocked(Fact, frozen=True):
    """Nothing moves into or out of this cell ("slot/room")."""

    cell: str


class CellUnlocked(Fact, frozen=True):
    cell: str


class TopicNoted(Fact, frozen=True):
    """What came out of a topic, as days before the harvest wrote it. What stood there before is erased with this act."""

    topic: int
    notes: str


class HandRaised(Fact, frozen=True):
    topic: int
    voice: str
    interest: Interest


class HandLowered(Fact, frozen=True):
    topic: int
    voice: str


class HostFound(Fact, frozen=True):
    """Somebody hosts a topic that needed a host, and is called so."""

    topic: int
    voice: str
    host: str = ""


class HostLeft(Fact, frozen=True):
    """Who had offered to host a topic does not any more."""

    topic: int


class ProposalsQuiet(Fact, frozen=True):
    """From now on proposals are written quietly: nobody sees those of others until the market opens."""


class MarketOpened(Fact, frozen=True):
    """All proposals are there for everybody at one moment, in this order, which chance made."""

    order: tuple[int, ...]


class PitchCalled(Fact, frozen=True):
    """Who proposed this topic tells the hall about it, until a moment (milliseconds since 1970)."""

    topic: int
    ends_at: int


class PitchEnded(Fact, frozen=True):
    pass


class MergeAsked(Fact, frozen=True):
    """Somebody asks that `topic` become part of `into`."""

    topic: int
    into: int


class MergeAgreed(Fact, frozen=True):
    """The host of `side`, one of the two topics, says yes."""

    topic: int
    into: int
    side: int


class MergeDropped(Fact, frozen=True):
    """Nothing comes of it: a host said no, or it was taken back."""

    topic: int
    into: int


class TopicMerged(Fact, frozen=True):
    topic: int
    into: int


class TopicParted(Fact, frozen=True):
    """It stands for itself again, and waits for a place."""

    topic: int


class TopicRepeated(Fact, frozen=True):
    """The topic `of` is held once more, under a number of its own."""

    topic: int
    of: int


class RoomPut(Fact, frozen=True):
    """A room as it is now; a new one comes last."""

    room: Room


class RoomRemoved(Fact, frozen=True):
    """Topics that were in it wait for a place again."""

    room: str


class SlotPut(Fact, frozen=True):
    """A time as it is now. Times stand in the order in which they start."""

    slot: Slot


class SlotRemoved(Fact, frozen=True):
    slot: str


class BellRung(Fact, frozen=True):
    slot: str
    minutes: int
    at: int


class BellStilled(Fact, frozen=True):
    """The bell is over: its time is, or it was taken back."""


OfOneTopic = (
    TopicPlaced
    | TopicUnplaced
    | TopicNoted
    | HandRaised
    | HandLowered
    | HostFound
    | HostLeft
    | TopicMerged
    | TopicParted
)

BoardAct = (
    OfOneTopic
    | TopicProposed
    | TopicChanged
    | TopicWithdrawn
    | TopicRepeated
    | StepUndone
    | CellLocked
    | CellUnlocked
    | ProposalsQuiet
    | MarketOpened
    | PitchCalled
    | PitchEnded
    | MergeAsked
    | MergeAgreed
    | MergeDropped
    | RoomPut
    | RoomRemoved
    | SlotPut
    | SlotRemoved
    | BellRung
    | BellStilled
)
