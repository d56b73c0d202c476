"""The programme that delegates read and choose from: its lines, and the booked sessions beside the free topics."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import assert_never

from msgspec import Struct
from msgspec.structs import replace

from live.conference.people import Fact
from live.conference.words import TITLE_LETTERS, Refused, clean_line


class SessionLink(Struct, frozen=True, omit_defaults=True):
    """Something to read elsewhere. `url` begins with https:// or http://."""

    url: str
    title: str = ""


MOST_LINKS = 10  # of a session: more is a page of its own, somewhere else
LINK_LETTERS = 500  # a browser takes more, a person does not
LINK = re.compile(r"https?://[^\s<>\"'`{}|\\^]+")


def clean_links(links: Sequence[SessionLink], field: str) -> tuple[SessionLink, ...]:
    """Links of a session as they may be shown. Raises `Refused`."""
    if len(links) > MOST_LINKS:
        raise Refused(f"A session can have {MOST_LINKS} links.", field)
    for link in links:
        if len(link.url) > LINK_LETTERS or not LINK.fullmatch(link.url) or not link.url.isprintable():
            raise Refused("A link begins with https:// or http:// and has no spaces in it.", field)
    return tuple(
        SessionLink(link.url, clean_line(link.title, TITLE_LETTERS, field, "A link's name", optional=True))
        for link in links
    )


class Workshop(Struct, frozen=True, omit_defaults=True):
    """A booked session beside the free topics. `places` 0: whoever comes, comes; nobody books. Empty `starts` and `ends` are
    those of its line of the programme. With `id` 0 it has no number yet."""

    title: str
    host: str = ""
    room: str = ""
    text: str = ""
    id: int = 0
    places: int = 0
    starts: str = ""
    ends: str = ""
    links: tuple[SessionLink, ...] = ()


class Block(Struct, frozen=True, omit_defaults=True):
    """One line of the programme. With `id` 0 it has no number yet."""

    starts: str
    title: str
    ends: str = ""
    place: str = ""
    text: str = ""
    workshops: tuple[Workshop, ...] = ()
    id: int = 0


class BlockPut(Fact, frozen=True):
    """A line of the programme as it is now, without its sessions: those stay as they are. Lines stand in the order of time."""

    block: Block


class BlockRemoved(Fact, frozen=True):
    """The line, and the sessions in it."""

    block: int


class WorkshopPut(Fact, frozen=True):
    """A session as it is now, in this line of the programme."""

    block: int
    workshop: Workshop


class WorkshopRemoved(Fact, frozen=True):
    workshop: int


ProgrammeAct = BlockPut | BlockRemoved | WorkshopPut | WorkshopRemoved


def sessions(programme: Iterable[Block]) -> list[tuple[Block, Workshop]]:
    """All sessions, each with its line of the programme."""
    return [(block, workshop) for block in programme for workshop in block.workshops]


Times = tuple[str, str]
"""From when until when, as "11:00" and "11:40"; the second may be empty."""


def times_of(block: Block, session: Workshop) -> Times:
    """When a session is: its own times, or else those of its line."""
    return session.starts or block.starts, session.ends or block.ends


def overlap(one: Times, other: Times) -> bool:
    """Whether two things happen at the same time. What has no end is known to be on only when it starts."""
    (starts, ends), (begins, stops) = one, other
    return bool(starts and begins) and (starts == begins or starts < begins < ends or begins < starts < stops)


def numbered(programme: tuple[Block, ...], latest: int) -> tuple[tuple[Block, ...], int]:
    """The programme in which every line and session has a number of its own, and the highest number. Who has one keeps it; of two
    that have the same, the first does."""
    taken: set[int] = set()
    latest = max([latest, *(block.id for block in programme), *(one.id for _, one in sessions(programme))])

    def number(known: int) -> int:
        nonlocal latest
        if known <= 0 or known in taken:
            latest += 1
            known = latest
        taken.add(known)
        return known

    lines = tuple(
        replace(
            block,
            id=number(block.id),
            workshops=tuple(replace(one, id=number(one.id)) for one in block.workshops),
        )
        for block in programme
    )
    return lines, latest


def fold(programme: tuple[Block, ...], latest: int, act: ProgrammeAct) -> tuple[tuple[Block, ...], int]:
    match act:
        case BlockPut():
            known = next((block for block in programme if block.id == act.block.id), None)
            line = replace(act.block, workshops=known.workshops if known else ())
            rest = (block for block in programme if block.id != line.id)
            return tuple(sorted((*rest, line), key=lambda block: block.starts)), max(latest, line.id)
        case BlockRemoved():
            return tuple(block for block in programme if block.id != act.block), latest
        case WorkshopPut():
            return tuple(_with(block, act) for block in programme), max(latest, act.workshop.id)
        case WorkshopRemoved():
            return tuple(
                replace(block, workshops=tuple(one for one in block.workshops if one.id != act.workshop))
                if any(one.id == act.workshop for one in block.workshops)
                else block
                for block in programme
            ), latest
        case _:
            assert_never(act)


def _with(block: Block, act: WorkshopPut) -> Block:
    """A session stands in one line only; where it stays in its line it keeps its place there."""
    here = [one.id for one in block.workshops]
    if block.id != act.block:
        return replace(block, workshops=tuple(one for one in block.workshops if one.id != act.workshop.id))
    if act.workshop.id in here:
        return replace(
            block, workshops=tuple(act.workshop if one.id == act.workshop.id else one for one in block.workshops)
        )
    return replace(block, workshops=(*block.workshops, act.workshop))
