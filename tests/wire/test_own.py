"""Our own sockets over real connections, on both event loops: order, fullness, ends, and whose descriptor it is."""

from __future__ import annotations

import asyncio
import contextlib
import gc
import os
import socket as sockets
import weakref
from collections.abc import AsyncIterator, Awaitable, Callable
from typing import Any, cast

import pytest
import uvloop

from live.wire import Asked, Framed, Refusal, Socket, limits, own, own_socket
from live.wire.own import OwnWire
from live.wire.own_socket import OwnSocket

PATIENCE = 20.0
HEAD = {
    "host": "x",
    "upgrade": "websocket",
    "connection": "Upgrade",
    "sec-websocket-version": "13",
    "sec-websocket-key": "AAAAAAAAAAAAAAAAAAAAAA==",
}
LOOPS: dict[str, Callable[[], asyncio.AbstractEventLoop]] = {
    "asyncio": asyncio.SelectorEventLoop,
    "uvloop": uvloop.new_event_loop,
}


class Guest:
    """Who listens to a socket. Says back what it hears."""

    def __init__(self) -> None:
        self.heard_all: list[bytes] = []
        self.told: list[str] = []
        self.news = asyncio.Event()
        self.descriptor = -1
        self.was_open_at_the_end = False
        self.is_silent = False

    def opened(self, socket: Socket) -> None:
        self.socket = cast("OwnSocket", socket)
        self.descriptor = self.socket._transport.get_extra_info("socket").fileno()
        self._tell("opened")

    def heard(self, message: bytes) -> None:
        if message == b"fault":
            raise ValueError("a fault of ours")
        self.heard_all.append(message)
        if not self.is_silent:
            self.socket.send(Framed(message))
        self._tell("heard")

    def drained(self) -> None:
        self._tell("drained")

    def gone(self) -> None:
        os.fstat(self.descriptor)  # raises if somebody else could have it by now
        self.was_open_at_the_end = True
        self._tell("gone")

    def _tell(self, what: str) -> None:
        self.told.append(what)
        self.news.set()

    async def until(self, is_so: Callable[[], bool]) -> None:
        async with asyncio.timeout(PATIENCE):
            while not is_so():
                self.news.clear()
                await self.news.wait()


class House:
    """A listening socket whose connections are upgraded at their first byte."""

    def __init__(self) -> None:
        self.guest = Guest()
        self.wire = OwnWire(self.door, deflates=lambda asked: False)
        self.registry: set[Any] = set()
        self.port = 0
        self.before = b""  # what is still on its way when the upgrade is asked for

    def door(self, asked: Asked) -> Guest | Refusal:
        return Refusal(403, "Not here.") if asked.path == "/closed" else self.guest

    @contextlib.asynccontextmanager
    async def visited(self, path: str = "/") -> AsyncIterator[Client]:
        house = self

        class Upgraded(asyncio.Protocol):
            def connection_made(self, transport: asyncio.BaseTransport) -> None:
                self.transport = cast("asyncio.Transport", transport)

            def data_received(self, data: bytes) -> None:
                self.transport.write(house.before)
                asked = Asked(path, "", HEAD, "")
                house.wire.take_over(
                    self.transport, asked, method="GET", http_version="1.1", rest=data[1:], registry=house.registry
                )

        loop = asyncio.get_running_loop()
        listening = sockets.create_server(("127.0.0.1", 0))
        listening.setsockopt(sockets.SOL_SOCKET, sockets.SO_SNDBUF, 8192)
        server = await loop.create_server(Upgraded, sock=listening)
        narrow = sockets.socket()
        narrow.setsockopt(sockets.SOL_SOCKET, sockets.SO_RCVBUF, 4096)
        narrow.connect(listening.getsockname())
        client = Client(*await asyncio.open_connection(sock=narrow))
        try:
            yield client
        finally:
            client.writer.close()
            if "opened" in self.guest.told:
                await self.guest.until(lambda: "gone" in self.guest.told)
            server.close()
            await server.wait_closed()


