"""The programme: the day's lines with what is done, what is on and what comes later.

Where the day stands is told by the run of show, not by a clock: a day that runs late is late on every phone.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Literal

from msgspec import Struct

from live.conference.agenda import Agenda, Block, Workshop
from live.fragments import Piece, Scene, View

Stage = Literal["done", "now", "later"]


class Line(Struct, frozen=True):
    """One line of the programme as it stands."""

    starts: str
    ends: str
    title: str
    place: str
    text: str
    workshops: tuple[Workshop, ...]
    stage: Stage


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
    for place, block in enumerate(agenda.programme, 1):
        yield Piece(f"block-{place}", "day-list", "fragments/_block.html", _line(block, by_now, on_now))


def _line(block: Block, by_now: str, on_now: str) -> Line:
    stage: Stage = "later" if not by_now or block.starts > by_now else "now" if block.starts == on_now else "done"
    return Line(block.starts, block.ends, block.title, block.place, block.text, block.workshops, stage)


programme = View("programme", ("day-lead", "day-list"), _lines)
