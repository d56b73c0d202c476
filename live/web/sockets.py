"""The websocket of every page: hello, requests and their answers in, frames out."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable

import msgspec
from starlette.websockets import WebSocket

from live.conference.people import Role
from live.fragments.views import role_of_view, shows_own_labels
from live.hub import Reader
from live.journal import JournalError
from live.web.access import Pace, Who, comes_from_our_pages, who
from live.web.doing import do
from live.web.live_conference import LiveConference, now_ms
from live.web.own_pages import frames_for
from live.web.venue import Venue
from live.wire import Closed, TooMuch, Wire

log = logging.getLogger("live.web")

OF_OWN_LABELS = ("post_label", "post_labels", "reword_label", "take_back_label")
HELLO_WITHIN_SECONDS = 10.0
MOST_VIEWS = 4
POLICY = 1008
NOT_ALLOWED = 4403
NONSENSE = (TooMuch, msgspec.DecodeError, RecursionError)  # the last: brackets in brackets in brackets


class Hello(msgspec.Struct, tag_field="t", tag="hello"):
    """What a page looks at, the stamps it has seen, and the highest position that was acknowledged to it in which journal."""

    views: dict[str, str]
    epoch: str = ""
    at: int = 0


class Do(msgspec.Struct, tag_field="t", tag="do"):
    id: str
    name: str
    fields: dict[str, list[str]]
    until: int = 0


class Ping(msgspec.Struct, tag_field="t", tag="ping"):
    pass


_messages = msgspec.json.Decoder(Hello | Do | Ping)
PONG = b'{"t":"pong"}'


async def live_socket(socket: WebSocket, venue: Venue, pace: Pace) -> None:
    """Serve one websocket from its handshake to its end."""
    try:
        live = await venue.find(socket.path_params["code"])
    except JournalError:
        live = None
    if live is None or not comes_from_our_pages(socket, venue):
        await socket.close()  # before accepting: the browser sees a plain 403
        return
    await socket.accept()
    wire = Wire(socket)
    try:
        await _converse(live, wire, lambda: who(socket, live), pace)
    except Closed:
        log.debug("a socket was closed")


async def _converse(live: LiveConference, wire: Wire, ask_who: Callable[[], Who], pace: Pace) -> None:
    """From hello to the end. `ask_who` is asked again for each message: a link may have been revoked meanwhile."""
    try:
        async with asyncio.timeout(HELLO_WITHIN_SECONDS):
            hello = _messages.decode(await wire.receive())
    except (TimeoutError, *NONSENSE):
        hello = None
    if not isinstance(hello, Hello) or len(hello.views) > MOST_VIEWS:
        await wire.close(POLICY)
        return
    visitor = ask_who()
    role = _role_for(live, visitor, hello)
    if role is None:
        await wire.send(msgspec.json.encode({"t": "bye", "say": "Please join again, or open your link again."}))
        await wire.close(NOT_ALLOWED)
        return
    reader = Reader(role, visitor.voice if role == "delegate" else "", _link_for(visitor, role), wire.send)
    await wire.send(msgspec.json.encode({"t": "welcome", **welcome(live, visitor, hello.epoch, hello.at)}))
    _look_at(live, reader, hello)
    live.hub.join(reader)
    try:
        async with asyncio.timeout(None) as hearing:
            telling = asyncio.create_task(_tell(live, reader, wire, hearing))
            try:
                while True:
                    await _hear(live, wire, ask_who, pace, reader)
            finally:
                live.hub.leave(reader)
                telling.cancel()
                await asyncio.gather(telling, return_exceptions=True)
    except NONSENSE:
        await wire.close(POLICY)
    except TimeoutError:
        raise Closed from None  # a phone that does not read; it comes back by itself


def welcome(live: LiveConference, visitor: Who, epoch: str, at: int) -> dict[str, object]:
    """The greeting: which journal this is, where it stands, what o'clock it is, and what is mine."""
    clerk = live.clerk
    if epoch == clerk.epoch and at > clerk.position and visitor.voice in live.conference.people.voices:
        live.phone_is_ahead(visitor.voice, at)
    mine = live.mine_for_the_phone(visitor.voice)
    return {"epoch": clerk.epoch, "at": clerk.position, "now": now_ms(), "mine": mine}


def _role_for(live: LiveConference, visitor: Who, hello: Hello) -> Role | None:
    """The role of a page that looks at these views, if this visitor may look at all of them."""
    roles = {role_of_view(view) for view in hello.views}
    if not may_look(live, visitor, roles):
        return None
    return next((role for role in ("chair", "facilitator", "delegate") if role in roles), "screen")


def _link_for(visitor: Who, role: Role) -> int:
    """The link that lets somebody look at a role's views: when it is revoked, the socket ends."""
    return visitor.link(role) or (visitor.link("chair") if role == "facilitator" else 0)


def may_look(live: LiveConference, visitor: Who, roles: set[Role]) -> bool:
    """Whether this visitor may look at views of these roles. The screen is for everybody; a chair may help out."""
    held = set(visitor.roles) | {"screen"}
    if "chair" in held:
        held.add("facilitator")
    if visitor.voice not in live.conference.people.voices:
        held.discard("delegate")
    return roles <= held


def _look_at(live: LiveConference, reader: Reader, hello: Hello) -> None:
    """Note what the page looks at and has seen. The hub then tells it what it missed: nothing, a little, or the whole view."""
    reader.views = {view: seen for view, seen in hello.views.items() if live.picture(view) is not None}
    for view in reader.views:
        live.fresh_picture(view)
    shows_own = shows_own_labels(reader.views) or live.conference.doors.needs_badge
    if reader.voice and (shows_own or live.about_my_seats(reader.voice)):
        reader.personal = live.personal_frame(reader.voice)
    if reader.voice:
        reader.own |= frames_for(live, reader.voice, reader.views)
    reader.news.set()


async def _tell(live: LiveConference, reader: Reader, wire: Wire, hearing: asyncio.Timeout) -> None:
    """Send news until the reader is dismissed, then end the socket. Who cannot be told anything is not heard any longer."""
    try:
        await live.hub.serve(reader)
        await wire.close(NOT_ALLOWED)
    except Closed:
        hearing.reschedule(0)
    except Exception:
        log.exception("a reader of %s could not be served", ", ".join(reader.views))
        hearing.reschedule(0)


async def _hear(live: LiveConference, wire: Wire, ask_who: Callable[[], Who], pace: Pace, reader: Reader) -> None:
    message = _messages.decode(await wire.receive())
    visitor = ask_who()
    match message:
        case Ping():
            await wire.send(PONG)
        case Do():
            answer = await do(live, visitor, pace, message.name, message.id, message.fields, message.until)
            await wire.send(msgspec.json.encode(answer))
            if message.name in OF_OWN_LABELS and shows_own_labels(reader.views) and reader.voice:
                await wire.send(live.personal_frame(reader.voice))
        case Hello() if len(message.views) <= MOST_VIEWS and _role_for(live, visitor, message) == reader.role:
            _look_at(live, reader, message)
        case Hello():
            raise TooMuch
