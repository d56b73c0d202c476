"""Actions: the facilitators' list, the owners' links to hand out, the page that everybody reads, and an owner's own.

An owner's key is made from the action's number and how often its link was renewed (`keys.py`), so nothing of it is written down
anywhere. The link opens a page with one button, so that a preview in a chat does not use it; the button swaps the key for a
cookie and a clean address. Each time the key is made again and compared: a link that was renewed, or whose action was removed,
opens nothing any more.
"""

from __future__ import annotations

import asyncio
import hmac
import logging
from collections.abc import Sequence
from functools import lru_cache

from msgspec import Struct
from starlette.requests import HTTPConnection, Request
from starlette.responses import RedirectResponse, Response

from live.clerk import Rule, Unavailable
from live.conference import Act, Actor, Conference, Moment, Refused
from live.conference.actions import MOST_ACTIONS, Action, UpdateAction, update_action
from live.conference.words import TEXT_LETTERS
from live.fragments.desk_actions import STATE_WORDS, ActionCard, card, cards
from live.web.access import SAID_COOKIE, Pace, Who, set_cookie, who
from live.web.doing import BROKEN
from live.web.doors import squares
from live.web.forms import NOT_NOW, SAID_SECONDS, Posts, fields_of
from live.web.live_conference import LiveConference
from live.web.operator import WRONG_LINK
from live.web.templates import Trouble
from live.web.venue import Venue
from live.web.visit import Visit, plain_page

log = logging.getLogger("live.web")

REQUEST = "update_action"  # what an owner asks for has the name of the facilitators' request


class OwnersLink(Struct, frozen=True):
    """A link to be handed out. `path` draws the squares of its QR code, in a picture of `size` squares each way."""

    card: ActionCard
    renewed: int
    url: str
    path: str
    size: int


async def desk(visit: Visit) -> Response:
    """`facilitator/actions`. With `?topic=3` a new one comes from that topic."""
    wanted = visit.request.query_params.get("topic", "")
    topics = visit.conference.board.standing()
    return visit.page(
        "pages/facilitator_actions.html",
        views=["desk/actions"],
        title="Actions",
        role="facilitator",
        topics=topics,
        topic=next((topic.id for topic in topics if str(topic.id) == wanted), 0),
        is_chair=visit.has("chair"),
    )


async def owners(visit: Visit) -> Response:
    """`chair/owners`: every owner's link, to be printed, scanned or copied."""
    links = await asyncio.to_thread(_links, visit.venue, visit.live.code, visit.conference)
    return visit.page("pages/owners.html", title="Links for those who act", role="chair", links=links)


def _links(venue: Venue, code: str, conference: Conference) -> list[OwnersLink]:
    found = []
    for action in conference.actions.in_order():
        url = venue.owners_link(code, action)
        found.append(OwnersLink(card(conference, action), action.renewed, url, *_squares(url)))
    return found


_squares = lru_cache(maxsize=MOST_ACTIONS)(squares)
"""Each takes a millisecond, and the page is loaded again after each link that was renewed."""


async def everybody(visit: Visit) -> Response:
    """`/{code}/actions`: what was agreed and what came of it, for everybody once the write-up is published."""
    conference, visitor = visit.conference, visit.who
    may_write = bool({"chair", "facilitator"} & set(visitor.roles))
    if not (is_public(conference) or may_write or _owns_one(visit.request, visit.venue, visit.live)):
        text = "It can be read here as soon as the write-up of the day is published."
        back = visit.live.path("")
        return plain_page(visit.venue, 403, "This is not public yet", text, back, "Back to the conference")
    return visit.page(
        "pages/actions.html", title="What came of it", cards=cards(conference), is_public=is_public(conference)
    )


def is_public(conference: Conference) -> bool:
    """Whether delegates may read the actions: they are part of what is published."""
    return conference.writeup.is_public and "actions" in conference.writeup.sections


