"""The wire: messages over one websocket, with bounds on how large they are and how long a phone may take to read.

The only file that knows what kind of socket there is. A phone that stops reading is not noticed by the web server for a very
long time (measured), so a message that cannot be handed to the kernel within `READ_WITHIN_SECONDS` ends the connection; the phone
comes back by itself and is given the newest view.
"""

from __future__ import annotations

import asyncio

from starlette.websockets import WebSocket, WebSocketDisconnect

LARGEST_MESSAGE = 48 * 1024  # bytes in one message of a phone: a scribe's list, of which outbox.js keeps 15,000 letters
READ_WITHIN_SECONDS = 60.0


class Closed(Exception):
    """The other side has gone."""


class TooMuch(Exception):
    """The other side sent what no page of ours sends: too long, or not text."""


class Wire:
    """One accepted websocket."""

    def __init__(self, socket: WebSocket) -> None:
        self._socket = socket

    async def send(self, message: bytes) -> None:
        """Hand a text message to the kernel. Raises `Closed`."""
        try:
            async with asyncio.timeout(READ_WITHIN_SECONDS):
                await self._socket.send_text(message.decode())
        except (TimeoutError, WebSocketDisconnect, RuntimeError) as gone:
            # Starlette raises RuntimeError for a send after the close.
            raise Closed from gone

    async def receive(self) -> bytes:
        """The next message. Raises `Closed` or `TooMuch`."""
        try:
            text = await self._socket.receive_text()
        except WebSocketDisconnect as gone:
            raise Closed from gone
        except KeyError as binary:
            raise TooMuch from binary
        message = text.encode(errors="replace")
        if len(message) > LARGEST_MESSAGE:
            raise TooMuch
        return message

    async def close(self, code: int) -> None:
        try:
            await self._socket.close(code)
        except RuntimeError as gone:
            raise Closed from gone
