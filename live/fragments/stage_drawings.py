"""What the graphic facilitator drew, on the screen: one drawing after the other, with what it shows in words, and by whom."""

from __future__ import annotations

from msgspec import Struct

from live.conference import Conference
from live.conference.agenda import Item
from live.fragments import Piece, fit
from live.fragments.stage_parts import Heading, aside_piece
from live.fragments.stage_results import Shown

NONE_YET = "There are no drawings yet."
CAPTIONS = (fit.Size(3.5, 1.2), fit.Size(2.9, 1.2), fit.Size(2.4, 1.2))
CAPTION_ROOM = 17.0


class Drawn(Struct, frozen=True):
    """A drawing by its number; `alt` is what it shows, in words, and `fit` the size of those."""

    number: int
    alt: str
    by: str
    about: str
    fit: int


def drawings_shown(conference: Conference, item: Item, page: int) -> Shown:
    """A drawing; the last one if there are not so many."""
    drawings = conference.harvest.pictures()
    if not drawings:
        title_fit = fit.fit_of(item.title, fit.HEADINGS[1:], fit.BODY_WIDTH, 15) + 1
        return Shown(Heading(item.title, title_fit), body=(aside_piece(item.text or NONE_YET),))
    page = min(page, len(drawings))
    one = drawings[page - 1]
    caption = f"{one.alt} {credit(one.by)}".strip()
    model = Drawn(
        one.id,
        one.alt,
        credit(one.by),
        about_of(conference, one.about),
        fit.fit_of(caption, CAPTIONS, fit.BODY_WIDTH, CAPTION_ROOM),
    )
    title_fit = fit.fit_of(item.title, fit.HEADINGS[2:], fit.BODY_WIDTH, 6) + 2
    body = Piece(f"stage-drawing-{one.id}", "stage-body", "fragments/_stage_drawing.html", model)
    facts = fit.shortened(model.about, 1, (fit.BODY_WIDTH - fit.PAGE_SIGN) / fit.FACTS.letters)
    return Shown(Heading(item.title, title_fit), body=(body,), page=page, pages=len(drawings), facts=facts)


def credit(by: str) -> str:
    """Who drew it, in words."""
    return f"Drawn by {by}." if by else ""


def about_of(conference: Conference, about: str) -> str:
    """The title of the topic or session that a drawing belongs to; "" for the whole day."""
    kind, _, number = about.partition("/")
    if kind == "topic":
        topic = conference.board.seen(int(number))
        return topic.title if topic is not None else ""
    titles = (
        one.title for block in conference.agenda.programme for one in block.workshops if f"session/{one.id}" == about
    )
    return next(titles, "")
