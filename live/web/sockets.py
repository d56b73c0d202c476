"""The websocket of every page: hello, requests and their answers in, frames out."""

from __future__ import annotations

import asyncio
import functools
import logging
import re
from collections.abc import Callable, Collection

import msgspec
from starlette.requests import cookie_parser

from live.conference.people import Role
from live.fragments.views import role_of_view, shows_own_labels
from live.hub import DISMISSED, Reader
from live.journal import JournalError
from live.web import doing, requests
from live.web.access import Pace, Pass, Who, comes_from_our_pages, pass_of, who_has
from live.web.announcing import MINE
from live.web.live_conference import LiveConference, now_ms
from live.web.own_pages import frames_for
from live.web.venue import Venue
from live.wire import Asked, Door, Framed, Refusal, Socket

log = logging.getLogger("live.web")

OF_OWN_LABELS = ("post_label", "post_labels", "reword_label", "take_back_label")
MOST_VIEWS = 4
SCREEN = "screen"
"""The query of a socket's address that looks at the screen only: some of those come in where there is no room for more phones."""
POLICY = 1008
OPEN_AGAIN_SECONDS = 1
NONSENSE = (msgspec.DecodeError, RecursionError)  # the latter: brackets in brackets in brackets

NOT_HERE = Refusal(403, "There is no such socket here.")
NOT_OURS = Refusal(403, "This came from another site. Please use the pages of this server.")


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
_encode = msgspec.json.Encoder().encode
PONG = Framed(b'{"t":"pong"}')
BYE = Framed(_encode({"t": "bye", "say": "Please join again, or open your link again."}))


def door_of(venue: Venue, pace: Pace) -> Door:
    """Who may open a socket: pages of ours, at `/{code}/live`."""
    address = re.compile(
        f"(?:{re.escape(venue.base)})?/([0-9]{{6}})/live"
    )  # a proxy may take the prefix away or leave it
    opening: dict[str, asyncio.Task[None]] = {}

    def door(asked: Asked) -> Conversation | Refusal:
        found = address.fullmatch(asked.path)
        if found is None:
            return NOT_HERE
        if not comes_from_our_pages(asked.headers, venue, is_socket=True):
            return NOT_OURS
        code = found[1]
        live = venue.opened(code)
        if live is not None and asked.query == SCREEN:
            return Watching(live, pace)
        if live is not None:
            cookies = cookie_parser(asked.headers.get("cookie", ""))
            return Conversation(live, pass_of(cookies, code), pace)
        if not venue.path(code).exists():
            return NOT_HERE
        if code not in opening:  # once, for however many phones ask meanwhile
            opening[code] = asyncio.get_running_loop().create_task(_open(venue, code))
            opening[code].add_done_callback(lambda task: opening.pop(code))
        return Refusal(503, "This conference is being opened.", OPEN_AGAIN_SECONDS)

    return door


async def _open(venue: Venue, code: str) -> None:
    try:
        await venue.find(code)
    except JournalError as problem:
        log.error("%s is not served: %s", venue.path(code).name, problem)


