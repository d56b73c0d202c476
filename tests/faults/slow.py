"""Phones that are slow in three ways: one does not read, one reads a byte a second, one has vanished and says so to nobody."""

from __future__ import annotations

import asyncio
import ctypes
import os
import socket
import struct
from collections.abc import Callable, Sequence

from bench.sockets import Hear, Socket
from tests.faults.crowded import Crowd, Phone

RECEIVE_BUFFER = 4096
SO_ATTACH_FILTER = 26
_DROP_ALL = ctypes.create_string_buffer(struct.pack("HBBI", 6, 0, 0, 0))  # one instruction of a packet filter: return 0


class SlowPhone(Phone):
    """Looks at Now until it has seen the whole view; then it is slow."""

    def stop_reading(self) -> None:
        self._transport.pause_reading()

    def read_on(self) -> None:
        self._transport.resume_reading()

    def vanish(self) -> None:
        """What comes to this socket is dropped before TCP sees it: nothing is acknowledged, and nothing is closed."""
        self.stop_reading()
        filtering = struct.pack("HP", 1, ctypes.addressof(_DROP_ALL))
        self._transport.get_extra_info("socket").setsockopt(socket.SOL_SOCKET, SO_ATTACH_FILTER, filtering)

    async def sip(self) -> None:
        """Read one byte a second, for ever or until the connection is over."""
        self.stop_reading()
        assert self.socket is not None
        while True:
            await asyncio.sleep(1)
            try:
                byte = os.read(self._transport.get_extra_info("socket").fileno(), 1)
            except BlockingIOError:
                continue
            except OSError:
                return
            if not byte:
                return
            self.socket.data_received(byte)

    @property
    def is_lost(self) -> bool:
        assert self.socket is not None
        return self.socket.is_lost

    @property
    def _transport(self) -> asyncio.Transport:
        assert self.socket is not None
        assert self.socket._transport is not None
        return self.socket._transport


async def slow_phones(crowd: Crowd, voices: Sequence[str]) -> list[SlowPhone]:
    """A phone for each voice, with little room for what it has not read, which has been given the newest view."""
    phones = [await _slow_phone(crowd, voice) for voice in voices]
    await crowd.until(lambda: all(phone.question for phone in phones), "slow phones have seen the view")
    return phones


async def _slow_phone(crowd: Crowd, voice: str) -> SlowPhone:
    phone = SlowPhone(crowd.news)
    cookie = crowd.hall._cookie(voice)
    phone.socket = await look_at_now(
        crowd.port, crowd.hall.code, cookie, phone.hear, lost=crowd.news.set, room=RECEIVE_BUFFER
    )
    crowd.others.append(phone.socket)
    return phone


class Watched(Socket):
    """A socket that says when it is lost."""

    def __init__(self, handshake: bytes, hear: Hear, lost: Callable[[], None]) -> None:
        super().__init__(handshake, hear)
        self._tell_lost = lost

    def connection_lost(self, exc: Exception | None) -> None:
        super().connection_lost(exc)
        self._tell_lost()


async def look_at_now(
    port: int, code: str, cookie: str, hear: Hear, *, lost: Callable[[], None], room: int = 0
) -> Watched:
    """Open a socket and say hello. `room`: bytes that the kernel keeps for it as long as it does not read, if not as usual."""
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
    await loop.sock_connect(raw, ("127.0.0.1", port))
    _, made = await loop.create_connection(lambda: Watched(handshake, hear, lost), sock=raw)
    await made.opened
    made.send(b'{"t":"hello","views":{"now":""}}')
    return made
