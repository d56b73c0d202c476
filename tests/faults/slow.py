"""Phones that are slow in three ways: one does not read, one reads a byte a second, one has vanished and says so to nobody."""

from __future__ import annotations

import asyncio
import ctypes
import os
import socket
import struct
from collections.abc import Sequence

from tests.faults.crowded import Crowd, Phone, look_at_now

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
