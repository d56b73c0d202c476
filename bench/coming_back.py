"""A full hall that does nothing, and one that comes back: what idle phones cost, and how soon after a power cut all are there.

The server is killed and started again on the same port and data, and the phones come at the same moment, as many as the kernel
lets wait for an answer: beyond that it drops who knocks, who knocks again a second later, and that second would be measured.
Each is there with its first view. Beside it plain Starlette, whose phones come so to a server that has just started.
"""

from __future__ import annotations

import os
import signal
from pathlib import Path
from tempfile import TemporaryDirectory
from urllib.parse import urlsplit

from bench import machine
from bench.full_hall import PHONES, PING, FullHall
from bench.memory import resident
from bench.phones import Opened, Phones, some_phones
from bench.same_work import HELLO
from bench.serving import live_serve, serving
from bench.table import Claim, Spread, Table, Told

COUNT = 5000
SETTLING_SECONDS = 50.0  # what a start brings with it is over by then: the server compiles the templates of rarer pages
IDLE_SECONDS = 20.0  # in which the server tells each socket once that it is there
SILENCE_SECONDS = 25.0  # after which a page asks whether anybody is there (SILENCE_MS in static/line.js)
AT_ONCE = 4000  # the kernel's line before a listening socket holds 4,096 (net.core.somaxconn)
TIMES = 3
STARLETTE_TIMES = 2


async def measure(
    count: int = COUNT,
    settling: float = SETTLING_SECONDS,
    idle_seconds: float = IDLE_SECONDS,
    times: int = TIMES,
    others: int = STARLETTE_TIMES,
) -> Table:
    async with some_phones() as phones:
        with TemporaryDirectory(prefix="live-bench-") as folder:
            kept, idle, ours, cost = await _ours(phones, Path(folder), count, (settling, idle_seconds), times)
        theirs, their_cost = await _theirs(phones, count, others)
    back = [Spread.of([each.seconds for each in some]) for some in (ours, theirs)]
    rows: tuple[tuple[Told, ...], ...] = (
        ("live serve", back[0], _waited(ours), Spread.of(cost), kept, 100 * idle),
        ("uvicorn + Starlette", back[1], _waited(theirs), Spread.of(their_cost), "", ""),
    )
    head = (
        f"{count:,} phones come back at once",
        "all there: s",
        "a phone waited: p99 ms",
        "CPU a connection: µs",
        "KB a connection",
        "idle: % of a core",
    )
    claims = (
        Claim(f"{count:,} phones back at once, first view included", back[0], "s", most=2.0),
        Claim("– × better than uvicorn + Starlette", back[1].over(back[0]), least=3.0),
        Claim(
            "CPU per connection, live serve, who it is and what is theirs included: × better than uvicorn + Starlette",
            Spread.of(their_cost).over(Spread.of(cost)),
            least=4.0,
        ),
        Claim("memory per connection, live serve", Spread.of([kept]), "KB", most=8.0),
        Claim(f"idle with {count:,} connected: of a core", Spread.of([100 * idle]), "%", most=2.0),
    )
    return Table("A hall that comes back", head, rows, claims)


async def _ours(
    phones: Phones, folder: Path, count: int, resting: tuple[float, float], times: int
) -> tuple[float, float, list[Opened], list[float]]:
    """KB for a connection, share of a core when idle, what came of each time, and µs of the processor for a connection."""
    async with serving(*live_serve(folder)) as server:
        hall = FullHall(server, phones, 1)
        await hall.make()
        await hall.hall.ask_the_hall(1)
        await hall.join(count)
        memory = resident(server.process)
        await hall.open(deflate=True)
        kept = (resident(server.process) - memory) / count / 1024
        idle = await _idle(phones, server.process, *resting)
        await hall.hall.close()
        os.kill(server.process, signal.SIGKILL)
    back, cost = [], []
    for _ in range(times):
        port = urlsplit(server.url).port
        async with serving(*live_serve(folder, port or 0)) as again:
            hall.server = again
            cpu = machine.cpu_seconds(again.process)
            back.append(await hall.open(deflate=True, at_once=AT_ONCE))
            cost.append(1e6 * (machine.cpu_seconds(again.process) - cpu) / count)
            os.kill(again.process, signal.SIGKILL)
    return kept, idle, back, cost


async def _idle(phones: Phones, process: int, settling: float, seconds: float) -> float:
    """The share of its core that the server uses while nobody does anything: phones that hear nothing ask whether it is there."""
    await phones.rest(PHONES, PING, SILENCE_SECONDS, settling)
    cpu = machine.cpu_seconds(process)
    await phones.rest(PHONES, PING, SILENCE_SECONDS, seconds)
    return (machine.cpu_seconds(process) - cpu) / seconds


async def _theirs(phones: Phones, count: int, times: int) -> tuple[list[Opened], list[float]]:
    back, cost = [], []
    for _ in range(times):
        async with serving("bench.with_starlette") as server:
            cpu = machine.cpu_seconds(server.process)
            back.append(await phones.open(PHONES, server.url, count, hello=HELLO, deflate=True, at_once=AT_ONCE))
            cost.append(1e6 * (machine.cpu_seconds(server.process) - cpu) / count)
    return back, cost


def _waited(some: list[Opened]) -> Spread:
    return Spread.of([each.p99_ms for each in some])
