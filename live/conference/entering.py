"""What people ask of the doors: the chair chooses one and has badges made, delegates come in and use theirs."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, get_args

from live.conference import people
from live.conference.badges import WrongBadge, code_of, hash_of_code, list_number_of, read_code
from live.conference.doors import Badge, BadgesMade, BadgeUsed, DoorAct, DoorChosen, Kind
from live.conference.people import Actor, Moment, Request, joined_voice
from live.conference.words import Refused

if TYPE_CHECKING:
    from live.conference import Conference

MOST_BADGES_AT_ONCE = 2_000
MOST_BADGES = 10_000


class ChooseDoor(Request, frozen=True):
    """`helpers` is "yes" or nothing, as a box that is ticked or not."""

    door: str = ""
    helpers: str = ""


class MakeBadges(Request, frozen=True):
    many: str = ""


class UseBadge(Request, frozen=True):
    badge: str = ""


class ComeIn(Request, frozen=True):
    """Join, with a badge or without. Everything may be left open."""

    name: str = ""
    group: str = ""
    badge: str = ""


def choose_door(conference: Conference, ask: ChooseDoor, by: Actor, moment: Moment) -> Sequence[DoorAct]:
    """Choose who can vote. Helpers may be let in at any time, since that takes nothing from anybody."""
    doors = conference.doors
    kind = next((each for each in get_args(Kind) if each == ask.door), None)
    if kind is None:
        raise Refused("Please choose who can vote.", "door")
    helpers = ask.helpers == "yes"
    if (kind, helpers) == (doors.kind, doors.helpers):
        return []
    if kind != doors.kind or doors.helpers:
        _refuse_while_voting(conference)
    return [DoorChosen(kind, helpers)]


def _refuse_while_voting(conference: Conference) -> None:
    for poll in conference.polls.in_order():
        if poll.state == "open":
            raise Refused(
                f"Voting is open on “{poll.title}”. Close it and show its result first, then change who can vote."
            )
        if poll.state == "closed":
            raise Refused(
                f"“{poll.title}” is closed but not counted yet. Show its result, or wait two minutes, then change who can vote."
            )


def make_badges(conference: Conference, ask: MakeBadges, by: Actor, moment: Moment) -> Sequence[DoorAct]:
    """More badges. A number whose code or list number another badge has already is left out."""
    doors = conference.doors
    typed = ask.many.strip()
    many = int(typed) if typed.isascii() and typed.isdecimal() and len(typed) <= 6 else 0
    if not 1 <= many <= MOST_BADGES_AT_ONCE:
        raise Refused(f"Please say how many badges, from 1 to {MOST_BADGES_AT_ONCE:,}.", "many")
    if len(doors.badges) + many > MOST_BADGES:
        raise Refused(f"There are {len(doors.badges):,} badges, and {MOST_BADGES:,} is the most there can be.", "many")
    hashes, listed = set(doors.by_hash), {badge.listed for badge in doors.badges.values()}
    made: list[Badge] = []
    number = doors.latest
    while len(made) < many:
        number += 1
        badge = Badge(number, hash_of_code(moment.key, code_of(moment.key, number)), list_number_of(moment.key, number))
        if badge.hash not in hashes and badge.listed not in listed:
            hashes.add(badge.hash)
            listed.add(badge.listed)
            made.append(badge)
    return [BadgesMade(tuple(made))]


def use_badge(conference: Conference, ask: UseBadge, by: Actor, moment: Moment) -> Sequence[DoorAct]:
    """Use a badge on this phone, also one that was used on another."""
    return _used(conference, joined_voice(conference, by).id, ask.badge, moment.key)


def come_in(conference: Conference, ask: ComeIn, by: Actor, moment: Moment) -> Sequence[people.PeopleAct | DoorAct]:
    """Join, or change name and group; and use a badge, if one is given. One that is wrong refuses all of it."""
    joined = people.join(conference, people.Join(ask.name, ask.group), by, moment)
    used = _used(conference, by.voice, ask.badge, moment.key) if ask.badge.strip() else ()
    return [*joined, *used]


def _used(conference: Conference, voice: str, typed: str, key: bytes) -> Sequence[DoorAct]:
    doors = conference.doors
    badge = doors.by_hash.get(hash_of_code(key, read_code(typed)))
    if badge is None:
        raise WrongBadge
    return [] if doors.held.get(badge) == voice else [BadgeUsed(voice, badge)]
