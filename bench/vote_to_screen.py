"""From a vote to the screen: how long after a phone has sent its vote the screen is told of a turnout that has this vote in it.

A thousand phones are connected and look at Now, and a few of them vote in each second, evenly. The answer to a vote says where it
stands in the order, so the frame that has it in it is known exactly. The same is done to a plain Starlette application that
counts in memory and sends every count to everybody (`plain.py`), which needs nothing written down and has no beat to wait for.
"""

from __future__ import annotations

import asyncio
import json
import time
from collections.abc import Sequence
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory

import msgspec
from msgspec import Struct

from bench import machine
from bench.hall import DONE, FRAME, Hall, turnout, vote_id
from bench.serving import Serving, live_serve, serving
from bench.sockets import Lost, Socket, open_socket, some_at_once
from bench.table import Cell, Table, percentile

PHONES = 1000
PATIENCE_SECONDS = 20.0  # after the last vote; what is not on the screen by then has taken at least so long


class Rate(Struct, frozen=True):
    """So many votes, evenly, so many a second."""

    votes: int
    a_second: int


RATES = (Rate(200, 20), Rate(1000, 200))


class _Answer(Struct, tag_field="t", tag="done"):
    """What both applications answer to a vote: its id, and its place in the order."""

    id: str
    at: int


_answers = msgspec.json.Decoder(_Answer)


class Stopwatch:
    """When each vote was sent, when it was acknowledged as the how-manieth, and when the screen said so many."""

    def __init__(self, votes: int) -> None:
        self.votes = votes
        self.sent: dict[str, float] = {}
        self.acknowledged: dict[str, tuple[float, int]] = {}
        self.shown: list[tuple[float, int]] = []
        self.problem = ""
        self.complete = asyncio.Event()

    def fail(self, message: bytes) -> None:
        """A vote was answered with something else than that it is in."""
        self.problem = message.decode(errors="replace")
        self.complete.set()

    def acknowledge(self, id: str, place: int) -> None:
        self.acknowledged[id] = (time.perf_counter(), place)
        self._look()

    def show(self, voted: int) -> None:
        if voted > (self.shown[-1][1] if self.shown else 0):
            self.shown.append((time.perf_counter(), voted))
            self._look()

    def _look(self) -> None:
        if len(self.acknowledged) == self.votes and self.shown and self.shown[-1][1] >= self.votes:
            self.complete.set()

    def to_the_answer(self) -> list[float]:
        """Milliseconds for each vote."""
        return [1000 * (when - self.sent[id]) for id, (when, _) in self.acknowledged.items()]

    def to_the_screen(self, now: float) -> list[float]:
        """Milliseconds for each vote. One that is not on the screen yet has taken until now, at least."""
        times = []
        for id, sent in self.sent.items():
            _, place = self.acknowledged.get(id, (0.0, self.votes + 1))
            seen = next((when for when, voted in self.shown if voted >= place), now)
            times.append(1000 * (seen - sent))
        return times


class Seen(Struct, frozen=True):
    """What came of one rate: milliseconds for each vote, and the share of its core that the server used."""

    to_the_screen: list[float]
    to_the_answer: list[float]
    busy: float
    missing: int = 0
    """Votes that were not on the screen when it was waited for no longer."""

    def cells(self) -> tuple[Cell, ...]:
        times = [percentile(each, share) for each in (self.to_the_screen, self.to_the_answer) for share in (0.5, 0.99)]
        return (*times, f"{self.busy:.0%}", self.missing)


async def measure(phones: int = PHONES, rates: Sequence[Rate] = RATES) -> Table:
    live, plain = await _with_live(phones, rates), await _with_plain(phones, rates)
    rows: list[tuple[Cell, ...]] = []
    for rate, ours, theirs in zip(rates, live, plain, strict=True):
        rows.append((f"{rate.a_second} votes a second: live serve", *ours.cells()))
        rows.append((f"{rate.a_second} votes a second: plain Starlette", *theirs.cells()))
    head = (
        "",
        "to the screen: p50 ms",
        "p99 ms",
        "to the answer: p50 ms",
        "p99 ms",
        "server's core in use",
        "never seen",
    )
    return Table(f"From a vote to the screen, {phones:,} phones connected", head, tuple(rows))


