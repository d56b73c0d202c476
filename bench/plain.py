"""The simplest way to build it, to compare with: each vote is counted in memory and the count sent to everybody at once.

Plain Starlette on uvicorn as it comes. Nothing is written down, nobody is known, a second vote counts again.
"""

from __future__ import annotations

import json
from collections import Counter

from starlette.applications import Starlette
from starlette.routing import WebSocketRoute
from starlette.websockets import WebSocket, WebSocketDisconnect

everybody: set[WebSocket] = set()
votes: Counter[str] = Counter()


async def phone(socket: WebSocket) -> None:
    await socket.accept()
    everybody.add(socket)
    try:
        while True:
            message = json.loads(await socket.receive_text())
            votes[message["vote"]] += 1
            voted = votes.total()
            await socket.send_text(json.dumps({"t": "done", "id": message["id"], "at": voted}, separators=(",", ":")))
            news = json.dumps({"voted": voted, "votes": votes})
            for one in list(everybody):
                await one.send_text(news)
    except WebSocketDisconnect:
        pass
    finally:
        everybody.discard(socket)


app = Starlette(routes=[WebSocketRoute("/", phone)])
