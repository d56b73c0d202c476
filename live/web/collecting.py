"""When Python looks for garbage that refers to itself in a circle. Everything stands still meanwhile.

By itself Python looked through everything every few thousand votes: 160 ms with 5,000 phones connected, a sixth of what a vote
cost (measured). Here it looks at what is young, in small bites. What is older it looks at when nothing has happened for a moment;
and what is still there then (sockets, what people wrote) not again until an hour has passed. A phone that left leaves 1 KB behind
until then, by asyncio's transports of Python 3.11; nearly everything else here goes by itself.
"""

from __future__ import annotations

import asyncio
import gc
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

YOUNG = 5000  # new objects between two looks at them: half a millisecond
YOUNG_LOOKS = 2  # between two looks at what was left of them
NEVER = 1_000_000
LOOK_SECONDS = 2.0  # nothing happened for so long: nobody waits
NEW_AFTER_SECONDS, ALL_AFTER_SECONDS = 10.0, 3600.0
BUSY = 30  # times as long, while there is always somebody who waits


class Pauses:
    """How often this process stood still to look for garbage, and for how long at most, in seconds."""

    def __init__(self) -> None:
        self.count = 0
        self.longest = 0.0
        self._since = 0.0

    def __call__(self, phase: str, info: dict[str, int]) -> None:
        if phase == "start":
            self._since = time.perf_counter()
        else:
            self.count += 1
            self.longest = max(self.longest, time.perf_counter() - self._since)


PAUSES = Pauses()


class Collector:
    """`busy()` is a figure that changes with everything that people do; `now` gives seconds."""

    def __init__(self, busy: Callable[[], int], now: Callable[[], float] = time.monotonic) -> None:
        self._busy = busy
        self._now = now
        self._new_at = self._all_at = now()
        self._seen = -1

    def look(self) -> None:
        """Called every now and then: look through what is new, or through everything, if it is time."""
        seen, now = self._busy(), self._now()
        patience, self._seen = 1 if seen == self._seen else BUSY, seen
        if now - self._all_at >= ALL_AFTER_SECONDS * patience:
            gc.unfreeze()
            self._all_at = now
        elif now - self._new_at < NEW_AFTER_SECONDS * patience:
            return
        gc.collect()
        gc.freeze()
        self._new_at = now

    async def run(self) -> None:
        """For ever."""
        while True:
            await asyncio.sleep(LOOK_SECONDS)
            self.look()


@contextmanager
def collecting_seldom() -> Iterator[None]:
    """What there is by now stays, and is not looked at again; afterwards all is as it was before."""
    before = gc.get_threshold()
    gc.collect()
    gc.freeze()
    gc.set_threshold(YOUNG, YOUNG_LOOKS, NEVER)
    gc.callbacks.append(PAUSES)
    try:
        yield
    finally:
        gc.callbacks.remove(PAUSES)
        gc.set_threshold(*before)
        gc.unfreeze()