async def _with_live(phones: int, rates: Sequence[Rate]) -> list[Seen]:
    with TemporaryDirectory(prefix="live-bench-") as folder:
        async with serving(*live_serve(Path(folder))) as server:
            hall = Hall(server, len(rates))
            watch = Stopwatch(0)
            before_the_first = 0

            def phone_hears(message: bytes) -> None:
                if message.startswith(DONE):
                    answer = _answers.decode(message)
                    watch.acknowledge(answer.id, answer.at - before_the_first)
                elif not message.startswith(FRAME):
                    watch.fail(message)

            def screen_hears(message: bytes) -> None:
                voted = turnout(message)
                if voted is not None:
                    watch.show(voted)

            try:
                await hall.make()
                await hall.join(phones)
                sockets = await hall.phones([phone_hears] * phones)
                await hall.screen(screen_hears)
                seen = []
                for question, rate in enumerate(rates, start=1):
                    before_the_first = await hall.ask_the_hall(question)
                    watch = Stopwatch(rate.votes)
                    messages = [
                        (vote_id(voice, 0, question), hall.vote(voice, 0, question)) for voice in range(rate.votes)
                    ]
                    seen.append(await _vote(rate, sockets, messages, watch, server))
                return seen
            finally:
                await hall.close()


async def _with_plain(phones: int, rates: Sequence[Rate]) -> list[Seen]:
    """A server for each rate, because it cannot begin a new question."""
    seen = []
    for rate in rates:
        watch = Stopwatch(rate.votes)

        def phone_hears(message: bytes, watch: Stopwatch = watch) -> None:
            if message.startswith(DONE):
                answer = _answers.decode(message)
                watch.acknowledge(answer.id, answer.at)

        def screen_hears(message: bytes, watch: Stopwatch = watch) -> None:
            watch.show(json.loads(message)["voted"])

        async with serving("uvicorn", "bench.plain:app", "--host", "127.0.0.1", "--port", "0") as server:
            opening = partial(open_socket, server.url, "/", phone_hears)
            sockets = await some_at_once([opening] * phones)
            screen = await open_socket(server.url, "/", screen_hears)
            messages = [
                (vote_id(voice, 0, 1), msgspec.json.encode({"id": vote_id(voice, 0, 1), "vote": "A"}))
                for voice in range(rate.votes)
            ]
            try:
                seen.append(await _vote(rate, sockets, messages, watch, server))
            finally:
                for socket in [*sockets, screen]:
                    socket.close()
    return seen


async def _vote(
    rate: Rate, sockets: Sequence[Socket], messages: Sequence[tuple[str, bytes]], watch: Stopwatch, server: Serving
) -> Seen:
    """Send the votes evenly, each from the next phone, and wait until the screen has told all of them, or for long enough."""
    clock = time.perf_counter
    start, cpu = clock(), machine.cpu_seconds(server.process)
    for place, (id, message) in enumerate(messages):
        await asyncio.sleep(max(0.0, start + place / rate.a_second - clock()))
        watch.sent[id] = clock()
        sockets[place % len(sockets)].send(message)
    try:
        async with asyncio.timeout(PATIENCE_SECONDS):
            await watch.complete.wait()
    except TimeoutError:
        pass  # the votes that are missing are in the figure, as having taken until now
    end = clock()
    busy = (machine.cpu_seconds(server.process) - cpu) / (end - start)
    if watch.problem:
        raise Lost(f"A vote was answered: {watch.problem}")
    if any(socket.is_lost for socket in sockets):
        raise Lost(f"{sum(socket.is_lost for socket in sockets)} phones lost their sockets.")
    voted = watch.shown[-1][1] if watch.shown else 0
    return Seen(watch.to_the_screen(end), watch.to_the_answer(), busy, max(0, rate.votes - voted))
