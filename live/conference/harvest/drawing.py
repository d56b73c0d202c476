"""Drawings of the graphic facilitator: hanging one up with its words, and taking it away. The rules.

A drawing that comes here was made clean and bounded before (`live/web/uploads.py`). Without words for those who do not see it, it
is not taken.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from live.conference.harvest.notes import GraphicHung, GraphicRemoved
from live.conference.harvest.talks import talk_of
from live.conference.people import Actor, Moment, Request
from live.conference.words import NAME_LETTERS, TEXT_LETTERS, Refused, clean_line

if TYPE_CHECKING:
    from live.conference import Conference

LARGEST_GRAPHIC = 1_500_000  # bytes
MOST_GRAPHICS = 40
MOST_BYTES = (
    12_000_000  # of all together: erasing words writes the whole file anew, and votes wait for that (measured: 0.2 s)
)
ALT_LETTERS = TEXT_LETTERS


class HangGraphic(Request, frozen=True):
    """A drawing with what it shows in words. Only the server itself asks for this, after it has made the drawing clean."""

    data: bytes
    alt: str = ""
    by: str = ""
    about: str = ""


class GraphicRequest(Request, frozen=True):
    graphic: int


def words_of(conference: Conference, ask: HangGraphic) -> tuple[str, str, str]:
    """What it shows, who drew it and which talk it is about, cleaned. Raises `Refused`."""
    alt = clean_line(ask.alt, ALT_LETTERS, "alt", "What the drawing shows")
    by = clean_line(ask.by, NAME_LETTERS, "by", "Who drew it", optional=True)
    talk = talk_of(conference, ask.about) if ask.about else None
    if ask.about and talk is None:
        raise Refused("This talk is no longer there. Please choose another one.", "about")
    return alt, by, talk.about if talk is not None else ""


def hang_graphic(conference: Conference, ask: HangGraphic, by: Actor, moment: Moment) -> Sequence[GraphicHung]:
    """The same drawing is hung once."""
    known = conference.harvest
    alt, drawn_by, about = words_of(conference, ask)
    if len(ask.data) > LARGEST_GRAPHIC:
        raise Refused("This drawing is too large, even when it is made smaller.", "file")
    if any(one.data == ask.data for one in known.graphics.values()):
        return []
    if len(known.graphics) >= MOST_GRAPHICS:
        raise Refused(f"A conference can have {MOST_GRAPHICS} drawings. Please remove one first.", "file")
    if sum(len(one.data) for one in known.graphics.values()) + len(ask.data) > MOST_BYTES:
        raise Refused("There is no room for more drawings. Please remove one first.", "file")
    return [GraphicHung(known.latest_graphic + 1, ask.data, alt, drawn_by, about, moment.at)]


def remove_graphic(conference: Conference, ask: GraphicRequest, by: Actor, moment: Moment) -> Sequence[GraphicRemoved]:
    return [GraphicRemoved(ask.graphic)] if ask.graphic in conference.harvest.graphics else []
