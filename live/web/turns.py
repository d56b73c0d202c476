"""Whose page is made next, so that nobody who asks for many of them keeps the others waiting.

A page costs the server a few milliseconds, on a large day some cost many. Each person has theirs made one after the other, and
whoever has had two seconds' work of them goes on at a fifth of the server's time: pages wait then, and are not refused. People
who turn pages, or load one again and again, never come to that. It is counted for each voice, and for each connection of those
who have not joined, never for a network address: a hall is one. Who runs the day has no line at all.
"""

from __future__ import annotations

import asyncio
import time
from collections import OrderedDict
from collections.abc import Awaitable, Callable
from typing import TypeVar

from starlette.requests import ClientDisconnect, Request

from live.web.access import Who
from live.web.live_conference import LiveConference

AT_ONCE = 2.0  # seconds of the server's work: six hundred pages of an ordinary day
SHARE = 0.2  # of the server's time, after that
DEAREST = 0.25  # seconds that one page counts as at most: the first look at a wall of thousands is nobody's fault
MOST_WAITING = 32
"""Pages of one line that wait. A browser has six connections, and those that were given up are not made; beyond it they are
refused, or one voice could hold as many connections as there are."""
LINES = 20_000

T = TypeVar("T")


class TooManyPages(Exception):
    """One person waits for more pages than any browser asks for."""


class _Line:
    """The pages of one person: how many are awaited, and what they may still cost as of `then`."""

    __slots__ = ("left", "one_at_a_time", "then", "waiting")

    def __init__(self) -> None:
        self.one_at_a_time = asyncio.Lock()
        self.waiting = 0
        self.left = AT_ONCE
        self.then = time.monotonic()

    def refill(self) -> None:
        now = time.monotonic()
        self.left = min(AT_ONCE, self.left + (now - self.then) * SHARE)
        self.then = now


class Turns:
    """The lines of all. Those that were not used for longest are forgotten."""

    def __init__(self) -> None:
        self._lines: OrderedDict[str, _Line] = OrderedDict()

    async def make(self, name: str, page: Callable[[], Awaitable[T]], is_gone: Callable[[], Awaitable[bool]]) -> T:
        """`page()` when it is its turn in the line of this name; at once where the name is "". Raises `TooManyPages`, and
        `ClientDisconnect` where who asked `is_gone` by then."""
        if not name:
            return await page()
        line = self._line(name)
        if line.waiting >= MOST_WAITING:
            raise TooManyPages
        line.waiting += 1
        try:
            waits = line.one_at_a_time.locked()
            await line.one_at_a_time.acquire()
            try:
                line.refill()
                if line.left < 0:
                    waits = True
                    await asyncio.sleep(-line.left / SHARE)
                    line.refill()
                if waits and await is_gone():
                    raise ClientDisconnect
                began = time.thread_time()
                try:
                    return await page()
                finally:
                    line.left -= min(time.thread_time() - began, DEAREST)
            finally:
                # Not at once: most pages are made without a pause, and all that came together would be made in one turn.
                asyncio.get_running_loop().call_soon(line.one_at_a_time.release)
        finally:
            line.waiting -= 1

    def _line(self, name: str) -> _Line:
        line = self._lines.pop(name, None) or _Line()
        self._lines[name] = line
        if len(self._lines) > LINES:
            self._lines.popitem(last=False)
        return line


def line_of(request: Request, live: LiveConference, who: Who) -> str:
    """In whose line somebody's pages are made; "" for whoever runs the day, and where nobody knows the connection (a proxy tells
    addresses only)."""
    if who.links:
        return ""
    if who.voice in live.conference.people.voices:
        return f"{live.code}/{who.voice}"
    client = request.client
    return f"{client.host}:{client.port}" if client is not None and client.port else ""
