"""Votes taken each second by one process, over a thousand real sockets, as fast as they are answered.

Every phone is a voice of its own that looks at Now and changes its vote again and again, a few on their way at a time, as a phone
sends what it has kept; meanwhile it is sent the count, ten times a second. Beside `live serve`, in the same run:

- the same process with its journal in memory: what the disk costs;
- the journal alone, on the same core and disk, with a commit for each vote: the simple way to be durable;
- uvicorn + Starlette that counts in memory and answers, with no rules, no voices, and nobody sent anything: the least there is;
  as installed, where it compresses its answers for phones that offer it, as browsers do, and for phones that do not;
- our wire with that same work: what the wire alone makes of it.
"""

from __future__ import annotations

import asyncio
import sys
from contextlib import AsyncExitStack
from pathlib import Path
from tempfile import TemporaryDirectory

import msgspec
from msgspec import Struct

from bench import machine, same_work
from bench.disk import Taken
from bench.full_hall import FullHall
from bench.phones import Phones, some_phones
from bench.serving import DATA, REPOSITORY, Serving, live_serve, serving
from bench.sockets import Lost
from bench.table import Claim, Spread, Table, Told

PHONES = 1000
EACH = 12  # votes of a phone, each time. More than 40 in a row, and the server asks it to slow down
TIMES = 3
ON_THEIR_WAY = 8  # of one phone, without an answer: as many as a phone sends at a time
ONE_BY_ONE = 400
IN_MEMORY = "bench.in_memory"
LONGEST_SECONDS = 60.0
DURABLE, MEMORY, STARLETTE, PLAIN, WIRE = (
    "live serve",
    "– with its journal in memory",
    "uvicorn + Starlette that counts in memory and answers",
    "– without compression",
    "our wire with the same work",
)


class Runner(Struct):
    """A server that takes votes: the phones' group, its hall if it is ours, and what it came to each time."""

    server: Serving
    group: int
    hall: FullHall | None = None
    a_second: list[float] = []
    cpu_us: list[float] = []

    def messages(self, phones: int, each: int, time: int) -> list[tuple[int, bytes]]:
        places = range(phones * each)
        if self.hall is None:
            return [(place % phones, same_work.vote(place)) for place in places]
        return [self.hall.vote(place % phones, 1, place, time * each + place // phones) for place in places]


async def measure(phones: int = PHONES, each: int = EACH, times: int = TIMES, one_by_one: int = ONE_BY_ONE) -> Table:
    with TemporaryDirectory(prefix="live-bench-") as folder:
        code, runners = await _all(Path(folder), phones, each, times)
        disk = await _disk_alone(Path(folder) / DATA / f"{code}.live", one_by_one)
    if disk.votes != phones * each * times:
        raise Lost(f"{phones * each * times} votes were acknowledged, and {disk.votes} are on the disk.")
    return _table(runners, disk, phones)


async def _all(folder: Path, phones: int, each: int, times: int) -> tuple[str, dict[str, Runner]]:
    """The code of the conference that is on the disk, and what each server came to, round and round."""
    async with AsyncExitStack() as stack:
        crowd = await stack.enter_async_context(some_phones())
        durable, its_hall = await _hall(stack, crowd, 0, live_serve(folder), phones)
        in_memory, _ = await _hall(stack, crowd, 2, live_serve(folder / "empty", module=IN_MEMORY), phones)
        runners = {
            DURABLE: durable,
            MEMORY: in_memory,
            STARLETTE: await _plain(stack, crowd, 4, "bench.with_starlette", phones, deflate=True),
            PLAIN: await _plain(stack, crowd, 5, "bench.with_starlette", phones),
            WIRE: await _plain(stack, crowd, 6, "bench.our_wire", phones, deflate=True),
        }
        for time in range(times):
            for runner in runners.values():
                await _run(crowd, runner, runner.messages(phones, each, time))
    return its_hall.hall.code, runners


async def _hall(
    stack: AsyncExitStack, crowd: Phones, group: int, words: tuple[str, ...], phones: int
) -> tuple[Runner, FullHall]:
    server = await stack.enter_async_context(serving(*words))
    hall = FullHall(server, crowd, 1, group)
    stack.push_async_callback(hall.close)
    await hall.make()
    await hall.join(phones)
    await hall.open()
    await hall.hall.ask_the_hall(1)
    return Runner(server, group, hall), hall


async def _plain(
    stack: AsyncExitStack, crowd: Phones, group: int, module: str, phones: int, *, deflate: bool = False
) -> Runner:
    server = await stack.enter_async_context(serving(module))
    await crowd.open(group, server.url, phones, hello=same_work.HELLO, deflate=deflate)
    return Runner(server, group)


async def _run(crowd: Phones, runner: Runner, messages: list[tuple[int, bytes]]) -> None:
    cpu = machine.cpu_seconds(runner.server.process)
    said = await crowd.say(runner.group, messages, window=ON_THEIR_WAY)
    if said.refused:
        raise Lost(f"{said.refused} votes were not taken: {said.problem}")
    runner.a_second.append(len(messages) / said.seconds)
    runner.cpu_us.append(1e6 * (machine.cpu_seconds(runner.server.process) - cpu) / len(messages))


def _table(runners: dict[str, Runner], disk: Taken, phones: int) -> Table:
    rate = {name: Spread.of(runner.a_second) for name, runner in runners.items()}
    groups, singly = Spread.of([disk.in_groups]), Spread.of([disk.one_by_one])
    ours = rate[DURABLE]
    rows: list[tuple[Told, ...]] = [
        (name, rate[name], rate[name].over(ours), Spread.of(runner.cpu_us)) for name, runner in runners.items()
    ]
    alone: list[tuple[Told, ...]] = [
        (f"the journal alone, {how}", one, one.over(ours), "")
        for how, one in (("in groups of 1,000", groups), ("a commit for each vote", singly))
    ]
    head = (f"{phones:,} phones", "votes a second", "× live serve", "server CPU, µs a vote")
    claims = (
        Claim("votes a second, durable: × the same process without a disk", ours.over(rate[MEMORY]), least=0.5),
        Claim("votes a second, durable: × a commit for each vote", ours.over(singly), least=5.0),
        Claim(
            "votes a second, journal in memory: × uvicorn + Starlette, which only counts",
            rate[MEMORY].over(rate[STARLETTE]),
            least=3.0,
        ),
        *(
            Claim(
                f"– the same trivial work in both: our wire × uvicorn + Starlette{how}",
                rate[WIRE].over(rate[name]),
                least=3.0,
            )
            for name, how in ((STARLETTE, ""), (PLAIN, " without compression"))
        ),
    )
    return Table("Votes a second", head, tuple(rows[:2] + alone + rows[2:]), claims)


async def _disk_alone(file: Path, one_by_one: int) -> Taken:
    with machine.running_on(machine.SERVER):
        process = await asyncio.create_subprocess_exec(
            *(sys.executable, "-m", "bench.disk", str(file), str(one_by_one)),
            cwd=REPOSITORY,
            stdout=asyncio.subprocess.PIPE,
        )
    try:
        async with asyncio.timeout(LONGEST_SECONDS):
            said, _ = await process.communicate()
    except TimeoutError:
        process.kill()
        await process.wait()
        raise
    return msgspec.json.decode(said, type=Taken)
