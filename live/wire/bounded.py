"""Uvicorn's own websocket with the bounds of ours, for the setting `wire = "asgi"`. Beside `serving.py` the only file that knows
uvicorn's insides.

By itself it answers every ping of a flood, keeps any number of pieces of one message, and all messages that were read at once.
"""

from __future__ import annotations

from typing import Any

from uvicorn.protocols.websockets.websockets_sansio_impl import WebSocketsSansIOProtocol
from websockets.frames import Frame

from live.wire.frames import MOST_PIECES, POLICY
from live.wire.limits import (
    MESSAGES_IN_A_ROW,
    MESSAGES_TOO_MANY,
    PINGS_A_SECOND,
    PINGS_IN_A_ROW,
    Allowance,
)

AT_ONCE = 4096
"""Bytes that are parsed before anybody looks at what they were: 700 empty frames, and not the 40,000 that one read may bring."""


class BoundedWebSocket(WebSocketsSansIOProtocol):
    """Whoever goes beyond the bounds is told so with 1008, and nothing more of theirs is heard."""

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        self._pings = Allowance(PINGS_IN_A_ROW, self.loop.time())

    def data_received(self, data: bytes) -> None:
        for start in range(0, len(data), AT_ONCE):
            if self.transport.is_closing():
                return
            super().data_received(data[start : start + AT_ONCE])

    async def send(self, message: Any) -> None:
        await super().send(message)
        if self.initial_response is not None and self.close_sent:
            self.handshake_complete = True  # a plain refusal is an answer too, and no error to be logged

    def handle_cont(self, event: Frame) -> None:
        if len(self.frames) >= MOST_PIECES:
            self._refuse("too many pieces")
        else:
            super().handle_cont(event)

    def handle_ping(self) -> None:
        if self._may_ping():
            super().handle_ping()

    def handle_pong(self, event: Frame) -> None:
        if self._may_ping():
            super().handle_pong(event)

    def send_receive_event_to_app(self) -> None:
        super().send_receive_event_to_app()
        if self.queue.qsize() > MESSAGES_IN_A_ROW + MESSAGES_TOO_MANY:
            self._refuse("too many messages at once")

    def _may_ping(self) -> bool:
        if self._pings.take(1, PINGS_A_SECOND, PINGS_IN_A_ROW, self.loop.time()) < 0:
            self._refuse("too many pings")
        return not self.transport.is_closing()

    def _refuse(self, why: str) -> None:
        if self.transport.is_closing():
            return
        while not self.queue.empty():
            self.queue.get_nowait()
        self.conn.fail(POLICY, why)
        self.handle_parser_exception()
