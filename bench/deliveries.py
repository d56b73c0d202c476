"""What it costs the server to send a message to everybody, to let a phone in, and to keep it: beside the limit and three others.

The limit is a loop of send() in C, which knows no websockets: no server can be cheaper. Ours is the wire with nothing around it,
because the others have nothing around them either. All do the same work (`same_work.py`) for the same phones. Phones offer
compression, as browsers do; only beside the limit they do not, so that both send the same bytes, and to python-socketio, which
does better without.
"""

from __future__ import annotations

import importlib.util
from collections.abc import Sequence
from typing import Literal

from msgspec import Struct

from bench import machine
from bench.building import built
from bench.memory import resident
from bench.phones import Phones, some_phones
from bench.same_work import HELLO
from bench.serving import Serving, serving
from bench.table import Claim, Spread, Table, Told

PHONES = 5000
SIZES = (250, 2048)
NOT_INSTALLED = "not installed (the extra “bench”)"


class Way(Struct, frozen=True):
    """A server and how its phones speak: started `starts` times, each time with `blocks` of so many `rounds` for each size."""

    name: str
    words: tuple[str, ...]
    kind: Literal["ws", "raw", "sio"] = "ws"
    deflate: bool = True
    starts: int = 3
    blocks: int = 1
    rounds: int = 10


LIMIT = Way("the limit: send() in C", (), "raw", deflate=False)
OURS_PLAIN = Way("our wire without compression", ("bench.our_wire",), deflate=False)
OURS = Way("our wire", ("bench.our_wire",))
ASGI = Way("our wire over ASGI (the setting “asgi”)", ("bench.our_wire", "asgi"), starts=1, blocks=3, rounds=3)
STARLETTE = Way("uvicorn + Starlette", ("bench.with_starlette",), rounds=4)
BROADCAST = Way("websockets.broadcast", ("bench.with_websockets",), starts=1, blocks=3, rounds=3)
SOCKETIO = Way("python-socketio", ("bench.with_socketio",), "sio", deflate=False, starts=1, blocks=3, rounds=1)
WAYS = (LIMIT, OURS_PLAIN, OURS, ASGI, STARLETTE, BROADCAST, SOCKETIO)


class Cost(Struct):
    """Samples: µs of the server's processor for each delivery by size, and for each connection; KB for each connection."""

    deliveries: dict[int, list[float]]
    connections: list[float]
    memory: list[float]


async def measure(phones: int = PHONES, ways: Sequence[Way] = WAYS, sizes: Sequence[int] = SIZES) -> Table:
    costs = {way: Cost({size: [] for size in sizes}, [], []) for way in ways if is_there(way)}
    async with some_phones() as crowd:
        # Round and round, so that whatever else the machine does meets all of them.
        for start in range(max(way.starts for way in ways)):
            for way, cost in costs.items():
                if start < way.starts:
                    await _start(crowd, way, phones, cost)
    rows: list[tuple[Told, ...]] = []
    for way in ways:
        if way in costs:
            cost = costs[way]
            cells = [Spread.of(cost.deliveries[size]) for size in sizes]
            rows.append((way.name, *cells, Spread.of(cost.connections), Spread.of(cost.memory)))
        else:
            rows.append((f"{way.name}: {NOT_INSTALLED}", *[""] * (len(sizes) + 2)))
    head = (
        f"{phones:,} sockets",
        *(f"{size:,} B: µs a delivery" for size in sizes),
        "µs a connection",
        "KB a connection",
    )
    return Table("What sending, letting in and keeping costs the server", head, tuple(rows), _claims(costs, sizes))


def is_there(way: Way) -> bool:
    return way is not SOCKETIO or importlib.util.find_spec("socketio") is not None


async def _start(crowd: Phones, way: Way, phones: int, cost: Cost) -> None:
    program = built("limit") if way is LIMIT else None
    async with serving(*way.words, program=program) as server:
        cpu, memory = machine.cpu_seconds(server.process), resident(server.process) / 1024
        hello = b'42["hello"]' if way.kind == "sio" else HELLO
        ready = "42" if way.kind == "sio" else ""
        await crowd.open(
            0, server.url, phones, kind=way.kind, hello=hello, ready=ready, deflate=way.deflate, path=_path(way)
        )
        cost.connections.append(1e6 * (machine.cpu_seconds(server.process) - cpu) / phones)
        cost.memory.append((resident(server.process) / 1024 - memory) / phones)
        for size, samples in cost.deliveries.items():
            said = b'42["say",%d]' % size if way.kind == "sio" else b"%d" % size
            await crowd.rounds(0, 1, said)  # what is done only once is not a delivery's
            for _ in range(way.blocks):
                samples.append(await _block(crowd, server, way, phones, said))
        await crowd.close(0)


async def _block(crowd: Phones, server: Serving, way: Way, phones: int, said: bytes) -> float:
    cpu = machine.cpu_seconds(server.process)
    await crowd.rounds(0, way.rounds, said)
    return 1e6 * (machine.cpu_seconds(server.process) - cpu) / (way.rounds * phones)


def _path(way: Way) -> str:
    return "/socket.io/?EIO=4&transport=websocket" if way.kind == "sio" else "/"


def _claims(costs: dict[Way, Cost], sizes: Sequence[int]) -> tuple[Claim, ...]:
    claims: list[Claim] = []

    def delivery(way: Way, size: int) -> Spread:
        return Spread.of(costs[way].deliveries[size])

    for size in sizes:
        what = f"CPU per delivery, {size:,} B: "
        if LIMIT in costs and OURS_PLAIN in costs:
            claims.append(
                Claim(what + "× the limit", delivery(OURS_PLAIN, size).over(delivery(LIMIT, size)), most=1.35)
            )
        for way, least in ((STARLETTE, 2.5), (SOCKETIO, 8.0)):
            if way in costs and OURS in costs:
                better = delivery(way, size).over(delivery(OURS, size))
                claims.append(Claim(what + f"× better than {way.name}", better, least=least))
    if OURS in costs:
        if STARLETTE in costs:
            better = Spread.of(costs[STARLETTE].connections).over(Spread.of(costs[OURS].connections))
            claims.append(
                Claim(
                    "CPU per connection, our wire, first view included: × better than uvicorn + Starlette",
                    better,
                    least=4.0,
                )
            )
        claims.append(Claim("memory per connection, our wire", Spread.of(costs[OURS].memory), "KB", most=8.0))
    return tuple(claims)
