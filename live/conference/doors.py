"""Who may vote, and how that is made sure of: the doors of a conference.

*open*: whoever has the code, one vote for each voice. *badges*: whoever has drawn a badge, one vote for each badge. *secret*: as
badges, and each vote is sealed as it arrives. Beside any of them the chair may allow several voices on one device, for people who
have no phone or want help.

With badges a vote lies under the badge and not under the voice. So a badge that is used on another phone takes its vote with it,
and the phone it was on can vote no more. Who may vote changes only while nothing is being voted on: a box whose votes lie under
voices must not go on under badges.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Literal, assert_never

from msgspec import Struct, field
from msgspec.structs import replace
from rpds import HashTrieMap, HashTrieSet

from live.conference.people import NO_HELPERS, Actor, Fact, Voice, joined_voice
from live.conference.words import Refused

if TYPE_CHECKING:
    from live.conference import Conference

Kind = Literal["open", "badges", "secret"]
BadgeState = Literal["not needed", "in use", "missing", "moved"]

NEEDS_BADGE = (
    "To vote here you need a badge. Please type its code under “Your badge” on top of this page, and send again."
)
BADGE_MOVED = (
    "Your badge is in use on another phone now, so this phone cannot vote. "
    "To bring it back, type its code again under “Your badge” on top of this page."
)


class Badge(Struct, frozen=True, array_like=True):
    """One badge. `number` is what its code and list number are derived from; `listed` is public, in lists of codes counted."""

    number: int
    hash: str
    listed: str


class Doors(Struct, frozen=True):
    """How it stands. `held` and `holds` are the same pairs both ways: a badge has one voice at most, and a voice one badge."""

    kind: Kind = "open"
    helpers: bool = False
    badges: HashTrieMap[int, Badge] = field(default_factory=HashTrieMap)
    by_hash: HashTrieMap[str, int] = field(default_factory=HashTrieMap)
    latest: int = 0
    held: HashTrieMap[int, str] = field(default_factory=HashTrieMap)
    holds: HashTrieMap[str, int] = field(default_factory=HashTrieMap)
    moved: HashTrieSet[str] = field(default_factory=HashTrieSet)
    """Voices whose badge went to another phone, and who have none now."""

    @property
    def needs_badge(self) -> bool:
        return self.kind != "open"

    def in_order(self) -> list[Badge]:
        return sorted(self.badges.values(), key=lambda badge: badge.number)


class DoorChosen(Fact, frozen=True):
    kind: Kind
    helpers: bool = False


class BadgesMade(Fact, frozen=True):
    badges: tuple[Badge, ...]


class BadgeUsed(Fact, frozen=True):
    """From now on this voice has this badge, wherever it was before."""

    voice: str
    badge: int


DoorAct = DoorChosen | BadgesMade | BadgeUsed


def fold(doors: Doors, act: DoorAct) -> Doors:
    match act:
        case DoorChosen():
            return replace(doors, kind=act.kind, helpers=act.helpers)
        case BadgesMade():
            badges, by_hash, latest = doors.badges, doors.by_hash, doors.latest
            for badge in act.badges:
                badges = badges.insert(badge.number, badge)
                by_hash = by_hash.insert(badge.hash, badge.number)
                latest = max(latest, badge.number)
            return replace(doors, badges=badges, by_hash=by_hash, latest=latest)
        case BadgeUsed():
            return _moved(doors, act.voice, act.badge)
        case _:
            assert_never(act)


def _moved(doors: Doors, voice: str, badge: int) -> Doors:
    held, holds, moved = doors.held, doors.holds, doors.moved.discard(voice)
    before = held.get(badge)
    if before is not None and before != voice:
        holds, moved = holds.discard(before), moved.insert(before)
    other = holds.get(voice)
    if other is not None:
        held = held.discard(other)
    return replace(doors, held=held.insert(badge, voice), holds=holds.insert(voice, badge), moved=moved)


def without(doors: Doors, voice: str) -> Doors:
    """When a voice is gone its badge is free again."""
    badge = doors.holds.get(voice)
    held = doors.held if badge is None else doors.held.remove(badge)
    return replace(doors, held=held, holds=doors.holds.discard(voice), moved=doors.moved.discard(voice))


# --- what others ask ---------------------------------------------------------------------------------------------------------


def voter_of(conference: Conference, by: Actor) -> str:
    """Under which name somebody votes: the same name twice is one vote. Raises `Refused` for who may not vote."""
    voice = joined_voice(conference, by)
    doors = conference.doors
    if not _may(doors, voice):
        raise Refused(NO_HELPERS)
    if not doors.needs_badge:
        return voice.id
    badge = doors.holds.get(voice.id)
    if badge is None:
        raise Refused(BADGE_MOVED if voice.id in doors.moved else NEEDS_BADGE)
    return _name(badge)


def voter_name(conference: Conference, voice: str) -> str:
    """The name under which this voice's vote lies, for looking it up again; "" if it cannot have one."""
    known = conference.people.voices.get(voice)
    if known is None or not _may(conference.doors, known):
        return ""
    if not conference.doors.needs_badge:
        return voice
    badge = conference.doors.holds.get(voice)
    return "" if badge is None else _name(badge)


