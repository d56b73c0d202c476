"""Plain forms: the same requests without scripts. A post, then a redirect; or the page again with what was refused and typed."""

from __future__ import annotations

import hashlib
import re
from collections import OrderedDict
from collections.abc import Awaitable, Callable

import msgspec
from starlette.datastructures import UploadFile
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from live.conference.plan_text import PLAN_BYTES
from live.conference.polls.question import Fields
from live.web import asks, requests
from live.web.access import SAID_COOKIE, Pace, Who, mark_of, set_cookie, who
from live.web.doing import Done, Later, do
from live.web.live_conference import LiveConference
from live.web.templates import Trouble
from live.web.venue import Venue
from live.web.visit import Visit, plain_page

PageFunction = Callable[[Visit], Awaitable[Response]]
ShowAgain = Callable[[Request, LiveConference, Who, str, Trouble], Awaitable[Response | None]]
"""show_again(request, conference, visitor, page, trouble): the page with what was refused; None if it is not for this visitor."""

PAGE_NAME = re.compile(r"[a-z_/0-9]{0,60}(\?[a-z_=&]{1,40})?")
NOT_NOW = "The server could not take this just now. Please press the button again in a moment."
OF_ANOTHER = (
    "This was for another person on this device, so nothing was sent. Please look whose turn it is, and answer again."
)
SAID_SECONDS = 30  # a page that takes longer to come says nothing, rather than something about long ago
VISITORS_REMEMBERED = 20_000
POSTS_REMEMBERED = 100


class Posts:
    """Tells a post that a browser sends again by itself from one that a person means.

    The same person, the same hidden id and the same content right after each other are one request: a browser repeats a post when
    a connection breaks. With something else in between, a person went Back, and changed their mind, perhaps twice.
    """

    def __init__(self) -> None:
        self._of: OrderedDict[str, OrderedDict[str, int]] = OrderedDict()

    def id_for(self, visitor: Who, id: str, name: str, fields: Fields) -> str:
        """The request id of a plain form: "" if its page gave none."""
        if not id:
            return ""
        by = repr((visitor.voice, visitor.links))
        said = repr((by, name, id, sorted((field, tuple(values)) for field, values in fields.items())))
        content = hashlib.sha256(said.encode(errors="replace")).hexdigest()[:32]
        times = self._of.setdefault(by, OrderedDict())
        if next(reversed(times), "") != content:
            times[content] = times.pop(content, 0) + 1
        self._of.move_to_end(by)
        if len(times) > POSTS_REMEMBERED:
            times.popitem(last=False)
        if len(self._of) > VISITORS_REMEMBERED:
            self._of.popitem(last=False)
        return f"form.{content}.{times[content]}"


async def do_form(
    request: Request, venue: Venue, live: LiveConference, pace: Pace, posts: Posts, show_again: ShowAgain
) -> Response:
    """`POST /{code}/do/{name}`: a plain form or, with `Accept: application/json`, a script whose sockets are blocked."""
    name = request.path_params["name"]
    wants_json = "application/json" in request.headers.get("accept", "")
    fields = await fields_of(request)
    page = (fields.pop("page", None) or [""])[0]
    id = (fields.pop("id", None) or [""])[0]
    until = (fields.pop("limit", None) or [""])[0]  # not "until": requests have a field of that name
    visitor = who(request, live)
    if not wants_json and is_of_another(visitor, id):
        return plain_page(venue, 422, "Somebody else’s turn", OF_ANOTHER, live.path("table"), "Who is on this device")
    if not wants_json:
        id = posts.id_for(visitor, id, name, fields)
    answer = await do(live, visitor, pace, name, id, fields, int(until) if re.fullmatch("[0-9]{1,15}", until) else 0)
    if wants_json:
        return Response(msgspec.json.encode(answer), media_type="application/json")
    if isinstance(answer, Done):
        if name == "back_label":
            live.stays_on_the_wall(visitor.voice)
        response = RedirectResponse(_after(live, name, page, fields), 303)
        if requests.ASKS[name].is_said:
            set_cookie(response, venue, SAID_COOKIE, name, seconds=SAID_SECONDS)
        return response
    if isinstance(answer, Later):
        trouble = Trouble(name, NOT_NOW, "", fields)
    else:
        trouble = Trouble(name, answer.say, answer.field, fields)
    path = page.partition("?")[0]
    again = await show_again(request, live, visitor, path, trouble) if PAGE_NAME.fullmatch(page) else None
    return again or plain_page(venue, 422, "That did not work", trouble.say, live.path(""), "Back")


def is_of_another(visitor: Who, id: str) -> bool:
    """Whether a form was made for another of those who share the device."""
    return "." in id and not id.endswith(mark_of(visitor) or " ")


async def fields_of(request: Request) -> dict[str, list[str]]:
    """A posted form as lists of texts; an uploaded file is the text in it."""
    fields: dict[str, list[str]] = {}
    async with request.form(max_files=2, max_fields=200, max_part_size=asks.LISTS) as form:
        for name, value in form.multi_items():
            if isinstance(value, UploadFile):
                text = (await value.read(PLAN_BYTES + 1)).decode(errors="replace")
                if text:  # an empty file field must not hide the text typed beside it
                    fields[name] = [text]
            elif name not in fields or fields[name] == [""] or value:
                fields.setdefault(name, []).append(value)
    return {name: [value for value in values if value] or values[:1] for name, values in fields.items()}


def _after(live: LiveConference, name: str, page: str, fields: Fields) -> str:
    ask = requests.ASKS[name]
    above = page.partition("?")[0].rpartition("/")[0]
    target = page if ask.go is None else above if ask.go == asks.ABOVE else ask.go
    if not PAGE_NAME.fullmatch(target) or target == "now":
        target = ""
    return live.path(target) + _place(name, fields)


def _place(name: str, fields: Fields) -> str:
    """Where on its page somebody pressed: on one label of hundreds, at one session or topic of many."""
    places = (
        ("label.support.on", "label"),
        ("session", "session"),
        ("topic" if name == "follow_topic" else "", "topic"),
    )
    for field, kind in places:
        number = (fields.get(field) or [""])[0].partition(".")[0]
        if re.fullmatch("[0-9]{1,9}", number):
            return f"#{kind}-{number}"
    return ""
