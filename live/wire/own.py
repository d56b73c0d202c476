"""Websockets of our own: whoever reads the head of an upgrade (`knocking.py`, `serving.py`) hands the transport over.

From then on a socket is one small protocol object (`own_socket.py`). Here they are let in, and all of them together have one
timer: once a second it is seen whose time is up. One after the other they are told that the server is there, before their pages
ask: 250 messages in one go cost a tenth of 200 that come one by one, each of which wakes the server to be answered (measured).
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable, MutableSet
from itertools import islice
from time import monotonic
from typing import Any

from live.wire import Asked, Door, Framed, Listener, Refusal
from live.wire.limits import SWEEP_SECONDS
from live.wire.own_socket import OwnSocket
from live.wire.upgrade import accept, refusal_bytes

log = logging.getLogger("live.wire")

ROUND = 20
"""Sweeps in which each socket is looked at once, and told that we are there. Pages that hear nothing for 25 s ask."""


class OwnWire:
    """All sockets of one server. `door` says who may come in; `deflates(asked)` whether compression is agreed to;
    `sign` is what sockets are told that have nothing else to hear."""

    def __init__(
        self, door: Door, *, deflates: Callable[[Asked], bool] = lambda asked: True, sign: Framed | None = None
    ) -> None:
        self._door = door
        self._deflates = deflates
        self._sign = sign
        self._sockets: dict[OwnSocket, MutableSet[Any]] = {}  # in the order in which they are looked at next
        self._forget = self._gone  # one bound method for all sockets
        self._sweeping: asyncio.TimerHandle | None = None
        self._due = 0.0

    def take_over(
        self,
        transport: asyncio.Transport,
        asked: Asked,
        *,
        method: str,
        http_version: str,
        rest: bytes = b"",
        registry: MutableSet[Any],
    ) -> None:
        """Answer an upgrade whose head was read from this transport, and serve the socket if there is one. `rest` is what came
        after the head; in `registry` the web server finds whom to tell of its end (`shutdown`)."""
        answer = accept(asked, method, http_version, deflate=self._deflates(asked))
        listener = answer if isinstance(answer, Refusal) else self._ask_the_door(asked)
        if isinstance(answer, Refusal) or isinstance(listener, Refusal):
            assert isinstance(listener, Refusal)
            transport.write(refusal_bytes(listener))
            transport.close()
            return
        agreed, deflate = answer
        socket = OwnSocket(transport, listener, deflate=deflate, forget=self._forget)
        self._sockets[socket] = registry
        registry.add(socket)
        transport.set_protocol(socket)
        socket.begin(agreed)
        if self._sweeping is None:
            self._sweeping = asyncio.get_running_loop().call_later(SWEEP_SECONDS, self._sweep)
        if rest:
            socket.data_received(rest)

    def _ask_the_door(self, asked: Asked) -> Listener | Refusal:
        try:
            return self._door(asked)
        except Exception:
            # A fault of ours at the door is answered as one, and is not the end of the server.
            log.exception("an upgrade could not be answered")
            return Refusal(500, "Something went wrong on the server.")

    def _gone(self, socket: OwnSocket) -> None:
        self._sockets.pop(socket, set()).discard(socket)

    def _sweep(self) -> None:
        """Once a second, for all sockets together: deadlines, and with a part of them signs of life."""
        # First, so that a fault with one socket is not the last look at the others.
        self._sweeping = asyncio.get_running_loop().call_later(SWEEP_SECONDS, self._sweep) if self._sockets else None
        now = monotonic()
        for socket in [each for each in self._sockets if each.deadline and each.deadline < now]:
            socket.look_at_the_clock(now)
        self._due += len(self._sockets) / ROUND
        count = int(self._due)
        self._due -= count
        for some in list(islice(self._sockets, count)):
            registry = self._sockets.pop(some, None)
            if registry is not None:
                self._sockets[some] = registry
                some.look_for_life(now)
                if (
                    self._sign is not None and not some.deadline
                ):  # else it has not said hello yet, or is full, or is going
                    some.send(self._sign)
