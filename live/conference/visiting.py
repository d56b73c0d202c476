"""Study visits: hosts offer, visitors say where they would like to go, a facilitator has them matched. The rules.

Nobody is first because they were quick. When visitors are matched, as many people as possible get a place, chance decides between
them, and nobody gets a second place while somebody who has none could take it. Who has a place keeps it; whoever gives one back
makes room for the first who waits, in the same step.
"""

from __future__ import annotations

import hashlib
from collections import deque
from collections.abc import Mapping, Sequence
from heapq import heapify, heappop, heappush
from typing import TYPE_CHECKING

from live.conference.people import Actor, Moment, Request, SlowRequest, joined_voice
from live.conference.visits import (
    Visit,
    VisitAct,
    VisitLeft,
    VisitorsMatched,
    VisitPlaceGiven,
    VisitPut,
    Visits,
    VisitWished,
    VisitWithdrawn,
)
from live.conference.words import NAME_LETTERS, TEXT_LETTERS, TITLE_LETTERS, Refused, clean_line, clean_text

if TYPE_CHECKING:
    from live.conference import Act, Conference

MOST_OFFERS = 10  # of one person
MOST_VISITS = 300  # in all: more than anybody reads on a phone
MOST_PLACES = 500
NOT_YOURS = "You have no such offer. It may have been withdrawn."
NOT_THERE = "This visit is no longer offered."


class OfferVisit(Request, frozen=True):
    """Offer a visit. `name` and `contact` are told to those who get a place, and to nobody else."""

    title: str = ""
    when: str = ""
    place: str = ""
    places: str = ""
    text: str = ""
    name: str = ""
    contact: str = ""


class ChangeVisit(Request, frozen=True):
    """All that is offered, as it is from now on."""

    visit: int
    title: str = ""
    when: str = ""
    place: str = ""
    places: str = ""
    text: str = ""
    name: str = ""
    contact: str = ""


class VisitRequest(Request, frozen=True):
    visit: int


class MatchVisitors(SlowRequest, frozen=True):
    """Give out the places that are free."""


def offer_visit(conference: Conference, ask: OfferVisit, by: Actor, moment: Moment) -> Sequence[VisitAct]:
    voice = joined_voice(conference, by).id
    known = conference.visits
    put = _read(ask, known.latest_id + 1, voice, moment.at)
    own = [visit for visit in known.by_id.values() if visit.host == voice]
    if any(_put(visit, put.visit, put.at) == put for visit in own):
        return []
    if len(own) >= MOST_OFFERS:
        raise Refused(f"You offer {MOST_OFFERS} visits already. Please withdraw one first.")
    if len(known.by_id) >= MOST_VISITS:
        raise Refused(f"There are {MOST_VISITS} visits already, and that is as many as there can be.")
    return [put]


def change_visit(conference: Conference, ask: ChangeVisit, by: Actor, moment: Moment) -> Sequence[VisitAct]:
    """Other words, another time or place, more or fewer places. More places in a full visit are for those who wait for one."""
    visit = _own(conference, ask.visit, by)
    put = _read(ask, visit.id, visit.host, visit.at)
    if put == _put(visit, visit.id, visit.at):
        return []
    going = len(conference.visits.going.get(visit.id, ()))
    if put.places < going:
        say = (
            f"{going} {'person has' if going == 1 else 'people have'} a place already, so there cannot be fewer places."
        )
        raise Refused(say, "places")
    room = put.places - going if going == visit.places else 0
    return [put, *_given_to_who_waits(conference.visits, visit.id, room)]


def withdraw_visit(conference: Conference, ask: VisitRequest, by: Actor, moment: Moment) -> Sequence[VisitAct]:
    if ask.visit not in conference.visits.by_id and 0 < ask.visit <= conference.visits.latest_id:
        return []
    return [VisitWithdrawn(_own(conference, ask.visit, by).id)]


def wish_visit(conference: Conference, ask: VisitRequest, by: Actor, moment: Moment) -> Sequence[VisitAct]:
    """Would like to come. Places are given out when visitors are matched, also to those who come later."""
    voice = joined_voice(conference, by).id
    visit = conference.visits.by_id.get(ask.visit)
    if visit is None or not visit.host:
        raise Refused(NOT_THERE)
    if visit.host == voice:
        raise Refused("This is your own offer.")
    return (
        []
        if has_place(conference.visits, visit.id, voice) or _waits(conference.visits, visit.id, voice)
        else [VisitWished(visit.id, voice)]
    )


def leave_visit(conference: Conference, ask: VisitRequest, by: Actor, moment: Moment) -> Sequence[VisitAct]:
    """Do not want to come any more, or give a place back: then the first who waits has it at once."""
    voice = joined_voice(conference, by).id
    known = conference.visits
    if has_place(known, ask.visit, voice):
        return [VisitLeft(ask.visit, voice), *_given_to_who_waits(known, ask.visit, 1)]
    return [VisitLeft(ask.visit, voice)] if _waits(known, ask.visit, voice) else []


def match_visitors(conference: Conference, ask: MatchVisitors, by: Actor, moment: Moment) -> Sequence[VisitAct]:
    known = conference.visits
    wished = {visit.id: known.wishes[visit.id] for visit in known.in_order() if visit.host and visit.id in known.wishes}
    if not wished and not known.matched:
        raise Refused("Nobody has said yet which visit they would like. There is nobody to match.")
    given = _matched(known, wished, moment.token)
    if not given and known.matched:
        return []
    return [*(VisitPlaceGiven(visit, voice) for voice, visit in given), VisitorsMatched()]


