"""How much may come in over HTTP, how long it may take, and the one sweep that sees to it.

Knows nothing of the web server underneath: what it sweeps is whatever has a time by which something is to have come.
"""

from __future__ import annotations

import asyncio
import contextlib
import os
from collections.abc import Callable
from time import monotonic
from typing import Protocol

from msgspec import Struct

NEVER = float("inf")


class Body(Struct, frozen=True):
    """What a request may bring beside its head: bytes at most, and seconds for all of them to come."""

    most: int
    seconds: float


class Bounds(Struct, frozen=True):
    """What comes in at most. `body(method, target)` → what this request may bring; `answer(status)` → the bytes of a whole
    HTTP answer that ends the connection, for 400, 408, 431 and 503.

    `full_from`: how many descriptors may be in use before those are touched that are kept back. There only those come in of whom
    `is_awaited(target, cookies)`, and a head has but `late_seconds`. From `tight_from` on, whoever comes takes the place of the
    one who has been silent longest.
    """

    body: Callable[[str, str], Body]
    answer: Callable[[int], bytes]
    is_awaited: Callable[[str, str], bool]
    full_from: float = NEVER
    tight_from: float = NEVER
    head_bytes: int = 16 * 1024
    head_seconds: float = 10.0
    late_seconds: float = 2.0
    refused_seconds: float = 10.0
    unread_seconds: float = 60.0
    sweep_seconds: float = 1.0


class Awaited(Protocol):
    """A connection from which something is awaited: until `due`, by `time.monotonic`."""

    transport: asyncio.Transport
    due: float

    @property
    def is_silent(self) -> bool:
        """It has not asked for anything yet."""
        ...

    def overdue(self) -> None:
        """Its time has passed."""
        ...


class Sweeper:
    """Ends what takes too long: one timer for all connections, which runs as long as any is awaited."""

    def __init__(self, bounds: Bounds) -> None:
        self.bounds = bounds
        self.awaited: dict[Awaited, None] = {}
        self._others = 0  # descriptors that are no connections
        self._count_from = 0.0
        self._timer: asyncio.TimerHandle | None = None

    def add(self, connection: Awaited) -> None:
        self.awaited[connection] = None
        if self._timer is None:
            self._timer = asyncio.get_running_loop().call_later(self.bounds.sweep_seconds, self._sweep)

    def remove(self, connection: Awaited) -> None:
        self.awaited.pop(connection, None)

    def _sweep(self) -> None:
        # First, so that a fault with one connection is not the last look at the others.
        loop = asyncio.get_running_loop()
        self._timer = loop.call_later(self.bounds.sweep_seconds, self._sweep) if self.awaited else None
        now = monotonic()
        for connection in [each for each in self.awaited if each.due <= now]:
            connection.overdue()

    def in_use(self, descriptor: int, connections: int, now: float) -> int:
        """How many descriptors are in use when somebody has got this one: at least so many, as the system gives the lowest that
        is free. What is no connection (files, journals) is remembered, for when lower ones are free again. Where that makes the
        server full, they are counted, once a sweep: connections that ended between its coming and now were taken for files."""
        self._others = max(self._others, descriptor + 1 - connections)
        if self._others + connections > self.bounds.full_from and now >= self._count_from:
            self._count_from = now + self.bounds.sweep_seconds
            with contextlib.suppress(OSError):  # not one is left to count them with
                self._others = len(os.listdir("/dev/fd")) - connections  # noqa: PTH208  # a path for each would take 20 ms
        return self._others + connections

    def make_room(self) -> None:
        """End the connection that has been silent longest. Its descriptor is free a moment later."""
        longest = next((each for each in self.awaited if each.is_silent), None)
        if longest is not None:
            self.remove(longest)
            longest.transport.abort()
