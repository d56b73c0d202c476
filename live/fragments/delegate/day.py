"""The programme: the day's lines with what is done, what is on and what comes later.

Where the day stands is told by the run of show, not by a clock: a day that runs late is late on every phone. In each line stand
its booked sessions, and beside them the topics of open space at the same time: a delegate chooses among them.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import Literal

from msgspec import Struct

from live.conference.agenda import Agenda, Block, overlap
from live.conference.board import Board
from live.fragments import VOTING, Piece, Scene, View
from live.fragments.delegate.seats import session_pieces, when

MOST_BESIDE = 8
"""Topics in a line of the programme; more are a look at the board away."""

Stage = Literal["done", "now", "later"]


class Line(Struct, frozen=True):
    """One line of the programme as it stands."""

    id: int
    starts: str
    ends: str
    title: str
    place: str
    text: str
    sessions: int
    stage: Stage


class Beside(Struct, frozen=True):
    """Open space at the time of a line: when, the first topics (number, title, room), and how many more there are."""

    times: str
    topics: tuple[tuple[int, str, str], ...]
    more: int


class WriteUpLink(Struct, frozen=True):
    """The write-up is published."""

    is_draft: bool


class NoProgramme(Struct, frozen=True):
    """Nobody has written a programme."""


def reached(agenda: Agenda) -> str:
    """The time of day, as planned, that the run of show has come to; empty before its first item with a time."""
    starts = ""
    for item in agenda.items:
        starts = item.starts or starts
        if item.id == agenda.current:
            return starts
    return ""


def coming(agenda: Agenda) -> Block | None:
    """The next line of the programme."""
    by_now = reached(agenda)
    return next((block for block in agenda.programme if block.starts > by_now), None)


def _lines(scene: Scene) -> Iterable[Piece]:
    agenda, writeup = scene.conference.agenda, scene.conference.writeup
    if writeup.is_public:
        link = WriteUpLink(writeup.state == "draft")
        yield Piece("day-write-up", "day-lead", "fragments/_write_up_link.html", link)
    if not agenda.programme:
        yield Piece("day-none", "day-list", "fragments/_no_programme.html", NoProgramme())
    by_now = reached(agenda)
    on_now = max((block.starts for block in agenda.programme if block.starts <= by_now), default="")
    for place, block in enumerate(agenda.programme):
        key = f"block-{block.id}"
        yield Piece(key, "day-list", "fragments/_block.html", _line(block, by_now, on_now))
        for workshop in block.workshops:
            yield from session_pieces(scene.conference, block, workshop, f"{key}-sessions")
        following = agenda.programme[place + 1 : place + 2]
        if (beside := _beside(scene.conference.board, block, following)) is not None:
            yield Piece(f"{key}-topics", f"{key}-beside", "fragments/_beside.html", beside)


def _line(block: Block, by_now: str, on_now: str) -> Line:
    stage: Stage = "later" if not by_now or block.starts > by_now else "now" if block.starts == on_now else "done"
    sessions = len(block.workshops)
    return Line(block.id, block.starts, block.ends, block.title, block.place, block.text, sessions, stage)


def _beside(board: Board, block: Block, following: Sequence[Block]) -> Beside | None:
    """What is on in open space during a line, which lasts to the next one where it has no end of its own."""
    times = (block.starts, block.ends or (following[0].starts if following else ""))
    slots = [slot for slot in board.slots if overlap((_clock(slot.starts), _clock(slot.ends)), times)]
    if not slots:
        return None
    order = {slot.id: place for place, slot in enumerate(slots)}
    topics = sorted((one for one in board.standing() if one.slot in order), key=lambda one: order[one.slot])
    rooms = {room.id: room.name for room in board.rooms}
    first = tuple((one.id, one.title, rooms.get(one.room, "")) for one in topics[:MOST_BESIDE])
    return Beside(", ".join(when(slot.starts, slot.ends) for slot in slots), first, len(topics) - len(first))


def _clock(words: str) -> str:
    """The words for a time as in the programme, "09:30"; empty if it is none."""
    found = re.fullmatch(r"(\d{1,2})[:.](\d{2})", words)
    return f"{int(found[1]):02}:{found[2]}" if found else ""


programme = View("programme", ("day-lead", "day-list"), _lines, apart_from=VOTING)
