"""Our wire with nothing around it, to compare with. The same sockets and HTTP as in `live serve`.

`python -m bench.our_wire` is the wire of our own; with `asgi` behind it, what the setting of that name chooses.
"""

from __future__ import annotations

import socket
import sys

import uvicorn
from starlette.applications import Starlette
from starlette.routing import WebSocketRoute
from starlette.websockets import WebSocket

from bench.same_work import FIRST_VIEW, HELLO, answer, message
from live.wire import Asked, Framed, Listener, Refusal, Socket
from live.wire.asgi import serve
from live.wire.bounded import BoundedWebSocket
from live.wire.bounds import Body, Bounds
from live.wire.own import OwnWire
from live.wire.serving import serving
from live.wire.upgrade import refusal_bytes

first_view = Framed(FIRST_VIEW)
everybody: set[Phone] = set()
counted: dict[str, int] = {}


class Phone:
    __slots__ = ("socket",)

    socket: Socket

    def opened(self, socket: Socket) -> None:
        self.socket = socket
        everybody.add(self)

    def heard(self, message_: bytes) -> None:
        if message_ == HELLO:
            self.socket.send(first_view)
        elif message_.isdigit():
            news = Framed(message(int(message_)))
            for one in everybody:
                one.socket.send(news)
        else:
            self.socket.send(Framed(answer(message_, counted)))

    def drained(self) -> None:
        pass

    def gone(self) -> None:
        everybody.discard(self)


def door(asked: Asked) -> Listener:
    return Phone()


async def phone(socket: WebSocket) -> None:
    await serve(socket, door)


def main(wire: str) -> None:
    bounds = Bounds(
        body=lambda method, target: Body(0, 10.0),
        answer=lambda status: refusal_bytes(Refusal(status, "No.")),
        is_awaited=lambda target, cookies: True,
    )
    protocol = serving(bounds, OwnWire(door).take_over if wire == "own" else None)
    listening = socket.create_server(("127.0.0.1", 0), backlog=4096)
    listening.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    print(f"Serving on http://127.0.0.1:{listening.getsockname()[1]}", flush=True)
    config = uvicorn.Config(
        Starlette(routes=[WebSocketRoute("/", phone)]),
        http=protocol,
        ws=BoundedWebSocket,
        ws_per_message_deflate=False,
        log_level="warning",
        backlog=4096,
    )
    uvicorn.Server(config).run(sockets=[listening])


if __name__ == "__main__":
    main(*sys.argv[1:] or ["own"])
