"""Open space on paper: a sign for each door, and the whole timetable. Both say at which moment they were true.

What is on a sheet is measured in millimetres: the largest letters are taken at which a sheet holds all of it. Where even the
smallest are too large, it goes on on another sheet; nothing is cut.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from math import ceil

from msgspec import Struct
from starlette.responses import Response

from live.conference import Conference
from live.conference.board import NEED_WORDS, Room, overlap
from live.fragments import fit
from live.fragments.timetable import Grid, Talk, grid_of, in_room, rooms_of, talks
from live.web.visit import Visit

FREE = "Free. Propose a topic on your phone, or ask a facilitator."
NAMES = tuple(fit.Size(millimetres, 1.05) for millimetres in (30, 22, 16, 12))
SIGN_LETTERS = (9.0, 7.5, 6.2, 5.2, 4.4, 3.7, 3.1)  # those of `prints.css`
SIGN_WIDTH, SIGN_HEIGHT = 190.0, 277.0
SIGN_TIMES = 3.4  # how wide the column of times is, in letters' sizes
SIGN_AROUND = 52.0  # what the room offers, the way in, when it was printed
EDGES = 4.4


class Paper(Struct, frozen=True):
    """A size of paper, in millimetres without its edges. `letters` are those of `prints.css`, `most` is how many rooms stand
    beside each other."""

    says: str
    width: float
    height: float
    letters: tuple[float, ...]
    most: int


PAPERS: Mapping[str, Paper] = {
    "a4": Paper("A4, landscape", 277, 190, (5.0, 4.2, 3.6, 3.1, 2.7, 2.4), 8),
    "a3": Paper("A3, landscape", 400, 277, (7.0, 6.0, 5.0, 4.2, 3.6, 3.1, 2.7), 12),
}
TIMES = 18.0  # millimetres of the column of times
CELL_EDGES = 4.2
SHEET_AROUND = 22.0  # title, when it was printed, names of rooms begin


class Sign(Struct, frozen=True):
    """A door sign. `lines` has what is on in the room, and the times at which nothing is (a title is empty then)."""

    room: Room
    facts: tuple[str, ...]
    lines: tuple[Talk, ...]
    name_size: int
    size: int


class Sheet(Struct, frozen=True):
    """A part of the timetable that is as wide as the paper."""

    grid: Grid
    size: int


async def doors(visit: Visit) -> Response:
    """A sign for the door of each room."""
    there = talks(visit.conference)
    return visit.page(
        "pages/print_doors.html",
        title="Door signs to print",
        role="facilitator",
        signs=[_sign(visit.conference, room, there) for room in rooms_of(visit.conference)],
        free=FREE,
        host_of=host_of,
        note_of=note_of,
        site=visit.scene.join_site,
        as_of=as_of(datetime.now().astimezone()),
    )


async def timetable(visit: Visit) -> Response:
    """The whole timetable, on A4 or A3."""
    wanted = visit.request.query_params.get("paper", "a4")
    paper = wanted if wanted in PAPERS else "a4"
    return visit.page(
        "pages/print_timetable.html",
        title="Timetable to print",
        role="facilitator",
        sheets=list(_sheets(grid_of(visit.conference), PAPERS[paper])),
        waiting=[topic.title for topic in visit.conference.board.waiting()],
        paper=paper,
        papers=PAPERS,
        host_of=host_of,
        note_of=note_of,
        as_of=as_of(datetime.now().astimezone()),
    )


def as_of(now: datetime) -> str:
    """The moment of printing, by the clock in the hall: "As of 14 May, 10:52"."""
    return f"As of {now.day} {now:%B, %H:%M}"


def host_of(talk: Talk) -> str:
    """Who hosts it, in words."""
    if talk.seeks_host:
        return "Needs a host"
    return f"Host: {talk.host}" if talk.host else ""


def note_of(talk: Talk) -> str:
    """That it is a booked session, and how many have a place in it."""
    places = f", {talk.seats} {'place' if talk.seats == 1 else 'places'}" if talk.seats else ""
    return f"Session{places}" if talk.is_session else ""


def _sign(conference: Conference, room: Room, all_talks: Sequence[Talk]) -> Sign:
    there = [talk for talk in all_talks if in_room(talk, room)]
    free = [slot for slot in conference.board.slots if room.id and not any(overlap(slot, talk) for talk in there)]
    lines = [*there, *(Talk("", "", slot.starts, slot.ends) for slot in free)]
    lines.sort(key=lambda talk: talk.starts.rjust(5, "0"))
    facts = [f"{room.seats} {'seat' if room.seats == 1 else 'seats'}"] if room.seats else []
    facts += [room.about] if room.about else []
    facts += [NEED_WORDS[need][0].upper() + NEED_WORDS[need][1:] for need in room.offers]
    name = fit.fit_of(room.name, NAMES, SIGN_WIDTH, 70)
    left = SIGN_HEIGHT - SIGN_AROUND - fit.height(room.name, NAMES[name - 1], SIGN_WIDTH)
    sizes = enumerate(SIGN_LETTERS, 1)
    size = next((step for step, size in sizes if sum(_line_height(one, size) for one in lines) <= left), 0)
    return Sign(room, tuple(facts), tuple(lines), name, size or len(SIGN_LETTERS))


def _line_height(talk: Talk, size: float) -> float:
    width = SIGN_WIDTH / size - SIGN_TIMES
    title = fit.rows(talk.title or FREE, width) * 1.15
    under = ". ".join(filter(None, (host_of(talk), note_of(talk))))
    return max(2.3, title + (fit.rows(under, width / 0.8) * 0.8 * 1.2 if under else 0)) * size + EDGES


def _sheets(grid: Grid, paper: Paper) -> Iterator[Sheet]:
    """As many rooms on each as fit beside each other, evenly."""
    if not (grid.rooms and grid.slots):
        return
    many = ceil(len(grid.rooms) / ceil(len(grid.rooms) / paper.most))
    for first in range(0, len(grid.rooms), many):
        cells = tuple(row[first : first + many] for row in grid.cells)
        part = Grid(grid.rooms[first : first + many], grid.slots, cells)
        sizes = enumerate(paper.letters, 1)
        fits = (step for step, size in sizes if _table_height(part, size, paper) <= paper.height - SHEET_AROUND)
        yield Sheet(part, next(fits, len(paper.letters)))


def _table_height(grid: Grid, size: float, paper: Paper) -> float:
    width = ((paper.width - TIMES) / len(grid.rooms) - 3.2) / size
    head = max(fit.rows(_room_words(room), width) for room in grid.rooms) * size * 1.15 + CELL_EDGES
    return head + sum(max(_cell_height(talk, width) for talk in row) * size + CELL_EDGES for row in grid.cells)


def _cell_height(talk: Talk | None, width: float) -> float:
    if talk is None:
        return 1.0
    words: Sequence[str] = (talk.title, *filter(None, (host_of(talk), note_of(talk))))
    return sum(fit.rows(each, width) for each in words) * 1.15


def _room_words(room: Room) -> str:
    return f"{room.name} ({room.seats} seats)" if room.seats else room.name
