"""A house to knock at: a real uvicorn with our protocol on a socket of this machine, and clients that write bytes. Times are
short here, so that what has to run out runs out soon; nothing is measured against a clock.
"""

from __future__ import annotations

import asyncio
import contextlib
import re
from collections.abc import AsyncIterator, Callable, Coroutine
from typing import Any, Protocol, cast

import uvicorn
import uvloop
from starlette.types import Message, Receive, Scope, Send

from live.web.server import Server
from live.wire import serving as ours
from live.wire.bounds import Body, Bounds
from live.wire.knocking import HandOver, Knock
from live.wire.serving import TOO_LARGE, serving

PATIENCE = 20.0
SOON, LATER = 0.15, 60.0
ASK = b"GET / HTTP/1.1\r\nHost: x\r\n\r\n"
MOST = 1000  # bytes of a body


LOOPS: dict[str, Callable[[], asyncio.AbstractEventLoop]] = {
    "asyncio": asyncio.new_event_loop,
    "uvloop": uvloop.new_event_loop,
}


class House:
    """A server whose application reads all of a request and tells its length. `read` are the lengths of those it had in full."""

    kind: type[Knock] | type[ours.Protocol]
    server: uvicorn.Server

    def __init__(self) -> None:
        self.port = 0
        self.started = 0
        self.read: list[int] = []
        self.large = 0
        self.may_answer = asyncio.Event()
        self.may_answer.set()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        assert scope["type"] == "http"
        self.started += 1
        length, more = 0, scope["path"] != "/unread"
        status = 200
        while more:
            message: Message = await receive()
            if message["type"] == "http.disconnect":
                return
            length += len(message["body"])
            more = message["more_body"] and TOO_LARGE not in scope
        if TOO_LARGE in scope:
            self.large += 1
            status = 413
        else:
            self.read.append(length)
        await self.may_answer.wait()
        said = bytes(4_000_000) if scope["path"] == "/long" else str(length).encode()
        headers = [(b"content-length", str(len(said)).encode())]
        await send({"type": "http.response.start", "status": status, "headers": headers})
        await send({"type": "http.response.body", "body": said})

    async def connect(self) -> Client:
        return Client(*await asyncio.open_connection("127.0.0.1", self.port))

    async def until(self, is_so: Callable[[], bool]) -> None:
        async with asyncio.timeout(PATIENCE):
            while not is_so():  # noqa: ASYNC110
                await asyncio.sleep(0.01)

    async def says(self, *pieces: bytes) -> bytes:
        """All that is answered to some bytes, until the server ends the connection."""
        client = await self.connect()
        for piece in pieces:
            await client.send(piece)
        return await client.rest()


class Client:
    def __init__(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.reader, self.writer = reader, writer
        self.reading = cast("asyncio.ReadTransport", writer.transport)

    async def send(self, data: bytes) -> None:
        self.writer.write(data)
        await self.writer.drain()

    async def answer(self) -> bytes:
        """The next whole answer, which has a length."""
        async with asyncio.timeout(PATIENCE):
            head = await self.reader.readuntil(b"\r\n\r\n")
            length = re.search(rb"content-length: (\d+)", head)
            return head + await self.reader.readexactly(int(length[1]) if length else 0)

    async def rest(self) -> bytes:
        """What is said until the end, and the end."""
        async with asyncio.timeout(PATIENCE):
            said = await self.reader.read()
        await self.close()
        return said

    async def close(self) -> None:
        self.writer.close()
        with contextlib.suppress(ConnectionError):
            await self.writer.wait_closed()


def refusal(status: int) -> bytes:
    return f"HTTP/1.1 {status} No\r\nconnection: close\r\ncontent-length: 2\r\n\r\nno".encode()


def bounds(body_seconds: float = LATER, **more: Any) -> Bounds:
    usual: dict[str, Any] = {
        "body": lambda method, target: Body(MOST, body_seconds),
        "answer": refusal,
        "is_awaited": lambda target, cookies: False,
        "head_seconds": LATER,
        "sweep_seconds": 0.02,
    }
    return Bounds(**{**usual, **more})


@contextlib.asynccontextmanager
async def house(given: Bounds, hand_over: HandOver | None = None) -> AsyncIterator[House]:
    here = House()
    here.kind = serving(given, hand_over)
    config = uvicorn.Config(here, http=here.kind, port=0, lifespan="off", log_config=None, timeout_keep_alive=60)
    here.server = server = Server(config)
    running = asyncio.create_task(server._serve())
    try:
        async with asyncio.timeout(PATIENCE):
            await server.has_started.wait()
        here.port = server.servers[0].sockets[0].getsockname()[1]
        yield here
    finally:
        here.may_answer.set()
        server.should_exit = True
        await running


class InAHouse(Protocol):
    def __call__(
        self,
        test: Callable[[House], Coroutine[Any, Any, None]],
        given: Bounds | None = None,
        over: HandOver | None = None,
    ) -> None: ...
