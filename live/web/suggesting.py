"""Working out suggestions beside the loop, so that nobody waits while hundreds of labels are compared.

It is done only when somebody looks: a page asks for it as it is then, and while pages that show it are open each change of the
wall has it done again, at most once a second.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable

from live.conference import Conference
from live.conference.wall import Wall
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
        self._begun = 0
        self._done_for: Wall | None = None
        self.latest = Suggested()

    def want(self) -> None:
        """Somebody looks, and the wall is another one."""
        self._wanted.set()

    async def look(self) -> Suggested:
        """What is suggested now. All who ask while it is worked out get what is worked out next, once for all of them."""
        begun = self._begun
        async with self._one_at_a_time:
            wall = self._conference().wall
            if wall is not self._done_for and self._begun == begun:
                self._begun += 1
                self.latest = await asyncio.to_thread(self._suggestions.of, wall)
                self._done_for = wall
            return self.latest

    async def run(self) -> None:
        """Serve those who keep looking, for ever."""
        told = self.latest
        while True:
            await self._wanted.wait()
            self._wanted.clear()
            if await self.look() is not told:
                told = self.latest
                self._changed()
            await asyncio.sleep(NOT_MORE_OFTEN_SECONDS)
