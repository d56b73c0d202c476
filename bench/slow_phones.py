"""What a hall notices of phones that do not read, read one byte a second, or have vanished: how soon the others see each view,
what the kernel and the server keep for the slow ones, and after how long they are given up.

The same views are shown twice: first everybody reads, then the slow ones have come. Each view is timed from the moment in which
the screen has it; the next one is made then. A phone that sees a view when the screen has the next one is one view behind.
"""

from __future__ import annotations

import asyncio
import re
import time
from collections.abc import Collection
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from urllib.parse import urlsplit

from msgspec import Struct

from bench import memory
from bench.hall import FRAME, QUESTION, Hall
from bench.serving import live_serve, serving
from bench.slow import LITTLE_ROOM, SlowSocket, look_at_now
from bench.sockets import Lost
from bench.table import Claim, Spread, Table, percentile

PHONES = 1850
SLOW = 50  # of each kind
VIEWS = 20  # and questions, so that each view is another one
GIVEN_UP_SECONDS = 90.0
SEE_SECONDS = 30.0
LOOK_EVERY_SECONDS = 0.1
SHOWN = re.compile(rb"Question (\d+):")
LONG_QUESTION = QUESTION.replace('"Trust"', ", ".join(f'"Choice {n}: {"so " * 55}much"' for n in range(12)))
"""While it is open its view has 12 KB: twenty of them are more than the kernel keeps for a phone."""


class Seen:
    """Who has seen which view when. Views are numbered as their questions, and come in this order."""

    def __init__(self, phones: int) -> None:
        self.newest = [0] * phones
        self.screen_has_it = asyncio.Event()
        self.all_are_there = asyncio.Event()
        self.begin()

    def begin(self) -> None:
        """From the first view on again."""
        self.all_are_there.clear()
        self.times: list[float] = []
        self.behind = 0
        self._on_the_screen = 0
        self._shown: dict[int, float] = {}
        self._finished = 0

    def screen(self, message: bytes) -> None:
        if (view := _view(message)) and view != self._on_the_screen:
            self._on_the_screen, self._shown[view] = view, time.perf_counter()
            self.screen_has_it.set()

    def phone(self, number: int, message: bytes) -> None:
        view = _view(message)
        if not view or view == self.newest[number]:
            return
        self.newest[number] = view
        now = time.perf_counter()
        self.times.append(1000 * (now - self._shown.get(view, now)))
        self.behind = max(self.behind, self._on_the_screen - view)
        self._finished += view == VIEWS
        if self._finished == len(self.newest):
            self.all_are_there.set()


def _view(message: bytes) -> int:
    found = SHOWN.search(message) if message.startswith(FRAME) else None
    return int(found[1]) if found else 0


class Noticed(Struct, frozen=True):
    p50: float
    p99: float
    behind: int
    kernel: float
    grown: float


async def measure(phones: int = PHONES, slow: int = SLOW) -> Table:
    with TemporaryDirectory(prefix="live-bench-") as folder:
        async with serving(*live_serve(Path(folder))) as server:
            hall = Hall(server, VIEWS)
            hall._plan = "".join(LONG_QUESTION.format(number=number + 1) for number in range(VIEWS))  # noqa: SLF001
            others: list[SlowSocket] = []
            try:
                await hall.make()
                await hall.join(phones + 3 * slow)
                cookies = [hall._cookie(voice) for voice in hall.voices[phones:]]  # noqa: SLF001
                del hall.voices[phones:]
                for question in range(1, VIEWS + 1):
                    await hall.chair("open_poll", poll=question, round=1)
                seen = Seen(phones)
                await hall.phones([partial(seen.phone, number) for number in range(phones)])
                await hall.screen(seen.screen)
                quiet = await _show(hall, seen)
                sipping = await _come(hall, cookies, others)
                began = time.perf_counter()
                beside = await _show(hall, seen, {other.port for other in others})
                seconds = await _given_up(hall, {other.port for other in others}, began)
                for each in sipping:
                    each.cancel()
                await asyncio.gather(*sipping, return_exceptions=True)
            finally:
                for other in others:
                    other.close()
                await hall.close()
    head = (
        "",
        "after the screen: p50 ms",
        "p99 ms",
        "behind, at the most: views",
        "kernel keeps for the slow: MiB",
        "server: MiB more",
    )
    rows = [(name, *_cells(one)) for name, one in (("all read", quiet), (f"{3 * slow} are slow", beside))]
    rows.append(("the slow are given up after s", round(seconds, 1), "", "", "", ""))
    claims = (
        Claim("beside slow phones the others are behind: views", Spread.of([beside.behind]), most=1),
        Claim("– × as long until they see a view, p99", Spread.of([beside.p99 / quiet.p99]), most=2.0),
    )
    return Table(f"{phones:,} phones beside slow ones", head, tuple(rows), claims)


def _cells(one: Noticed) -> tuple[float | int, ...]:
    return one.p50, one.p99, one.behind, one.kernel, one.grown


async def _show(hall: Hall, seen: Seen, slow: Collection[int] = ()) -> Noticed:
    """All views, each as soon as the screen has the one before; beside slow phones that come from these ports."""
    port, process = urlsplit(hall.server.url).port or 0, hall.server.process
    before, kernel = memory.resident(process), 0
    seen.begin()
    for view in range(1, VIEWS + 1):
        seen.screen_has_it.clear()
        await hall.chair("show_item", item=view)
        async with asyncio.timeout(SEE_SECONDS):
            await seen.screen_has_it.wait()
        kernel = max(kernel, memory.in_the_kernel(port, slow))
    async with asyncio.timeout(SEE_SECONDS):
        await seen.all_are_there.wait()
    grown = memory.resident(process) - before
    p50, p99 = (percentile(seen.times, share) for share in (0.5, 0.99))
    return Noticed(p50, p99, seen.behind, kernel / memory.MIB, grown / memory.MIB)


def _tell(has_it: asyncio.Event, message: bytes) -> None:
    if _view(message):
        has_it.set()


async def _come(hall: Hall, cookies: list[str], others: list[SlowSocket]) -> list[asyncio.Task[None]]:
    """The slow ones come, and are slow when they have been given the view: a third each."""
    port = urlsplit(hall.server.url).port or 0
    for cookie in cookies:
        has_it = asyncio.Event()
        others.append(await look_at_now(port, hall.code, cookie, partial(_tell, has_it), room=LITTLE_ROOM))
        await has_it.wait()
    third = len(others) // 3
    for other in others[:third]:
        other.stop_reading()
    for other in others[third : 2 * third]:
        other.vanish()
    return [asyncio.create_task(other.sip()) for other in others[2 * third :]]


async def _given_up(hall: Hall, slow: Collection[int], began: float) -> float:
    """Seconds until the kernel keeps nothing for them any more."""
    port = urlsplit(hall.server.url).port or 0
    for _ in range(int(GIVEN_UP_SECONDS / LOOK_EVERY_SECONDS)):
        if not memory.in_the_kernel(port, slow):
            return time.perf_counter() - began
        await asyncio.sleep(LOOK_EVERY_SECONDS)
    raise Lost(
        f"After {GIVEN_UP_SECONDS} seconds the kernel still keeps {memory.in_the_kernel(port, slow)} bytes for slow phones."
    )
