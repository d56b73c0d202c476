"""Pictures beside answers: the chair's pages where they are chosen, uploading one, and giving them out."""

from __future__ import annotations

import hashlib

from starlette.datastructures import UploadFile
from starlette.requests import Request
from starlette.responses import PlainTextResponse, RedirectResponse, Response

from live.clerk import Unavailable
from live.conference import Refused
from live.conference.pictures import PutOwnPicture, put_own_picture
from live.conference.polls import Poll
from live.conference.polls.options import WithOptions
from live.conference.polls.question import LETTERS
from live.conference.polls.symbols import SYMBOL_GROUPS
from live.web.access import SAID_COOKIE, Pace, set_cookie, who
from live.web.doing import CANNOT_WRITE, NOT_ALLOWED, TOO_QUICK
from live.web.forms import PAGE_NAME, SAID_SECONDS, Posts, ShowAgain
from live.web.front import TooLarge
from live.web.live_conference import LiveConference
from live.web.templates import Trouble
from live.web.uploads import LARGEST_UPLOAD, made_small
from live.web.venue import Venue
from live.web.visit import Visit, plain_page

REQUEST = "put_picture"  # an upload is this request with the picture itself: the same words are said about both
FOR_A_YEAR = {"cache-control": "public, max-age=31536000, immutable"}  # its name is its content's


async def pictures(visit: Visit) -> Response:
    """All answers of a question, each with its picture."""
    poll = _poll(visit)
    if poll is None or not isinstance(poll.question, WithOptions):
        return _gone(visit)
    return visit.page(
        "pages/pictures.html",
        views=["chair/plan"],
        title="Pictures",
        role="chair",
        item=visit.params["item"],
        poll=poll,
        stays=bool(poll.rounds),
    )


async def picture(visit: Visit) -> Response:
    """Where the picture of one answer is chosen."""
    poll = _poll(visit)
    place = visit.params["option"] - 1
    if poll is None or not isinstance(poll.question, WithOptions) or not 0 <= place < len(poll.question.options):
        return _gone(visit)
    return visit.page(
        "pages/picture.html",
        views=["chair/plan"],
        title="Choose a picture",
        role="chair",
        item=visit.params["item"],
        poll=poll,
        place=place,
        letter=LETTERS[place],
        words=poll.question.options[place],
        now=poll.question.all_pictures[place],
        groups=SYMBOL_GROUPS,
        own=sorted(visit.conference.pictures),
        stays=bool(poll.rounds),
    )


async def give_out(request: Request, live: LiveConference) -> Response:
    """An uploaded picture, for everybody who has the code."""
    data = live.conference.pictures.get(request.path_params["name"])
    if data is None:
        return PlainTextResponse("There is no such picture.", 404)
    return Response(data, media_type="image/webp", headers=FOR_A_YEAR)


async def upload(
    request: Request, venue: Venue, live: LiveConference, pace: Pace, posts: Posts, show_again: ShowAgain
) -> Response:
    """`POST /{code}/chair/picture`: a picture for one answer. Who may not do this is told so before anything is read."""
    visitor = who(request, live)
    if "chair" not in visitor.roles:
        return plain_page(venue, 403, "This page needs a link", NOT_ALLOWED["chair"])
    try:
        fields, data = await read_upload(request)
    except TooLarge:
        text = f"A picture can have up to {LARGEST_UPLOAD // 1024**2} MB. Please make it smaller first."
        return plain_page(venue, 413, "This picture is too large", text, live.path("chair/plan"), "Back to the plan")
    page = fields.pop("page", "")
    said = {name: [value] for name, value in fields.items()}
    trouble = Trouble(REQUEST, TOO_QUICK, "", said)
    if pace.allows(f"{live.code}/{visitor.name_for_pace}"):
        trouble = Trouble(REQUEST, "", "", said)
        try:
            content = hashlib.sha256(data).hexdigest()
            id = posts.id_for(visitor, fields.pop("id", ""), REQUEST, {**said, "file": [content]})
            ask = PutOwnPicture(
                _number(fields.get("poll", "")),
                fields.get("option", ""),
                await made_small(data),
                fields.get("words", ""),
            )
            await live.clerk.ask(put_own_picture, ask, visitor.acting("chair"), id)
        except Refused as refused:
            trouble = Trouble(REQUEST, refused.say, refused.field, said)
        except Unavailable:
            trouble = Trouble(REQUEST, CANNOT_WRITE, "", said)
    is_page = PAGE_NAME.fullmatch(page) is not None
    if not trouble.say:
        response = RedirectResponse(live.path(page if is_page else "chair/plan"), 303)
        set_cookie(response, venue, SAID_COOKIE, REQUEST, seconds=SAID_SECONDS)
        return response
    again = await show_again(request, live, visitor, page, trouble) if is_page else None
    return again or plain_page(
        venue, 422, "That did not work", trouble.say, live.path("chair/plan"), "Back to the plan"
    )


async def read_upload(request: Request) -> tuple[dict[str, str], bytes]:
    """The form's plain fields, and the file in it."""
    fields: dict[str, str] = {}
    data = b""
    async with request.form(max_files=1, max_fields=20) as form:
        for name, value in form.multi_items():
            if isinstance(value, UploadFile):
                data = await value.read()
            else:
                fields[name] = value
    return fields, data


def _number(text: str) -> int:
    return int(text) if text.isascii() and text.isdecimal() and len(text) <= 9 else 0


def _poll(visit: Visit) -> Poll | None:
    item = visit.conference.agenda.find(visit.params["item"])
    return visit.conference.polls.by_id.get(item.poll) if item is not None else None


def _gone(visit: Visit) -> Response:
    text = "Somebody has changed the question, or removed it."
    back = visit.live.path("chair/plan")
    return plain_page(visit.venue, 404, "This answer is no longer there", text, back, "Back to the plan")
