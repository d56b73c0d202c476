"""Both wires over real TCP, with somebody on our side who says everything back, and a phone that sends what it likes."""

from __future__ import annotations

import asyncio
import contextlib
import socket
import threading
from collections.abc import Iterator

import uvicorn
from starlette.types import Receive, Scope, Send
from starlette.websockets import WebSocket

from live.web.server import Server
from live.wire import Asked, Framed, Refusal, Socket
from live.wire.asgi import serve
from live.wire.bounded import BoundedWebSocket
from live.wire.bounds import Body, Bounds
from live.wire.deflate import inflate
from live.wire.own import OwnWire
from live.wire.serving import serving
from tests.wire.cases import WAIT, Answer, bye

LARGE = 2**17  # bytes in a message at "/large"
PATIENCE = 20.0
KINDS = {1: "text", 2: "binary", 8: "close", 9: "ping", 10: "pong"}


class Echo:
    """Says back what it hears."""

    socket: Socket

    def __init__(self, asked: Asked) -> None:
        self.is_large = asked.path == "/large"

    def opened(self, socket: Socket) -> None:
        self.socket = socket
        if self.is_large:
            socket.most = LARGE

    def heard(self, message: bytes) -> None:
        self.socket.send(Framed(message))

    def drained(self) -> None: ...

    def gone(self) -> None: ...


def door(asked: Asked) -> Echo | Refusal:
    return Echo(asked) if asked.path in ("/", "/large") else Refusal(404, "There is no such socket here.")


async def over_asgi(scope: Scope, receive: Receive, send: Send) -> None:
    await serve(WebSocket(scope, receive, send), door)


@contextlib.contextmanager
def echoing(wire: str) -> Iterator[int]:
    """A server with one of the two wires, "own" or "asgi", in a thread of its own: its port."""
    bounds = Bounds(
        body=lambda method, target: Body(0, 1), answer=lambda status: b"", is_awaited=lambda target, cookies: True
    )
    config = uvicorn.Config(
        over_asgi,
        http=serving(bounds, OwnWire(door).take_over if wire == "own" else None),
        ws=BoundedWebSocket,
        ws_max_size=LARGE,
        ws_per_message_deflate=False,
        log_config=None,
        lifespan="off",
    )
    server = Server(config)
    with socket.create_server(("127.0.0.1", 0)) as listening:
        running = threading.Thread(target=asyncio.run, args=(server.serve(sockets=[listening]),))
        running.start()
        try:
            yield listening.getsockname()[1]
        finally:
            server.should_exit = True
            running.join()


class Phone:
    """Sends bytes, reads frames, and answers a close with its own, or by hanging up."""

    hangs_up = False

    def __init__(self, port: int, path: str, extensions: str) -> None:
        self.socket = socket.create_connection(("127.0.0.1", port), PATIENCE)
        self.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self.read = self.socket.makefile("rb")
        self.was_compressed = self.was_reset = self.said_bye = False
        asked = f"Sec-WebSocket-Extensions: {extensions}\r\n" if extensions else ""
        self.socket.sendall(
            f"GET {path} HTTP/1.1\r\nHost: here\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n{asked}"
            "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13\r\n\r\n".encode()
        )
        self.head = b"".join(iter(self.read.readline, b"\r\n")).decode()

    def send(self, data: bytes) -> None:
        try:
            self.socket.sendall(data)
        except (BrokenPipeError, ConnectionResetError):
            self.was_reset = True  # what was said before is still to be read

    def hang_up(self) -> None:
        with contextlib.suppress(OSError):  # the server may have been quicker
            self.socket.shutdown(socket.SHUT_WR)

    def answer(self) -> Answer | None:
        """The next one, or None at the end."""
        try:
            head = self.read.read(2)
        except ConnectionResetError:
            self.was_reset = True
            return None
        if not head:
            return None
        assert head[0] & 0x80
        assert not head[1] & 0x80
        size = head[1]
        if size > 125:
            size = int.from_bytes(self.read.read(2 if size == 126 else 8), "big")
        payload = self.read.read(size)
        assert len(payload) == size
        kind = KINDS[head[0] & 0x0F]
        if kind == "close":
            if self.hangs_up:
                self.hang_up()
            elif not self.said_bye:
                self.send(bye())
            payload[2:].decode()
            return "close", int.from_bytes(payload[:2], "big") if payload else 1005
        if head[0] & 0x40:
            self.was_compressed = True
            payload = inflate(payload, LARGE)
        return kind, payload

    def play(self, steps: list[bytes]) -> list[Answer]:
        """All that is answered, up to the end of the connection, which the server makes."""
        answers: list[Answer] = []
        for step in steps:
            if step == WAIT:
                answers += filter(None, [self.answer()])
            elif not self.was_reset:
                self.said_bye = self.said_bye or step == bye()
                self.send(step)
        return [*answers, *self.rest()]

    def rest(self) -> Iterator[Answer]:
        while answer := self.answer():
            yield answer

    def end(self) -> None:
        self.read.close()
        self.socket.close()
