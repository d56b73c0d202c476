"""HTTP on the wire: what takes too long, is too large or too much at once ends in one plain answer, and others notice nothing.

A real uvicorn with our protocol on a socket of this machine, and clients that write bytes. Times are short here, so that what has
to run out runs out soon; nothing is measured against a clock.
"""

from __future__ import annotations

import asyncio
import contextlib
import inspect
import re
from importlib.metadata import version
from itertools import pairwise
from pathlib import Path
from random import Random

import httptools
import pytest
import uvicorn
from uvicorn.protocols.http import httptools_impl
from uvicorn.protocols.http.flow_control import FlowControl
from uvicorn.protocols.websockets.websockets_sansio_impl import WebSocketsSansIOProtocol
from uvicorn.server import ServerState

from live.wire.serving import MOST_DROPPED
from tests.wire.house import ASK, MOST, PATIENCE, SOON, House, InAHouse, bounds, refusal

ROOT = Path(__file__).parents[2]


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


FIVE = (
    b"GET / HTTP/1.1\r\nHost: x\r\nCookie: a=b\r\n\r\n",
    b"POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 11\r\n\r\nhello world",
    b"POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n7\r\n, world\r\n0\r\n\r\n",
    b"POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 0\r\n\r\n",
    b"GET /unread HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n",
)


def test_requests_cut_anywhere_are_the_same_requests(in_a_house: InAHouse) -> None:
    dice, whole = Random(6), b"".join(FIVE)

    async def test(here: House) -> None:
        for _ in range(60):
            cuts = [0, *sorted(dice.sample(range(1, len(whole)), dice.randint(0, 6))), len(whole)]
            said = await here.says(*(whole[start:end] for start, end in pairwise(cuts)))
            assert re.findall(rb"\r\n\r\n(\d+)", said) == [b"0", b"11", b"12", b"0", b"0"], cuts

    in_a_house(test)


def test_whatever_comes_the_next_one_is_served(in_a_house: InAHouse) -> None:
    dice, whole = Random(7), b"".join(FIVE)

    async def test(here: House) -> None:
        for _ in range(200):
            sent = bytearray(whole)
            for _ in range(dice.randint(1, 12)):
                at = dice.randrange(len(sent))
                sent[at : at + dice.randint(0, 3)] = dice.randbytes(dice.randint(0, 3))
            client = await here.connect()
            await client.send(bytes(sent))
            await client.close()
        assert (await here.says(FIVE[-1])).startswith(b"HTTP/1.1 200")

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


def test_no_timer_and_no_connection_stays_behind(in_a_house: InAHouse) -> None:
    async def test(here: House) -> None:
        for begun in (b"", b"G", b"POST / HTTP/1.1\r\nContent-Length: 2000\r\n\r\n"):
            await here.says(begun)
        sweeper = here.kind.sweeper
        async with asyncio.timeout(PATIENCE):
            while sweeper.awaited or sweeper._timer is not None or here.server.server_state.connections:  # noqa: ASYNC110
                await asyncio.sleep(0.01)

    in_a_house(test, bounds(head_seconds=SOON))
