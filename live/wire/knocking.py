"""Who knocks: a connection until its first bytes, of which little is made yet. When a hall comes back, nearly all of them ask for
a socket, with a whole head in one piece: that is handed over as it is. Whatever else comes is for HTTP (`serving.py`), which
reads it from its beginning and alone decides what to make of it.
"""

from __future__ import annotations

import asyncio
import re
from collections.abc import Callable, MutableSet
from time import monotonic
from typing import Any

import httptools
from msgspec import Struct

from live.wire import Asked
from live.wire.bounds import Bounds, Sweeper

HandOver = Callable[..., None]
"""hand_over(transport, asked, method=…, http_version=…, rest=…, registry=…): takes an upgraded connection from here on. `rest`
are bytes that came behind the head, `registry` is the set of connections that the server ends when it stops."""


PLAIN_TARGET = re.compile(rb"/[A-Za-z0-9/_.-]*(?:\?[A-Za-z0-9/_.=&%+-]*)?")


class Upgrade(Struct, frozen=True):
    """The head of an upgrade, and what came behind it. Names of headers are in lower case."""

    path: str
    query: str
    headers: dict[str, str]
    http_version: str
    rest: bytes


class _Head:
    """What the parser tells of a head. It is plain if no name comes twice, and no other request came before it."""

    __slots__ = ("headers", "is_plain", "url")

    def __init__(self) -> None:
        self.url = b""
        self.headers: dict[str, str] = {}
        self.is_plain = True

    def on_message_begin(self) -> None:
        if self.url:
            self.is_plain = False

    def on_url(self, url: bytes) -> None:
        self.url += url

    def on_header(self, raw: bytes, value: bytes) -> None:
        name = raw.lower().decode("latin-1")
        if name in self.headers:
            self.is_plain = False
        self.headers[name] = value.decode("latin-1")


def plain_upgrade(data: bytes) -> Upgrade | None:
    """The upgrade to a websocket whose whole head this is, as browsers ask for it. None for anything else, also for what would be
    an upgrade if it were read with more care."""
    if not data.startswith(b"GET /") or b"websocket\r\n" not in data:
        return None
    head = _Head()
    parser = httptools.HttpRequestParser(head)
    try:
        parser.feed_data(data)
    except httptools.HttpParserUpgrade as upgrade:
        end: int = upgrade.args[0]
    except httptools.HttpParserError:
        return None
    else:
        return None
    url, headers = head.url, head.headers
    if (
        not head.is_plain
        or not PLAIN_TARGET.fullmatch(url)
        or "content-length" in headers
        or "transfer-encoding" in headers
    ):
        return None
    tokens = headers.get("connection", "").lower().split(",")
    if headers.get("upgrade", "").lower() != "websocket" or "upgrade" not in [token.strip(" \t") for token in tokens]:
        return None
    path, _, query = url.decode().partition("?")
    return Upgrade(path, query, headers, parser.get_http_version(), data[end:])


class Knock(asyncio.Protocol):
    """One connection, until something comes. `serving` makes the class that a server uses, with its bounds."""

    __slots__ = ("_given", "_is_taken", "connections", "due", "transport")

    bounds: Bounds
    sweeper: Sweeper
    hand_over: HandOver
    http: type[Any]
    """The protocol that takes over what is no upgrade, made with what the web server gave. Who came when there was room is handed
    over by `let_in(transport, due)`, and has no more time for its head than it had."""

    def __init__(self, **given: Any) -> None:
        """Made by the web server for each connection; `given["server_state"].connections` are those that it ends."""
        self._given = given
        self.connections: MutableSet[Any] = given["server_state"].connections
        self._is_taken = False

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        self.transport = transport
        self.connections.add(self)
        self.due = monotonic() + self.bounds.head_seconds
        descriptor: int = transport.get_extra_info("socket").fileno()
        if self.sweeper.in_use(descriptor, len(self.connections), monotonic()) > self.bounds.full_from:
            self._leave_it_to_http().connection_made(transport)  # it is looked at whether there is room for it
        else:
            self.sweeper.add(self)

    def connection_lost(self, problem: Exception | None) -> None:
        self.sweeper.remove(self)
        self.connections.discard(self)

    def data_received(self, data: bytes) -> None:
        if self._is_taken:
            return  # it was refused, and is going
        asked = plain_upgrade(data) if len(data) <= self.bounds.head_bytes else None
        if asked is None:
            http = self._leave_it_to_http()
            http.let_in(self.transport, self.due)
            http.data_received(data)
            return
        self._is_taken = True
        self.sweeper.remove(self)
        peer = self.transport.get_extra_info("peername")
        self.hand_over(
            self.transport,
            Asked(asked.path, asked.query, asked.headers, peer[0] if peer else ""),
            method="GET",
            http_version=asked.http_version,
            rest=asked.rest,
            registry=self.connections,
        )
        if self.transport.get_protocol() is not self:  # else it was refused, and is a connection until its end
            self.connections.discard(self)

    def _leave_it_to_http(self) -> Any:
        self.sweeper.remove(self)
        self.connections.discard(self)
        protocol = self.http(**self._given)
        self.transport.set_protocol(protocol)
        return protocol

    def overdue(self) -> None:
        """A browser opened it to be quick later: it has asked nothing, so nothing is answered."""
        if self.transport.is_closing():
            self.transport.abort()
            return
        self.due = monotonic() + self.bounds.refused_seconds
        self.transport.close()

    @property
    def is_silent(self) -> bool:
        return True

    def shutdown(self) -> None:
        """The server is stopping."""
        self.transport.close()
