"""Who still comes in when there are no descriptors left for more phones: who runs the day, the screen, and who runs the server.
Everybody else is told so at once, and asked to come again in a moment; nobody is remembered for it.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from urllib.parse import parse_qs

from starlette.requests import cookie_parser

from live.web.access import pass_of, who_has
from live.web.sockets import SCREEN
from live.web.venue import Venue

RESERVED = 128
"""Descriptors kept back: half of them for the pages of those who run the day, six connections a browser, and for files. Of the
other half, some are with newcomers who have been taken in and not yet looked at."""

MOST_SCREENS = 8
"""Sockets of screens, in all conferences, up to which one more comes in: a hall has one or two, and anybody can say that they are
one. They know nobody, and are told only what the whole hall sees."""

OF_WHOEVER_RUNS_IT = re.compile(r"/(static/.*|health|metrics|new|operator/.*)")
"""Static files too: only pages that were let in ask for them."""
OF_A_CONFERENCE = re.compile(r"/([0-9]{6})(?:/(.*))?")
FOR_WHO_RUNS_THE_DAY = re.compile(r"(screen|enter|chair(/.*)?|facilitator(/.*)?)")


def kept_back(limit: int) -> tuple[int, int]:
    """Of as many descriptors as the system allows: how many may be in use before those that are kept back are, and before half of
    those are."""
    reserved = min(RESERVED, limit // 4)
    return limit - reserved, limit - reserved // 2


def is_awaited(venue: Venue) -> Callable[[str, str], bool]:
    """is_awaited(target, cookies): whether a request may have a descriptor that is kept back."""

    def awaited(target: str, cookies: str) -> bool:
        path, _, query = target.partition("?")
        path = path.removeprefix(venue.base)
        if OF_WHOEVER_RUNS_IT.fullmatch(path):
            return True
        found = OF_A_CONFERENCE.fullmatch(path)
        if found is None:
            return False
        code, place = found[1], found[2] or ""
        if FOR_WHO_RUNS_THE_DAY.fullmatch(place):
            return True
        if place == "frames" and set(parse_qs(query).get("view", ())) == {"screen"}:
            return True
        if place == "live" and query == SCREEN and sum(each.watching for each in venue.conferences) < MOST_SCREENS:
            return True
        live = venue.opened(code)
        return live is not None and bool(who_has(pass_of(cookie_parser(cookies), code), live).links)

    return awaited
