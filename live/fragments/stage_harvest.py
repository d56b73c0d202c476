"""The closing on the screen: every topic and session with its one line and a quote, and where nobody has written yet."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

from msgspec import Struct
from msgspec.structs import replace

from live.conference import Conference, harvest
from live.conference.agenda import Item
from live.conference.board import minutes
from live.conference.harvest import Note, all_talks, by_talk, line_of, notes_of
from live.fragments import Piece, fit
from live.fragments.stage_parts import Heading, aside_piece
from live.fragments.stage_results import Shown

NO_NOTE = "No note yet"
NOTHING = "There are no topics or sessions yet."
PLACE_WIDTH = 22.0  # the column with time and room, and the gap after it
PLACE = fit.Size(2.9, 1.15)
WIDTH = fit.BODY_WIDTH - PLACE_WIDTH
EDGES = 3.2  # between two talks, and the line there
GAP = 0.6
SIZES = (
    (fit.Size(4.8, 1.12), fit.Size(4.2, 1.15), fit.Size(3.5, 1.15)),
    (fit.Size(3.8, 1.12), fit.Size(3.5, 1.15), fit.Size(2.9, 1.15)),
)
"""Of title, line and quote, at each fit of `stage-day.css`."""


class Gathered(Struct, frozen=True):
    """What came out of one talk. Without line and quote there is no note yet."""

    title: str
    when: str
    room: str
    line: str
    quote: str


def harvest_shown(conference: Conference, item: Item, page: int) -> Shown:
    """A page of the harvest; the last one if there are not so many."""
    gathered = gathered_of(conference)
    title_fit = fit.fit_of(item.title, fit.HEADINGS[1:], fit.BODY_WIDTH, 12) + 1
    if not gathered:
        return Shown(Heading(item.title, title_fit), body=(aside_piece(item.text or NOTHING),))
    gaps = sum(not (one.line or one.quote) for one in gathered)
    foot = fit.foot_height("", paged=True)
    room = fit.room_under(item.title, title_fit, 1, kicker=False, foot=foot)
    step, sheets = on_pages(gathered, round(room, 1))
    page = min(page, len(sheets))
    lead = f"{len(gathered)} {'talk' if len(gathered) == 1 else 'talks'}, {_gaps(gaps)}"
    body = Piece("stage-harvest", "stage-body", "fragments/_stage_harvest.html", sheets[page - 1])
    return Shown(Heading(item.title, title_fit, lead=lead), step, (body,), page, len(sheets))


def _gaps(gaps: int) -> str:
    if not gaps:
        return "each with a note."
    return f"{gaps} without a note yet."


def gathered_of(conference: Conference) -> tuple[Gathered, ...]:
    """What came out of each talk, by time and room; those without a place come last."""
    known = by_talk(conference)
    order = {room.name.casefold(): place for place, room in enumerate(conference.board.rooms)}
    found: list[tuple[bool, int, int, int, Gathered]] = []
    for talk in all_talks(conference):
        starts = talk.when.partition(" to ")[0]
        one = _gathered(conference, talk, notes_of(conference, talk, known), starts)
        begins = minutes(starts)
        place = order.get(talk.room.casefold(), len(order))
        found.append((begins is None, begins or 0, place, len(found), one))
    return tuple(one for *_, one in sorted(found, key=lambda each: each[:4]))


def _gathered(conference: Conference, talk: harvest.Talk, notes: Sequence[Note], starts: str) -> Gathered:
    """Without a chosen line, the first that was written stands for it, or the first key point, or what days before noted."""
    chosen = line_of(conference, talk)
    written = [note.text for kind in ("line", "point") for note in notes if note.kind == kind]
    older = fit.shortened(talk.older, 3, WIDTH / SIZES[-1][1].letters)
    line = chosen.text if chosen is not None else written[0] if written else older
    quotes = (note.text for note in notes if note.kind == "quote")
    return Gathered(talk.title, starts, talk.room, line, next(quotes, ""))


@lru_cache(maxsize=32)
def on_pages(gathered: tuple[Gathered, ...], room: float) -> tuple[int, tuple[tuple[Gathered, ...], ...]]:
    """The fit of the words, and the talks on each page of a body `room` u high: large ones if that needs no more pages."""
    gathered = tuple(_fitting(one, room) for one in gathered)
    large, small = (_dealt(gathered, step, room) for step in (1, 2))
    has_room = all(_height(one, 1) <= room for one in gathered)
    return (1, large) if has_room and len(large) <= len(small) else (2, small)


def _fitting(one: Gathered, room: float) -> Gathered:
    """The same, its quote shortened if it alone is more than a page."""
    width = WIDTH / SIZES[-1][2].letters
    for most in range(fit.rows(one.quote, width) - 1, -1, -1):
        if _height(one, 2) <= room:
            break
        one = replace(one, quote=fit.shortened(one.quote, most, width) if most else "")
    return one


def _dealt(gathered: Sequence[Gathered], step: int, room: float) -> tuple[tuple[Gathered, ...], ...]:
    pages: list[list[Gathered]] = [[]]
    left = room
    for one in gathered:
        high = _height(one, step)
        if pages[-1] and high > left:
            pages.append([])
            left = room
        pages[-1].append(one)
        left -= high
    return tuple(tuple(page) for page in pages)


def _height(one: Gathered, step: int) -> float:
    title, line, quote = SIZES[step - 1]
    words = fit.height(one.title, title, WIDTH) + GAP + fit.height(one.line or NO_NOTE, line, WIDTH)
    if one.quote:
        words += GAP + fit.height(f"“{one.quote}”", quote, WIDTH)
    place = fit.height(one.when, PLACE, PLACE_WIDTH - 3) + fit.height(one.room, PLACE, PLACE_WIDTH - 3)
    return max(words, place) + EDGES
