"""Phones that are slow in three ways: one does not read, one reads a byte a second, one has vanished and says so to nobody."""

from __future__ import annotations

import asyncio
import ctypes
import os
import socket
import struct
from collections.abc import Callable

from bench.sockets import Hear, Socket

LITTLE_ROOM = 4096
"""Bytes that the kernel keeps for a slow phone, so that it is soon known to be one."""
SO_ATTACH_FILTER = 26
_DROP_ALL = ctypes.create_string_buffer(struct.pack("HBBI", 6, 0, 0, 0))  # one instruction of a packet filter: return 0


class SlowSocket(Socket):
    """A socket that may be slow, and says when it is lost."""

    def __init__(self, handshake: bytes, hear: Hear, lost: Callable[[], None]) -> None:
        super().__init__(handshake, hear)
        self._tell_lost = lost
        self.port = 0
        """Where it comes from."""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        super().connection_made(transport)
        self.port = transport.get_extra_info("sockname")[1]

    def connection_lost(self, exc: Exception | None) -> None:
        super().connection_lost(exc)
        self._tell_lost()

    def stop_reading(self) -> None:
        assert self._transport is not None
        self._transport.pause_reading()

    def read_on(self) -> None:
        assert self._transport is not None
        self._transport.resume_reading()

    def vanish(self) -> None:
        """What comes to this socket is dropped before TCP sees it: nothing is acknowledged, and nothing is closed."""
        self.stop_reading()
        filtering = struct.pack("HP", 1, ctypes.addressof(_DROP_ALL))
        self._raw.setsockopt(socket.SOL_SOCKET, SO_ATTACH_FILTER, filtering)

    async def sip(self) -> None:
        """Read one byte a second, until the connection is over."""
        self.stop_reading()
        while True:
            await asyncio.sleep(1)
            try:
                byte = os.read(self._raw.fileno(), 1)
            except BlockingIOError:
                continue
            except OSError:
                return
            if not byte:
                return
            self.data_received(byte)

    @property
    def _raw(self) -> socket.socket:
        assert self._transport is not None
        raw: socket.socket = self._transport.get_extra_info("socket")
        return raw


async def look_at_now(
    port: int, code: str, cookie: str, hear: Hear, *, lost: Callable[[], None] = lambda: None, room: int = 0
) -> SlowSocket:
    """Open a socket and say hello. `room`: bytes that the kernel keeps for it as long as it does not read, if not as usual.
    Raises `ConnectionRefusedError` when nobody listens, and `Lost` when the server does not let it in."""
    here = f"127.0.0.1:{port}"
    lines = [
        f"GET /{code}/live HTTP/1.1",
        f"Host: {here}",
        f"Origin: http://{here}",
        "Upgrade: websocket",
        "Connection: Upgrade",
        "Sec-WebSocket-Version: 13",
        "Sec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==",
        f"Cookie: {cookie}",
    ]
    handshake = "\r\n".join([*lines, "", ""]).encode()
    loop = asyncio.get_running_loop()
    raw = socket.socket()
    if room:
        raw.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, room)  # before it connects, or it has no effect
    raw.setblocking(False)
    try:
        await loop.sock_connect(raw, ("127.0.0.1", port))
    except OSError:
        raw.close()
        raise
    _, made = await loop.create_connection(lambda: SlowSocket(handshake, hear, lost), sock=raw)
    await made.opened
    made.send(b'{"t":"hello","views":{"now":""}}')
    return made
