"""Publishing the write-up: the chair's page to arrange it, and the comments on a draft, for their writers and for who answers."""

from __future__ import annotations

from msgspec import Struct
from starlette.responses import Response

from live.conference.comments import COMMENT_LETTERS, MOST_COMMENTS_EACH
from live.conference.writeup import AROUND_LETTERS
from live.fragments.desk_comments import SECTION_WORDS, cards_of
from live.web.visit import Visit

CALM_VIEW = "programme"  # so that the page is connected, and what is written there can wait in the outbox


class Part(Struct, frozen=True):
    """A part of the write-up. `up` and `down` are the parts that it comes right after when it is moved ("" makes it the first);
    None if it cannot be moved there."""

    name: str
    says: str
    is_left_out: bool
    up: str | None
    down: str | None


async def arrange(visit: Visit) -> Response:
    """`chair/report`: who can read the write-up, its parts, and the words around them."""
    writeup = visit.conference.writeup
    order: tuple[str, ...] = ("", *writeup.all_sections, "")
    parts = [
        Part(
            name,
            SECTION_WORDS[name],
            name in writeup.left_out,
            up=order[place - 2] if place > 1 else None,
            down=order[place + 1] or None,
        )
        for place, name in enumerate(order)
        if name
    ]
    return visit.page(
        "pages/chair_report.html",
        views=["chair/plan"],  # as the chair's other pages: connected
        title="Write-up of the day",
        role="chair",
        writeup=writeup,
        parts=parts,
        letters=AROUND_LETTERS,
        address=f"{visit.live.url}/{visit.live.code}/report",
        open_comments=sum(not one.settled for one in writeup.comments.values()),
    )


async def comments(visit: Visit) -> Response:
    """`facilitator/comments`: what delegates said about the draft."""
    return visit.page("pages/facilitator_comments.html", views=["desk/comments"], title="Comments", role="facilitator")


async def comment(visit: Visit) -> Response:
    """`report/comments`: a delegate's own comments; with `?about=themes` a new one is about that part."""
    writeup = visit.conference.writeup
    about = visit.request.query_params.get("about", "")
    return visit.page(
        "pages/report_comments.html",
        views=[CALM_VIEW],
        title="Comments on the write-up",
        writeup=writeup,
        own=cards_of(writeup, visit.who.voice),
        parts=[(name, SECTION_WORDS[name]) for name in ("", *writeup.sections)],
        about=about if about in writeup.sections else "",
        letters=COMMENT_LETTERS,
        most=MOST_COMMENTS_EACH,
    )
