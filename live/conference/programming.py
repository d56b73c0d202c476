"""Editing the programme before the day and during it: its lines, the sessions in them, and what becomes of those who booked.

Nobody who has a place loses it by the way: a session with fewer places than taken ones, or one that goes, is refused until
whoever asks has been told how many people that is about.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from msgspec.structs import replace

from live.conference import agenda, booking
from live.conference.agenda import Block, BlockPut, BlockRemoved, SessionLink, Workshop, WorkshopPut, WorkshopRemoved
from live.conference.agenda.programme import LINK_LETTERS, MOST_LINKS
from live.conference.bookings import BookingAct, HandoutRemoved, SeatAsked, SeatsDropped
from live.conference.people import Actor, Moment, Request
from live.conference.words import NAME_LETTERS, TEXT_LETTERS, TITLE_LETTERS, Refused, clean_line, clean_text

if TYPE_CHECKING:
    from live.conference import Conference

MOST_LINES = 100
MOST_SESSIONS = 200
MOST_PLACES = 100_000
LINKS_LETTERS = MOST_LINKS * (LINK_LETTERS + TITLE_LETTERS)
LINE_GONE = "This line is no longer in the programme."

Acts = Sequence[BlockPut | BlockRemoved | WorkshopPut | WorkshopRemoved | BookingAct]


class PutBlock(Request, frozen=True):
    """A line of the programme, a new one (`block` 0) or as it should be from now on."""

    block: int = 0
    starts: str = ""
    ends: str = ""
    title: str = ""
    place: str = ""
    text: str = ""


class RemoveBlock(Request, frozen=True):
    block: int
    confirm: str = ""


class PutSession(Request, frozen=True):
    """A session, a new one (`session` 0) or as it should be from now on. `links` has one on each line: its address, and after a
    space what it is called. `confirm`: also if people lose their places."""

    session: int = 0
    block: int = 0
    title: str = ""
    host: str = ""
    room: str = ""
    text: str = ""
    places: str = ""
    starts: str = ""
    ends: str = ""
    links: str = ""
    confirm: str = ""


class RemoveSession(Request, frozen=True):
    session: int
    confirm: str = ""


def put_block(conference: Conference, ask: PutBlock, by: Actor, moment: Moment) -> Acts:
    programme = conference.agenda.programme
    known = line(conference, ask.block) if ask.block else None
    if known is None and len(programme) >= MOST_LINES:
        raise Refused(f"A programme can have {MOST_LINES} lines, and this one has them.")
    starts, ends = _times(ask.starts, ask.ends)
    if not starts:
        raise Refused("When does it start? Please write the time like 10:40.", "starts")
    block = Block(
        starts,
        clean_line(ask.title, TITLE_LETTERS, "title", "The title"),
        ends,
        clean_line(ask.place, TITLE_LETTERS, "place", "The place", optional=True),
        clean_text(ask.text, TEXT_LETTERS, "text", "The text", optional=True),
        id=known.id if known is not None else conference.agenda.latest_line + 1,
    )
    return [] if known is not None and block == replace(known, workshops=()) else [BlockPut(block)]


def remove_block(conference: Conference, ask: RemoveBlock, by: Actor, moment: Moment) -> Acts:
    """A line goes with all sessions in it."""
    known = next((block for block in conference.agenda.programme if block.id == ask.block), None)
    if known is None:
        return []
    people = sum(len(conference.bookings.asked.get(one.id, ())) for one in known.workshops)
    _told(people, "with a place in this line, or waiting for one.", ask.confirm)
    dropped = [act for one in known.workshops for act in all_dropped(conference, one.id)]
    return [*dropped, BlockRemoved(known.id)]


def put_session(conference: Conference, ask: PutSession, by: Actor, moment: Moment) -> Acts:
    known = booking.session(conference, ask.session) if ask.session else None
    if ask.session and known is None:
        raise Refused(booking.SESSION_GONE)
    if known is None and len(agenda.sessions(conference.agenda.programme)) >= MOST_SESSIONS:
        raise Refused(f"A programme can have {MOST_SESSIONS} sessions, and this one has them.")
    block = line(conference, ask.block)
    starts, ends = _times(ask.starts, ask.ends)
    after = Workshop(
        clean_line(ask.title, TITLE_LETTERS, "title", "The title"),
        clean_line(ask.host, TITLE_LETTERS, "host", "The host", optional=True),
        clean_line(ask.room, NAME_LETTERS, "room", "The room", optional=True),
        clean_text(ask.text, TEXT_LETTERS, "text", "The text", optional=True),
        known[1].id if known is not None else conference.agenda.latest_line + 1,
        _places(ask.places),
        starts,
        ends,
        _links(ask.links),
    )
    if known == (block, after):
        return []
    acts: list[WorkshopPut | BookingAct] = [WorkshopPut(block.id, after)]
    if known is not None:
        fewer = fewer_places(conference, known[1], after.places)
        if after.places:
            _told(len(fewer), "would wait again.", ask.confirm)
        elif fewer:
            people = len(conference.bookings.asked.get(after.id, ()))
            _told(people, "with a place here, or waiting for one.", ask.confirm)
        acts += fewer
    return acts


def remove_session(conference: Conference, ask: RemoveSession, by: Actor, moment: Moment) -> Acts:
    known = booking.session(conference, ask.session)
    if known is None:
        return []
    people = len(conference.bookings.asked.get(ask.session, ()))
    _told(people, "with a place here, or waiting for one.", ask.confirm)
    return [*all_dropped(conference, ask.session), WorkshopRemoved(ask.session)]


def fewer_places(conference: Conference, known: Workshop, places: int) -> list[BookingAct]:
    """What becomes of those who booked when a session has so many places from now on: the last who came in wait again; without
    any, nobody books."""
    asked = conference.bookings.asked.get(known.id, ())
    if not places:
        return [SeatsDropped(known.id)] if asked else []
    return [SeatAsked(known.id, voice, waits=True) for voice in asked[places : known.places]]


def all_dropped(conference: Conference, number: int) -> list[BookingAct]:
    """What goes with a session: who booked, and its files."""
    gone: list[BookingAct] = [SeatsDropped(number)] if number in conference.bookings.asked else []
    return [*gone, *(HandoutRemoved(one.id) for one in conference.bookings.handouts_of(number))]


def as_in(conference: Conference, programme: Sequence[Block]) -> list[BookingAct]:
    """What becomes of bookings and files when this is the programme from now on, by the numbers of its sessions."""
    after = {one.id: one for _, one in agenda.sessions(programme)}
    acts: list[BookingAct] = []
    for _, known in agenda.sessions(conference.agenda.programme):
        there = after.get(known.id)
        acts += all_dropped(conference, known.id) if there is None else fewer_places(conference, known, there.places)
    return acts


def known_again(conference: Conference, programme: Iterable[Block]) -> tuple[Block, ...]:
    """The programme in which lines and sessions without a number have that of the one with the same words. So a plan that was
    written by hand can be mended and taken in again, and nobody loses a place."""
    lines = {(block.starts, block.title): block for block in conference.agenda.programme}

    def same(block: Block) -> Block:
        known = lines.get((block.starts, block.title))
        numbers = {one.title: one.id for one in known.workshops} if known is not None else {}
        workshops = tuple(replace(one, id=one.id or numbers.get(one.title, 0)) for one in block.workshops)
        return replace(block, id=block.id or (known.id if known is not None else 0), workshops=workshops)

    return tuple(map(same, programme))


def line(conference: Conference, number: int) -> Block:
    """A line of the programme by its number. Raises `Refused`."""
    known = next((block for block in conference.agenda.programme if block.id == number), None)
    if known is None:
        raise Refused(LINE_GONE)
    return known


def links_as_text(links: Iterable[SessionLink]) -> str:
    """Links as they are typed: one on each line."""
    return "\n".join(f"{link.url} {link.title}".strip() for link in links)


def _links(text: str) -> tuple[SessionLink, ...]:
    cleaned = clean_text(text, LINKS_LETTERS, "links", "The links", optional=True)
    parts = [one.partition(" ") for one in cleaned.split("\n") if one]
    return agenda.clean_links([SessionLink(url, title) for url, _, title in parts], "links")


def _times(starts: str, ends: str) -> agenda.Times:
    first, last = agenda.clean_time(starts, "starts"), agenda.clean_time(ends, "ends")
    if first and last and last <= first:
        raise Refused("This ends before it starts. Please look at the two times.", "ends")
    return first, last


def _places(text: str) -> int:
    typed = clean_line(text, 20, "places", "The number of places", optional=True)
    if not typed:
        return 0
    if not (typed.isascii() and typed.isdecimal() and int(typed) <= MOST_PLACES):
        raise Refused("Please write the places as a number, or leave it empty if nobody books.", "places")
    return int(typed)


def _told(people: int, what: str, confirm: str) -> None:
    """Refuse until whoever asks has confirmed what they were told."""
    if people and confirm != "yes":
        who = "1 person" if people == 1 else f"{people} people"
        raise Refused(f"Bookings would be lost: {who} {what} Please confirm that you mean it.", "confirm")
