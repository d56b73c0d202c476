"""A socket without a page behind it, for saying things that a page would not say."""

from __future__ import annotations

import asyncio
import json
from typing import Any

from websockets.asyncio.client import ClientConnection, connect

from tests.running import Someone

WAIT_SECONDS = 10


def socket_of(who: Someone) -> Any:
    """A plain socket with somebody's cookies."""
    return connect(
        f"{who.here.url.replace('http', 'ws')}/{who.code}/live",
        origin=who.here.url,  # type: ignore[arg-type]  # a NewType of str
        additional_headers={"Cookie": who.browser.cookie_header},
    )


async def hello(socket: ClientConnection, *views: str) -> None:
    """Say what we look at, and be welcomed."""
    await socket.send(json.dumps({"t": "hello", "views": dict.fromkeys(views, ""), "epoch": "", "at": 0}))
    assert (await heard(socket))["t"] == "welcome"


async def heard(socket: ClientConnection, *kinds: str) -> dict[str, Any]:
    """The next message, of these kinds if any are given."""
    async with asyncio.timeout(WAIT_SECONDS):
        while True:
            message: dict[str, Any] = json.loads(await socket.recv())
            if not kinds or message["t"] in kinds:
                return message


async def asks(socket: ClientConnection, name: str, **fields: str) -> dict[str, Any]:
    """Ask, and hear the answer. The same asked again has the same id."""
    await asks_and_does_not_hear(socket, name, **fields)
    return await heard(socket, "done", "refused", "later")


async def asks_and_does_not_hear(socket: ClientConnection, name: str, **fields: str) -> None:
    """Ask, and leave the answer unread."""
    request = f"a-request-to-{name}-{'-'.join(fields.values())}".replace(" ", "-").replace("?", "")
    values = {field: [value] for field, value in fields.items()}
    await socket.send(json.dumps({"t": "do", "id": request, "name": name, "fields": values}))
