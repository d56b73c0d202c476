"""The ordinary way: the same sockets over an ASGI server's own websockets, with two tasks for each.

Slower and larger than `own.py`, and kept because it needs nothing of the server but the standard: for a server that changes under
us, and to hold the other way to. It bounds what `own.py` bounds, as far as the standard lets it.
"""

from __future__ import annotations

import asyncio
import logging
from collections import deque
from time import monotonic

from starlette.responses import PlainTextResponse
from starlette.websockets import WebSocket, WebSocketDisconnect

from live.wire import Asked, Door, Framed, Listener, Refusal
from live.wire.frames import MOST_BYTES, POLICY, TOO_BIG
from live.wire.limits import (
    DRAIN_WITHIN,
    FIRST_MESSAGE_WITHIN,
    MESSAGES_A_SECOND,
    MESSAGES_IN_A_ROW,
    MESSAGES_TOO_MANY,
    Allowance,
)

log = logging.getLogger("live.wire")

UNSUPPORTED, FAULT = 1003, 1011


class _Gone(Exception):
    """The other side has gone, or does not read."""


class AsgiSocket:
    """One accepted websocket. Whatever is not handed over yet waits in line, and until it has gone the socket counts as full."""

    def __init__(self, socket: WebSocket, listener: Listener) -> None:
        self.most = MOST_BYTES
        self._socket = socket
        self._listener = listener
        self._line: deque[bytes] = deque()
        self._news = asyncio.Event()
        self._drained = asyncio.Event()
        self._drained.set()
        self._end: tuple[int, str] | None = None

    @property
    def is_full(self) -> bool:
        return not self._drained.is_set()

    def send(self, framed: Framed) -> None:
        if self._end is None:
            self._line.append(framed.message)
            self._drained.clear()
            self._news.set()

    def close(self, code: int, why: str = "") -> None:
        if self._end is None:
            self._end = (code, why)
            self._news.set()

    async def write(self) -> None:
        """Hand over what waits, until the socket is closed. Raises `_Gone`."""
        try:
            while True:
                await self._news.wait()
                self._news.clear()
                while self._line:
                    async with asyncio.timeout(DRAIN_WITHIN):
                        await self._socket.send_text(self._line.popleft().decode())
                if self._end is not None:
                    await self._socket.close(*self._end)
                    break
                if self.is_full:
                    self._drained.set()
                    self._listener.drained()
        except (TimeoutError, WebSocketDisconnect, RuntimeError) as gone:
            # Starlette raises RuntimeError for a send after the close.
            raise _Gone from gone
        finally:
            self._drained.set()

    async def read(self) -> None:
        """Hear what comes, at the pace that is allowed, until it ends."""
        allowance = Allowance(MESSAGES_IN_A_ROW, monotonic())
        wait: float | None = FIRST_MESSAGE_WITHIN
        while self._end is None:
            try:
                async with asyncio.timeout(wait):
                    text = await self._socket.receive_text()
            except TimeoutError:
                self.close(POLICY, "nothing was said")
                return
            except KeyError:
                self.close(UNSUPPORTED, "only text is understood here")
                return
            except (WebSocketDisconnect, RuntimeError) as gone:
                # Starlette raises RuntimeError where a send has already found that nobody is there.
                raise _Gone from gone
            wait = None
            message = text.encode(errors="replace")
            if len(message) > self.most:
                self.close(TOO_BIG, f"a message may have {self.most} bytes")
                return
            left = allowance.take(1, MESSAGES_A_SECOND, MESSAGES_IN_A_ROW, monotonic())
            if left < -MESSAGES_TOO_MANY:
                self.close(POLICY, "too many messages at once")
                return
            try:
                self._listener.heard(message)
            except Exception:
                log.exception("a message could not be answered")
                self.close(FAULT)
                return
            if left < 0:
                await asyncio.sleep(-left / MESSAGES_A_SECOND)
            # Who does not read is not heard either, so that answers cannot pile up.
            await self._drained.wait()


async def serve(socket: WebSocket, door: Door) -> None:
    """Serve one websocket from its handshake to its end."""
    asked = Asked(
        socket.scope["path"],
        socket.scope["query_string"].decode("latin-1"),
        {name: "; ".join(socket.headers.getlist(name)) for name in socket.headers},
        socket.client.host if socket.client else "",
    )
    listener = door(asked)
    if isinstance(listener, Refusal):
        headers = {"retry-after": str(listener.retry_after)} if listener.retry_after else None
        await socket.send_denial_response(PlainTextResponse(listener.text, listener.status, headers))
        return
    await socket.accept()
    ours = AsgiSocket(socket, listener)
    listener.opened(ours)
    writing, reading = asyncio.create_task(ours.write()), asyncio.create_task(ours.read())
    try:
        # Whoever is closed by us is written to until the end; whoever has gone is not heard any longer.
        await asyncio.wait((writing, reading), return_when=asyncio.FIRST_EXCEPTION)
    finally:
        for task in (writing, reading):
            task.cancel()
        ended = await asyncio.gather(writing, reading, return_exceptions=True)
        listener.gone()
    for problem in ended:
        if isinstance(problem, Exception) and not isinstance(problem, _Gone):
            raise problem
