"""The programme: a session by itself for delegates, and the facilitators' pages where lines and sessions are edited."""

from __future__ import annotations

from starlette.responses import Response

from live.conference import booking
from live.conference.handing_out import LARGEST_HANDOUT, MOST_BYTES
from live.conference.programming import links_as_text
from live.conference.words import TEXT_LETTERS
from live.fragments.delegate.seats import files_of
from live.fragments.desk_programme import card
from live.web.handouts import ACCEPTED
from live.web.visit import Visit, plain_page

DESK = "facilitator/programme"


async def programme(visit: Visit) -> Response:
    return visit.page("pages/programme.html", views=["programme"], title="The day", anchor=_anchor(visit))


async def session(visit: Visit) -> Response:
    """One session, with all that there is to read, to download and to press."""
    number = int(visit.params["session"])
    known = booking.session(visit.conference, number)
    if known is None:
        back = visit.live.path("programme")
        return plain_page(visit.venue, 404, "Not here any more", booking.SESSION_GONE, back, "The day")
    view = f"session/{number}"
    return visit.page(
        "pages/session.html", views=[view], title=known[1].title, view=view, number=number, anchor=_anchor(visit)
    )


async def desk(visit: Visit) -> Response:
    return visit.page(
        "pages/facilitator_programme.html", views=["desk/programme"], title="Programme", role="facilitator"
    )


async def desk_line(visit: Visit) -> Response:
    """Where a line of the programme is written or changed."""
    number = int(visit.params.get("block", 0))
    block = next((one for one in visit.conference.agenda.programme if one.id == number), None)
    if number and block is None:
        return _gone(visit)
    page = f"{DESK}/{number}" if number else f"{DESK}/add"
    return visit.page(
        "pages/facilitator_line.html",
        views=["desk/programme"],
        title="A line of the programme",
        role="facilitator",
        block=block,
        page=page,
        text_letters=TEXT_LETTERS,
    )


async def desk_session(visit: Visit) -> Response:
    """Where a session is written or changed, and its files are put."""
    number = int(visit.params.get("session", 0))
    known = booking.session(visit.conference, number) if number else None
    into = int(visit.params.get("block", known[0].id if known is not None else 0))
    block = next((one for one in visit.conference.agenda.programme if one.id == into), None)
    if block is None or (number and known is None):
        return _gone(visit)
    one = known[1] if known is not None else None
    return visit.page(
        "pages/facilitator_session.html",
        views=["desk/programme"],
        title="A session",
        role="facilitator",
        block=block,
        session=one,
        card=card(visit.conference, block, one) if one is not None else None,
        links=links_as_text(one.links) if one is not None else "",
        page=f"{DESK}/session/{number}" if number else f"{DESK}/{into}/add",
        lines=visit.conference.agenda.programme,
        files=files_of(visit.conference, number),
        accepted=",".join(ACCEPTED),
        largest=LARGEST_HANDOUT // 1024**2,
        most=MOST_BYTES // 1024**2,
        text_letters=TEXT_LETTERS,
    )


def _anchor(visit: Visit) -> str:
    """Where on the page something was refused: at its session."""
    number = visit.trouble.typed.get("session", [""])[0] if visit.trouble is not None else ""
    return f"session-{int(number)}" if number.isascii() and number.isdecimal() and len(number) < 10 else "main"


def _gone(visit: Visit) -> Response:
    text = "Somebody has removed it from the programme."
    return plain_page(visit.venue, 404, "Not here any more", text, visit.live.path(DESK), "The programme")
