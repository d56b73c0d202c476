"""Upgrades: what is handed over with them, and which are none."""

from __future__ import annotations

import asyncio
import contextlib
from random import Random
from typing import Any

from live.wire import Asked
from live.wire import serving as ours
from live.wire.knocking import plain_upgrade
from tests.wire.house import ASK, House, InAHouse, bounds, refusal

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


# a head in one piece

LIVE = (
    b"GET /482913/live?x=%20y HTTP/1.1\r\nHost: x\r\nCookie: a=1\r\nConnection: keep-alive, Upgrade\r\nUpgrade: websocket\r\n"
    b"Origin: http://x\r\nX: \xe4\r\n\r\n"
)
ODD = (
    LIVE,
    LIVE + b"\x81\x80more",
    LIVE + LIVE,
    ASK + LIVE,
    b"GET / HTTP/1.1\r\n\r\n" + LIVE,
    b"\r\n" + LIVE,
    LIVE.replace(b"GET", b"POST"),
    LIVE.replace(b"GET /482913/live?x=%20y", b"CONNECT x:80"),
    LIVE.replace(b"1.1", b"1.0"),
    LIVE.replace(b"1.1", b"2.0"),
    LIVE.replace(b"/482913", b"http://x/482913"),
    LIVE.replace(b"/482913", b"//x/482913"),
    LIVE.replace(b"?x", b"#x?x"),
    LIVE.replace(b"?x", b"?\xe4"),
    LIVE.replace(b"%20", b" "),
    LIVE.replace(b"keep-alive, Upgrade", b"keep-alive"),
    LIVE.replace(b"keep-alive, Upgrade", b"close, upgrade"),
    LIVE.replace(b"keep-alive, Upgrade", b"\xa0upgrade"),
    LIVE.replace(b"keep-alive, Upgrade", b"Upgrade\r\nConnection: keep-alive"),
    LIVE.replace(b": websocket", b": h2c, websocket"),
    LIVE.replace(b": websocket", b": websocket\r\nUpgrade: h2c"),
    LIVE.replace(b": websocket", b": WEBSOCKET"),
    LIVE.replace(b": websocket", b" : websocket"),
    LIVE.replace(b": websocket", b": websocket\x0b"),
    LIVE.replace(b"a=1", b"a=1\r\nCookie: b=2"),
    LIVE.replace(b"a=1", b"a=1\r\n b=2"),
    LIVE.replace(b"a=1", b"a\0=1"),
    LIVE.replace(b"X:", b"Content-Length: 2\r\nX:") + b"ab",
    LIVE.replace(b"X:", b"Content-Length: 5000\r\nX:") + b"ab",
    LIVE.replace(b"X:", b"Transfer-Encoding: chunked\r\nX:") + b"2\r\nab\r\n0\r\n\r\n",
    LIVE.replace(b"X:", b"Expect: 100-continue\r\nX:"),
    LIVE.replace(b"\r\n", b"\n"),
    LIVE.replace(b"X: ", b"X: " + b"x" * 17_000),
)
SOME = (b"", b"\r\n", b"\n", b" ", b":", b"\0", b",", b"/", b"\xff", b"Upgrade: websocket\r\n", b"Host: y\r\n", b"a")


def test_a_head_in_one_piece_is_what_it_is_in_several(in_a_house: InAHouse) -> None:
    """Most upgrades come so, and are read in a shorter way: whatever it takes in, the longer way does too, and as the same."""
    dice = Random(8)
    told: list[tuple[Asked, str, bytes]] = []

    def take(transport: asyncio.Transport, asked: Asked, *, method: str, rest: bytes, **more: Any) -> None:
        told.append((asked, method + more["http_version"], rest))
        transport.write(b"HTTP/1.1 101 Switching Protocols\r\n\r\n")
        transport.close()

    def damaged() -> bytes:
        head = bytearray(LIVE)
        for _ in range(dice.randint(1, 3)):
            at = dice.randrange(len(head))
            head[at : at + dice.randint(0, 2)] = dice.choice(SOME)
        return bytes(head)

    async def taken(here: House, *pieces: bytes) -> list[tuple[Asked, str, bytes]]:
        client = await here.connect()
        for piece in pieces:
            await client.send(piece)
            if piece is not pieces[-1]:
                await here.until(lambda: any(isinstance(each, ours.Protocol) for each in here.kind.sweeper.awaited))
        client.writer.write_eof()
        with contextlib.suppress(ConnectionError):
            await client.rest()
        found = told.copy()
        told.clear()
        return found

    async def test(here: House) -> None:
        for head in [*ODD, *(damaged() for _ in range(150))]:
            assert await taken(here, head) == await taken(here, head[:1], head[1:]), head

    in_a_house(test, bounds(), take)
    assert plain_upgrade(LIVE) is not None