class Client:
    def __init__(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.reader = reader
        self.writer = writer
        self.reading = cast("asyncio.ReadTransport", writer.transport)

    async def enter(self, rest: bytes = b"") -> bytes:
        self.writer.write(b"!" + rest)
        async with asyncio.timeout(PATIENCE):
            return await self.reader.readuntil(b"\r\n\r\n")

    def say(self, text: bytes, kind: int = 1) -> None:
        self.writer.write(said(text, kind))

    async def frame(self) -> tuple[int, bytes]:
        """The next frame: its first byte, and what it holds."""
        async with asyncio.timeout(PATIENCE):
            first, size = await self.reader.readexactly(2)
            if size > 125:
                size = int.from_bytes(await self.reader.readexactly(2 if size == 126 else 8), "big")
            return first, await self.reader.readexactly(size)

    async def is_ended(self) -> bool:
        async with asyncio.timeout(PATIENCE):
            try:
                return await self.reader.read() == b""
            except ConnectionResetError:
                return True


def said(text: bytes, kind: int = 1) -> bytes:
    assert len(text) < 126
    return bytes((0x80 | kind, 0x80 | len(text))) + b"\0\0\0\0" + text


@pytest.fixture(params=list(LOOPS.values()), ids=list(LOOPS))
def play(request: pytest.FixtureRequest) -> Callable[[Callable[[House], Awaitable[None]]], None]:
    def run(story: Callable[[House], Awaitable[None]]) -> None:
        async def told() -> None:
            await story(House())

        with asyncio.Runner(loop_factory=request.param) as runner:
            runner.run(told())

    return run


Play = Callable[[Callable[[House], Awaitable[None]]], None]


def test_what_is_said_is_heard_also_when_it_came_with_the_head(play: Play) -> None:
    async def story(house: House) -> None:
        async with house.visited() as client:
            assert (await client.enter(said(b"early"))).startswith(b"HTTP/1.1 101 ")
            assert await client.frame() == (0x81, b"early")
            client.say(b"late")
            assert await client.frame() == (0x81, b"late")

    play(story)


def test_who_may_not_come_in_hears_it_over_http(play: Play) -> None:
    async def story(house: House) -> None:
        async with house.visited("/closed") as client:
            assert (await client.enter()).startswith(b"HTTP/1.1 403 ")
            assert b"Not here." in await client.reader.read()
        assert house.registry == set()

    play(story)


def test_a_full_socket_says_so_takes_all_in_order_and_tells_when_it_has_drained(play: Play) -> None:
    async def story(house: House) -> None:
        async with house.visited() as client:
            await client.enter(said(b"hello"))
            guest = house.guest
            await guest.until(lambda: guest.heard_all == [b"hello"])
            assert await client.frame() == (0x81, b"hello")
            sent = 0
            while not guest.socket.is_full:
                guest.socket.send(Framed(b"%06d" % sent + b"x" * 5000))
                sent += 1
            guest.socket.send(Framed(b"an answer, also to who is full"))
            client.say(b"not heard before all is read")
            for number in range(sent):
                assert (await client.frame())[1][:6] == b"%06d" % number
            assert (await client.frame())[1] == b"an answer, also to who is full"
            assert (await client.frame())[1] == b"not heard before all is read"
            assert guest.told == ["opened", "heard", "drained", "heard"]

    play(story)


def test_who_does_not_drain_is_ended(play: Play, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(own_socket, "DRAIN_WITHIN", 0.05)
    monkeypatch.setattr(own, "SWEEP_SECONDS", 0.02)

    async def story(house: House) -> None:
        async with house.visited() as client:
            await client.enter(said(b"hello"))
            guest = house.guest
            await guest.until(lambda: "heard" in guest.told)
            client.reading.pause_reading()
            while not guest.socket.is_full:
                guest.socket.send(Framed(b"x" * 5000))
            await guest.until(lambda: "gone" in guest.told)
            assert guest.was_open_at_the_end

    play(story)


@pytest.mark.parametrize("how", ["they close", "we close", "they vanish", "the server stops", "a fault of ours"])
def test_however_it_ends_the_descriptor_is_ours_until_we_are_told(play: Play, how: str) -> None:
    async def story(house: House) -> None:
        async with house.visited() as client:
            await client.enter(said(b"hello"))
            guest = house.guest
            assert await client.frame() == (0x81, b"hello")
            match how:
                case "they close":
                    client.say(b"\x03\xe8", kind=8)
                    assert await client.frame() == (0x88, b"\x03\xe8")
                    assert await client.is_ended()
                case "we close":
                    guest.socket.close(1008, "enough")
                    assert await client.frame() == (0x88, b"\x03\xf0enough")
                    guest.socket.send(Framed(b"after the end"))
                    client.say(b"\x03\xf0", kind=8)
                    assert await client.is_ended()
                case "they vanish":
                    client.writer.transport.abort()
                case "the server stops":
                    [each] = house.registry
                    each.shutdown()
                    assert await client.frame() == (0x88, b"\x03\xf4")
                    assert await client.is_ended()
                case "a fault of ours":
                    client.say(b"fault")
                    assert await client.frame() == (0x88, b"\x03\xf3")
                    client.say(b"\x03\xf3", kind=8)
                    assert await client.is_ended()
            await guest.until(lambda: "gone" in guest.told)
            assert guest.was_open_at_the_end
            assert (guest.told.count("gone"), house.registry) == (1, set())
            guest.socket.send(Framed(b"to nobody"))
            guest.socket.close(1000)

    play(story)


def test_who_says_nothing_and_who_does_not_answer_our_close_are_ended(
    play: Play, monkeypatch: pytest.MonkeyPatch
) -> None:
    for module, name in ((own_socket, "FIRST_MESSAGE_WITHIN"), (own_socket, "CLOSE_WITHIN"), (own, "SWEEP_SECONDS")):
        monkeypatch.setattr(module, name, 0.02)

    async def story(house: House) -> None:
        async with house.visited() as client:
            await client.enter()
            assert await client.frame() == (0x88, b"\x03\xf0nothing was said")
            assert await client.is_ended()

    play(story)


def test_who_reads_what_came_before_late_still_has_to_say_something(
    play: Play, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(own_socket, "FIRST_MESSAGE_WITHIN", 1.0)
    monkeypatch.setattr(own, "SWEEP_SECONDS", 0.02)

    async def story(house: House) -> None:
        house.before = b"x" * 200_000
        async with house.visited() as client:
            client.writer.write(b"!")
            async with asyncio.timeout(PATIENCE):
                assert await client.reader.readexactly(len(house.before)) == house.before
                assert (await client.reader.readuntil(b"\r\n\r\n")).startswith(b"HTTP/1.1 101 ")
            assert await client.frame() == (0x88, b"\x03\xf0nothing was said")
            assert house.guest.told[:2] == ["opened", "drained"]

    play(story)


def test_who_is_gone_is_forgotten_without_a_look_for_garbage(play: Play) -> None:
    async def story(house: House) -> None:
        gc.disable()
        try:
            async with house.visited() as client:
                await client.enter(said(b"hello"))
                assert await client.frame() == (0x81, b"hello")
                left = weakref.ref(house.guest)
                client.writer.close()
                await house.guest.until(lambda: "gone" in house.guest.told)
                house.guest = Guest()
                assert left() is None
        finally:
            gc.enable()

    play(story)


def test_who_is_silent_is_pinged_and_ended_when_nothing_comes_back(play: Play, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(own, "SWEEP_SECONDS", 0.01)
    monkeypatch.setattr(own_socket, "PING_AFTER", 0.0)
    monkeypatch.setattr(own_socket, "SILENT_FOR", 0.5)

    async def story(house: House) -> None:
        async with house.visited() as client:
            await client.enter(said(b"hello"))
            assert await client.frame() == (0x81, b"hello")
            assert await client.frame() == (0x89, b"")
            await house.guest.until(lambda: "gone" in house.guest.told)

    play(story)


def test_who_has_said_hello_is_told_now_and_then_that_we_are_there(play: Play, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(own, "SWEEP_SECONDS", 0.01)
    monkeypatch.setattr(own_socket, "FIRST_MESSAGE_WITHIN", 0.5)

    async def story(house: House) -> None:
        house.wire = OwnWire(house.door, deflates=lambda asked: False, sign=Framed(b"here"))
        async with house.visited() as client:
            await client.enter(said(b"hello"))
            assert [await client.frame() for _ in range(3)] == [(0x81, b"hello"), (0x81, b"here"), (0x81, b"here")]
        async with house.visited() as client:
            await client.enter()
            assert (await client.frame())[0] == 0x88

    play(story)


def test_too_many_messages_are_read_more_slowly_and_far_too_many_not_at_all(play: Play) -> None:
    async def story(house: House) -> None:
        async with house.visited() as client:
            house.guest.is_silent = True
            some = int(limits.MESSAGES_IN_A_ROW) + 5
            await client.enter(said(b"x") * some)
            await house.guest.until(lambda: len(house.guest.heard_all) == some)
            client.writer.write(said(b"y") * 1000)
            assert await client.frame() == (0x88, b"\x03\xf0too many messages at once")
            most = int(limits.MESSAGES_IN_A_ROW + limits.MESSAGES_TOO_MANY)
            assert len(house.guest.heard_all) < most + 3 * int(limits.MESSAGES_A_SECOND)

    play(story)


def test_a_flood_of_pings_ends_it(play: Play) -> None:
    async def story(house: House) -> None:
        async with house.visited() as client:
            await client.enter(said(b"hello") + said(b"p", kind=9) * 100)
            assert await client.frame() == (0x81, b"hello")
            for _ in range(int(limits.PINGS_IN_A_ROW)):
                assert await client.frame() == (0x8A, b"p")
            assert await client.frame() == (0x88, b"\x03\xf0too many pings")

    play(story)
