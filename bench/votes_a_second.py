"""Votes taken each second by one process: through real sockets, on the disk, acknowledged.

Every phone is a voice of its own that looks at Now and changes its vote again and again, with a few votes on their way at a time,
as a phone sends what it has kept. Beside it, in the same run, on the same core and disk: the same entries appended by the journal
alone in the largest groups there are (no server can be quicker), and with a commit for each vote (the simple way to be durable).
"""

from __future__ import annotations

import asyncio
import sys
import time
from collections.abc import Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

import msgspec
from msgspec import Struct

from bench import machine
from bench.disk import Taken
from bench.hall import DONE, FRAME, Hall
from bench.serving import DATA, REPOSITORY, live_serve, serving
from bench.sockets import Lost, Socket
from bench.table import Cell, Table

ON_THEIR_WAY = 8  # votes of one phone without an answer: as many as a phone sends at a time
LONGEST_SECONDS = 60.0


class Crowd(Struct, frozen=True):
    """So many phones that vote so many times each. More than 40 times in a row, and the server asks them to slow down."""

    phones: int
    votes: int


CROWDS = (Crowd(200, 36), Crowd(1000, 20))
ONE_BY_ONE = 400


class Measured(Struct, frozen=True):
    votes_a_second: float
    cpu_us: float
    """Processor time of the server for each vote, all included, in microseconds."""
    disk: Taken


async def measure(crowds: Sequence[Crowd] = CROWDS, one_by_one: int = ONE_BY_ONE) -> Table:
    rows: list[tuple[Cell, ...]] = []
    for crowd in crowds:
        with TemporaryDirectory(prefix="live-bench-") as folder:
            measured = await _measure(crowd, Path(folder), one_by_one)
        server, disk = measured.votes_a_second, measured.disk
        name = f"{crowd.phones:,} phones, {disk.votes:,} votes"
        rows += [
            (f"{name}: live serve", server, 1.0, measured.cpu_us),
            ("– the journal alone, in groups of 1,000", disk.in_groups, disk.in_groups / server, ""),
            ("– the journal alone, a commit for each vote", disk.one_by_one, disk.one_by_one / server, ""),
        ]
    head = ("votes taken, durable and acknowledged", "a second", "× live serve", "server CPU, µs a vote")
    return Table("Votes a second", head, tuple(rows))


async def _measure(crowd: Crowd, folder: Path, one_by_one: int) -> Measured:
    async with serving(*live_serve(folder)) as server:
        hall = Hall(server, 1)
        try:
            await hall.make()
            await hall.join(crowd.phones)
            await hall.ask_the_hall(1)
            voters = [_Voter(hall, number, crowd.votes) for number in range(crowd.phones)]
            for voter, socket in zip(voters, await hall.phones([voter.hear for voter in voters]), strict=True):
                voter.socket = socket
            before, start = machine.cpu_seconds(server.process), time.perf_counter()
            for voter in voters:
                voter.begin()
            async with asyncio.timeout(LONGEST_SECONDS):
                await asyncio.gather(*(voter.finished for voter in voters))
            seconds = time.perf_counter() - start
            cpu = machine.cpu_seconds(server.process) - before
        finally:
            await hall.close()
    votes = crowd.phones * crowd.votes
    disk = await _disk_alone(folder / DATA / f"{hall.code}.live", one_by_one)
    if disk.votes != votes:
        raise Lost(f"{votes} votes were acknowledged, and {disk.votes} are on the disk.")
    return Measured(votes / seconds, 1e6 * cpu / votes, disk)


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


class _Voter:
    """A phone that votes again as soon as one of its votes is acknowledged."""

    def __init__(self, hall: Hall, number: int, votes: int) -> None:
        self._messages = [hall.vote(number, vote, 1) for vote in range(votes)]
        self._unanswered = votes
        self._sent = 0
        self.socket: Socket | None = None
        self.finished: asyncio.Future[None] = asyncio.get_running_loop().create_future()

    def begin(self) -> None:
        for _ in range(ON_THEIR_WAY):
            self._send()

    def hear(self, message: bytes) -> None:
        if message.startswith(DONE):
            self._unanswered -= 1
            self._send()
            if not self._unanswered:
                self.finished.set_result(None)
        elif not message.startswith(FRAME) and not self.finished.done():
            self.finished.set_exception(Lost(f"A vote was answered: {message.decode()}"))

    def _send(self) -> None:
        if self._sent < len(self._messages):
            assert self.socket is not None
            self.socket.send(self._messages[self._sent])
            self._sent += 1
