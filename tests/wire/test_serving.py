"""HTTP on the wire: what takes too long, is too large or too much at once ends in one plain answer, and others notice nothing.

A real uvicorn with our protocol on a socket of this machine, and clients that write bytes. Times are short here, so that what has
to run out runs out soon; nothing is measured against a clock.
"""

from __future__ import annotations

import asyncio
import contextlib
import inspect
import re
from collections.abc import AsyncIterator, Callable, Coroutine
from importlib.metadata import version
from pathlib import Path
from typing import Any, Protocol, cast

import httptools
import pytest
import uvicorn
import uvloop
from starlette.types import Message, Receive, Scope, Send
from uvicorn.protocols.http import httptools_impl
from uvicorn.protocols.http.flow_control import FlowControl
from uvicorn.protocols.websockets.websockets_sansio_impl import WebSocketsSansIOProtocol
from uvicorn.server import ServerState

from live.web.server import Server
from live.wire import Asked
from live.wire import serving as ours
from live.wire.serving import MOST_DROPPED, TOO_LARGE, Body, Bounds, HandOver, Sweeper, serving

ROOT = Path(__file__).parents[2]
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

    kind: type[ours.Protocol]
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


@pytest.fixture(params=LOOPS)
def in_a_house(request: pytest.FixtureRequest) -> InAHouse:
    """Lets a test run in a house, on each of the event loops."""

    def run(
        test: Callable[[House], Coroutine[Any, Any, None]], given: Bounds | None = None, over: HandOver | None = None
    ) -> None:
        async def all_of_it() -> None:
            async with house(given or bounds(), over) as here:
                await test(here)

        with asyncio.Runner(loop_factory=LOOPS[request.param]) as runner:
            runner.run(all_of_it())

    return run


# what we rely on


def test_uvicorn_is_the_one_this_was_written_for() -> None:
    [pinned] = re.findall(r"^uvicorn==(.+)$", (ROOT / "constraints.txt").read_text(), re.MULTILINE)
    assert pinned == version("uvicorn") == "0.54.0", (
        "uvicorn is another one than live/wire/serving.py was written for. Read what changed in its "
        "protocols/http/httptools_impl.py, run tests/wire and tests/web with it, and then change the version here."
    )


RELIED_ON = {
    "connection_made": ["self", "transport"],
    "connection_lost": ["self", "exc"],
    "data_received": ["self", "data"],
    "handle_websocket_upgrade": ["self"],
    "on_message_begin": ["self"],
    "on_headers_complete": ["self"],
    "on_body": ["self", "body"],
    "on_message_complete": ["self"],
    "on_response_complete": ["self"],
    "shutdown": ["self"],
    "_should_upgrade": ["self"],
    "_unset_keepalive_if_required": ["self"],
}


@pytest.mark.parametrize("name", RELIED_ON)
def test_what_we_override_or_call_is_still_there(name: str) -> None:
    method = getattr(httptools_impl.HttpToolsProtocol, name, None)
    assert method is not None, (
        f"uvicorn's HttpToolsProtocol has no {name} any more, on which live/wire/serving.py relies."
    )
    found = list(inspect.signature(method).parameters)
    assert found == RELIED_ON[name], (
        f"uvicorn's HttpToolsProtocol.{name} takes {found} now: look at live/wire/serving.py."
    )


def test_what_a_connection_and_a_request_know_is_still_there() -> None:
    async def look() -> None:
        config = uvicorn.Config(House(), log_config=None)
        config.load()
        fresh = httptools_impl.HttpToolsProtocol(config, ServerState(), {})
        for name in (
            "cycle",
            "pipeline",
            "flow",
            "parser",
            "headers",
            "scope",
            "transport",
            "connections",
            "client",
            "loop",
        ):
            assert hasattr(fresh, name), (
                f"a connection of uvicorn has no {name} any more: look at live/wire/serving.py."
            )
        fresh.on_message_begin()
        assert (fresh.url, fresh.headers, fresh.scope["headers"] is fresh.headers) == (b"", [], True)
        for name in ("feed_data", "get_method", "should_upgrade"):
            assert hasattr(fresh.parser, name), (
                f"httptools' parser has no {name} any more: look at live/wire/serving.py."
            )

    asyncio.run(look())
    given = inspect.signature(httptools_impl.RequestResponseCycle.__init__).parameters
    assert {"scope", "message_event", "on_response"} <= set(given)
    made = inspect.getsource(httptools_impl.RequestResponseCycle.__init__)
    for name in (
        "disconnected",
        "response_started",
        "response_complete",
        "message_event",
        "keep_alive",
        "transport",
        "waiting_for_100_continue",
    ):
        assert f"self.{name} = " in made, f"a request of uvicorn has no {name} any more: look at live/wire/serving.py."
    assert hasattr(FlowControl, "resume_reading")
    kept = inspect.getsource(WebSocketsSansIOProtocol.__init__)
    assert all(f"self.{name}" in kept for name in ("initial_response", "close_sent", "handshake_complete"))
    assert {"connections", "tasks"} <= set(vars(ServerState()))


