"""The hub: everybody who is connected, what each looks at, and the beat at which changes go out.

It knows bytes only. A *picture* (made elsewhere) says what somebody who has seen this much must be told; a *reader* is one
socket, with the stamp of what it has seen in each of its views, and nothing else: no queue. A change marks the hub as stale;
at the next beat every picture that somebody looks at is brought up to date once, and its readers are woken. A reader that is
still busy sending is simply later: when it is free it asks for what it missed by then, so a slow phone skips pictures and
slows nobody.
"""

from __future__ import annotations

import asyncio
import functools
import logging
from collections import Counter
from collections.abc import Awaitable, Callable
from typing import Generic, Protocol, TypeVar

log = logging.getLogger("live.hub")

Scene = TypeVar("Scene")
Seen = TypeVar("Seen", contravariant=True)


class Picture(Protocol[Seen]):
    """What an audience looks at."""

    @property
    def stamp(self) -> str: ...

    def redraw(self, scene: Seen, /) -> bool:
        """Bring it up to date; whether anything changed."""
        ...

    def frame(self, seen: str, /) -> bytes | None:
        """What is to be told to somebody who has seen `seen`; None if nothing."""
        ...


class Reader:
    """One socket. `views` maps what it looks at to the stamp it has seen; `voice` is empty for who
    did not join as a delegate; `link` is the number of the chair's or facilitator's link it came by, or 0."""

    def __init__(self, role: str, voice: str, link: int, send: Callable[[bytes], Awaitable[None]]) -> None:
        self.role = role
        self.voice = voice
        self.link = link
        self.views: dict[str, str] = {}
        self.news = asyncio.Event()
        self.farewell: bytes | None = None
        self.personal: bytes | None = None
        self.own: dict[str, Callable[[], bytes]] = {}
        self._send = send

    async def send(self, message: bytes) -> None:
        await self._send(message)


class Hub(Generic[Scene]):
    """The audiences of one conference. `picture(view)` gives the picture of a view; `scene()` what there is to show now."""

    def __init__(
        self, picture: Callable[[str], Picture[Scene] | None], scene: Callable[[], Scene], beat_seconds: float = 0.1
    ) -> None:
        self._picture = picture
        self._scene = scene
        self._beat_seconds = beat_seconds
        self._stale = asyncio.Event()
        self.readers: set[Reader] = set()
        self._voices: Counter[str] = Counter()
        self._roles: Counter[str] = Counter()

    @property
    def phones(self) -> int:
        """How many voices are connected: a voice on two phones is one."""
        return len(self._voices)

    def is_connected(self, voice: str) -> bool:
        return voice in self._voices

    def connected(self, role: str) -> int:
        return self._roles[role]

    def join(self, reader: Reader) -> None:
        self.readers.add(reader)
        self._roles[reader.role] += 1
        if reader.voice:
            self._voices[reader.voice] += 1
        self.changed()

    def leave(self, reader: Reader) -> None:
        if reader not in self.readers:
            return
        self.readers.discard(reader)
        self._roles[reader.role] -= 1
        if reader.voice:
            self._voices[reader.voice] -= 1
            if not self._voices[reader.voice]:
                del self._voices[reader.voice]
        self.changed()

    def changed(self) -> None:
        """Something may look different: at the next beat."""
        self._stale.set()

    def dismiss(self, is_meant: Callable[[Reader], bool], farewell: bytes) -> None:
        """Say goodbye to these readers; their sockets close after it."""
        for reader in self.readers:
            if is_meant(reader):
                reader.farewell = farewell
                reader.news.set()

    def tell(self, voices: Callable[[str], bytes | None]) -> None:
        """Give each reader that has a voice its newest personal message, if there is one for it. A later one takes its place."""
        for reader in self.readers:
            if reader.voice and (message := voices(reader.voice)) is not None:
                reader.personal = message
                reader.news.set()

    def tell_own(self, about: str, is_meant: Callable[[Reader], bool], frame: Callable[[str], bytes]) -> None:
        """Have these readers told what is theirs alone: `frame` makes it from a voice, not before it is sent. A later one about
        the same takes the place of one that was not sent yet."""
        for reader in self.readers:
            if reader.voice and is_meant(reader):
                reader.own[about] = functools.partial(frame, reader.voice)
                reader.news.set()

    async def run(self) -> None:
        """The beat, for ever."""
        while True:
            await self._stale.wait()
            self._stale.clear()
            self.redraw()
            await asyncio.sleep(self._beat_seconds)

    def redraw(self) -> None:
        """Bring up to date what somebody looks at, and wake those who look."""
        wanted = {view for reader in self.readers for view in reader.views}
        if not wanted:
            return
        scene = self._scene()
        fresh = set()
        for view in wanted:
            picture = self._picture(view)
            try:
                if picture is not None and picture.redraw(scene):
                    fresh.add(view)
            except Exception:
                # A view that cannot be drawn keeps its last picture; the others go on. A screen never shows an error.
                log.exception("the view %s could not be drawn", view)
        self.wake(*fresh)

    def wake(self, *views: str) -> None:
        """Have the readers of these views look at what they have missed: first those that are no phones, because the whole hall
        looks at the screen, and it should not have to wait until a thousand phones have been told."""
        woken = [reader for reader in self.readers if not reader.views.keys().isdisjoint(views)]
        for reader in sorted(woken, key=lambda reader: reader.role == "delegate"):
            reader.news.set()

    async def serve(self, reader: Reader) -> None:
        """Tell one reader what it has not seen, again and again, until it is dismissed or its socket ends."""
        while True:
            if reader.farewell is not None:
                await reader.send(reader.farewell)
                return
            reader.news.clear()
            if reader.personal is not None:
                message, reader.personal = reader.personal, None
                await reader.send(message)
            while reader.own:
                await reader.send(reader.own.pop(next(iter(reader.own)))())
            for view, seen in list(reader.views.items()):
                picture = self._picture(view)
                if picture is None:
                    continue
                frame, stamp = picture.frame(seen), picture.stamp
                if frame is not None and reader.views.get(view) == seen:
                    reader.views[view] = stamp
                    await reader.send(frame)
            await reader.news.wait()
