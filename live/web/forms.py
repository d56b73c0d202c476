"""Plain forms: the same requests without scripts. A post, then a redirect; or the page again with what was refused and typed."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Awaitable, Callable
from typing import Any

import msgspec
from starlette.datastructures import UploadFile
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from live.conference.plan_text import PLAN_BYTES
from live.conference.polls.question import Fields
from live.web import requests
from live.web.access import Pace, Who, comes_from_our_pages, who
from live.web.doing import Done, do
from live.web.live_conference import LiveConference
from live.web.templates import Trouble
from live.web.venue import Venue
from live.web.visit import Visit, plain_page

PageFunction = Callable[[Visit], Awaitable[Response]]
PAGE_NAME = re.compile(r"[a-z_/0-9]{0,60}")


async def do_form(request: Request, venue: Venue, live: LiveConference, pace: Pace, find_page: Any) -> Response:
    """`POST /{code}/do/{name}`: a plain form or, with `Accept: application/json`, a script whose sockets are blocked."""
    if not comes_from_our_pages(request, venue):
        return plain_page(venue, 403, "This came from another site", "Please use the pages of this conference.")
    name = request.path_params["name"]
    wants_json = "application/json" in request.headers.get("accept", "")
    fields = await fields_of(request)
    page = (fields.pop("page", None) or [""])[0]
    id = (fields.pop("id", None) or [""])[0]
    visitor = who(request, live)
    if not wants_json:
        id = _id_with_content(id, visitor, fields)
    answer = await do(live, visitor, pace, name, id, fields)
    if wants_json:
        return Response(msgspec.json.encode(answer), media_type="application/json")
    if isinstance(answer, Done):
        return RedirectResponse(_after(live, name, page), 303)
    field = getattr(answer, "field", "")
    found = find_page(page) if PAGE_NAME.fullmatch(page) else None
    if found is None:
        return plain_page(venue, 422, "That did not work", answer.say, f"{venue.base}/{live.code}", "Back")
    function, params = found
    request.scope["path_params"] = {"code": live.code, **params}
    visit = Visit(request, venue, live, visitor, params=params, trouble=Trouble(name, answer.say, field, fields))
    response: Response = await function(visit)
    return response


async def fields_of(request: Request) -> dict[str, list[str]]:
    """A posted form as lists of texts; an uploaded file is the text in it."""
    fields: dict[str, list[str]] = {}
    async with request.form(max_files=2, max_fields=200, max_part_size=PLAN_BYTES) as form:
        for name, value in form.multi_items():
            if isinstance(value, UploadFile):
                text = (await value.read(PLAN_BYTES + 1)).decode(errors="replace")
                if text:  # an empty file field must not hide the text typed beside it
                    fields[name] = [text]
            elif name not in fields or fields[name] == [""] or value:
                fields.setdefault(name, []).append(value)
    return {name: [value for value in values if value] or values[:1] for name, values in fields.items()}


def _id_with_content(id: str, visitor: Who, fields: Fields) -> str:
    """A plain form's id together with who sends it and what is in it. A browser that sends a post twice by itself sends the
    same twice, and is counted once; a person who goes Back and changes an answer sends something else, and is heard."""
    said = sorted((name, tuple(values)) for name, values in fields.items())
    content = hashlib.sha256(repr((visitor.name_for_pace, said)).encode(errors="replace"))
    return f"{id[:64]}.{content.hexdigest()[:16]}" if id else ""


def _after(live: LiveConference, name: str, page: str) -> str:
    ask = requests.ASKS[name]
    target = page if ask.go is None else ask.go
    if not PAGE_NAME.fullmatch(target) or target == "now":
        target = ""
    return live.path(target)
