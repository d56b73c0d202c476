"""Drawings of the graphic facilitator: the facilitators' page where they are hung with their words, and giving them out."""

from __future__ import annotations

import hashlib

from starlette.requests import Request
from starlette.responses import PlainTextResponse, RedirectResponse, Response

from live.clerk import Unavailable
from live.conference import Refused, harvest
from live.conference.harvest import ALT_LETTERS, HangGraphic, hang_graphic
from live.web.access import Pace, who
from live.web.doing import CANNOT_WRITE, NOT_ALLOWED, TOO_QUICK
from live.web.forms import Posts, ShowAgain
from live.web.front import TooLarge
from live.web.live_conference import LiveConference
from live.web.pictures import read_upload
from live.web.templates import Trouble
from live.web.uploads import LARGEST_UPLOAD, made_to_hang
from live.web.venue import Venue
from live.web.visit import Visit, plain_page

REQUEST = "hang_graphic"
PAGE = "facilitator/drawings"
FOR_A_WEEK = {"cache-control": "private, max-age=604800, immutable"}
"""The same number is always the same drawing; but one that was removed should not live in anybody's cache for years."""


async def drawings(visit: Visit) -> Response:
    """`/{code}/facilitator/drawings`: hanging one up, and all that hang."""
    conference = visit.conference
    talks = harvest.all_talks(conference)
    titles = {about: talk.title for talk in talks for about in talk.abouts}
    return visit.page(
        "pages/drawings.html",
        title="Drawings",
        role="facilitator",
        talks=talks,
        hung=[(one, titles.get(one.about, "")) for one in reversed(conference.harvest.pictures())],
        alt_letters=ALT_LETTERS,
        megabytes=LARGEST_UPLOAD // 1024**2,
        is_new="hung" in visit.request.query_params,
    )


async def give_out(request: Request, live: LiveConference) -> Response:
    """`/{code}/graphic/3`: a drawing, for everybody who has the code, as the screen and the write-up show it to all."""
    known = live.conference.harvest.graphics.get(int(request.path_params["graphic"]))
    if known is None:
        return PlainTextResponse("There is no such drawing.", 404)
    return Response(known.data, media_type="image/webp", headers=FOR_A_WEEK)


async def upload(
    request: Request, venue: Venue, live: LiveConference, pace: Pace, posts: Posts, show_again: ShowAgain
) -> Response:
    """`POST /{code}/facilitator/drawing`. Who may not do this is told so before anything is read."""
    visitor = who(request, live)
    role = next((one for one in ("facilitator", "chair") if one in visitor.roles), None)
    if role is None:
        return plain_page(venue, 403, "This page needs a link", NOT_ALLOWED["facilitator"])
    try:
        fields, data = await read_upload(request)
    except TooLarge:
        text = f"A drawing can have up to {LARGEST_UPLOAD // 1024**2} MB. Please make it smaller first."
        return plain_page(venue, 413, "This drawing is too large", text, live.path(PAGE), "Back to the drawings")
    said = {name: [value] for name, value in fields.items() if name != "id"}
    trouble = Trouble(REQUEST, TOO_QUICK, "", said)
    if pace.allows(f"{live.code}/{visitor.name_for_pace}", visitor.people_for_pace):
        try:
            words = HangGraphic(b"", *(fields.get(name, "") for name in ("alt", "by", "about")))
            harvest.words_of(live.conference, words)  # before the work with the picture
            content = hashlib.sha256(data).hexdigest()
            id = posts.id_for(visitor, fields.get("id", ""), REQUEST, {**said, "file": [content]})
            ask = HangGraphic(await made_to_hang(data), words.alt, words.by, words.about)
            await live.clerk.ask(hang_graphic, ask, visitor.acting(role), id)
            return RedirectResponse(live.path(f"{PAGE}?hung=yes"), 303)
        except Refused as refused:
            trouble = Trouble(REQUEST, refused.say, refused.field, said)
        except Unavailable:
            trouble = Trouble(REQUEST, CANNOT_WRITE, "", said)
    again = await show_again(request, live, visitor, PAGE, trouble)
    return again or plain_page(venue, 422, "That did not work", trouble.say, live.path(PAGE), "Back to the drawings")
