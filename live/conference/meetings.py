"""Offers that meet asks: two people who may help each other, once both have said yes. What it is, and what happens to it.

Until both have said yes neither learns who the other is. All that they give each other lies under `meeting/N` and is written
anew whenever it changes, so that nothing old stays on the disk; when one of them ends it, it is erased. What stays is that these
two are not brought together again over the same ask.
"""

from __future__ import annotations

from typing import Literal, assert_never

from msgspec import Struct, field
from msgspec.structs import replace
from rpds import HashTrieMap

from live.conference.people import Fact

Side = Literal["asker", "helper"]


class Given(Struct, frozen=True, omit_defaults=True):
    """What somebody chose to give with their yes: how they are called and how they can be reached; either may be empty."""

    name: str = ""
    contact: str = ""


class Meeting(Struct, frozen=True):
    """Two voices about an `ask`, a label; the helper's `offer` is a label too, or 0 for "I can help". A side that has not said
    yes gives nothing (None). `placed_by` is who proposed `place` and `time` last; nobody yet if empty."""

    id: int
    ask: int
    asker: str
    helper: str
    offer: int = 0
    asker_gives: Given | None = None
    helper_gives: Given | None = None
    place: str = ""
    time: str = ""
    placed_by: Side | None = None

    @property
    def is_agreed(self) -> bool:
        return self.asker_gives is not None and self.helper_gives is not None

    def side_of(self, voice: str) -> Side | None:
        return "asker" if voice == self.asker else "helper" if voice == self.helper else None

    def given_by(self, side: Side) -> Given | None:
        return self.asker_gives if side == "asker" else self.helper_gives


class Over(Struct, frozen=True):
    """A meeting that one of the two ended, or never wanted."""

    ask: int
    helper: str


class Meetings(Struct, frozen=True):
    """`by_id` has those that nobody has ended. `point` is where people meet who have not agreed on another place."""

    by_id: HashTrieMap[int, Meeting] = field(default_factory=HashTrieMap)
    latest_id: int = 0
    over: HashTrieMap[int, Over] = field(default_factory=HashTrieMap)
    point: str = ""

    def of(self, voice: str) -> list[Meeting]:
        """The meetings of a voice, the oldest first."""
        found = (meeting for meeting in self.by_id.values() if meeting.side_of(voice) is not None)
        return sorted(found, key=lambda meeting: meeting.id)

    def about(self, ask: int, helper: str) -> Meeting | None:
        """The meeting of this helper over this ask."""
        return next((one for one in self.by_id.values() if (one.ask, one.helper) == (ask, helper)), None)

    def is_over(self, ask: int, helper: str) -> bool:
        return any((one.ask, one.helper) == (ask, helper) for one in self.over.values())


class MeetingPut(Fact, frozen=True):
    """All of a meeting, as it is now. What was written of it before is erased with this act."""

    meeting: int
    ask: int
    asker: str
    helper: str
    offer: int = 0
    asker_gives: Given | None = None
    helper_gives: Given | None = None
    place: str = ""
    time: str = ""
    placed_by: Side | None = None


class MeetingEnded(Fact, frozen=True):
    """What the two gave each other is erased with this act. With an `ask` it is for good: this helper is not brought together
    with this ask again. Without, somebody only took back their own yes, before the other had answered, or a label is gone."""

    meeting: int
    ask: int = 0
    helper: str = ""


class MeetingPointPut(Fact, frozen=True):
    """Where people meet, if they do not agree on another place."""

    place: str


MeetingAct = MeetingPut | MeetingEnded | MeetingPointPut


def fold(meetings: Meetings, act: MeetingAct) -> Meetings:
    match act:
        case MeetingPut():
            return replace(
                meetings,
                by_id=meetings.by_id.insert(act.meeting, _meeting(act)),
                latest_id=max(meetings.latest_id, act.meeting),
            )
        case MeetingEnded():
            over = meetings.over.insert(act.meeting, Over(act.ask, act.helper)) if act.ask else meetings.over
            latest = max(meetings.latest_id, act.meeting)
            return replace(meetings, by_id=meetings.by_id.discard(act.meeting), over=over, latest_id=latest)
        case MeetingPointPut():
            return replace(meetings, point=act.place)
        case _:
            assert_never(act)


def _meeting(act: MeetingPut) -> Meeting:
    return Meeting(
        act.meeting,
        act.ask,
        act.asker,
        act.helper,
        act.offer,
        act.asker_gives,
        act.helper_gives,
        act.place,
        act.time,
        act.placed_by,
    )


def put(meeting: Meeting) -> MeetingPut:
    """The act that writes a meeting down as it is."""
    return MeetingPut(
        meeting.id,
        meeting.ask,
        meeting.asker,
        meeting.helper,
        meeting.offer,
        meeting.asker_gives,
        meeting.helper_gives,
        meeting.place,
        meeting.time,
        meeting.placed_by,
    )


def subject_of(act: MeetingAct) -> str:
    """What was given lies under `meeting/3`; that it is over, beside it, so that it outlives the erasing."""
    match act:
        case MeetingPut():
            return f"meeting/{act.meeting}"
        case MeetingEnded():
            return f"meeting/{act.meeting}/over"
        case MeetingPointPut():
            return "day"
        case _:
            assert_never(act)


def erased_by(act: MeetingAct) -> tuple[str, ...]:
    return () if isinstance(act, MeetingPointPut) else (f"meeting/{act.meeting}",)
