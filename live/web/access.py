"""Who somebody is: cookies, roles, where a request comes from, and how quickly requests may follow each other.

A voice is a random secret in a cookie; the conference knows its hash. A chair's or facilitator's cookie holds the key of their
link, which is looked up each time, so that a revoked link ends at once. Pace is limited per voice and per link, never per network
address: a whole hall comes from one.
"""

from __future__ import annotations

import secrets
import time
from collections import OrderedDict

from msgspec import Struct
from starlette.requests import HTTPConnection
from starlette.responses import Response

from live.conference.people import Role, hash_of_key, link_for_key
from live.web.live_conference import LiveConference
from live.web.venue import LINKED_ROLES, Venue

REMEMBER_SECONDS = 400 * 24 * 3600  # as long as browsers keep a cookie at most
SECRET_LETTERS = 22
REQUESTS_IN_A_ROW = 40  # a burst: a phone that comes back from a tunnel sends all it has kept
REQUESTS_A_SECOND = 5.0  # quicker than anybody taps for long
BUCKETS = 20_000


class Who(Struct, frozen=True):
    """Somebody at one conference. `roles` are all they have, the strongest first; `links` are the links they came by."""

    voice: str = ""
    roles: tuple[Role, ...] = ("delegate",)
    links: tuple[tuple[Role, int], ...] = ()

    def link(self, role: Role) -> int:
        return next((number for name, number in self.links if name == role), 0)

    @property
    def name_for_pace(self) -> str:
        return self.voice or "/".join(f"{role}{number}" for role, number in self.links)


def who(connection: HTTPConnection, live: LiveConference) -> Who:
    """Who this is, by their cookies."""
    secret = connection.cookies.get(voice_cookie(live.code), "")
    links = []
    for role in LINKED_ROLES:
        key = connection.cookies.get(role_cookie(live.code, role), "")
        link = link_for_key(live.conference.people, role, key) if key else None
        if link is not None:
            links.append((role, link.id))
    roles: tuple[Role, ...] = (*(role for role, _ in links), "delegate")
    return Who(hash_of_key(secret) if len(secret) >= SECRET_LETTERS else "", roles, tuple(links))


def voice_cookie(code: str) -> str:
    return f"live-{code}-voice"


def role_cookie(code: str, role: Role) -> str:
    return f"live-{code}-{role}"


OPERATOR_COOKIE = "live-operator"
SAID_COOKIE = "live-said"
"""The name of the request that the page before carried out, for the word of success on the next one."""


def set_cookie(response: Response, venue: Venue, name: str, value: str, seconds: int = REMEMBER_SECONDS) -> None:
    """A cookie that scripts cannot read and other sites cannot use."""
    response.set_cookie(
        name,
        value,
        max_age=seconds,
        path=f"{venue.base}/",
        secure=venue.address.secure,
        httponly=True,
        samesite="lax",
    )


def give_voice(connection: HTTPConnection, response: Response, venue: Venue, code: str) -> None:
    """A voice for a phone that has none yet. It is only written down once its owner joins."""
    if len(connection.cookies.get(voice_cookie(code), "")) < SECRET_LETTERS:
        set_cookie(response, venue, voice_cookie(code), secrets.token_urlsafe(16))


def comes_from_our_pages(connection: HTTPConnection, venue: Venue) -> bool:
    """Whether a post or a socket was made by a page of ours. Browsers say so; what says nothing is no browser.

    Our own forms say "null", because our pages have `Referrer-Policy: no-referrer`, and only over https do browsers add
    `Sec-Fetch-Site`. So over plain http a "null" may be ours, and cookies being `SameSite=Lax` must be enough. A socket never
    says "null", unless it was opened in a foreign page's locked frame.
    """
    origin = connection.headers.get("origin", "")
    if origin and (origin != "null" or connection.scope["type"] == "websocket"):
        return origin in venue.address.origins
    return connection.headers.get("sec-fetch-site", "same-origin") in ("same-origin", "none")


class Pace:
    """How quickly requests may follow each other. One bucket for each voice or link; the longest unused ones are forgotten."""

    def __init__(self) -> None:
        self._buckets: OrderedDict[str, tuple[float, float]] = OrderedDict()

    def allows(self, name: str) -> bool:
        now = time.monotonic()
        left, then = self._buckets.pop(name, (float(REQUESTS_IN_A_ROW), now))
        left = min(REQUESTS_IN_A_ROW, left + (now - then) * REQUESTS_A_SECOND)
        allowed = left >= 1
        self._buckets[name] = (left - 1 if allowed else left, now)
        if len(self._buckets) > BUCKETS:
            self._buckets.popitem(last=False)
        return allowed
