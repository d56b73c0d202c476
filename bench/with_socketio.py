"""python-socketio on uvicorn as they come, to compare with: `python -m bench.with_socketio`. Needs the extra `bench`."""

from __future__ import annotations

import socketio

from bench.same_work import FIRST_VIEW, message
from bench.with_starlette import serve

server = socketio.AsyncServer(async_mode="asgi")


async def hello(sid: str) -> None:
    await server.emit("view", FIRST_VIEW.decode(), to=sid)


async def say(sid: str, size: int) -> None:
    await server.emit("view", message(size).decode())


server.on("hello", hello)
server.on("say", say)

if __name__ == "__main__":
    serve(socketio.ASGIApp(server))
