"""What the graphic facilitator drew, on the screen: one drawing after the other, with what it shows in words, and by whom."""

from __future__ import annotations

from msgspec import Struct

from live.conference import Conference
from live.conference.agenda import Item
from live.conference.harvest import Graphic
from live.fragments import Piece, fit
from live.fragments.stage_parts import Heading, aside_piece
from live.fragments.stage_results import Shown

NONE_YET = "There are no drawings yet."
CAPTIONS = (fit.Size(3.5, 1.2), fit.Size(2.9, 1.2))
CAPTION_ROWS = (2, 4)  # a longer one would take the room that the drawing needs; all of it is on the phones


class Drawn(Struct, frozen=True):
    """A drawing by its number; `alt` is what it shows, in words, `caption` what stands of that under it, at this `fit`."""

    number: int
    alt: str
    caption: str
    by: str
    fit: int


def drawings_shown(conference: Conference, item: Item, page: int) -> Shown:
    """A drawing; the last one if there are not so many."""
    drawings = conference.harvest.pictures()
    if not drawings:
        title_fit = fit.fit_of(item.title, fit.HEADINGS[1:], fit.BODY_WIDTH, 15) + 1
        return Shown(Heading(item.title, title_fit), body=(aside_piece(item.text or NONE_YET),))
    page = min(page, len(drawings))
    one = drawings[page - 1]
    title_fit = fit.fit_of(item.title, fit.HEADINGS[2:], fit.BODY_WIDTH, 6) + 2
    body = Piece(f"stage-drawing-{one.id}", "stage-body", "fragments/_stage_drawing.html", _drawn(one))
    facts = fit.shortened(about_of(conference, one.about), 1, (fit.BODY_WIDTH - fit.PAGE_SIGN) / fit.FACTS.letters)
    return Shown(Heading(item.title, title_fit), body=(body,), page=page, pages=len(drawings), facts=facts)


def _drawn(one: Graphic) -> Drawn:
    by = credit(one.by)
    whole = f"{one.alt} {by}".strip()
    step = 1 if fit.rows(whole, fit.BODY_WIDTH / CAPTIONS[0].letters) <= CAPTION_ROWS[0] else 2
    width = fit.BODY_WIDTH / CAPTIONS[step - 1].letters
    rows = CAPTION_ROWS[step - 1] - (
        fit.rows(by, width) if by and fit.rows(whole, width) > CAPTION_ROWS[step - 1] else 0
    )
    return Drawn(one.id, one.alt, fit.shortened(one.alt, rows, width), by, step)


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
