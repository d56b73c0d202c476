"""The simplest way to build it, to compare with: plain Starlette on uvicorn as they come, with nothing switched off or on.

`python -m bench.with_starlette` serves on a free port. Nothing is written down, and nobody is known.
"""

from __future__ import annotations

import socket
from typing import Any

import uvicorn
from starlette.applications import Starlette
from starlette.routing import WebSocketRoute
from starlette.websockets import WebSocket, WebSocketDisconnect

from bench.same_work import FIRST_VIEW, HELLO, answer, message

everybody: set[WebSocket] = set()
counted: dict[str, int] = {}


async def phone(socket: WebSocket) -> None:
    await socket.accept()
    everybody.add(socket)
    try:
        while True:
            said = await socket.receive_text()
            if said == HELLO.decode():
                await socket.send_text(FIRST_VIEW.decode())
            elif said.isdecimal():
                news = message(int(said)).decode()
                for one in list(everybody):
                    await one.send_text(news)
            else:
                await socket.send_text(answer(said.encode(), counted).decode())
    except WebSocketDisconnect:
        pass
    finally:
        everybody.discard(socket)


app = Starlette(routes=[WebSocketRoute("/", phone)])


def serve(app: Any) -> None:
    """On a free port, which is said; without a line in the log for each socket."""
    listening = socket.create_server(("127.0.0.1", 0), backlog=4096)
    print(f"Serving on http://127.0.0.1:{listening.getsockname()[1]}", flush=True)
    uvicorn.Server(uvicorn.Config(app, log_level="warning", backlog=4096)).run(sockets=[listening])


if __name__ == "__main__":
    serve(app)
