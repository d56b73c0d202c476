"""Asking for a place in a booked session, giving it back, and what each person has.

The order of asking is the rule (`bookings.py`): nobody is put in or moved up by hand. Who has a place in one session is given
none in another at the same time, because it would be taken from somebody else; who only waits may wait in as many as they like.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Literal

from msgspec import Struct

from live.conference import agenda
from live.conference.agenda import Block, Workshop
from live.conference.bookings import BookingAct, SeatAsked, SeatLeft, SeatSeen
from live.conference.people import Actor, Moment, Request, joined_voice
from live.conference.words import Refused

if TYPE_CHECKING:
    from live.conference import Conference

SESSION_GONE = "This session is no longer in the programme."
NOBODY_BOOKS = "Nobody books for this session. Just come."


class AskSeat(Request, frozen=True):
    """`instead`: "yes" gives back the places that one has at the same time, in the same step."""

    session: int
    instead: str = ""


class SeatRequest(Request, frozen=True):
    session: int


class OwnSeat(Struct, frozen=True):
    """What one voice has in a session: a place, a place on the waiting list (`place`, from 1), or (*clash*) nothing, but a place
    in another one at the same time, `other`. `moved_up`: it waited, got its place, and has not said yet that it knows."""

    state: Literal["inside", "waiting", "clash"]
    place: int = 0
    other: str = ""
    moved_up: bool = False


def ask_seat(conference: Conference, ask: AskSeat, by: Actor, moment: Moment) -> Sequence[BookingAct]:
    """A place, or the next one on the waiting list. Asked again it changes nothing."""
    voice = joined_voice(conference, by).id
    known = session(conference, ask.session)
    if known is None:
        raise Refused(SESSION_GONE)
    if not known[1].places:
        raise Refused(NOBODY_BOOKS)
    asked = conference.bookings.asked.get(ask.session, ())
    if voice in asked:
        return []
    if len(asked) >= known[1].places:
        return [SeatAsked(ask.session, voice, waits=True)]
    others = inside_at(conference, voice, agenda.times_of(*known))
    if others and ask.instead != "yes":
        where = f"a place in “{others[0].title}”" if len(others) == 1 else f"{len(others)} places"
        raise Refused(f"You have {where} at the same time. Take this one instead?", "instead")
    return [*(SeatLeft(other.id, voice) for other in others), SeatAsked(ask.session, voice)]


def leave_seat(conference: Conference, ask: SeatRequest, by: Actor, moment: Moment) -> Sequence[BookingAct]:
    """Give a place back, or wait no longer. Who waits longest has the place then."""
    voice = joined_voice(conference, by).id
    return [SeatLeft(ask.session, voice)] if voice in conference.bookings.asked.get(ask.session, ()) else []


def see_seat(conference: Conference, ask: SeatRequest, by: Actor, moment: Moment) -> Sequence[BookingAct]:
    """Say that one knows of having moved up."""
    voice = joined_voice(conference, by).id
    return [SeatSeen(ask.session, voice)] if _has_moved_up(conference, ask.session, voice) else []


def what_one_has(conference: Conference, ask: Request, acts: Sequence[object]) -> str:
    """What to say to who asked for a place."""
    asked = next((act for act in acts if isinstance(act, SeatAsked)), None)
    if asked is None:
        return ""
    known = session(conference, asked.session)
    place = conference.bookings.place_of(asked.session, asked.voice) - (known[1].places if known is not None else 0)
    return f"You are at place {place} of the waiting list." if place > 0 else "You have a place."


def session(conference: Conference, number: int) -> tuple[Block, Workshop] | None:
    """A session by its number, with its line of the programme."""
    return next((known for known in agenda.sessions(conference.agenda.programme) if known[1].id == number), None)


def places_of(conference: Conference) -> dict[int, int]:
    """How many places there are in each session that is booked, by its number."""
    return {one.id: one.places for _, one in agenda.sessions(conference.agenda.programme) if one.places}


def inside_at(conference: Conference, voice: str, times: agenda.Times) -> list[Workshop]:
    """The sessions at this time in which a voice has a place."""
    return [
        one
        for block, one in agenda.sessions(conference.agenda.programme)
        if voice in conference.bookings.inside(one.id, one.places)
        and agenda.overlap(agenda.times_of(block, one), times)
    ]


def all_places(conference: Conference) -> dict[str, dict[int, int]]:
    """Where each voice stands in the lists of the sessions that are booked, from 1, by its name and the session's number."""
    found: dict[str, dict[int, int]] = {}
    for number in places_of(conference):
        for place, voice in enumerate(conference.bookings.asked.get(number, ()), 1):
            found.setdefault(voice, {})[number] = place
    return found


def own_seats(conference: Conference, voice: str, standing: Mapping[int, int] | None = None) -> Mapping[int, OwnSeat]:
    """What a voice has, by session. Sessions of which there is nothing to say are not in it. `standing`: its part of
    `all_places`, for who knows it already: it is asked for with every answer to a phone."""
    standing = all_places(conference).get(voice, {}) if standing is None else standing
    if not standing:
        return {}
    there = [
        (one, agenda.times_of(block, one)) for block, one in agenda.sessions(conference.agenda.programme) if one.places
    ]
    inside = [(one, times) for one, times in there if 0 < standing.get(one.id, 0) <= one.places]
    seats: dict[int, OwnSeat] = {}
    for one, times in there:
        place = standing.get(one.id, 0)
        if place > one.places:
            seats[one.id] = OwnSeat("waiting", place - one.places)
            continue
        other = next((each.title for each, at in inside if each is not one and agenda.overlap(at, times)), "")
        if place:
            seats[one.id] = OwnSeat("inside", 0, other, (one.id, voice) in conference.bookings.waited)
        elif other:
            seats[one.id] = OwnSeat("clash", 0, other)
    return seats


def news_for(conference: Conference, voice: str) -> list[Workshop]:
    """The sessions in which a voice has moved up and has not said yet that it knows."""
    mine = {number for number, who in conference.bookings.waited if who == voice}
    if not mine:
        return []
    there = agenda.sessions(conference.agenda.programme)
    return [one for _, one in there if one.id in mine and _has_moved_up(conference, one.id, voice)]


def _has_moved_up(conference: Conference, number: int, voice: str) -> bool:
    known = session(conference, number)
    return (
        (number, voice) in conference.bookings.waited
        and known is not None
        and voice in conference.bookings.inside(number, known[1].places)
    )
