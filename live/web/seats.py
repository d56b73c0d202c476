"""Places in booked sessions, over the sockets of those whose they are: who is told of what, and how it looks."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence

from live.conference import Act, Conference, agenda, booking
from live.conference.booking import OwnSeat
from live.conference.bookings import SeatAsked, SeatLeft, SeatsDropped, SeatSeen
from live.fragments import Mine, with_fresh_ids
from live.fragments.delegate.seats import Own
from live.web.templates import environment

Where = Mapping[str, int]
"""By voice: 0 for a place in a session, or else its place on the waiting list."""


def told_of(
    before: Conference, after: Conference, acts: Sequence[Act], looking: Callable[[], Collection[str]]
) -> set[str]:
    """The voices that are told at once what these acts mean for their places: who asked or left, who moved up or down; and those
    of the waiting list whose place is another now, if they are `looking`."""
    if after.bookings is before.bookings and after.agenda.programme is before.agenda.programme:
        return set()
    meant = {act.voice for act in acts if isinstance(act, SeatAsked | SeatLeft | SeatSeen)}
    if after.agenda.programme is not before.agenda.programme:
        was, now = booking.all_places(before), booking.all_places(after)
        return meant | {
            voice
            for voice in was.keys() | now.keys()
            if booking.own_seats(before, voice, was.get(voice, {}))
            != booking.own_seats(after, voice, now.get(voice, {}))
        }
    waiting: set[str] = set()
    for number in {act.session for act in acts if isinstance(act, SeatAsked | SeatLeft | SeatsDropped)}:
        before_it, after_it = _where(before, number), _where(after, number)
        for voice in before_it.keys() | after_it.keys():
            one, other = before_it.get(voice), after_it.get(voice)
            if one != other:
                (waiting if one and other else meant).add(voice)
    return meant | (waiting & set(looking()) if waiting else set())


def operations(conference: Conference, mine: Mine, base: str, code: str) -> list[list[str]]:
    """What a page that shows sessions is told of one's places in them, and every page of a place that one moved up to."""
    template = environment().get_template("fragments/_seat.html")
    ops = []
    for _, one in agenda.sessions(conference.agenda.programme):
        key = f"seat-{one.id}"
        if one.id in mine.seats:
            own = Own(one.id, one.title, "programme")
            html = with_fresh_ids(template.render(key=key, it=own, mine=mine, base=base, code=code).strip())
            ops.append(["put", key, html])
        elif one.places:
            ops.append(["put", key, f'<div class="seat stack stack--close" id="{key}"></div>'])
    news_now = news(conference, mine.voice, base, code)
    return [*ops, ["add", "band", "-", with_fresh_ids(news_now)] if news_now else ["cut", "my-seats"]]


def news(conference: Conference, voice: str, base: str, code: str) -> str:
    """What a page has to say on top about places that a voice moved up to, as HTML; "" if nothing."""
    moved_up = booking.news_for(conference, voice)
    if not moved_up:
        return ""
    template = environment().get_template("fragments/_my_seats.html")
    return template.render(it=moved_up, base=base, code=code).strip()


def on_the_phone(mine: Mapping[int, OwnSeat]) -> dict[str, int]:
    """By session, as it goes over the wire: 0 for a place, or else the place on the waiting list."""
    return {str(number): own.place for number, own in mine.items() if own.state != "clash"}


def _where(conference: Conference, number: int) -> Where:
    known = booking.session(conference, number)
    places = known[1].places if known is not None else 0
    asked = conference.bookings.asked.get(number, ())
    return {voice: max(0, place - places) for place, voice in enumerate(asked, 1)}
