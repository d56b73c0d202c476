"""What a hall notices when it is attacked: how long votes and the chair wait for answers, and how much more the server needs.

A hundred phones vote evenly. Before each attacker (`attackers.py`) nobody attacks for as long; then one of the hall does, from a
process of its own, which goes on until it is told to stop.
"""

from __future__ import annotations

import asyncio
import sys
import time
from collections import Counter
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from urllib.parse import urlsplit

import msgspec
from msgspec import Struct

from bench import memory
from bench.attackers import ATTACKS, ONCE
from bench.hall import DONE, FRAME, Hall, vote_id
from bench.serving import REPOSITORY, live_serve, serving
from bench.sockets import Lost, Socket
from bench.table import Claim, Spread, Table, percentile

PHONES = 100
A_SECOND = 2  # votes of each phone, where five are allowed
SECONDS = 4.0  # 800 votes, so that p99 is the eighth of them
CHAIR_EVERY_SECONDS = 0.2
BEGIN_SECONDS = 20.0
END_SECONDS = 60.0
AS_FEW_AS_NOTHING_MS = 5.0
"""A p99 below this counts as this: it is then the machine that is measured."""


class Attacker:
    """An attacker's process, and how often it was told what."""

    def __init__(self, process: asyncio.subprocess.Process) -> None:
        assert process.stdout is not None
        self.process = process
        self.ends: Counter[str] = Counter()
        self._said = process.stdout

    @property
    def tries(self) -> int:
        return self.ends.total()

    @property
    def goes_on(self) -> bool:
        return self.process.returncode is None

    async def begins(self) -> None:
        async with asyncio.timeout(BEGIN_SECONDS):
            if await self._said.readline() != b"begun\n":
                raise Lost("An attacker did not begin.")

    async def listen(self) -> None:
        """Note what it is told, to its end."""
        while line := await self._said.readline():
            self.ends[line.decode().strip()] += 1


@asynccontextmanager
async def attacking(name: str, port: int, code: str, cookie: str) -> AsyncIterator[Attacker]:
    """An attacker who has the cookie of somebody in the hall. Afterwards it has stopped."""
    pipe = asyncio.subprocess.PIPE
    words = ("-m", "bench.attackers", name, str(port), code, cookie)
    process = await asyncio.create_subprocess_exec(sys.executable, *words, cwd=REPOSITORY, stdin=pipe, stdout=pipe)
    attacker = Attacker(process)
    try:
        await attacker.begins()
        async with asyncio.TaskGroup() as tasks:
            tasks.create_task(attacker.listen())
            yield attacker
            assert process.stdin is not None
            process.stdin.close()
        async with asyncio.timeout(END_SECONDS):
            await process.wait()
    finally:
        if process.returncode is None:
            process.kill()
            await process.wait()


class Watch:
    """When each vote was sent, and how many milliseconds later it was answered."""

    def __init__(self) -> None:
        self.sent: dict[str, float] = {}
        self.times: list[float] = []
        self.votes = 0
        self.all_there = asyncio.Event()

    def hear(self, message: bytes) -> None:
        if message.startswith(DONE):
            sent = self.sent.pop(msgspec.json.decode(message)["id"])
            self.times.append(1000 * (time.perf_counter() - sent))
            if not self.sent:
                self.all_there.set()
        elif not message.startswith(FRAME):
            raise Lost(f"A vote was answered: {message.decode(errors='replace')}")


class Noticed(Struct, frozen=True):
    """What came of some seconds: p50 and p99 of the answers and the chair's slowest in milliseconds, and MiB."""

    p50: float
    p99: float
    chair: float
    grown: float
    told: str = ""

    def times_as_long(self, quiet: Noticed) -> float:
        return max(self.p99, AS_FEW_AS_NOTHING_MS) / max(quiet.p99, AS_FEW_AS_NOTHING_MS)


