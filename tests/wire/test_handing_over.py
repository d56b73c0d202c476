"""Upgrades: what is handed over with them, and which are none."""

from __future__ import annotations

import asyncio
import contextlib
from typing import Any

from live.wire import Asked
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
