"""The programme as facilitators edit it: its lines, the sessions in them, and how many people have a place or wait for one."""

from __future__ import annotations

from collections.abc import Iterator

from msgspec import Struct

from live.conference import Conference, agenda
from live.conference.agenda import Block, Workshop
from live.fragments import VOTING, Piece, Scene, View
from live.fragments.delegate.seats import when


class DeskLine(Struct, frozen=True):
    id: int
    when: str
    title: str
    place: str


class DeskSession(Struct, frozen=True):
    """`places` 0: nobody books. `inside` and `waiting` are how many people have a place, and wait for one."""

    id: int
    title: str
    host: str
    room: str
    when: str
    places: int
    inside: int
    waiting: int
    links: int
    files: int


class NoLines(Struct, frozen=True):
    """Nobody has written a programme."""


def card(conference: Conference, block: Block, one: Workshop) -> DeskSession:
    asked = len(conference.bookings.asked.get(one.id, ()))
    inside = min(asked, one.places)
    return DeskSession(
        one.id,
        one.title,
        one.host,
        one.room,
        when(*agenda.times_of(block, one)) if one.starts or one.ends else "",
        one.places,
        inside,
        asked - inside,
        len(one.links),
        len(conference.bookings.handouts_of(one.id)),
    )


def _lines(scene: Scene) -> Iterator[Piece]:
    conference = scene.conference
    if not conference.agenda.programme:
        yield Piece("desk-programme-none", "desk-programme-list", "fragments/_desk_no_lines.html", NoLines())
    for block in conference.agenda.programme:
        line = DeskLine(block.id, when(block.starts, block.ends), block.title, block.place)
        key = f"line-{block.id}"
        yield Piece(key, "desk-programme-list", "fragments/_desk_line.html", line)
        for one in block.workshops:
            model = card(conference, block, one)
            yield Piece(f"session-{one.id}", f"{key}-sessions", "fragments/_desk_session.html", model)


desk_programme = View("desk/programme", ("desk-programme-list",), _lines, apart_from=VOTING)