def test_the_parser_says_where_an_upgrade_ends_the_head() -> None:
    class Quiet:
        pass

    head = b"GET / HTTP/1.1\r\nConnection: upgrade\r\nUpgrade: websocket\r\n\r\n"
    with pytest.raises(httptools.HttpParserUpgrade) as upgrade:
        httptools.HttpRequestParser(Quiet()).feed_data(memoryview(b"xx" + head + b"more")[2:])
    assert upgrade.value.args[0] == len(head)


# what is as before


def test_requests_follow_each_other_on_one_connection(in_a_house: InAHouse) -> None:
    async def test(here: House) -> None:
        client = await here.connect()
        for _ in range(3):
            await client.send(ASK)
            assert (await client.answer()).endswith(b"\r\n\r\n0")
        post = b"POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 1000\r\n\r\n" + b"x" * MOST
        for cut in (len(post), 30, len(post) - 1):
            await client.send(post[:cut])
            await client.send(post[cut:])
            assert (await client.answer()).endswith(b"\r\n\r\n1000")
        in_chunks = (
            b"POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n" + b"1f4\r\n%b\r\n" % (b"x" * 500) * 2
        )
        await client.send(in_chunks + b"0\r\n\r\n" + ASK)
        assert [(await client.answer())[-4:] for _ in range(2)] == [b"1000", b"\r\n\r\n0"[-4:]]
        await client.close()

    in_a_house(test)


def test_the_largest_head_is_taken_in_and_one_byte_more_is_not(in_a_house: InAHouse) -> None:
    def head(size: int) -> bytes:
        start, end = b"GET / HTTP/1.1\r\nHost: x\r\nConnection: close\r\nX: ", b"\r\n\r\n"
        return start + b"x" * (size - len(start) - len(end)) + end

    async def test(here: House) -> None:
        assert (await here.says(head(16 * 1024 - 1))).startswith(b"HTTP/1.1 200")
        assert await here.says(head(16 * 1024 + 1)) == refusal(431)
        assert await here.says(*(bytes([byte]) for byte in head(300))) != b""
        assert here.started == 2

    in_a_house(test)


# what takes too long


@pytest.mark.parametrize(
    "begun",
    [
        b"G",
        b"GET / HT",
        ASK[:-1],
        b"POST / HTTP/1.1\r\nHost: x\r\nX: ",
        b"\r\n",
    ],
)
def test_half_a_head_has_its_time_and_no_more(in_a_house: InAHouse, begun: bytes) -> None:
    async def test(here: House) -> None:
        assert await here.says(begun) == refusal(408)
        assert here.started == 0

    in_a_house(test, bounds(head_seconds=SOON))


@pytest.mark.parametrize(
    "begun",
    [b"GET / HTTP/1.1\r\nX: ", b"POST / HTTP/1.1\r\nContent-Length: 900\r\n\r\n"],
    ids=["head", "body"],
)
def test_what_comes_byte_by_byte_gets_no_longer_than_what_comes_at_once(in_a_house: InAHouse, begun: bytes) -> None:
    async def test(here: House) -> None:
        client = await here.connect()

        async def drip() -> None:
            while True:
                client.writer.write(b"x")
                await asyncio.sleep(0.01)

        await client.send(begun)
        dripping = asyncio.create_task(drip())
        assert await client.answer() == refusal(408)
        dripping.cancel()
        await client.close()

    in_a_house(test, bounds(head_seconds=SOON, body_seconds=SOON))


def test_a_connection_on_which_nothing_is_asked_ends_without_a_word(in_a_house: InAHouse) -> None:
    """Browsers open some to be quick later. One that finds an answer there may show it to its person."""

    async def test(here: House) -> None:
        assert await here.says() == b""

    in_a_house(test, bounds(head_seconds=SOON))


