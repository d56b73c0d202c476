"""A lean websocket for a thousand phones in one process: what the client costs must not be taken for what the server costs.

It knows as much of RFC 6455 as our servers use: whole text messages, pings, a close. It offers no compression. Its mask is all
zeros, which costs the server what any other mask does.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from typing import TypeVar, cast
from urllib.parse import urlsplit

TEXT, CLOSE, PING, PONG = 1, 8, 9, 10
AT_ONCE = 50  # that open their sockets at the same time
OPEN_SECONDS = 30.0

Hear = Callable[[bytes], None]
Result = TypeVar("Result")


class Lost(Exception):
    """A socket did not open, or closed when it should not have."""


class Socket(asyncio.Protocol):
    """One websocket. `hear` is given each message; `opened` is done when there is one or can be none."""

    def __init__(self, handshake: bytes, hear: Hear) -> None:
        self.hear = hear
        self.opened: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self.is_lost = False
        self._handshake = handshake
        self._is_open = False
        self._buffer = bytearray()
        self._transport: asyncio.Transport | None = None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = cast("asyncio.Transport", transport)  # uvloop's is one without saying so
        self._transport.write(self._handshake)

    def connection_lost(self, exc: Exception | None) -> None:
        self.is_lost = True
        if not self.opened.done():
            self.opened.set_exception(Lost(bytes(self._buffer[:100]).decode(errors="replace")))

    def data_received(self, data: bytes) -> None:
        self._buffer += data
        if not self._is_open:
            head, end, rest = self._buffer.partition(b"\r\n\r\n")
            if not end or not head.startswith(b"HTTP/1.1 101"):
                return
            self._is_open, self._buffer = True, rest
            self.opened.set_result(None)
        self._take_messages()

    def send(self, message: bytes, kind: int = TEXT) -> None:
        assert self._transport is not None
        self._transport.write(framed(message, kind))

    def close(self) -> None:
        if self._transport is not None:
            self._transport.abort()

    def _take_messages(self) -> None:
        buffer, start = self._buffer, 0
        while len(buffer) >= start + 2:
            size, head = buffer[start + 1], 2
            if size >= 126:
                head = 4 if size == 126 else 10
                size = int.from_bytes(buffer[start + 2 : start + head], "big")
            end = start + head + size
            if len(buffer) < max(end, start + head):
                break
            kind = buffer[start] & 15
            if kind == TEXT:
                self.hear(bytes(buffer[start + head : end]))
            elif kind == PING:
                self.send(bytes(buffer[start + head : end]), PONG)
            start = end
        del buffer[:start]


def framed(message: bytes, kind: int = TEXT) -> bytes:
    """A message as a client's frame."""
    size = len(message)
    if size < 126:
        length = bytes([0x80 | size])
    elif size < 65536:
        length = b"\xfe" + size.to_bytes(2, "big")
    else:
        length = b"\xff" + size.to_bytes(8, "big")
    return bytes([0x80 | kind]) + length + b"\0\0\0\0" + message


async def open_socket(url: str, path: str, hear: Hear, cookie: str = "") -> Socket:
    """Raises `Lost` when the server does not let it in."""
    parts = urlsplit(url)
    lines = [
        f"GET {path} HTTP/1.1",
        f"Host: {parts.netloc}",
        f"Origin: {url}",
        "Upgrade: websocket",
        "Connection: Upgrade",
        "Sec-WebSocket-Version: 13",
        "Sec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==",
        *([f"Cookie: {cookie}"] if cookie else []),
    ]
    handshake = "\r\n".join([*lines, "", ""]).encode()
    loop = asyncio.get_running_loop()
    _, socket = await loop.create_connection(lambda: Socket(handshake, hear), parts.hostname or "", parts.port or 80)
    async with asyncio.timeout(OPEN_SECONDS):
        await socket.opened
    return socket


async def some_at_once(doings: Sequence[Callable[[], Awaitable[Result]]]) -> list[Result]:
    """Do all of these, some at the same time: a hall does not come through the door in one millisecond."""
    results: list[Result] = []
    for start in range(0, len(doings), AT_ONCE):
        results += await asyncio.gather(*(do() for do in doings[start : start + AT_ONCE]))
    return results