def what_was_given(conference: Conference, ask: Request, acts: Sequence[Act]) -> str:
    """What to say when visitors were matched."""
    given = sum(isinstance(act, VisitPlaceGiven) for act in acts)
    if not given:
        return "There was no place to give out: who waits wants to go where all places are taken."
    return f"{given} {'place was' if given == 1 else 'places were'} given out."


def has_place(known: Visits, visit: int, voice: str) -> bool:
    return voice in known.going.get(visit, ())


def _waits(known: Visits, visit: int, voice: str) -> bool:
    return voice in known.wishes.get(visit, ())


def _own(conference: Conference, number: int, by: Actor) -> Visit:
    """A visit that this voice offers. Others hear the same as about one that does not exist."""
    voice = joined_voice(conference, by).id
    visit = conference.visits.by_id.get(number)
    if visit is None or visit.host != voice:
        raise Refused(NOT_YOURS)
    return visit


def _read(ask: OfferVisit | ChangeVisit, number: int, host: str, at: int) -> VisitPut:
    title = clean_line(ask.title, TITLE_LETTERS, "title", "What you offer")
    when = clean_line(ask.when, NAME_LETTERS, "when", "When it is")
    place = clean_line(ask.place, TITLE_LETTERS, "place", "Where it is")
    places = _places(ask.places)
    text = clean_text(ask.text, TEXT_LETTERS, "text", "What to expect", optional=True)
    name = clean_line(ask.name, NAME_LETTERS, "name", "Your name", optional=True)
    contact = clean_line(ask.contact, TITLE_LETTERS, "contact", "How you can be reached", optional=True)
    if not name and not contact:
        raise Refused(
            "Please give your name, or how you can be reached, or both. Only visitors with a place see it.", "name"
        )
    return VisitPut(number, host, title, when, place, places, text, name, contact, at)


def _put(visit: Visit, number: int, at: int) -> VisitPut:
    """What would write this visit down, under a number and at a moment."""
    return VisitPut(
        number,
        visit.host,
        visit.title,
        visit.when,
        visit.place,
        visit.places,
        visit.text,
        visit.name,
        visit.contact,
        at,
    )


def _places(text: str) -> int:
    typed = text.strip()
    if not (typed.isascii() and typed.isdecimal() and len(typed) <= 3 and 1 <= int(typed) <= MOST_PLACES):
        raise Refused(f"How many people can come? Please give a number from 1 to {MOST_PLACES}.", "places")
    return int(typed)


def _given_to_who_waits(known: Visits, visit: int, room: int) -> list[VisitAct]:
    """The places that became free, for the first who wait. Nobody has a place before visitors were matched."""
    if not known.matched:
        return []
    return [VisitPlaceGiven(visit, voice) for voice in known.wishes.get(visit, ())[: max(room, 0)]]


# --- matching ------------------------------------------------------------------------------------------------------------


def _matched(known: Visits, wished: Mapping[int, Sequence[str]], token: str) -> list[tuple[str, int]]:
    """(voice, visit) for all places that are given out now.

    First, people who have no place anywhere: a largest matching by augmenting paths. Who was given a place on the way never loses
    it again to somebody later in the order of chance, only swaps it for another. Then second places, one at a time to whoever has
    the fewest."""
    free = {visit: known.by_id[visit].places - len(known.going.get(visit, ())) for visit in wished}
    wants: dict[str, list[int]] = {}
    for visit, voices in wished.items():
        for voice in voices:
            wants.setdefault(voice, []).append(visit)
    for voice, visits in wants.items():
        visits.sort(key=lambda visit: _chance(token, f"{voice}/{visit}"))
    has = dict.fromkeys(wants, 0)
    for voices in known.going.values():
        for voice in voices:
            has[voice] = has.get(voice, 0) + 1
    by_chance = sorted(wants, key=lambda voice: _chance(token, voice))
    first = _largest([voice for voice in by_chance if not has[voice]], wants, free)
    given = list(first.items())
    for voice, visit in given:
        has[voice] += 1
        free[visit] -= 1
        wants[voice].remove(visit)
    heap = [(has[voice], place, voice) for place, voice in enumerate(by_chance)]
    heapify(heap)
    while heap:
        _, place, voice = heappop(heap)
        visit = next((visit for visit in wants[voice] if free[visit] > 0), 0)
        if visit:
            given.append((voice, visit))
            has[voice] += 1
            free[visit] -= 1
            wants[voice].remove(visit)
            heappush(heap, (has[voice], place, voice))
    return given


def _largest(voices: Sequence[str], wants: Mapping[str, Sequence[int]], free: Mapping[int, int]) -> dict[str, int]:
    """As many of these voices as possible with one place each that they want: voice to visit."""
    inside: dict[int, list[str]] = {visit: [] for visit in free}
    given: dict[str, int] = {}
    hopeless: set[int] = set()  # no way leads from there to a free place, and none ever will
    for voice in voices:
        came: dict[int, str] = {}  # who would take a place in a visit
        queue = deque([voice])
        end = 0
        while queue and not end:
            one = queue.popleft()
            for visit in wants[one]:
                if visit in came or visit in hopeless:
                    continue
                came[visit] = one
                if len(inside[visit]) < free[visit]:
                    end = visit
                    break
                queue.extend(inside[visit])
        if not end:
            hopeless |= came.keys()
            continue
        while end:
            one = came[end]
            before = given.get(one, 0)
            if before:
                inside[before].remove(one)
            inside[end].append(one)
            given[one] = end
            end = before
    return given


def _chance(token: str, what: str) -> str:
    """An order that nobody could know before: by 256 random bits of the moment."""
    return hashlib.sha256(f"{token}/{what}".encode()).hexdigest()
