"""The library `websockets` as it comes, with its own `broadcast`, to compare with: `python -m bench.with_websockets`."""

from __future__ import annotations

import asyncio

from websockets.asyncio.server import ServerConnection, broadcast, serve
from websockets.exceptions import ConnectionClosed

from bench.same_work import FIRST_VIEW, HELLO, answer, message

everybody: set[ServerConnection] = set()
counted: dict[str, int] = {}


async def phone(socket: ServerConnection) -> None:
    everybody.add(socket)
    try:
        async for said in socket:
            assert isinstance(said, str)
            if said == HELLO.decode():
                await socket.send(FIRST_VIEW.decode())
            elif said.isdecimal():
                broadcast(everybody, message(int(said)).decode())
            else:
                await socket.send(answer(said.encode(), counted).decode())
    except ConnectionClosed:
        pass
    finally:
        everybody.discard(socket)


async def main() -> None:
    async with serve(phone, "127.0.0.1", 0, backlog=4096) as server:
        [listening] = server.sockets
        print(f"Serving on http://127.0.0.1:{listening.getsockname()[1]}", flush=True)
        await server.wait_closed()


if __name__ == "__main__":
    from bench.__main__ import quick_loop

    with asyncio.Runner(loop_factory=quick_loop()) as runner:
        runner.run(main())
