"""The operator's desk: joining by code, making conferences, opening role links, and what the command line asks of a server."""

from __future__ import annotations

import hmac
from typing import Any

import msgspec
from msgspec import Struct
from starlette.requests import Request
from starlette.responses import JSONResponse, RedirectResponse, Response

from live import plans
from live.conference import Refused
from live.conference.people import Role, hash_of_key, link_for_key
from live.fragments import with_fresh_ids
from live.web.access import OPERATOR_COOKIE, role_cookie, set_cookie
from live.web.forms import fields_of
from live.web.live_conference import LiveConference
from live.web.templates import environment
from live.web.venue import LINKED_ROLES, Venue, normal_code
from live.web.visit import plain_page

WRONG_LINK = "This link is not in force (any more). Please ask for a new one."


class Asked(Struct, frozen=True):
    """What the command line asks about."""

    code: str = ""
    title: str = ""
    plan: str = ""
    role: str = ""


def render(venue: Venue, template: str, status: int = 200, **context: object) -> Response:
    """A page outside any conference."""
    html = with_fresh_ids(environment().get_template(template).render(base=venue.base, kept="", **context))
    return Response(html, status, media_type="text/html")


async def join(request: Request, venue: Venue) -> Response:
    """`/`: type the code. Spaces, hyphens and the like are accepted."""
    if request.method != "POST":
        return render(venue, "pages/join.html", title="Join", code_typed="", problem="")
    typed = (await fields_of(request)).get("code", [""])[0][:40]
    code = normal_code(typed)
    if await venue.find(code) is not None:
        return RedirectResponse(f"{venue.base}/{code}", 303)
    problem = f"No conference here has the code {typed}." if code else "Please type the six numbers."
    return render(venue, "pages/join.html", 422, title="Problem: join", code_typed=typed, problem=problem)


async def enter_page(request: Request, venue: Venue, live: LiveConference, role: Role) -> Response:
    """A role link: a page with one button, so that a preview of the link in a chat does not use it. Looking changes nothing."""
    title = "Chair" if role == "chair" else "Facilitator"
    key = request.query_params.get("key", "")[:64]
    if not link_for_key(live.conference.people, role, key):
        return plain_page(venue, 403, "This link does not work", WRONG_LINK)
    return render(
        venue, "pages/enter.html", title=title, code=live.code, role=role, key=key, conference=live.conference
    )


async def enter(request: Request, venue: Venue, live: LiveConference) -> Response:
    """`POST /{code}/enter`: swap a link's key for a cookie and a clean address."""
    fields = await fields_of(request)
    key, role = fields.get("key", [""])[0], fields.get("role", [""])[0]
    known = next((name for name in LINKED_ROLES if name == role), None)
    if known is None or not link_for_key(live.conference.people, known, key):
        return plain_page(venue, 403, "This link does not work", WRONG_LINK)
    response = RedirectResponse(f"{venue.base}/{live.code}/{known}", 303)
    set_cookie(response, venue, role_cookie(live.code, known), key)
    return response


async def new(request: Request, venue: Venue) -> Response:
    """`/new`: make a conference, for whoever holds the operator's link."""
    if request.method == "POST":
        return await _new_post(request, venue)
    key = request.query_params.get("key", "")
    if key and not _is_same(key, venue.keys.operator):
        return plain_page(venue, 403, "This link does not work", WRONG_LINK)
    if key:
        return render(
            venue,
            "pages/enter.html",
            title="Make a conference",
            code="",
            role="operator",
            key=key,
            conference=None,
        )
    if not _is_operator(request, venue):
        return plain_page(
            venue, 403, "This page needs the operator's link", "It was printed when the server was started."
        )
    made = await venue.find(request.query_params.get("made", ""))
    if made is not None:
        return render(venue, "pages/made.html", title=made.conference.title, links=venue.links(made))
    return _new_page(venue)


async def _new_post(request: Request, venue: Venue) -> Response:
    fields = await fields_of(request)
    if key := fields.get("key", [""])[0]:
        if not _is_same(key, venue.keys.operator):
            return plain_page(venue, 403, "This link does not work", WRONG_LINK)
        response: Response = RedirectResponse(f"{venue.base}/new", 303)
        set_cookie(response, venue, OPERATOR_COOKIE, venue.keys.operator)
        return response
    if not _is_operator(request, venue):
        return plain_page(
            venue, 403, "This page needs the operator's link", "It was printed when the server was started."
        )
    typed = {name: fields.get(name, [""])[0] for name in ("title", "plan", "shipped")}
    try:
        text = typed["plan"] or (plans.plan_text(typed["shipped"]) if typed["shipped"] in plans.names() else "")
        live = await venue.make(typed["title"], text)
    except Refused as refused:
        return _new_page(venue, 422, problem=refused.say, field=refused.field, **typed)
    return RedirectResponse(f"{venue.base}/new?made={live.code}", 303)  # so that loading again makes no second one


def _new_page(
    venue: Venue,
    status: int = 200,
    *,
    problem: str = "",
    field: str = "",
    title: str = "",
    plan: str = "",
    shipped: str = "",
) -> Response:
    typed = {"title": title, "plan": plan, "shipped": shipped}
    names = plans.names()
    return render(
        venue,
        "pages/new.html",
        status,
        title="Make a conference",
        problem=problem,
        field=field,
        typed=typed,
        plans=names,
    )


async def desk(request: Request, venue: Venue) -> Response:
    """`POST /operator/{what}`: what the command line asks of the server that runs on its data folder. JSON in, JSON out."""
    given = request.headers.get("authorization", "").removeprefix("Bearer ")
    if not _is_same(given, venue.keys.operator):
        return JSONResponse({"problem": "That is not the operator's key."}, 403)
    try:
        asked = msgspec.json.decode(await request.body(), type=Asked)
        live = await _desk(venue, request.path_params["what"], asked)
    except (msgspec.DecodeError, RecursionError):
        return JSONResponse({"problem": "The server does not understand this question."}, 400)
    except Refused as refused:
        return JSONResponse({"problem": refused.say}, 422)
    if live is None:
        return JSONResponse({"problem": f"There is no conference with the code {asked.code}."}, 404)
    return JSONResponse(
        owners_as_json(venue, live) if request.path_params["what"] == "actions" else as_json(venue, live)
    )


async def _desk(venue: Venue, what: str, asked: Asked) -> LiveConference | None:
    if what == "new":
        return await venue.make(asked.title, asked.plan)
    live = await venue.find(asked.code)
    role = next((name for name in LINKED_ROLES if name == asked.role), None)
    if live is not None and what == "renew" and role is not None:
        await venue.renew(live, role)
    elif live is not None and what == "revoke" and role is not None:
        await venue.revoke(live, role)
    elif live is not None and what == "forget":
        await venue.forget(live)
    return live


def as_json(venue: Venue, live: LiveConference) -> dict[str, Any]:
    """The links of a conference as the command line gets and prints them."""
    links: dict[str, Any] = msgspec.to_builtins(venue.links(live))
    return links


def owners_as_json(venue: Venue, live: LiveConference) -> dict[str, Any]:
    """The owners' links of a conference as the command line gets and prints them."""
    actions = live.conference.actions.in_order()
    told = [{"what": one.what, "who": one.who, "url": venue.owners_link(live.code, one)} for one in actions]
    return {"title": live.conference.title, "actions": told}


def _is_operator(request: Request, venue: Venue) -> bool:
    return _is_same(request.cookies.get(OPERATOR_COOKIE, ""), venue.keys.operator)


def _is_same(one: str, other: str) -> bool:
    return hmac.compare_digest(hash_of_key(one), hash_of_key(other))