def test_the_second_request_has_its_time_too(in_a_house: InAHouse) -> None:
    async def test(here: House) -> None:
        client = await here.connect()
        await client.send(ASK)
        assert (await client.answer()).startswith(b"HTTP/1.1 200")
        await client.send(ASK[:-3])
        assert await client.rest() == refusal(408)

    in_a_house(test, bounds(head_seconds=SOON))


@pytest.mark.parametrize("begun", [b"", b"x", b"x" * (MOST - 1)])
def test_a_body_has_its_time_and_the_application_hears_of_its_end(in_a_house: InAHouse, begun: bytes) -> None:
    async def test(here: House) -> None:
        assert await here.says(b"POST / HTTP/1.1\r\nContent-Length: 1000\r\n\r\n" + begun) == refusal(408)
        assert (here.started, here.read) == (1, [])

    in_a_house(test, bounds(body_seconds=SOON))


def test_the_time_of_an_application_is_not_counted(in_a_house: InAHouse) -> None:
    async def test(here: House) -> None:
        here.may_answer.clear()
        client = await here.connect()
        await client.send(ASK)
        assert await here.says(b"G") == refusal(408)  # the time of a head has passed by then
        here.may_answer.set()
        assert (await client.answer()).startswith(b"HTTP/1.1 200")
        await client.close()

    in_a_house(test, bounds(head_seconds=SOON))


# what is too much


@pytest.mark.parametrize(
    "start",
    [
        b"GET /" + b"x" * 70_000,
        b"GET / HTTP/1.1\r\nX: " + b"x" * 70_000,
        b"GET / HTTP/1.1\r\n" + b"x" * 70_000,
        b"GET / HTTP/1.1\r\n" + b"A: b\r\n" * 12_000,
        b"\r\n" * 35_000,
    ],
)
def test_a_head_without_an_end_is_refused_in_words(in_a_house: InAHouse, start: bytes) -> None:
    async def test(here: House) -> None:
        assert await here.says(start) == refusal(431)
        assert here.started == 0

    in_a_house(test)


@pytest.mark.parametrize(
    "more",
    [
        b"1\r\nx\r\n0\r\n" + b"A: b\r\n" * 12_000,
        b"1\r\nx\r\n0\r\nA: " + b"b" * 70_000,
        b"1;" + b"b" * 70_000,
    ],
    ids=["trailers", "a trailer", "a chunk's extension"],
)
def test_nothing_can_be_hung_on_to_a_body(in_a_house: InAHouse, more: bytes) -> None:
    async def test(here: House) -> None:
        answer = await here.says(b"POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n" + more)
        assert answer == refusal(431)
        assert here.read == []

    in_a_house(test)


def test_a_body_that_says_that_it_is_too_large_is_refused_before_any_of_it_comes(in_a_house: InAHouse) -> None:
    async def test(here: House) -> None:
        client = await here.connect()
        await client.send(b"POST / HTTP/1.1\r\nHost: x\r\nExpect: 100-continue\r\nContent-Length: 314572800\r\n\r\n")
        assert (await client.answer()).startswith(b"HTTP/1.1 413")
        assert await client.rest() == b""
        assert (here.large, here.read) == (1, [])

    in_a_house(test)