class Conversation(Reader):
    """One socket of a page, from its handshake to its end. It is asked again with each message who it is: a link may have been
    revoked meanwhile."""

    __slots__ = ("_held", "_is_known", "_live", "_pace")

    def __init__(self, live: LiveConference, held: Pass, pace: Pace) -> None:
        self._live = live
        self._held = held
        self._pace = pace
        self._is_known = False

    def opened(self, socket: Socket) -> None:
        super().__init__(socket)  # a reader is one that there is something to say to

    def heard(self, message: bytes) -> None:
        try:
            said = _messages.decode(message)
        except NONSENSE:
            self.socket.close(POLICY, "not understood")
            return
        visitor = who_has(self._held, self._live)
        if not self._is_known:
            self._begin(said, visitor)
            return
        match said:
            case Ping():
                self.socket.send(PONG)
            case Do():
                answer = functools.partial(self._answer, said.name)
                doing.ask(self._live, visitor, self._pace, said.name, said.id, said.fields, said.until, answer)
            case Hello() if (
                len(said.views) <= MOST_VIEWS and _role_for(self._live, visitor, said.views.keys()) == self.role
            ):
                self._look_at(said)
                self._live.hub.show(self)  # what is theirs alone when it is its turn: a page may look about very often
            case Hello():
                self.socket.close(POLICY, "another page's views")

    def drained(self) -> None:
        if self._is_known:
            self._live.hub.catch_up(self)

    def gone(self) -> None:
        self._live.hub.leave(self)

    def _begin(self, hello: Hello | Do | Ping, visitor: Who) -> None:
        if not isinstance(hello, Hello) or len(hello.views) > MOST_VIEWS:
            self.socket.close(POLICY, "a page says hello first")
            return
        role = _role_for(self._live, visitor, hello.views.keys())
        if role is None:
            self.socket.send(BYE)
            self.socket.close(DISMISSED)
            return
        self._is_known = True
        self.role, self.link = role, _link_for(visitor, role)
        self.voice = visitor.voice if role == "delegate" else ""
        self.socket.most = requests.largest_message(role)
        self.socket.send(Framed(_encode({"t": "welcome", **welcome(self._live, visitor, hello.epoch, hello.at)})))
        self._live.hub.join(self)
        self._look_at(hello)
        self._live.hub.catch_up(self)

    def _look_at(self, hello: Hello) -> None:
        """Note what the page looks at and has seen. The hub can then tell what it missed: nothing, some, or the whole view."""
        live = self._live
        views = {view: seen for view, seen in hello.views.items() if self._is_drawn(view)}
        live.hub.look(self, views)
        own: dict[str, Callable[[], bytes]] = {}
        if self.voice:
            shows_own = shows_own_labels(views) or live.conference.doors.needs_badge
            if shows_own or live.personal.about_my_seats(self.voice):
                own[MINE] = functools.partial(live.personal.frame, self.voice)
            own |= frames_for(live, self.voice, views)
        live.hub.give_own(self, own)

    def _is_drawn(self, view: str) -> bool:
        """Whether there is such a view, drawn as of now, or of the last beat if somebody looks at it already. Where much of it is
        new, the next beat draws it."""
        live = self._live
        try:
            if live.picture(view) is None:
                return False
            live.begin_picture(view)
        except Exception:
            # Its page shows what it came with, and the socket goes on for the other views and for what is asked for.
            log.exception("the view %s could not be drawn", view)
            return False
        return True

    def _answer(self, name: str, answer: doing.Answer) -> None:
        self.socket.send(Framed(_encode(answer)))
        if name in OF_OWN_LABELS and self.voice and shows_own_labels(self.views):
            self._live.hub.give_own(self, {MINE: functools.partial(self._live.personal.frame, self.voice)})
            self._live.hub.catch_up(self)


class Watching(Conversation):
    """A socket of a screen's page. It knows nobody, whatever cookies came with it."""

    __slots__ = ()

    def __init__(self, live: LiveConference, pace: Pace) -> None:
        super().__init__(live, Pass(), pace)

    def opened(self, socket: Socket) -> None:
        super().opened(socket)
        self._live.watching += 1

    def gone(self) -> None:
        self._live.watching -= 1
        super().gone()


def welcome(live: LiveConference, visitor: Who, epoch: str, at: int) -> dict[str, object]:
    """The greeting: which journal this is, where it stands, what o'clock it is, and what is mine."""
    clerk = live.clerk
    if epoch == clerk.epoch and at > clerk.position and visitor.voice in live.conference.people.voices:
        live.presence.is_ahead(visitor.voice, at, clerk.position)
    mine = live.personal.on_the_phone(visitor.voice)
    return {"epoch": clerk.epoch, "at": clerk.position, "now": now_ms(), "mine": mine}


def _role_for(live: LiveConference, visitor: Who, views: Collection[str]) -> Role | None:
    """The role of a page that looks at these views, if this visitor may look at all of them."""
    roles = {role_of_view(view) for view in views}
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
