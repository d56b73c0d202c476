"""Booked sessions on a phone: how many places are left, and what one has there oneself.

How many are left is the same for everybody and goes out to all who look. What somebody has is told to them alone: each session
has an element for it (`seat-3`), which is empty for all others.
"""

from __future__ import annotations

from collections.abc import Iterable

from msgspec import Struct

from live.conference import Conference, agenda, booking
from live.conference.agenda import Block, SessionLink, Workshop
from live.conference.handing_out import ENDINGS
from live.fragments import VOTING, Piece, Scene, View


class SessionCard(Struct, frozen=True):
    """A session in the programme. `when` is empty where it is as long as its line."""

    id: int
    title: str
    host: str
    room: str
    when: str
    text: str
    more: str
    is_booked: bool


class FileCard(Struct, frozen=True):
    """A file to download: its name with its ending, and its size in words."""

    id: int
    name: str
    size: str


class SessionPage(Struct, frozen=True):
    """A session by itself, with all that is known of it."""

    id: int
    title: str
    host: str
    room: str
    when: str
    line: str
    text: str
    links: tuple[SessionLink, ...]
    files: tuple[FileCard, ...]
    is_booked: bool


class Places(Struct, frozen=True):
    """How many places a session has, are left, and how many people wait. `page`: where a plain form comes back to."""

    session: int
    title: str
    places: int
    left: int
    waiting: int
    page: str


class Own(Struct, frozen=True):
    """Where what somebody has in a session is told."""

    id: int
    title: str
    page: str


class SessionGone(Struct, frozen=True):
    say: str


def session_pieces(conference: Conference, block: Block, one: Workshop, into: str) -> Iterable[Piece]:
    """A session in the programme."""
    times = (one.starts or one.ends) and when(*agenda.times_of(block, one))
    files = len(conference.bookings.handouts_of(one.id))
    more = [_number(len(one.links), "link"), _number(files, "file to download", "files to download")]
    card = SessionCard(
        one.id,
        one.title,
        one.host,
        one.room,
        times,
        one.text,
        " and ".join(filter(None, more)),
        bool(one.places),
    )
    yield Piece(f"session-{one.id}", into, "fragments/_session.html", card)
    yield from _booked(conference, one, "programme")


def session(number: int) -> View:
    """One session by itself."""

    def pieces(scene: Scene) -> Iterable[Piece]:
        conference = scene.conference
        known = booking.session(conference, number)
        if known is None:
            gone = SessionGone(booking.SESSION_GONE)
            yield Piece("session-gone", "session-main", "fragments/_gone.html", gone)
            return
        block, one = known
        page = SessionPage(
            one.id,
            one.title,
            one.host,
            one.room or block.place,
            when(*agenda.times_of(block, one)),
            block.title,
            one.text,
            one.links,
            files_of(conference, number),
            bool(one.places),
        )
        yield Piece(f"session-{number}", "session-main", "fragments/_session_page.html", page)
        yield from _booked(conference, one, f"session/{number}")

    return View(f"session/{number}", ("session-main",), pieces, apart_from=VOTING)


def files_of(conference: Conference, number: int) -> tuple[FileCard, ...]:
    return tuple(
        FileCard(one.id, f"{one.name}.{ENDINGS[one.kind]}", size_in_words(len(one.data)))
        for one in conference.bookings.handouts_of(number)
        if one.kind in ENDINGS
    )


def when(starts: str, ends: str) -> str:
    return f"{starts} to {ends}" if ends else starts


def size_in_words(size: int) -> str:
    return f"{size / 1024**2:.1f} MB" if size >= 1024**2 else f"{max(1, round(size / 1024))} KB"


def _booked(conference: Conference, one: Workshop, page: str) -> Iterable[Piece]:
    if not one.places:
        return
    asked = len(conference.bookings.asked.get(one.id, ()))
    left, waiting = max(0, one.places - asked), max(0, asked - one.places)
    places = Places(one.id, one.title, one.places, left, waiting, page)
    yield Piece(f"places-{one.id}", f"session-{one.id}-places", "fragments/_places.html", places)
    yield Piece(f"seat-{one.id}", f"session-{one.id}-seat", "fragments/_seat.html", Own(one.id, one.title, page))


def _number(many: int, one: str, several: str = "") -> str:
    return "" if not many else f"1 {one}" if many == 1 else f"{many} {several or one + 's'}"