@pytest.mark.parametrize("path", [b"/", b"/unread"])
def test_a_body_that_goes_on_and_on_is_refused_and_dropped(in_a_house: InAHouse, path: bytes) -> None:
    async def test(here: House) -> None:
        client = await here.connect()
        await client.send(b"POST %b HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n" % path)
        chunk = b"10000\r\n" + b"x" * 65536 + b"\r\n"

        async def send_on() -> None:
            for _ in range(4 * MOST_DROPPED // len(chunk)):
                await client.send(chunk)

        with pytest.raises(ConnectionError):
            await send_on()
        assert here.read in ([], [0])
        await client.close()

    in_a_house(test)


def test_who_sends_too_much_still_reads_why(in_a_house: InAHouse) -> None:
    async def test(here: House) -> None:
        for size in (MOST + 1, 20_000, 5_000_000):
            answer = await here.says(b"POST / HTTP/1.1\r\nHost: x\r\nContent-Length: %d\r\n\r\n" % size, b"x" * size)
            assert answer.startswith(b"HTTP/1.1 413")
            assert b"\r\nconnection: close\r\n" in answer
        assert here.read == []

    in_a_house(test)


def test_many_requests_at_once_on_one_connection_end_it(in_a_house: InAHouse) -> None:
    async def test(here: House) -> None:
        assert (await here.says(ASK * 1000)).count(b"HTTP/1.1 200") <= 40
        assert here.started <= 40

    in_a_house(test)


def test_nonsense_is_answered_in_words_but_never_in_place_of_an_answer(in_a_house: InAHouse) -> None:
    async def test(here: House) -> None:
        assert await here.says(b"NONSENSE\r\n\r\n") == refusal(400)
        here.may_answer.clear()
        client = await here.connect()
        await client.send(ASK + b"NONSENSE\r\n\r\n")
        with contextlib.suppress(ConnectionError):
            assert await client.rest() == b""

    in_a_house(test)


# when there is hardly a descriptor left


def full(**more: Any) -> Bounds:
    """Every connection has one of the descriptors that are kept back."""
    given = {"full_from": 0, "is_awaited": lambda target, cookies: target == "/chair" or "c=1" in cookies.split("; ")}
    return bounds(**{**given, **more})


def test_who_is_not_awaited_is_told_at_once_that_there_is_no_room(in_a_house: InAHouse) -> None:
    async def test(here: House) -> None:
        assert await here.says(ASK) == refusal(503)
        assert await here.says(b"POST / HTTP/1.1\r\nContent-Length: 5\r\n\r\n") == refusal(503)
        upgrade = b"GET / HTTP/1.1\r\nHost: x\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n"
        assert await here.says(upgrade) == refusal(503)
        assert here.started == 0
        for head in (b"GET /chair HTTP/1.1\r\n", b"GET / HTTP/1.1\r\nCookie: a=b\r\nCookie: c=1\r\n"):
            client = await here.connect()
            for _ in range(2):
                await client.send(head + b"Host: x\r\n\r\n")
                assert (await client.answer()).startswith(b"HTTP/1.1 200")
            await client.close()

    in_a_house(test, full())


def test_who_is_silent_makes_room_for_who_comes_and_who_is_served_does_not(in_a_house: InAHouse) -> None:
    async def test(here: House) -> None:
        served = await here.connect()
        await served.send(b"GET /chair HTTP/1.1\r\nHost: x\r\n\r\n")
        await served.answer()
        silent = [await here.connect() for _ in range(5)]
        for client in silent[1:]:
            await client.send(b"GET /chair HT")
        assert await here.says(ASK) == refusal(503)
        assert [await client.rest() for client in silent] == [b"", *[refusal(408)] * 4]
        await served.send(b"GET /chair HTTP/1.1\r\nHost: x\r\n\r\n")
        assert (await served.answer()).startswith(b"HTTP/1.1 200")
        await served.close()

    in_a_house(test, full(late_seconds=SOON))


def test_how_full_it_is_is_told_by_descriptors_and_counted_before_anybody_is_refused() -> None:
    sweeper = Sweeper(bounds(full_from=1000, sweep_seconds=5.0))
    assert sweeper.in_use(descriptor=19, connections=10, now=1.0) == 20
    assert sweeper.in_use(descriptor=3, connections=500, now=1.0) == 510  # a lower one that had become free
    # It came when 2,000 others were there, and they are gone: what is counted is what this process has open.
    open_now = sum(1 for _ in Path("/dev/fd").iterdir())
    assert abs(sweeper.in_use(descriptor=2000, connections=1, now=2.0) - open_now) <= 1
    assert sweeper.in_use(descriptor=2000, connections=1, now=3.0) == 2001
    assert abs(sweeper.in_use(descriptor=2000, connections=1, now=8.0) - open_now) <= 1


# answers that nobody reads


@pytest.mark.parametrize("more", [b"", b"G", ASK, b"NONSENSE\r\n\r\n"])
def test_who_does_not_read_an_answer_is_not_waited_for(
    in_a_house: InAHouse, more: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(ours, "UNREAD_A_SECOND", float("inf"))

    async def test(here: House) -> None:
        client = await here.connect()
        client.reading.pause_reading()
        await client.send(b"GET /long HTTP/1.1\r\nHost: x\r\n\r\n")
        await here.until(lambda: here.read == [0])
        await client.send(more)
        await here.until(lambda: not here.server.server_state.connections)
        await client.close()

    in_a_house(test, bounds(head_seconds=SOON, refused_seconds=SOON, unread_seconds=SOON))


def test_who_reads_an_answer_slowly_gets_all_of_it(in_a_house: InAHouse) -> None:
    async def test(here: House) -> None:
        client = await here.connect()
        client.reading.pause_reading()
        await client.send(b"GET /long HTTP/1.1\r\nHost: x\r\n\r\n")
        await here.until(lambda: here.read == [0])
        assert await here.says() == b"", "meanwhile others are ended who say nothing"
        client.reading.resume_reading()
        assert len(await client.answer()) > 4_000_000
        await client.close()

    in_a_house(test, bounds(head_seconds=SOON))


# upgrades

UPGRADE = b"GET / HTTP/1.1\r\nHost: x\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n"


def test_an_upgrade_is_handed_over_with_all_that_was_said(in_a_house: InAHouse) -> None:
    taken: list[tuple[Asked, dict[str, Any]]] = []

    def take(transport: asyncio.Transport, asked: Asked, **more: Any) -> None:
        taken.append((asked, more))
        transport.write(b"HTTP/1.1 101 Switching Protocols\r\n\r\n")
        transport.close()

    head = (
        b"GET /482913/live?x=%20y HTTP/1.1\r\nHost: x\r\nCookie: a=1\r\nX-Twice: a\r\nconnection: keep-alive, Upgrade\r\n"
        b"Upgrade: WebSocket\r\nCookie: b=2\r\nX-Twice: \xe4\r\n\r\n"
    )

    async def test(here: House) -> None:
        for pieces in ((head + b"\x81\x80more",), (head[:50], head[50:] + b"\x81\x80more")):
            client = await here.connect()
            await client.send(ASK)
            assert (await client.answer()).startswith(b"HTTP/1.1 200")
            for piece in pieces:
                await client.send(piece)
            assert (await client.rest()).startswith(b"HTTP/1.1 101")
        for asked, more in taken:
            assert (asked.path, asked.query, asked.peer) == ("/482913/live", "x=%20y", "127.0.0.1")
            assert asked.headers == {
                "host": "x",
                "cookie": "a=1; b=2",
                "x-twice": "a, ä",
                "connection": "keep-alive, Upgrade",
                "upgrade": "WebSocket",
            }
            assert (more["method"], more["http_version"], more["rest"]) == ("GET", "1.1", b"\x81\x80more")
            assert more["registry"] is here.server.server_state.connections
        assert len(taken) == 2
        assert here.kind.sweeper.awaited == {}

    in_a_house(test, bounds(), take)


def test_an_upgrade_that_is_refused_counts_as_a_connection_until_its_end(in_a_house: InAHouse) -> None:
    there: list[int] = []

    def refuse(transport: asyncio.Transport, asked: Asked, *, registry: set[Any], **more: Any) -> None:
        asyncio.get_running_loop().call_soon(lambda: there.append(len(registry)))
        transport.write(refusal(403))
        transport.close()

    async def test(here: House) -> None:
        assert await here.says(UPGRADE) == refusal(403)
        assert there == [1]

    in_a_house(test, bounds(), refuse)


def test_no_upgrade_is_made_in_the_middle_of_an_answer_or_without_a_path(in_a_house: InAHouse) -> None:
    def take(transport: asyncio.Transport, asked: Asked, **more: Any) -> None:
        raise AssertionError(asked)

    async def test(here: House) -> None:
        assert await here.says(UPGRADE.replace(b"/", b"http://x", 1)) == refusal(400)
        here.may_answer.clear()
        with contextlib.suppress(ConnectionError):
            assert await here.says(ASK + UPGRADE) == b""

    in_a_house(test, bounds(), take)


def test_any_other_upgrade_is_answered_as_the_request_that_it_is(in_a_house: InAHouse) -> None:
    def take(transport: asyncio.Transport, asked: Asked, **more: Any) -> None:
        raise AssertionError(asked)

    async def test(here: House) -> None:
        for upgrade in (b"h2c", b"websockets", b""):
            client = await here.connect()
            await client.send(b"GET / HTTP/1.1\r\nHost: x\r\nConnection: Upgrade\r\nUpgrade: %b\r\n\r\n" % upgrade)
            assert (await client.answer()).startswith(b"HTTP/1.1 200")
            await client.close()

    in_a_house(test, bounds(), take)


def test_no_timer_and_no_connection_stays_behind(in_a_house: InAHouse) -> None:
    async def test(here: House) -> None:
        for begun in (b"", b"G", b"POST / HTTP/1.1\r\nContent-Length: 2000\r\n\r\n"):
            await here.says(begun)
        sweeper = here.kind.sweeper
        async with asyncio.timeout(PATIENCE):
            while sweeper.awaited or sweeper._timer is not None or here.server.server_state.connections:  # noqa: ASYNC110
                await asyncio.sleep(0.01)

    in_a_house(test, bounds(head_seconds=SOON))
