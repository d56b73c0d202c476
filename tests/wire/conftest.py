"""What the tests of the door share."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable, Coroutine
from typing import Any

import pytest

from live.wire import Asked
from live.wire.bounds import Bounds
from live.wire.knocking import HandOver
from tests.wire.house import LOOPS, House, InAHouse, bounds, house

WAYS = (*((loop, "own") for loop in LOOPS), ("uvloop", "asgi"))


@pytest.fixture(params=WAYS, ids=" ".join)
def in_a_house(request: pytest.FixtureRequest, caplog: pytest.LogCaptureFixture) -> InAHouse:
    """Lets a test run in a house: on each of the event loops, and where upgrades are not taken over. Nothing sent to it may
    be logged as an error."""
    loop, wire = request.param

    def run(
        test: Callable[[House], Coroutine[Any, Any, None]], given: Bounds | None = None, over: HandOver | None = None
    ) -> None:
        async def all_of_it() -> None:
            async with house(given or bounds(), over or (nobody if wire == "own" else None)) as here:
                await test(here)

        with asyncio.Runner(loop_factory=LOOPS[loop]) as runner:
            runner.run(all_of_it())
        assert [record.getMessage() for record in caplog.records if record.levelno >= logging.ERROR] == []

    return run


def nobody(transport: asyncio.Transport, asked: Asked, **more: Any) -> None:
    raise AssertionError(f"an upgrade was taken over: {asked}")
