"""Study visits as one person sees them: what is offered, where they have a place, and what they offer themselves.

Names and contacts: a host's are here for those who have a place, and the names of visitors, as they joined with, for their host.
"""

from __future__ import annotations

from typing import Literal

from msgspec import Struct

from live.conference import Conference
from live.conference.visits import Visit
from live.fragments.delegate.my_day import waiting_words

State = Literal["going", "waiting", "open"]


class VisitCard(Struct, frozen=True):
    """A visit that somebody else offers. `name` and `contact` are there for who has a place only."""

    id: int
    title: str
    when: str
    place: str
    places: int
    text: str
    state: State
    mine: str = ""
    name: str = ""
    contact: str = ""


class OwnVisit(Struct, frozen=True):
    """A visit that this person offers, with the names of those who have a place ("" of who gave none)."""

    visit: Visit
    wished: int
    visitors: tuple[str, ...]


class MyVisits(Struct, frozen=True):
    own: tuple[OwnVisit, ...] = ()
    cards: tuple[VisitCard, ...] = ()
    """Those with a place first, then those waited for, then the rest."""


def my_visits(conference: Conference, voice: str) -> MyVisits:
    known = conference.visits
    offered = [visit for visit in known.in_order() if visit.host]
    own = tuple(
        OwnVisit(visit, len(known.wishes.get(visit.id, ())), _names(conference, visit.id))
        for visit in offered
        if visit.host == voice
    )
    cards = [_card(conference, visit, voice) for visit in offered if visit.host != voice]
    order: dict[State, int] = {"going": 0, "waiting": 1, "open": 2}
    return MyVisits(own, tuple(sorted(cards, key=lambda card: (order[card.state], card.id))))


def _card(conference: Conference, visit: Visit, voice: str) -> VisitCard:
    known = conference.visits
    state: State = "open"
    if voice in known.going.get(visit.id, ()):
        state = "going"
    elif voice in known.wishes.get(visit.id, ()):
        state = "waiting"
    is_told = state == "going"
    return VisitCard(
        visit.id,
        visit.title,
        visit.when,
        visit.place,
        visit.places,
        visit.text,
        state,
        waiting_words(known, visit, voice) if state == "waiting" else "",
        visit.name if is_told else "",
        visit.contact if is_told else "",
    )


def _names(conference: Conference, visit: int) -> tuple[str, ...]:
    voices = (conference.people.voices.get(voice) for voice in conference.visits.going.get(visit, ()))
    return tuple(voice.name if voice is not None else "" for voice in voices)
