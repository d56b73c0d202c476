"""Both wires are held to the cases of the Autobahn test suite, over real TCP, with somebody on our side who says everything back.

What a wire answers otherwise stands in the table with the clause that allows for it (`Case.sees`).
"""

from __future__ import annotations

import asyncio
import re
import socket
import threading
from collections.abc import Iterator

import pytest
import uvicorn
from starlette.types import Receive, Scope, Send
from starlette.websockets import WebSocket

from live.web.server import Server
from live.wire import Asked, Framed, Refusal, Socket
from live.wire.asgi import serve
from live.wire.deflate import inflate
from live.wire.own import OwnWire
from live.wire.serving import AsgiWebSocket, Body, Bounds, serving
from tests.wire.cases import CASES, WAIT, Answer, Case, bye

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


@pytest.fixture(scope="module", params=["own", "asgi"])
def wire(request: pytest.FixtureRequest) -> Iterator[tuple[str, int]]:
    """A server with one of the two wires, in a thread of its own, and its port."""
    name: str = request.param
    bounds = Bounds(
        body=lambda method, target: Body(0, 1), answer=lambda status: b"", is_awaited=lambda target, cookies: True
    )
    config = uvicorn.Config(
        over_asgi,
        http=serving(bounds, OwnWire(door).take_over if name == "own" else None),
        ws=AsgiWebSocket,
        ws_max_size=LARGE,
        ws_per_message_deflate=False,
        log_config=None,
        lifespan="off",
    )
    server = Server(config)
    with socket.create_server(("127.0.0.1", 0)) as listening:
        running = threading.Thread(target=asyncio.run, args=(server.serve(sockets=[listening]),))
        running.start()
        yield name, listening.getsockname()[1]
        server.should_exit = True
        running.join()


class Phone:
    """Sends bytes, reads frames, and answers a close with its own."""

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
            if not self.said_bye:
                self.send(bye())
            payload[2:].decode()
            return "close", int.from_bytes(payload[:2], "big") if payload else 1005
        if head[0] & 0x40:
            self.was_compressed = True
            payload = inflate(payload, LARGE)
        return kind, payload

    def play(self, case: Case) -> list[Answer]:
        """All that is answered, up to the end of the connection, which the server makes."""
        answers: list[Answer] = []
        for step in case.steps:
            if step == WAIT:
                answers += filter(None, [self.answer()])
            elif not self.was_reset:
                self.said_bye = self.said_bye or step == bye()
                self.send(step)
        while answer := self.answer():
            answers.append(answer)
        return answers

    def end(self) -> None:
        self.read.close()
        self.socket.close()


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_case(wire: tuple[str, int], case: Case) -> None:
    name, port = wire
    phone = Phone(port, case.path, case.extensions)
    try:
        answers = phone.play(case)
    finally:
        phone.end()
    expected = case.sees[name][0] if name in case.sees else case.answers
    if phone.was_reset and name == "asgi":
        # RFC 6455, 7.1.7: a server may end the connection at once, and then its close frame may be lost.
        assert answers in (expected, expected[:-1])
    else:
        assert answers == expected
    agreed = re.findall(r"sec-websocket-extensions: (.+)\r", phone.head, re.IGNORECASE)
    is_kept = bool(case.extensions) and name == "own" and not case.extensions.endswith("=9")
    assert len(agreed) == is_kept
    if case.name.startswith("13."):
        assert phone.was_compressed == is_kept


def test_each_case_has_a_number_of_its_own() -> None:
    names = [case.name for case in CASES]
    assert len(set(names)) == len(names) > 250