async def own(visit: Visit) -> Response:
    """`/{code}/action/{action}`: an owner's page; with a key, the button that opens it. Looking changes nothing."""
    action = visit.conference.actions.by_id.get(int(visit.params["action"]))
    key = visit.request.query_params.get("key", "")[:64]
    if key:
        if action is None or not _is_key(key, visit.venue, visit.live.code, action):
            return _wrong_link(visit.venue)
        return visit.page("pages/action_enter.html", title="Your action", card=card(visit.conference, action), key=key)
    if action is None or not _holds_key(visit.request, visit.venue, visit.live.code, action):
        return _wrong_link(visit.venue)
    return visit.page(
        "pages/action.html",
        title="Your action",
        card=card(visit.conference, action),
        states=STATE_WORDS,
        letters=TEXT_LETTERS,
        is_public=is_public(visit.conference),
    )


async def tell(request: Request, venue: Venue, live: LiveConference, pace: Pace, posts: Posts) -> Response:
    """`POST /{code}/action/{action}`: a key becomes a cookie; or its owner tells what came of the action."""
    fields = await fields_of(request)
    number = int(request.path_params["action"])
    action = live.conference.actions.by_id.get(number)
    if key := fields.get("key", [""])[0]:
        if action is None or not _is_key(key, venue, live.code, action):
            return _wrong_link(venue)
        response = RedirectResponse(live.path(f"action/{number}"), 303)
        set_cookie(response, venue, cookie(live.code, number), key[:64])
        return response
    if action is None or not _holds_key(request, venue, live.code, action):
        return _wrong_link(venue)
    id = (fields.pop("id", None) or [""])[0]
    owner = Who(f"action/{number}", ())
    ask = UpdateAction(number, fields.get("text", [""])[0], fields.get("state", [""])[0])
    problem, field = "", ""
    if not pace.allows(f"{live.code}/{owner.name_for_pace}"):
        problem = NOT_NOW
    else:
        rule = by_its_owner(action.renewed)
        try:
            await live.clerk.ask(rule, ask, Actor("delegate"), posts.id_for(owner, id, REQUEST, fields))
        except Refused as refused:
            problem, field = refused.say, refused.field
        except Unavailable:
            problem = NOT_NOW
        except Exception as bug:  # noqa: BLE001  # as for every other request: it is told, and the server goes on
            log.error("the request %s failed: %s", REQUEST, type(bug).__name__)
            problem = BROKEN
    if problem:
        visit = Visit(
            request,
            venue,
            live,
            who(request, live),
            params={"action": number},
            trouble=Trouble(REQUEST, problem, field, fields),
        )
        return await own(visit)
    response = RedirectResponse(live.path(f"action/{number}"), 303)
    set_cookie(response, venue, SAID_COOKIE, REQUEST, seconds=SAID_SECONDS)
    return response


def by_its_owner(renewed: int) -> Rule:
    """The rule of updates, for whoever came by the link that was renewed so often; also if that changes meanwhile."""

    def told(conference: Conference, ask: UpdateAction, by: Actor, moment: Moment) -> Sequence[Act]:
        action = conference.actions.by_id.get(ask.action)
        if action is None or action.renewed != renewed:
            raise Refused(WRONG_LINK)
        return update_action(conference, ask, by, moment)

    return told


def cookie(code: str, action: int) -> str:
    return f"live-{code}-action-{action}"


def _is_key(key: str, venue: Venue, code: str, action: Action) -> bool:
    wanted = venue.keys.for_action(code, action.id, action.renewed)
    return hmac.compare_digest(key.encode(errors="surrogatepass"), wanted.encode())


def _holds_key(connection: HTTPConnection, venue: Venue, code: str, action: Action) -> bool:
    key = connection.cookies.get(cookie(code, action.id), "")
    return bool(key) and _is_key(key, venue, code, action)


def _owns_one(connection: HTTPConnection, venue: Venue, live: LiveConference) -> bool:
    return any(_holds_key(connection, venue, live.code, action) for action in live.conference.actions.by_id.values())


def _wrong_link(venue: Venue) -> Response:
    return plain_page(venue, 403, "This link does not work", WRONG_LINK)
