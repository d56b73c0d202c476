"""Working out suggestions beside the loop, so that nobody waits while hundreds of labels are compared.

It is done only when somebody looks: a page asks for it, or wants to know it by the next time; and while facilitators' pages that
show it are open each change of the wall has it done again. At most once a second, but for facilitators who load their page.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable

from live.conference import Conference
from live.fragments.suggestions import Suggested, Suggestions

NOT_MORE_OFTEN_SECONDS = 1.0


class Suggesting:
    """Of one conference, as `conference()` gives it; `changed()` is called when there is something else to show."""

    def __init__(self, conference: Callable[[], Conference], changed: Callable[[], None]) -> None:
        self._conference = conference
        self._changed = changed
        self._suggestions = Suggestions()
        self._one_at_a_time = asyncio.Lock()
        self._wanted = asyncio.Event()
        self._done_at = -NOT_MORE_OFTEN_SECONDS
        self.latest = Suggested()

    def want(self) -> None:
        """Somebody looks, and the wall is another one."""
        self._wanted.set()

    async def look(self, *, newest: bool = True) -> Suggested:
        """What is suggested now; without `newest` also what was suggested a second ago."""
        if not newest and self._one_at_a_time.locked():
            return self.latest
        async with self._one_at_a_time:
            if newest or time.monotonic() - self._done_at > NOT_MORE_OFTEN_SECONDS:
                wall = self._conference().wall
                self.latest = await asyncio.to_thread(self._suggestions.of, wall)
                self._done_at = time.monotonic()
            return self.latest

    async def run(self) -> None:
        """Serve those who keep looking, for ever."""
        while True:
            await self._wanted.wait()
            self._wanted.clear()
            before = self.latest
            if await self.look() is not before:
                self._changed()
            await asyncio.sleep(NOT_MORE_OFTEN_SECONDS)
