"""When there is hardly a descriptor left: who comes in, and who makes room."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from live.wire import serving as ours
from live.wire.bounds import Bounds, Sweeper
from tests.wire.house import ASK, LATER, SOON, House, InAHouse, bounds, refusal


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


def test_who_came_when_there_was_room_is_served_though_it_is_full_by_the_time_that_they_ask(
    in_a_house: InAHouse, monkeypatch: pytest.MonkeyPatch
) -> None:
    """In a rush all come before the first of them asks: room that somebody has already is not taken from them."""
    monkeypatch.setattr(Sweeper, "in_use", lambda sweeper, descriptor, connections, now: connections)

    async def test(here: House) -> None:
        early = await here.connect()
        await here.until(lambda: len(here.server.server_state.connections) == 1)
        late = await here.connect()
        await here.until(lambda: len(here.server.server_state.connections) == 2)
        await early.send(ASK)
        assert (await early.answer()).startswith(b"HTTP/1.1 200")
        await late.send(ASK)
        assert await late.rest() == refusal(503)
        await early.close()

    in_a_house(test, full(full_from=1, late_seconds=LATER))


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
