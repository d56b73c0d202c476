"""When Python looks for garbage that refers to itself in a circle. Everything stands still meanwhile, so: in small bites, and
through all there is only when nobody waits.

By itself Python looked through everything every few thousand votes: 130 ms with 5,000 phones connected, a sixth of what a vote
cost (measured). Nearly all garbage here needs no looking for, and what there is can wait.
"""

from __future__ import annotations

import asyncio
import gc
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

YOUNG = 5000  # new objects between two looks at them: half a millisecond
YOUNG_LOOKS = 2  # between two looks at what was left of them. It is not looked at again after that
NEVER = 1_000_000
LOOK_SECONDS = 2.0  # nothing was written down for so long: nobody waits
AT_MOST_EVERY_SECONDS = 600.0
AT_LEAST_EVERY_SECONDS = 3600.0  # a hall may be busy all day


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
    """`written()` is a figure that changes with everything that people do; `now` gives seconds."""

    def __init__(self, written: Callable[[], int], now: Callable[[], float] = time.monotonic) -> None:
        self._written = written
        self._now = now
        self._last = now()
        self._seen = -1

    def look(self) -> bool:
        """Called every now and then: whether this was the time to look through everything."""
        seen, since = self._written(), self._now() - self._last
        is_quiet, self._seen = seen == self._seen, seen
        if since < AT_MOST_EVERY_SECONDS or not (is_quiet or since >= AT_LEAST_EVERY_SECONDS):
            return False
        gc.collect()
        self._last = self._now()
        return True

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
