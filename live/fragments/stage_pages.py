"""What the screen shows in pages, whatever the item is: the chair's remote turns them, the screen shows the one it is at."""

from __future__ import annotations

from collections.abc import Iterator

from live.conference import Conference
from live.conference.agenda import Item
from live.fragments import Piece
from live.fragments.stage_drawings import drawings_shown
from live.fragments.stage_halls import board_shown, waiting_piece
from live.fragments.stage_harvest import harvest_shown
from live.fragments.stage_market import market_shown, pitch_pieces, pitched
from live.fragments.stage_parts import Foot, Frame, heading_piece
from live.fragments.stage_results import Shown
from live.fragments.stage_wall import sheet_of


def shown_of(conference: Conference, item: Item) -> Shown | None:
    """The page of an item that is at hand; None where it has no pages, as a label or a pitch that is shown large."""
    page = conference.agenda.page
    match item.kind:
        case "wall":
            return sheet_of(conference, item)
        case "board":
            return board_shown(conference, item, page)
        case "market":
            return None if pitched(conference) is not None else market_shown(conference, item, page)
        case "harvest":
            return harvest_shown(conference, item, page)
        case "graphics":
            return drawings_shown(conference, item, page)
        case _:
            return None


def open_space_pieces(conference: Conference, item: Item) -> Iterator[Piece]:
    """The picture of an item of open space: timetable, market place, harvest or drawings."""
    topic = pitched(conference)
    if item.kind == "market" and topic is not None:
        yield from pitch_pieces(conference, topic)
    elif (shown := shown_of(conference, item)) is not None:
        yield Piece("stage-frame", "stage", "fragments/_stage.html", Frame(shown.layout, shown.fit))
        yield heading_piece(shown.heading)
        yield from shown.body
        if shown.pages > 1 or shown.facts:
            foot = Foot(shown.page, shown.pages, shown.facts)
            yield Piece("stage-facts", "stage-foot", "fragments/_stage_foot.html", foot)
    waiting = waiting_piece(conference) if item.kind == "board" else None
    if waiting is not None:
        yield waiting