def could_vote(conference: Conference) -> int:
    """How many people could vote just now: as many as `voters` has, without looking at each, since this is asked for every page.
    A badge that nobody uses yet cannot vote."""
    doors, people = conference.doors, conference.people
    if not doors.needs_badge:
        return len(people.voices) - (0 if doors.helpers else len(people.helped))
    return len(doors.held) - (0 if doors.helpers else sum(voice in doors.holds for voice in people.helped))


def voters(conference: Conference) -> Sequence[tuple[str, str, bool]]:
    """Everybody who could vote: the name they vote under, the group they chose ("" if none), and whether they vote by helper."""
    doors, voices = conference.doors, conference.people.voices
    if not doors.needs_badge:
        return [(voice.id, voice.group, voice.by_helper) for voice in voices.values() if _may(doors, voice)]
    return [
        (_name(badge), voice.group, voice.by_helper)
        for badge, id in doors.held.items()
        if (voice := voices.get(id)) is not None and _may(doors, voice)
    ]


def is_sealed(conference: Conference) -> bool:
    """Whether votes are sealed as they arrive."""
    return conference.doors.kind == "secret"


def list_number(conference: Conference, voter: str) -> str:
    """What the list of votes counted calls who votes under this name: their badge's list number; "" for who votes without one."""
    kind, _, number = voter.partition("/")
    badge = conference.doors.badges.get(int(number)) if kind == "badge" and number.isdecimal() else None
    return badge.listed if badge is not None else ""


def all_listed(conference: Conference) -> Sequence[tuple[str, str]]:
    """Every badge there is: the name that a vote lies under with it, and its list number."""
    return [(_name(badge.number), badge.listed) for badge in conference.doors.badges.values()]


def badge_state(conference: Conference, voice: str) -> BadgeState:
    """What a voice's phone has to say about its badge."""
    doors = conference.doors
    if not doors.needs_badge:
        return "not needed"
    if voice in doors.holds:
        return "in use"
    return "moved" if voice in doors.moved else "missing"


PROMISES: Mapping[Kind, str] = {
    "open": (
        "One vote per phone: two phones could vote twice. "
        "Until the count, whoever runs the server could look up your vote; after it, nobody can."
    ),
    "badges": (
        "One vote per badge: a second phone does not give a second vote. "
        "Until the count, whoever runs the server could look up what a badge voted; after it, nobody can."
    ),
    "secret": (
        "One vote per badge, sealed as it arrives: "
        "nobody finds what you voted in the server’s files, before the count or after it. "
        "Only a changed program could see it on its way in."
    ),
}


def promise(doors: Doors) -> str:
    """What a delegate may rely on when they send a vote, and what not."""
    return PROMISES[doors.kind]


def _may(doors: Doors, voice: Voice) -> bool:
    return doors.helpers or not voice.by_helper


def _name(badge: int) -> str:
    return f"badge/{badge}"
