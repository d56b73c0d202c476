"""Who somebody is: cookies, roles, where a request comes from, and how quickly requests may follow each other.

A voice is a random secret in a cookie; the conference knows its hash. A chair's or facilitator's cookie holds the key of their
link, which is looked up each time, so that a revoked link ends at once. Where several people share a device, each is a voice of
their own, made from the cookie's secret and their number, and another cookie says whose turn it is. Pace is limited per voice and
per link, never per network address: a whole hall comes from one.
"""

from __future__ import annotations

import hmac
import re
import secrets
import time
from collections import OrderedDict
from collections.abc import Mapping

from msgspec import Struct
from starlette.requests import HTTPConnection
from starlette.responses import Response

from live.conference.people import Actor, Role, Voice, hash_of_key, link_for_key
from live.web.live_conference import LiveConference
from live.web.venue import LINKED_ROLES, Venue

REMEMBER_SECONDS = 400 * 24 * 3600  # as long as browsers keep a cookie at most
SECRET_LETTERS = 22
MOST_PEOPLE_HERE = 60  # on one device
REQUESTS_IN_A_ROW = 40  # a burst: a phone that comes back from a tunnel sends all it has kept
REQUESTS_A_SECOND = 5.0  # quicker than anybody taps for long
PEOPLE_OF_A_LINK = 5  # facilitators who sort hundreds of labels have one link on several laptops
BUCKETS = 20_000


class Who(Struct, frozen=True):
    """Somebody at one conference. `roles` are all they have, the strongest first; `links` are the links they came by; `person` is
    their number among those who share the device, from 1."""

    voice: str = ""
    roles: tuple[Role, ...] = ("delegate",)
    links: tuple[tuple[Role, int], ...] = ()
    person: int = 1

    @property
    def actor(self) -> Actor:
        """As they ask in the strongest of their roles."""
        return self.acting(self.roles[0])

    def acting(self, role: Role) -> Actor:
        return Actor(role, self.voice, by_helper=self.person > 1)

    def link(self, role: Role) -> int:
        return next((number for name, number in self.links if name == role), 0)

    @property
    def name_for_pace(self) -> str:
        """Whose requests are counted together, within one conference: links have the same numbers in each."""
        return self.voice or "/".join(f"{role}{number}" for role, number in self.links)

    @property
    def people_for_pace(self) -> int:
        """How many may be behind that name."""
        return PEOPLE_OF_A_LINK if self.links and not self.voice else 1


class Pass(Struct, frozen=True):
    """What a connection's cookies say about one conference, worked out once: a socket asks with each message who it is by now."""

    voice: str = ""
    """The voice whose turn it is on this device."""
    person: int = 1
    first: str = ""
    """The voice of the device's first person."""
    keys: tuple[tuple[Role, str], ...] = ()


def pass_of(cookies: Mapping[str, str], code: str) -> Pass:
    """The pass in somebody's cookies."""
    secret = cookies.get(voice_cookie(code), "")
    person, first = _person(cookies, code), voice_of(secret)
    voice = first if person == 1 else voice_of(secret, person)
    held = ((role, cookies.get(role_cookie(code, role), "")) for role in LINKED_ROLES)
    return Pass(voice, person, first, tuple((role, key) for role, key in held if key))


def who(connection: HTTPConnection, live: LiveConference) -> Who:
    """Who this is, by their cookies."""
    return who_has(pass_of(connection.cookies, live.code), live)


def who_has(held: Pass, live: LiveConference) -> Who:
    """Who this is just now: a link may have been revoked since the pass was made."""
    people = live.conference.people
    person, voice = (held.person, held.voice) if held.voice in people.voices else (1, held.first)
    if not held.keys:
        return Who(voice, person=person)
    links = []
    for role, key in held.keys:
        link = link_for_key(people, role, key)
        if link is not None:
            links.append((role, link.id))
    roles: tuple[Role, ...] = (*(role for role, _ in links), "delegate")
    return Who(voice, roles, tuple(links), person)


def voice_of(secret: str, person: int = 1) -> str:
    """The voice of a device's secret, or of a further person there; "" if it is no secret of ours."""
    if len(secret) < SECRET_LETTERS:
        return ""
    if person > 1:
        secret = hmac.digest(secret.encode(errors="surrogatepass"), f"person/{person}".encode(), "sha256").hex()
    return hash_of_key(secret)


def people_here(connection: HTTPConnection, live: LiveConference) -> list[Voice]:
    """Who shares this device, in order: the first is person 1. Empty if nobody has joined on it."""
    secret = connection.cookies.get(voice_cookie(live.code), "")
    here: list[Voice] = []
    while len(here) < MOST_PEOPLE_HERE:
        voice = live.conference.people.voices.get(voice_of(secret, len(here) + 1))
        if voice is None:
            break
        here.append(voice)
    return here


def mark_of(who: Who) -> str:
    """What tells whom a page's forms were made for: a page that comes back by "Back" may be somebody else's on this device."""
    return f".{who.voice[:8]}" if who.voice else ""


def newcomer(connection: HTTPConnection, live: LiveConference, person: int) -> Who:
    """Somebody who comes to a device that others use already. They have no links: those are of whose device it is."""
    return Who(voice_of(connection.cookies.get(voice_cookie(live.code), ""), person), person=person)


def _person(cookies: Mapping[str, str], code: str) -> int:
    number = cookies.get(person_cookie(code), "")
    return int(number) if re.fullmatch("[0-9]{1,2}", number) and 1 <= int(number) <= MOST_PEOPLE_HERE else 1


def voice_cookie(code: str) -> str:
    return f"live-{code}-voice"


def person_cookie(code: str) -> str:
    return f"live-{code}-person"


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


def comes_from_our_pages(headers: Mapping[str, str], venue: Venue, *, is_socket: bool = False) -> bool:
    """Whether a post or a socket was made by a page of ours. Browsers say so; what says nothing is no browser.

    Our own forms say "null", because our pages have `Referrer-Policy: no-referrer`, and only over https do browsers add
    `Sec-Fetch-Site`. So over plain http a "null" may be ours, and cookies being `SameSite=Lax` must be enough. A socket never
    says "null", unless it was opened in a foreign page's locked frame.
    """
    origin = headers.get("origin", "")
    if origin and (origin != "null" or is_socket):
        return origin in venue.address.origins
    return headers.get("sec-fetch-site", "same-origin") in ("same-origin", "none")


class Pace:
    """How quickly requests may follow each other. One bucket for each voice or link; the longest unused ones are forgotten."""

    def __init__(self) -> None:
        self._buckets: OrderedDict[str, tuple[float, float]] = OrderedDict()

    def allows(self, name: str, people: int = 1) -> bool:
        """Whether so many people, who are counted together under this name, may ask for one thing more."""
        now = time.monotonic()
        most = float(REQUESTS_IN_A_ROW * people)
        left, then = self._buckets.pop(name, (most, now))
        left = min(most, left + (now - then) * REQUESTS_A_SECOND * people)
        allowed = left >= 1
        self._buckets[name] = (left - 1 if allowed else left, now)
        if len(self._buckets) > BUCKETS:
            self._buckets.popitem(last=False)
        return allowed