async def measure(phones: int = PHONES, seconds: float = SECONDS, names: Sequence[str] = tuple(ATTACKS)) -> Table:
    pairs: list[tuple[Noticed, Noticed]] = []
    with TemporaryDirectory(prefix="live-bench-") as folder:
        async with serving(*live_serve(Path(folder))) as server:
            hall = Hall(server, 2)
            watch = Watch()
            try:
                await hall.make()
                await hall.join(phones + 1)
                cookie = hall._cookie(hall.voices.pop())  # noqa: SLF001  # the attacker is one of the hall
                sockets = await hall.phones([watch.hear] * phones)
                await hall.ask_the_hall(1)
                await _go_on(hall, sockets, watch, 1.0)  # whatever is loaded with the first vote
                for name in names:
                    quiet = await _one(hall, sockets, watch, seconds)
                    pairs.append((quiet, await _one(hall, sockets, watch, seconds, name, cookie)))
            finally:
                await hall.close()
    rows = [
        (name.replace("_", " "), one.told, quiet.p99, one.p50, one.p99, one.times_as_long(quiet), one.chair, one.grown)
        for name, (quiet, one) in zip(names, pairs, strict=True)
    ]
    claims = (
        Claim("attacked: memory grows by", _worst([one.grown for _, one in pairs]), "MiB", most=20.0),
        Claim("– × as long, an answer's p99", _worst([one.times_as_long(quiet) for quiet, one in pairs]), most=2.0),
        Claim("– the chair's slowest answer", _worst([one.chair for _, one in pairs]), "ms", most=500.0),
    )
    head = (
        "",
        "refused",
        "before: answers' p99 ms",
        "attacked: p50 ms",
        "p99 ms",
        "× as long",
        "chair's slowest ms",
        "memory grew MiB",
    )
    return Table(f"A hall of {phones} phones that is attacked", head, tuple(rows), claims)


def _worst(values: Sequence[float]) -> Spread:
    return Spread.of([max(values)])


async def _one(
    hall: Hall, sockets: Sequence[Socket], watch: Watch, seconds: float, name: str = "", cookie: str = ""
) -> Noticed:
    """Some seconds in which one of the hall attacks, or nobody."""
    process, told = hall.server.process, ""
    before = memory.resident(process)
    memory.forget_peak(process)
    if name:
        async with attacking(name, urlsplit(hall.server.url).port or 0, hall.code, cookie) as attacker:
            chair = await _go_on(hall, sockets, watch, seconds)
            if name in ONCE:
                await attacker.process.wait()
        told = ", ".join(f"{end} × {often:,}" for end, often in attacker.ends.most_common())
    else:
        chair = await _go_on(hall, sockets, watch, seconds)
    grown = (memory.peak(process) - before) / memory.MIB
    return Noticed(percentile(watch.times, 0.5), percentile(watch.times, 0.99), max(chair), grown, told)


async def _go_on(hall: Hall, sockets: Sequence[Socket], watch: Watch, seconds: float) -> list[float]:
    """Votes for so long, evenly, and the chair at work; how many milliseconds each of the chair's commands took."""
    watch.times.clear()
    watch.all_there.clear()
    chair: list[float] = []

    async def command() -> None:
        while True:
            start = time.perf_counter()
            await hall.chair("show_item", item=1 + len(chair) % 2)
            chair.append(1000 * (time.perf_counter() - start))
            await asyncio.sleep(CHAIR_EVERY_SECONDS)

    commanding = asyncio.create_task(command())
    try:
        start = time.perf_counter()
        pause = 1 / (A_SECOND * len(sockets))
        for number in range(int(seconds / pause)):
            await asyncio.sleep(max(0.0, start + number * pause - time.perf_counter()))
            voice = number % len(sockets)
            watch.votes += 1
            watch.sent[vote_id(voice, watch.votes, 1)] = time.perf_counter()
            sockets[voice].send(hall.vote(voice, watch.votes, 1))
        async with asyncio.timeout(END_SECONDS):
            await watch.all_there.wait()
    finally:
        commanding.cancel()
        await asyncio.gather(commanding, return_exceptions=True)
    return chair
